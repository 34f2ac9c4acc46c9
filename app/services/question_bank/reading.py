"""Reading the bank: the list with what a blueprint can draw, one question with its versions."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.question_bank.content import DIFFICULTIES
from app.domain.refusals import Hidden, Invalid
from app.domain.text import beginning
from app.models.communities import Community
from app.models.question_bank import BankQuestion
from app.schemas.pictures import PictureCard, StoredRead
from app.schemas.question_bank import (
    BankCount,
    BankQuestionLine,
    BankQuestionList,
    BankQuestionRead,
    BankVersionRead,
    TopicName,
)
from app.services import pictures
from app.services.deeds import may, permit
from app.services.question_bank.opening import READ, WRITE, must_be_open, opened
from app.services.reviewing import BOARD
from app.store import communities, members
from app.store import pictures as picture_store
from app.store import question_bank as store
from app.store.actors import Work

KIND = "bank_question"
BEGINNING = 240


def page(
    work: Work, slug: str, paging: Page, *, topic: str, difficulty: str, state: str, q: str
) -> BankQuestionList:
    """The newest first, the words of the questions alone; a look that is recorded."""
    community = communities.get(work.session, slug)
    opened(work, community, "list")
    state = state or "in_use"
    if state not in store.STATES:
        raise Invalid.at("/state", "state-unknown")
    if difficulty and difficulty not in DIFFICULTIES:
        raise Invalid.at("/difficulty", "bank-difficulty-unknown")
    rows = store.page(
        work.session,
        community.id,
        paging.limit + 1,
        paging.key(str),
        topic=topic,
        difficulty=difficulty,
        state=state,
        q=q,
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    names = topic_names(work, community.id)
    return BankQuestionList(
        items=[line(row, names) for row in shown],
        next=following,
        community=slug,
        topic=topic,
        difficulty=difficulty,
        state=state,
        q=q,
        counts=counts(work, community, names),
        topics=[TopicName(key=key, name=name) for key, name in names.items()],
        may_write=may(work, WRITE, Thing(community_id=community.id)),
    )


def topic_names(work: Work, community_id: str) -> dict[str, str]:
    """Key → name of the community's topics, those that have ended too."""
    return {one.key: one.name for one in store.topics(work.session, community_id)}


def counts(work: Work, community: Community, names: Mapping[str, str]) -> list[BankCount]:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for topic, difficulty, kind, number in store.counts(work.session, community.id):
        found.setdefault((topic, difficulty), {"choice": 0, "essay": 0})[kind] = number
    order = {key: at for at, key in enumerate(names)}
    return [
        BankCount.model_validate(
            {
                "topic": topic,
                "topic_name": names.get(topic, topic),
                "difficulty": difficulty,
                **numbers,
            }
        )
        for (topic, difficulty), numbers in sorted(
            found.items(),
            key=lambda one: (order.get(one[0][0], len(order)), DIFFICULTIES.index(one[0][1])),
        )
    ]


def line(row: BankQuestion, names: Mapping[str, str]) -> BankQuestionLine:
    return BankQuestionLine.model_validate(
        _facts(row, names) | {"text": beginning(row.text, BEGINNING)}
    )


def _facts(row: BankQuestion, names: Mapping[str, str]) -> dict[str, object]:
    return {
        **row.model_dump(include={"id", "topic", "difficulty", "kind", "text", "version"}),
        "topic_name": names.get(row.topic, row.topic),
        "retired": row.retired_at is not None,
        "used": row.used_at is not None,
    }


def read(work: Work, question_id: str, number: int | None = None) -> BankQuestionRead:
    """One question, its newest version or an older one; a look that is recorded."""
    row = store.get(work.session, work.actor, question_id)
    community = communities.by_id(work.session, row.community_id)
    opened(work, community, "question")
    return read_of(work, row, number)


def read_of(work: Work, row: BankQuestion, number: int | None = None) -> BankQuestionRead:
    thing = Thing(community_id=row.community_id)
    keeps = may(work, WRITE, thing)
    shown = store.version(work.session, row.id, number or row.version)
    history = store.versions(work.session, row.id)
    names = members.person_names(work.session, [one.written_by for one in history])
    topics = topic_names(work, row.community_id)
    return BankQuestionRead.model_validate(
        {
            **_facts(row, topics),
            **shown.model_dump(
                include={"number", "topic", "difficulty", "kind", "text", "text_html", "options"}
            ),
            "points": shown.points,
            "topic_name": topics.get(shown.topic, shown.topic),
            "community": communities.by_id(work.session, row.community_id).slug,
            "answer": shown.answer if keeps else None,
            "explanation": shown.explanation if keeps else None,
            "source": shown.source if keeps else None,
            "picture": _picture(work, row.id, shown.picture_id),
            "history": [
                BankVersionRead(
                    number=one.number,
                    written_by=names.get(one.written_by, BOARD),
                    written_at=one.written_at,
                )
                for one in history
            ],
            "allowed_actions": _actions(row) if keeps else [],
        }
    )


def _actions(row: BankQuestion) -> list[str]:
    """What stands: `edit`, `retirement` or `return`, and `deletion` until a paper names it."""
    turn = ["edit", "retirement"] if row.retired_at is None else ["return"]
    return turn + (["deletion"] if row.used_at is None else [])


def _picture(work: Work, question_id: str, picture_id: str | None) -> PictureCard | None:
    if picture_id is None:
        return None
    for card in pictures.of_subjects(work, KIND, [question_id]).get(question_id, []):
        if card.id == picture_id:
            root = f"/bank-pictures/{card.id}"
            return card.model_copy(update={"small": f"{root}/small", "large": f"{root}/large"})
    return None


def stored(work: Work, picture_id: str, size: str) -> StoredRead:
    """The bytes of a question's picture, for those who have opened the bank."""
    one = picture_store.find(work.session, picture_id)
    if one is None or one.subject_type != KIND or one.state == "failed":
        raise Hidden
    row = store.get(work.session, work.actor, one.subject_id or "")
    permit(work, READ, Thing(community_id=row.community_id))
    must_be_open(work, row.community_id)
    return StoredRead(key=one.small_key if size == "small" else one.large_key, public=False)
