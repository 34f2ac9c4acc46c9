"""Rounds that are over, put into the tables, and what the board does with their results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.models.contest_results import ContestResult
from app.models.contests import Contest, ContestRound
from app.schemas.contest_results import PublicationCreate, ResultCreate, ResultRead
from app.services.contests import (
    computing,
    publishing,
    result_views,
)
from app.services.deeds import fresh_id
from app.store import contest_results as store
from app.store.actors import Work
from app.web.paging import first_page
from tests import contests
from tests.services.desk import Desk

FIRST = PublicationCreate()


def because(words: str) -> ResultCreate:
    return ResultCreate(reason=words)


def laid(desk: Desk, make: Callable[[Work], str]) -> str:
    """A round put into the tables; its id."""
    return desk.run("contests", make)


def computed(desk: Desk, round_id: str, reason: str = "", who: str = "contests") -> ResultRead:
    return desk.run(who, computing.compute, round_id, because(reason))


def published(desk: Desk, round_id: str) -> ResultRead:
    computed(desk, round_id)
    desk.run("contests", publishing.publish, round_id, FIRST)
    return desk.run("chair", publishing.publish, round_id, FIRST)


def latest(desk: Desk, who: str, round_id: str, asked: str = "latest") -> ResultRead:
    return desk.run(who, result_views.read, round_id, asked, first_page())


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2025-04-{day:02}T{clock}+07:00")


def worked(work: Work, desk: Desk) -> str:
    """E1 to E6."""
    contest = contests.contest(work, desk.scene)
    of = contests.over(work, contest)
    e = [one.person_id for one in contests.people(work, desk.scene, 6)]
    for person, correct, guess, when in (
        (0, 10, 5, at(14, "10:00:05.250")),
        (1, 10, 3, at(14, "10:00:05.249")),
        (2, 10, 4, at(20, "23:59:59.999")),
        (3, 9, 4, at(14, "09:00:00")),
        (4, 10, 9, at(14, "08:00:00")),
        (5, 8, 4, at(14, "11:00:00")),
        (5, 10, 1, at(15, "11:00:00")),
        (5, 10, 5, at(16, "11:00:00")),
    ):
        contests.handed_in(work, of, e[person], contests.right(correct), guess, when)
    return of.id


def already_won(work: Work, contest: Contest, of: ContestRound, persons: list[str]) -> None:
    """A published result in which they all took a prize."""
    who = contest.created_by
    result = ContestResult(
        id=fresh_id(work),
        round_id=of.id,
        no=1,
        persons=len(persons),
        question_count=10,
        size=0,
        root="0" * 64,
        ruleset_sha256=contest.ruleset_sha256,
        key={},
        inputs={},
        inputs_sha256="0" * 64,
        unawarded=[],
        computed_by=who,
        computed_at=work.now,
        state="published",
        published_by=who,
        published_at=work.now,
    )
    store.keep(
        work.session,
        result,
        [
            {
                "result_id": result.id,
                "person_id": person,
                "place": place,
                "rank": place,
                "attempt_id": f"before{place}",
                "correct": 10,
                "points": 1000,
                "prediction_distance": 0,
                "duration_ms": 1,
                "submitted_at": work.now,
                "manual": 0,
                "eligible": True,
                "passed_over": False,
                "prize": "Nhì",
            }
            for place, person in enumerate(persons, 1)
        ],
    )
