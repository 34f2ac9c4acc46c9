"""A file's sheets as rows of an import, and the rows as sheets again.

What is stored is what the officer sees: each row with its class, each woman with her values, and
how each sheet's columns were understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from app import clock
from app.domain import members as rules
from app.domain.imports import reading
from app.domain.imports.reading import Row, Sheet, SheetRead, Woman
from app.domain.imports.rows import RowClass
from app.domain.legacy_fonts import Font, converted
from app.domain.text import fold
from app.domain.twins import Profile
from app.models.communities import Community
from app.models.imports import ImportRow, MemberImport
from app.schemas.imports import ColumnRead
from app.schemas.imports import SheetRead as SheetOut
from app.services import picking_units
from app.services.applications import open_units
from app.store import imports, units
from app.store.actors import Work

#: Fields that a column may be read as (domain/imports/headers.py).
FIELDS = (
    "full_name",
    "family_middle",
    "given",
    "birth",
    "phone",
    "hamlet",
    "chapter",
    "unit",
    "union_status",
    "note",
    "number",
)
_KINDS_OF_UNIT = ("hoi lhpn ", "hoi phu nu ", "xa ", "phuong ", "thi tran ", "tt ", "p ")
Columns = Mapping[str, int]


class Place:
    """The units that a list may name, by folded name with and without its kind, old names too."""

    def __init__(self, work: Work, community: Community, usual: str | None) -> None:
        self.usual = usual
        self._work, self._community = work, community
        self._by_name = _names(work, community)
        self._by_old_name: dict[str, str | None] = {}

    def find(self, text: str, *, block: bool = False) -> str | None:
        """`block`: a name over a block of rows, which is more often a chapter's than a unit's."""
        name = fold(text)
        bare = _bare(name)
        if not bare or (found := self._by_name.get(bare)):
            return found if bare else None
        if block and bare == name:
            return None
        if bare not in self._by_old_name:
            self._by_old_name[bare] = self._heir(text, bare)
        return self._by_old_name[bare]

    def _heir(self, text: str, bare: str) -> str | None:
        """The one unit that an old name leads to; of a divided one the old unit, to be placed."""
        found = picking_units.found(self._work, self._community, text)
        units_so_called = {row.unit for row in found if _bare(fold(row.name)) == bare}
        return units_so_called.pop() if len(units_so_called) == 1 else None


def _names(work: Work, community: Community) -> dict[str, str]:
    """Names of two units are nobody's."""
    names: dict[str, str] = {}
    twice = set()
    for unit in open_units(work, community):
        name = _bare(fold(unit.name))
        twice |= {name} & names.keys()
        names[name] = unit.id
    return {name: unit for name, unit in names.items() if name not in twice}


def _bare(name: str) -> str:
    """Without the kinds before it: "hoi lhpn xa phu dong" is "phu dong"."""
    for kind in _KINDS_OF_UNIT:
        name = name.removeprefix(kind)
    return name


# -- sheets ------------------------------------------------------------------------------------


def as_headed(sheets: Sequence[Sheet]) -> list[tuple[Sheet, SheetRead]]:
    """Each sheet as its headings say: the long part, done before any transaction."""
    year = clock.today().year
    return [(sheet, reading.read(sheet, year)) for sheet in sheets]


def understood(
    work: Work,
    community: Community,
    sheets: Sequence[tuple[Sheet, SheetRead]],
    usual: str | None,
    given: Mapping[int, Columns] | None = None,
) -> list[SheetRead]:
    """Each sheet by the columns now given, else by those kept for this unit, else by headings."""
    return [
        _by_columns(work, community, sheet, headed, usual, (given or {}).get(no))
        for no, (sheet, headed) in enumerate(sheets)
    ]


def _by_columns(
    work: Work,
    community: Community,
    sheet: Sheet,
    headed: SheetRead,
    usual: str | None,
    given: Columns | None,
) -> SheetRead:
    if headed.header is None:
        return headed
    columns = given or imports.mapping(
        work.session, community.id, usual or "", headed.header.signature
    )
    if columns is None or dict(columns) == dict(headed.columns):
        return headed
    return reading.read(sheet, clock.in_vietnam(work.now).year, columns)


def sheets_of(work: Work, one: MemberImport) -> list[Sheet]:
    """The file again, from its rows."""
    rows = imports.all_rows(work.session, one.id)
    return [
        Sheet(name, [cells for _, cells in part]) for name, part in groupby(rows, lambda r: r[0])
    ]


def as_rows(
    one_id: str, read: Iterable[SheetRead], where: Place, year: int
) -> Iterator[dict[str, Any]]:
    """What is stored for each row; refused women are foreseen as such at once."""
    no = 0
    for sheet in read:
        for row in sheet.rows:
            no += 1
            yield {"import_id": one_id, "no": no, **_stored(row, where, year)}


def _stored(row: Row, where: Place, year: int) -> dict[str, Any]:
    refused, noted = list(row.refused), list(row.noted)
    woman = None
    if row.woman is not None:
        woman, unknown = _woman(row.woman, where)
        noted += ["unit_unknown"] if unknown else []
        refused += ["under_16"] if rules.is_too_young(row.woman.birth_year, year) else []
    return {
        "sheet": row.sheet,
        "row": row.number,
        "kind": row.kind.value,
        "raw": list(row.raw),
        "woman": woman,
        "fold": fold(woman["full_name"]) if woman else "",
        "phone": (woman["phone"] or "") if woman else "",
        "reasons": refused,
        "noted": noted,
        "foreseen": "refused" if refused else "",
        "outcome": "",
    }


def _woman(woman: Woman, where: Place) -> tuple[dict[str, Any], bool]:
    """Her values, and whether a unit was named that nobody knows.

    The name over a block of rows is a unit's or a chapter's; a chapter is as good as a hamlet.
    """
    named = where.find(woman.unit)
    block = where.find(woman.chapter, block=True)
    chapter = "" if block else woman.chapter
    return {
        "full_name": woman.name.full if woman.name else "",
        "birth_year": woman.birth_year,
        "phone": woman.phone,
        "union_status": woman.union_status,
        "hamlet": (woman.hamlet or chapter)[:200],
        "unit_id": named or block or where.usual,
    }, bool(woman.unit) and named is None


def profile_of(woman: Mapping[str, Any]) -> Profile:
    return Profile(
        full_name=woman["full_name"],
        fold=fold(woman["full_name"]),
        birth_year=woman["birth_year"],
        unit_id=woman["unit_id"],
        hamlet=woman["hamlet"],
        phone=woman["phone"],
    )


def women_in(read: Iterable[SheetRead]) -> int:
    return sum(sheet.counts.get(RowClass.DATA, 0) for sheet in read)


def shown(read: Iterable[SheetRead]) -> list[dict[str, Any]]:
    """How each sheet was understood, as it is stored and shown."""
    return [_sheet(no, sheet).model_dump() for no, sheet in enumerate(read, 1)]


def _sheet(no: int, sheet: SheetRead) -> SheetOut:
    header = sheet.header
    return SheetOut(
        no=no,
        name=sheet.name,
        header=header.row + 1 if header else None,
        columns=_columns(sheet) if header else [],
        counts={kind.value: count for kind, count in sheet.counts.items()},
    )


def _columns(sheet: SheetRead) -> list[ColumnRead]:
    assert sheet.header is not None
    field_of = {column: name for name, column in sheet.columns.items()}
    usual = reading.usual_font(sheet.fonts)
    return [
        ColumnRead(
            no=column + 1,
            heading=converted(heading, usual)[:200],
            field=field_of.get(column),
            **_font(sheet, column),
        )
        for column, heading in enumerate(sheet.header.headings)
    ]


def _font(sheet: SheetRead, column: int) -> dict[str, str]:
    """An old font with one text before and after: what the officer must look at."""
    found = sheet.fonts.get(column)
    if found is None or found.font is Font.UNICODE:
        return {}
    for row in sheet.rows:
        if row.kind is RowClass.DATA and column < len(row.raw):
            text = row.raw[column]
            after = converted(text, found.font)
            if after != text:
                return {"font": found.font.value, "before": text[:80], "after": after[:80]}
    return {"font": found.font.value}


def unit_names(work: Work, rows: Iterable[ImportRow]) -> dict[str, str]:
    wanted = {row.woman["unit_id"] for row in rows if row.woman and row.woman.get("unit_id")}
    return units.names(work.session, wanted, work.today) if wanted else {}
