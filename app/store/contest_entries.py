"""Papers that were handed in, as plain rows: a result is computed of many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, cast, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.contests import attempts, moments
from app.models.contests import Attempt, ContestOffice, ContestRound, Entrant
from app.models.people import Appointment

CHUNK = 2000
SUBMITTED = col(Attempt.state) == "submitted"


def held(session: Session, round_id: str) -> None:
    """Whoever decides about a round's result keeps its row until she commits."""
    session.execute(
        select(col(ContestRound.id)).where(col(ContestRound.id) == round_id).with_for_update()
    )


def papers(
    session: Session, round_id: str, marks: Mapping[str, int], manual: Mapping[str, int]
) -> tuple[attempts.Attempt, ...]:
    """In order of receipt; `marks`: attempt → points of its essays; `manual`: person → place."""
    rows = session.execute(
        select(
            col(Attempt.id),
            col(Attempt.person_id),
            col(Attempt.correct),
            col(Attempt.points),
            col(Attempt.prediction),
            col(Attempt.duration_ms),
            col(Attempt.submitted_at),
            col(Attempt.seq),
        )
        .where(col(Attempt.round_id) == round_id, SUBMITTED)
        .order_by(col(Attempt.seq))
    )
    return tuple(
        attempts.Attempt(
            id=one,
            person=person,
            correct=correct or 0,
            points=(points or 0) + marks.get(one, 0),
            prediction=prediction,
            duration_ms=duration or 0,
            submitted_at=moments.to_ms(at),
            seq=seq or 0,
            manual=manual.get(person, 0),
        )
        for one, person, correct, points, prediction, duration, at, seq in rows
        if at is not None
    )


def answers(session: Session, round_id: str) -> Iterator[tuple[str, str, int, int]]:
    """(id, answers as JSON text, correct, points) of every paper, in order of receipt.

    As text: of many papers that say the same one is read.
    """
    rows = session.execute(
        select(
            col(Attempt.id),
            cast(col(Attempt.answers), String),
            col(Attempt.correct),
            col(Attempt.points),
        )
        .where(col(Attempt.round_id) == round_id, SUBMITTED)
        .order_by(col(Attempt.seq)),
        execution_options={"yield_per": CHUNK},
    )
    for one, said, correct, points in rows:
        yield one, said, correct or 0, points or 0


def grade(session: Session, changed: Sequence[Mapping[str, Any]]) -> None:
    """Write what the key in force gives; `changed`: attempt, correct, points."""
    statement = (
        update(Attempt.__table__)  # type: ignore[attr-defined]
        .where(col(Attempt.id) == bindparam("attempt"))
        .values(correct=bindparam("to_correct"), points=bindparam("to_points"))
    )
    for start in range(0, len(changed), CHUNK):
        session.connection().execute(statement, list(changed[start : start + CHUNK]))


def predictions(session: Session, round_id: str) -> dict[str, int | None]:
    """Attempt → what was predicted."""
    rows = session.execute(
        select(col(Attempt.id), col(Attempt.prediction)).where(
            col(Attempt.round_id) == round_id, SUBMITTED
        )
    )
    return {row[0]: row[1] for row in rows}


def persons(session: Session, round_id: str) -> int:
    """How many handed a paper in."""
    return session.execute(
        select(func.count(col(Attempt.person_id).distinct())).where(
            col(Attempt.round_id) == round_id, SUBMITTED
        )
    ).scalar_one()


def leaves(session: Session, round_id: str) -> list[bytes]:
    """In order of `seq`: what the tree stands on."""
    rows = session.execute(
        select(col(Attempt.leaf))
        .where(col(Attempt.round_id) == round_id, SUBMITTED)
        .order_by(col(Attempt.seq))
    ).scalars()
    return [bytes.fromhex(leaf or "") for leaf in rows]


def place_of(session: Session, attempt: Attempt) -> int:
    """How many papers of the round were received before this one."""
    return int(
        session.execute(
            select(func.count()).where(
                col(Attempt.round_id) == attempt.round_id,
                SUBMITTED,
                col(Attempt.seq) < attempt.seq,
            )
        ).scalar_one()
    )


def by_entry(session: Session, round_id: str, entry: str) -> str | None:
    """The person behind an entry number."""
    return session.execute(
        select(col(Attempt.person_id)).where(
            col(Attempt.round_id) == round_id, col(Attempt.entry) == entry
        )
    ).scalar_one_or_none()


def by_member(session: Session, contest_id: str, round_id: str, member_id: str) -> str | None:
    """The person behind a file, if she handed in a paper in the round."""
    return session.execute(
        select(col(Entrant.person_id))
        .join(Attempt, col(Attempt.person_id) == col(Entrant.person_id))
        .where(
            col(Entrant.contest_id) == contest_id,
            col(Entrant.member_id) == member_id,
            col(Attempt.round_id) == round_id,
            SUBMITTED,
        )
        .limit(1)
    ).scalar_one_or_none()


def member_ids(session: Session, contest_id: str) -> dict[str, str]:
    """Person → her file, of everyone who takes part in a contest."""
    rows = session.execute(
        select(col(Entrant.person_id), col(Entrant.member_id)).where(
            col(Entrant.contest_id) == contest_id
        )
    )
    return {row[0]: row[1] for row in rows}


def officials(
    session: Session, contest_id: str, community_id: str, opens: datetime, closes: datetime
) -> dict[str, set[str]]:
    """Person → her roles in the contest: its offices, and advisers while the round was open."""
    found: dict[str, set[str]] = {}
    for person, role in session.execute(
        select(col(ContestOffice.person_id), col(ContestOffice.role)).where(
            col(ContestOffice.contest_id) == contest_id
        )
    ):
        found.setdefault(person, set()).add(role)
    for person in session.execute(
        select(col(Appointment.person_id)).where(
            col(Appointment.community_id) == community_id,
            col(Appointment.role) == "adviser",
            col(Appointment.valid_from) <= closes.astimezone(moments.VIETNAM).date(),
            or_(
                col(Appointment.valid_to).is_(None),
                col(Appointment.valid_to) > opens.astimezone(moments.VIETNAM).date(),
            ),
        )
    ).scalars():
        found.setdefault(person, set()).add("adviser")
    return found
