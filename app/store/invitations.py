"""Invitations and where members came from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.members import Invitation, Member


def by_code(session: Session, code: str) -> Invitation | None:
    return session.execute(
        select(Invitation).where(Invitation.code == code)
    ).scalar_one_or_none()


def inviter_of(session: Session, invitation_id: str | None) -> str | None:
    if invitation_id is None:
        return None
    return session.execute(
        select(Invitation.inviter_name).where(Invitation.id == invitation_id)
    ).scalar_one_or_none()


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[Invitation]:
    statement = select(Invitation).where(Invitation.community_id == community_id)
    if after is not None:
        statement = statement.where(Invitation.id < after[0])
    return list(
        session.execute(statement.order_by(Invitation.id.desc()).limit(most)).scalars()  # type: ignore[attr-defined]
    )


def approved_by_invitation(session: Session, ids: list[str]) -> dict[str, int]:
    """Persons inside who came by each invitation."""
    rows = session.execute(
        select(Member.invitation_id, func.count())
        .where(Member.invitation_id.in_(ids), Member.state.in_(("approved", "suspended")))  # type: ignore[union-attr, attr-defined]
        .group_by(Member.invitation_id)
    )
    return {invitation: int(count) for invitation, count in rows if invitation}
