"""Who said which unit, and where somebody found out that she belongs since it was divided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.communities import CommunityHost
from app.models.members import OPEN_STATES, Member
from app.models.reorganisations import MemberPlacement
from app.store.changes import rows_of
from app.store.records import upsert

CHUNK = 500


class Person(NamedTuple):
    """A member as the lists of placements see her."""

    id: str
    community_id: str
    person_id: str
    full_name: str
    unit_id: str
    hamlet: str
    applied_at: datetime


_PERSON: Any = (
    col(Member.id),
    col(Member.community_id),
    col(Member.person_id),
    col(Member.full_name),
    col(Member.unit_id),
    col(Member.hamlet),
    col(Member.applied_at),
)


def people(
    session: Session, community_ids: Collection[str], unit_ids: Collection[str]
) -> list[Person]:
    """Those who said one of these units and are, or have been, or wait to be in the group."""
    rows = session.execute(
        select(*_PERSON)
        .where(
            col(Member.community_id).in_(community_ids),
            col(Member.unit_id).in_(unit_ids),
            or_(col(Member.joined_at).is_not(None), col(Member.state).in_(OPEN_STATES)),
        )
        .order_by(col(Member.sort_key), col(Member.id))
    )
    return [Person(*row) for row in rows]


def placed(
    session: Session, community_ids: Collection[str], unit_ids: Collection[str]
) -> dict[str, dict[str, str]]:
    """member → reorganisation → unit, of those who said one of these units."""
    rows = session.execute(
        select(
            col(MemberPlacement.member_id),
            col(MemberPlacement.reorganisation_id),
            col(MemberPlacement.unit_id),
        )
        .join(Member, col(Member.id) == col(MemberPlacement.member_id))
        .where(
            col(MemberPlacement.ended_at).is_(None),
            col(Member.community_id).in_(community_ids),
            col(Member.unit_id).in_(unit_ids),
        )
    )
    found: dict[str, dict[str, str]] = {}
    for member_id, reorganisation_id, unit_id in rows:
        found.setdefault(member_id, {})[reorganisation_id] = unit_id
    return found


def of_members(session: Session, member_ids: Iterable[str]) -> list[MemberPlacement]:
    """All that was ever found out about some members, oldest first."""
    rows = session.execute(
        select(MemberPlacement)
        .where(col(MemberPlacement.member_id).in_(set(member_ids)))
        .order_by(col(MemberPlacement.placed_at), col(MemberPlacement.id))
    )
    return list(rows.scalars())


def place(session: Session, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Members who were placed now; for who has been already, UNIQUE keeps what stands."""
    done: list[str] = []
    for start in range(0, len(rows), CHUNK):
        statement = (
            upsert(session)(MemberPlacement)
            .values(rows[start : start + CHUNK])
            .on_conflict_do_nothing()
            .returning(col(MemberPlacement.member_id))
        )
        done += session.execute(statement).scalars()
    return done


def take_back(
    session: Session, reorganisation_id: str, member_ids: Sequence[str], by: str, now: datetime
) -> int:
    """How many placements were closed: each by one conditional UPDATE, once."""
    count = 0
    for start in range(0, len(member_ids), CHUNK):
        result = session.execute(
            update(MemberPlacement)
            .where(
                col(MemberPlacement.reorganisation_id) == reorganisation_id,
                col(MemberPlacement.member_id).in_(member_ids[start : start + CHUNK]),
                col(MemberPlacement.ended_at).is_(None),
            )
            .values(ended_at=now, ended_by=by)
            .execution_options(synchronize_session=False)
        )
        count += rows_of(result)
    return count


def communities_of(session: Session, unit_ids: Collection[str]) -> list[str]:
    """The communities that one of these units hosts."""
    rows = session.execute(
        select(col(CommunityHost.community_id)).where(col(CommunityHost.unit_id).in_(unit_ids))
    )
    return sorted(set(rows.scalars()))


# -- counting ----------------------------------------------------------------------------------


def _inside_before(moment: datetime) -> Any:
    return and_(
        col(Member.joined_at) < moment,
        or_(col(Member.ended_at).is_(None), col(Member.ended_at) >= moment),
    )


def _bucket(thresholds: Sequence[datetime]) -> Any:
    """Between which two moments she applied: 0 before the first, n at or after the n-th."""
    if not thresholds:
        return func.coalesce(0, 0)
    return case(
        *((col(Member.applied_at) < at, index) for index, at in enumerate(thresholds)),
        else_=len(thresholds),
    )


def counted(
    session: Session, community_id: str, before: datetime, thresholds: Sequence[datetime]
) -> dict[tuple[str | None, int], int]:
    """(unit said, bucket) → persons inside at a moment whom nobody has placed."""
    is_placed = (
        select(col(MemberPlacement.id))
        .where(
            col(MemberPlacement.member_id) == col(Member.id),
            col(MemberPlacement.ended_at).is_(None),
        )
        .exists()
    )
    bucket = _bucket(thresholds)
    inner = (
        select(col(Member.unit_id).label("unit"), bucket.label("bucket"))
        .where(col(Member.community_id) == community_id, _inside_before(before), ~is_placed)
        .subquery()
    )
    rows = session.execute(
        select(inner.c.unit, inner.c.bucket, func.count()).group_by(inner.c.unit, inner.c.bucket)
    )
    return {(row[0], int(row[1])): int(row[2]) for row in rows}


def placed_inside(
    session: Session, community_id: str, before: datetime
) -> list[tuple[Person, str, str]]:
    """(person, reorganisation, unit) of those inside whom somebody placed."""
    rows = session.execute(
        select(
            *_PERSON,
            col(MemberPlacement.reorganisation_id),
            col(MemberPlacement.unit_id),
        )
        .join(MemberPlacement, col(MemberPlacement.member_id) == col(Member.id))
        .where(
            col(Member.community_id) == community_id,
            _inside_before(before),
            col(MemberPlacement.ended_at).is_(None),
        )
    )
    return [(Person(*row[:-2]), row[-2], row[-1]) for row in rows]
