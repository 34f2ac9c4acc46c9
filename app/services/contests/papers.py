"""A paper as she sees it: the questions in the order of her attempt, what she has answered."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.contests import moments, papers, reading
from app.domain.permissions import Thing
from app.domain.refusals import Hidden
from app.models.contests import RoundQuestion
from app.schemas.attempts import AttemptRead, PaperOption, PaperQuestion
from app.schemas.pictures import StoredRead
from app.services.contests import closing, practice, receipts, standing
from app.services.deeds import permit
from app.store import attempts, contests
from app.store import pictures as picture_store
from app.store.actors import Work
from app.store.attempts import Held


def read(work: Work, attempt_id: str) -> AttemptRead:
    held = closing.ended(work, attempt_id)
    permit(work, "attempt.read", thing(held))
    return shown(work, held)


def thing(held: Held) -> Thing:
    return Thing(held.contest.community_id, held.attempt.person_id)


def shown(work: Work, held: Held) -> AttemptRead:
    row = held.attempt
    now, deadline = moments.to_ms(work.now), moments.to_ms(row.deadline_at)
    rules = reading.read(held.contest.ruleset)
    going = row.state == "in_progress"
    asked = going or practice.told(work, held.round)
    questions = contests.asked(work.session, held.round) if asked else []
    return AttemptRead(
        **row.model_dump(
            include={
                *("id", "number", "state", "answers", "prediction", "rev", "saved_at"),
                *("started_at", "deadline_at", "submitted_at", "ended_by"),
            }
        ),
        paper=paper(held, questions) if going else [],
        predicts=rules.prediction.target if rules.prediction else None,
        server_now=moments.from_ms(now),
        left_ms=max(0, deadline - now) if going else 0,
        receipt=receipts.of(held),
        solution=practice.solution(work, held, paper(held, questions), questions),
        community=held.community,
        contest=held.contest.id,
        contest_title=held.contest.title,
        round=held.round.id,
        round_title=held.round.title,
        practice=held.round.practice,
        excluded_as=standing.excluded_as(work, held.contest, rules) if going else [],
        help_phone=held.contest.help_phone,
    )


def paper(held: Held, questions: Sequence[RoundQuestion]) -> list[PaperQuestion]:
    """Shuffled for this attempt, the same for ever; essays stand at the end."""
    seed = f"{held.round.seed}:{held.attempt.id}"
    by_key = {one.key: one for one in questions}
    order = papers.shuffled(by_key, seed)
    return [_question(by_key[key], seed) for key in sorted(order, key=lambda k: by_key[k].kind)]


def _question(one: RoundQuestion, seed: str) -> PaperQuestion:
    texts = {option["key"]: option["text"] for option in one.options}
    return PaperQuestion(
        key=one.key,
        kind=one.kind,
        prompt=one.prompt,
        prompt_html=one.prompt_html,
        several=len(one.answer) > 1,
        picture=one.picture_id is not None,
        options=[
            PaperOption(key=key, text=texts[key]) for key in papers.shuffled(texts, seed, one.key)
        ],
    )


def stored(work: Work, attempt_id: str, key: str, size: str) -> StoredRead:
    """The bytes of a question's picture, for her on whose paper it stands."""
    held = attempts.get(work.session, work.actor.person_id, attempt_id)
    permit(work, "attempt.read", thing(held))
    questions = {one.key: one for one in contests.asked(work.session, held.round)}
    named = questions[key].picture_id if key in questions else None
    one = picture_store.find(work.session, named) if named else None
    if one is None or one.state == "failed":
        raise Hidden
    return StoredRead(key=one.small_key if size == "small" else one.large_key, public=False)
