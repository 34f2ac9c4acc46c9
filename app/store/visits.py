"""Visits and members who came: counted once each, kept as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.visits import Mark, month_of
from app.models.bulletins import VisitCount, VisitMark
from app.store.records import upsert

AT_ONCE = 200


def keep(session: Session, marks: Sequence[Mark], today: date) -> None:
    """Count those that were not there yet, and forget the marks of days and months gone by."""
    counted: Counter[tuple[str, str]] = Counter()
    for start in range(0, len(marks), AT_ONCE):
        rows = [mark._asdict() for mark in marks[start : start + AT_ONCE]]
        fresh = (
            upsert(session)(VisitMark)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(col(VisitMark.kind), col(VisitMark.period))
        )
        counted.update((kind, period) for kind, period in session.execute(fresh))
    for (kind, period), number in sorted(counted.items()):
        total = upsert(session)(VisitCount).values(kind=kind, period=period, count=number)
        session.execute(
            total.on_conflict_do_update(
                index_elements=["kind", "period"],
                set_={"count": col(VisitCount.count) + number},
            )
        )
    session.execute(
        delete(VisitMark).where(
            or_(
                and_(col(VisitMark.kind) == "visit", col(VisitMark.period) < today.isoformat()),
                and_(col(VisitMark.kind) == "user", col(VisitMark.period) < month_of(today)),
            )
        )
    )


def by_month(session: Session, months: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Month → (visits, members who came), for those with a figure."""
    wanted = tuple(months)
    month = func.substr(col(VisitCount.period), 1, 7)
    rows = session.execute(
        select(month, col(VisitCount.kind), func.sum(col(VisitCount.count)))
        .where(month.in_(wanted))
        .group_by(month, col(VisitCount.kind))
    )
    found: dict[str, dict[str, int]] = {}
    for name, kind, number in rows:
        found.setdefault(name, {})[kind] = int(number)
    return {name: (one.get("visit", 0), one.get("user", 0)) for name, one in found.items()}
