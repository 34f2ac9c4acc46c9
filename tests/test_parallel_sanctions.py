"""Many at once over restraints, appeals and rules: one effect each, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.jobs import periodic
from app.models.audit import AuditRow
from app.models.notices import Notice
from app.models.posts import PostRevision
from app.models.rules import ContentRuleVersion
from app.models.sanctions import Appeal, Sanction
from app.services import checking
from tests.factories import HOME, Scene, work_of
from tests.test_parallel import DECIDERS, Call, address, at_once, count, posting, statuses

__all__ = ["address"]
MANY = 24
MUTE = {"kind": "mute", "reason": "X-3", "words": "Tin chưa rõ nguồn"}


def said(address: str, path: str, token: str, **body: Any) -> httpx.Response:
    return at_once(address, [posting(path, token, **body)])[0]


def faults(database: Database) -> list[str]:
    database.write_now(checking.seal_first)
    return database.read_now(lambda session: checking.faults(session, clock.now()))


def test_two_dozen_pauses_at_once_are_one(address: str, scene: Scene, database: Database) -> None:
    path = f"/members/{scene.members['member']}/sanctions"
    answers = at_once(
        address, [posting(path, scene.tokens[DECIDERS[n % 4]], **MUTE) for n in range(MANY)]
    )
    assert statuses(answers) == {201: 1, 409: MANY - 1}
    assert count(database, col(Sanction.kind) == "mute") == 1
    assert count(database, col(Notice.kind) == "sanction.mute") == 1


def test_the_clock_and_the_board_end_a_pause_once(
    address: str, scene: Scene, database: Database
) -> None:
    path = f"/members/{scene.members['member']}/sanctions"
    made = said(address, path, scene.tokens["chair"], **MUTE).json()

    def run_out(session: Session) -> None:
        sanction = session.get(Sanction, made["id"])
        assert sanction is not None
        sanction.decided_at = clock.now() - timedelta(days=9)
        sanction.until = clock.now() - timedelta(seconds=1)

    database.write_now(run_out)

    def tick(_: int) -> None:
        database.write_now(lambda session: periodic.each_half_minute(work_of(session)))

    with ThreadPoolExecutor(4) as pool:
        ticks = [pool.submit(tick, n) for n in range(6)]
        lifting = [
            posting(f"/sanctions/{made['id']}/lifting", scene.tokens["chair"], words="Xong rồi")
            for _ in range(6)
        ]
        answers = at_once(address, lifting)
        for one in ticks:
            one.result()
    answered = statuses(answers)
    assert (answered[200], answered[409]) in {(1, 5), (0, 6)}
    ends = ("sanction.expire", "sanction.lift")
    assert count(database, col(AuditRow.action).in_(ends)) == 1
    told = ("sanction.ended", "sanction.lifted")
    assert count(database, col(Notice.kind).in_(told)) == 1
    assert faults(database) == []


def test_two_dozen_judges_of_one_appeal(address: str, scene: Scene, database: Database) -> None:
    feed = f"/communities/{HOME}/posts"
    post = said(address, feed, scene.tokens["member"], body="Chào chị em").json()["id"]
    refusal = {"words": "Cần nguồn"}
    said(address, f"/posts/{post}/refusal", scene.tokens["moderator"], **refusal)
    asking = [
        posting(f"/posts/{post}/appeals", scene.tokens["member"], text="Xin xem lại")
        for _ in range(8)
    ]
    answers = at_once(address, asking)
    assert statuses(answers) == {201: 1, 409: 7}
    appeal = next(one.json()["id"] for one in answers if one.status_code == 201)
    judges = ("chair", "vice_chair", "membership", "moderator")
    answers = at_once(
        address,
        [
            posting(
                f"/appeals/{appeal}/{('approval', 'refusal')[n // 4 % 2]}",
                scene.tokens[judges[n % 4]],
                words="Đã xem lại",
            )
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {200: 1, 403: MANY // 4, 409: MANY - MANY // 4 - 1}
    done = ("appeal.approve", "appeal.refuse")
    assert count(database, col(AuditRow.action).in_(done)) == 1
    assert count(database, col(Appeal.state) != "submitted") == 1
    told = ("appeal.approved", "appeal.refused")
    assert count(database, col(Notice.kind).in_(told)) == 1
    shown = count(database, col(PostRevision.shown))
    approved = count(database, col(Appeal.state) == "approved")
    assert shown == approved
    assert faults(database) == []


def test_a_rule_changed_by_many_has_one_next_version(
    address: str, scene: Scene, database: Database
) -> None:
    rules = f"/communities/{HOME}/content-rules"
    rule = {"label": "Không bán hàng", "action": "tag", "words": ["kem trộn"]}
    made = said(address, rules, scene.tokens["chair"], **rule).json()

    def changing(number: int) -> Call:
        headers = {"authorization": f"Bearer {scene.tokens['chair']}"}
        body = {"version": 1, "label": f"Tên {number}"}
        return lambda client: client.patch(
            f"/content-rules/{made['id']}", headers=headers, json=body
        )

    answers = at_once(address, [changing(n) for n in range(MANY)])
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    assert count(database, col(ContentRuleVersion.rule_id) == made["id"]) == 2


@pytest.mark.parametrize("mode", ["all", "graduated"])
def test_many_masked_posts_and_one_giving_back(
    address: str, scene: Scene, database: Database, mode: str
) -> None:
    """A text that a rule masked is given back once, whoever presses first."""
    here = f"/communities/{HOME}"
    trust = {"review_mode": mode, "first_posts": 0, "newcomer_days": 0}
    headers = {"authorization": f"Bearer {scene.tokens['chair']}"}
    at_once(
        address,
        [lambda client: client.patch(f"{here}/trust-rules", headers=headers, json=trust)],
    )
    rule = {"label": "Che", "action": "mask", "words": ["kem trộn"]}
    said(address, f"{here}/content-rules", scene.tokens["chair"], **rule)
    sending = [
        posting(f"{here}/posts", scene.tokens["member"], body=f"Kem trộn số {n}") for n in range(8)
    ]
    posts = [one.json() for one in at_once(address, sending)]
    expected = "published" if mode == "graduated" else "submitted"
    assert {post["state"] for post in posts} == {expected}
    giving = [
        posting(f"/posts/{posts[0]['id']}/unmasking", scene.tokens[DECIDERS[n % 3]])
        for n in range(9)
    ]
    assert statuses(at_once(address, giving)) == {200: 1, 409: 8}
    assert faults(database) == []
