"""What a posting for the Page is about: whether everyone may read it, and what follows from that.

A bulletin is a `post`. Whoever moves one calls `follow` in the same transaction, its row held: the
posting is lined up when the bulletin comes out, and dropped when it goes away or is rewritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain import page_postings as rules
from app.domain.pictures import may_leave
from app.models.page_postings import PagePosting
from app.models.pictures import Picture
from app.models.posts import Post
from app.services.deeds import record
from app.store import page_postings as store
from app.store import pictures, posts, records
from app.store.actors import Work

TASK = "send_page_posting"
SUBJECT = "post"


def standing(work: Work, posting: PagePosting) -> str:
    return standings(work, [posting])[posting.id]


def standings(work: Work, postings: Sequence[PagePosting]) -> dict[str, str]:
    """OUT, AHEAD or GONE of each posting's subject; a text of the board's own is out."""
    about = [one.subject_id or "" for one in postings if one.subject_type == SUBJECT]
    found = posts.by_ids(work.session, about) if about else {}

    def of(one: PagePosting) -> str:
        if one.subject_type != SUBJECT:
            return rules.OUT
        post = found.get(one.subject_id or "")
        return rules.standing(post.state, post.audience) if post is not None else rules.GONE

    return {one.id: of(one) for one in postings}


def hold(work: Work, posting: PagePosting) -> None:
    """The bulletin's row until the end: it comes out before this or after it, not meanwhile."""
    if posting.subject_type == SUBJECT and posting.subject_id:
        posts.hold(work.session, posting.subject_id)


def follow(work: Work, post: Post, *, rewritten: bool = False) -> None:
    """What waits for the Page goes the bulletin's way. `rewritten`: its words are others now."""
    posting = store.live(work.session, post.community_id, SUBJECT, post.id)
    if posting is None or posting.state not in {"waiting", "failed"} or may_stand_there(posting):
        return
    now = rules.standing(post.state, post.audience)
    if now == rules.GONE:
        drop(work, posting, "page-subject-gone")
    elif rewritten:
        drop(work, posting, "page-subject-rewritten")
    elif now == rules.OUT and posting.state == "waiting" and moved(work, posting):
        line_up(work, posting, posting.wanted_at)


def may_stand_there(posting: PagePosting) -> bool:
    """Sent again after an answer was lost: only a look at the Page says whether it is there."""
    return posting.state == "waiting" and posting.first_try_at is not None and not posting.problem


def drop(work: Work, posting: PagePosting, why: str) -> None:
    if moved(work, posting, state="cancelled", problem=why):
        log(work, posting, "page.cancel", "clock", problem=why)


def moved(work: Work, posting: PagePosting, **values: Any) -> bool:
    """One conditional UPDATE by the machine; False when somebody was faster."""
    return store.move(
        work.session,
        posting,
        [posting.state],
        posting.version,
        changed_by=None,
        changed_at=work.now,
        **values,
    )


def line_up(work: Work, posting: PagePosting, at: datetime) -> None:
    """A job for this very version: any change of the posting leaves it without effect."""
    moment = work.now if posting.ahead else max(at, work.now)
    records.enqueue(
        work.session,
        TASK,
        moment,
        work.now,
        slot=f"{posting.id}:{posting.version}",
        posting=posting.id,
        version=posting.version,
    )


def log(work: Work, posting: PagePosting, action: str, held: str, **facts: Any) -> None:
    record(
        work,
        action,
        ("page_posting", posting.id),
        community_id=posting.community_id,
        held=held,
        **facts,
    )


# -- pictures ----------------------------------------------------------------------------------


def cleared(work: Work, post: Post) -> tuple[list[Picture], int]:
    """Those of the shown text that may be carried outside, and how many may not."""
    shown = {one["id"] for one in post.media}
    of_text = [
        one for one in pictures.of_subjects(work.session, SUBJECT, [post.id]) if one.id in shown
    ]
    found = [one for one in of_text if may_leave(one.state, one.shows, one.consent)]
    return found, len(of_text) - len(found)


def files(work: Work, posting: PagePosting) -> tuple[str, ...] | None:
    """Where the converted pictures lie; None when one of them may not be carried outside now."""
    if not posting.pictures:
        return ()
    found, _ = cleared(work, posts.again(work.session, posting.subject_id or ""))
    keys = {one.id: one.large_key for one in found if one.audience == "public"}
    named = [keys.get(one) or "" for one in posting.pictures]
    return tuple(named) if all(named) else None
