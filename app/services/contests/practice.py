"""What was right on her paper: of a practice paper at once, of another when results are out."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.refusals import Conflict
from app.models.contests import ContestRound, RoundQuestion
from app.schemas.attempts import PaperQuestion, Solution, SolvedQuestion
from app.services.contests import proving
from app.store import attempts, contest_rulings
from app.store.actors import Work
from app.store.attempts import Held


def held_back(work: Work, round_: ContestRound) -> bool:
    """Its answers would tell those of a round that counts and has not closed."""
    return round_.practice and attempts.asked_for_real(work.session, round_.id, work.now)


def refuse_held_back(work: Work, round_: ContestRound) -> None:
    if held_back(work, round_):
        raise Conflict("practice-held-back")


def told(work: Work, round_: ContestRound) -> bool:
    """Whether right answers may be shown to whoever has handed in her paper."""
    if round_.practice:
        return not held_back(work, round_)
    return work.now >= round_.closes_at and proving.released(work, round_.id)


def solution(
    work: Work, held: Held, paper: Sequence[PaperQuestion], questions: Sequence[RoundQuestion]
) -> Solution | None:
    """Which were right and why, of a paper that was handed in, by the key in force."""
    if held.attempt.state != "submitted" or not told(work, held.round):
        return None
    keys = contest_rulings.committed(questions) | contest_rulings.corrected(
        work.session, held.round.id
    )
    said = attempts.explanations(work.session, held.round.id)
    given = held.attempt.answers
    return Solution(
        correct=held.attempt.correct or 0,
        of=len(keys),
        questions=[
            SolvedQuestion(
                key=one.key,
                prompt_html=one.prompt_html,
                options=one.options,
                answer=keys[one.key],
                given=given.get(one.key, []),
                right=sorted(given.get(one.key, [])) == sorted(keys[one.key]),
                explanation=said.get(one.key, ""),
            )
            for one in paper
            if one.key in keys
        ],
    )
