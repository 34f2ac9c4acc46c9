"""What has left the product, what waits, and what did not arrive: for the board to see."""

from __future__ import annotations

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.schemas.notices import DeliveryList, DeliveryRead
from app.services.deeds import may, permit
from app.store import communities, deliveries
from app.store.actors import Work


def page(work: Work, slug: str, state: str, paging: Page) -> DeliveryList:
    """Newest first. The words only for those who may contact her; addresses for nobody."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "delivery.read", thing)
    reads = may(work, "member.contact", thing)
    rows = deliveries.page(work.session, community.id, state, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row[0].id,))
    return DeliveryList(
        items=[
            DeliveryRead(
                **delivery.model_dump(
                    include={
                        "id",
                        "channel",
                        "state",
                        "problem",
                        "attempts",
                        "next_at",
                        "created_at",
                        "ended_at",
                    }
                ),
                full_name=name,
                member=notice.member_id,
                kind=notice.kind,
                text=notice.outside_text if reads else "",
            )
            for delivery, notice, name in shown
        ],
        next=following,
        community=slug,
        demo=community.demo,
    )


def held(work: Work, person_id: str) -> list[dict[str, object]]:
    """Of one person, for her own eyes: the words, the way, what became of it."""
    return [
        {
            "channel": delivery.channel,
            "state": delivery.state,
            "text": notice.outside_text,
            "created_at": delivery.created_at,
            "ended_at": delivery.ended_at,
        }
        for delivery, notice in deliveries.of_person(work.session, person_id)
    ]
