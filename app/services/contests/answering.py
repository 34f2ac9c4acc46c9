"""Saving what she has answered so far, and handing the paper in. Nothing of her clock is used."""

from __future__ import annotations

from app.domain.contests import moments, reading, windows
from app.domain.refusals import Conflict, Invalid
from app.models.contests import Attempt
from app.schemas.attempts import AnswersSave, AnswersSaved, AttemptRead, AttemptSubmission
from app.services.contests import closing, marking, papers
from app.services.contests.closing import Ending
from app.services.contests.entering import WRITE
from app.services.deeds import permit
from app.store import attempts, contests
from app.store.actors import Work
from app.store.attempts import Held


def save(work: Work, attempt_id: str, body: AnswersSave) -> AnswersSaved:
    """The answers so far. Of two windows the one whose `rev` is older is told; nothing is lost."""
    held = _hers(work, attempt_id)
    _refuse_ended(work, held.attempt)
    questions = contests.asked(work.session, held.round)
    given = marking.read(questions, body.answers)
    guess = _prediction(held, body.prediction)
    if not attempts.save(work.session, attempt_id, body.rev, given, guess, work.now):
        held = _hers(work, attempt_id)
        _refuse_ended(work, held.attempt)
        row = held.attempt
        # The same once more: its answer was lost on the way.
        if (row.rev, row.answers, row.prediction) != (body.rev, given, guess):
            raise Conflict("answers-older", version=row.rev)
    return AnswersSaved(
        id=attempt_id,
        rev=body.rev,
        saved_at=work.now,
        deadline_at=held.attempt.deadline_at,
        server_now=work.now,
    )


def submit(work: Work, attempt_id: str, body: AttemptSubmission) -> AttemptRead:
    """Handed in, once; whoever sends it again gets the same receipt.

    From the deadline on what was saved counts, and nothing of what is sent now.
    """
    held = _hers(work, attempt_id, held=True)
    row = held.attempt
    if row.state != "in_progress":
        return papers.shown(work, held)
    now, deadline = moments.to_ms(work.now), moments.to_ms(row.deadline_at)
    if not windows.in_time(now, deadline):
        return papers.shown(work, closing.close(work, held))
    if body.rev is not None and body.rev <= row.rev:
        raise Conflict("answers-older", version=row.rev)
    questions = contests.asked(work.session, held.round)
    given = marking.read(questions, body.answers)
    guess = _prediction(held, body.prediction)
    if guess is None and reading.read(held.contest.ruleset).prediction is not None:
        raise Invalid.at("/prediction", "prediction-missing")
    end = Ending(given, guess, windows.submitted_at(now, deadline), "entrant")
    return papers.shown(work, closing.hand_in(work, held, questions, end))


def _hers(work: Work, attempt_id: str, *, held: bool = False) -> Held:
    found = attempts.get(work.session, work.actor.person_id, attempt_id, held=held)
    permit(work, WRITE, papers.thing(found))
    return found


def _refuse_ended(work: Work, row: Attempt) -> None:
    if row.state != "in_progress" and row.ended_by == "entrant":
        raise Conflict("paper-handed-in")
    now, deadline = moments.to_ms(work.now), moments.to_ms(row.deadline_at)
    if row.state != "in_progress" or not windows.in_time(now, deadline):
        raise Conflict("paper-closed")


def _prediction(held: Held, said: int | None) -> int | None:
    """What she guesses, where the rules ask for it."""
    return said if reading.read(held.contest.ruleset).prediction is not None else None
