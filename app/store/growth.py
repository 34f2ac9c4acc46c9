"""How the community grew: members who joined, by month, from the rows themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member


def by_month(session: Session, community_id: str, months: int) -> list[dict[str, Any]]:
    """Of the last months with growth: the month and the members at its end (persons)."""
    if session.get_bind().dialect.name == "postgresql":
        month = func.to_char(func.timezone("Asia/Ho_Chi_Minh", col(Member.joined_at)), "YYYY-MM")
    else:
        month = func.substr(func.datetime(cast(col(Member.joined_at), String), "+7 hours"), 1, 7)
    rows = session.execute(
        select(month.label("month"), func.count())
        .where(col(Member.community_id) == community_id, col(Member.joined_at).is_not(None))
        .group_by(month)
        .order_by(month)
    ).all()
    total, growth = 0, []
    for name, count in rows:
        total += int(count)
        growth.append({"month": name, "joined": int(count), "total": total})
    return growth[-months:]
