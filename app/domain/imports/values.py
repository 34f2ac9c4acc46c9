"""One cell's text as a value: what is read, or the code of why it cannot be.

Codes end in the preview and in the file of refused rows; their sentences stand in the catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from app.domain import names, phones
from app.domain.legacy_fonts import Font
from app.domain.members import OLDEST_BIRTH_YEAR
from app.domain.text import fold, nfc

T = TypeVar("T")
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_YEAR = re.compile(r"\d{4}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_MEMBER = frozenset("x co hoi vien da la yes true v 1 hv da ket nap".split()) | {
    "hoi vien", "da la hoi vien", "la hoi vien", "da ket nap",
}  # fmt: skip
_NOT_MEMBER = frozenset({
    "khong", "chua", "0", "no", "false", "chua la", "chua la hoi vien", "khong phai",
    "chua ket nap", "chua vao hoi", "khong phai hoi vien",
})  # fmt: skip
_OLD_MOBILE = frozenset(phones.PREFIXES_OF_2018)


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """`refused`: why the row cannot be taken; `noted`: what the officer should know."""

    value: T | None = None
    refused: str | None = None
    noted: str | None = None


def name(text: str, font: Font = Font.UNICODE) -> Read[names.Name]:
    """A full name with its capitals mended; an old font has lost those of toned letters."""
    cleaned = nfc(text)
    if not cleaned:
        return Read(refused="name_missing")
    if any(char.isdigit() for char in cleaned):
        return Read(refused="name_with_digits")
    try:
        return Read(names.of(_capitals(cleaned) if font is Font.TCVN3 else cleaned))
    except names.InvalidName as error:
        return Read(refused=f"name_{error.code}")


def _capitals(text: str) -> str:
    plain = [char for char in text if char.isascii() and char.isalpha()]
    if plain and all(char.isupper() for char in plain) and len(plain) > 1:
        return text.upper()
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


def birth_year(text: str, this_year: int) -> Read[int]:
    """The year out of a day, a month, a year alone, or a spreadsheet's day number.

    A bare number from 1900 to this year is a year; five digits are Excel's days since 1899.
    """
    cleaned = nfc(text).removesuffix(".0")
    if not cleaned:
        return Read()
    year = _year_of(cleaned, this_year)
    if year is None:
        return Read(refused="birth_unreadable")
    if not OLDEST_BIRTH_YEAR <= year <= this_year:
        return Read(refused="birth_impossible")
    return Read(year)


def _year_of(text: str, this_year: int) -> int | None:
    if _YEAR.fullmatch(text):
        return int(text)
    if iso := _ISO.fullmatch(text):
        return _checked(int(iso[1]), int(iso[2]), int(iso[3]))
    if day := _DAY.fullmatch(text):
        return _checked(_four_digits(day[3], this_year), int(day[2]), int(day[1]))
    if month := _MONTH.fullmatch(text):
        return _checked(int(month[2]), int(month[1]), 1)
    if serial := _SERIAL.fullmatch(text):
        return (_EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))).year
    return None


def _checked(year: int, month: int, day: int) -> int | None:
    """The year of a day that exists; 29 February too, and month and day exchanged."""
    for m, d in ((month, day), (day, month)):
        try:
            return date(year, m, d).year
        except ValueError:
            continue
    return None


def _four_digits(text: str, this_year: int) -> int:
    if len(text) == 4:
        return int(text)
    century = this_year // 100 * 100
    return century + int(text) - (100 if century + int(text) > this_year else 0)


def phone(text: str) -> Read[str]:
    """The canonical number; several in one cell: the first, and it is noted."""
    cleaned = nfc(text).removesuffix(".0").lstrip("'")
    if not cleaned:
        return Read()
    first, *others = [part for part in re.split(r"[/;,\n]| - |  +", cleaned) if part.strip()] or [
        ""
    ]
    try:
        number = phones.parse(first).number
    except phones.InvalidPhone as error:
        return Read(refused=f"phone_{_why(first, error.code)}")
    digits = re.sub(r"\D", "", first)
    if others:
        return Read(number, noted="phone_first_of_several")
    if digits[:4] in _OLD_MOBILE and len(digits) == 11:
        return Read(number, noted="phone_of_before_2018")
    return Read(number, noted="phone_zero_added" if "0" + digits == number else None)


def _why(text: str, code: str) -> str:
    """An eleven-digit mobile whose prefix was never in the table of 2018 has its own sentence."""
    digits = re.sub(r"\D", "", text)
    return "old_prefix_unknown" if len(digits) == 11 and digits.startswith("01") else code


def union_status(text: str) -> Read[str]:
    """`member`, `not_member` or `unknown`; words that say neither are noted."""
    folded = fold(text.removesuffix(".0"))
    if folded in _MEMBER:
        return Read("member")
    if folded in _NOT_MEMBER:
        return Read("not_member")
    return Read("unknown", noted="union_status_unclear" if folded else None)
