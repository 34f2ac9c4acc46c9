"""The rows of a list that somebody must mend, as a file that she can send back."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.permissions import Thing
from app.integrations import tables
from app.schemas.base import FileRead
from app.services.deeds import permit, record
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
    headed = next((sheet for sheet in one.sheets if sheet["header"]), None)
    headings = [column["heading"] for column in headed["columns"]] if headed else []
    lines: list[list[tables.Cell]] = [[label("sheet"), label("row"), label("why"), *headings]]
    lines += [[row.sheet, row.row, "; ".join(map(worded, row.reasons)), *row.raw] for row in found]
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
