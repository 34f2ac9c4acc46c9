"""Pasted lists of a group, the names they hold, and the files that the names are compared with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.domain.rosters import File, Known
from app.models.members import Member
from app.models.platforms import PlatformAccount, PlatformRoster
from app.store.changes import rows_of
from app.store.keyset import beyond

READERS = (*BOARD_ROLES, "adviser")
APART = "apart"
#: Names by their letters; of one name the first one first.
_ORDER: Any = [col(getattr(PlatformAccount, name)) for name in ("fold", "ordinal", "id")]


def get(session: Session, actor: Actor, roster_id: str) -> PlatformRoster:
    found = session.get(PlatformRoster, roster_id) if is_id(roster_id) else None
    if found is None or found.community_id not in actor.communities_as(*READERS):
        raise Hidden
    return found


def latest(session: Session, community_id: str, platform: str) -> PlatformRoster | None:
    """As it stands after a lost race, too."""
    return session.execute(
        select(PlatformRoster)
        .where(
            col(PlatformRoster.community_id) == community_id,
            col(PlatformRoster.platform) == platform,
        )
        .order_by(col(PlatformRoster.number).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def latest_whole(session: Session, community_id: str, platform: str) -> PlatformRoster | None:
    """The last list that was pasted whole: it counts the people of the group."""
    return session.execute(
        select(PlatformRoster)
        .where(
            col(PlatformRoster.community_id) == community_id,
            col(PlatformRoster.platform) == platform,
            col(PlatformRoster.whole).is_(True),
        )
        .order_by(col(PlatformRoster.number).desc())
        .limit(1)
    ).scalar_one_or_none()


def open_next(session: Session, roster: PlatformRoster) -> bool:
    """Take the next number of this group; False when another list was faster.

    Who holds the number is alone with the group's names until the commit: a second list waits for
    the unique key, and then finds the first one done.
    """
    try:
        with session.begin_nested():
            session.add(roster)
            session.flush()
    except IntegrityError:
        return False
    return True


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[PlatformRoster]:
    """The newest first."""
    return list(
        session.execute(
            select(PlatformRoster)
            .where(
                col(PlatformRoster.community_id) == community_id,
                beyond(after, col(PlatformRoster.id), down=True),
            )
            .order_by(col(PlatformRoster.id).desc())
            .limit(most)
        ).scalars()
    )


def days(session: Session, ids: Iterable[str]) -> dict[str, Any]:
    """The day of each list."""
    rows = session.execute(
        select(col(PlatformRoster.id), col(PlatformRoster.as_of)).where(
            col(PlatformRoster.id).in_(set(ids))
        )
    )
    return {row[0]: row[1] for row in rows}


# -- what is compared --------------------------------------------------------------------------


def known(session: Session, community_id: str, platform: str) -> list[Known]:
    """Every name that the lists before have left."""
    rows = session.execute(
        select(
            col(PlatformAccount.id),
            col(PlatformAccount.name),
            col(PlatformAccount.ordinal),
            col(PlatformAccount.member_id),
            col(PlatformAccount.link),
            col(PlatformAccount.left_roster_id),
        )
        .where(
            col(PlatformAccount.community_id) == community_id,
            col(PlatformAccount.platform) == platform,
        )
        .order_by(*_ORDER)
    )
    return [Known(*row[:4], row[4] == APART, row[5] is not None) for row in rows]


def files(session: Session, community_id: str) -> list[File]:
    """Every file of the community, the oldest first."""
    rows = session.execute(
        select(
            col(Member.id),
            col(Member.person_id),
            col(Member.full_name),
            col(Member.platform_name),
            col(Member.state),
        )
        .where(col(Member.community_id) == community_id)
        .order_by(col(Member.id))
    )
    return [File(*row) for row in rows]


# -- what is written ---------------------------------------------------------------------------


def add(session: Session, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(PlatformAccount), rows)


def see(session: Session, ids: Iterable[str], roster_id: str) -> None:
    """These names stand in the list: they are there, or there again."""
    _each(session, ids, {"roster_id": roster_id, "left_roster_id": None})


def miss(session: Session, ids: Iterable[str], roster_id: str) -> None:
    _each(session, ids, {"left_roster_id": roster_id})


def _each(session: Session, ids: Iterable[str], values: dict[str, Any]) -> None:
    rows = [{"key": one} for one in ids]
    if rows:
        table: Any = PlatformAccount.__table__  # type: ignore[attr-defined]
        statement = update(table).where(table.c.id == bindparam("key")).values(**values)
        session.connection().execute(statement, rows)


def join(session: Session, rows: list[dict[str, Any]], now: datetime) -> None:
    """Names matched by a list: `key`, `member`, `how`; one joined by hand meanwhile stays so."""
    if rows:
        table: Any = PlatformAccount.__table__  # type: ignore[attr-defined]
        statement = (
            update(table)
            .where(table.c.id == bindparam("key"), table.c.member_id.is_(None), table.c.link == "")
            .values(member_id=bindparam("member"), link=bindparam("how"), linked_at=now)
        )
        session.connection().execute(statement, rows)


def move(session: Session, rows: list[dict[str, Any]]) -> None:
    """`key` to `member`: the same woman, whose newer file counts."""
    if rows:
        table: Any = PlatformAccount.__table__  # type: ignore[attr-defined]
        statement = (
            update(table)
            .where(table.c.id == bindparam("key"), table.c.member_id.is_not(None))
            .values(member_id=bindparam("member"))
        )
        session.connection().execute(statement, rows)


def forget(session: Session, ids: Iterable[str]) -> None:
    """Names without a file that left before: nothing is left to be done with them."""
    wanted = list(ids)
    if wanted:
        session.execute(
            delete(PlatformAccount).where(
                col(PlatformAccount.id).in_(wanted), col(PlatformAccount.member_id).is_(None)
            )
        )


# -- one name ----------------------------------------------------------------------------------


def account(session: Session, actor: Actor, account_id: str) -> PlatformAccount:
    communities = actor.communities_as(*READERS)
    if not is_id(account_id) or not communities:
        raise Hidden
    found = session.execute(
        select(PlatformAccount)
        .where(
            col(PlatformAccount.id) == account_id,
            col(PlatformAccount.community_id).in_(communities),
        )
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def link(
    session: Session, row: PlatformAccount, before: str | None, values: dict[str, Any]
) -> bool:
    """One conditional UPDATE from the member (or nobody) that was read; False when she lost."""
    held = col(PlatformAccount.member_id)
    result = session.execute(
        update(PlatformAccount)
        .where(
            col(PlatformAccount.id) == row.id,
            held.is_(None) if before is None else held == before,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return bool(rows_of(result))


def accounts_of_member(session: Session, member_id: str) -> list[PlatformAccount]:
    return list(
        session.execute(
            select(PlatformAccount)
            .where(col(PlatformAccount.member_id) == member_id)
            .order_by(col(PlatformAccount.platform), col(PlatformAccount.id))
        ).scalars()
    )


#: The classes of a name, as conditions.
CLASSES: dict[str, Any] = {
    "matched": (
        col(PlatformAccount.member_id).is_not(None) & col(PlatformAccount.left_roster_id).is_(None)
    ),
    "unmatched": (
        col(PlatformAccount.member_id).is_(None) & col(PlatformAccount.left_roster_id).is_(None)
    ),
    "left": col(PlatformAccount.left_roster_id).is_not(None),
}


def accounts(
    session: Session,
    community_id: str,
    platform: str,
    kind: str,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[PlatformAccount]:
    """The names of one class, by their folded letters."""
    return list(
        session.execute(
            select(PlatformAccount)
            .where(
                col(PlatformAccount.community_id) == community_id,
                col(PlatformAccount.platform) == platform,
                CLASSES[kind],
                beyond(after, *_ORDER),
            )
            .order_by(*_ORDER)
            .limit(most)
        ).scalars()
    )


def counted(session: Session, community_id: str, platform: str) -> dict[str, int]:
    """How many names stand in each class now."""
    row = session.execute(
        select(*(func.count().filter(CLASSES[kind]) for kind in CLASSES)).where(
            col(PlatformAccount.community_id) == community_id,
            col(PlatformAccount.platform) == platform,
        )
    ).one()
    return {kind: int(row[at]) for at, kind in enumerate(CLASSES)}
