"""Dated lists of administrative codes: reading one, and what it changes against the one before."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.text import fold, nfc

COLUMNS = ("code", "name", "kind")


class UnreadableList(ValueError):
    """The file is no list of codes; the text says why, for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line: `kind` as the list calls it (tinh, thanh-pho, xa, phuong, dac-khu)."""

    code: str
    name: str
    kind: str
    parent_code: str | None
    source: str
    licence: str

    def same_as(self, other: Place) -> bool:
        """Two lists may spell one name differently (Hòa, Hoà): that is no change of the place."""
        return (fold(self.name), self.kind, self.parent_code) == (
            fold(other.name),
            other.kind,
            other.parent_code,
        )


@dataclass(frozen=True, slots=True)
class CodeList:
    """A whole list, as it is valid from a day."""

    scheme: str
    valid_from: date | None
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Difference:
    """`renamed`: another name or kind; `moved`: another parent; `respelled`: kept as it was."""

    added: tuple[Place, ...]
    renamed: tuple[tuple[Place, Place], ...]
    moved: tuple[tuple[Place, Place], ...]
    closed: tuple[Place, ...]
    respelled: tuple[tuple[Place, Place], ...]
    unchanged: int

    @property
    def changed(self) -> tuple[tuple[Place, Place], ...]:
        both = dict.fromkeys([*self.renamed, *self.moved])
        return tuple(both)

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.closed)


def read(text: str) -> CodeList:
    """A CSV with the columns code, name, kind and, as it likes, parent_code, source, licence.

    Lines `# scheme: …`, `# valid_from: …`, `# source: …`, `# licence: …` before the head speak
    for every row that says nothing else. Codes are texts: their zeros are part of them.
    """
    said: dict[str, str] = {}
    lines = nfc(text).split("\n")
    while lines and lines[0].startswith("#"):
        name, _, value = lines.pop(0).lstrip("# ").partition(":")
        said[name.strip()] = value.strip()
    rows = csv.DictReader(lines)
    if set(COLUMNS) - set(rows.fieldnames or ()):
        raise UnreadableList("the head must name the columns code, name and kind")
    places: dict[str, Place] = {}
    for number, row in enumerate(rows, 2 + len(said)):
        place = _place(row, said)
        if not place.code or not place.name or not place.kind:
            raise UnreadableList(f"line {number}: code, name or kind is missing")
        if place.code in places:
            raise UnreadableList(f"line {number}: the code {place.code} stands twice")
        if not place.source or not place.licence:
            raise UnreadableList(f"line {number}: source or licence is missing")
        places[place.code] = place
    for place in places.values():
        if place.parent_code and place.parent_code not in places:
            raise UnreadableList(f"{place.code}: its parent {place.parent_code} is not in the list")
    return CodeList(said.get("scheme", ""), _day(said.get("valid_from", "")), places)


def _place(row: Mapping[str, str | None], said: Mapping[str, str]) -> Place:
    def given(name: str) -> str:
        return (row.get(name) or "").strip() or said.get(name, "")

    return Place(
        code=(row["code"] or "").strip(),
        name=nfc(row["name"] or ""),
        kind=(row["kind"] or "").strip(),
        parent_code=(row.get("parent_code") or "").strip() or None,
        source=given("source"),
        licence=given("licence"),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UnreadableList(f"valid_from: {text} is no day") from None


def difference(before: Mapping[str, Place], after: Mapping[str, Place]) -> Difference:
    """What a list changes, code by code, in the order of codes."""
    both = [(before[code], after[code]) for code in sorted(before.keys() & after.keys())]
    same = [(old, new) for old, new in both if old.same_as(new)]
    return Difference(
        added=tuple(after[code] for code in sorted(after.keys() - before.keys())),
        renamed=tuple(
            (old, new)
            for old, new in both
            if (fold(old.name), old.kind) != (fold(new.name), new.kind)
        ),
        moved=tuple((old, new) for old, new in both if old.parent_code != new.parent_code),
        closed=tuple(before[code] for code in sorted(before.keys() - after.keys())),
        respelled=tuple((old, new) for old, new in same if old.name != new.name),
        unchanged=len(same),
    )
