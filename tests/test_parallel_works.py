"""Many at once: numbers without a gap, one vote a woman, one mark a juror, one version out."""

from __future__ import annotations

from typing import Any

from sqlmodel import col

from app import clock
from app.db import Database
from app.models.audit import AuditRow
from app.models.contests import Contest
from app.models.works import ContestWork, VoteStrike, WorkMark, WorkResult, WorkVote
from app.services import checking
from tests import works as place
from tests.factories import Scene, work_of
from tests.test_parallel import MANY, address, at_once, count, posting, removing, statuses

__all__ = ["address"]
STORY: dict[str, Any] = {
    "title": "Áo dài",
    "story": "Chuyện của mẹ.",
    "shows": "nobody",
    "is_own": True,
}


def contest(database: Database, scene: Scene, **rules: Any) -> str:
    return database.write_now(lambda s: place.contest(work_of(s), scene, kind="story", **rules).id)


def piece(database: Database, scene: Scene, of: str, name: str, number: int) -> str:
    def make(session: Any) -> str:
        work = work_of(session)
        member = place.entrant(work, scene, name)
        return place.piece(work, session.get_one(Contest, of), member, number).id

    return database.write_now(make)


def test_fifty_works_at_once_have_fifty_numbers_without_a_gap(
    address: str, scene: Scene, database: Database
) -> None:
    of = contest(database, scene)
    token = scene.tokens["member"]
    answers = at_once(
        address, [posting(f"/contests/{of}/works", token, **STORY) for _ in range(MANY)]
    )
    assert statuses(answers) == {201: MANY}
    entries = {answer.json()["entry"] for answer in answers}
    assert entries == {f"C{number}" for number in range(1, MANY + 1)}
    database.write_now(checking.seal_first)
    assert database.read_now(lambda s: checking.faults(s, clock.now())) == []


def test_fifty_works_of_one_woman_keep_to_her_limit(
    address: str, scene: Scene, database: Database
) -> None:
    of = contest(database, scene, most_of_person=3)
    token = scene.tokens["member"]
    answers = at_once(
        address, [posting(f"/contests/{of}/works", token, **STORY) for _ in range(MANY)]
    )
    assert statuses(answers) == {201: 3, 409: MANY - 3}
    taken = sorted(a.json()["entry"] for a in answers if a.is_success)
    assert taken == ["C1", "C2", "C3"]


def test_one_draft_sent_fifty_times_is_one_work_with_one_number(
    address: str, scene: Scene, database: Database
) -> None:
    of = contest(database, scene)
    token = scene.tokens["member"]
    (made,) = at_once(address, [posting(f"/contests/{of}/works", token, **STORY, draft=True)])
    one = made.json()["id"]
    answers = at_once(address, [posting(f"/works/{one}/submission", token) for _ in range(MANY)])
    assert set(statuses(answers)) <= {200, 409}
    assert {a.json()["entry"] for a in answers if a.is_success} == {"C1"}
    assert count(database, col(ContestWork.number) == 1) == 1
    assert count(database, col(ContestWork.id).is_not(None)) == 1


def test_fifty_votes_of_one_woman_are_one_and_none_is_for_her_own(
    address: str, scene: Scene, database: Database
) -> None:
    of = contest(database, scene)
    other, own = (
        piece(database, scene, of, name, n) for n, name in enumerate(("hoa", "member"), 1)
    )
    token = scene.tokens["member"]
    answers = at_once(
        address,
        [posting(f"/works/{(other, own)[n % 2]}/votes", token) for n in range(2 * MANY)],
    )
    assert statuses(answers) == {200: MANY, 403: MANY}
    assert count(database, col(WorkVote.work_id) == other) == 1
    assert count(database, col(WorkVote.work_id) == own) == 0
    mixed = at_once(
        address,
        [(posting if n % 2 else removing)(f"/works/{other}/votes", token) for n in range(MANY)],
    )
    assert set(statuses(mixed)) == {200, 204}
    assert count(database, col(WorkVote.work_id) == other) in {0, 1}


def test_marks_sent_many_times_are_one_a_criterion(
    address: str, scene: Scene, database: Database
) -> None:
    of = contest(database, scene)
    one = piece(database, scene, of, "hoa", 1)
    database.write_now(
        lambda s: place.office(work_of(s), s.get_one(Contest, of), scene.persons["editor"])
    )
    answers = at_once(
        address,
        [
            posting(
                f"/works/{one}/marks",
                scene.tokens["editor"],
                criterion=("k1", "k2")[n % 2],
                points=n % 11,
            )
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {200: MANY}
    assert count(database, col(WorkMark.work_id) == one) == 2


def test_one_decision_one_strike_one_publication(
    address: str, scene: Scene, database: Database
) -> None:
    of = contest(database, scene, vote_weight=100, criteria=[])
    one = piece(database, scene, of, "hoa", 1)

    def furnish(session: Any) -> str:
        work = work_of(session)
        row = session.get(ContestWork, one)
        place.vote(work, row, place.entrant(work, scene, "lan"), 1)
        place.close(work, session.get_one(Contest, of))
        return str(scene.members["lan"])

    database.write_now(furnish)
    person = database.read_now(lambda s: s.query(WorkVote).one().person_id)
    boards = ("contests", "chair", "vice_chair")
    body: dict[str, Any] = {
        "work": one,
        "people": [person],
        "reason": "Một người hai máy",
        "evidence": "Cùng máy",
    }
    answers = at_once(
        address,
        [
            posting(f"/contests/{of}/vote-strikes", scene.tokens[boards[n % 3]], **body)
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    assert count(database, col(VoteStrike.id).is_not(None)) == 1
    (made,) = at_once(address, [posting(f"/contests/{of}/work-results", scene.tokens["contests"])])
    assert made.status_code == 200
    answers = at_once(
        address,
        [
            posting(f"/contests/{of}/work-results/publication", scene.tokens[boards[n % 3]])
            for n in range(MANY)
        ],
    )
    assert statuses(answers)[200] == 2
    assert set(statuses(answers)) == {200, 409}
    assert count(database, col(WorkResult.published_at).is_not(None)) == 1
    assert count(database, col(AuditRow.action) == "work_result.publish") == 1
