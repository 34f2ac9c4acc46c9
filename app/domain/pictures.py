"""Pictures: what a file is by its bytes, before anything decodes it; what may be done with one.

Only headers are read here, by the formats' own descriptions (ITU T.81, W3C PNG, GIF89a, RFC 9649,
ISO/IEC 23008-12): the decoder runs elsewhere, in a process with limits.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.refusals import Refusal

MOST_OF_ONE = 10
"""Pictures that one post, comment, bulletin, work or proof can have."""
JPEG, PNG, GIF, WEBP, HEIC = "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"
SHOWS = ("nobody", "adult", "child", "unknown")
AUDIENCES = ("owner", "members", "public", "circle")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
#: AVIF calls itself `mif1` too.
AV1 = frozenset({b"avif", b"avis"})
#: Start of frame: every coding of a JPEG but the tables DHT, JPG and DAC (T.81, table B.1).
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Markers that stand alone: TEM and RST0 to RST7.
BARE = frozenset({0x01, *range(0xD0, 0xD8)})


class Unfit(Refusal):
    """A file that no picture can be made of. `code` says why; `limit` and `found` are facts."""

    kind = "invalid"


@dataclass(frozen=True, slots=True)
class Limits:
    """What an installation takes: bytes and pixels of one file, files of one person a day."""

    bytes: int
    pixels: int
    per_day: int
    #: Whether the extra that reads HEIC is installed.
    heic: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What the header says."""

    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was looked at and lies in the storage under `key`."""

    key: str
    sha256: str
    bytes: int
    look: Look


@dataclass(frozen=True, slots=True)
class Arrival:
    """The files of one request, and how many one person may send a day."""

    pictures: tuple[Arrived, ...]
    per_day: int


def look(data: bytes, limits: Limits) -> Look:
    """What the bytes are, whatever the file is called. Raises `Unfit`."""
    if len(data) > limits.bytes:
        raise Unfit("picture-too-large", limit=limits.bytes // 2**20)
    found = _header(data)
    if found.media_type == HEIC and not limits.heic:
        raise Unfit("picture-heic")
    if found.width < 1 or found.height < 1:
        raise Unfit("picture-broken")
    pixels = found.width * found.height
    if pixels > limits.pixels:
        raise Unfit("picture-too-many-pixels", limit=limits.pixels // 10**6, found=pixels // 10**6)
    return found


def may_change(*, draft: bool, board: bool) -> bool:
    """Until it was handed in its owner describes it; afterwards only the board mends it."""
    return draft or board


def may_leave(state: str, shows: str, consent: str) -> bool:
    """Whether a picture may be carried out of the house: made anew, and nobody is recognisable or
    it is noted how they agreed. What nobody has looked at may not."""
    return state == "ready" and (shows == "nobody" or bool(consent))


def _header(data: bytes) -> Look:
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return Look(JPEG, *_jpeg(data))
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return Look(PNG, *_png(data))
        if data[:6] in {b"GIF87a", b"GIF89a"}:
            return Look(GIF, *struct.unpack_from("<HH", data, 6))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return Look(WEBP, *_webp(data))
        if data[4:8] == b"ftyp" and _brands(data) & HEIC_BRANDS and not _brands(data) & AV1:
            return Look(HEIC, *_heic(data))
    except (struct.error, IndexError, ValueError):
        raise Unfit("picture-broken") from None
    raise Unfit("picture-unknown")


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker in BARE:
            continue
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height
        (length,) = struct.unpack_from(">H", data, at)
        if length < 2 or marker == 0xDA:
            raise ValueError
        at += length


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L" and data[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError


def _brands(data: bytes) -> set[bytes]:
    (size,) = struct.unpack_from(">I", data)
    return {data[at : at + 4] for at in (8, *range(16, min(size, 256), 4))}


def _heic(data: bytes) -> tuple[int, int]:
    """The largest of the sizes it declares: a tiled picture names its tiles' and its own."""
    sizes = [
        struct.unpack_from(">II", data, at + 4)
        for at, _ in _inside(data, ("meta", "iprp", "ipco", "ispe"), 0, len(data))
    ]
    if not sizes:
        raise ValueError
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height


def _inside(data: bytes, path: tuple[str, ...], start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the content of every box at the path."""
    name, *rest = path
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        if size < 8 or start + size > end:
            return
        if kind == name.encode():
            # `meta` has four bytes of version and flags before its boxes.
            inner = start + (12 if kind == b"meta" else 8)
            if rest:
                yield from _inside(data, tuple(rest), inner, start + size)
            else:
                yield inner, start + size
        start += size
