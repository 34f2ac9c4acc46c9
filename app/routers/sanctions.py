"""The ladder of restraints and the appeals: of a sanction, of a post, of a membership."""

from __future__ import annotations

from app.schemas.sanctions import (
    AppealAnswer,
    AppealCreate,
    AppealForm,
    AppealRead,
    Lifting,
    SanctionCreate,
    SanctionForm,
    SanctionHistory,
    SanctionRead,
)
from app.services import appeal_cards, appeals, sanction_cards, sanctions
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


def _sanction(result: SanctionRead) -> str:
    return f"/sanctions/{result.id}?done=saved"


def _appeal(result: AppealRead) -> str:
    return f"/appeals/{result.id}?done={'appeal-sent' if result.own else 'saved'}"


@router.read("/members/{id}/sanctions", "sanction.read", "sanctions/list.html")
def read_sanctions(work: Work, id: str) -> SanctionHistory:
    """Every step of the ladder of one member, pauses and ends included."""
    return sanction_cards.history(work, id)


@router.read("/members/{id}/sanctions/new", "sanction.write", "sanctions/new.html")
def new_sanction(work: Work, id: str, kind: str = "") -> SanctionForm:
    """The page of one step: its reason, its words, its end."""
    return sanction_cards.new_form(work, id, kind)


@router.create("/members/{id}/sanctions", "sanction.write", form=new_sanction, goes_to=_sanction)
def impose(work: Work, id: str, body: SanctionCreate) -> SanctionRead:
    """A reminder, reading first, or a pause in writing; she is told in her own inbox."""
    return sanctions.impose(work, id, body)


@router.read("/sanctions/{id}", "sanction.read", "sanctions/page.html")
def read_sanction(work: Work, id: str) -> SanctionRead:
    """One step, for herself and those who judge."""
    return sanction_cards.read(work, id)


@router.read("/sanctions/{id}/lifting", "sanction.write", "sanctions/lifting.html")
def lifting_form(work: Work, id: str) -> SanctionRead:
    """The page of ending it early."""
    return sanction_cards.to_lift(work, id)


@router.act(
    "/sanctions/{id}/lifting",
    "sanction.write",
    "sanctions/page.html",
    form=lifting_form,
    goes_to=_sanction,
)
def lift(work: Work, id: str, body: Lifting) -> SanctionRead:
    """End it early, with words to her."""
    return sanctions.lift(work, id, body)


@router.read(
    "/sanctions/{id}/appeals/new", "appeal.create", "sanctions/appeal_new.html", statuses=(409,)
)
def sanction_appeal_form(work: Work, id: str) -> AppealForm:
    """The page on which she asks that a sanction be looked at again."""
    return appeals.form_of_sanction(work, id)


@router.create(
    "/sanctions/{id}/appeals", "appeal.create", form=sanction_appeal_form, goes_to=_appeal
)
def appeal_sanction(work: Work, id: str, body: AppealCreate) -> AppealRead:
    """Ask that a sanction be looked at again by somebody else."""
    return appeals.of_sanction(work, id, body)


@router.read(
    "/posts/{id}/appeals/new", "appeal.create", "sanctions/appeal_new.html", statuses=(409,)
)
def post_appeal_form(work: Work, id: str) -> AppealForm:
    """The page on which she asks that the decision on a post be looked at again."""
    return appeals.form_of_post(work, id)


@router.create("/posts/{id}/appeals", "appeal.create", form=post_appeal_form, goes_to=_appeal)
def appeal_post(work: Work, id: str, body: AppealCreate) -> AppealRead:
    """Ask that a refusal or removal of a post be looked at again by somebody else."""
    return appeals.of_post(work, id, body)


@router.read(
    "/members/{id}/appeals/new", "appeal.create", "sanctions/appeal_new.html", statuses=(409,)
)
def member_appeal_form(work: Work, id: str) -> AppealForm:
    """The page on which she asks that a pause or an end be looked at again."""
    return appeals.form_of_member(work, id)


@router.create("/members/{id}/appeals", "appeal.create", form=member_appeal_form, goes_to=_appeal)
def appeal_member(work: Work, id: str, body: AppealCreate) -> AppealRead:
    """Ask that a pause or an end of the membership be looked at again by somebody else."""
    return appeals.of_member(work, id, body)


@router.read("/appeals/{id}", "appeal.read", "sanctions/appeal.html")
def read_appeal(work: Work, id: str) -> AppealRead:
    """An appeal with its answer."""
    return appeal_cards.read(work, id)


@router.read("/appeals/{id}/approval", "appeal.decide", "sanctions/appeal_answer.html")
def appeal_approval_form(work: Work, id: str) -> AppealRead:
    """The page of finding her right."""
    return appeal_cards.to_decide(work, id)


@router.act(
    "/appeals/{id}/approval",
    "appeal.decide",
    "sanctions/appeal.html",
    form=appeal_approval_form,
    goes_to=_appeal,
)
def approve_appeal(work: Work, id: str, body: AppealAnswer) -> AppealRead:
    """The decision is taken back, in words."""
    return appeals.approve(work, id, body)


@router.read("/appeals/{id}/refusal", "appeal.decide", "sanctions/appeal_answer.html")
def appeal_refusal_form(work: Work, id: str) -> AppealRead:
    """The page of leaving the decision as it is."""
    return appeal_cards.to_decide(work, id)


@router.act(
    "/appeals/{id}/refusal",
    "appeal.decide",
    "sanctions/appeal.html",
    form=appeal_refusal_form,
    goes_to=_appeal,
)
def refuse_appeal(work: Work, id: str, body: AppealAnswer) -> AppealRead:
    """The decision stays, in words."""
    return appeals.refuse(work, id, body)
