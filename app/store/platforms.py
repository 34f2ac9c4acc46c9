"""Who was let in on a platform, and the register of rights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.members import Member
from app.models.platforms import PlatformEntry, PlatformRight
from app.store.changes import rows_of
from app.store.keyset import beyond
from app.store.records import upsert

#: Rows of one INSERT: databases take a limited number of parameters.
AT_ONCE = 500
RIGHT_READERS = (*BOARD_ROLES, "adviser", "officer")


def enter(session: Session, rows: list[dict[str, Any]]) -> set[str]:
    """Tick: the members who had no tick until now, by the unique key."""
    ticked: set[str] = set()
    for start in range(0, len(rows), AT_ONCE):
        statement = (
            upsert(session)(PlatformEntry)
            .values(rows[start : start + AT_ONCE])
            .on_conflict_do_nothing()
            .returning(col(PlatformEntry.member_id))
        )
        ticked |= set(session.execute(statement).scalars())
    return ticked


def ticked(session: Session, member_ids: Iterable[str], platform: str) -> set[str]:
    """Those of some members who are ticked already."""
    return set(
        session.execute(
            select(col(PlatformEntry.member_id)).where(
                col(PlatformEntry.member_id).in_(set(member_ids)),
                col(PlatformEntry.platform) == platform,
            )
        ).scalars()
    )


def take_back(session: Session, member_id: str, platform: str) -> bool:
    """Once: whoever comes second deletes no row."""
    result = session.execute(
        delete(PlatformEntry).where(
            col(PlatformEntry.member_id) == member_id, col(PlatformEntry.platform) == platform
        )
    )
    return bool(rows_of(result))


def of_member(session: Session, member_id: str) -> list[PlatformEntry]:
    return list(
        session.execute(
            select(PlatformEntry)
            .where(col(PlatformEntry.member_id) == member_id)
            .order_by(col(PlatformEntry.platform))
            .execution_options(populate_existing=True)
        ).scalars()
    )


def not_entered(
    session: Session,
    community_id: str,
    platform: str,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[Member]:
    """Approved and without a tick, in the order of their applications."""
    return list(
        session.execute(
            select(Member)
            .outerjoin(
                PlatformEntry,
                and_(
                    col(PlatformEntry.member_id) == col(Member.id),
                    col(PlatformEntry.platform) == platform,
                ),
            )
            .where(
                col(Member.community_id) == community_id,
                col(Member.state) == "approved",
                col(PlatformEntry.id).is_(None),
                beyond(after, col(Member.id)),
            )
            .order_by(col(Member.id))
            .limit(most)
        ).scalars()
    )


def members_of(session: Session, community_id: str, ids: Iterable[str]) -> list[Member]:
    """Those of some ids that are files of this community."""
    return list(
        session.execute(
            select(Member)
            .where(col(Member.community_id) == community_id, col(Member.id).in_(set(ids)))
            .order_by(col(Member.id))
        ).scalars()
    )


def by_file_no(session: Session, community_id: str, file_no: str) -> Member | None:
    return session.execute(
        select(Member).where(
            col(Member.community_id) == community_id, col(Member.file_no) == file_no
        )
    ).scalar_one_or_none()


# -- rights ------------------------------------------------------------------------------------


def right(session: Session, actor: Actor, right_id: str) -> PlatformRight:
    """A line of the register of a community that she serves or oversees."""
    communities = actor.communities_as(*RIGHT_READERS)
    if not is_id(right_id) or not communities:
        raise Hidden
    found = session.execute(
        select(PlatformRight).where(
            col(PlatformRight.id) == right_id, col(PlatformRight.community_id).in_(communities)
        )
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def rights(
    session: Session,
    community_id: str,
    most: int | None = None,
    after: tuple[Any, ...] | None = None,
) -> list[PlatformRight]:
    """The whole register, the newest line first."""
    return list(
        session.execute(
            select(PlatformRight)
            .where(
                col(PlatformRight.community_id) == community_id,
                beyond(after, col(PlatformRight.id), down=True),
            )
            .order_by(col(PlatformRight.id).desc())
            .limit(most)
        ).scalars()
    )


def rights_of_person(session: Session, community_id: str, person_id: str) -> list[PlatformRight]:
    return list(
        session.execute(
            select(PlatformRight)
            .where(
                col(PlatformRight.community_id) == community_id,
                col(PlatformRight.person_id) == person_id,
            )
            .order_by(col(PlatformRight.platform), col(PlatformRight.id))
        ).scalars()
    )


def rights_held(session: Session, person_id: str) -> list[PlatformRight]:
    """Every line of any register about one person."""
    return list(
        session.execute(
            select(PlatformRight)
            .where(col(PlatformRight.person_id) == person_id)
            .order_by(col(PlatformRight.id))
        ).scalars()
    )
