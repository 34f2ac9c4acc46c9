"""The register of requests to take content down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.domain.takedowns import OPEN
from app.models.takedowns import (
    TakedownProof,
    TakedownReminder,
    TakedownRequest,
    TakedownSeries,
    TakedownStep,
)
from app.store.changes import rows_of
from app.store.keyset import beyond
from app.store.records import upsert

READERS = (*BOARD_ROLES, "adviser")
AT_ONCE = 200


def get(session: Session, actor: Actor, request_id: str) -> TakedownRequest:
    """A request of a community that she serves or watches."""
    found = session.get(TakedownRequest, request_id) if is_id(request_id) else None
    if found is None or found.community_id not in actor.communities_as(*READERS):
        raise Hidden
    return found


def in_register(session: Session, community_id: str, request_id: str) -> TakedownRequest | None:
    found = session.get(TakedownRequest, request_id)
    return found if found is not None and found.community_id == community_id else None


def about(
    session: Session, community_id: str, subject_type: str, subject_id: str
) -> list[TakedownRequest]:
    """The entries about one thing, the newest first."""
    return list(
        session.execute(
            select(TakedownRequest)
            .where(
                col(TakedownRequest.community_id) == community_id,
                col(TakedownRequest.subject_type) == subject_type,
                col(TakedownRequest.subject_id) == subject_id,
            )
            .order_by(col(TakedownRequest.id).desc())
            .limit(AT_ONCE)
        ).scalars()
    )


def next_number(session: Session, community_id: str, year: int) -> int:
    """Two that ask together get two numbers."""
    statement = upsert(session)(TakedownSeries).values(community_id=community_id, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["community_id", "year"], set_={"last": col(TakedownSeries.last) + 1}
    ).returning(col(TakedownSeries.last))
    return int(session.execute(statement).scalar_one())


def move(session: Session, request: TakedownRequest, **values: Any) -> bool:
    """One conditional UPDATE of an open request from the version that was read."""
    result = session.execute(
        update(TakedownRequest)
        .where(
            col(TakedownRequest.id) == request.id,
            col(TakedownRequest.version) == request.version,
            col(TakedownRequest.state).in_(OPEN),
        )
        .values(version=request.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(request)
    return bool(rows_of(result))


def most_urgent(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[TakedownRequest]:
    """The open ones by their due time."""
    order = col(TakedownRequest.due_at), col(TakedownRequest.id)
    return list(
        session.execute(
            select(TakedownRequest)
            .where(
                col(TakedownRequest.community_id) == community_id,
                col(TakedownRequest.state).in_(OPEN),
                beyond(after, *order),
            )
            .order_by(*order)
            .limit(most)
        ).scalars()
    )


def newest(
    session: Session,
    community_id: str,
    states: Iterable[str],
    most: int,
    after: tuple[Any, ...] | None,
) -> list[TakedownRequest]:
    return list(
        session.execute(
            select(TakedownRequest)
            .where(
                col(TakedownRequest.community_id) == community_id,
                col(TakedownRequest.state).in_(tuple(states)),
                beyond(after, col(TakedownRequest.id), down=True),
            )
            .order_by(col(TakedownRequest.id).desc())
            .limit(most)
        ).scalars()
    )


def all_of(session: Session, community_id: str) -> list[TakedownRequest]:
    """The whole register in the order of its numbers."""
    return list(
        session.execute(
            select(TakedownRequest)
            .where(col(TakedownRequest.community_id) == community_id)
            .order_by(col(TakedownRequest.year), col(TakedownRequest.number))
        ).scalars()
    )


def waiting(session: Session, community_id: str, now: datetime) -> tuple[int, int, datetime | None]:
    """(open, late, the next due time)."""
    row = session.execute(
        select(
            func.count(),
            func.count().filter(col(TakedownRequest.due_at) < now),
            func.min(col(TakedownRequest.due_at)),
        ).where(
            col(TakedownRequest.community_id) == community_id,
            col(TakedownRequest.state).in_(OPEN),
        )
    ).one()
    return int(row[0]), int(row[1]), row[2]


def founded_since(session: Session, community_id: str, since: datetime) -> int:
    return int(
        session.execute(
            select(func.count()).where(
                col(TakedownRequest.community_id) == community_id,
                col(TakedownRequest.finding) == "founded",
                col(TakedownRequest.closed_at) > since,
            )
        ).scalar_one()
    )


# -- steps and proofs --------------------------------------------------------------------------


def steps(session: Session, request_id: str) -> list[TakedownStep]:
    return list(
        session.execute(
            select(TakedownStep)
            .where(col(TakedownStep.request_id) == request_id)
            .order_by(col(TakedownStep.no))
        ).scalars()
    )


def step_kinds(session: Session, request_id: str) -> set[str]:
    return set(
        session.execute(
            select(col(TakedownStep.kind)).where(col(TakedownStep.request_id) == request_id)
        ).scalars()
    )


def proofs_of(session: Session, request_id: str) -> dict[str, dict[str, Any]]:
    """What stands about each proof, without its bytes."""
    rows = session.execute(
        select(
            col(TakedownProof.id),
            col(TakedownProof.name),
            col(TakedownProof.size),
            col(TakedownProof.digest),
        ).where(col(TakedownProof.request_id) == request_id)
    )
    return {row.id: dict(row._mapping) for row in rows}


def proof(session: Session, request_id: str, proof_id: str) -> TakedownProof:
    found = session.get(TakedownProof, proof_id) if is_id(proof_id) else None
    if found is None or found.request_id != request_id:
        raise Hidden
    return found


def keep(session: Session, proof: dict[str, Any]) -> str:
    """Store a file once a request: the same bytes again lead to the proof that is there."""
    statement = upsert(session)(TakedownProof).values(proof).on_conflict_do_nothing()
    session.execute(statement)
    return str(
        session.execute(
            select(col(TakedownProof.id)).where(
                col(TakedownProof.request_id) == proof["request_id"],
                col(TakedownProof.digest) == proof["digest"],
            )
        ).scalar_one()
    )


# -- the clock ---------------------------------------------------------------------------------


def running(session: Session) -> Iterator[TakedownRequest]:
    """Every open request, the most urgent first."""
    return iter(
        session.execute(
            select(TakedownRequest)
            .where(col(TakedownRequest.state).in_(OPEN))
            .order_by(col(TakedownRequest.due_at))
        ).scalars()
    )


def remind(session: Session, rows: list[dict[str, Any]]) -> int:
    """Reminders that were not given before, by the unique key."""
    given = 0
    for start in range(0, len(rows), AT_ONCE):
        statement = (
            upsert(session)(TakedownReminder)
            .values(rows[start : start + AT_ONCE])
            .on_conflict_do_nothing()
            .returning(col(TakedownReminder.kind))
        )
        given += len(session.execute(statement).all())
    return given


def reminders(
    session: Session, community_id: str, person_id: str, most: int = 20
) -> list[tuple[TakedownRequest, str]]:
    """(open request, kind) of what she was reminded of, the most urgent first."""
    rows = session.execute(
        select(TakedownRequest, col(TakedownReminder.kind))
        .join(TakedownReminder, col(TakedownReminder.request_id) == col(TakedownRequest.id))
        .where(
            col(TakedownReminder.person_id) == person_id,
            col(TakedownRequest.community_id) == community_id,
            col(TakedownRequest.state).in_(OPEN),
        )
        .order_by(col(TakedownRequest.due_at), col(TakedownRequest.id))
        .limit(most * 3)
    )
    return [(request, kind) for request, kind in rows]
