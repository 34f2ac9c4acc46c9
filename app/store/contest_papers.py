"""What papers and complaints of a contest ask of its rounds and attempts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.contests import Attempt, ContestRound, RoundTurn


def round_by_id(session: Session, round_id: str) -> ContestRound:
    return session.execute(
        select(ContestRound).where(col(ContestRound.id) == round_id)
    ).scalar_one()


def has_turn(session: Session, round_id: str, person_id: str) -> bool:
    """Whether she has begun a paper of this round."""
    return session.get(RoundTurn, (round_id, person_id)) is not None


def last_paper(session: Session, round_id: str, person_id: str) -> Attempt | None:
    """The paper of hers that was handed in last."""
    return session.execute(
        select(Attempt)
        .where(
            col(Attempt.round_id) == round_id,
            col(Attempt.person_id) == person_id,
            col(Attempt.state) == "submitted",
        )
        .order_by(col(Attempt.seq).desc())
        .limit(1)
    ).scalar_one_or_none()
