"""The tables over a contest's published rounds, written anew at each publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.contest_results import ContestStanding, ContestUnitCount
from app.models.contests import Attempt, Entrant

CHUNK = 2000


def replace_standings(
    session: Session, contest_id: str, totals: Sequence[Mapping[str, Any]]
) -> None:
    session.execute(delete(ContestStanding).where(col(ContestStanding.contest_id) == contest_id))
    for start in range(0, len(totals), CHUNK):
        session.connection().execute(
            insert(ContestStanding.__table__),  # type: ignore[attr-defined]
            list(totals[start : start + CHUNK]),
        )


def standings(session: Session, contest_id: str, most: int, after: int) -> list[ContestStanding]:
    return list(
        session.execute(
            select(ContestStanding)
            .where(
                col(ContestStanding.contest_id) == contest_id, col(ContestStanding.place) > after
            )
            .order_by(col(ContestStanding.place))
            .limit(most)
        ).scalars()
    )


def count_units(session: Session, contest_id: str, rounds: Sequence[str]) -> None:
    """Count anew who took part from which unit in the published rounds."""
    session.execute(delete(ContestUnitCount).where(col(ContestUnitCount.contest_id) == contest_id))
    unit = func.coalesce(col(Entrant.unit_id), "")
    found = session.execute(
        select(unit, func.count(col(Attempt.person_id).distinct()), func.count())
        .join(
            Entrant,
            and_(
                col(Entrant.person_id) == col(Attempt.person_id),
                col(Entrant.contest_id) == contest_id,
            ),
        )
        .where(col(Attempt.round_id).in_(rounds), col(Attempt.state) == "submitted")
        .group_by(unit)
    ).all()
    session.add_all(
        ContestUnitCount(contest_id=contest_id, unit_id=row[0], entrants=row[1], attempts=row[2])
        for row in found
    )


def unit_counts(session: Session, contest_id: str) -> list[ContestUnitCount]:
    return list(
        session.execute(
            select(ContestUnitCount).where(col(ContestUnitCount.contest_id) == contest_id)
        ).scalars()
    )
