"""Posts and comments that stand on Facebook or Zalo: the board's register of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from app.domain.pictures import MOST_OF_ONE, Arrival
from app.routers.pictures import JPEG
from app.schemas.base import Versioned
from app.schemas.members import ClaimCreate, Decision, Escalation, ReasonedDecision
from app.schemas.outside_posts import (
    OutsidePostChange,
    OutsidePostCreate,
    OutsidePostForm,
    OutsidePostList,
    OutsidePostRead,
    Secluded,
)
from app.schemas.pictures import MAX_UPLOAD, StoredRead
from app.services.outside_posts import deciding, reading, recording, secluding
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()
PAGE = "outside_posts/page.html"
RECORD, DECIDE = "outside_post.record", "post.decide"


def _recorded(post: Any) -> str:
    """To the record, which may be somebody's from before; what the circle has is opened by none."""
    if post.state == "secluded":
        return f"/communities/{post.community}/outside-posts?done=outside-secluded"
    if post.known:
        return f"/outside-posts/{post.id}?done=outside-known"
    return f"/outside-posts/{post.id}?done=outside-recorded"


def _then(done: str) -> Any:
    return lambda post: f"/outside-posts/{post.id}?done={done}"


@router.read("/communities/{slug}/outside-posts", "outside_post.read", "outside_posts/list.html")
def list_outside_posts(
    work: Work,
    slug: str,
    paging: Paging,
    state: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> OutsidePostList:
    """The register, the newest first; `state=hand`: what waits to be done on the platform."""
    return reading.page(work, slug, paging, state, q)


@router.read("/communities/{slug}/outside-posts/new", RECORD, "outside_posts/new.html")
def outside_post_form(work: Work, slug: str) -> OutsidePostForm:
    """The form for one post or comment."""
    return recording.new_form(work, slug)


@router.create(
    "/communities/{slug}/outside-posts",
    RECORD,
    form=outside_post_form,
    before=uploads.pictures,
    undo=uploads.drop,
    upload=MAX_UPLOAD,
    files=MOST_OF_ONE,
    goes_to=_recorded,
)
def record_outside_post(
    work: Work, slug: str, body: OutsidePostCreate, prepared: Arrival
) -> OutsidePostRead:
    """Record what stands there; of one address there is one record, whoever comes first."""
    return recording.create(work, slug, body, prepared)


@router.read("/outside-posts/{id}", "outside_post.read", PAGE)
def read_outside_post(work: Work, id: str) -> OutsidePostRead:
    """One record with its history: decisions, and what hands did on the platform."""
    return reading.read(work, id)


@router.read("/outside-posts/{id}/edit", RECORD, "outside_posts/edit.html")
def edit_outside_post(work: Work, id: str) -> OutsidePostRead:
    """The page on which her file is named and how it stands there is put right."""
    return recording.to_edit(work, id)


@router.change("/outside-posts/{id}", RECORD, PAGE, form=edit_outside_post, goes_to=_then("saved"))
def change_outside_post(work: Work, id: str, body: OutsidePostChange) -> OutsidePostRead:
    """Whose file it belongs to, and how it stands there now."""
    return recording.change(work, id, body)


@router.act(
    "/outside-posts/{id}/withdrawal",
    RECORD,
    PAGE,
    form=read_outside_post,
    goes_to=_then("outside-withdrawn"),
)
def withdraw_outside_post(work: Work, id: str, body: Decision) -> OutsidePostRead:
    """It was recorded by mistake."""
    return recording.withdraw(work, id, body)


@router.act(
    "/outside-posts/{id}/hand",
    RECORD,
    PAGE,
    form=read_outside_post,
    goes_to=_then("outside-done"),
)
def tick_outside_post(work: Work, id: str, body: Versioned) -> OutsidePostRead:
    """The tick “Đã làm trên nhóm”."""
    return deciding.tick(work, id, body)


# -- judging ---------------------------------------------------------------------------------------


@router.act(
    "/outside-posts/{id}/approval",
    DECIDE,
    PAGE,
    form=read_outside_post,
    goes_to=_then("outside-decided"),
)
def approve_outside_post(work: Work, id: str, body: Decision) -> OutsidePostRead:
    """It may stand there."""
    return deciding.approve(work, id, body)


@router.remove(
    "/outside-posts/{id}/approval",
    DECIDE,
    form=read_outside_post,
    goes_to=lambda _: "/outside-posts/{id}?done=undone",
)
def undo_outside_approval(work: Work, id: str) -> None:
    """Take an approval back within ten seconds."""
    deciding.undo(work, id, "approved")


@router.read("/outside-posts/{id}/refusal", DECIDE, "outside_posts/refusal.html")
def outside_refusal_form(work: Work, id: str) -> OutsidePostRead:
    """The page of the refusal: reasons from templates or own words."""
    return reading.to_decide(work, id)


@router.act(
    "/outside-posts/{id}/refusal",
    DECIDE,
    PAGE,
    form=outside_refusal_form,
    goes_to=_then("outside-decided"),
)
def refuse_outside_post(work: Work, id: str, body: ReasonedDecision) -> OutsidePostRead:
    """It shall not stand there, with a reason to be passed on."""
    return deciding.refuse(work, id, body)


@router.remove(
    "/outside-posts/{id}/refusal",
    DECIDE,
    form=read_outside_post,
    goes_to=lambda _: "/outside-posts/{id}?done=undone",
)
def undo_outside_refusal(work: Work, id: str) -> None:
    """Take a refusal back within ten seconds."""
    deciding.undo(work, id, "refused")


@router.read("/outside-posts/{id}/removal", DECIDE, "outside_posts/removal.html")
def outside_removal_form(work: Work, id: str) -> OutsidePostRead:
    """The page on which what was approved is taken away again."""
    return reading.to_decide(work, id)


@router.act(
    "/outside-posts/{id}/removal",
    DECIDE,
    PAGE,
    form=outside_removal_form,
    goes_to=_then("outside-decided"),
)
def remove_outside_post(work: Work, id: str, body: ReasonedDecision) -> OutsidePostRead:
    """It stood there by right, and shall no more."""
    return deciding.remove(work, id, body)


@router.read("/outside-posts/{id}/reversal", DECIDE, "outside_posts/reversal.html")
def outside_reversal_form(work: Work, id: str) -> OutsidePostRead:
    """The page of mending a decision."""
    return reading.to_decide(work, id)


@router.act(
    "/outside-posts/{id}/reversal",
    DECIDE,
    PAGE,
    form=outside_reversal_form,
    goes_to=_then("outside-decided"),
)
def reverse_outside_post(work: Work, id: str, body: ReasonedDecision) -> OutsidePostRead:
    """Mend a decision within thirty days."""
    return deciding.reverse(work, id, body)


@router.read("/outside-posts/{id}/escalation", DECIDE, "outside_posts/escalation.html")
def outside_escalation_form(work: Work, id: str) -> OutsidePostRead:
    """The page of handing the decision up."""
    return reading.to_decide(work, id)


@router.act(
    "/outside-posts/{id}/escalation",
    DECIDE,
    PAGE,
    form=outside_escalation_form,
    goes_to=_then("saved"),
)
def escalate_outside_post(work: Work, id: str, body: Escalation) -> OutsidePostRead:
    """Let the chair or another role decide."""
    return deciding.escalate(work, id, body)


@router.act(
    "/outside-posts/{id}/hand-back",
    DECIDE,
    PAGE,
    form=read_outside_post,
    goes_to=_then("saved"),
)
def hand_outside_post_back(work: Work, id: str, body: Decision) -> OutsidePostRead:
    """Give an escalated record back to the board."""
    return deciding.hand_back(work, id, body)


@router.act(
    "/outside-posts/{id}/claim",
    DECIDE,
    PAGE,
    form=read_outside_post,
    goes_to=_then("outside-claimed"),
)
def claim_outside_post(work: Work, id: str, body: ClaimCreate) -> OutsidePostRead:
    """Say "I am on it" for ten minutes."""
    return reading.claim(work, id, take_over=body.take_over)


@router.remove(
    "/outside-posts/{id}/claim",
    DECIDE,
    form=read_outside_post,
    goes_to=lambda _: "/outside-posts/{id}",
)
def release_outside_post(work: Work, id: str) -> None:
    """Let go of a claim."""
    reading.release(work, id)


# -- the closed circle -----------------------------------------------------------------------------


@router.act(
    "/outside-posts/{id}/seclusion",
    DECIDE,
    form=read_outside_post,
    goes_to=lambda s: f"/communities/{s.community}/outside-posts?done=outside-secluded",
)
def seclude_outside_post(work: Work, id: str, body: Decision) -> Secluded:
    """It tells of harm: the closed circle alone reads it from now on."""
    return secluding.lead(work, id, body)


@router.stored("/care-pictures/{id}/small", "care.read", JPEG)
def read_small_care_picture(work: Work, id: str) -> StoredRead:
    """A screenshot of what the closed circle has, small."""
    return secluding.stored(work, id, "small")


@router.stored("/care-pictures/{id}/large", "care.read", JPEG)
def read_large_care_picture(work: Work, id: str) -> StoredRead:
    """A screenshot of what the closed circle has, large."""
    return secluding.stored(work, id, "large")
