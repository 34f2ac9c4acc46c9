"""Handing a paper in, by her or by the clock: numbered, marked, sealed, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.contests import moments, reading, windows
from app.domain.contests.proofs import Entry
from app.domain.ids import new_code
from app.domain.refusals import Conflict
from app.models.contests import Attempt, Contest, RoundQuestion
from app.services.contests import marking
from app.store import attempts, contests, records
from app.store.actors import Work
from app.store.attempts import Held

TASK = "close_papers"
#: So many in one transaction.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Ending:
    """What is handed in, at which millisecond, by `entrant` or `clock`."""

    answers: Mapping[str, Sequence[str]]
    prediction: int | None
    at: int
    by: str


def ended(work: Work, attempt_id: str) -> Held:
    """Her attempt; one whose time is up is closed first."""
    held = attempts.get(work.session, work.actor.person_id, attempt_id)
    if not _is_over(work, held.attempt):
        return held
    held = attempts.get(work.session, work.actor.person_id, attempt_id, held=True)
    return close(work, held) if _is_over(work, held.attempt) else held


def close(work: Work, held: Held) -> Held:
    """At its deadline, with what was saved. The row is held."""
    questions = contests.asked(work.session, held.round)
    return hand_in(work, held, questions, _at_deadline(held.attempt))


def hand_in(work: Work, held: Held, questions: Sequence[RoundQuestion], end: Ending) -> Held:
    """Once and for all. The row is held, so no place is taken in vain."""
    _end(work, held.contest, questions, [(held.attempt, end)])
    return held


def _end(
    work: Work,
    contest: Contest,
    questions: Sequence[RoundQuestion],
    papers: Sequence[tuple[Attempt, Ending]],
) -> None:
    """Papers of one round, in the order in which they are given.

    The round's row is what all of them wait for: it is taken last, when everything is ready.
    """
    scoring = reading.read(contest.ruleset).scoring
    values = [(row, _values(scoring, questions, row, end)) for row, end in papers]
    attempts.end_turns(work.session, (row for row, _ in papers))
    last = attempts.next_seq(work.session, papers[0][0].round_id, len(papers))
    first = last - len(papers) + 1
    ended = [(row, {**told, "seq": seq}) for seq, (row, told) in enumerate(values, first)]
    if not attempts.end(work.session, ended):
        raise Conflict("paper-handed-in")


def close_due(work: Work, round_id: str) -> None:
    """Every paper of a round whose time is up, before its results are computed."""
    while close_some(work, round_id):
        pass


def close_some(work: Work, round_id: str | None = None) -> bool:
    """A batch of papers whose time is up; True when more may wait."""
    due = attempts.due(work.session, work.now, AT_ONCE, round_id)
    places = attempts.with_rounds(work.session, (row.round_id for row in due))
    for of, (_, contest) in places.items():
        papers = [(row, _at_deadline(row)) for row in due if row.round_id == of]
        _end(work, contest, contests.questions(work.session, of), papers)
    return len(due) == AT_ONCE


def enqueue_due(work: Work) -> None:
    """Each half minute: a job where papers have run out, whichever process looks first."""
    if attempts.any_due(work.session, work.now):
        slot = str(moments.to_ms(work.now) // (30 * moments.SECOND))
        records.enqueue(work.session, TASK, work.now, work.now, slot=slot)


def go_on(work: Work) -> None:
    """The job: one batch, and another job where more may wait."""
    if close_some(work):
        records.enqueue(work.session, TASK, work.now, work.now)


def _is_over(work: Work, row: Attempt) -> bool:
    now, deadline = moments.to_ms(work.now), moments.to_ms(row.deadline_at)
    return row.state == "in_progress" and not windows.in_time(now, deadline)


def _at_deadline(row: Attempt) -> Ending:
    return Ending(row.answers, row.prediction, moments.to_ms(row.deadline_at), "clock")


def _values(
    scoring: str, questions: Sequence[RoundQuestion], row: Attempt, end: Ending
) -> dict[str, Any]:
    """Everything that stands from now on. The entry number is random: it tells no count."""
    entry = Entry(new_code(), end.prediction, end.at)
    score = marking.score(scoring, questions, end.answers)
    return {
        "state": "submitted",
        "answers": end.answers,
        "prediction": end.prediction,
        "submitted_at": moments.from_ms(end.at),
        "ended_by": end.by,
        "entry": entry.number,
        "leaf": entry.leaf.hex(),
        "duration_ms": end.at - moments.to_ms(row.started_at),
        "correct": score.correct,
        "points": score.points,
    }
