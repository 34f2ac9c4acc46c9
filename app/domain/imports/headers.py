"""Which row of a sheet is the header, and which column holds what.

Headings are compared folded, in each of the three old and new fonts, because a list typed in
.VnTime has its headings in .VnTime too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.legacy_fonts import Font, converted
from app.domain.text import fold

Cells = Sequence[str]

#: Field → folded headings. A heading in brackets ("(dd/mm/yyyy)") is cut off before.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "number": ("stt", "tt", "so tt", "so thu tu", "no", "thu tu"),
    "full_name": (
        "ho va ten",
        "ho ten",
        "ho va ten hoi vien",
        "ho ten hoi vien",
        "ho va ten khai sinh",
        "ho va ten chi em",
        "ho va ten phu nu",
        "ten hoi vien",
        "ten thanh vien",
        "ho dem va ten",
        "ho ten day du",
        "full name",
    ),
    "family_middle": ("ho va dem", "ho dem", "ho va ten dem", "ho ten dem", "ho", "ho lot"),
    "given": ("ten", "ten goi"),
    "birth": (
        "nam sinh",
        "ngay sinh",
        "ns",
        "ngay thang nam sinh",
        "ngay thang nam",
        "sinh nam",
        "sinh ngay",
        "ngay sinh nam sinh",
        "nam sinh nu",
    ),
    "phone": (
        "so dien thoai",
        "sdt",
        "dt",
        "dien thoai",
        "so dt",
        "dtdd",
        "di dong",
        "so di dong",
        "dien thoai di dong",
        "dien thoai lien he",
        "so dien thoai lien he",
        "lien he",
        "zalo",
        "so zalo",
        "phone",
    ),
    "hamlet": (
        "dia chi",
        "thon",
        "xom",
        "tdp",
        "to dan pho",
        "thon xom",
        "thon to dan pho",
        "thon tdp",
        "noi o",
        "cho o",
        "cho o hien nay",
        "noi cu tru",
        "dia chi thuong tru",
        "noi o hien nay",
        "noi thuong tru",
    ),
    "chapter": ("chi hoi", "to phu nu", "chi hoi phu nu", "sinh hoat tai chi hoi", "ten chi hoi"),
    "unit": ("xa", "phuong", "xa phuong", "phuong xa", "don vi", "co so hoi", "hoi lhpn"),
    "union_status": ("hoi vien", "la hoi vien", "hoi vien hoi lhpn", "da la hoi vien", "hv"),
    "note": ("ghi chu", "gc", "chu thich", "note"),
}
_FIELD_OF = {heading: name for name, headings in SYNONYMS.items() for heading in headings}
_BRACKETS = re.compile(r"\([^)]*\)")
LOOKED_AT = 60
"""Rows from the top in which a header may stand."""


@dataclass(frozen=True, slots=True)
class Header:
    """`row`: its place in the sheet from 0; `columns`: field → column from 0."""

    row: int
    columns: Mapping[str, int]
    headings: tuple[str, ...]

    @property
    def signature(self) -> str:
        """The same for two lists with the same headings, whatever their capitals and font."""
        return "|".join(_folded(text) for text in self.headings)


def field_of(heading: str) -> str | None:
    """The field that a heading names in any font, or None."""
    for font in Font:
        bare = _BRACKETS.sub(" ", converted(heading, font))
        found = _FIELD_OF.get(fold(bare))
        if found:
            return found
    return None


def find(rows: Sequence[Cells]) -> Header | None:
    """The first row that names her and at least one thing more; None where there is none."""
    for number, cells in enumerate(rows[:LOOKED_AT]):
        columns = columns_of(cells)
        if names_her(columns) and len(columns) > 1:
            return Header(number, columns, tuple(cells))
    return None


def columns_of(cells: Cells) -> dict[str, int]:
    """Field → column; where two columns have the same heading the first one counts."""
    columns: dict[str, int] = {}
    for place, text in enumerate(cells):
        name = field_of(text) if text.strip() else None
        if name:
            columns.setdefault(name, place)
    return columns


def names_her(columns: Mapping[str, int]) -> bool:
    return "full_name" in columns or "given" in columns


def _folded(text: str) -> str:
    name = field_of(text)
    return name or fold(text)
