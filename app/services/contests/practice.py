"""A practice round: the same paper, no entry, and at its end she sees what was right."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.refusals import Conflict
from app.models.contests import ContestRound, RoundQuestion
from app.schemas.attempts import PaperQuestion, Solution, SolvedQuestion
from app.store import attempts
from app.store.actors import Work
from app.store.attempts import Held


def held_back(work: Work, round_: ContestRound) -> bool:
    """Its answers would tell those of a round that counts and has not closed."""
    return round_.practice and attempts.asked_for_real(work.session, round_.id, work.now)


def refuse_held_back(work: Work, round_: ContestRound) -> None:
    if held_back(work, round_):
        raise Conflict("practice-held-back")


def solution(
    work: Work, held: Held, paper: Sequence[PaperQuestion], questions: Sequence[RoundQuestion]
) -> Solution | None:
    """Which were right and why, of a practice paper that was handed in."""
    handed_in = held.round.practice and held.attempt.state == "submitted"
    if not handed_in or held_back(work, held.round):
        return None
    keys = {one.key: sorted(one.answer) for one in questions if one.kind == "choice"}
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
                right=sorted(given.get(one.key, [])) == keys[one.key],
                explanation=said.get(one.key, ""),
            )
            for one in paper
            if one.key in keys
        ],
    )
