"""Figures of the groups outside, day by day, with those that were corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.members import Member
from app.models.platforms import PlatformEntry, PlatformFigure
from app.store.changes import rows_of
from app.store.keyset import beyond


def of_days(
    session: Session, community_id: str, platform: str, days: Iterable[date]
) -> dict[date, PlatformFigure]:
    """Those that hold for some days."""
    rows = session.execute(
        select(PlatformFigure)
        .where(
            col(PlatformFigure.community_id) == community_id,
            col(PlatformFigure.platform) == platform,
            col(PlatformFigure.as_of).in_(set(days)),
            col(PlatformFigure.superseded_at).is_(None),
        )
        .execution_options(populate_existing=True)
    ).scalars()
    return {row.as_of: row for row in rows}


def supersede(session: Session, row: PlatformFigure, now: datetime) -> bool:
    """Once: whoever corrects it second changes no row."""
    result = session.execute(
        update(PlatformFigure)
        .where(col(PlatformFigure.id) == row.id, col(PlatformFigure.superseded_at).is_(None))
        .values(superseded_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def add(session: Session, row: PlatformFigure) -> bool:
    """False when somebody else wrote the day first."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True


def page(
    session: Session,
    community_id: str,
    platform: str,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[PlatformFigure]:
    """The newest day first; of one day the row that holds before those it superseded."""
    return list(
        session.execute(
            select(PlatformFigure)
            .where(
                col(PlatformFigure.community_id) == community_id,
                col(PlatformFigure.platform) == platform,
                beyond(after, col(PlatformFigure.as_of), col(PlatformFigure.id), down=True),
            )
            .order_by(col(PlatformFigure.as_of).desc(), col(PlatformFigure.id).desc())
            .limit(most)
        ).scalars()
    )


def series(session: Session, community_id: str, platform: str, most: int) -> list[PlatformFigure]:
    """The last days that hold, in their order."""
    rows = session.execute(
        select(PlatformFigure)
        .where(
            col(PlatformFigure.community_id) == community_id,
            col(PlatformFigure.platform) == platform,
            col(PlatformFigure.superseded_at).is_(None),
        )
        .order_by(col(PlatformFigure.as_of).desc())
        .limit(most)
    ).scalars()
    return list(rows)[::-1]


def platforms_with_figures(session: Session, community_id: str) -> set[str]:
    return set(
        session.execute(
            select(col(PlatformFigure.platform))
            .where(col(PlatformFigure.community_id) == community_id)
            .distinct()
        ).scalars()
    )


def entered(session: Session, community_id: str, states: Collection[str]) -> dict[str, int]:
    """Members of some states who are ticked as being in the group, by platform."""
    rows = session.execute(
        select(col(PlatformEntry.platform), func.count(col(Member.person_id).distinct()))
        .join(Member, col(Member.id) == col(PlatformEntry.member_id))
        .where(col(Member.community_id) == community_id, col(Member.state).in_(states))
        .group_by(col(PlatformEntry.platform))
    )
    return {row[0]: int(row[1]) for row in rows}
