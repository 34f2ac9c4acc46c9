"""Sign-up sheets on paper: printed, entered line by line, closed, and told back."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.paper import (
    LikelyFiles,
    LineRead,
    LineWrite,
    PrintedSheet,
    SheetCreate,
    SheetFiling,
    SheetForm,
    SheetList,
    SheetRead,
    SlipRead,
)
from app.services import paper, paper_lines
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/communities/{slug}/paper-sheets", "member.record", "paper/list.html")
def list_sheets(work: Work, slug: str, paging: Paging) -> SheetList:
    """Sheets of the community, the newest first."""
    return paper.page(work, slug, paging)


@router.read("/communities/{slug}/paper-sheets/new", "member.record", "paper/new.html")
def sheet_form(work: Work, slug: str) -> SheetForm:
    """The form for a new sheet."""
    return paper.sheet_form(work, slug)


@router.create(
    "/communities/{slug}/paper-sheets",
    "member.record",
    form=sheet_form,
    goes_to=lambda s: f"/paper-sheets/{s.id}",
)
def create_sheet(work: Work, slug: str, body: SheetCreate) -> SheetRead:
    """A sheet with the next number, to print and carry from door to door."""
    return paper.create(work, slug, body)


@router.read("/paper-sheets/{id}", "member.record", "paper/sheet.html")
def read_sheet(work: Work, id: str) -> SheetRead:
    """The entry of one sheet: its lines, and the next one to type."""
    return paper.read(work, id)


@router.read("/paper-sheets/{id}/print", "member.record", "paper/print.html")
def print_sheet(work: Work, id: str) -> PrintedSheet:
    """The empty sheet as it is printed."""
    return paper.printed(work, id)


@router.read("/paper-sheets/{id}/slip", "member.record", "paper/slip.html")
def read_slip(work: Work, id: str) -> SlipRead:
    """What goes back to the chapter head, with a little paper for each woman."""
    return paper.slip(work, id)


@router.read("/paper-sheets/{id}/likely", "member.record", "paper/likely.html")
def read_likely(
    work: Work,
    id: str,
    full_name: Annotated[str, Query(max_length=200)] = "",
    birth_year: Annotated[str, Query(max_length=10)] = "",
    phone: Annotated[str, Query(max_length=40)] = "",
    hamlet: Annotated[str, Query(max_length=200)] = "",
) -> LikelyFiles:
    """Files that may be of the woman who is being typed."""
    year = int(birth_year) if birth_year.isascii() and birth_year.isdigit() else None
    return paper_lines.likely(work, id, full_name, year, phone, hamlet)


@router.replace(
    "/paper-sheets/{id}/filing",
    "member.record",
    form=read_sheet,
    goes_to=lambda s: f"/paper-sheets/{s.id}",
)
def file_sheet(work: Work, id: str, body: SheetFiling) -> SheetRead:
    """Say where the signed sheet lies."""
    return paper.file_away(work, id, body)


@router.read("/paper-sheets/{id}/lines/{no}", "member.record", "paper/sheet.html")
def line_form(work: Work, id: str, no: int) -> SheetRead:
    """The page of one line: again, where it was a question or blank."""
    return paper.read(work, id, no)


@router.replace(
    "/paper-sheets/{id}/lines/{no}",
    "member.record",
    form=line_form,
    goes_to=lambda _: "/paper-sheets/{id}",
)
def write_line(work: Work, id: str, no: int, body: LineWrite) -> LineRead:
    """Enter one line, once."""
    return paper_lines.write(work, id, no, body)


@router.act(
    "/paper-sheets/{id}/closing",
    "member.record",
    "paper/sheet.html",
    form=read_sheet,
    goes_to=lambda s: f"/paper-sheets/{s.id}/slip",
)
def close_sheet(work: Work, id: str) -> SheetRead:
    """All lines are entered; what goes back to the chapter head is ready."""
    return paper.close(work, id)
