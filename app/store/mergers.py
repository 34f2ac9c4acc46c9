"""Mergers of files: the one that stands, those of a kept file, and undoing once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.members import INSIDE
from app.models.members import Consent, Member, Message
from app.models.mergers import Merger
from app.models.people import Account
from app.store.changes import rows_of

#: Files of one kept file that a card shows.
MOST = 20


def last(session: Session, member_id: str) -> Merger | None:
    """The merger of a file that stands, or else the last one that was undone."""
    return session.execute(
        select(Merger)
        .where(col(Merger.from_id) == member_id)
        .order_by(col(Merger.undone_at).is_not(None), col(Merger.id).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def standing(session: Session, member_id: str) -> Merger | None:
    merger = last(session, member_id)
    return merger if merger is not None and merger.undone_at is None else None


def of_member(session: Session, member_id: str) -> list[Merger]:
    """Every merger that a file had a part in, the oldest first."""
    return list(
        session.execute(
            select(Merger)
            .where(or_(col(Merger.from_id) == member_id, col(Merger.into_id) == member_id))
            .order_by(col(Merger.id))
        ).scalars()
    )


def below(session: Session, member_id: str) -> list[tuple[Merger, Member]]:
    """The files that stand under one file, those under them too, the last joined first."""
    tree = (
        select(col(Merger.from_id).label("id"))
        .where(col(Merger.into_id) == member_id, col(Merger.undone_at).is_(None))
        .cte("tree", recursive=True)
    )
    tree = tree.union(
        select(col(Merger.from_id))
        .join(tree, col(Merger.into_id) == tree.c.id)
        .where(col(Merger.undone_at).is_(None))
    )
    rows = session.execute(
        select(Merger, Member)
        .join(Member, col(Member.id) == col(Merger.from_id))
        .where(col(Merger.from_id).in_(select(tree.c.id)), col(Merger.undone_at).is_(None))
        .order_by(col(Merger.id).desc())
        .limit(MOST)
    )
    return [(merger, member) for merger, member in rows]


def undo(
    session: Session, merger: Merger, person_id: str | None, now: datetime, left: list[str]
) -> bool:
    """One conditional UPDATE: whoever comes second changes no row."""
    result = session.execute(
        update(Merger)
        .where(col(Merger.id) == merger.id, col(Merger.undone_at).is_(None))
        .values(undone_at=now, undone_by=person_id, left=left)
        .execution_options(synchronize_session=False)
    )
    session.refresh(merger)
    return bool(rows_of(result))


def kept_numbers(session: Session, member_ids: Iterable[str]) -> dict[str, str]:
    """File → the number of the file that it went into."""
    rows = session.execute(
        select(col(Merger.from_id), col(Member.file_no))
        .join(Member, col(Member.id) == col(Merger.into_id))
        .where(col(Merger.from_id).in_(set(member_ids)), col(Merger.undone_at).is_(None))
    )
    return {row[0]: row[1] for row in rows}


def numbers(session: Session, member_ids: Iterable[str]) -> dict[str, str]:
    """Files by id → the numbers that people say."""
    rows = session.execute(
        select(col(Member.id), col(Member.file_no)).where(col(Member.id).in_(set(member_ids)))
    )
    return {row[0]: row[1] for row in rows}


def in_community(session: Session, community_id: str, reference: str) -> Member | None:
    """A file by its id, or by the number that people say."""
    return session.execute(
        select(Member).where(
            col(Member.community_id) == community_id,
            or_(col(Member.id) == reference, col(Member.file_no) == reference.strip().upper()),
        )
    ).scalar_one_or_none()


def consents(session: Session, member_ids: Iterable[str]) -> dict[str, list[str]]:
    """The purposes that hold under each file."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(col(Consent.member_id), col(Consent.purpose))
        .where(col(Consent.member_id).in_(set(member_ids)), col(Consent.withdrawn_at).is_(None))
        .order_by(col(Consent.given_at), col(Consent.purpose))
    )
    for member_id, purpose in rows:
        found.setdefault(member_id, []).append(purpose)
    return found


def messages(session: Session, member_ids: Iterable[str]) -> dict[str, int]:
    rows = session.execute(
        select(col(Message.member_id), func.count())
        .where(col(Message.member_id).in_(set(member_ids)))
        .group_by(col(Message.member_id))
    )
    return {row[0]: int(row[1]) for row in rows}


def with_account(session: Session, person_ids: Iterable[str]) -> set[str]:
    """Those among some persons who can sign in."""
    rows = session.execute(
        select(col(Account.person_id)).where(
            col(Account.person_id).in_(set(person_ids)), col(Account.password_hash).is_not(None)
        )
    )
    return {row[0] for row in rows}


def ending() -> ColumnElement[str]:
    """Why a membership ended: `removed`, `deceased`, `merged`, a reason of leaving, or `unsaid`.

    A file that was joined to another keeps the reason that it had ended with before.
    """
    before = (
        select(col(Merger.from_state))
        .where(col(Merger.from_id) == col(Member.id), col(Merger.undone_at).is_(None))
        .correlate(Member)
        .scalar_subquery()
    )
    state = case((col(Member.state) == "merged", before), else_=col(Member.state))
    return case(
        (state == "removed", "removed"),
        # One by one: a hot read knows no list of values.
        (
            and_(col(Member.state) == "merged", or_(*(before == one for one in sorted(INSIDE)))),
            "merged",
        ),
        (col(Member.deceased).is_(True), "deceased"),
        (col(Member.state_reason) == "", "unsaid"),
        else_=col(Member.state_reason),
    )


def disagreements(session: Session, most: int = 100) -> list[tuple[str, str]]:
    """(file, its state) where the state and the standing merger do not say the same."""
    merger = and_(col(Merger.from_id) == col(Member.id), col(Merger.undone_at).is_(None))
    rows = session.execute(
        select(col(Member.id), col(Member.state))
        .outerjoin(Merger, merger)
        .where(
            or_(
                and_(col(Member.state) == "merged", col(Merger.id).is_(None)),
                and_(col(Member.state) != "merged", col(Merger.id).is_not(None)),
            )
        )
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]
