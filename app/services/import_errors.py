"""The rows of a list that somebody must mend, as a file that she can send back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.permissions import Thing
from app.integrations import tables
from app.models.imports import ImportRow, MemberImport
from app.schemas.base import FileRead
from app.services.deeds import permit, record
from app.services.import_reading import unit_names
from app.store import imports
from app.store.actors import Work

Words = Callable[[str], str]


def errors_file(work: Work, import_id: str, kind: str, worded: Words, label: Words) -> FileRead:
    """The rows to mend, as they stood in the file, with why; those already here are left out."""
    one = imports.get(work.session, work.actor, import_id)
    held = permit(work, "member.record", Thing(community_id=one.community_id))
    found = [
        row
        for row in imports.rows_page(work.session, one.id, ["refused", "skipped"], 0, None)
        if not {"already_here", "twice_in_file"} & set(row.reasons)
    ]
    lines = _lines(work, one, found, worded, label)
    record(
        work,
        "import.errors",
        ("import", one.id),
        community_id=one.community_id,
        held=held,
        outbox=False,
        rows=len(found),
    )
    content = tables.as_csv(lines) if kind == "csv" else tables.as_xlsx(lines, label("errors"))
    stem = one.filename.rpartition(".")[0] or one.filename
    return FileRead(name=f"{stem} - {label('errors')}.{kind}", content=content)


def _lines(
    work: Work, one: MemberImport, found: Sequence[ImportRow], worded: Words, label: Words
) -> list[list[tables.Cell]]:
    """Each cell under its own sheet's heading; the block's chapter and unit as columns."""
    by_sheet = {
        sheet["name"]: [column["heading"] for column in sheet["columns"]] for sheet in one.sheets
    }
    headings = list(dict.fromkeys(h for heads in by_sheet.values() for h in heads if h))
    names = unit_names(work, found)
    first = [label("sheet"), label("row"), label("why")]
    lines: list[list[tables.Cell]] = [[*first, *headings, label("chapter"), label("home")]]
    for row in found:
        cells = dict(zip(by_sheet.get(row.sheet, []), row.raw, strict=False))
        woman = row.woman or {}
        home = names.get(woman.get("unit_id") or "", "")
        reasons = "; ".join(map(worded, row.reasons))
        told = [cells.get(heading, "") for heading in headings]
        lines.append([row.sheet, row.row, reasons, *told, woman.get("hamlet", ""), home])
    return lines
