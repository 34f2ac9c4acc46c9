"""Kept answers: one row per caller, method, address and key, held by the primary key."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.machinery import KeptAnswer
from app.store.changes import rows_of

KEPT_FOR = timedelta(hours=24)


def claim(
    session: Session,
    caller: str,
    method: str,
    address: str,
    key: str,
    digest: str,
    now: datetime,
) -> KeptAnswer | None:
    """Take the key for this transaction; None when it is ours, else the answer kept under it.

    A twin that is still running holds the row: PostgreSQL waits for it up to `lock_timeout`,
    SQLite's writers queue anyway. If the twin fails, its row goes with it and the key is ours.
    """
    where = (
        col(KeptAnswer.caller) == caller,
        col(KeptAnswer.method) == method,
        col(KeptAnswer.address) == address,
        col(KeptAnswer.key) == key,
    )
    session.execute(delete(KeptAnswer).where(*where, col(KeptAnswer.kept_at) < now - KEPT_FOR))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {
        "caller": caller,
        "method": method,
        "address": address,
        "key": key,
        "digest": digest,
        "status": 0,
        "headers": {},
        "body": b"",
        "kept_at": now,
    }
    taken = (
        insert(KeptAnswer).values(values).on_conflict_do_nothing().returning(col(KeptAnswer.key))
    )
    # The rows that come back are counted: psycopg's row count of such an INSERT is unknown.
    if session.execute(taken).first() is not None:
        return None
    return session.execute(select(KeptAnswer).where(*where)).scalar_one()


def keep(
    session: Session,
    caller: str,
    method: str,
    address: str,
    key: str,
    *,
    status: int,
    headers: dict[str, str],
    body: bytes,
) -> None:
    session.execute(
        update(KeptAnswer)
        .where(
            col(KeptAnswer.caller) == caller,
            col(KeptAnswer.method) == method,
            col(KeptAnswer.address) == address,
            col(KeptAnswer.key) == key,
        )
        .values(status=status, headers=headers, body=body)
    )


def forget_old(session: Session, now: datetime) -> int:
    result = session.execute(delete(KeptAnswer).where(col(KeptAnswer.kept_at) < now - KEPT_FOR))
    return rows_of(result)
