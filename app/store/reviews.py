"""Review items: the inbox, the current item of a subject, and the conditional moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.models.members import Member
from app.models.review import OPEN, ReviewItem
from app.store.changes import rows_of


def current(session: Session, kind: str, subject_id: str) -> ReviewItem | None:
    """The open item of a subject, or the last closed one."""
    return _current(session, col(ReviewItem.kind) == kind, col(ReviewItem.subject_id) == subject_id)


def latest(session: Session, subject_id: str) -> ReviewItem | None:
    """The same, whatever kind of subject it is: ids of all kinds differ."""
    return _current(session, col(ReviewItem.subject_id) == subject_id)


def kinds_of(session: Session, subject_ids: Iterable[str]) -> dict[str, str]:
    """Subject → its kind."""
    rows = session.execute(
        select(col(ReviewItem.subject_id), col(ReviewItem.kind))
        .where(col(ReviewItem.subject_id).in_(set(subject_ids)))
        .distinct()
    )
    return {row[0]: row[1] for row in rows}


def _current(session: Session, *conditions: ColumnElement[bool]) -> ReviewItem | None:
    items = session.execute(
        select(ReviewItem)
        .where(*conditions)
        .order_by(col(ReviewItem.opened_at).desc(), col(ReviewItem.id).desc())
        .limit(5)
        .execution_options(populate_existing=True)
    ).scalars()
    listed = list(items)
    return next((item for item in listed if item.state in OPEN), listed[0] if listed else None)


def by_id(session: Session, item_id: str) -> ReviewItem | None:
    return session.get(ReviewItem, item_id)


def is_reversal(session: Session, item: ReviewItem) -> bool:
    """Whether this decision came from reversing an earlier one."""
    before = session.get(ReviewItem, item.previous_id) if item.previous_id else None
    return before is not None and before.state == "reversed"


def history(session: Session, kind: str, subject_id: str) -> list[ReviewItem]:
    return list(
        session.execute(
            select(ReviewItem)
            .where(col(ReviewItem.kind) == kind, col(ReviewItem.subject_id) == subject_id)
            .order_by(col(ReviewItem.opened_at), col(ReviewItem.id))
        ).scalars()
    )


def move(session: Session, item: ReviewItem, to: str, **values: Any) -> bool:
    """One conditional UPDATE from the state and version that were read; False when lost."""
    result = session.execute(
        update(ReviewItem)
        .where(
            col(ReviewItem.id) == item.id,
            col(ReviewItem.version) == item.version,
            col(ReviewItem.state) == item.state,
        )
        .values(state=to, version=item.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if not rows_of(result):
        return False
    session.refresh(item)
    return True


def lease(
    session: Session,
    item: ReviewItem,
    person_id: str,
    until: datetime,
    now: datetime,
    *,
    force: bool,
) -> bool:
    """Claim by one conditional UPDATE; a lease that ran out, or her own, is free to take."""
    free = or_(
        col(ReviewItem.claimed_by).is_(None),
        col(ReviewItem.claimed_by) == person_id,
        col(ReviewItem.claim_until) <= now,
    )
    result = session.execute(
        update(ReviewItem)
        .where(col(ReviewItem.id) == item.id, *([] if force else [free]))
        .values(claimed_by=person_id, claim_until=until)
        .execution_options(synchronize_session=False)
    )
    session.refresh(item)
    return bool(rows_of(result))


def raise_to(session: Session, item: ReviewItem, priority: int) -> None:
    """How far up it stands; no new version, since what is judged is the same."""
    session.execute(
        update(ReviewItem)
        .where(col(ReviewItem.id) == item.id)
        .values(priority=priority)
        .execution_options(synchronize_session=False)
    )
    session.refresh(item)


def release(session: Session, item: ReviewItem, person_id: str) -> None:
    session.execute(
        update(ReviewItem)
        .where(col(ReviewItem.id) == item.id, col(ReviewItem.claimed_by) == person_id)
        .values(claimed_by=None, claim_until=None)
        .execution_options(synchronize_session=False)
    )
    session.refresh(item)


def find(session: Session, community_id: str, reference: str) -> ReviewItem | None:
    """An item by its own id or by its subject's: bulk requests may name either."""
    if not is_id(reference):
        return None
    return session.execute(
        select(ReviewItem)
        .where(
            col(ReviewItem.community_id) == community_id,
            or_(col(ReviewItem.id) == reference, col(ReviewItem.subject_id) == reference),
        )
        .order_by(col(ReviewItem.opened_at).desc())
        .limit(1)
    ).scalar_one_or_none()


def waiting(session: Session, community_id: str, now: datetime) -> dict[str, Any]:
    """What waits: how many in each open state, how many late, the oldest due time."""
    rows = session.execute(
        select(col(ReviewItem.state), func.count(), func.min(col(ReviewItem.due_at)))
        .where(col(ReviewItem.community_id) == community_id, col(ReviewItem.state).in_(OPEN))
        .group_by(col(ReviewItem.state))
    ).all()
    late = session.execute(
        select(func.count()).where(
            col(ReviewItem.community_id) == community_id,
            col(ReviewItem.state).in_(("submitted", "escalated")),
            col(ReviewItem.due_at) < now,
        )
    ).scalar_one()
    return {"late": int(late), "states": {state: (int(n), oldest) for state, n, oldest in rows}}


def waiting_by_kind(session: Session, community_id: str) -> dict[str, int]:
    rows = session.execute(
        select(col(ReviewItem.kind), func.count())
        .where(
            col(ReviewItem.community_id) == community_id,
            col(ReviewItem.state).in_(("submitted", "escalated")),
        )
        .group_by(col(ReviewItem.kind))
    )
    return {kind: int(count) for kind, count in rows}


def answered_hours(
    session: Session, community_id: str, kind: str = "member", most: int = 50
) -> list[float]:
    """Hours from the sending to the board's first word, of the latest decided items."""
    rows = session.execute(
        select(col(ReviewItem.opened_at), col(ReviewItem.asked_at), col(ReviewItem.decided_at))
        .where(
            col(ReviewItem.community_id) == community_id,
            col(ReviewItem.kind) == kind,
            col(ReviewItem.decided_at).is_not(None),
            # What a rule decided at once was no waiting.
            col(ReviewItem.decided_by).is_not(None),
            col(ReviewItem.previous_id).is_(None),
        )
        .order_by(col(ReviewItem.decided_at).desc())
        .limit(most)
    )
    return [
        (first - opened).total_seconds() / 3600
        for opened, asked, decided in rows
        if (first := asked or decided) is not None
    ]


def unanswered_since(session: Session, moment: datetime, most: int = 100) -> list[ReviewItem]:
    """Items whose question has waited for an answer since before `moment`."""
    return list(
        session.execute(
            select(ReviewItem)
            .where(col(ReviewItem.state) == "needs_info", col(ReviewItem.asked_at) < moment)
            .limit(most)
        ).scalars()
    )


def disagreements(session: Session, most: int = 100) -> list[tuple[str, str, str]]:
    """Members whose state and whose open item do not say the same (state, item's state)."""
    rows = session.execute(
        select(col(Member.id), col(Member.state), col(ReviewItem.state))
        .join(ReviewItem, col(ReviewItem.subject_id) == col(Member.id))
        .where(
            col(ReviewItem.kind) == "member",
            col(ReviewItem.state).in_(OPEN),
            or_(
                and_(col(ReviewItem.state) == "needs_info", col(Member.state) != "needs_info"),
                and_(col(ReviewItem.state) != "needs_info", col(Member.state) != "submitted"),
            ),
        )
        .limit(most)
    )
    return [(member_id, state, item) for member_id, state, item in rows]


def in_hand(
    session: Session, community_id: str, person_id: str, role: str, most: int = 100
) -> list[tuple[str, str, datetime]]:
    """(file number, state, due) of open items that she has claimed or that wait for her role."""
    rows = session.execute(
        select(col(Member.file_no), col(ReviewItem.state), col(ReviewItem.due_at))
        .join(Member, col(Member.id) == col(ReviewItem.subject_id))
        .where(
            col(ReviewItem.community_id) == community_id,
            col(ReviewItem.subject_type) == "member",
            col(ReviewItem.state).in_(OPEN),
            or_(
                col(ReviewItem.claimed_by) == person_id,
                and_(col(ReviewItem.state) == "escalated", col(ReviewItem.escalated_to) == role),
            ),
        )
        .order_by(col(ReviewItem.due_at), col(ReviewItem.id))
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def count_open(session: Session, community_id: str) -> int:
    return int(
        session.execute(
            select(func.count()).where(
                col(ReviewItem.community_id) == community_id, col(ReviewItem.state).in_(OPEN)
            )
        ).scalar_one()
    )
