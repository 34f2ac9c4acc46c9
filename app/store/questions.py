"""Private questions: those that the actor may see, taken by one UPDATE, searched without marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.domain.text import search_terms
from app.models.members import Member
from app.models.questions import Question, QuestionMessage
from app.store.changes import rows_of
from app.store.keyset import beyond

READERS = ("chair", "vice_chair", "questions", "adviser")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Her own, and those of the desk that are not in the closed circle."""
    clauses: list[ColumnElement[bool]] = []
    communities = actor.communities_as(*READERS)
    if communities:
        clauses.append(
            and_(col(Question.community_id).in_(communities), col(Question.private).is_(False))
        )
    if actor.person_id:
        clauses.append(col(Member.person_id) == actor.person_id)
    return or_(*clauses) if clauses else literal(1) == 0


def get(session: Session, actor: Actor, question_id: str) -> tuple[Question, Member]:
    if not is_id(question_id):
        raise Hidden
    row = session.execute(
        select(Question, Member)
        .join(Member, col(Member.id) == col(Question.member_id))
        .where(col(Question.id) == question_id, visible_to(actor))
    ).one_or_none()
    if row is None:
        raise Hidden
    return row[0], row[1]


def by_id(session: Session, question_id: str) -> Question:
    """Also one of the closed circle, for those who were let in by its case."""
    return session.execute(select(Question).where(col(Question.id) == question_id)).scalar_one()


def desk_page(
    session: Session,
    community_id: str,
    view: str,
    person_id: str | None,
    q: str,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[tuple[Question, Member]]:
    """The board's list: what waits in the order of waiting, the rest by what was said last."""
    waiting = view in {"open", "unowned"}
    order = (col(Question.last_at), col(Question.id))
    wanted = [col(Question.community_id) == community_id, col(Question.private).is_(False)]
    if waiting:
        wanted.append(col(Question.state) == "open")
    if view == "unowned":
        wanted.append(col(Question.owner_id).is_(None))
    if view == "mine":
        wanted.append(col(Question.owner_id) == person_id)
    wanted += [
        (literal(" ") + col(Question.fold)).contains(f" {term}", autoescape=True)
        for term in search_terms(q)
    ]
    statement = (
        select(Question, Member)
        .join(Member, col(Member.id) == col(Question.member_id))
        .where(*wanted, beyond(after, *order, down=not waiting))
        .order_by(*(order if waiting else [column.desc() for column in order]))
        .limit(most)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def own_page(
    session: Session,
    person_id: str,
    community_id: str,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[tuple[Question, Member]]:
    """Hers in one community, the newest word first; those of the closed circle too."""
    order = (col(Question.last_at), col(Question.id))
    statement = (
        select(Question, Member)
        .join(Member, col(Member.id) == col(Question.member_id))
        .where(
            col(Member.person_id) == person_id,
            col(Question.community_id) == community_id,
            beyond(after, *order, down=True),
        )
        .order_by(*(column.desc() for column in order))
        .limit(most)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def of_person(session: Session, person_id: str) -> list[Question]:
    """All of one person, the oldest first."""
    return list(
        session.execute(
            select(Question)
            .join(Member, col(Member.id) == col(Question.member_id))
            .where(col(Member.person_id) == person_id)
            .order_by(col(Question.id))
        ).scalars()
    )


def messages(session: Session, question_ids: Iterable[str]) -> list[QuestionMessage]:
    return list(
        session.execute(
            select(QuestionMessage)
            .where(col(QuestionMessage.question_id).in_(set(question_ids)))
            .order_by(col(QuestionMessage.id))
            .execution_options(populate_existing=True)
        ).scalars()
    )


def take(session: Session, question: Question, person_id: str, now: datetime) -> bool:
    """Once, by the first: whoever comes second changes no row."""
    result = session.execute(
        update(Question)
        .where(
            col(Question.id) == question.id,
            col(Question.owner_id).is_(None),
            col(Question.state) != "closed",
            col(Question.private).is_(False),
        )
        .values(owner_id=person_id, owned_at=now, version=col(Question.version) + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(question)
    return bool(rows_of(result))


def move(
    session: Session,
    question: Question,
    sources: Iterable[str],
    *,
    version: int | None = None,
    private: bool | None = None,
    **values: Any,
) -> bool:
    """One conditional UPDATE from some states; from a version, on one side of the circle."""
    wanted = [
        col(Question.id) == question.id,
        col(Question.state).in_(set(sources)),
        col(Question.withdrawn_at).is_(None),
    ]
    if version is not None:
        wanted.append(col(Question.version) == version)
    if private is not None:
        wanted.append(col(Question.private).is_(private))
    result = session.execute(
        update(Question)
        .where(*wanted)
        .values(version=col(Question.version) + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(question)
    return bool(rows_of(result))


def seclude(session: Session, question: Question) -> None:
    session.execute(
        update(Question)
        .where(col(Question.id) == question.id, col(Question.private).is_(False))
        .values(
            private=True,
            fold="",
            owner_id=None,
            owned_at=None,
            version=col(Question.version) + 1,
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(question)


def add_words(session: Session, question: Question, fold: str) -> None:
    """What the search finds of a thread that is not in the closed circle."""
    session.execute(
        update(Question)
        .where(col(Question.id) == question.id, col(Question.private).is_(False))
        .values(fold=fold)
        .execution_options(synchronize_session=False)
    )
    session.refresh(question)


def seen(session: Session, question: Question, now: datetime) -> None:
    session.execute(
        update(Question)
        .where(col(Question.id) == question.id)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def erase(session: Session, question: Question, now: datetime) -> None:
    """Her words of a thread are gone; that there were some, and when, stays."""
    session.execute(
        update(QuestionMessage)
        .where(
            col(QuestionMessage.question_id) == question.id,
            col(QuestionMessage.sender) == "member",
            col(QuestionMessage.erased_at).is_(None),
        )
        .values(text="", erased_at=now)
        .execution_options(synchronize_session=False)
    )


def count_open(session: Session, community_id: str) -> tuple[int, datetime | None]:
    """(how many wait for the board, since when the longest waits)."""
    row = session.execute(
        select(func.count(), func.min(col(Question.last_at))).where(
            col(Question.community_id) == community_id,
            col(Question.private).is_(False),
            col(Question.state) == "open",
        )
    ).one()
    return int(row[0]), row[1]


def longest_open(
    session: Session, community_id: str, most: int
) -> list[tuple[str, datetime, str | None]]:
    """(thread, since when it waits for the board, who keeps it), the longest waiting first."""
    rows = session.execute(
        select(col(Question.id), col(Question.last_at), col(Question.owner_id))
        .where(
            col(Question.community_id) == community_id,
            col(Question.private).is_(False),
            col(Question.state) == "open",
        )
        .order_by(col(Question.last_at), col(Question.id))
        .limit(most)
    )
    return [(thread, since, owner) for thread, since, owner in rows]
