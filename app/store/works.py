"""Works of photo, video and story contests: only what the actor may see is ever loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.models.contests import Contest, ContestOffice
from app.models.members import Member
from app.models.pictures import Picture
from app.models.review import OPEN, ReviewItem
from app.models.works import ContestWork, WorkNaming
from app.store import contests
from app.store.changes import change
from app.store.keyset import beyond
from app.store.records import upsert

READERS = (*BOARD_ROLES, "adviser")
SENT = ("submitted", "accepted", "refused")


# -- one work ----------------------------------------------------------------------------------


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Her own; what was accepted, where she may know of the contest; what was sent, on the board.
    A draft is its author's alone."""
    return or_(
        col(ContestWork.person_id) == actor.person_id,
        and_(
            col(ContestWork.state).in_(SENT),
            col(ContestWork.community_id).in_(actor.communities_as(*READERS)),
        ),
        and_(col(ContestWork.state) == "accepted", contests.seen_by(actor)),
    )


def get(
    session: Session, actor: Actor, work_id: str, *, held: bool = False
) -> tuple[ContestWork, Contest]:
    """`held`: whoever changes it keeps its row until she commits. Raises Hidden."""
    if not is_id(work_id):
        raise Hidden
    statement = (
        select(ContestWork, Contest)
        .join(Contest, col(Contest.id) == col(ContestWork.contest_id))
        .where(col(ContestWork.id) == work_id, visible_to(actor))
        .execution_options(populate_existing=True)
    )
    if held:
        statement = statement.with_for_update(of=ContestWork)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise Hidden
    return found[0], found[1]


def again(session: Session, work_id: str) -> ContestWork:
    """The row as it stands now, after a lost race."""
    return session.execute(
        select(ContestWork)
        .where(col(ContestWork.id) == work_id)
        .execution_options(populate_existing=True)
    ).scalar_one()


def move(session: Session, piece: ContestWork, **values: Any) -> bool:
    """One conditional UPDATE from the version that was read; False when somebody was faster."""
    return change(session, piece, **values)


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, ContestWork]:
    rows = session.execute(select(ContestWork).where(col(ContestWork.id).in_(set(ids)))).scalars()
    return {piece.id: piece for piece in rows}


def titled(session: Session, ids: Iterable[str]) -> list[tuple[ContestWork, str]]:
    """Works with the titles of their contests."""
    rows = session.execute(
        select(ContestWork, col(Contest.title))
        .join(Contest, col(Contest.id) == col(ContestWork.contest_id))
        .where(col(ContestWork.id).in_(set(ids)))
        .order_by(col(ContestWork.id))
    )
    return [(row[0], row[1]) for row in rows]


# -- many --------------------------------------------------------------------------------------


def gallery(
    session: Session, contest_id: str, board: str, most: int, after: tuple[Any, ...] | None
) -> list[ContestWork]:
    """The accepted works of a board by their numbers."""
    return list(
        session.execute(
            select(ContestWork)
            .where(
                col(ContestWork.contest_id) == contest_id,
                col(ContestWork.state) == "accepted",
                col(ContestWork.board) == board,
                beyond(after, col(ContestWork.number)),
            )
            .order_by(col(ContestWork.number))
            .limit(most)
        ).scalars()
    )


def mine(session: Session, contest_id: str, person_id: str | None) -> list[ContestWork]:
    return list(
        session.execute(
            select(ContestWork)
            .where(
                col(ContestWork.contest_id) == contest_id, col(ContestWork.person_id) == person_id
            )
            .order_by(col(ContestWork.id))
        ).scalars()
    )


def of_contest(
    session: Session, contest_id: str, states: Sequence[str] = ("accepted",)
) -> list[ContestWork]:
    """All of a contest, by board and number."""
    return list(
        session.execute(
            select(ContestWork)
            .where(col(ContestWork.contest_id) == contest_id, col(ContestWork.state).in_(states))
            .order_by(col(ContestWork.board).desc(), col(ContestWork.number))
        ).scalars()
    )


def namings(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Work → how its author wishes to be named, for those that said it."""
    found = session.execute(
        select(col(WorkNaming.work_id), col(WorkNaming.choice)).where(
            col(WorkNaming.work_id).in_(list(ids))
        )
    )
    return {row[0]: row[1] for row in found}


def choose_naming(session: Session, work_id: str, choice: str, now: datetime) -> None:
    """The last choice holds."""
    said = {"choice": choice, "chosen_at": now}
    session.execute(
        upsert(session)(WorkNaming)
        .values(work_id=work_id, **said)
        .on_conflict_do_update(index_elements=["work_id"], set_=said)
    )


def count_drafts(session: Session, contest_id: str) -> int:
    return int(
        session.execute(
            select(func.count()).where(
                col(ContestWork.contest_id) == contest_id, col(ContestWork.state) == "draft"
            )
        ).scalar_one()
    )


def of_person(session: Session, person_id: str) -> list[ContestWork]:
    return list(
        session.execute(
            select(ContestWork)
            .where(col(ContestWork.person_id) == person_id)
            .order_by(col(ContestWork.id))
        ).scalars()
    )


def looks(session: Session, community_id: str) -> list[tuple[str, str, str]]:
    """(work, SHA-256, dhash) of every picture and story that was sent in to this community."""
    sent = and_(col(ContestWork.community_id) == community_id, col(ContestWork.state).in_(SENT))
    pictures = session.execute(
        select(col(ContestWork.id), col(Picture.sha256), col(Picture.dhash))
        .join(
            Picture,
            and_(
                col(Picture.subject_type) == "work",
                col(Picture.subject_id) == col(ContestWork.id),
            ),
        )
        .where(sent)
        .order_by(col(ContestWork.id))
    ).all()
    stories = session.execute(
        select(col(ContestWork.id), col(ContestWork.text_sha256)).where(
            sent, col(ContestWork.text_sha256) != ""
        )
    ).all()
    return [(row[0], row[1], row[2]) for row in pictures] + [
        (row[0], row[1], "") for row in stories
    ]


def is_juror(session: Session, contest_id: str, person_id: str | None) -> bool:
    return (
        session.get(ContestOffice, (contest_id, person_id, "juror")) is not None
        if person_id
        else False
    )


def juries_of(session: Session, person_id: str | None) -> set[str]:
    """The contests whose juror she is."""
    rows = session.execute(
        select(col(ContestOffice.contest_id)).where(
            col(ContestOffice.person_id) == person_id, col(ContestOffice.role) == "juror"
        )
    )
    return set(rows.scalars())


def members_inside(session: Session, ids: Iterable[str]) -> set[str]:
    """Which of these files are members still."""
    return set(
        session.execute(
            select(col(Member.id)).where(
                col(Member.id).in_(set(ids)), col(Member.state) == "approved"
            )
        ).scalars()
    )


# -- what `sen verify` asks ----------------------------------------------------------------------


def disagreements(session: Session, most: int = 1000) -> list[tuple[str, str, str]]:
    """(work, its state, its open item's state or "none") of all that wait or have an item."""
    item = and_(
        col(ReviewItem.subject_id) == col(ContestWork.id),
        col(ReviewItem.kind) == "work",
        col(ReviewItem.state).in_(OPEN),
    )
    rows = session.execute(
        select(
            col(ContestWork.id),
            col(ContestWork.state),
            func.coalesce(col(ReviewItem.state), "none"),
        )
        .outerjoin(ReviewItem, item)
        .where(or_(col(ContestWork.state) == "submitted", col(ReviewItem.id).is_not(None)))
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in rows]
