"""What an appeal that was found right does: the decision is taken back beside the answer."""

from __future__ import annotations

from app.domain.sanctions import logged_decision
from app.models.members import Member
from app.models.sanctions import Appeal
from app.services import counting, sanctions
from app.services.decisions import lost
from app.services.deeds import record
from app.services.posts import returning
from app.services.posts.subjects import APPEALED, kept_from_readers, show
from app.services.sanction_cards import LOGGED
from app.store import audit, members, posts, reviews
from app.store import sanctions as sanctions_store
from app.store.actors import Work

HELD = "appeal"


def take_back(work: Work, appeal: Appeal, words: str) -> None:
    """Where the decision holds no more by itself, only the words remain."""
    {"sanction": _sanction, "post": _post, "member": _member}[appeal.subject_type](
        work, appeal, words
    )


def _stands(work: Work, appeal: Appeal, actions: tuple[str, ...]) -> bool:
    """Whether no later decision took its place, which nobody asked to look at."""
    last = next(iter(audit.about(work.session, [appeal.subject_id], actions)), None)
    return last is not None and logged_decision(last.id) == appeal.decision_id


def _sanction(work: Work, appeal: Appeal, words: str) -> None:
    sanction = sanctions_store.by_ids(work.session, [appeal.subject_id])[appeal.subject_id]
    sanctions.end(work, sanction, "appeal", words)


def _post(work: Work, appeal: Appeal, words: str) -> None:
    post = posts.hold(work.session, appeal.subject_id)
    text = kept_from_readers(post, posts.revisions(work.session, post.id))
    item = reviews.current(work.session, "post", post.id)
    if text is None or not _stands(work, appeal, APPEALED):
        return
    if text.state == "refused" and item is not None and item.state == "refused":
        returning.turn(work, post, item, None, words)
    else:
        show(work, post, text, "published", state_reason="")
    record(
        work,
        "post.restore",
        ("post", post.id),
        community_id=post.community_id,
        held=HELD,
        state=post.state,
    )


def _member(work: Work, appeal: Appeal, words: str) -> None:
    member: Member = members.again(work.session, appeal.subject_id)
    if member.state not in {"suspended", "removed"} or not _stands(work, appeal, tuple(LOGGED)):
        return
    before = member.state
    if not members.move(
        work.session,
        member,
        "approved",
        work.now,
        suspended_until=None,
        ended_at=None,
        state_reason="",
    ):
        raise lost(work, member)
    counting.moved(work.session, member, before, "approved")
    record(
        work,
        "member.restore",
        ("member", member.id),
        community_id=member.community_id,
        held=HELD,
        before={"state": before},
        after={"state": "approved", "text": words},
        person_id=member.person_id,
        state="approved",
    )
