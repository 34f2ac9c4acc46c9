"""Lists that go out: the leave to take one, and what it holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.imports import MemberExport
from app.models.members import Member, UnionVerification
from app.models.people import Person
from app.store.changes import rows_of
from app.store.keyset import beyond


def get(session: Session, actor: Actor, export_id: str) -> MemberExport:
    communities = actor.communities_as(*BOARD_ROLES, "adviser")
    found = session.get(MemberExport, export_id) if is_id(export_id) else None
    if found is None or found.community_id not in communities:
        raise Hidden
    return found


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[MemberExport]:
    """The newest first."""
    return list(
        session.execute(
            select(MemberExport)
            .where(
                col(MemberExport.community_id) == community_id,
                beyond(after, col(MemberExport.id), down=True),
            )
            .order_by(col(MemberExport.id).desc())
            .limit(most)
        ).scalars()
    )


def allow(session: Session, export: MemberExport, person_id: str, now: datetime) -> bool:
    """The second person, once; who asked first is refused by a CHECK too."""
    result = session.execute(
        update(MemberExport)
        .where(col(MemberExport.id) == export.id, col(MemberExport.second_by).is_(None))
        .values(second_by=person_id, second_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(export)
    return bool(rows_of(result))


def count_download(session: Session, export: MemberExport) -> None:
    session.execute(
        update(MemberExport)
        .where(col(MemberExport.id) == export.id)
        .values(downloads=col(MemberExport.downloads) + 1)
        .execution_options(synchronize_session=False)
    )


def rows(session: Session, export: MemberExport, states: Collection[str]) -> list[Row[Any]]:
    """(id, full_name, birth_year, phone, unit_id, hamlet, union_status, verified, state, file_no,
    joined_at) of every file in those states, in the list's order."""
    statement = (
        select(
            col(Member.id),
            col(Member.full_name),
            col(Person.birth_year),
            col(Member.phone),
            col(Member.unit_id),
            col(Member.hamlet),
            col(Member.union_status),
            col(UnionVerification.status),
            col(Member.state),
            col(Member.file_no),
            col(Member.joined_at),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .outerjoin(
            UnionVerification,
            (col(UnionVerification.member_id) == col(Member.id))
            & col(UnionVerification.ended_at).is_(None),
        )
        .where(col(Member.community_id) == export.community_id, col(Member.state).in_(set(states)))
        .order_by(col(Member.sort_key), col(Member.id))
    )
    if export.unit_id is not None:
        statement = statement.where(col(Member.unit_id) == export.unit_id)
    return list(session.execute(statement))
