"""The inbox: open items, the most urgent first, each with the actions that the server allows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.paging import Page, well_shaped
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.review import OPEN
from app.models.base import moment_text
from app.models.review import ReviewItem
from app.schemas.communities import ReasonRead
from app.schemas.reviews import ReviewList
from app.services import judging
from app.services.deeds import permit
from app.store import communities, reviews
from app.store import inbox as store
from app.store.actors import Work

TO_DO = ("submitted", "escalated")


def page(work: Work, slug: str, paging: Page, *, state: str, kind: str) -> ReviewList:
    community = communities.get(work.session, slug)
    permit(work, "review.read", Thing(community_id=community.id))
    if state and state not in OPEN:
        raise Invalid.at("/state", "state-unknown")
    if kind and kind not in judging.KINDS:
        raise Invalid.at("/kind", "kind-unknown")
    if not well_shaped(paging.after, int, str, str) or not _dated(paging.after):
        raise Invalid.at("/cursor", "bad-cursor")
    rows = store.page(
        work.session,
        community.id,
        most=paging.limit + 1,
        states=(state,) if state else TO_DO,
        kind=kind,
        after=paging.after,
    )
    shown, following = paging.cut(rows, _place)
    waiting = reviews.waiting(work.session, community.id, work.now)
    counts = {name: count for name, (count, _) in waiting["states"].items()}
    lines = judging.lines(work, shown)
    return ReviewList(
        items=[lines[item.id] for item in shown],
        next=following,
        community=slug,
        waiting=counts.get("submitted", 0) + counts.get("escalated", 0),
        late=waiting["late"],
        needs_info=counts.get("needs_info", 0),
        kinds=judging.counts(work, community.id),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision.partition(".")[0] in judging.KINDS
        ],
    )


def _place(item: ReviewItem) -> tuple[int, str, str]:
    """Where an item stands in the list."""
    return item.priority, moment_text(item.due_at), item.id


def _dated(after: tuple[Any, ...] | None) -> bool:
    """The cursor of this list names a moment."""
    try:
        return after is None or datetime.fromisoformat(after[1]).tzinfo is not None
    except ValueError:
        return False
