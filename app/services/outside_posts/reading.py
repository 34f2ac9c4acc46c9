"""The register: its list, the desk, the inbox, “Hôm nay”, and what is held about a member."""

from __future__ import annotations

from typing import Any

from app.domain import outside_posts as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.text import beginning
from app.models.communities import Community
from app.models.members import Member
from app.models.review import ReviewItem
from app.schemas.house import WaitingRead
from app.schemas.outside_posts import OutsidePostList, OutsidePostRead
from app.schemas.reviews import ReviewLine
from app.services import reviewing
from app.services.deeds import may, permit
from app.services.outside_posts.cards import card, line
from app.services.outside_posts.subjects import DECIDE, READ, RECORD, Case, opened
from app.store import communities
from app.store import outside_posts as store
from app.store.actors import Work

#: More than anybody is written about.
MOST_HELD = 1_000


def page(work: Work, slug: str, paging: Page, state: str, q: str) -> OutsidePostList:
    """The newest first; `state=hand`: what waits to be done on the platform, the oldest first."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, READ, thing)
    if state not in store.VIEWS:
        raise Invalid.at("/state", "state-unknown")
    rows = store.page(work.session, community.id, state, q, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    waits = store.waiting_hands(work.session, [row.id for row in shown])
    files = store.linked(work.session, [row.member_id for row in shown])
    return OutsidePostList(
        items=[line(row, files.get(row.member_id or ""), waits.get(row.id)) for row in shown],
        next=following,
        community=slug,
        state=state,
        q=q,
        hands=store.count_hands(work.session, community.id),
        may_record=may(work, RECORD, thing),
    )


def read(work: Work, post_id: str) -> OutsidePostRead:
    case = opened(work, post_id)
    permit(work, READ, Thing(case.post.community_id))
    return card(work, case)


def to_decide(work: Work, post_id: str) -> OutsidePostRead:
    """For the pages of decisions."""
    case = opened(work, post_id)
    permit(work, DECIDE, case.thing)
    return card(work, case)


def claim(work: Work, post_id: str, *, take_over: bool) -> OutsidePostRead:
    case = opened(work, post_id)
    held = permit(work, DECIDE, case.thing)
    reviewing.claim(work, case.subject, held, take_over=take_over)
    return card(work, case)


def release(work: Work, post_id: str) -> None:
    case = opened(work, post_id)
    permit(work, DECIDE, case.thing)
    reviewing.release(work, case.subject)


def today(work: Work, community: Community) -> list[WaitingRead]:
    """What waits for a hand on the platforms; nothing where none does."""
    count = store.count_hands(work.session, community.id)
    href = f"/communities/{community.slug}/outside-posts?state=hand"
    waits = WaitingRead(kind="hand", count=count, late=0, oldest_due_at=None, href=href)
    return [waits] if count else []


# -- in the inbox ----------------------------------------------------------------------------------


def lines(work: Work, items: list[ReviewItem], claimers: dict[str, str]) -> dict[str, ReviewLine]:
    """A line per item."""
    found = store.by_ids(work.session, [item.subject_id for item in items])
    files = store.linked(work.session, [post.member_id for post in found.values()])
    made = {}
    for item in items:
        post = found[item.subject_id]
        case = Case(post, files.get(post.member_id or ""))
        actions = []
        if may(work, DECIDE, case.thing):
            roles = work.actor.roles_in(post.community_id)
            actions = rules.board_actions(post.state, reviewing.facts(item), roles, work.now)
        made[item.id] = ReviewLine(
            **reviewing.line_facts(work, item, claimers),
            title=beginning(post.body) or post.author_name,
            author=post.author_name,
            about=post.platform,
            why=list(item.evidence.get("why", ())),
            version=post.version,
            opened_at=post.recorded_at,
            allowed_actions=actions,
        )
    return made


def names(work: Work, ids: list[str]) -> dict[str, str]:
    """What a batch was about, as far as the reader may see it."""
    return {
        post.id: beginning(post.body) or post.author_name
        for post in store.by_ids(work.session, ids).values()
        if post.state != "secluded" and may(work, READ, Thing(post.community_id))
    }


# -- her own data ----------------------------------------------------------------------------------


def held(work: Work, member: Member) -> dict[str, Any]:
    """What is recorded about her outside; what the closed circle keeps is told by the circle."""
    kept = {"kind", "platform", "address", "author_name", "body", "seen_at", "there"}
    return {
        "outside_posts": [
            row.model_dump(include=kept)
            | {
                "outside_state": row.state,
                "state_reason": row.state_reason,
                "recorded_at": row.recorded_at,
            }
            for row in store.of_person(work.session, member.id, MOST_HELD)
        ]
    }
