"""Applicants' codes: whose phone opens which, and how often a wrong one was tried."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

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


def locked_for(session: Session, member_id: str, now: datetime) -> int:
    """Seconds for which the code is still locked; 0 when it is open."""
    row = session.get(CodeFailure, member_id)
    if row is None or row.failures < MOST_FAILURES or row.window_started_at <= now - WINDOW:
        return 0
    return math.ceil((row.window_started_at + WINDOW - now).total_seconds())


def count_failure(session: Session, member_id: str, now: datetime) -> None:
    """One more, atomically; an hour after the first one the count starts again."""
    over = or_(col(CodeFailure.window_started_at) <= now - WINDOW)
    insert = upsert(session)(CodeFailure).values(
        member_id=member_id, failures=1, window_started_at=now
    )
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["member_id"],
            set_={
                "failures": case((over, 1), else_=col(CodeFailure.failures) + 1),
                "window_started_at": case((over, now), else_=col(CodeFailure.window_started_at)),
            },
        )
    )
