"""How the community grew: who joined and who went, by month, from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member


def by_month(session: Session, community_id: str, months: int) -> list[dict[str, Any]]:
    """The last months, quiet ones too: how many joined, and members at the month's end."""
    joined = _count(session, community_id, col(Member.joined_at))
    went = _count(session, community_id, col(Member.ended_at))
    total, growth = 0, []
    for name in _months(joined | went):
        total += joined.get(name, 0) - went.get(name, 0)
        growth.append({"month": name, "joined": joined.get(name, 0), "total": total})
    return growth[-months:]


def _months(moved: dict[str, int]) -> Iterator[str]:
    """Every month from the first to the last in which somebody came or went, as YYYY-MM."""
    if not moved:
        return
    year, month = map(int, min(moved).split("-"))
    while (name := f"{year}-{month:02d}") <= max(moved):
        yield name
        year, month = year + month // 12, month % 12 + 1


def _count(session: Session, community_id: str, moment: Any) -> dict[str, int]:
    """Members who were in, by the Vietnamese month of one of their moments."""
    if session.get_bind().dialect.name == "postgresql":
        month = func.to_char(func.timezone("Asia/Ho_Chi_Minh", moment), "YYYY-MM")
    else:
        month = func.substr(func.datetime(cast(moment, String), "+7 hours"), 1, 7)
    rows = session.execute(
        select(month, func.count())
        .where(
            col(Member.community_id) == community_id,
            col(Member.joined_at).is_not(None),
            moment.is_not(None),
        )
        .group_by(month)
    )
    return {str(row[0]): int(row[1]) for row in rows}
