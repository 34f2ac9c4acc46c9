"""Appeals: hers, and those of communities that she serves; answered once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.review import OPEN, ReviewItem
from app.models.sanctions import Appeal
from app.store.changes import rows_of

READERS = (*BOARD_ROLES, "adviser")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    clauses: list[ColumnElement[bool]] = []
    if serves := actor.communities_as(*READERS):
        clauses.append(col(Appeal.community_id).in_(serves))
    if actor.person_id:
        clauses.append(col(Appeal.person_id) == actor.person_id)
    return or_(*clauses) if clauses else literal(1) == 0


def get(session: Session, actor: Actor, appeal_id: str) -> Appeal:
    if not is_id(appeal_id):
        raise Hidden
    found = session.execute(
        select(Appeal)
        .where(col(Appeal.id) == appeal_id, visible_to(actor))
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, Appeal]:
    rows = session.execute(select(Appeal).where(col(Appeal.id).in_(set(ids)))).scalars()
    return {one.id: one for one in rows}


def add(session: Session, appeal: Appeal) -> bool:
    """False when this decision was appealed against already, or its subject waits for an answer."""
    try:
        with session.begin_nested():
            session.add(appeal)
            session.flush()
    except IntegrityError:
        return False
    return True


def of_decision(session: Session, decision_id: str) -> Appeal | None:
    return session.execute(
        select(Appeal).where(col(Appeal.decision_id) == decision_id)
    ).scalar_one_or_none()


def of_subjects(session: Session, ids: Iterable[str]) -> list[Appeal]:
    """Of some sanctions, posts or files, the newest first."""
    return list(
        session.execute(
            select(Appeal)
            .where(col(Appeal.subject_id).in_(set(ids)))
            .order_by(col(Appeal.created_at).desc(), col(Appeal.id).desc())
        ).scalars()
    )


def of_person(session: Session, person_id: str, most: int = 200) -> list[Appeal]:
    return list(
        session.execute(
            select(Appeal)
            .where(col(Appeal.person_id) == person_id)
            .order_by(col(Appeal.id).desc())
            .limit(most)
        ).scalars()
    )


def answer(session: Session, appeal: Appeal, **values: Any) -> bool:
    """One conditional UPDATE from the version that was read; False when somebody was faster."""
    result = session.execute(
        update(Appeal)
        .where(
            col(Appeal.id) == appeal.id,
            col(Appeal.version) == appeal.version,
            col(Appeal.state) == "submitted",
        )
        .values(version=appeal.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(appeal)
    return bool(rows_of(result))


def disagreements(session: Session, most: int = 100) -> list[str]:
    """Open appeals without an open item, for `sen verify`."""
    rows = session.execute(
        select(col(Appeal.id))
        .outerjoin(
            ReviewItem,
            and_(
                col(ReviewItem.kind) == "appeal",
                col(ReviewItem.subject_id) == col(Appeal.id),
                col(ReviewItem.state).in_(OPEN),
            ),
        )
        .where((col(Appeal.state) == "submitted") != col(ReviewItem.id).is_not(None))
        .limit(most)
    )
    return [row[0] for row in rows]
