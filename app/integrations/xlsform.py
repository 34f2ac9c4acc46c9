"""XLSForm files: the workbook as sheets of whole texts, and back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

import python_calamine as calamine
import xlsxwriter

from app.domain.surveys.xlsforms import writing
from app.domain.surveys.xlsforms.sheets import KNOWN
from app.integrations import sheets
from app.integrations.sheets import Unreadable

#: Letters of a cell; a longer one is no text of a form, and the form's own reader says so.
LONGEST_CELL = 20_000
#: How XLSForm names our languages.
LANGUAGES = {writing.VI: "Tiếng Việt (vi)", writing.EN: "English (en)"}


def read(data: bytes) -> Mapping[str, list[list[str]]]:
    """Sheet → rows of texts. Raises Unreadable, also for a file without a sheet `survey`."""
    sheets.read(data)  # What would hurt is refused there.
    if not data.startswith((b"PK", sheets.OLE)):
        raise Unreadable("xlsform-no-survey")
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        names = {name.strip().lower(): name for name in book.sheet_names}
        if "survey" not in names:
            raise Unreadable("xlsform-no-survey")
        return {
            name: [
                [sheets.written(cell)[:LONGEST_CELL] for cell in row]
                for row in book.get_sheet_by_name(names[name]).to_python(skip_empty_area=False)
            ]
            for name in KNOWN
            if name in names
        }


def written(found: writing.Sheets, guide: tuple[str, Sequence[Sequence[str]]] | None) -> bytes:
    """The workbook; `guide`: the name and the rows of a sheet that other programs pass over."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(target, options)
    bold = book.add_format({"bold": True})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    tables = [
        ("survey", writing.table(writing.SURVEY, found.survey)),
        ("choices", writing.table(writing.CHOICES, found.choices)),
        ("settings", writing.table(writing.SETTINGS, found.settings)),
        *([guide] if guide else []),
    ]
    for name, rows in tables:
        sheet = book.add_worksheet(name[:31])
        for at, row in enumerate(_named(rows)):
            for place, cell in enumerate(row):
                # Never a formula: each cell is written as a text, whatever it begins with.
                sheet.write_string(at, place, cell, bold if at == 0 else plain)
        for place, head in enumerate(rows[0] if rows else ()):
            sheet.set_column(place, place, 50 if "::" in head else 22)
        sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def _named(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """`label::vi` and the default language, as XLSForm names them."""
    heads = list(rows[0]) if rows else []
    yield [_head(head) for head in heads]
    for row in rows[1:]:
        yield [
            LANGUAGES.get(cell, cell) if head == "default_language" else cell
            for head, cell in zip(heads, row, strict=True)
        ]


def _head(head: str) -> str:
    column, mark, language = head.partition("::")
    return f"{column}::{LANGUAGES[language]}" if mark else head
