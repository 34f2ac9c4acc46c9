"""Looking at a member list before anybody works with it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from app import clock
from app.commands import terminal
from app.domain.imports import reading
from app.domain.imports.reading import Row, SheetRead
from app.domain.imports.rows import RowClass
from app.domain.legacy_fonts import Font
from app.integrations import sheets


def check_list(
    file: Annotated[
        Path, typer.Argument(help="A list as CSV, XLSX or XLS.", exists=True, dir_okay=False)
    ],
) -> None:
    """How a member list is understood, as JSON: rows by class, and which cannot be taken.

    Nothing is kept and no name is printed: rows are told by the number that the spreadsheet shows.
    """
    if file.stat().st_size > sheets.MAX_BYTES:
        terminal.fail(f"{file}: file-too-large")
    try:
        found = sheets.read(file.read_bytes())
    except sheets.Unreadable as error:
        terminal.fail(f"{file}: {error.code}")
    year = clock.today().year
    typer.echo(json.dumps([_told(reading.read(sheet, year)) for sheet in found], indent=1))


def _told(sheet: SheetRead) -> Mapping[str, Any]:
    women = [row for row in sheet.rows if row.kind is RowClass.DATA]
    return {
        "sheet": sheet.name,
        "header": sheet.header.row + 1 if sheet.header else None,
        "columns": {name: place + 1 for name, place in sheet.columns.items()},
        "fonts": {
            name: sheet.fonts[place].font
            for name, place in sheet.columns.items()
            if sheet.fonts[place].font is not Font.UNICODE
        },
        "rows": {kind.value: count for kind, count in sheet.counts.items()},
        "readable": sum(not row.refused for row in women),
        "refused": _numbers((row, row.refused) for row in women),
        "noted": _numbers((row, row.noted) for row in women),
    }


def _numbers(coded: Iterable[tuple[Row, tuple[str, ...]]]) -> Mapping[str, list[int]]:
    """Code → the numbers of its rows."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, codes in coded:
        for code in codes:
            found[code].append(row.number)
    return found
