"""Contests under load: published once, put off once, no rule changes after the first attempt."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.contests import proofs
from app.domain.refusals import Conflict
from app.models.audit import AuditRow
from app.models.contests import Contest, ContestRound
from app.store import contests as store
from tests import contests
from tests.contests import RULESET
from tests.factories import HOME, Scene, work_of
from tests.test_parallel import MANY, Call, address, at_once, count, posting, statuses

__all__ = ["address"]
KEEPERS = ("contests", "chair", "vice_chair")


def held(database: Database, scene: Scene, state: str = "published") -> tuple[str, str]:
    """A contest of the tests and its round."""

    def write(session: Any) -> tuple[str, str]:
        work = work_of(session)
        contest = contests.contest(work, scene)
        contest.state = state
        if state == "draft":
            contest.published_at = contest.published_by = None
        return contest.id, contests.round_of(work, contest).id

    return database.write_now(write)


def changing(path: str, token: str, **body: Any) -> Call:
    headers = {"authorization": f"Bearer {token}"}
    return lambda client: client.patch(path, headers=headers, json=body)


def beginning(database: Database, contest_id: str, round_id: str) -> Call:
    """The first attempt, as the service of attempts begins it."""

    def begun() -> bool:
        return database.write_now(
            lambda session: store.begin(session, contest_id, round_id, clock.now())
        )

    async def begin(_client: httpx.AsyncClient) -> httpx.Response:
        try:
            first = await asyncio.to_thread(begun)
        except Conflict:
            return httpx.Response(409)
        return httpx.Response(201 if first else 200)

    return begin


def test_fifty_publications_are_one(address: str, scene: Scene, database: Database) -> None:
    contest_id, _ = held(database, scene, "draft")
    calls = [
        posting(f"/contests/{contest_id}/publication", scene.tokens[KEEPERS[n % 3]])
        for n in range(MANY)
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"already-decided"}
    assert count(database, col(AuditRow.action) == "contest.publish") == 1


def test_the_closing_is_put_off_by_one_of_many(
    address: str, scene: Scene, database: Database
) -> None:
    _, round_id = held(database, scene)
    closes = (clock.now() + timedelta(hours=5)).isoformat()
    calls = [
        posting(
            f"/rounds/{round_id}/extension",
            scene.tokens[KEEPERS[n % 3]],
            closes_at=closes,
            reason="Mất mạng",
            version=1,
        )
        for n in range(20)
    ]
    assert statuses(at_once(address, calls)) == {200: 1, 409: 19}
    assert count(database, col(AuditRow.action) == "contest.extend_round") == 1


def test_rules_and_the_first_attempt_at_once(
    address: str, scene: Scene, database: Database
) -> None:
    """Whatever comes first: the rules that stand once somebody has begun are those of their hash,
    and no change is acknowledged after the beginning."""
    contest_id, round_id = held(database, scene)
    changes = [
        changing(
            f"/contests/{contest_id}",
            scene.tokens[KEEPERS[n % 3]],
            ruleset={**RULESET, "attempts": {"max": n + 1, "counted": "first"}},
        )
        for n in range(20)
    ]
    begins = [beginning(database, contest_id, round_id) for _ in range(5)]
    answers = at_once(address, [*changes[:10], *begins, *changes[10:]])
    found = statuses(answers)
    assert found[201] == 1
    assert set(found) <= {200, 201, 409}
    codes = {a.json()["code"] for a in answers if a.status_code == 409}
    assert codes <= {"rules-begun", "stale-version"}
    late = at_once(address, [changes[0]])
    assert late[0].json()["code"] == "rules-begun"
    kept = database.read_now(lambda session: session.get(Contest, contest_id))
    assert kept is not None
    assert kept.version == 1 + sum(a.status_code == 200 for a in answers[:10] + answers[15:])
    said = [a.json() for a in answers if a.status_code == 200 and a.content]
    newest = max(said, key=lambda one: one["version"], default=None)
    assert kept.ruleset == (newest["ruleset"] if newest else RULESET)


def test_questions_and_the_first_attempt_at_once(
    address: str, scene: Scene, database: Database
) -> None:
    contest_id, round_id = held(database, scene)
    headers = {"authorization": f"Bearer {scene.tokens['chair']}"}
    changes = [
        lambda client, n=n: client.put(
            f"/rounds/{round_id}/questions",
            headers=headers,
            json={"text": f"1. Câu {n}?\nA. một\n*B. hai"},
        )
        for n in range(16)
    ]
    begins = [beginning(database, contest_id, round_id) for _ in range(4)]
    found = statuses(at_once(address, [*changes[:8], *begins, *changes[8:]]))
    assert found[201] == 1
    assert set(found) <= {200, 201, 409}

    def sealed(session: Any) -> bool:
        one = session.get(ContestRound, round_id)
        key = {q.key: q.answer for q in store.questions(session, round_id)}
        return proofs.opens(one.commitment, round_id, key, one.nonce)

    assert database.read_now(sealed)


def test_a_withdrawal_and_the_first_attempt_never_both(
    address: str, scene: Scene, database: Database
) -> None:
    contest_id, round_id = held(database, scene)

    begin = beginning(database, contest_id, round_id)
    withdraw = posting(f"/contests/{contest_id}/withdrawal", scene.tokens["chair"])
    found = statuses(at_once(address, [begin, withdraw, begin, withdraw]))
    kept = database.read_now(lambda session: session.get(Contest, contest_id))
    assert kept is not None
    assert (kept.state == "withdrawn") != (kept.begun_at is not None)
    assert found.get(200, 0) >= 1 or found.get(201, 0) == 1


def test_rounds_added_at_once_have_a_number_each(
    address: str, scene: Scene, database: Database
) -> None:
    contest_id, _ = held(database, scene)
    body = {
        "title": "Vòng",
        "opens_at": clock.now().isoformat(),
        "closes_at": (clock.now() + timedelta(hours=1)).isoformat(),
        "text": "1. Mấy?\nA. một\n*B. hai",
    }
    calls = [
        posting(f"/contests/{contest_id}/rounds", scene.tokens[KEEPERS[n % 3]], **body)
        for n in range(12)
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {201: 12}
    assert sorted(answer.json()["number"] for answer in answers) == list(range(2, 14))
    listed = f"/communities/{HOME}/contests"
    headers = {"authorization": f"Bearer {scene.tokens['member']}"}
    (page,) = at_once(address, [lambda client: client.get(listed, headers=headers)])
    assert len(page.json()["open"]) == 13
