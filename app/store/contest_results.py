"""Results of rounds: versions, their rows, who won before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.contests.differences import Held
from app.models.contest_results import ContestResult, ContestResultRow
from app.models.contests import Contest, ContestRound
from app.models.members import Consent
from app.store.changes import rows_of

CHUNK = 2000
PUBLISHED = col(ContestResult.state) == "published"
ROWS: Any = ContestResultRow.__table__  # type: ignore[attr-defined]


def latest(
    session: Session, round_id: str, *, published: bool = False, before: int | None = None
) -> ContestResult | None:
    """The newest version; `published`: of those; `before`: of those with a smaller number."""
    statement = select(ContestResult).where(col(ContestResult.round_id) == round_id)
    if published:
        statement = statement.where(PUBLISHED)
    if before is not None:
        statement = statement.where(col(ContestResult.no) < before)
    return session.execute(
        statement.order_by(col(ContestResult.no).desc()).limit(1)
    ).scalar_one_or_none()


def version(session: Session, round_id: str, no: int) -> ContestResult | None:
    return session.execute(
        select(ContestResult).where(
            col(ContestResult.round_id) == round_id, col(ContestResult.no) == no
        )
    ).scalar_one_or_none()


def versions(
    session: Session, round_id: str, most: int, below: int | None, *, published: bool
) -> list[ContestResult]:
    """The newest first."""
    statement = select(ContestResult).where(col(ContestResult.round_id) == round_id)
    if published:
        statement = statement.where(PUBLISHED)
    if below is not None:
        statement = statement.where(col(ContestResult.no) < below)
    return list(
        session.execute(statement.order_by(col(ContestResult.no).desc()).limit(most)).scalars()
    )


def computers(session: Session, round_id: str) -> set[str]:
    """Who computed a result of the round."""
    return set(
        session.execute(
            select(col(ContestResult.computed_by)).where(col(ContestResult.round_id) == round_id)
        ).scalars()
    )


def published_round(session: Session, round_id: str) -> ContestRound | None:
    """A round whose result was published: its proof is everyone's."""
    return session.execute(
        select(ContestRound)
        .join(Contest, col(Contest.id) == col(ContestRound.contest_id))
        .where(
            col(ContestRound.id) == round_id,
            col(Contest.state) == "published",
            select(col(ContestResult.id))
            .where(col(ContestResult.round_id) == round_id, PUBLISHED)
            .exists(),
        )
    ).scalar_one_or_none()


def keep(session: Session, result: ContestResult, rows: Iterable[Mapping[str, Any]]) -> None:
    """A new version with its rows, written in chunks on the connection: no object a row."""
    session.add(result)
    session.flush()  # The rows point to it.
    chunk: list[Mapping[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            session.connection().execute(insert(ROWS), chunk)
            chunk = []
    if chunk:
        session.connection().execute(insert(ROWS), chunk)


def publish(
    session: Session, result: ContestResult, first: str | None, person: str, now: datetime
) -> bool:
    """One conditional UPDATE; False where somebody was faster."""
    changed = session.execute(
        update(ContestResult)
        .where(col(ContestResult.id) == result.id, col(ContestResult.state) == "computed")
        .values(state="published", approved_by=first, published_by=person, published_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(result)
    return bool(rows_of(changed))


# -- rows --------------------------------------------------------------------------------------


def rows(
    session: Session,
    result_id: str,
    most: int,
    after: int,
    *,
    winners: bool = False,
    person_id: str | None = None,
) -> list[ContestResultRow]:
    """By place; `winners`: those with a prize alone, and `person_id`."""
    statement = select(ContestResultRow).where(
        col(ContestResultRow.result_id) == result_id, col(ContestResultRow.place) > after
    )
    if winners:
        statement = statement.where(
            or_(
                col(ContestResultRow.prize).is_not(None),
                col(ContestResultRow.person_id) == person_id,
            )
        )
    return list(
        session.execute(statement.order_by(col(ContestResultRow.place)).limit(most)).scalars()
    )


def row_of(session: Session, result_id: str, person_id: str) -> ContestResultRow | None:
    return session.get(ContestResultRow, (result_id, person_id))


def runners_up(session: Session, result_id: str, most: int) -> list[ContestResultRow]:
    """Who comes next when a winner waives, best first."""
    return list(
        session.execute(
            select(ContestResultRow)
            .where(
                col(ContestResultRow.result_id) == result_id,
                col(ContestResultRow.eligible),
                col(ContestResultRow.passed_over).is_(False),
                col(ContestResultRow.prize).is_(None),
            )
            .order_by(col(ContestResultRow.place))
            .limit(most)
        ).scalars()
    )


def held(session: Session, result_id: str) -> dict[str, Held]:
    """Person → rank and prize."""
    found = session.execute(
        select(ROWS.c.person_id, ROWS.c.rank, ROWS.c.prize).where(ROWS.c.result_id == result_id)
    )
    return {person: Held(rank, prize) for person, rank, prize in found}


def plain(session: Session, result_id: str) -> list[dict[str, Any]]:
    """Every row as it is kept, by place."""
    found = session.execute(
        select(ROWS).where(ROWS.c.result_id == result_id).order_by(ROWS.c.place)
    )
    return [dict(row) for row in found.mappings()]


def scored(session: Session, result_id: str) -> list[tuple[str, int, int, int]]:
    """(person, right answers, points, duration) of everyone."""
    columns = (ROWS.c.person_id, ROWS.c.correct, ROWS.c.points, ROWS.c.duration_ms)
    found = session.execute(select(*columns).where(ROWS.c.result_id == result_id))
    return [(row[0], row[1], row[2], row[3]) for row in found]


def prizes(session: Session, result_id: str) -> dict[str, str]:
    """Person → her prize."""
    found = session.execute(
        select(ROWS.c.person_id, ROWS.c.prize).where(
            ROWS.c.result_id == result_id, ROWS.c.prize.is_not(None)
        )
    )
    return {row[0]: row[1] for row in found}


def in_force(session: Session, contest_id: str) -> list[tuple[ContestRound, ContestResult]]:
    """The published result of each round of a contest, in the order of the rounds."""
    newest = (
        select(col(ContestResult.round_id), func.max(col(ContestResult.no)).label("no"))
        .where(PUBLISHED)
        .group_by(col(ContestResult.round_id))
        .subquery()
    )
    found = session.execute(
        select(ContestRound, ContestResult)
        .join(ContestResult, col(ContestResult.round_id) == col(ContestRound.id))
        .join(
            newest,
            and_(
                newest.c.round_id == col(ContestResult.round_id),
                newest.c.no == col(ContestResult.no),
            ),
        )
        .where(col(ContestRound.contest_id) == contest_id)
        .order_by(col(ContestRound.number))
    )
    return [(row[0], row[1]) for row in found]


def of_person(session: Session, person_id: str) -> list[dict[str, Any]]:
    """Her places in published results, contest and round by name, the newest first."""
    found = session.execute(
        select(
            col(Contest.title).label("contest"),
            col(ContestRound.title).label("round"),
            col(ContestResult.no),
            ROWS.c.rank,
            ROWS.c.correct,
            ROWS.c.prize,
            col(ContestResult.published_at),
        )
        .join(ContestResult, col(ContestResult.id) == ROWS.c.result_id)
        .join(ContestRound, col(ContestRound.id) == col(ContestResult.round_id))
        .join(Contest, col(Contest.id) == col(ContestRound.contest_id))
        .where(ROWS.c.person_id == person_id, PUBLISHED)
        .order_by(col(ContestResult.published_at).desc())
    )
    return [dict(row) for row in found.mappings()]


def consenting(session: Session, member_ids: Sequence[str], purpose: str) -> set[str]:
    """Whose consent to a purpose holds."""
    return set(
        session.execute(
            select(col(Consent.member_id)).where(
                col(Consent.member_id).in_(member_ids),
                col(Consent.purpose) == purpose,
                col(Consent.withdrawn_at).is_(None),
            )
        ).scalars()
    )


def with_results(session: Session) -> list[str]:
    """The rounds in which papers were handed in."""
    return list(
        session.execute(
            select(col(ContestRound.id))
            .where(col(ContestRound.entries) > 0)
            .order_by(col(ContestRound.id))
        ).scalars()
    )
