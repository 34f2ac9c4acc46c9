"""Flags, the cases that they make together, and reporters who are not heard for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.flags import Flag, FlagCase, FlagMute
from app.models.review import OPEN, ReviewItem
from app.store.changes import change, rows_of
from app.store.posts import DESK
from app.store.records import upsert

# -- cases -------------------------------------------------------------------------------------


def get(session: Session, actor: Actor, case_id: str) -> FlagCase:
    """For those who serve in its community; readers and authors never learn of it."""
    if not is_id(case_id):
        raise Hidden
    case = session.execute(
        select(FlagCase).where(
            col(FlagCase.id) == case_id,
            col(FlagCase.community_id).in_(actor.communities_as(*DESK)),
        )
    ).scalar_one_or_none()
    if case is None:
        raise Hidden
    return case


def again(session: Session, case_id: str) -> FlagCase:
    """The row as it stands now."""
    return session.execute(
        select(FlagCase)
        .where(col(FlagCase.id) == case_id)
        .execution_options(populate_existing=True)
    ).scalar_one()


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, FlagCase]:
    rows = session.execute(select(FlagCase).where(col(FlagCase.id).in_(set(ids)))).scalars()
    return {case.id: case for case in rows}


def opened(session: Session, subject_type: str, subject_id: str) -> FlagCase | None:
    return session.execute(
        select(FlagCase).where(
            col(FlagCase.subject_type) == subject_type,
            col(FlagCase.subject_id) == subject_id,
            col(FlagCase.state) == "submitted",
        )
    ).scalar_one_or_none()


def move(session: Session, case: FlagCase, **values: Any) -> bool:
    """One conditional UPDATE from the version that was read; False when somebody was faster."""
    return change(session, case, **values)


# -- flags -------------------------------------------------------------------------------------


def give(session: Session, **values: Any) -> bool:
    """Her word on this text, once; False when she has said so before."""
    written = session.execute(
        upsert(session)(Flag)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=["subject_type", "subject_id", "number", "person_id"]
        )
        .returning(col(Flag.id))
    ).first()
    return written is not None


def hand_over(session: Session, flag_id: str, text: str) -> None:
    """It leaves the ordinary ways, with what was reported."""
    session.execute(
        update(Flag)
        .where(col(Flag.id) == flag_id)
        .values(state="held_for_care", case_id=None, text=text)
        .execution_options(synchronize_session=False)
    )


def of_case(session: Session, case_id: str, most: int | None = None) -> list[Flag]:
    """The first one first."""
    return list(
        session.execute(
            select(Flag).where(col(Flag.case_id) == case_id).order_by(col(Flag.id)).limit(most)
        ).scalars()
    )


def reasons_of(session: Session, case_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """Case → reason → how many people gave it."""
    rows = session.execute(
        select(col(Flag.case_id), col(Flag.reason), func.count(col(Flag.person_id).distinct()))
        .where(col(Flag.case_id).in_(set(case_ids)))
        .group_by(col(Flag.case_id), col(Flag.reason))
        .order_by(func.count().desc(), col(Flag.reason))
    )
    found: dict[str, dict[str, int]] = {}
    for case_id, reason, count in rows:
        found.setdefault(case_id or "", {})[reason] = int(count)
    return found


def people_of(session: Session, case_ids: Iterable[str]) -> dict[str, int]:
    """Case → how many people reported it."""
    rows = session.execute(
        select(col(Flag.case_id), func.count(col(Flag.person_id).distinct()))
        .where(col(Flag.case_id).in_(set(case_ids)))
        .group_by(col(Flag.case_id))
    )
    return {case_id or "": int(count) for case_id, count in rows}


def flagged_by(session: Session, subject_type: str, subject_id: str, person_id: str | None) -> int:
    """The newest text of this subject that she has reported; 0 for none."""
    return int(
        session.execute(
            select(func.coalesce(func.max(col(Flag.number)), 0)).where(
                col(Flag.subject_type) == subject_type,
                col(Flag.subject_id) == subject_id,
                col(Flag.person_id) == person_id,
            )
        ).scalar_one()
    )


def to_thank(session: Session, case_id: str, now: datetime) -> list[str]:
    """Reporters who have not been told yet; each is taken once."""
    rows = session.execute(
        update(Flag)
        .where(col(Flag.case_id) == case_id, col(Flag.told_at).is_(None))
        .values(told_at=now)
        .returning(col(Flag.person_id))
        .execution_options(synchronize_session=False)
    )
    return sorted({row[0] for row in rows})


def of_person(session: Session, person_id: str) -> list[Flag]:
    return list(
        session.execute(
            select(Flag).where(col(Flag.person_id) == person_id).order_by(col(Flag.id).desc())
        ).scalars()
    )


def of_care(session: Session, community_id: str, most: int, before_id: str = "") -> list[Flag]:
    """Those for the closed circle, the newest first."""
    statement = select(Flag).where(
        col(Flag.community_id) == community_id, col(Flag.state) == "held_for_care"
    )
    if before_id:
        statement = statement.where(col(Flag.id) < before_id)
    return list(session.execute(statement.order_by(col(Flag.id).desc()).limit(most)).scalars())


# -- mutes -------------------------------------------------------------------------------------


def mute_of(session: Session, member_id: str, now: datetime) -> FlagMute | None:
    """The one in force."""
    return session.execute(
        select(FlagMute).where(
            col(FlagMute.member_id) == member_id,
            col(FlagMute.ended_at).is_(None),
            col(FlagMute.until) > now,
        )
    ).scalar_one_or_none()


def mutes_of(session: Session, member_id: str) -> list[FlagMute]:
    return list(
        session.execute(
            select(FlagMute)
            .where(col(FlagMute.member_id) == member_id)
            .order_by(col(FlagMute.id).desc())
        ).scalars()
    )


def end_mute(session: Session, member_id: str, person_id: str | None, now: datetime) -> bool:
    """Close the open row; False where there is none."""
    result = session.execute(
        update(FlagMute)
        .where(col(FlagMute.member_id) == member_id, col(FlagMute.ended_at).is_(None))
        .values(ended_at=now, ended_by=person_id)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


# -- what `sen verify` asks ----------------------------------------------------------------------


def disagreements(session: Session, most: int = 1000) -> list[tuple[str, str, str]]:
    """(case, its state, its open item's state or "none") of all that wait or have an item."""
    item = and_(
        col(ReviewItem.subject_id) == col(FlagCase.id),
        col(ReviewItem.kind) == "flag",
        col(ReviewItem.state).in_(OPEN),
    )
    rows = session.execute(
        select(col(FlagCase.id), col(FlagCase.state), func.coalesce(col(ReviewItem.state), "none"))
        .outerjoin(ReviewItem, item)
        .where(or_(col(FlagCase.state) == "submitted", col(ReviewItem.id).is_not(None)))
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in rows]
