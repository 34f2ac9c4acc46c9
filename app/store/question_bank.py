"""The question bank: only the banks of communities whose contests she serves or watches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.contests.papers import Banked
from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.domain.text import search_terms
from app.models.posts import Topic
from app.models.question_bank import BankQuestion, BankQuestionVersion
from app.store.changes import change, rows_of
from app.store.keyset import beyond
from app.store.records import upsert

READERS = ("chair", "vice_chair", "contests", "adviser")
IN_USE = col(BankQuestion.retired_at).is_(None)
#: What a list keeps.
STATES = {"in_use": IN_USE, "retired": col(BankQuestion.retired_at).is_not(None)}


def get(session: Session, actor: Actor, question_id: str, *, held: bool = False) -> BankQuestion:
    """`held`: whoever changes it keeps its row until she commits."""
    serves = actor.communities_as(*READERS)
    if not is_id(question_id) or not serves:
        raise Hidden
    statement = select(BankQuestion).where(
        col(BankQuestion.id) == question_id, col(BankQuestion.community_id).in_(serves)
    )
    if held:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def page(
    session: Session,
    community_id: str,
    most: int,
    after: tuple[Any, ...] | None,
    *,
    topic: str = "",
    difficulty: str = "",
    state: str = "in_use",
    q: str = "",
) -> list[BankQuestion]:
    """The newest first."""
    wanted: list[ColumnElement[bool]] = [col(BankQuestion.community_id) == community_id]
    wanted.append(STATES[state])
    if topic:
        wanted.append(col(BankQuestion.topic) == topic)
    if difficulty:
        wanted.append(col(BankQuestion.difficulty) == difficulty)
    wanted += [
        (literal(" ") + col(BankQuestion.fold)).contains(f" {term}", autoescape=True)
        for term in search_terms(q)
    ]
    return list(
        session.execute(
            select(BankQuestion)
            .where(*wanted, beyond(after, col(BankQuestion.id), down=True))
            .order_by(col(BankQuestion.id).desc())
            .limit(most)
        ).scalars()
    )


def counts(session: Session, community_id: str) -> list[tuple[str, str, str, int]]:
    """(topic, difficulty, kind, questions in use): what a blueprint can draw from."""
    grouped = (col(BankQuestion.topic), col(BankQuestion.difficulty), col(BankQuestion.kind))
    rows = session.execute(
        select(*grouped, func.count())
        .where(col(BankQuestion.community_id) == community_id, IN_USE)
        .group_by(*grouped)
    )
    return [(row[0], row[1], row[2], int(row[3])) for row in rows]


def banked(session: Session, community_id: str, kind: str = "choice") -> list[Banked]:
    """What `domain.contests.papers.draw` draws from: the questions in use; `key` is the id."""
    rows = session.execute(
        select(col(BankQuestion.id), col(BankQuestion.topic), col(BankQuestion.difficulty))
        .where(
            col(BankQuestion.community_id) == community_id,
            col(BankQuestion.kind) == kind,
            IN_USE,
        )
        .order_by(col(BankQuestion.id))
    )
    return [Banked(*row) for row in rows]


def topics(session: Session, community_id: str) -> list[Topic]:
    """The community's topics in their order, those that have ended too."""
    return list(
        session.execute(
            select(Topic)
            .where(col(Topic.community_id) == community_id)
            .order_by(col(Topic.official_order), col(Topic.key))
        ).scalars()
    )


# -- versions ----------------------------------------------------------------------------------


def version(session: Session, question_id: str, number: int) -> BankQuestionVersion:
    found = session.get(BankQuestionVersion, (question_id, number))
    if found is None:
        raise Hidden
    return found


def versions(session: Session, question_id: str) -> list[BankQuestionVersion]:
    """The newest first."""
    return list(
        session.execute(
            select(BankQuestionVersion)
            .where(col(BankQuestionVersion.question_id) == question_id)
            .order_by(col(BankQuestionVersion.number).desc())
        ).scalars()
    )


def current(session: Session, question_ids: Iterable[str]) -> dict[str, BankQuestionVersion]:
    """Question → its newest version."""
    rows = session.execute(
        select(BankQuestionVersion)
        .join(
            BankQuestion,
            and_(
                col(BankQuestion.id) == col(BankQuestionVersion.question_id),
                col(BankQuestion.version) == col(BankQuestionVersion.number),
            ),
        )
        .where(col(BankQuestion.id).in_(set(question_ids)))
    ).scalars()
    return {row.question_id: row for row in rows}


def newest_versions(session: Session, community_id: str) -> list[BankQuestionVersion]:
    """The newest version of every question in use, the oldest question first."""
    return list(
        session.execute(
            select(BankQuestionVersion)
            .join(
                BankQuestion,
                and_(
                    col(BankQuestion.id) == col(BankQuestionVersion.question_id),
                    col(BankQuestion.version) == col(BankQuestionVersion.number),
                ),
            )
            .where(col(BankQuestion.community_id) == community_id, IN_USE)
            .order_by(col(BankQuestion.id))
        ).scalars()
    )


def alike(
    session: Session, community_id: str, twin_keys: Iterable[str], folds: Iterable[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """(twin key → id, folded text → id) of the questions that are the same, or sound the same."""
    here = col(BankQuestion.community_id) == community_id
    same = session.execute(
        select(col(BankQuestion.twin_key), col(BankQuestion.id)).where(
            here, col(BankQuestion.twin_key).in_(set(twin_keys))
        )
    )
    like = session.execute(
        select(col(BankQuestion.fold), col(BankQuestion.id)).where(
            here, col(BankQuestion.fold).in_(set(folds))
        )
    )
    return {row[0]: row[1] for row in same}, {row[0]: row[1] for row in like}


# -- writing -----------------------------------------------------------------------------------


def add(session: Session, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Questions that are not in the bank yet, by the unique key; the ids of those that came in.

    Always in the order of their twin keys, so that two imports at once wait and never lock up.
    """
    statement = (
        upsert(session)(BankQuestion)
        .values(sorted(rows, key=lambda row: row["twin_key"]))
        .on_conflict_do_nothing(index_elements=["community_id", "twin_key"])
        .returning(col(BankQuestion.id))
    )
    return set(session.execute(statement).scalars())


def add_versions(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    session.execute(insert(BankQuestionVersion), list(rows))


def move(session: Session, question: BankQuestion, **values: Any) -> bool | None:
    """A new version of the row: False when somebody was faster, None when it has a twin."""
    try:
        with session.begin_nested():
            return change(session, question, **values)
    except IntegrityError:
        return None


def settle(session: Session, question: BankQuestion, *, retired: bool, **values: Any) -> bool:
    """Retire it, or bring it back: one conditional UPDATE; no new version."""
    now = col(BankQuestion.retired_at)
    result = session.execute(
        update(BankQuestion)
        .where(col(BankQuestion.id) == question.id, now.is_(None) if retired else now.is_not(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(question)
    return bool(rows_of(result))


def use(session: Session, question_ids: Iterable[str], now: datetime) -> None:
    """A paper names them: from here on they stay."""
    session.execute(
        update(BankQuestion)
        .where(col(BankQuestion.id).in_(set(question_ids)), col(BankQuestion.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def drop(session: Session, question: BankQuestion) -> None:
    """It and its versions; the database refuses it once a paper names it."""
    for statement in (
        delete(BankQuestionVersion).where(col(BankQuestionVersion.question_id) == question.id),
        delete(BankQuestion).where(col(BankQuestion.id) == question.id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    session.expunge(question)


# -- what `sen verify` asks --------------------------------------------------------------------


def disagreements(session: Session) -> list[str]:
    """Questions that say something else than their newest version."""
    newest = and_(
        col(BankQuestionVersion.question_id) == col(BankQuestion.id),
        col(BankQuestionVersion.number) == col(BankQuestion.version),
        *(
            getattr(BankQuestionVersion, name) == getattr(BankQuestion, name)
            for name in ("topic", "difficulty", "kind", "text")
        ),
    )
    return list(
        session.execute(
            select(col(BankQuestion.id))
            .outerjoin(BankQuestionVersion, newest)
            .where(col(BankQuestionVersion.question_id).is_(None))
            .order_by(col(BankQuestion.id))
        ).scalars()
    )
