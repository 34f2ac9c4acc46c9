"""What a rule does to a comment by itself: mask, refuse, let through. The clock acts, the rule is
named, and the board undoes it: a refusal by the ordinary reversal, a mask by giving the text back.
"""

from __future__ import annotations

from app.domain.refusals import Conflict
from app.domain.rules import trust, verdicts
from app.domain.rules.verdicts import Verdict
from app.integrations import markdown
from app.models.comments import Comment, CommentText
from app.models.posts import Post
from app.models.review import ReviewItem
from app.schemas.comments import CommentRead
from app.schemas.members import Decision
from app.services import by_rule, reviewing
from app.services.comments.cards import card
from app.services.comments.subjects import KIND, lost, subject_of, thing_of, told, turn
from app.services.deeds import fresh_id, permit, record
from app.store import comments
from app.store.actors import Work


def settle(work: Work, comment: Comment, post: Post, item: ReviewItem, verdict: Verdict) -> None:
    """What the rules decide without a human."""
    by_clock = by_rule.met(work, subject_of(comment), verdict)
    if verdict.action == "refuse":
        _close(by_clock, comment, item, "refused", verdicts.BY_RULE, verdict.message)
        turn(by_clock, comment, "refused", state_reason=verdict.message)
        told(by_clock, comment, post, "comment.refused", item_id=item.id, ly_do=verdict.message)
    elif comment.state == "published":
        _close(by_clock, comment, item, "approved", trust.BY_TRUST, "")


def _close(work: Work, comment: Comment, item: ReviewItem, to: str, code: str, words: str) -> None:
    if not by_rule.close(work, item, to, code, words):
        raise lost(work, comment)


def keep_texts(work: Work, comment: Comment, written: str, verdict: Verdict) -> None:
    """Her own words, and after them those that a rule masked."""
    keep_text(work, comment, written)
    if comment.body != written:
        masks = [one.label for one in verdict.rules if one.action == "mask"]
        keep_text(work, comment, comment.body, ", ".join(masks))


def keep_text(work: Work, comment: Comment, body: str, rule: str = "") -> None:
    work.session.add(
        CommentText(
            id=fresh_id(work),
            comment_id=comment.id,
            number=comments.newest_number(work.session, comment.id) + 1,
            body=body,
            made_by_rule=rule,
            written_at=work.now,
        )
    )
    work.session.flush()


def unmask(work: Work, comment_id: str, body: Decision) -> CommentRead:
    """The board gives her own words back."""
    comment, post = comments.held(work.session, work.actor, comment_id)
    held = permit(work, "comment.decide", thing_of(comment))
    reviewing.must_be_version(subject_of(comment), body.version)
    texts = comments.texts(work.session, comment.id)
    if not texts or not texts[-1].made_by_rule:
        raise Conflict("wrong-state", state=comment.state, version=comment.version)
    own = texts[-2].body
    turn(work, comment, comment.state, body=own, body_html=markdown.html(own))
    keep_text(work, comment, own)
    record(
        work,
        "rule.undone",
        (KIND, comment.id),
        community_id=comment.community_id,
        held=held,
    )
    return card(work, comment, post)
