"""Invitations and where members came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.models.members import Invitation, Member
from app.store.changes import rows_of


def by_code(session: Session, code: str) -> Invitation | None:
    return session.execute(
        select(Invitation).where(col(Invitation.code) == code)
    ).scalar_one_or_none()


def get(session: Session, community_id: str, invitation_id: str) -> Invitation:
    found = session.get(Invitation, invitation_id) if is_id(invitation_id) else None
    if found is None or found.community_id != community_id:
        raise Hidden
    return found


def end(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Once: the conditional UPDATE decides between two that come together."""
    result = session.execute(
        update(Invitation)
        .where(col(Invitation.id) == invitation.id, col(Invitation.ended_at).is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def inviter_of(session: Session, invitation_id: str | None) -> str | None:
    if invitation_id is None:
        return None
    return session.execute(
        select(col(Invitation.inviter_name)).where(col(Invitation.id) == invitation_id)
    ).scalar_one_or_none()


def newest(session: Session, community_id: str, channel: str) -> Invitation | None:
    """The last link of a channel that still opens."""
    return session.execute(
        select(Invitation)
        .where(
            col(Invitation.community_id) == community_id,
            col(Invitation.channel) == channel,
            col(Invitation.ended_at).is_(None),
        )
        .order_by(col(Invitation.id).desc())
        .limit(1)
    ).scalar_one_or_none()


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[Invitation]:
    statement = select(Invitation).where(col(Invitation.community_id) == community_id)
    if after is not None:
        statement = statement.where(col(Invitation.id) < after[0])
    return list(
        session.execute(statement.order_by(col(Invitation.id).desc()).limit(most)).scalars()
    )


def approved_by_invitation(session: Session, ids: list[str]) -> dict[str, int]:
    """Persons inside who came by each invitation."""
    rows = session.execute(
        select(col(Member.invitation_id), func.count())
        .where(col(Member.invitation_id).in_(ids), col(Member.state).in_(("approved", "suspended")))
        .group_by(col(Member.invitation_id))
    )
    return {invitation: int(count) for invitation, count in rows if invitation}
