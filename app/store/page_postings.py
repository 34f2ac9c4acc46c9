"""Postings for the Page and the group, and the Page's connection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.page_postings import LIVE
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.page_postings import PageConnection, PagePosting
from app.store.changes import rows_of
from app.store.keyset import beyond
from app.store.records import upsert

READERS = (*BOARD_ROLES, "adviser")
#: What somebody of the board has to look at.
STUCK = ("failed", "unknown")


def get(session: Session, actor: Actor, posting_id: str) -> PagePosting:
    found = find(session, posting_id)
    if found is None or found.community_id not in actor.communities_as(*READERS):
        raise Hidden
    return found


def find(session: Session, posting_id: str) -> PagePosting | None:
    return session.get(PagePosting, posting_id) if is_id(posting_id) else None


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[PagePosting]:
    """The newest first."""
    return list(
        session.execute(
            select(PagePosting)
            .where(
                col(PagePosting.community_id) == community_id,
                beyond(after, col(PagePosting.id), down=True),
            )
            .order_by(col(PagePosting.id).desc())
            .limit(most)
        ).scalars()
    )


def add(session: Session, values: dict[str, Any]) -> bool:
    """False where a live one for the same subject stands already, by the unique key."""
    statement = upsert(session)(PagePosting).values(values).on_conflict_do_nothing()
    return session.execute(statement.returning(col(PagePosting.id))).first() is not None


def ticked(
    session: Session, community_id: str, subject_type: str, subject_id: str
) -> PagePosting | None:
    """The tick that this was posted in the group."""
    return session.execute(
        select(PagePosting).where(
            col(PagePosting.community_id) == community_id,
            col(PagePosting.channel) == "group",
            col(PagePosting.state) == "sent",
            col(PagePosting.subject_type) == subject_type,
            col(PagePosting.subject_id) == subject_id,
        )
    ).scalar_one_or_none()


def live(
    session: Session, community_id: str, subject_type: str, subject_id: str
) -> PagePosting | None:
    """The one that is not on the Page yet."""
    return session.execute(
        select(PagePosting).where(
            col(PagePosting.community_id) == community_id,
            col(PagePosting.channel) == "page",
            col(PagePosting.state).in_(LIVE),
            col(PagePosting.subject_type) == subject_type,
            col(PagePosting.subject_id) == subject_id,
        )
    ).scalar_one_or_none()


def of_subject(
    session: Session, subject_type: str, subject_id: str, most: int = 20
) -> list[PagePosting]:
    """On the Page and in the group, the newest first."""
    return list(
        session.execute(
            select(PagePosting)
            .where(
                col(PagePosting.subject_type) == subject_type,
                col(PagePosting.subject_id) == subject_id,
            )
            .order_by(col(PagePosting.id).desc())
            .limit(most)
        ).scalars()
    )


def move(
    session: Session, posting: PagePosting, states: Iterable[str], version: int, **values: Any
) -> bool:
    """One conditional UPDATE from one of some states, on one version."""
    result = session.execute(
        update(PagePosting)
        .where(
            col(PagePosting.id) == posting.id,
            col(PagePosting.version) == version,
            col(PagePosting.state).in_(tuple(states)),
        )
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(posting)
    return bool(rows_of(result))


def stuck(session: Session, community_id: str) -> dict[str, int]:
    """How many failed or nobody knows of, and how many wait for a second reader."""
    states = session.execute(
        select(col(PagePosting.state), func.count())
        .where(
            col(PagePosting.community_id) == community_id,
            col(PagePosting.state).in_((*STUCK, "waiting")),
            (col(PagePosting.state) != "waiting")
            | (col(PagePosting.needs_second) & col(PagePosting.read_by).is_(None)),
        )
        .group_by(col(PagePosting.state))
    )
    return {state: int(number) for state, number in states}


def known_outside(session: Session, community_id: str, most: int = 200) -> list[str]:
    """What stands on the Page and is known: another posting of the same words is none of these."""
    return list(
        session.execute(
            select(col(PagePosting.outside_id))
            .where(
                col(PagePosting.community_id) == community_id,
                col(PagePosting.outside_id) != "",
            )
            .order_by(col(PagePosting.id).desc())
            .limit(most)
        ).scalars()
    )


# -- the connection ----------------------------------------------------------------------------


def connection(session: Session, community_id: str) -> PageConnection | None:
    return session.get(PageConnection, community_id, populate_existing=True)


def connect(session: Session, values: dict[str, Any]) -> None:
    """The newest token counts; its version goes up."""
    statement = upsert(session)(PageConnection).values(values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id"],
            set_={
                **{name: value for name, value in values.items() if name != "community_id"},
                "version": col(PageConnection.version) + 1,
            },
        )
    )


def disconnect(session: Session, connection: PageConnection) -> None:
    session.delete(connection)
    session.flush()


def note_problem(session: Session, community_id: str, version: int, problem: str) -> None:
    """Of the token that was used; a newer one is not blamed."""
    session.execute(
        update(PageConnection)
        .where(
            col(PageConnection.community_id) == community_id,
            col(PageConnection.version) == version,
        )
        .values(problem=problem)
        .execution_options(synchronize_session=False)
    )
