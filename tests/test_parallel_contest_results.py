"""Results under load: one version of the same inputs, exactly two approvals, one ruling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.db import Database
from app.models.audit import AuditRow
from app.models.contest_results import ContestResult, ContestRuling, KeyCorrection, SealedOpening
from app.models.review import SharedDecision
from tests import contests
from tests.factories import Scene, work_of
from tests.test_parallel import MANY, address, at_once, count, posting, statuses

__all__ = ["address"]
KEEPERS = ("contests", "chair", "vice_chair")


@pytest.fixture
def of(database: Database, scene: Scene) -> str:
    """A round that is over: five papers."""

    def make(session: Session) -> str:
        work = work_of(session)
        made = contests.over(work, contests.contest(work, scene))
        for n, one in enumerate(contests.people(work, scene, 5)):
            at = made.closes_at - timedelta(hours=n + 1)
            contests.handed_in(work, made, one.person_id, contests.right(10), 5, at)
        return made.id

    return database.write_now(make)


def test_many_compute_the_same_at_once_and_there_is_one_version(
    address: str, scene: Scene, database: Database, of: str
) -> None:
    calls = [
        posting(f"/rounds/{of}/results", scene.tokens[KEEPERS[n % 3]], reason=f"Lần {n}")
        for n in range(20)
    ]
    answers = at_once(address, calls)
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert {answer.json()["no"] for answer in answers} == {1}
    assert count(database, col(ContestResult.no) > 0) == 1


def test_of_many_exactly_two_publish(
    address: str, scene: Scene, database: Database, of: str
) -> None:
    at_once(address, [posting(f"/rounds/{of}/results", scene.tokens["contests"])])
    calls = [
        posting(f"/rounds/{of}/publication", scene.tokens[KEEPERS[n % 3]]) for n in range(MANY)
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: 2, 409: MANY - 2}
    told = [answer.json() for answer in answers if answer.status_code == 200]
    assert sorted(one["approvals"] for one in told) == [1, 2]
    row = database.read_now(lambda s: s.execute(select(ContestResult)).scalar_one())
    assert row.state == "published"
    assert row.approved_by != row.published_by
    assert count(database, col(SharedDecision.second_by).is_not(None)) == 1
    for action in ("contest_result.publish_first", "contest_result.publish"):
        assert count(database, col(AuditRow.action) == action) == 1


def test_ruled_many_times_at_once_is_ruled_once(
    address: str, scene: Scene, database: Database, of: str
) -> None:
    entry = database.read_now(lambda session: contests.entry_of(session, of, 1))
    said = {"entry": entry, "reason": "Thi hộ", "evidence": "Biên bản"}
    for noun in ("disqualifications", "waivers"):
        calls = [
            posting(f"/rounds/{of}/{noun}", scene.tokens[KEEPERS[n % 3]], **said) for n in range(20)
        ]
        assert statuses(at_once(address, calls)) == {200: 1, 409: 19}
    assert count(database, col(ContestRuling.no) > 0) == 2


def test_rulings_about_many_at_once_all_stand(
    address: str, scene: Scene, database: Database, of: str
) -> None:
    said = {"reason": "Thi hộ", "evidence": "Biên bản"}
    entries = database.read_now(lambda s: [contests.entry_of(s, of, n) for n in range(1, 6)])
    calls = [
        posting(f"/rounds/{of}/disqualifications", scene.tokens[KEEPERS[n % 3]], entry=one, **said)
        for n, one in enumerate(entries)
    ]
    assert statuses(at_once(address, calls)) == {200: 5}
    numbers = database.read_now(
        lambda s: sorted(s.execute(select(col(ContestRuling.no))).scalars())
    )
    assert numbers == [1, 2, 3, 4, 5]


def test_a_key_corrected_at_once_is_corrected_once(
    address: str, scene: Scene, database: Database, of: str
) -> None:
    said: dict[str, Any] = {"question": "q1", "answer": ["c"], "reason": "In sai"}
    calls = [
        posting(f"/rounds/{of}/key-corrections", scene.tokens[KEEPERS[n % 3]], **said)
        for n in range(12)
    ]
    assert statuses(at_once(address, calls)) == {200: 1, 409: 11}
    assert count(database, col(KeyCorrection.no) > 0) == 1
    assert count(database, col(ContestResult.no) > 0) == 1


def test_sealed_figures_are_opened_by_two(
    address: str, scene: Scene, database: Database, of: str
) -> None:
    calls = [
        posting(f"/rounds/{of}/sealed-figures", scene.tokens[KEEPERS[n % 3]], reason="Mất điện")
        for n in range(20)
    ]
    assert statuses(at_once(address, calls)) == {200: 2, 409: 18}
    assert count(database, col(SealedOpening.reason) == "Mất điện") == 1
