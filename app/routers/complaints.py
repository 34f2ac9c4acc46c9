"""Complaints of entrants about a round."""

from __future__ import annotations

from app.schemas.complaints import (
    ComplaintAnswer,
    ComplaintCreate,
    ComplaintForm,
    ComplaintList,
    ComplaintRead,
)
from app.services.contests import complaining
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()
READ, WRITE = complaining.READ, complaining.WRITE


def _address(read: ComplaintRead) -> str:
    return f"/complaints/{read.id}?done=saved"


@router.read("/rounds/{id}/complaints", READ, "contests/complaints.html")
def list_complaints(work: Work, id: str, paging: Paging) -> ComplaintList:
    """The complaints of a round, the newest first."""
    return complaining.page(work, id, paging)


@router.read("/rounds/{id}/complaints/new", WRITE, "contests/complain.html")
def complaint_form(work: Work, id: str) -> ComplaintForm:
    """The form for a complaint, and what she wrote of this round before."""
    return complaining.ask_form(work, id)


@router.create("/rounds/{id}/complaints", WRITE, form=complaint_form, goes_to=_address)
def complain(work: Work, id: str, body: ComplaintCreate) -> ComplaintRead:
    """A complaint with its receipt; one open one a woman and round."""
    return complaining.ask(work, id, body)


@router.read("/complaints/{id}", READ, "contests/complaint.html")
def read_complaint(work: Work, id: str) -> ComplaintRead:
    """One complaint with its answer."""
    return complaining.read(work, id)


@router.act(
    "/complaints/{id}/answer",
    complaining.DECIDE,
    "contests/complaint.html",
    form=read_complaint,
    goes_to=_address,
)
def answer_complaint(work: Work, id: str, body: ComplaintAnswer) -> ComplaintRead:
    """Answered in words, by another than who computed the result or marked her paper."""
    return complaining.answer(work, id, body)


@router.act(
    "/complaints/{id}/withdrawal",
    complaining.WITHDRAW,
    "contests/complaint.html",
    form=read_complaint,
    goes_to=_address,
)
def withdraw_complaint(work: Work, id: str) -> ComplaintRead:
    """She takes it back."""
    return complaining.withdraw(work, id)
