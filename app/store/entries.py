"""Papers that were handed in, for their proof: whole rounds, whoever they are of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.contests import moments
from app.domain.contests.proofs import Entry
from app.models.contests import Attempt, ContestRound, RoundTurn


def of_round(session: Session, round_id: str) -> list[tuple[Entry, bytes]]:
    """A round's papers that were handed in, in order of `seq`, each with the leaf kept of it."""
    rows: Any = session.execute(
        select(
            col(Attempt.entry),
            col(Attempt.prediction),
            col(Attempt.submitted_at),
            col(Attempt.leaf),
        )
        .where(col(Attempt.round_id) == round_id, col(Attempt.state) == "submitted")
        .order_by(col(Attempt.seq))
    )
    return [(Entry(row[0], row[1], moments.to_ms(row[2])), bytes.fromhex(row[3])) for row in rows]


def counted(session: Session) -> list[tuple[str, int, int, int]]:
    """(round, entries told, papers handed in, highest `seq`) of every round."""
    rows: Any = session.execute(
        select(
            col(ContestRound.id),
            col(ContestRound.entries),
            func.count(col(Attempt.seq)),
            func.coalesce(func.max(col(Attempt.seq)), 0),
        )
        .outerjoin(Attempt, col(Attempt.round_id) == col(ContestRound.id))
        .group_by(col(ContestRound.id), col(ContestRound.entries))
        .order_by(col(ContestRound.id))
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def misnumbered(session: Session) -> list[tuple[str, str]]:
    """(round, person) whose attempts are not 1 … n, or whose turn says another n."""
    number = col(Attempt.number)
    taken = (
        select(
            col(Attempt.round_id),
            col(Attempt.person_id),
            func.count().label("many"),
            func.max(number).label("last"),
        )
        .group_by(col(Attempt.round_id), col(Attempt.person_id))
        .subquery()
    )
    rows = session.execute(
        select(col(RoundTurn.round_id), col(RoundTurn.person_id))
        .outerjoin(
            taken,
            (taken.c.round_id == col(RoundTurn.round_id))
            & (taken.c.person_id == col(RoundTurn.person_id)),
        )
        .where(
            or_(
                col(RoundTurn.taken) != func.coalesce(taken.c.many, 0),
                col(RoundTurn.taken) != func.coalesce(taken.c.last, 0),
            )
        )
        .order_by(col(RoundTurn.round_id), col(RoundTurn.person_id))
    )
    return [(row[0], row[1]) for row in rows]
