"""The register of requests to take content down."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.domain.media_types import DOCX, XLSX
from app.schemas.base import FileRead
from app.schemas.takedowns import (
    MAX_PROOF,
    TakedownClosing,
    TakedownCompletion,
    TakedownCreate,
    TakedownForm,
    TakedownHandover,
    TakedownHours,
    TakedownHoursForm,
    TakedownHoursRead,
    TakedownList,
    TakedownRead,
    TakedownStepCreate,
)
from app.services import takedown_hours, takedown_papers, takedowns, taking_down
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.words import labels

CSV = "text/csv; charset=utf-8"
#: Whatever a proof's name says, a browser saves it and opens nothing.
BYTES = "application/octet-stream"
router = Nouns()


def _address(read: TakedownRead) -> str:
    return f"/takedowns/{read.id}"


@router.read("/communities/{slug}/takedowns", "takedown.read", "takedowns/list.html")
def list_takedowns(
    work: Work,
    slug: str,
    paging: Paging,
    state: Annotated[str, Query(max_length=20)] = "open",
) -> TakedownList:
    """What runs, the most urgent first, or what is closed; how many count towards the limits."""
    return takedowns.page(work, slug, paging, state)


@router.read("/communities/{slug}/takedowns/new", "takedown.write", "takedowns/new.html")
def takedown_form(
    work: Work, slug: str, previous: Annotated[str | None, Query(max_length=32)] = None
) -> TakedownForm:
    """The form for a new request."""
    return takedowns.takedown_form(work, slug, previous)


@router.create(
    "/communities/{slug}/takedowns", "takedown.write", form=takedown_form, goes_to=_address
)
def receive_takedown(work: Work, slug: str, body: TakedownCreate) -> TakedownRead:
    """A request has come in: its clock runs from receipt."""
    return takedowns.receive(work, slug, body)


@router.read("/communities/{slug}/takedowns/hours", "community.change", "takedowns/hours.html")
def takedown_hours_form(work: Work, slug: str) -> TakedownHoursForm:
    """The form for the hours of this community."""
    return takedown_hours.hours_form(work, slug)


@router.replace(
    "/communities/{slug}/takedowns/hours",
    "community.change",
    form=takedown_hours_form,
    goes_to=lambda h: f"/communities/{h.community}/takedowns?done=saved",
)
def settle_takedown_hours(work: Work, slug: str, body: TakedownHours) -> TakedownHoursRead:
    """Hours for what comes in from now on, no longer than the rules give."""
    return takedown_hours.settle_hours(work, slug, body)


@router.file("/communities/{slug}/takedowns/export.csv", "takedown.read", CSV, writes=True)
def export_takedowns_csv(work: Work, slug: str) -> FileRead:
    """The whole register as CSV, without those who complained."""
    return takedown_papers.export(work, slug, "csv", labels(work.lang))


@router.file("/communities/{slug}/takedowns/export.xlsx", "takedown.read", XLSX, writes=True)
def export_takedowns_xlsx(work: Work, slug: str) -> FileRead:
    """The whole register as XLSX, without those who complained."""
    return takedown_papers.export(work, slug, "xlsx", labels(work.lang))


@router.read("/takedowns/{id}", "takedown.read", "takedowns/page.html", writes=True)
def read_takedown(work: Work, id: str) -> TakedownRead:
    """One request with its steps; a look at who complained is recorded."""
    return takedowns.read(work, id)


@router.act(
    "/takedowns/{id}/steps",
    "takedown.write",
    "takedowns/page.html",
    form=read_takedown,
    before=uploads.digest,
    upload=MAX_PROOF,
    goes_to=_address,
)
def step_takedown(work: Work, id: str, body: TakedownStepCreate, prepared: str) -> TakedownRead:
    """A note, a receipt, or a proof with its file: kept for good."""
    return taking_down.step(work, id, body, prepared)


@router.file("/takedowns/{id}/proofs/{proof}", "takedown.read", BYTES, writes=True)
def read_takedown_proof(work: Work, id: str, proof: str) -> FileRead:
    """A proof's file, to be saved; each time is logged."""
    return taking_down.proof(work, id, proof)


@router.act(
    "/takedowns/{id}/handover",
    "takedown.write",
    "takedowns/page.html",
    form=read_takedown,
    goes_to=_address,
)
def hand_over_takedown(work: Work, id: str, body: TakedownHandover) -> TakedownRead:
    """To another of the board, or to the unit that is competent."""
    return taking_down.hand_over(work, id, body)


@router.act(
    "/takedowns/{id}/completion",
    "takedown.write",
    "takedowns/page.html",
    form=read_takedown,
    goes_to=_address,
)
def complete_takedown(work: Work, id: str, body: TakedownCompletion) -> TakedownRead:
    """It is gone; founded or not."""
    return taking_down.complete(work, id, body)


@router.act(
    "/takedowns/{id}/rejection",
    "takedown.write",
    "takedowns/page.html",
    form=read_takedown,
    goes_to=_address,
)
def reject_takedown(work: Work, id: str, body: TakedownClosing) -> TakedownRead:
    """A complaint without ground: why, in words."""
    return taking_down.reject(work, id, body)


@router.act(
    "/takedowns/{id}/withdrawal",
    "takedown.write",
    "takedowns/page.html",
    form=read_takedown,
    goes_to=lambda t: f"{_address(t)}?done=saved",
)
def withdraw_takedown(work: Work, id: str, body: TakedownClosing) -> TakedownRead:
    """Who asked took it back."""
    return taking_down.withdraw(work, id, body)


@router.file("/takedowns/{id}/minutes.docx", "takedown.write", DOCX, writes=True)
def read_takedown_minutes(work: Work, id: str) -> FileRead:
    """The minutes as a Word file; each one drawn up is logged."""
    return takedown_papers.minutes(work, id)
