"""A bulletin on the Facebook Page and in the group: prepared here, shown here, counted here.

It reaches the Page only while everyone may read it (`page_following`). In the group an officer
pastes it (domain.md §5.3). What stands outside is taken down outside: here it is only said.
"""

from __future__ import annotations

from datetime import datetime

from app.domain import bulletins as bulletin_rules
from app.domain import page_postings as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.spoken import excerpt, plain
from app.models.pictures import Picture
from app.models.posts import Post
from app.schemas.base import form
from app.schemas.bridge import BridgeRead, BulletinCopy, BulletinPosting, BulletinPostingForm
from app.schemas.page_postings import PagePostingRead
from app.schemas.pictures import PictureCard
from app.services import group_postings, page_connections, page_following, page_postings, pictures
from app.services.deeds import may, permit
from app.services.page_following import SUBJECT
from app.services.page_postings import READ, WRITE
from app.store import bulletins, communities, posts, records
from app.store import page_postings as store
from app.store.actors import Work


def posting_form(work: Work, post_id: str) -> BulletinPostingForm:
    """The text as it would stand on the Page, to be mended before it is sent."""
    post, _ = _bulletin(work, post_id, WRITE)
    community = communities.by_id(work.session, post.community_id)
    shown, left_out = page_following.cleared(work, post)
    action = f"/posts/{post.id}/page-postings"
    return BulletinPostingForm(
        action=action,
        schema=form(action, BulletinPosting).schema_,
        community=community.slug,
        post=post.id,
        title=post.title,
        state=post.state,
        due_at=_due_at(work, post),
        text=_words(post),
        link=_link(work, post, "page"),
        pictures=_cards(shown),
        left_out=left_out,
        connection=page_connections.as_read(work, community),
        needs_second=page_postings.takes_two(community),
    )


def plan(work: Work, post_id: str, body: BulletinPosting) -> PagePostingRead:
    """For the Page, at a moment or as soon as the bulletin is out; one that waits, a bulletin."""
    post, held = _bulletin(work, post_id, WRITE, lock=True)
    deeds = bulletin_rules.deeds(post.state, pinned=False, public=post.audience == "public")
    if "page-postings" not in deeds:
        raise Conflict("page-not-public", state=post.state, version=post.version)
    if store.connection(work.session, post.community_id) is None:
        raise Conflict("page-not-connected")
    offered = {one.id for one in page_following.cleared(work, post)[0]}
    if not offered.issuperset(body.pictures):
        raise Invalid.at("/pictures", "page-picture-uncleared")
    posting = page_postings.plan(
        work,
        post.community_id,
        (SUBJECT, post.id),
        body.text.strip(),
        _link(work, post, "page"),
        list(dict.fromkeys(body.pictures)),
        _moment(work, post, body.at),
        needs_second=page_postings.takes_two(communities.by_id(work.session, post.community_id)),
    )
    page_following.log(work, posting, "page.plan", held, about=[SUBJECT, post.id])
    return page_postings.read_of(work, posting)


def _moment(work: Work, post: Post, at: datetime | None) -> datetime:
    if at is None:
        return work.now
    if at < work.now:
        raise Invalid.at("/at", "schedule-past")
    due = _due_at(work, post)
    if due is not None and at < due:
        raise Invalid.at("/at", "page-before-bulletin")
    return at


def group_copy(work: Work, post_id: str) -> BulletinCopy:
    """Text, link and pictures to paste; ticked once the bulletin is out."""
    post, _ = _bulletin(work, post_id, READ)
    if post.state not in {"scheduled", "published"}:
        raise Conflict("not-published", state=post.state, version=post.version)
    shown, left_out = page_following.cleared(work, post)
    link = _link(work, post, "group")
    subject = (SUBJECT, post.id)
    copy = group_postings.copy_for_group(work, post.community_id, subject, _words(post), link)
    out = post.state == "published"
    return BulletinCopy(
        **copy.model_dump(exclude={"may_tick"}),
        may_tick=copy.may_tick and out,
        post=post.id,
        title=post.title,
        out=out,
        due_at=_due_at(work, post),
        pictures=_cards(shown),
        left_out=left_out,
    )


def bridge(work: Work, post: Post) -> BridgeRead | None:
    """For the board: what of it waits for the Page, stands there, or was pasted into the group."""
    if not may(work, READ, Thing(post.community_id)):
        return None
    rows = store.of_subject(work.session, SUBJECT, post.id)
    slug = communities.by_id(work.session, post.community_id).slug
    opened = records.totals(work.session, counted(post)) if rows else {}
    lines = page_postings.lines(work, rows, slug)
    return BridgeRead(
        postings=lines,
        live=any(row.channel == "page" and row.state in rules.LIVE for row in rows),
        outside=[one for one in lines if one.state == "sent" and _outlives(post, one.channel)],
        opened_page=opened.get("page", 0),
        opened_group=opened.get("group", 0),
    )


def _outlives(post: Post, channel: str) -> bool:
    """What stands on the Page is for everyone; the group is the members' own."""
    return (
        rules.standing(post.state, post.audience if channel == "page" else "public") == rules.GONE
    )


def counted(post: Post) -> str:
    """Where it is counted how often the links that were put outside are opened."""
    return f"bridge:{post.id}"


# -- what is prepared --------------------------------------------------------------------------


def _bulletin(work: Work, post_id: str, permission: str, *, lock: bool = False) -> tuple[Post, str]:
    """A bulletin that she sees, and the right by which she does this with it."""
    post = posts.get(work.session, work.actor, post_id, held=lock)
    held = permit(work, permission, Thing(post.community_id))
    if post.kind != "bulletin":
        raise Conflict("not-a-bulletin", state=post.state, version=post.version)
    return post, held


def _due_at(work: Work, post: Post) -> datetime | None:
    return bulletins.facts(work.session, post.id).due_at if post.state == "scheduled" else None


def _words(post: Post) -> str:
    return f"{plain(post.title)}\n\n{excerpt(post.body)}"


def _link(work: Work, post: Post, place: str) -> str:
    return f"{work.address}/posts/{post.id}/from/{place}"


def _cards(rows: list[Picture]) -> list[PictureCard]:
    return [pictures.card(one) for one in rows]
