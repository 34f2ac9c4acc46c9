"""What each row of a list is: a woman, a unit's name across the sheet, a total, nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.domain.imports.headers import columns_of, names_her
from app.domain.text import fold, nfc


class RowClass(StrEnum):
    """Only `data` becomes a file; every other class is counted and shown as such."""

    DATA = "data"
    BLANK = "blank"
    TITLE = "title"
    HEADER = "header"
    UNIT = "unit"
    TOTAL = "total"
    NOTE = "note"


#: The tone that makes "total" and "sum" of these letters, and not a family name ("Tong", "Cong").
_TONES = {
    "tong": unicodedata.lookup("COMBINING HOOK ABOVE"),
    "cong": unicodedata.lookup("COMBINING DOT BELOW"),
}
_TOTAL_FOLDED = re.compile(r"(tong cong|tong so|cong)( \d.*)?")
_UNIT = re.compile(
    r"([ivx]+ |\d+ |[a-h] )?(chi hoi|to phu nu|to dan pho|tdp|to \d|thon|xom|khu|khoi|ban|ap|doi"
    r"|xa|phuong|thi tran|hoi lhpn|hoi phu nu|hoi lien hiep|don vi)\b"
)
#: Kinds of place whose letters are family names too: with another tone they are one.
_KIND_TONES = {
    "ban": unicodedata.lookup("COMBINING HOOK ABOVE"),
    "ap": unicodedata.lookup("COMBINING ACUTE ACCENT"),
    "doi": unicodedata.lookup("COMBINING DOT BELOW"),
    "phuong": unicodedata.lookup("COMBINING GRAVE ACCENT"),
}
#: The middle word of most women's names; of a place only in the kinds "thi tran" and "thi xa".
_HERS = re.compile(r".+ thi (?!tran\b|xa\b).+")
_NUMBERING = re.compile(r"^\s*(?:[IVXivx]+|\d+|[A-Ha-h])\s*[.)/\-:]\s*")
_FOOTER = re.compile(
    r"(nguoi lap|nguoi tong hop|tm |t m |kt |chu tich|chi hoi truong|ky ten|ngay \d|ghi chu|luu y"
    r"|danh sach (nay )?(co|gom)|an dinh|xac nhan)"
)


def classify(cells: Sequence[str], columns: Mapping[str, int], *, ended: bool = False) -> RowClass:
    """The class of a row below the header. `ended`: a total has been seen, so signatures follow.

    `cells` are in Unicode already. A row with only a running number is an unused line of a form.
    """
    filled = {place: text for place, text in enumerate(cells) if text.strip()}
    told = {place: text for place, text in filled.items() if place != columns.get("number")}
    if not filled or (
        not told and all(text.strip(" .0123456789") == "" for text in filled.values())
    ):
        return RowClass.BLANK
    texts = list(filled.values())
    if is_total(texts[0]) or (told and is_total(next(iter(told.values())))):
        return RowClass.TOTAL
    found = columns_of(cells)
    if names_her(found) and len(found) > 1:
        return RowClass.HEADER
    if _is_numbering_of_columns(texts):
        return RowClass.HEADER
    if len(set(texts)) == 1 or len(told) == 1:
        return _alone(told or filled, columns, ended=ended)
    return RowClass.DATA if _holds_her(told, columns) else RowClass.NOTE


def is_total(text: str) -> bool:
    """Whether a row sums up: the first word with its own tone, or the bare words alone."""
    folded = fold(text)
    tone = _TONES.get(folded.partition(" ")[0])
    first = unicodedata.normalize("NFD", nfc(text)).partition(" ")[0]
    return (tone is not None and tone in first) or bool(_TOTAL_FOLDED.fullmatch(folded))


def is_place(text: str) -> bool:
    """Whether a text names a chapter, a hamlet or a unit."""
    folded = fold(text)
    return bool(_UNIT.match(folded)) and not _is_a_name(text, folded)


def unit_name(cells: Sequence[str]) -> str:
    """What a separator row says, without its numbering: "II. Chi hoi 3" is "Chi hoi 3"."""
    text = max((nfc(cell) for cell in cells), key=len)
    return _NUMBERING.sub("", text).strip(" :")


def _alone(told: Mapping[int, str], columns: Mapping[str, int], *, ended: bool) -> RowClass:
    """One text in the whole row, or the same one in all cells of a merged range."""
    place, text = max(told.items(), key=lambda pair: len(pair[1]))
    folded = fold(text)
    if _FOOTER.match(folded):
        return RowClass.NOTE
    if _UNIT.match(folded) and not _is_a_name(text, folded):
        return RowClass.UNIT
    if ended:
        return RowClass.NOTE
    if place in {columns.get("full_name"), columns.get("given")} and len(told) == 1:
        return RowClass.DATA
    return RowClass.DATA if _holds_her(told, columns) else RowClass.NOTE


def _is_a_name(text: str, folded: str) -> bool:
    """A woman whose family name is written with the letters of a place: by its marks, or "thi"."""
    if _HERS.fullmatch(folded):
        return True
    first = _NUMBERING.sub("", nfc(text)).partition(" ")[0]
    tone = _KIND_TONES.get(fold(first))
    return (
        tone is not None and not first.isascii() and tone not in unicodedata.normalize("NFD", first)
    )


def _holds_her(told: Mapping[int, str], columns: Mapping[str, int]) -> bool:
    wanted = ("full_name", "family_middle", "given", "phone", "birth")
    return any(columns.get(name) in told for name in wanted)


def _is_numbering_of_columns(texts: Sequence[str]) -> bool:
    """The line "(1) (2) (3) …" that forms print below their headings."""
    numbers = [text.strip(" ()[].") for text in texts]
    return len(numbers) > 2 and numbers == [str(n + 1) for n in range(len(numbers))]
