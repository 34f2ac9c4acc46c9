"""What the papers of a contest are written from: the newest result of each round, with names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.models.contest_results import ContestResult, ContestRuling
from app.models.contests import Contest, ContestRound, Entrant
from app.store import contest_entries, contest_results, contest_rulings
from app.store import contests as contest_store
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place with every key that ranks. `points`: hundredths."""

    rank: int
    person_id: str
    name: str
    unit: str
    correct: int
    points: int
    prediction: int | None
    prediction_distance: int | None
    duration_ms: int
    submitted_at: datetime
    prize: str


@dataclass(frozen=True, slots=True)
class RulingFact:
    """One decision about a person's place."""

    name: str
    unit: str
    kind: str
    reason: str
    evidence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundResult:
    """`n`: the number that was predicted, None without a prediction. `places` by rank."""

    no: int
    n: int | None
    entrants: int
    attempts: int
    places: tuple[Place, ...]
    unawarded: tuple[tuple[str, int], ...]
    rulings: tuple[RulingFact, ...]
    root: str

    @property
    def winners(self) -> tuple[Place, ...]:
        return tuple(one for one in self.places if one.prize)


def of_contest(work: Work, contest: Contest) -> dict[str, RoundResult]:
    """Round → its newest result, of every round that has one, in the order of their numbers."""
    return {
        of.id: _told(work, of, result)
        for of in contest_store.rounds(work.session, contest.id)
        if (result := contest_results.latest(work.session, of.id)) is not None
    }


def _told(work: Work, of: ContestRound, result: ContestResult) -> RoundResult:
    rows = contest_results.plain(work.session, result.id)
    rulings = contest_rulings.rulings(work.session, of.id)
    people = contest_store.entrants(
        work.session,
        of.contest_id,
        [*(row["person_id"] for row in rows), *(one.person_id for one in rulings)],
    )
    guesses = contest_entries.predictions(work.session, of.id)
    return RoundResult(
        no=result.no,
        n=result.n,
        entrants=contest_entries.persons(work.session, of.id),
        attempts=result.size,
        places=tuple(_place(row, people[row["person_id"]], guesses) for row in rows),
        unawarded=tuple((name, count) for name, count in result.unawarded),
        rulings=tuple(_ruling(one, people.get(one.person_id)) for one in rulings),
        root=result.root,
    )


def _place(row: Mapping[str, Any], entrant: Entrant, guesses: Mapping[str, int | None]) -> Place:
    kept = ("rank", "person_id", "correct", "points", "prediction_distance", "duration_ms")
    return Place(
        **{name: row[name] for name in (*kept, "submitted_at")},
        name=entrant.full_name,
        unit=entrant.unit_name,
        prediction=guesses[row["attempt_id"]],
        prize=row["prize"] or "",
    )


def _ruling(one: ContestRuling, entrant: Entrant | None) -> RulingFact:
    return RulingFact(
        name=entrant.full_name if entrant else "",
        unit=entrant.unit_name if entrant else "",
        kind=one.kind,
        reason=one.reason,
        evidence=one.evidence,
        at=one.ruled_at,
    )
