"""Writing the bank: a new question, its next version, out of use and back, gone while unused."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from app.domain.ids import ALPHABET
from app.domain.permissions import Thing
from app.domain.pictures import MOST_OF_ONE, Arrival
from app.domain.question_bank import content as rules
from app.domain.question_bank.content import Content, Option
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.text import fold
from app.integrations import markdown
from app.models.communities import Community
from app.models.question_bank import BankQuestion
from app.schemas.base import Versioned, form
from app.schemas.question_bank import (
    BankQuestionChange,
    BankQuestionCreate,
    BankQuestionForm,
    BankQuestionGone,
    BankQuestionRead,
    TopicName,
)
from app.services import pictures
from app.services.deeds import fresh_id, permit, permitted
from app.services.question_bank.opening import WRITE, log, must_be_open, opened
from app.services.question_bank.reading import KIND, read_of
from app.store import communities, posts
from app.store import question_bank as store
from app.store.actors import Work

KEY_LENGTH = 6


def new_form(work: Work, slug: str) -> BankQuestionForm:
    community = permitted(work, slug, WRITE)
    must_be_open(work, community.id)
    action = f"/communities/{slug}/question-bank"
    return BankQuestionForm(
        action=action,
        schema=form(action, BankQuestionCreate).schema_,
        community=slug,
        topics=_topics(work, community.id),
    )


def edit_form(work: Work, question_id: str) -> BankQuestionForm:
    row = store.get(work.session, work.actor, question_id)
    community = communities.by_id(work.session, row.community_id)
    opened(work, community, "question", permission=WRITE)
    action = f"/bank-questions/{row.id}"
    return BankQuestionForm(
        action=action,
        method="PATCH",
        schema=form(action, BankQuestionChange).schema_,
        community=community.slug,
        topics=_topics(work, community.id, row.topic),
        question=read_of(work, row),
    )


def _topics(work: Work, community_id: str, kept: str = "") -> list[TopicName]:
    """The topics in use, and the one that the question has."""
    return [
        TopicName(key=one.key, name=one.name)
        for one in store.topics(work.session, community_id)
        if one.ended_at is None or one.key == kept
    ]


def create(work: Work, slug: str, body: BankQuestionCreate, arrival: Arrival) -> BankQuestionRead:
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    must_be_open(work, community.id)
    content = _content(work, community.id, body, ())
    question_id = fresh_id(work)
    if not add(work, community, [(question_id, content)]):
        raise Invalid.at("/text", "bank-question-known")
    picture = _attach(work, community.id, question_id, body, arrival, ())
    store.add_versions(work.session, [version_row(work, question_id, 1, content, picture)])
    log(work, community.id, "question_bank.create", held, question_id)
    return read_of(work, store.get(work.session, work.actor, question_id))


def change(
    work: Work, question_id: str, body: BankQuestionChange, arrival: Arrival
) -> BankQuestionRead:
    """The next version, for what is drawn from now on; papers keep the version they name."""
    row, held = _mine(work, question_id)
    if row.retired_at is not None:
        raise Conflict("bank-question-retired")
    if body.version not in {None, row.version}:
        raise Conflict("stale-version", version=row.version)
    history = store.versions(work.session, row.id)
    current = {option["key"] for option in history[0].options}
    used = {option["key"] for one in history for option in one.options}
    content = _content(work, row.community_id, body, used, current, row.topic)
    moved = store.move(work.session, row, **row_values(content))
    if moved is None:
        raise Invalid.at("/text", "bank-question-known")
    if not moved:
        raise Conflict("stale-version", version=row.version)
    older = [one.picture_id for one in history if one.picture_id]
    picture = _attach(work, row.community_id, row.id, body, arrival, older)
    store.add_versions(work.session, [version_row(work, row.id, row.version, content, picture)])
    log(work, row.community_id, "question_bank.change", held, row.id, version=row.version)
    return read_of(work, row)


def retire(work: Work, question_id: str, body: Versioned) -> BankQuestionRead:
    row, held = _mine(work, question_id)
    if body.version not in {None, row.version}:
        raise Conflict("stale-version", version=row.version)
    by = work.actor.person_id
    if not store.settle(work.session, row, retired=True, retired_at=work.now, retired_by=by):
        raise Conflict("bank-question-retired")
    log(work, row.community_id, "question_bank.retire", held, row.id)
    return read_of(work, row)


def bring_back(work: Work, question_id: str) -> None:
    row, held = _mine(work, question_id)
    if not store.settle(work.session, row, retired=False, retired_at=None, retired_by=None):
        raise Conflict("bank-question-in-use")
    log(work, row.community_id, "question_bank.bring_back", held, row.id)


def delete(work: Work, question_id: str) -> BankQuestionGone:
    """Gone with all its versions, while no paper names it."""
    row, held = _mine(work, question_id)
    if row.used_at is not None:
        raise Conflict("bank-question-used")
    community_id = row.community_id
    store.drop(work.session, row)
    pictures.withdraw(work, (KIND, question_id))
    pictures.attach(work, [], KIND, question_id, community_id=community_id)
    log(work, community_id, "question_bank.delete", held, question_id)
    slug = communities.by_id(work.session, community_id).slug
    return BankQuestionGone(id=question_id, community=slug)


def _mine(work: Work, question_id: str) -> tuple[BankQuestion, str]:
    row = store.get(work.session, work.actor, question_id, held=True)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    must_be_open(work, row.community_id)
    return row, held


# -- what a body says --------------------------------------------------------------------------


def _content(
    work: Work,
    community_id: str,
    body: BankQuestionCreate,
    used: Iterable[str],
    current: Iterable[str] = (),
    kept: str = "",
) -> Content:
    """The body as a question, every option with its key; all that is wrong is told at once."""
    content = Content(
        options=tuple(
            Option(one.text, one.right, one.key or "") for one in body.options if one.text
        ),
        **body.model_dump(
            include={"topic", "difficulty", "kind", "text", "points", "explanation", "source"}
        ),
    )
    wrong = rules.faults(content)
    known = set(current)
    for at, one in enumerate(body.options):
        if one.text and one.key and one.key not in known:
            wrong.append(FieldError(f"/options/{at}/key", "bank-option-unknown"))
        if one.right and not one.text:
            wrong.append(FieldError(f"/options/{at}/text", "bank-right-without-option"))
    named = [one.key for one in content.options if one.key]
    if len(set(named)) < len(named):
        wrong.append(FieldError("/options", "bank-option-unknown"))
    topics = {one.key for one in posts.topics(work.session, community_id)} | {kept} - {""}
    if content.topic not in topics:
        wrong.append(FieldError("/topic", "bank-topic-unknown"))
    if wrong:
        raise Invalid(*wrong)
    return rules.keyed(content, set(used), new_key)


def new_key() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))


def _attach(
    work: Work,
    community_id: str,
    question_id: str,
    body: BankQuestionCreate,
    arrival: Arrival,
    older: Sequence[str],
) -> str | None:
    """The picture of the new version; those that older versions name stay with the question."""
    made = [one.id for one in pictures.keep(work, community_id, arrival)]
    named = [*(body.pictures or []), *made]
    if len(named) > 1:
        raise Invalid.at("/files", "bank-one-picture")
    whole = list(dict.fromkeys([*older, *named]))
    if len(whole) > MOST_OF_ONE:
        raise Invalid.at("/files", "bank-too-many-pictures", most=MOST_OF_ONE)
    if whole:
        pictures.attach(work, whole, KIND, question_id, community_id=community_id)
        pictures.publish(work, (KIND, question_id), "circle")
    return named[0] if named else None


# -- rows --------------------------------------------------------------------------------------


def add(work: Work, community: Community, wanted: Sequence[tuple[str, Content]]) -> set[str]:
    """Rows for questions that the bank does not have; the ids of those that came in."""
    rows = [
        {
            "id": question_id,
            "community_id": community.id,
            "version": 1,
            "created_at": work.now,
            **row_values(content),
        }
        for question_id, content in wanted
    ]
    return store.add(work.session, rows) if rows else set()


def row_values(content: Content) -> dict[str, Any]:
    """What the question's own row says of its newest version."""
    return {
        "topic": content.topic,
        "difficulty": content.difficulty,
        "kind": content.kind,
        "text": content.text,
        "fold": fold(content.text),
        "twin_key": rules.twin_key(content),
    }


def version_row(
    work: Work, question_id: str, number: int, content: Content, picture: str | None = None
) -> dict[str, Any]:
    return {
        "question_id": question_id,
        "number": number,
        "topic": content.topic,
        "difficulty": content.difficulty,
        "kind": content.kind,
        "text": content.text,
        "text_html": markdown.html(content.text),
        "options": [{"key": one.key, "text": one.text} for one in content.options],
        "answer": [one.key for one in content.options if one.right],
        "points": content.points,
        "explanation": content.explanation,
        "source": content.source,
        "picture_id": picture,
        "written_by": work.actor.person_id or "",
        "written_at": work.now,
    }
