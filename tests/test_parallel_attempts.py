"""Papers under load: one attempt from many starts, the limit, the clock against her last tap."""

from __future__ import annotations

import threading

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.contests import moments
from app.models.contests import Attempt, ContestRound, RoundTurn
from app.services import checking
from app.services.contests import closing
from tests import contests
from tests.factories import Scene, work_of
from tests.test_parallel import MANY, Call, address, at_once, count, posting, statuses

__all__ = ["address"]
RIGHT = {f"q{n}": ["b"] for n in range(1, 11)}


@pytest.fixture
def round_id(database: Database, scene: Scene) -> str:
    def make(session: Session) -> str:
        work = work_of(session)
        contest = contests.contest(work, scene, attempts={"max": 3, "counted": "first"})
        return contests.round_of(work, contest).id

    return database.write_now(make)


def faults(database: Database) -> list[str]:
    found = database.read_now(lambda session: checking.faults(session, clock.now()))
    return [one for one in found if one.startswith("contest")]


def test_fifty_starts_are_one_attempt(
    address: str, scene: Scene, database: Database, round_id: str
) -> None:
    start = posting(f"/rounds/{round_id}/attempts", scene.tokens["member"])
    answers = at_once(address, [start] * MANY)
    assert statuses(answers) == {201: 1, 200: MANY - 1}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert {answer.json()["number"] for answer in answers} == {1}
    assert count(database, col(Attempt.round_id) == round_id) == 1
    assert count(database, col(RoundTurn.taken) == 1) == 1
    assert faults(database) == []


def test_fifty_clients_of_one_woman_have_numbers_one_two_three(
    address: str, scene: Scene, database: Database, round_id: str
) -> None:
    """Each starts and hands in what it got, over and over, until none is left."""
    headers = {"authorization": f"Bearer {scene.tokens['member']}"}
    seen: list[tuple[int, int]] = []
    receipts: dict[str, set[str]] = {}

    async def take_part(client: httpx.AsyncClient) -> httpx.Response:
        while True:
            begun = await client.post(f"/rounds/{round_id}/attempts", headers=headers)
            if begun.status_code == 409:
                return begun
            paper = begun.json()
            seen.append((begun.status_code, paper["number"]))
            handed = await client.post(
                f"/attempts/{paper['id']}/submission",
                headers=headers,
                json={"answers": RIGHT, "prediction": 5},
            )
            assert handed.status_code == 200, handed.text
            receipts.setdefault(paper["id"], set()).add(handed.json()["receipt"]["entry"])

    calls: list[Call] = [take_part] * MANY
    answers = at_once(address, calls)
    assert statuses(answers) == {409: MANY}
    assert {answer.json()["code"] for answer in answers} == {"no-attempt-left"}
    assert sorted(number for status, number in seen if status == 201) == [1, 2, 3]
    assert {len(entries) for entries in receipts.values()} == {1}
    assert len(receipts) == 3
    rows = _rows(database, round_id)
    assert sorted((row.number, row.seq) for row in rows) == [(1, 1), (2, 2), (3, 3)]
    assert database.read_now(lambda s: s.get_one(ContestRound, round_id)).entries == 3
    assert faults(database) == []


def test_one_paper_handed_in_fifty_times_is_one_entry(
    address: str, scene: Scene, database: Database, round_id: str
) -> None:
    token = scene.tokens["member"]
    (begun,) = at_once(address, [posting(f"/rounds/{round_id}/attempts", token)])
    path = f"/attempts/{begun.json()['id']}/submission"
    taps = [posting(path, token, answers=RIGHT, prediction=n) for n in range(MANY)]
    answers = at_once(address, taps)
    assert statuses(answers) == {200: MANY}
    assert len({answer.json()["receipt"]["leaf"] for answer in answers}) == 1
    assert database.read_now(lambda s: s.get_one(ContestRound, round_id)).entries == 1
    assert faults(database) == []


def test_the_clock_and_her_last_tap_make_one_entry(
    address: str, database: Database, round_id: str
) -> None:
    """Papers run out while they are handed in and while the clock closes them, in batches."""
    papers = database.write_now(lambda session: _papers(session, round_id, 40))
    stop = threading.Event()

    def clock_closes() -> None:
        while not stop.is_set():
            database.write_now(lambda session: closing.close_due(work_of(session), round_id))

    def expire(session: Session) -> None:
        soon = moments.to_ms(clock.now()) + 150
        session.execute(
            update(Attempt)
            .where(col(Attempt.id).in_(list(papers)[::2]))
            .values(deadline_at=moments.from_ms(soon))
        )

    database.write_now(expire)
    threads = [threading.Thread(target=clock_closes) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        taps = [
            posting(f"/attempts/{paper}/submission", token, answers=RIGHT, prediction=5)
            for paper, token in papers.items()
            for _ in range(2)
        ]
        answers = at_once(address, taps)
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)
    assert statuses(answers) == {200: 80}
    rows = _rows(database, round_id)
    assert {row.state for row in rows} == {"submitted"}
    assert sorted(row.seq or 0 for row in rows) == list(range(1, 41))
    told: dict[str, set[str]] = {}
    for answer in answers:
        told.setdefault(answer.json()["id"], set()).add(answer.json()["receipt"]["entry"])
    assert {row.id: {row.entry} for row in rows} == told
    late = [row for row in rows if row.ended_by == "clock"]
    assert all(row.submitted_at == row.deadline_at and row.correct == 0 for row in late)


def _rows(database: Database, round_id: str) -> list[Attempt]:
    return database.read_now(
        lambda s: list(
            s.execute(select(Attempt).where(col(Attempt.round_id) == round_id)).scalars()
        )
    )


def _papers(session: Session, round_id: str, many: int) -> dict[str, str]:
    """Attempt → the token of the woman whose it is."""
    work = work_of(session)
    of = session.get_one(ContestRound, round_id)
    women = [contests.woman(work, number) for number in range(many)]
    return {contests.paper(work, of, person).id: token for person, token in women}
