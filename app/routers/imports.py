"""Lists that come in as files and go out as files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from app.domain.media_types import XLSX
from app.schemas.base import FileRead
from app.schemas.imports import (
    MAX_FILE,
    ExportCreate,
    ExportForm,
    ExportList,
    ExportRead,
    ImportApply,
    ImportChange,
    ImportCreate,
    ImportForm,
    ImportList,
    ImportRead,
    ImportRowList,
    ImportRowRead,
    RowCreation,
)
from app.services import exporting, import_errors, import_runs, import_views, importing
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.words import labels, reasons

CSV = "text/csv; charset=utf-8"
router = Nouns()


@router.read("/communities/{slug}/imports", "import.read", "imports/list.html")
def list_imports(work: Work, slug: str, paging: Paging) -> ImportList:
    """Lists that came in, the newest first."""
    return import_views.page(work, slug, paging)


@router.read("/communities/{slug}/imports/new", "member.record", "imports/new.html")
def import_form(work: Work, slug: str) -> ImportForm:
    """The form for a new list."""
    return importing.import_form(work, slug)


@router.create(
    "/communities/{slug}/imports",
    "member.record",
    form=import_form,
    before=uploads.sheets,
    upload=MAX_FILE,
    goes_to=lambda i: f"/imports/{i.id}",
)
def create_import(work: Work, slug: str, body: ImportCreate, prepared: Any) -> ImportRead:
    """Read a list (CSV, XLSX, XLS) and foresee what would become of each row."""
    return importing.create(work, slug, body, prepared, reasons(work.lang))


@router.read("/imports/{id}", "import.read", "imports/page.html")
def read_import(work: Work, id: str) -> ImportRead:
    """One list: how it was understood, what is foreseen, what became of it."""
    return import_views.read(work, id, reasons(work.lang))


@router.change(
    "/imports/{id}", "member.record", form=read_import, goes_to=lambda i: f"/imports/{i.id}"
)
def change_import(work: Work, id: str, body: ImportChange) -> ImportRead:
    """Read the same file by other columns or for another unit."""
    return importing.change(work, id, body, reasons(work.lang))


@router.act(
    "/imports/{id}/application",
    "member.record",
    "imports/page.html",
    form=read_import,
    goes_to=lambda i: f"/imports/{i.id}",
)
def apply_import(work: Work, id: str, body: ImportApply) -> ImportRead:
    """Make the files: one list at a time in a community."""
    return importing.apply(work, id, body, reasons(work.lang))


@router.act(
    "/imports/{id}/going-on",
    "member.record",
    "imports/page.html",
    form=read_import,
    goes_to=lambda i: f"/imports/{i.id}",
)
def go_on_with_import(work: Work, id: str) -> ImportRead:
    """A list that stopped in the middle goes on."""
    return importing.go_on(work, id, reasons(work.lang))


@router.remove(
    "/imports/{id}",
    "member.record",
    form=read_import,
    goes_to=lambda _: "/imports/{id}",
)
def discard_import(work: Work, id: str) -> None:
    """Drop a list of which nothing was made; its rows are forgotten."""
    importing.discard(work, id)


@router.read("/imports/{id}/rows", "import.read", "imports/rows.html")
def list_import_rows(
    work: Work, id: str, paging: Paging, outcome: Annotated[str, Query(max_length=20)] = ""
) -> ImportRowList:
    """The women of a list, by what became of them or is foreseen."""
    return import_views.rows(work, id, outcome, paging, reasons(work.lang))


@router.act(
    "/imports/{id}/rows/{no}/creation",
    "member.record",
    form=list_import_rows,
    goes_to=lambda _: "/imports/{id}/rows?outcome=skipped&done=saved",
)
def create_import_row(work: Work, id: str, no: int, body: RowCreation) -> ImportRowRead:
    """Somebody looked: a woman who was passed over gets her file."""
    return import_runs.create_anyway(work, id, no, body, reasons(work.lang))


@router.file("/imports/{id}/errors.csv", "member.record", CSV, writes=True)
def read_errors_csv(work: Work, id: str) -> FileRead:
    """The rows to mend with why, as CSV."""
    return import_errors.errors_file(work, id, "csv", reasons(work.lang), labels(work.lang))


@router.file("/imports/{id}/errors.xlsx", "member.record", XLSX, writes=True)
def read_errors_xlsx(work: Work, id: str) -> FileRead:
    """The rows to mend with why, as XLSX."""
    return import_errors.errors_file(work, id, "xlsx", reasons(work.lang), labels(work.lang))


# -- lists that go out -------------------------------------------------------------------------


@router.read("/communities/{slug}/exports", "member.list", "exports/list.html")
def list_exports(work: Work, slug: str, paging: Paging) -> ExportList:
    """Who took lists out, what for, and who agreed."""
    return exporting.page(work, slug, paging)


@router.read("/communities/{slug}/exports/new", "member.export", "exports/new.html")
def export_form(work: Work, slug: str) -> ExportForm:
    """The form for taking a list out."""
    return exporting.export_form(work, slug)


@router.create(
    "/communities/{slug}/exports",
    "member.export",
    form=export_form,
    goes_to=lambda e: f"/exports/{e.id}",
)
def create_export(work: Work, slug: str, body: ExportCreate) -> ExportRead:
    """Ask to take a list out; with phone numbers another person must agree."""
    return exporting.create(work, slug, body)


@router.read("/exports/{id}", "member.list", "exports/page.html")
def read_export(work: Work, id: str) -> ExportRead:
    """One request, and its files once it is ready."""
    return exporting.read(work, id)


@router.act(
    "/exports/{id}/approval",
    "member.export",
    "exports/page.html",
    form=read_export,
    goes_to=lambda e: f"/exports/{e.id}?done=saved",
)
def allow_export(work: Work, id: str) -> ExportRead:
    """The second person agrees."""
    return exporting.allow(work, id)


@router.file("/exports/{id}/members.csv", "member.export", CSV, writes=True, statuses=(409, 410))
def read_export_csv(work: Work, id: str) -> FileRead:
    """The list as CSV, made now."""
    return exporting.file(work, id, "csv", labels(work.lang))


@router.file("/exports/{id}/members.xlsx", "member.export", XLSX, writes=True, statuses=(409, 410))
def read_export_xlsx(work: Work, id: str) -> FileRead:
    """The list as XLSX, made now."""
    return exporting.file(work, id, "xlsx", labels(work.lang))
