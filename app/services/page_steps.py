"""What the board does about a posting: reads, drops, sends again, says that it is there."""

from __future__ import annotations

from app.domain import page_postings as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.page_postings import PagePosting
from app.schemas.page_postings import PagePostingRead, PagePublication
from app.services.deeds import permit
from app.services.page_following import hold, line_up, log
from app.services.page_postings import WRITE, actions, move, read_of
from app.store import page_postings as store
from app.store.actors import Work


def approve(work: Work, posting_id: str, version: int | None) -> PagePostingRead:
    """The second reader; who wrote it cannot."""
    posting, held = _open(work, posting_id, "approval", version)
    if posting.created_by == work.actor.person_id:
        raise Conflict("already-approved-by-you", approvals=1)
    if posting.ahead and not rules.fits_facebooks_schedule(posting.wanted_at, work.now):
        raise Conflict("page-schedule-gone")
    move(work, posting, "waiting", read_by=work.actor.person_id, read_at=work.now)
    line_up(work, posting, posting.wanted_at)
    log(work, posting, "page.approve", held)
    return read_of(work, posting)


def cancel(work: Work, posting_id: str, version: int | None) -> PagePostingRead:
    """What is not on the Page yet never comes there."""
    posting, held = _open(work, posting_id, "cancellation", version)
    move(work, posting, posting.state, state="cancelled")
    log(work, posting, "page.cancel", held)
    return read_of(work, posting)


def try_again(work: Work, posting_id: str, version: int | None) -> PagePostingRead:
    """After a new token, or when it is not on the Page: it is looked for once more before."""
    posting, held = _open(work, posting_id, "attempt", version)
    if store.connection(work.session, posting.community_id) is None:
        raise Conflict("page-not-connected")
    ahead = posting.ahead and rules.fits_facebooks_schedule(posting.wanted_at, work.now)
    move(
        work, posting, posting.state, state="waiting", problem="", attempts=0, looks=0, ahead=ahead
    )
    line_up(work, posting, posting.wanted_at)
    log(work, posting, "page.attempt", held)
    return read_of(work, posting)


def publish(work: Work, posting_id: str, body: PagePublication) -> PagePostingRead:
    """Somebody has seen it on the Page, or put it there by hand."""
    posting, held = _open(work, posting_id, "publication", body.version)
    move(
        work,
        posting,
        posting.state,
        state="sent",
        problem="",
        sent_at=work.now,
        outside_address=body.address,
    )
    log(work, posting, "page.seen", held)
    return read_of(work, posting)


def _open(work: Work, posting_id: str, action: str, version: int | None) -> tuple[PagePosting, str]:
    posting = store.get(work.session, work.actor, posting_id)
    held = permit(work, WRITE, Thing(community_id=posting.community_id))
    hold(work, posting)
    if action not in actions(work, posting):
        raise Conflict("wrong-state", state=posting.state, version=posting.version)
    if version is not None and version != posting.version:
        raise Conflict("stale-version", state=posting.state, version=posting.version)
    return posting, held
