"""Single answers of a survey as CSV, XLSX and JSON: written row by row, so that memory does not
grow with them. Texts that look like a formula are neutralised as in `tables`."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

import xlsxwriter

from app.domain.refusals import Conflict
from app.domain.surveys.columns import Column
from app.domain.surveys.form import said
from app.integrations.tables import Cell, neutral

#: What a sheet of Excel holds, its row of names included.
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_048_576, 16_384, 32_767
BETWEEN = ";"
WIDTHS = {"flag": 10, "number": 12, "date": 12, "time": 9, "list": 30, "choice": 24, "text": 30}
Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Written:
    """How values are written: options by their `labels` or their keys, in a language."""

    labels: bool = False
    lang: str = "vi"

    def texts(self, columns: Sequence[Column]) -> list[Mapping[str, str]]:
        """Key → what is written for it, for each column."""
        if not self.labels:
            return [{} for _ in columns]
        return [
            {option.key: said(option.text, self.lang) for option in column.options}
            for column in columns
        ]


def write_csv(
    target: IO[bytes], columns: Sequence[Column], rows: Rows, how: Written, *, bom: bool = True
) -> None:
    text = io.TextIOWrapper(
        target, "utf-8-sig" if bom else "utf-8", newline="", write_through=False
    )
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    texts = how.texts(columns)
    for row in rows:
        writer.writerow(
            [neutral(_plain(value, said)) for value, said in zip(row, texts, strict=True)]
        )
    text.flush()
    text.detach()


def _plain(value: Any, texts: Mapping[str, str]) -> Cell:
    """A value as a text or a number: keys or labels, days and moments as ISO 8601."""
    if isinstance(value, list):
        return BETWEEN.join(texts.get(key, key) for key in value)
    if isinstance(value, str):
        return texts.get(value, value) if texts else value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    number: int | float | None = value
    return number


def write_xlsx(
    target: IO[bytes],
    columns: Sequence[Column],
    rows: Rows,
    how: Written,
    *,
    titles: tuple[str, str],
    guide: Iterable[Sequence[Cell]],
) -> None:
    """Two sheets, named by `titles`: the answers, and the `guide` to their columns.

    Raises Conflict (`export-too-wide`, `export-too-long`) for what no sheet holds.
    """
    if len(columns) > MOST_COLUMNS:
        raise Conflict("export-too-wide", columns=len(columns), most=MOST_COLUMNS)
    with _book(target) as book:
        _answers(book, titles[0], columns, rows, how)
        _guide(book, titles[1], guide)


@contextmanager
def _book(target: IO[bytes]) -> Iterator[Any]:
    """A workbook whose rows go to the disk as they come; nothing of one that failed stays there."""
    with tempfile.TemporaryDirectory(prefix="sen-xlsx-") as folder:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(target, {**options, "constant_memory": True, "tmpdir": folder})
        try:
            yield book
        except BaseException:
            book.fileclosed = True
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        book.close()


def _answers(book: Any, title: str, columns: Sequence[Column], rows: Rows, how: Written) -> None:
    sheet = book.add_worksheet(title[:31])
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    formats = {
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
        "time": book.add_format({"num_format": "hh:mm"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
    }
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(WIDTHS[column.kind], len(column.name) + 2))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, bold)
    kinds, texts = [column.kind for column in columns], how.texts(columns)
    for at, row in enumerate(rows, 1):
        if at >= MOST_ROWS:
            raise Conflict("export-too-long", most=MOST_ROWS - 1)
        for place, value in enumerate(row):
            if value is not None:
                _write(sheet, (at, place), value, kinds[place], texts[place], text, formats)


def _write(
    sheet: Any,
    at: tuple[int, int],
    value: Any,
    kind: str,
    texts: Mapping[str, str],
    text: Any,
    formats: Mapping[str, Any],
) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(*at, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value.replace(tzinfo=None), formats["moment"])
    elif kind == "date":
        day = value if isinstance(value, date) else date.fromisoformat(value)
        if day.year < 1900:  # Excel knows no such day.
            sheet.write_string(*at, day.isoformat(), text)
        else:
            sheet.write_datetime(*at, day, formats["date"])
    elif kind == "time":
        sheet.write_datetime(*at, time.fromisoformat(value), formats["time"])
    else:
        sheet.write_string(*at, str(neutral(_plain(value, texts)))[:LONGEST_CELL], text)


def _guide(book: Any, title: str, lines: Iterable[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for place, width in enumerate((24, 50, 30, 14, 18, 24, 10, 40)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    for at, line in enumerate(lines):
        for place, cell in enumerate(line):
            if isinstance(cell, (int, float)):
                sheet.write_number(at, place, cell, bold if at == 0 else text)
            elif cell:
                shown = str(neutral(cell))[:LONGEST_CELL]
                sheet.write_string(at, place, shown, bold if at == 0 else text)


def write_guide(target: IO[bytes], title: str, lines: Iterable[Sequence[Cell]]) -> None:
    """The guide alone."""
    with _book(target) as book:
        _guide(book, title, lines)


def write_json(
    target: IO[bytes], about: Mapping[str, Any], responses: Iterable[Mapping[str, Any]]
) -> None:
    """One object: `about`, and `responses` last; answers have the shape in which they were sent."""
    head = json.dumps(about, ensure_ascii=False)
    target.write(f'{head[:-1]}, "responses": ['.encode())
    between = b"\n"
    for one in responses:
        target.write(between + json.dumps(one, ensure_ascii=False, default=_plain_json).encode())
        between = b",\n"
    target.write(b"\n]}\n")


def _plain_json(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
