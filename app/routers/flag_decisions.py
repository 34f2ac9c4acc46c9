"""Judging what readers reported: every decision as a noun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.schemas.flags import FlagCaseRead
from app.schemas.members import ClaimCreate, Decision, Escalation, ReasonedDecision
from app.services.flags import deciding, desk
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()
PAGE = "flags/page.html"


def then(done: str = "") -> Callable[[Any], str]:
    """Back to the case, with a short word about what was done."""
    return lambda case: f"/flags/{case.id}" + (f"?done={done}" if done else "")


@router.read("/flags/{id}", "review.read", PAGE)
def read_flags(work: Work, id: str) -> FlagCaseRead:
    """All that readers reported of one text, as one matter."""
    return desk.read(work, id)


@router.read("/flags/{id}/approval", "flag.decide", "flags/approval.html")
def founded_form(work: Work, id: str) -> FlagCaseRead:
    """The page on which the board says to the author why readers see it no more."""
    return desk.to_decide(work, id)


@router.act(
    "/flags/{id}/approval",
    "flag.decide",
    PAGE,
    form=founded_form,
    goes_to=then("flag-founded"),
)
def approve_flags(work: Work, id: str, body: ReasonedDecision) -> FlagCaseRead:
    """Founded: readers see the text no more, and its author reads why."""
    return deciding.approve(work, id, body)


@router.remove(
    "/flags/{id}/approval",
    "flag.decide",
    form=read_flags,
    goes_to=lambda _: "/flags/{id}?done=undone",
)
def undo_flags_approval(work: Work, id: str) -> None:
    """Take it back within ten seconds: readers see the text again."""
    deciding.undo(work, id, "approved")


@router.act(
    "/flags/{id}/refusal",
    "flag.decide",
    PAGE,
    form=read_flags,
    goes_to=then("flag-unfounded"),
)
def refuse_flags(work: Work, id: str, body: ReasonedDecision) -> FlagCaseRead:
    """Unfounded: nothing changes, the author never learns of it."""
    return deciding.refuse(work, id, body)


@router.remove(
    "/flags/{id}/refusal",
    "flag.decide",
    form=read_flags,
    goes_to=lambda _: "/flags/{id}?done=undone",
)
def undo_flags_refusal(work: Work, id: str) -> None:
    """Take it back within ten seconds."""
    deciding.undo(work, id, "refused")


@router.read("/flags/{id}/reversal", "flag.decide", "flags/reversal.html")
def flags_reversal_form(work: Work, id: str) -> FlagCaseRead:
    """The page of mending a decision."""
    return desk.to_decide(work, id)


@router.act("/flags/{id}/reversal", "flag.decide", PAGE, form=flags_reversal_form, goes_to=then())
def reverse_flags(work: Work, id: str, body: ReasonedDecision) -> FlagCaseRead:
    """Mend a decision within thirty days."""
    return deciding.reverse(work, id, body)


@router.read("/flags/{id}/escalation", "flag.decide", "flags/escalation.html")
def flags_escalation_form(work: Work, id: str) -> FlagCaseRead:
    """The page of handing the decision up."""
    return desk.to_decide(work, id)


@router.act(
    "/flags/{id}/escalation", "flag.decide", PAGE, form=flags_escalation_form, goes_to=then()
)
def escalate_flags(work: Work, id: str, body: Escalation) -> FlagCaseRead:
    """Let the chair or another role decide."""
    return deciding.escalate(work, id, body)


@router.act("/flags/{id}/hand-back", "flag.decide", PAGE, form=read_flags, goes_to=then())
def hand_flags_back(work: Work, id: str, body: Decision) -> FlagCaseRead:
    """Give them back to the board."""
    return deciding.hand_back(work, id, body)


@router.act("/flags/{id}/claim", "flag.decide", PAGE, form=read_flags, goes_to=then("flag-claimed"))
def claim_flags(work: Work, id: str, body: ClaimCreate) -> FlagCaseRead:
    """Say "I am on it" for ten minutes."""
    return desk.claim(work, id, take_over=body.take_over)


@router.remove("/flags/{id}/claim", "flag.decide", form=read_flags, goes_to=lambda _: "/flags/{id}")
def release_flags(work: Work, id: str) -> None:
    """Let go of a claim."""
    desk.release(work, id)
