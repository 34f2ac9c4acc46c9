"""Review items: the inbox, the current item of a subject, and the conditional moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from app.domain.ids import is_id
from app.models.members import Member
from app.models.review import OPEN, ReviewItem, SharedDecision


def current(session: Session, kind: str, subject_id: str) -> ReviewItem | None:
    """The open item of a subject, or the last closed one."""
    items = session.execute(
        select(ReviewItem)
        .where(ReviewItem.kind == kind, ReviewItem.subject_id == subject_id)
        .order_by(ReviewItem.opened_at.desc(), ReviewItem.id.desc())  # type: ignore[attr-defined]
        .limit(5)
        .execution_options(populate_existing=True)
    ).scalars()
    listed = list(items)
    return next((item for item in listed if item.state in OPEN), listed[0] if listed else None)


def by_id(session: Session, item_id: str) -> ReviewItem | None:
    return session.get(ReviewItem, item_id)


def history(session: Session, kind: str, subject_id: str) -> list[ReviewItem]:
    return list(
        session.execute(
            select(ReviewItem)
            .where(ReviewItem.kind == kind, ReviewItem.subject_id == subject_id)
            .order_by(ReviewItem.opened_at, ReviewItem.id)
        ).scalars()
    )


def move(session: Session, item: ReviewItem, to: str, **values: Any) -> bool:
    """One conditional UPDATE from the state and version that were read; False when lost."""
    result = session.execute(
        update(ReviewItem)
        .where(
            ReviewItem.id == item.id,
            ReviewItem.version == item.version,
            ReviewItem.state == item.state,
        )
        .values(state=to, version=item.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if not result.rowcount:
        return False
    session.refresh(item)
    return True


def lease(
    session: Session, item: ReviewItem, person_id: str, until: datetime, now: datetime, *, force: bool
) -> bool:
    """Claim by one conditional UPDATE; a lease that ran out, or her own, is free to take."""
    free = or_(
        ReviewItem.claimed_by.is_(None),  # type: ignore[union-attr]
        ReviewItem.claimed_by == person_id,
        ReviewItem.claim_until <= now,  # type: ignore[operator]
    )
    result = session.execute(
        update(ReviewItem)
        .where(ReviewItem.id == item.id, *([] if force else [free]))
        .values(claimed_by=person_id, claim_until=until)
        .execution_options(synchronize_session=False)
    )
    session.refresh(item)
    return bool(result.rowcount)


def release(session: Session, item: ReviewItem, person_id: str) -> None:
    session.execute(
        update(ReviewItem)
        .where(ReviewItem.id == item.id, ReviewItem.claimed_by == person_id)
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
            ReviewItem.community_id == community_id,
            or_(ReviewItem.id == reference, ReviewItem.subject_id == reference),
        )
        .order_by(ReviewItem.opened_at.desc())  # type: ignore[attr-defined]
        .limit(1)
    ).scalar_one_or_none()


def inbox(
    session: Session,
    community_id: str,
    *,
    most: int,
    states: tuple[str, ...] = ("submitted", "escalated"),
    kind: str = "",
    after: tuple[Any, ...] | None = None,
) -> list[tuple[ReviewItem, Member]]:
    """Open items by due time, with the members they are about."""
    statement = (
        select(ReviewItem, Member)
        .join(Member, Member.id == ReviewItem.subject_id)
        .where(
            ReviewItem.community_id == community_id,
            ReviewItem.subject_type == "member",
            ReviewItem.state.in_(states),  # type: ignore[attr-defined]
        )
    )
    if kind:
        statement = statement.where(ReviewItem.kind == kind)
    if after is not None:
        due, last = datetime.fromisoformat(after[0]), after[1]
        statement = statement.where(
            or_(ReviewItem.due_at > due, and_(ReviewItem.due_at == due, ReviewItem.id > last))
        )
    rows = session.execute(statement.order_by(ReviewItem.due_at, ReviewItem.id).limit(most))
    return [(item, member) for item, member in rows]


def waiting(session: Session, community_id: str, now: datetime) -> dict[str, Any]:
    """What waits: how many in each open state, how many late, the oldest due time."""
    rows = session.execute(
        select(ReviewItem.state, func.count(), func.min(ReviewItem.due_at))
        .where(ReviewItem.community_id == community_id, ReviewItem.state.in_(OPEN))  # type: ignore[attr-defined]
        .group_by(ReviewItem.state)
    ).all()
    late = session.execute(
        select(func.count()).where(
            ReviewItem.community_id == community_id,
            ReviewItem.state.in_(("submitted", "escalated")),  # type: ignore[attr-defined]
            ReviewItem.due_at < now,
        )
    ).scalar_one()
    return {"late": int(late), "states": {state: (int(n), oldest) for state, n, oldest in rows}}


def answered_hours(session: Session, community_id: str, most: int = 50) -> list[float]:
    """Hours from application to the board's first word, of the latest decided items."""
    rows = session.execute(
        select(ReviewItem.opened_at, ReviewItem.asked_at, ReviewItem.decided_at)
        .where(
            ReviewItem.community_id == community_id,
            ReviewItem.kind == "member",
            ReviewItem.decided_at.is_not(None),  # type: ignore[union-attr]
            ReviewItem.previous_id.is_(None),  # type: ignore[union-attr]
        )
        .order_by(ReviewItem.decided_at.desc())  # type: ignore[union-attr]
        .limit(most)
    )
    return [
        ((asked or decided) - opened).total_seconds() / 3600 for opened, asked, decided in rows
    ]


def unanswered_since(session: Session, moment: datetime, most: int = 100) -> list[ReviewItem]:
    """Items whose question has waited for an answer since before `moment`."""
    return list(
        session.execute(
            select(ReviewItem)
            .where(ReviewItem.state == "needs_info", ReviewItem.asked_at < moment)  # type: ignore[operator]
            .limit(most)
        ).scalars()
    )


def shared(session: Session, action: str, subject_id: str) -> SharedDecision | None:
    return session.execute(
        select(SharedDecision).where(
            SharedDecision.action == action,
            SharedDecision.subject_id == subject_id,
            SharedDecision.closed_at.is_(None),  # type: ignore[union-attr]
        )
    ).scalar_one_or_none()


def complete_shared(
    session: Session, decision: SharedDecision, person_id: str | None, now: datetime
) -> bool:
    """Close it once; `person_id` None when the subject went another way."""
    result = session.execute(
        update(SharedDecision)
        .where(SharedDecision.id == decision.id, SharedDecision.closed_at.is_(None))  # type: ignore[union-attr]
        .values(second_by=person_id, closed_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)


def disagreements(session: Session, most: int = 100) -> list[tuple[str, str, str]]:
    """Members whose state and whose open item do not say the same (state, item's state)."""
    rows = session.execute(
        select(Member.id, Member.state, ReviewItem.state)
        .join(ReviewItem, ReviewItem.subject_id == Member.id)
        .where(
            ReviewItem.kind == "member",
            ReviewItem.state.in_(OPEN),  # type: ignore[attr-defined]
            or_(
                and_(ReviewItem.state == "needs_info", Member.state != "needs_info"),
                and_(ReviewItem.state != "needs_info", Member.state != "submitted"),
            ),
        )
        .limit(most)
    )
    return [(member_id, state, item) for member_id, state, item in rows]
