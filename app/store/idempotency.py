"""Kept answers: one row per caller, method, address and key, held by the primary key."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models.machinery import KeptAnswer

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
        KeptAnswer.caller == caller,
        KeptAnswer.method == method,
        KeptAnswer.address == address,
        KeptAnswer.key == key,
    )
    session.execute(delete(KeptAnswer).where(*where, KeptAnswer.kept_at < now - KEPT_FOR))
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
    result = session.execute(insert(KeptAnswer).values(values).on_conflict_do_nothing())
    if result.rowcount:
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
            KeptAnswer.caller == caller,
            KeptAnswer.method == method,
            KeptAnswer.address == address,
            KeptAnswer.key == key,
        )
        .values(status=status, headers=headers, body=body)
    )


def forget_old(session: Session, now: datetime) -> int:
    result = session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < now - KEPT_FOR))
    return int(result.rowcount)
