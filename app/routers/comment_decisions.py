"""Judging a comment: every decision as a noun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.routers.comments import read_comment
from app.schemas.comments import CommentRead
from app.schemas.members import ClaimCreate, Decision, Escalation, ReasonedDecision
from app.services.comments import automatic, deciding, reading
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()
PAGE = "comments/page.html"


def then(done: str = "") -> Callable[[Any], str]:
    """Back to the comment, with a short word about what was done."""
    return lambda comment: f"/comments/{comment.id}" + (f"?done={done}" if done else "")


@router.act(
    "/comments/{id}/approval",
    "comment.decide",
    PAGE,
    form=read_comment,
    goes_to=then("comment-approved"),
)
def approve_comment(work: Work, id: str, body: Decision) -> CommentRead:
    """Readers see it now."""
    return deciding.approve(work, id, body)


@router.remove(
    "/comments/{id}/approval",
    "comment.decide",
    form=read_comment,
    goes_to=lambda _: "/comments/{id}?done=undone",
)
def undo_comment_approval(work: Work, id: str) -> None:
    """Take an approval back within ten seconds."""
    deciding.undo(work, id, "approved")


@router.act(
    "/comments/{id}/unmasking", "comment.decide", PAGE, form=read_comment, goes_to=then("saved")
)
def unmask_comment(work: Work, id: str, body: Decision) -> CommentRead:
    """Show the comment as its author wrote it, without what a rule masked."""
    return automatic.unmask(work, id, body)


@router.read("/comments/{id}/refusal", "comment.decide", "comments/refusal.html")
def comment_refusal_form(work: Work, id: str) -> CommentRead:
    """The page of the refusal: reasons from templates or own words."""
    return reading.to_decide(work, id)


@router.act(
    "/comments/{id}/refusal",
    "comment.decide",
    PAGE,
    form=comment_refusal_form,
    goes_to=then("comment-refused"),
)
def refuse_comment(work: Work, id: str, body: ReasonedDecision) -> CommentRead:
    """Not shown, with a reason."""
    return deciding.refuse(work, id, body)


@router.remove(
    "/comments/{id}/refusal",
    "comment.decide",
    form=read_comment,
    goes_to=lambda _: "/comments/{id}?done=undone",
)
def undo_comment_refusal(work: Work, id: str) -> None:
    """Take a refusal back within ten seconds."""
    deciding.undo(work, id, "refused")


@router.read("/comments/{id}/removal", "comment.decide", "comments/removal.html")
def comment_removal_form(work: Work, id: str) -> CommentRead:
    """The page of taking a comment away from its readers."""
    return reading.to_decide(work, id)


@router.act(
    "/comments/{id}/removal",
    "comment.decide",
    PAGE,
    form=comment_removal_form,
    goes_to=then("comment-removed"),
)
def remove_comment(work: Work, id: str, body: ReasonedDecision) -> CommentRead:
    """Take a comment away from its readers, with a reason."""
    return deciding.remove(work, id, body)


@router.read("/comments/{id}/reversal", "comment.decide", "comments/reversal.html")
def comment_reversal_form(work: Work, id: str) -> CommentRead:
    """The page of mending a decision."""
    return reading.to_decide(work, id)


@router.act(
    "/comments/{id}/reversal",
    "comment.decide",
    PAGE,
    form=comment_reversal_form,
    goes_to=then(),
)
def reverse_comment(work: Work, id: str, body: ReasonedDecision) -> CommentRead:
    """Mend a decision within thirty days."""
    return deciding.reverse(work, id, body)


@router.read("/comments/{id}/escalation", "comment.decide", "comments/escalation.html")
def comment_escalation_form(work: Work, id: str) -> CommentRead:
    """The page of handing the decision up."""
    return reading.to_decide(work, id)


@router.act(
    "/comments/{id}/escalation",
    "comment.decide",
    PAGE,
    form=comment_escalation_form,
    goes_to=then(),
)
def escalate_comment(work: Work, id: str, body: Escalation) -> CommentRead:
    """Let the chair or another role decide."""
    return deciding.escalate(work, id, body)


@router.act("/comments/{id}/hand-back", "comment.decide", PAGE, form=read_comment, goes_to=then())
def hand_comment_back(work: Work, id: str, body: Decision) -> CommentRead:
    """Give an escalated comment back to the board."""
    return deciding.hand_back(work, id, body)


@router.act(
    "/comments/{id}/claim",
    "comment.decide",
    PAGE,
    form=read_comment,
    goes_to=then("comment-claimed"),
)
def claim_comment(work: Work, id: str, body: ClaimCreate) -> CommentRead:
    """Say "I am on it" for ten minutes."""
    return reading.claim(work, id, take_over=body.take_over)


@router.remove(
    "/comments/{id}/claim",
    "comment.decide",
    form=read_comment,
    goes_to=lambda _: "/comments/{id}",
)
def release_comment(work: Work, id: str) -> None:
    """Let go of a claim."""
    reading.release(work, id)
