"""Judging a member: every decision as a noun."""

from __future__ import annotations

from app.routers.members import DECISION, card_address, read_member
from app.schemas.members import (
    ClaimCreate,
    Decision,
    Escalation,
    InformationRequest,
    MemberRead,
    ReasonedDecision,
)
from app.services import (
    claims,
    decisions,
    reversals,
)
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


@router.act("/members/{id}/approval", "member.decide", "members/card.html", **DECISION)
def approve(work: Work, id: str, body: Decision) -> MemberRead:
    """Approve: she is in, and is told after ten seconds."""
    return decisions.approve(work, id, body)


@router.read("/members/{id}/refusal", "member.read", "members/refusal.html", writes=True)
def refusal_form(work: Work, id: str) -> MemberRead:
    """The page of the refusal: reasons from templates or own words."""
    return read_member(work, id)


@router.act(
    "/members/{id}/refusal",
    "member.decide",
    "members/card.html",
    form=refusal_form,
    goes_to=card_address,
)
def refuse(work: Work, id: str, body: ReasonedDecision) -> MemberRead:
    """Not approved, with a reason."""
    return decisions.refuse(work, id, body)


@router.remove(
    "/members/{id}/approval",
    "member.decide",
    form=read_member,
    goes_to=lambda _: "/members/{id}?done=undone",
)
def undo_approval(work: Work, id: str) -> None:
    """Take an approval back within ten seconds."""
    reversals.undo(work, id, "approved")


@router.remove(
    "/members/{id}/refusal",
    "member.decide",
    form=read_member,
    goes_to=lambda _: "/members/{id}?done=undone",
)
def undo_refusal(work: Work, id: str) -> None:
    """Take a refusal back within ten seconds."""
    reversals.undo(work, id, "refused")


@router.read(
    "/members/{id}/information-request", "member.read", "members/question.html", writes=True
)
def question_form(work: Work, id: str) -> MemberRead:
    """The page of the question to her."""
    return read_member(work, id)


@router.act(
    "/members/{id}/information-request",
    "member.decide",
    "members/card.html",
    form=question_form,
    goes_to=card_address,
)
def ask(work: Work, id: str, body: InformationRequest) -> MemberRead:
    """Ask her for more; at most three rounds."""
    return decisions.ask(work, id, body)


@router.read("/members/{id}/reversal", "member.read", "members/reversal.html", writes=True)
def reversal_form(work: Work, id: str) -> MemberRead:
    """The page of mending a decision."""
    return read_member(work, id)


@router.act(
    "/members/{id}/reversal",
    "member.decide",
    "members/card.html",
    form=reversal_form,
    goes_to=card_address,
)
def reverse(work: Work, id: str, body: ReasonedDecision) -> MemberRead:
    """Mend a decision within thirty days."""
    return reversals.reverse(work, id, body)


@router.read("/members/{id}/escalation", "member.read", "members/escalation.html", writes=True)
def escalation_form(work: Work, id: str) -> MemberRead:
    """The page of handing the decision up."""
    return read_member(work, id)


@router.act(
    "/members/{id}/escalation",
    "member.decide",
    "members/card.html",
    form=escalation_form,
    goes_to=card_address,
)
def escalate(work: Work, id: str, body: Escalation) -> MemberRead:
    """Let the chair or another role decide."""
    return decisions.escalate(work, id, body)


@router.act("/members/{id}/hand-back", "member.decide", "members/card.html", **DECISION)
def hand_back(work: Work, id: str, body: Decision) -> MemberRead:
    """Give an escalated application back to the board."""
    return decisions.hand_back(work, id, body)


@router.act("/members/{id}/claim", "member.decide", "members/card.html", **DECISION)
def claim(work: Work, id: str, body: ClaimCreate) -> MemberRead:
    """Say "I am on it" for ten minutes."""
    return claims.claim(work, id, take_over=body.take_over)


@router.remove(
    "/members/{id}/claim", "member.decide", form=read_member, goes_to=lambda _: "/members/{id}"
)
def release(work: Work, id: str) -> None:
    """Let go of a claim."""
    claims.release(work, id)
