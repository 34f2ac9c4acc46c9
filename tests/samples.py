"""Pictures as phones, programs and mischief make them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

#: Tags of EXIF: which way up, who made it, where.
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
SECRET = "SECRETPLACE"


def scene(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red above, blue below, so that one sees which way up it is."""
    picture = Image.new("RGB", (width, height), (200, 20, 20))
    picture.paste((20, 20, 200), (0, height // 2, width, height))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    return saved(scene(width, height), "PNG")


def jpeg(width: int = 800, height: int = 600, orientation: int = 1) -> bytes:
    """As a phone makes it: maker, place, comment, and which way up."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, SECRET
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[29] = SECRET
    return saved(scene(width, height), "JPEG", exif=exif, comment=SECRET.encode())


def noise(width: int, height: int) -> bytes:
    """A picture that takes its time."""
    return saved(Image.effect_noise((width, height), 90).convert("RGB"), "JPEG", quality=60)


def bomb(width: int, height: int) -> bytes:
    """A PNG of one colour: few bytes, as many pixels as one likes."""
    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    lines = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", lines), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    summed = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + summed
