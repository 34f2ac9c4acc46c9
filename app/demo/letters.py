"""Letters to the board, and what the closed circle does about those that it alone reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from app.content.letters import (
    InventedCase,
    InventedLetter,
    LetterStep,
    invented_cases,
    invented_circle,
    invented_letters,
)
from app.content.posts import invented_posts
from app.demo.posts import as_member
from app.demo.replay import TELLER, TOLD_WITHIN
from app.demo.stage import Deed, Stage, at
from app.models.care import CareCase
from app.schemas.care import CareAnswer, CareChange, CareClosing, CareStepCreate, HolderCreate
from app.schemas.questions import (
    QuestionAnswer,
    QuestionCreate,
    QuestionMessageCreate,
    SafeContactWrite,
)
from app.services import care, care_circle, passing_on, questions
from app.store import care as store
from app.store import notices
from app.store.actors import Work

#: Two days after the chair was appointed.
NAMED_AT = datetime(2024, 5, 10, 2, 0, tzinfo=UTC)


def deeds(work: Work, stage: Stage, posts: Mapping[str, str]) -> Iterator[Deed]:
    """`posts`: key of the content → id, filled while the posts are written."""
    yield Deed(NAMED_AT, lambda now: _name(now, stage))
    came = {one.key: work.now - timedelta(hours=one.hours_ago) for one in invented_posts()}
    ids: dict[str, str] = {}
    for letter in invented_letters():
        came[letter.key] = work.now - timedelta(hours=letter.hours_ago)
        yield Deed(came[letter.key], _ask(stage, letter, ids))
        for step in letter.steps:
            moment = came[letter.key] + timedelta(hours=step.hours_after)
            yield Deed(moment, _follow(stage, letter, step, ids))
    for case in invented_cases():
        sources = posts if case.source == "post" else ids
        for step in case.steps:
            moment = came[case.of] + timedelta(hours=step.hours_after)
            yield Deed(moment, _attend(stage, case, step, sources))


def _name(now: Work, stage: Stage) -> None:
    chair = at(now, now.now, stage.actor("nguyet"))
    for one in invented_circle():
        person = stage.officials[one.by].person.id
        body = HolderCreate(person=person, commune_officer=one.commune_officer)
        care_circle.name(chair, stage.community.slug, body)


def _ask(stage: Stage, letter: InventedLetter, ids: dict[str, str]) -> Callable[[Work], None]:
    def ask(now: Work) -> None:
        body = QuestionCreate.model_validate(
            {
                "title": letter.title,
                "text": letter.text,
                "anonymous": letter.anonymous,
                "about_harm": letter.about_harm,
                "safe_contact": letter.safe_contact,
                "sensitive": letter.about_harm,
            }
        )
        herself = at(now, now.now, as_member(now, stage, letter.by))
        ids[letter.key] = questions.ask(herself, stage.community.slug, body).id

    return ask


def _who(now: Work, stage: Stage, key: str) -> Work:
    """One of the board, or else a member."""
    actor = stage.actor(key) if key in stage.officials else as_member(now, stage, key)
    return at(now, now.now, actor)


def _follow(
    stage: Stage, letter: InventedLetter, step: LetterStep, ids: Mapping[str, str]
) -> Callable[[Work], None]:
    def follow(now: Work) -> None:
        who, question = _who(now, stage, step.by), ids[letter.key]
        if step.kind == "answer":
            questions.answer(who, question, QuestionAnswer(text=step.text))
            _tell(now, stage, letter.by)
        elif step.kind == "follow":
            questions.follow(who, question, QuestionMessageCreate(text=step.text))
        elif step.kind == "claim":
            questions.claim(who, question)
        else:
            questions.close(who, question)

    return follow


def _tell(now: Work, stage: Stage, key: str) -> None:
    """“Chị có thư mới trong nhóm” is passed on soon after."""
    (membership,) = as_member(now, stage, key).memberships
    notice = notices.newest(now.session, membership.member_id)
    assert notice is not None
    passing_on.tick(at(now, notice.visible_from + TOLD_WITHIN, stage.actor(TELLER)), notice.id)


def _attend(
    stage: Stage, case: InventedCase, step: LetterStep, sources: Mapping[str, str]
) -> Callable[[Work], None]:
    def attend(now: Work) -> None:
        found = store.of_source(now.session, case.source, sources[case.of])
        assert found is not None
        _STEPS[step.kind](_who(now, stage, step.by), found, step)

    return attend


def _her_words(who: Work, case: CareCase, step: LetterStep) -> None:
    questions.follow(who, case.question_id or "", QuestionMessageCreate(text=step.text))


def _her_way(who: Work, case: CareCase, step: LetterStep) -> None:
    body = SafeContactWrite.model_validate({"safe_contact": step.text, "sensitive": True})
    questions.write_safe_contact(who, case.question_id or "", body)


def _take(who: Work, case: CareCase, step: LetterStep) -> None:
    body = CareStepCreate.model_validate({"kind": step.how, "note": step.text})
    care.take_step(who, case.id, body)


def _judge(who: Work, case: CareCase, step: LetterStep) -> None:
    care.change(who, case.id, CareChange.model_validate({"danger": step.text}))


_STEPS: Mapping[str, Callable[[Work, CareCase, LetterStep], object]] = {
    "follow": _her_words,
    "safe-contact": _her_way,
    "look": lambda who, case, _step: care.look(who, case.id),
    "danger": _judge,
    "step": _take,
    "answer": lambda who, case, step: care.answer(who, case.id, CareAnswer(text=step.text)),
    "close": lambda who, case, step: care.close(who, case.id, CareClosing(outcome=step.text)),
}
