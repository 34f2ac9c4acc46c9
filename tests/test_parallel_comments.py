"""Many at once under one post: one reaction a person, one case a text, counters that are true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.db import Database
from app.models.comments import Comment
from app.models.flags import Flag, FlagCase
from app.models.reactions import Reaction
from app.models.review import OPEN, ReviewItem
from app.services import checking
from app.settings import Settings
from tests.factories import HOME, Scene
from tests.server import served
from tests.test_parallel import TIGHT, at_once, count, posting, removing, statuses

BOARD = ("editor", "contests", "questions", "membership", "vice_chair", "chair")


@pytest.fixture
def address(settings: Settings, tmp_path: Path) -> Iterator[str]:
    with served(settings, tmp_path / "server.log", **TIGHT) as found:
        yield found


@pytest.fixture
def post(address: str, scene: Scene) -> str:
    """A post that members read."""
    with httpx.Client(base_url=address) as client:
        made = client.post(
            f"/communities/{HOME}/posts", headers=bearer(scene, "member"), json={"body": "Đi bộ?"}
        ).json()
        path = f"/posts/{made['id']}/approval"
        assert client.post(path, headers=bearer(scene, "moderator")).status_code == 200
    found: str = made["id"]
    return found


def bearer(scene: Scene, who: str) -> dict[str, str]:
    return {"authorization": f"Bearer {scene.tokens[who]}"}


def one(database: Database, statement: Any) -> str:
    """The one value that there is."""
    return database.read_now(lambda session: str(session.execute(statement).scalar_one()))


def faults(database: Database) -> list[str]:
    database.write_now(checking.seal_first)
    return database.read_now(lambda session: checking.faults(session, clock.now()))


def test_a_double_tap_counts_once(
    address: str, scene: Scene, database: Database, post: str
) -> None:
    path = f"/posts/{post}/reactions"
    calls = [
        posting(path, scene.tokens[who], kind=kind)
        for who in ("member", "editor")
        for kind in ("thich", "hay") * 10
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {201: 40}
    assert count(database, col(Reaction.post_id) == post) == 2
    assert faults(database) == []
    gone = at_once(address, [removing(path, scene.tokens["member"])] * 10)
    assert statuses(gone) == {204: 10}
    assert count(database, col(Reaction.post_id) == post) == 1
    assert faults(database) == []


def test_flags_of_many_at_once_are_one_case_and_one_of_a_person(
    address: str, scene: Scene, database: Database, post: str
) -> None:
    calls = [
        posting(f"/posts/{post}/flags", scene.tokens[who], reason="untrue") for who in BOARD * 5
    ]
    assert statuses(at_once(address, calls)) == {201: len(BOARD), 409: 4 * len(BOARD)}
    assert count(database, col(FlagCase.subject_id) == post) == 1
    assert count(database, col(Flag.subject_id) == post) == len(BOARD)
    items = (col(ReviewItem.kind) == "flag", col(ReviewItem.state).in_(OPEN))
    assert count(database, *items) == 1
    assert faults(database) == []


def test_a_flag_is_judged_once_whatever_happens_to_the_post_meanwhile(
    address: str, scene: Scene, database: Database, post: str
) -> None:
    """Founded, unfounded, removed and withdrawn at the same moment: one outcome."""
    tokens = scene.tokens
    at_once(address, [posting(f"/posts/{post}/flags", tokens["editor"], reason="untrue")])
    case = one(database, select(col(FlagCase.id)).where(col(FlagCase.subject_id) == post))
    reason = {"words": "Chưa đúng"}
    calls: list[Any] = []
    for n in range(8):
        decider = tokens[("moderator", "chair", "vice_chair")[n % 3]]
        calls += [
            posting(f"/flags/{case}/approval", decider, **reason),
            posting(f"/flags/{case}/refusal", decider),
            posting(f"/posts/{post}/removal", decider, **reason),
            posting(f"/posts/{post}/withdrawal", tokens["member"]),
        ]
    answers = at_once(address, calls)
    assert set(statuses(answers)) == {200, 409}
    assert 1 <= statuses(answers)[200] <= 2
    items = (col(ReviewItem.subject_id) == case, col(ReviewItem.state).in_(OPEN))
    assert count(database, *items) == 0
    assert faults(database) == []


def test_comments_removals_and_withdrawals_at_once_leave_a_true_counter(
    address: str, scene: Scene, database: Database, post: str
) -> None:
    tokens = scene.tokens
    path = f"/posts/{post}/comments"
    made = at_once(address, [posting(path, tokens["member"], body=f"{n}") for n in range(30)])
    assert statuses(made) == {201: 30}
    ids = [answer.json()["id"] for answer in made]
    calls: list[Any] = []
    for n, comment in enumerate(ids[:20]):
        decider = tokens[("moderator", "chair")[n % 2]]
        calls += [
            posting(f"/comments/{comment}/removal", decider, words="Vì"),
            posting(f"/comments/{comment}/withdrawal", tokens["member"]),
        ]
    calls += [posting(path, tokens["editor"], body="Thêm", parent=ids[25]) for _ in range(10)]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: 20, 409: 20, 201: 10}
    assert count(database, col(Comment.state) == "published") == 20
    assert faults(database) == []


def test_a_held_comment_is_judged_once_and_its_text_is_the_one_that_was_read(
    address: str, scene: Scene, database: Database, post: str
) -> None:
    tokens = scene.tokens
    at_once(address, [posting(f"/posts/{post}/comments", tokens["member"], body="https://a.vn")])
    comment = one(database, select(col(Comment.id)))
    calls = [
        call
        for n in range(8)
        for call in (
            posting(f"/comments/{comment}/approval", tokens["moderator"], version=1),
            posting(f"/comments/{comment}/refusal", tokens["chair"], words="Vì", version=1),
            changing(f"/comments/{comment}", tokens["member"], body=f"https://b.vn/{n}", version=1),
        )
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: 1, 409: 23}
    assert faults(database) == []


def changing(path: str, token: str, **body: Any) -> Any:
    headers = {"authorization": f"Bearer {token}"}
    return lambda client: client.patch(path, headers=headers, json=body)
