"""Reading the audit log, sealing it, and checking its chains (design.md §8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.permissions import Actor, Thing, allows, right
from app.models.audit import AuditRow, AuditSeal
from app.models.base import moment_text

SEALER_LOCK = 5501
NO_HORIZON = 2**63 - 1
SEAL_AT_MOST = 1000
LOOK_BACK = 10_000
STALE_AFTER = timedelta(minutes=1)
GENESIS = "0" * 64
READ = "audit.read"
#: The entries of whole batches; what was done in them opens from there.
BATCHES = ("review.batch", "review.batch_undo", "review.batch_reverse")
#: The chain of what belongs to no community.
INSTALLATION = "installation"


def page(
    session: Session,
    actor: Actor,
    *,
    chain: str | None,
    subject_id: str,
    action: str,
    batch: str = "",
    most: int,
    after: tuple[Any, ...] | None,
) -> list[tuple[AuditRow, bool]]:
    """Newest first; only the chains that she may read.

    Of a batch the whole log shows its own entry; `batch` shows what was done in it.
    """
    statement = select(AuditRow, col(AuditSeal.row_id)).outerjoin(
        AuditSeal, col(AuditSeal.row_id) == col(AuditRow.id)
    )
    statement = statement.where(col(AuditRow.chain).in_([chain] if chain else readable(actor)))
    if subject_id:
        statement = statement.where(col(AuditRow.subject_id) == subject_id)
    if action:
        statement = statement.where(col(AuditRow.action) == action)
    if batch:
        statement = statement.where(
            col(AuditRow.batch_id) == batch, col(AuditRow.action).not_in(BATCHES)
        )
    elif not subject_id and not action:
        statement = statement.where(
            or_(col(AuditRow.batch_id).is_(None), col(AuditRow.action).in_(BATCHES))
        )
    if after is not None:
        statement = statement.where(col(AuditRow.id) < after[0])
    rows = session.execute(statement.order_by(col(AuditRow.id).desc()).limit(most))
    return [(row, sealed is not None) for row, sealed in rows]


def readable(actor: Actor) -> list[str]:
    """The chains that the permission table opens to her.

    A post opens its communities; an administrator's right is for the installation's chain alone.
    """
    chains = {
        community
        for post in actor.posts
        for community in post.communities
        if (right(actor, READ, Thing(community_id=community)) or "").startswith("post:")
    }
    return sorted(chains | ({INSTALLATION} if allows(actor, READ, Thing()) else set()))


def about(session: Session, subject_ids: list[str], actions: tuple[str, ...]) -> list[AuditRow]:
    """Rows on some subjects, newest first: who looked at her."""
    return list(
        session.execute(
            select(AuditRow)
            .where(col(AuditRow.subject_id).in_(subject_ids), col(AuditRow.action).in_(actions))
            .order_by(col(AuditRow.id).desc())
            .limit(200)
        ).scalars()
    )


def times(session: Session, action: str, subject: tuple[str, str]) -> int:
    """How often that was done to it."""
    return session.execute(
        select(func.count())
        .select_from(AuditRow)
        .where(
            col(AuditRow.subject_type) == subject[0],
            col(AuditRow.subject_id) == subject[1],
            col(AuditRow.action) == action,
        )
    ).scalar_one()


# -- the chain --------------------------------------------------------------------------------


def link(previous: str, row: AuditRow) -> str:
    """SHA-256 over the previous link and the row's canonical JSON."""
    facts = {
        "id": row.id,
        "chain": row.chain,
        "at": moment_text(row.at),
        "actor": row.actor_id,
        "right": row.right,
        "action": row.action,
        "subject": [row.subject_type, row.subject_id],
        "before": row.before,
        "after": row.after,
        "reason": row.reason_code,
        "batch": row.batch_id,
        "request": row.request_id,
        "facts": row.facts,
    }
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def seal(session: Session, now: datetime, *, whole: bool = False) -> int:
    """Link committed rows in id order, below every running transaction; one sealer at a time.

    Numbers are given before commits, so a row may appear below rows that are sealed already; the
    look back is bounded, `whole` looks from the first row on.
    """
    if not _sole_sealer(session):
        return 0
    start = 0 if whole else _last_sealed(session) - LOOK_BACK
    rows = session.execute(
        select(AuditRow)
        .outerjoin(AuditSeal, col(AuditSeal.row_id) == col(AuditRow.id))
        .where(
            col(AuditRow.id) > start,
            col(AuditSeal.row_id).is_(None),
            col(AuditRow.tx) < _horizon(session),
        )
        .order_by(col(AuditRow.id))
        .limit(SEAL_AT_MOST)
    ).scalars()
    heads: dict[str, tuple[int, str]] = {}
    count = 0
    for row in rows:
        seq, previous = heads.get(row.chain) or _head(session, row.chain)
        digest = link(previous, row)
        session.add(
            AuditSeal(chain=row.chain, seq=seq + 1, row_id=row.id or 0, hash=digest, sealed_at=now)
        )
        heads[row.chain] = (seq + 1, digest)
        count += 1
    session.flush()
    return count


def _last_sealed(session: Session) -> int:
    return int(session.execute(select(func.max(col(AuditSeal.row_id)))).scalar_one() or 0)


def _sole_sealer(session: Session) -> bool:
    """SQLite has one writer anyway; PostgreSQL asks an advisory lock."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    statement = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(session.execute(statement, {"key": SEALER_LOCK}).scalar_one())


def _horizon(session: Session) -> int:
    """The oldest running transaction: rows of older ones are final.

    SQLite has one writer, so all it shows is final, whatever stamps a backup brought along.
    """
    if session.get_bind().dialect.name != "postgresql":
        return NO_HORIZON
    statement = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return int(session.execute(statement).scalar_one())


def _head(session: Session, chain: str) -> tuple[int, str]:
    row = session.execute(
        select(col(AuditSeal.seq), col(AuditSeal.hash))
        .where(col(AuditSeal.chain) == chain)
        .order_by(col(AuditSeal.seq).desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, GENESIS)


@dataclass(frozen=True, slots=True)
class ChainFault:
    chain: str
    row_id: int
    code: str


def faults(session: Session, now: datetime) -> list[ChainFault]:
    """Everything that is wrong with the log: broken links, gaps, rows left unsealed too long."""
    found: list[ChainFault] = []
    heads: dict[str, tuple[int, str]] = {}
    rows = session.execute(
        select(AuditSeal, AuditRow)
        .outerjoin(AuditRow, col(AuditRow.id) == col(AuditSeal.row_id))
        .order_by(col(AuditSeal.chain), col(AuditSeal.seq))
        .execution_options(yield_per=500)
    )
    pairs: Iterable[tuple[AuditSeal, AuditRow | None]] = (tuple(pair) for pair in rows)  # type: ignore[misc]
    for sealed, row in pairs:
        seq, previous = heads.get(sealed.chain, (0, GENESIS))
        if row is None:
            found.append(ChainFault(sealed.chain, sealed.row_id, "row-missing"))
        elif sealed.seq != seq + 1 or row.chain != sealed.chain:
            found.append(ChainFault(sealed.chain, sealed.row_id, "seal-missing"))
        elif link(previous, row) != sealed.hash:
            found.append(ChainFault(sealed.chain, sealed.row_id, "row-changed"))
        heads[sealed.chain] = (sealed.seq, sealed.hash)
    stale = session.execute(
        select(col(AuditRow.chain), col(AuditRow.id))
        .outerjoin(AuditSeal, col(AuditSeal.row_id) == col(AuditRow.id))
        .where(col(AuditSeal.row_id).is_(None), col(AuditRow.at) < now - STALE_AFTER)
    )
    found += [ChainFault(chain, row_id or 0, "unsealed") for chain, row_id in stale]
    return found


def count(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(AuditRow)).scalar_one())


def write_looks(
    session: Session,
    actor_id: str | None,
    community_id: str,
    member_ids: list[str],
    now: datetime,
    action: str = "contact.look",
) -> None:
    """A list that shows or carries out something of each is a look at each: one statement."""
    if not member_ids:
        return
    session.execute(
        insert(AuditRow),
        [
            {
                "chain": community_id,
                "community_id": community_id,
                "at": now,
                "actor_id": actor_id,
                "right": "member.contact",
                "action": action,
                "subject_type": "member",
                "subject_id": member_id,
                "before": "",
                "after": "",
                "reason_code": "",
                "request_id": "",
                "facts": {},
                "tx": 0,
            }
            for member_id in member_ids
        ],
    )
