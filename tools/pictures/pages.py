"""A connected Page and postings in every state: a demonstration sends nothing, so rows are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.models.page_postings import PageConnection, PagePosting
from app.models.posts import Post
from app.schemas.members import Decision
from app.services.deeds import fresh_id
from app.services.posts import deciding
from app.store import communities
from app.store.actors import Work

TEXT = "Sáng Chủ nhật tuần này, chị em cùng đi bộ quanh hồ lúc 6 giờ. Mời chị em chưa vào nhóm cùng đi."
LINK = "https://nhom.example.vn/i/ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Postings:
    """One posting of each kind that looks different."""

    unread: str
    failed: str
    unknown: str
    sent: str
    group: str


def furnish(desk: Work, slug: str, second: str) -> Postings:
    """`desk`: the chair's own work; `second`: another person of the board, who writes."""
    community = communities.get(desk.session, slug).id
    desk.session.add(
        PageConnection(
            community_id=community,
            page_id="100200300400500",
            page_name="Phụ nữ Gia Lâm khỏe – đẹp mỗi ngày",
            token="sealed",
            problem="page-token-expired",
            set_by=desk.actor.person_id or "",
            set_at=desk.now - timedelta(days=60),
        )
    )
    by: dict[str, Any] = {"created_by": second}
    read: dict[str, Any] = {**by, "read_by": desk.actor.person_id, "read_at": desk.now}
    sent = {"sent_at": desk.now, "outside_address": "https://www.facebook.com/100200300400500_1"}
    return Postings(
        sent=_add(desk, community, state="sent", **read, **sent),
        failed=_add(desk, community, state="failed", problem="page-token-expired", **read),
        unknown=_add(desk, community, state="unknown", problem="page-answer-lost", **read),
        group=_add(desk, community, channel="group", state="sent", **by, **sent),
        unread=_add(desk, community, needs_second=True, **by),
    )


def bridge(desk: Work, slug: str, posts: dict[str, str]) -> str:
    """Bulletins on the Page and in the group; gives one that was archived and still stands there."""
    community = communities.get(desk.session, slug).id
    by: dict[str, Any] = {"created_by": desk.actor.person_id, "sent_at": desk.now, "state": "sent"}
    outside = "https://www.facebook.com/100200300400500_2"
    gone = desk.session.execute(
        select(Post).where(col(Post.kind) == "bulletin", col(Post.state) == "published")
    ).scalars()
    archived = [post.id for post in gone if post.id != posts["bulletin-published"]][-1]
    deciding.archive(desk, archived, Decision())
    # What the demonstration has brought there already stays.
    there = {
        (one.channel, one.subject_id) for one in desk.session.execute(select(PagePosting)).scalars()
    }
    for post in (posts["bulletin-published"], archived):
        about = {"subject_type": "post", "subject_id": post}
        if ("page", post) not in there:
            _add(desk, community, **about, **by, outside_address=outside)
        if ("group", post) not in there:
            _add(desk, community, **about, **by, channel="group")
    scheduled = posts["bulletin-scheduled"]
    if ("page", scheduled) not in there:
        about = {"subject_type": "post", "subject_id": scheduled}
        _add(desk, community, **about, created_by=desk.actor.person_id)
    return archived


def _add(desk: Work, community: str, **more: Any) -> str:
    posting = PagePosting(
        id=fresh_id(desk),
        community_id=community,
        text=TEXT,
        link=LINK,
        wanted_at=desk.now + timedelta(hours=20),
        created_at=desk.now,
        changed_at=desk.now,
        **more,
    )
    desk.session.add(posting)
    desk.session.flush()
    return posting.id
