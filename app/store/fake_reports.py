"""Reports of contests that borrow the Union's name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.fake_reports import FakeReport
from app.store.changes import change, rows_of
from app.store.keyset import beyond

READERS = (*BOARD_ROLES, "adviser")
STATES = ("new", "handled")


def get(session: Session, actor: Actor, report_id: str) -> FakeReport:
    found = None
    if is_id(report_id):
        found = session.execute(
            select(FakeReport).where(
                col(FakeReport.id) == report_id,
                col(FakeReport.community_id).in_(actor.communities_as(*READERS)),
            )
        ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def page(
    session: Session, community_id: str, state: str, most: int, after: tuple[Any, ...] | None
) -> list[FakeReport]:
    """The newest first."""
    return list(
        session.execute(
            select(FakeReport)
            .where(
                col(FakeReport.community_id) == community_id,
                col(FakeReport.state) == state,
                beyond(after, col(FakeReport.id), down=True),
            )
            .order_by(col(FakeReport.id).desc())
            .limit(most)
        ).scalars()
    )


def handle(session: Session, report: FakeReport, **values: Any) -> bool:
    """One conditional UPDATE; False when somebody was faster."""
    return change(session, report, state="handled", **values)


def forget_phones(session: Session, before: datetime) -> int:
    """Of reports that were handled so long ago; how many."""
    result = session.execute(
        update(FakeReport)
        .where(col(FakeReport.phone) != "", col(FakeReport.handled_at) < before)
        .values(phone="")
        .execution_options(synchronize_session=False)
    )
    return rows_of(result)
