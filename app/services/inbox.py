"""The inbox: open items by due time, each with the actions that the server allows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain import members as rules
from app.domain.paging import Page, well_shaped
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.review import OPEN
from app.models.base import moment_text
from app.models.members import Member
from app.models.review import ReviewItem
from app.schemas.communities import ReasonRead
from app.schemas.reviews import ReviewLine, ReviewList
from app.services import residence
from app.services.cards import facts
from app.services.deeds import may, permit
from app.services.residence import Residence
from app.store import communities, members, reviews
from app.store.actors import Work

TO_DO = ("submitted", "escalated")


def page(work: Work, slug: str, paging: Page, *, state: str, kind: str) -> ReviewList:
    community = communities.get(work.session, slug)
    permit(work, "review.read", Thing(community_id=community.id))
    if state and state not in OPEN:
        raise Invalid.at("/state", "state-unknown")
    if not well_shaped(paging.after, str, str) or not _dated(paging.after):
        raise Invalid.at("/cursor", "bad-cursor")
    rows = reviews.inbox(
        work.session,
        community.id,
        most=paging.limit + 1,
        states=(state,) if state else TO_DO,
        kind=kind,
        after=paging.after,
    )
    shown, following = paging.cut(rows, lambda row: (moment_text(row[0].due_at), row[0].id))
    residences = residence.of(work, [member for _, member in shown])
    claimers = members.person_names(work.session, [item.claimed_by for item, _ in shown])
    waiting = reviews.waiting(work.session, community.id, work.now)
    counts = {name: count for name, (count, _) in waiting["states"].items()}
    return ReviewList(
        items=[_line(work, item, member, residences, claimers) for item, member in shown],
        next=following,
        community=slug,
        waiting=counts.get("submitted", 0) + counts.get("escalated", 0),
        late=waiting["late"],
        needs_info=counts.get("needs_info", 0),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision.startswith("member.")
        ],
    )


def _dated(after: tuple[Any, ...] | None) -> bool:
    """The cursor of this list begins with a moment."""
    try:
        return after is None or datetime.fromisoformat(after[0]).tzinfo is not None
    except ValueError:
        return False


def _line(
    work: Work,
    item: ReviewItem,
    member: Member,
    residences: dict[str, Residence],
    claimers: dict[str, str],
) -> ReviewLine:
    thing = Thing(member.community_id, member.person_id)
    actions = []
    if may(work, "member.decide", thing):
        roles = work.actor.roles_in(member.community_id)
        actions = rules.board_actions(member.state, facts(item), roles, work.now)
    claimed = item.claim_until is not None and item.claim_until > work.now
    home = residences.get(member.id)
    return ReviewLine(
        id=item.id,
        kind=item.kind,
        subject_type=item.subject_type,
        subject_id=item.subject_id,
        title=member.full_name,
        unit=home.said.name if home else None,
        unit_now=[unit.name for unit in ([home.now] if home.now else home.said.now)]
        if home
        else [],
        state=item.state,
        version=member.version,
        due_at=item.due_at,
        late=item.state != "needs_info" and item.due_at < work.now,
        opened_at=member.applied_at,
        claimed_by=claimers.get(item.claimed_by or "") if claimed else None,
        under_18=member.under_18,
        answered=item.rounds > 0 and item.state == "submitted",
        allowed_actions=actions,
    )
