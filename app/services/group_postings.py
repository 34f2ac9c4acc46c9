"""“Chép để đăng vào nhóm”: text ready to paste, and the tick that somebody has pasted it.

No software posts in a Facebook group (domain.md §5.3): an officer does, and says so here.
"""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.communities import Community
from app.models.page_postings import PagePosting
from app.schemas.page_postings import GroupCopy, GroupPostingCreate
from app.services.deeds import fresh_id, may, permit, record
from app.services.page_following import SUBJECT
from app.services.reviewing import BOARD
from app.store import communities, members, posts
from app.store import page_postings as store
from app.store.actors import Work

WRITE = "page_posting.write"


def copy_for_group(
    work: Work, community_id: str, subject: tuple[str, str], text: str, link: str
) -> GroupCopy:
    """What `_ui/group_copy.html` shows on the page of a bulletin, a post or a posting."""
    tick = store.ticked(work.session, community_id, *subject)
    names = members.person_names(work.session, [tick.created_by]) if tick else {}
    return GroupCopy(
        community=communities.by_id(work.session, community_id).slug,
        text=text,
        link=link,
        subject_type=subject[0],
        subject_id=subject[1],
        posted_at=tick.sent_at if tick else None,
        posted_by=names.get(tick.created_by or "", BOARD) if tick else None,
        address=tick.outside_address if tick else "",
        may_tick=tick is None and may(work, WRITE, Thing(community_id=community_id)),
    )


def of_posting(work: Work, posting: PagePosting) -> GroupCopy:
    """A text of the board's own."""
    own = ("page_posting", posting.id)
    return copy_for_group(work, posting.community_id, own, posting.text, posting.link)


def tick(work: Work, slug: str, body: GroupPostingCreate) -> GroupCopy:
    """Posted in the group: who, when, where. Once a subject, by the unique key."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    if (body.subject_type is None) != (body.subject_id is None):
        raise Invalid.at("/subject_id", "takedown-subject-half")
    if body.subject_type == SUBJECT:
        _must_be_out(work, community, body.subject_id or "")
    posting_id = fresh_id(work)
    subject = (body.subject_type or "group_posting", body.subject_id or posting_id)
    ticked = store.add(
        work.session,
        {
            "id": posting_id,
            "community_id": community.id,
            "channel": "group",
            "subject_type": subject[0],
            "subject_id": subject[1],
            "text": body.text,
            "link": body.link,
            "pictures": [],
            "wanted_at": work.now,
            "ahead": False,
            "needs_second": False,
            "state": "sent",
            "version": 1,
            "attempts": 0,
            "looks": 0,
            "outside_id": "",
            "outside_address": body.address,
            "problem": "",
            "created_by": work.actor.person_id,
            "created_at": work.now,
            "changed_at": work.now,
            "sent_at": work.now,
        },
    )
    if not ticked:
        raise Conflict("group-ticked")
    record(
        work,
        "page.group_tick",
        ("page_posting", posting_id),
        community_id=community.id,
        held=held,
        about=list(subject),
    )
    return copy_for_group(work, community.id, subject, body.text, body.link)


def _must_be_out(work: Work, community: Community, post_id: str) -> None:
    """What nobody reads yet nobody has pasted."""
    post = posts.get(work.session, work.actor, post_id)
    if post.community_id != community.id:
        raise Hidden
    if post.kind != "bulletin" or post.state != "published":
        raise Conflict("not-published", state=post.state, version=post.version)
