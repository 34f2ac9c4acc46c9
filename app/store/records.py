"""Rows that travel beside a change: audit, outbox, counters, jobs. All in its transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import new_id
from app.models.audit import AuditSalt
from app.models.machinery import Counter, CounterDelta, Job


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def salt_of(session: Session, person_id: str) -> str:
    """The salt of one person's commitments, made at the first one."""
    salt = session.execute(
        select(col(AuditSalt.salt)).where(col(AuditSalt.person_id) == person_id)
    ).scalar_one_or_none()
    if salt is not None:
        return salt
    session.execute(
        upsert(session)(AuditSalt)
        .values(person_id=person_id, salt=secrets.token_hex(16))
        .on_conflict_do_nothing()
    )
    return session.execute(
        select(col(AuditSalt.salt)).where(col(AuditSalt.person_id) == person_id)
    ).scalar_one()


def upsert(session: Session) -> Any:
    """The dialect's INSERT that knows ON CONFLICT."""
    name = session.get_bind().dialect.name
    return postgresql.insert if name == "postgresql" else sqlite.insert


def add(session: Session, scope: str, name: str, delta: int) -> None:
    """Count. The delta is folded into the total by a job; reads add both (design.md §7)."""
    if delta:
        session.add(CounterDelta(scope=scope, name=name, delta=delta))


def totals(session: Session, scope: str) -> dict[str, int]:
    """Every counter of one scope: totals plus the deltas not folded yet."""
    return totals_of(session, [scope])[scope]


def totals_of(session: Session, scopes: Iterable[str]) -> dict[str, dict[str, int]]:
    """The counters of several scopes at once."""
    wanted = set(scopes)
    counted: dict[str, dict[str, int]] = {scope: {} for scope in wanted}
    for table in (
        select(col(Counter.scope), col(Counter.name), col(Counter.total)).where(
            col(Counter.scope).in_(wanted)
        ),
        select(col(CounterDelta.scope), col(CounterDelta.name), func.sum(col(CounterDelta.delta)))
        .where(col(CounterDelta.scope).in_(wanted))
        .group_by(col(CounterDelta.scope), col(CounterDelta.name)),
    ):
        for scope, name, value in session.execute(table):
            counted[scope][name] = counted[scope].get(name, 0) + int(value)
    return counted


def fold(session: Session, most: int = 5000) -> int:
    """Fold the oldest deltas into their totals; returns how many rows went."""
    rows = session.execute(
        select(
            col(CounterDelta.id),
            col(CounterDelta.scope),
            col(CounterDelta.name),
            col(CounterDelta.delta),
        )
        .order_by(col(CounterDelta.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    sums: dict[tuple[str, str], int] = {}
    for _id, scope, name, delta in rows:
        sums[scope, name] = sums.get((scope, name), 0) + delta
    for (scope, name), delta in sorted(sums.items()):
        session.execute(
            upsert(session)(Counter)
            .values(scope=scope, name=name, total=0)
            .on_conflict_do_nothing()
        )
        session.execute(
            update(Counter)
            .where(col(Counter.scope) == scope, col(Counter.name) == name)
            .values(total=col(Counter.total) + delta)
        )
    if rows:
        session.execute(
            delete(CounterDelta).where(col(CounterDelta.id).in_([row[0] for row in rows]))
        )
    return len(rows)


def enqueue(
    session: Session,
    task: str,
    run_at: datetime,
    now: datetime,
    *,
    slot: str | None = None,
    **payload: Any,
) -> None:
    """Put work in line, in the change's own transaction; a (task, slot) stands once."""
    session.execute(
        upsert(session)(Job)
        .values(
            id=new_id(milliseconds(now)),
            task=task,
            slot=slot,
            payload=payload,
            state="waiting",
            attempts=0,
            run_at=run_at,
            problem="",
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
