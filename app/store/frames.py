"""What stands around a page: the community, the others she serves, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.permissions import Actor
from app.models.communities import Community
from app.models.review import ReviewItem
from app.store import notices


@dataclass(frozen=True, slots=True)
class Surroundings:
    community: Community | None
    communities: list[Community]
    waiting: int
    demo: bool
    unread: int


def around(session: Session, actor: Actor, slug: str | None, now: datetime) -> Surroundings:
    """The community named by the page, else the first that she belongs to."""
    mine = {c for post in actor.posts for c in post.communities}
    mine |= {membership.community_id for membership in actor.memberships}
    known = list(
        session.execute(
            select(Community)
            .where(or_(col(Community.id).in_(mine), col(Community.slug) == slug))
            .order_by(col(Community.name))
        ).scalars()
    )
    named = next((c for c in known if c.slug == slug), None)
    community = named or (known[0] if known and slug is None else None)
    demo = bool(
        session.execute(select(col(Community.id)).where(col(Community.demo)).limit(1)).first()
    )
    return Surroundings(
        community=community,
        communities=[c for c in known if c.id in mine],
        waiting=_waiting(session, community.id) if community and _serves(actor, community) else 0,
        demo=community.demo if community else demo,
        unread=notices.count_unread(session, actor.person_id, now) if actor.person_id else 0,
    )


def _serves(actor: Actor, community: Community) -> bool:
    return bool(actor.roles_in(community.id))


def _waiting(session: Session, community_id: str) -> int:
    """Items to judge, counted on the inbox's own index."""
    return int(
        session.execute(
            select(func.count()).where(
                col(ReviewItem.community_id) == community_id,
                col(ReviewItem.state).in_(("submitted", "escalated")),
            )
        ).scalar_one()
    )
