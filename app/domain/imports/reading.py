"""A whole file read: every row has one class, every woman her values or the reasons why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.imports import headers, rows, values
from app.domain.imports.headers import Header
from app.domain.imports.rows import RowClass
from app.domain.legacy_fonts import Font, Recognised, converted, recognise
from app.domain.names import Name
from app.domain.text import nfc


@dataclass(frozen=True, slots=True)
class Sheet:
    """Texts as they stand in the file, rows from the top, all of one sheet."""

    name: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Woman:
    """What one data row says. `chapter` and `unit` are names as written, not yet found."""

    name: Name | None = None
    birth_year: int | None = None
    phone: str | None = None
    union_status: str = "unknown"
    hamlet: str = ""
    chapter: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as the spreadsheet shows it. `refused` is empty for a good row."""

    sheet: str
    number: int
    kind: RowClass
    raw: tuple[str, ...]
    woman: Woman | None = None
    refused: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRead:
    """How one sheet was understood; `fonts` by column."""

    name: str
    header: Header | None
    columns: Mapping[str, int]
    fonts: Mapping[int, Recognised] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    @property
    def counts(self) -> Mapping[RowClass, int]:
        return Counter(row.kind for row in self.rows)


def read(sheet: Sheet, this_year: int, columns: Mapping[str, int] | None = None) -> SheetRead:
    """One sheet; `columns` replaces the mapping that the headings suggest.

    A sheet without a header has titles and blanks only: nothing is guessed from bare columns.
    """
    header = headers.find(sheet.rows)
    if header is None:
        return SheetRead(sheet.name, None, {}, rows=tuple(_unread(sheet, len(sheet.rows))))
    mapping = dict(header.columns if columns is None else columns)
    body = sheet.rows[header.row + 1 :]
    fonts = _fonts(body, mapping)
    above = _unread(sheet, header.row)
    line = Row(sheet.name, header.row + 1, RowClass.HEADER, header.headings)
    below = _below(sheet, header, mapping, fonts, this_year)
    return SheetRead(sheet.name, header, mapping, fonts, (*above, line, *below))


def _unread(sheet: Sheet, most: int) -> Iterator[Row]:
    for number, cells in enumerate(sheet.rows[:most], 1):
        kind = RowClass.TITLE if any(cell.strip() for cell in cells) else RowClass.BLANK
        yield Row(sheet.name, number, kind, tuple(cells))


def _fonts(body: Sequence[Sequence[str]], mapping: Mapping[str, int]) -> dict[int, Recognised]:
    """A column is one font as a whole; headings and totals stand in the same font."""
    texts = {
        place: [cells[place] for cells in body if place < len(cells)] for place in mapping.values()
    }
    alone = {place: recognise(column) for place, column in texts.items()}
    usual = usual_font(alone)
    return {place: recognise(column, usual) for place, column in texts.items()}


def _below(
    sheet: Sheet,
    header: Header,
    mapping: Mapping[str, int],
    fonts: Mapping[int, Recognised],
    this_year: int,
) -> Iterator[Row]:
    chapter, ended = chapter_of(sheet.name), False
    usual = usual_font(fonts)
    for number, raw in enumerate(sheet.rows[header.row + 1 :], header.row + 2):
        cells = [
            converted(text, fonts[place].font if place in fonts else usual)
            for place, text in enumerate(raw)
        ]
        kind = rows.classify(cells, mapping, ended=ended)
        woman: Woman | None = None
        refused: tuple[str, ...] = ()
        noted: tuple[str, ...] = ()
        if kind is RowClass.UNIT:
            chapter, ended = rows.unit_name(cells), False
        elif kind is RowClass.TOTAL:
            ended = True
        elif kind is RowClass.DATA:
            ended = False
            name_font = fonts[mapping.get("full_name", mapping.get("given", 0))].font
            woman, refused, noted = _woman(cells, mapping, name_font, chapter, this_year)
        yield Row(sheet.name, number, kind, tuple(raw), woman, refused, noted)


def usual_font(fonts: Mapping[int, Recognised]) -> Font:
    """Separator rows may stand outside the mapped columns: they are typed like the others."""
    old = [found.font for found in fonts.values() if found.font is not Font.UNICODE]
    return old[0] if old else Font.UNICODE


def chapter_of(sheet_name: str) -> str:
    """A sheet named after a chapter or a place names it for all its rows; no other title does."""
    name = nfc(sheet_name)
    return name if rows.is_place(name) else ""


def _woman(
    cells: Sequence[str],
    mapping: Mapping[str, int],
    font: Font,
    chapter: str,
    this_year: int,
) -> tuple[Woman, tuple[str, ...], tuple[str, ...]]:
    def text(name: str) -> str:
        place = mapping.get(name)
        return nfc(cells[place]) if place is not None and place < len(cells) else ""

    joined = text("full_name") or " ".join((text("family_middle"), text("given")))
    if "full_name" in mapping and "given" in mapping:
        joined = _with_given(text("full_name"), text("given"))
    name = values.name(joined, font)
    birth = values.birth_year(text("birth"), this_year)
    phone = values.phone(text("phone"))
    status = values.union_status(text("union_status"))
    parts = (name, birth, phone, status)
    woman = Woman(
        name=name.value,
        birth_year=birth.value,
        phone=phone.value,
        union_status=status.value or "unknown",
        hamlet=text("hamlet"),
        chapter=text("chapter") or chapter,
        unit=text("unit"),
        note=text("note"),
    )
    return (
        woman,
        tuple(part.refused for part in parts if part.refused),
        tuple(part.noted for part in parts if part.noted),
    )


def _with_given(family: str, given: str) -> str:
    """A heading over two columns ("Ho va ten" merged over family and given name)."""
    return family if not given or family.split()[-1:] == [given] else f"{family} {given}"
