"""Figures of members from their dated columns: who came, who went, who is there.

Days are Vietnamese calendar days. "Inside" is approved or paused (domain/members.py).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member, UnionVerification
from app.store.mergers import ending


def _day(session: Session, moment: Any) -> Any:
    """The Vietnamese day of a moment, as text."""
    if session.get_bind().dialect.name == "postgresql":
        return func.to_char(func.timezone("Asia/Ho_Chi_Minh", moment), "YYYY-MM-DD")
    return func.substr(func.datetime(cast(moment, String), "+7 hours"), 1, 10)


def joined(session: Session, community_id: str, start: datetime, end: datetime) -> dict[date, int]:
    """Memberships that began in [start, end), by day."""
    day = _day(session, col(Member.joined_at))
    rows = session.execute(
        select(day, func.count())
        .where(
            col(Member.community_id) == community_id,
            col(Member.joined_at) >= start,
            col(Member.joined_at) < end,
        )
        .group_by(day)
    )
    return {date.fromisoformat(row[0]): int(row[1]) for row in rows}


def ended(
    session: Session, community_id: str, start: datetime, end: datetime
) -> list[tuple[date, str, int]]:
    """Memberships that ended in [start, end): (day, reason, how many).

    The reasons are those of `store.mergers.ending`.
    """
    day = _day(session, col(Member.ended_at))
    reason = ending()
    rows = session.execute(
        select(day, reason, func.count())
        .where(
            col(Member.community_id) == community_id,
            col(Member.ended_at) >= start,
            col(Member.ended_at) < end,
            col(Member.joined_at).is_not(None),
        )
        .group_by(day, reason)
    )
    return [(date.fromisoformat(row[0]), str(row[1]), int(row[2])) for row in rows]


def inside_before(session: Session, community_id: str, moment: datetime) -> int:
    """Memberships that had begun before a moment and had not ended before it."""
    came, went = (
        int(
            session.execute(
                select(func.count()).where(
                    col(Member.community_id) == community_id,
                    column < moment,
                    col(Member.joined_at).is_not(None),
                )
            ).scalar_one()
        )
        for column in (col(Member.joined_at), col(Member.ended_at))
    )
    return came - went


def persons(
    session: Session, community_ids: Collection[str], states: Collection[str] | None = None
) -> tuple[int, int]:
    """(persons, memberships) of some communities: a woman in two is one person, two memberships."""
    statement = select(func.count(col(Member.person_id).distinct()), func.count()).where(
        col(Member.community_id).in_(community_ids)
    )
    if states is not None:
        statement = statement.where(col(Member.state).in_(states))
    row = session.execute(statement).one()
    return int(row[0]), int(row[1])


def union(
    session: Session, community_id: str, states: Collection[str]
) -> dict[tuple[str, str | None], int]:
    """Those inside by what they say of themselves and by what was verified (None: not yet)."""
    rows = session.execute(
        select(col(Member.union_status), col(UnionVerification.status), func.count())
        .outerjoin(
            UnionVerification,
            (col(UnionVerification.member_id) == col(Member.id))
            & col(UnionVerification.ended_at).is_(None),
        )
        .where(col(Member.community_id) == community_id, col(Member.state).in_(states))
        .group_by(col(Member.union_status), col(UnionVerification.status))
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}
