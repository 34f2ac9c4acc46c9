"""The closed circle: its people, its register, and who is next; hidden from everyone else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, outerjoin, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor, Thing, allows
from app.domain.refusals import Hidden
from app.models.care import CareCase, CareHolder, CareSeries, CareStep, CareTurn, HelpPlace
from app.models.members import Member
from app.models.people import Appointment
from app.models.questions import Question
from app.store.changes import rows_of
from app.store.keyset import beyond
from app.store.records import upsert

READ = "care.read"


def get(session: Session, actor: Actor, case_id: str) -> CareCase:
    found = session.get(CareCase, case_id) if is_id(case_id) else None
    if found is None or not allows(actor, READ, Thing(found.community_id)):
        raise Hidden
    return found


def of_source(session: Session, source_type: str, source_id: str) -> CareCase | None:
    return session.execute(
        select(CareCase).where(
            col(CareCase.source_type) == source_type, col(CareCase.source_id) == source_id
        )
    ).scalar_one_or_none()


def of_question(session: Session, question_id: str) -> CareCase | None:
    return session.execute(
        select(CareCase)
        .where(col(CareCase.question_id) == question_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def next_no(session: Session, community_id: str, year: int) -> int:
    """The register's next number of a year; two that ask together get two numbers."""
    statement = upsert(session)(CareSeries).values(community_id=community_id, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["community_id", "year"], set_={"last": col(CareSeries.last) + 1}
    ).returning(col(CareSeries.last))
    return int(session.execute(statement).scalar_one())


def page(
    session: Session,
    community_id: str,
    reader_id: str | None,
    *,
    open_only: bool,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[CareCase]:
    """The register, the newest first, without a case of the reader's own."""
    hers = select(col(Member.id)).where(col(Member.person_id) == reader_id)
    wanted = [
        col(CareCase.community_id) == community_id,
        or_(col(CareCase.member_id).is_(None), col(CareCase.member_id).not_in(hers)),
    ]
    if open_only:
        wanted.append(col(CareCase.closed_at).is_(None))
    return list(
        session.execute(
            select(CareCase)
            .where(*wanted, beyond(after, col(CareCase.id), down=True))
            .order_by(col(CareCase.id).desc())
            .limit(most)
        ).scalars()
    )


def member_names(session: Session, ids: Collection[str | None]) -> dict[str, str]:
    rows = session.execute(
        select(col(Member.id), col(Member.full_name)).where(col(Member.id).in_(set(ids)))
    )
    return {row[0]: row[1] for row in rows}


def steps(session: Session, case_id: str) -> list[CareStep]:
    return list(
        session.execute(
            select(CareStep).where(col(CareStep.case_id) == case_id).order_by(col(CareStep.id))
        ).scalars()
    )


def waiting(session: Session, community_id: str) -> tuple[int, datetime | None]:
    """(how many nobody has looked at since she wrote, when the first came)."""
    row = session.execute(
        select(func.count(), func.min(col(CareCase.received_at))).where(
            col(CareCase.community_id) == community_id,
            col(CareCase.closed_at).is_(None),
            col(CareCase.looked_at).is_(None),
        )
    ).one()
    return int(row[0]), row[1]


def look(session: Session, case: CareCase, now: datetime) -> bool:
    """The first look of a round stops its clock; False for every later one."""
    result = session.execute(
        update(CareCase)
        .where(col(CareCase.id) == case.id, col(CareCase.looked_at).is_(None))
        .values(looked_at=now, due_at=None)
        .execution_options(synchronize_session=False)
    )
    session.refresh(case)
    return bool(rows_of(result))


def wake(session: Session, case: CareCase, due_at: datetime) -> bool:
    """She wrote again to a case that had been looked at or closed: the next round begins, once."""
    result = session.execute(
        update(CareCase)
        .where(
            col(CareCase.id) == case.id,
            col(CareCase.round) == case.round,
            or_(col(CareCase.looked_at).is_not(None), col(CareCase.closed_at).is_not(None)),
        )
        .values(
            round=col(CareCase.round) + 1,
            place=1,
            due_at=due_at,
            looked_at=None,
            outcome="",
            closed_at=None,
            closed_by=None,
            version=col(CareCase.version) + 1,
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(case)
    return bool(rows_of(result))


def erase(session: Session, case: CareCase, now: datetime) -> None:
    session.execute(
        update(CareCase)
        .where(col(CareCase.id) == case.id, col(CareCase.erased_at).is_(None))
        .values(text="", erased_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(case)


def disagreements(session: Session) -> list[tuple[str, str]]:
    """(thread, fault): a private thread without a case, or a case whose thread others may read."""
    case = outerjoin(Question, CareCase, col(CareCase.question_id) == col(Question.id))
    rows = session.execute(
        select(col(Question.id), col(Question.private), col(CareCase.id))
        .select_from(case)
        .where(col(Question.private) != col(CareCase.id).is_not(None))
        .order_by(col(Question.id))
    )
    return [(row[0], "without-case" if row[1] else "not-private") for row in rows]


# -- who is next -------------------------------------------------------------------------------


def overdue(session: Session, now: datetime, most: int = 100) -> list[CareCase]:
    return list(
        session.execute(
            select(CareCase)
            .where(col(CareCase.due_at) <= now)
            .order_by(col(CareCase.due_at))
            .limit(most)
        ).scalars()
    )


def stand_with(session: Session, case: CareCase, person_id: str, now: datetime) -> bool:
    """That the case stands with somebody: each place of a round once, by the key."""
    statement = (
        upsert(session)(CareTurn)
        .values(case_id=case.id, round=case.round, place=case.place, person_id=person_id, since=now)
        .on_conflict_do_nothing()
        .returning(col(CareTurn.place))
    )
    return session.execute(statement).first() is not None


def move_on(session: Session, case: CareCase, place: int, due_at: datetime | None) -> bool:
    """To the next place of the chain; False when somebody looked or was faster."""
    result = session.execute(
        update(CareCase)
        .where(
            col(CareCase.id) == case.id,
            col(CareCase.round) == case.round,
            col(CareCase.place) == case.place,
            col(CareCase.due_at) == case.due_at,
        )
        .values(place=place, due_at=due_at)
        .execution_options(synchronize_session=False)
    )
    session.refresh(case)
    return bool(rows_of(result))


def turns(session: Session, case: CareCase) -> list[CareTurn]:
    return list(
        session.execute(
            select(CareTurn)
            .where(col(CareTurn.case_id) == case.id)
            .order_by(col(CareTurn.round), col(CareTurn.place))
        ).scalars()
    )


# -- the people of the circle ------------------------------------------------------------------


def holders(session: Session, community_id: str, day: date) -> list[CareHolder]:
    """Those named whose term is not over, in the chain's order."""
    return list(
        session.execute(
            select(CareHolder)
            .where(
                col(CareHolder.community_id) == community_id,
                or_(col(CareHolder.valid_to).is_(None), col(CareHolder.valid_to) > day),
            )
            .order_by(col(CareHolder.place), col(CareHolder.id))
        ).scalars()
    )


def holder(session: Session, actor: Actor, holder_id: str) -> CareHolder:
    found = session.get(CareHolder, holder_id) if is_id(holder_id) else None
    if found is None or not allows(actor, READ, Thing(found.community_id)):
        raise Hidden
    return found


def end_term(session: Session, holder: CareHolder, day: date) -> bool:
    """Once: a term that has an end keeps it."""
    result = session.execute(
        update(CareHolder)
        .where(col(CareHolder.id) == holder.id, col(CareHolder.valid_to).is_(None))
        .values(valid_to=day)
        .execution_options(synchronize_session=False)
    )
    session.refresh(holder)
    return bool(rows_of(result))


def on_board(
    session: Session, community_id: str, roles: Collection[str], day: date
) -> list[tuple[str, str]]:
    """(role, person) of the appointments in force, in rank order."""
    rows = session.execute(
        select(col(Appointment.role), col(Appointment.person_id))
        .where(
            col(Appointment.community_id) == community_id,
            col(Appointment.role).in_(set(roles)),
            col(Appointment.valid_from) <= day,
            or_(col(Appointment.valid_to).is_(None), col(Appointment.valid_to) > day),
        )
        .order_by(col(Appointment.rank_order), col(Appointment.id))
    )
    return [(row[0], row[1]) for row in rows]


# -- places of help ----------------------------------------------------------------------------


def help_places(session: Session, community_id: str) -> dict[str, HelpPlace]:
    rows = session.execute(
        select(HelpPlace)
        .where(col(HelpPlace.community_id) == community_id)
        .execution_options(populate_existing=True)
    ).scalars()
    return {row.key: row for row in rows}


def write_help_place(session: Session, row: HelpPlace) -> None:
    """What is known now in place of what was known before."""
    values = row.model_dump()
    session.execute(
        upsert(session)(HelpPlace)
        .values(values)
        .on_conflict_do_update(
            index_elements=["community_id", "key"],
            set_={name: values[name] for name in values if name not in {"community_id", "key"}},
        )
    )
