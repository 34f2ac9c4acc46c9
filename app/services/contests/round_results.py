"""The results that papers are written from: closed rounds, each with every rank key and its root.

`of_contest` is the one place that says what a result is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.contests import merkle, reading
from app.domain.contests.attempts import Attempt as Turn
from app.domain.contests.exclusion import excluded
from app.domain.contests.moments import from_ms, to_ms
from app.domain.contests.results import Result, Round, Row, compute
from app.domain.contests.ruleset import Ruleset
from app.models.contests import Attempt, Contest, ContestRound, Entrant
from app.services.contests import essay_marking
from app.store import appointments, audit, bank_readers, contest_papers
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
    """One decision about a person's place: `disqualified` or `reinstated`."""

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
    """Round → its result, of every closed round that has one, in the order of their numbers."""
    rules = reading.read(contest.ruleset)
    out = excluded(rules, _roles(work, contest))
    won: frozenset[str] = frozenset()
    found: dict[str, RoundResult] = {}
    for of in contest_store.rounds(work.session, contest.id):
        if of.practice or of.closes_at > work.now:
            continue
        papers = contest_papers.submitted(work.session, of.id)
        result = compute(_round(work, of, rules, papers, out, won))
        found[of.id] = _told(work, contest, papers, result)
        if rules.one_prize_per == "contest":
            won |= {row.attempt.person for row in result.rows if row.prize}
    return found


def computed_by(work: Work, round_id: str) -> set[str]:
    """Who computed a result of the round."""
    rows = audit.about(work.session, [round_id], ("contest_result.compute",))
    return {row.actor_id for row in rows if row.actor_id}


def _round(
    work: Work,
    of: ContestRound,
    rules: Ruleset,
    papers: Sequence[Attempt],
    out: frozenset[str],
    won: frozenset[str],
) -> Round:
    essays = essay_marking.essay_points(work.session, of.id)
    turns = tuple(_turn(one, essays.get(one.id, 0)) for one in papers)
    questions = contest_papers.question_count(work.session, of.id)
    given = Round(rules, questions, turns, draw_seed=of.seed, excluded=out)
    return replace(given, earlier_winners=won)


def _turn(one: Attempt, essay: int) -> Turn:
    assert one.submitted_at is not None
    assert one.seq is not None
    return Turn(
        id=one.id,
        person=one.person_id,
        correct=one.correct or 0,
        points=(one.points or 0) + essay,
        prediction=one.prediction,
        duration_ms=one.duration_ms or 0,
        submitted_at=to_ms(one.submitted_at),
        seq=one.seq,
    )


def _told(work: Work, contest: Contest, papers: Sequence[Attempt], result: Result) -> RoundResult:
    people = contest_papers.entrants(
        work.session, contest.id, (row.attempt.person for row in result.rows)
    )
    leaves = [bytes.fromhex(one.leaf or "") for one in papers]
    return RoundResult(
        no=1,
        n=result.n,
        entrants=len({one.person_id for one in papers}),
        attempts=len(papers),
        places=tuple(_place(row, people) for row in result.rows),
        unawarded=tuple((prize.name, prize.count) for prize in result.unawarded),
        rulings=(),
        root=merkle.root(leaves).hex(),
    )


def _place(row: Row, people: Mapping[str, Entrant]) -> Place:
    one = row.attempt
    entrant = people[one.person]
    return Place(
        rank=row.rank,
        person_id=one.person,
        name=entrant.full_name,
        unit=entrant.unit_name,
        correct=one.correct,
        points=one.points,
        prediction=one.prediction,
        prediction_distance=row.prediction_distance,
        duration_ms=one.duration_ms,
        submitted_at=from_ms(one.submitted_at),
        prize=row.prize or "",
    )


def _roles(work: Work, contest: Contest) -> dict[str, set[str]]:
    """Person → the roles that may keep her out."""
    roles: dict[str, set[str]] = defaultdict(set)
    for office in contest_store.offices(work.session, contest.id):
        roles[office.person_id].add(office.role)
    day, home = work.today, contest.community_id
    for person in appointments.holders(work.session, home, "adviser", day):
        roles[person].add("adviser")
    for person in bank_readers.persons(work.session, home):
        roles[person].add("bank_reader")
    return roles
