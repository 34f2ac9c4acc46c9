"""Tables as files for Excel: CSV with a byte order mark, XLSX. What looks like a formula is text.

A cell that begins like a formula gets an apostrophe before it, as Excel itself marks text; a phone
number with its plus sign stays as it is (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter

Cell = str | int | float | None
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PHONE = re.compile(r"\+\d[\d .]{6,18}")
WIDEST = 50


def neutral(cell: Cell) -> Cell:
    """The same text, harmless where a spreadsheet opens it."""
    if isinstance(cell, str) and cell.startswith(_STARTS) and not _PHONE.fullmatch(cell):
        return "'" + cell
    return cell


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]], title: str, *, header: int = 0) -> bytes:
    """One sheet; the row `header` is bold and stays in sight; columns as wide as their texts."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(title[:31])
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    widths: dict[int, int] = {}
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            shown = neutral(cell)
            sheet.write(at, place, shown, bold if at == header else text)
            if at >= header:
                widths[place] = max(widths.get(place, 0), len(str(shown or "")))
    for place, width in widths.items():
        sheet.set_column(place, place, min(width + 2, WIDEST))
    sheet.freeze_panes(header + 1, 0)
    book.close()
    return target.getvalue()
