"""Files of lists as sheets of texts: CSV in the encodings of thirty years, XLSX, XLS.

What would hurt is refused before it is unpacked: the size of an archive's content, the rectangle
that a stray cell would span, a password, another program's document under this name.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from app.domain.imports.reading import Sheet
from app.domain.legacy_fonts import Font, recognise
from app.domain.refusals import Refusal

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes; 50.000 rows of thirty columns unpack to about 120 MB of XML."""
MAX_ENTRIES = 2_000
MAX_CELLS = 5_000_000
SHARED = "xl/sharedStrings.xml"
DELIMITERS = ",;\t|"

LONGEST_CELL = 1_000
MAX_LETTERS = 300_000_000
"""Letters that all cells together may hold once every shared text stands in each of its cells."""
_POINTS = re.compile(rb't="s"[^>]*><v>(\d{1,9})</v>')
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
_CHUNK = 1024 * 1024


class Unreadable(Refusal):
    """A file that no list can be read from. `code` says why; `limit` and `found` are facts."""

    kind = "invalid"


def read(data: bytes) -> list[Sheet]:
    """The sheets with at least one text, by what the bytes are and not by the file's name.

    Formulas come as the values that were last computed; of merged cells the first holds the text.
    Raises `Unreadable`.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("file-too-large", limit=MAX_BYTES)
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Unreadable("file-empty")
    if data.startswith(b"PK"):
        found = _from_zip(data)
    elif data.startswith(OLE):
        found = _from_ole(data)
    else:
        found = [Sheet("", _from_text(data))]
    sheets = [sheet for sheet in found if any(any(c.strip() for c in row) for row in sheet.rows)]
    if not sheets:
        raise Unreadable("file-empty")
    count = sum(len(sheet.rows) for sheet in sheets)
    if count > MAX_ROWS:
        raise Unreadable("file-too-many-rows", limit=MAX_ROWS, found=count)
    return sheets


def _from_zip(data: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise Unreadable("file-bomb", limit=MAX_UNPACKED)
            names = {entry.filename for entry in entries}
            if any(name.startswith("word/") for name in names):
                raise Unreadable("file-is-word")
            if not any(name.startswith("xl/") for name in names):
                raise Unreadable("file-unknown")
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable("file-protected")
            sizes = _shared_sizes(archive) if SHARED in names else []
            letters = sum(
                _measure(archive, name, sizes)
                for name in names
                if name.startswith("xl/worksheets/")
            )
            if letters > MAX_LETTERS:
                raise Unreadable("file-bomb", limit=MAX_LETTERS)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise Unreadable("file-broken") from None
    return _from_workbook(data)


def _shared_sizes(archive: zipfile.ZipFile) -> list[int]:
    """Bytes of each text that cells may point to: every one of them will hold it."""
    sizes, here = [], 0
    with archive.open(SHARED) as part:
        while chunk := part.read(_CHUNK):
            first, *others = chunk.split(b"</si>")
            here += len(first)
            for piece in others:
                sizes.append(here)
                here = len(piece)
    return sizes


def _measure(archive: zipfile.ZipFile, name: str, sizes: Sequence[int]) -> int:
    """Bytes of shared texts in the cells, and the rectangle they span, before it is allocated.

    Reading to the end also proves the size that the archive declares (its check sum).
    """
    widest = highest = letters_held = 0
    with archive.open(name) as part:
        rest = b""
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            for letters, digits in _CELL.findall(text):
                highest = max(highest, int(digits))
                widest = max(widest, _column(letters))
            for index in _POINTS.findall(text):
                letters_held += sizes[int(index)] if int(index) < len(sizes) else 0
            rest = text[-300:]
    if highest > MAX_ROWS:
        raise Unreadable("file-too-many-rows", limit=MAX_ROWS, found=highest)
    if highest * widest > MAX_CELLS:
        raise Unreadable("file-too-wide", limit=MAX_CELLS)
    return letters_held


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _from_ole(data: bytes) -> list[Sheet]:
    if _holds(data, "EncryptedPackage") or _holds(data, "EncryptionInfo"):
        raise Unreadable("file-protected")
    if _holds(data, "WordDocument"):
        raise Unreadable("file-is-word")
    if not (_holds(data, "Workbook") or _holds(data, "Book")):
        raise Unreadable("file-unknown")
    return _from_workbook(data)


def _holds(data: bytes, name: str) -> bool:
    """Whether the compound file's directory names a stream."""
    return name.encode("utf-16-le") in data


def _from_workbook(data: bytes) -> list[Sheet]:
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [Sheet(clean(name), _rows_of(book, name)) for name in book.sheet_names]
    except calamine.PasswordError:
        raise Unreadable("file-protected") from None
    except calamine.CalamineError:
        raise Unreadable("file-broken") from None


def _rows_of(book: calamine.CalamineWorkbook, name: str) -> list[list[str]]:
    """From the first row of the sheet on, so that numbers are those that Excel shows."""
    return [
        [_text(cell) for cell in row]
        for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    ]


def _text(cell: Any) -> str:
    return clean(written(cell))


def clean(text: str) -> str:
    """Without control characters, which no database keeps; no cell of a list is a book."""
    return _CONTROLS.sub(" ", text)[:LONGEST_CELL]


def written(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell)


def _from_text(data: bytes) -> list[list[str]]:
    text = decoded(data).replace("\0", " ")
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"sep=(.)", first.strip("\r\ufeff "))
    try:
        if declared:
            return _rows(rest, declared[1])
        return _rows(text, _delimiter(text))
    except csv.Error:
        raise Unreadable("file-broken") from None


def _rows(text: str, delimiter: str) -> list[list[str]]:
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[clean(cell) for cell in row] for row in read]


def decoded(data: bytes) -> str:
    """The text of a CSV file: UTF-8, UTF-16, Windows-1258, or the bytes of an old font."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    if data.count(0) > len(data) // 8:
        return _as(data, "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be")
    if 0 in data:
        raise Unreadable("file-unknown")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _eight_bits(data)


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("file-broken") from None


def _eight_bits(data: bytes) -> str:
    """Windows-1258 if that reads as Vietnamese; otherwise the codes as they are (TCVN3, VNI)."""
    plain = data.decode("latin-1")
    windows = data.decode("cp1258", errors="replace")
    as_windows = recognise(windows.splitlines())
    as_codes = recognise(plain.splitlines())
    if as_windows.font is Font.UNICODE and as_windows.confidence >= as_codes.confidence:
        return windows
    return plain


def _delimiter(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, more than one."""
    sample = "\n".join(text.splitlines()[:50])
    return max(DELIMITERS, key=lambda mark: _evenness(sample, mark))


def _evenness(sample: str, mark: str) -> tuple[int, int]:
    widths = [len(row) for row in _sampled(sample, mark) if len(row) > 1]
    if not widths:
        return (0, 0)
    usual = max(set(widths), key=widths.count)
    return widths.count(usual), usual


def _sampled(sample: str, mark: str) -> Iterator[Sequence[str]]:
    yield from csv.reader(io.StringIO(sample), delimiter=mark)
