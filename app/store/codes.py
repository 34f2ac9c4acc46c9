"""Applicants' codes: whose phone opens which, and how often a wrong one was tried."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, literal, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.base import Moment
from app.models.members import Member
from app.models.people import CodeFailure
from app.store.hot import HotDatabase, HotRead
from app.store.records import upsert

MOST_FAILURES = 10
WINDOW = timedelta(hours=1)
_BY_CODE = HotRead(
    select(col(Member.id), col(Member.phone)).where(col(Member.code) == bindparam("code"))
)


def phone_of(database: HotDatabase, code: str) -> tuple[str, str | None] | None:
    """(member id, phone) behind a code; None for a code that nobody has."""
    rows = _BY_CODE.rows(database, code=code)
    return (rows[0][0], rows[0][1]) if rows else None


def count_try(session: Session, member_id: str, now: datetime) -> int:
    """Count one phone that is tried, atomically; seconds for which the code is locked, or 0.

    An hour after the first try the count starts again. A right phone forgets the tries.
    """
    over = col(CodeFailure.window_started_at) <= now - WINDOW
    insert = upsert(session)(CodeFailure).values(
        member_id=member_id, failures=1, window_started_at=now
    )
    failures, started = session.execute(
        insert.on_conflict_do_update(
            index_elements=["member_id"],
            set_={
                "failures": case((over, 1), else_=col(CodeFailure.failures) + 1),
                "window_started_at": case(
                    (over, literal(now, Moment)), else_=col(CodeFailure.window_started_at)
                ),
            },
        ).returning(col(CodeFailure.failures), col(CodeFailure.window_started_at))
    ).one()
    if failures <= MOST_FAILURES:
        return 0
    left: timedelta = started + WINDOW - now
    return max(1, math.ceil(left.total_seconds()))


def forget_tries(session: Session, member_id: str) -> None:
    session.execute(delete(CodeFailure).where(col(CodeFailure.member_id) == member_id))
