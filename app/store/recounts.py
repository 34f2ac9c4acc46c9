"""Recounts from the rows themselves, for `sen verify`; screens read counters."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member


def count_by_state(session: Session, community_id: str) -> dict[str, int]:
    """A recount, for the reconcile command; screens read counters."""
    rows = session.execute(
        select(col(Member.state), func.count())
        .where(col(Member.community_id) == community_id)
        .group_by(col(Member.state))
    )
    return {state: int(count) for state, count in rows}


def count_not_union(session: Session, community_id: str, states: tuple[str, ...]) -> int:
    return int(
        session.execute(
            select(func.count()).where(
                col(Member.community_id) == community_id,
                col(Member.union_status) != "member",
                col(Member.state).in_(states),
            )
        ).scalar_one()
    )


def count_by_unit(session: Session, community_id: str, states: tuple[str, ...]) -> dict[str, int]:
    rows = session.execute(
        select(col(Member.unit_id), func.count())
        .where(col(Member.community_id) == community_id, col(Member.state).in_(states))
        .group_by(col(Member.unit_id))
    )
    return {unit_id or "": int(count) for unit_id, count in rows}
