"""Pictures made anew: two sizes of nothing but pixels, in a process of its own with limits.

`convert` starts this very file as a program: no setting, no secret and no import of Sen is there,
memory, time and files are limited, and a file that kills its decoder kills nothing else. The
program reads a line of JSON and the picture's bytes, and answers a line of JSON and the new bytes.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

SMALL, LARGE = 480, 1600
"""Pixels of the longer side."""
QUALITY = 82
SECONDS = 30
"""A picture of 50 megapixels takes about five."""
CPU_SECONDS = 20
MEMORY = 1536 * 2**20
MEDIA_TYPE = "image/jpeg"
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
}


class ConversionFailed(Exception):
    """The process died or took too long. Another try may do better."""


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Converted:
    """Both sizes and the picture's `dhash`, or why there will never be any (`failure`, a code)."""

    small: Size | None = None
    large: Size | None = None
    failure: str = ""
    dhash: str = ""


def reads_heic() -> bool:
    return importlib.util.find_spec("pillow_heif") is not None


def convert(data: bytes, media_type: str, pixels: int) -> Converted:
    """Both sizes of one picture of at most so many `pixels`. Raises `ConversionFailed`."""
    asked = {"format": FORMATS[media_type], "pixels": pixels}
    try:
        done = subprocess.run(  # noqa: S603 - this file, by this Python
            [sys.executable, "-I", __file__],
            input=json.dumps(asked).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ConversionFailed("too slow") from None
    if done.returncode == -signal.SIGXCPU:
        return Converted(failure="picture-too-heavy")
    if done.returncode != 0:
        raise ConversionFailed(f"ended with {done.returncode}")
    head, _, content = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if "failure" in answer:
        return Converted(failure=answer["failure"])
    small, large = answer["small"], answer["large"]
    split = small["bytes"]
    return Converted(
        Size(small["width"], small["height"], content[:split]),
        Size(large["width"], large["height"], content[split : split + large["bytes"]]),
        dhash=answer["dhash"],
    )


def fault(data: bytes, media_type: str, pixels: int) -> str:
    """Why no picture can be made of these bytes; "" where one can, or another try may tell."""
    try:
        return convert(data, media_type, pixels).failure
    except ConversionFailed:
        return ""


# -- the process -------------------------------------------------------------------------------


def main() -> None:
    """What the process does; see the module."""
    from PIL import Image

    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    if asked["format"] == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    _limit()
    try:
        large = _opened(data, asked["format"], asked["pixels"])
        small = large.copy()
        small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
        made = {"small": (small, _encoded(small)), "large": (large, _encoded(large))}
        look = _dhash(small)
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        _say({"failure": "picture-too-heavy"})
    except Exception:
        # Decoders raise whatever they like; all of it says that this is no whole picture.
        _say({"failure": "picture-broken"})
    else:
        _say(
            {
                name: {"width": size.width, "height": size.height, "bytes": len(content)}
                for name, (size, content) in made.items()
            }
            | {"dhash": look},
            *(content for _, content in made.values()),
        )


def _say(answer: dict[str, Any], *contents: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(contents))
    sys.stdout.buffer.flush()


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system knows every limit; the parent's clock stands in any case.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def _opened(data: bytes, form: str, pixels: int) -> Any:
    """The first frame upright, at most `LARGE`, in sRGB on white, and nothing beside pixels."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # Ours is asked first, and is not only a warning.
    picture = Image.open(io.BytesIO(data), formats=[form])
    if picture.width * picture.height > pixels:
        raise Image.DecompressionBombError
    picture.draft("RGB", (LARGE, LARGE))  # JPEG alone: decodes at a fraction of its size.
    picture.load()
    if picture.width * picture.height > pixels:
        raise Image.DecompressionBombError
    orientation, profile = _orientation(picture), picture.info.get("icc_profile")
    shown = _coloured(picture)
    shown.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    shown = _in_srgb(shown, profile)
    plain = Image.new("RGB", shown.size, "white")
    plain.paste(shown, mask=shown.getchannel("A") if shown.mode == "RGBA" else None)
    plain.getexif()[0x0112] = orientation
    upright = ImageOps.exif_transpose(plain)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return clean


def _orientation(picture: Any) -> int:
    try:
        found = int(picture.getexif().get(0x0112, 1))
    except Exception:
        return 1  # Its description is broken, the picture may be whole.
    return found if 1 <= found <= 8 else 1


def _coloured(picture: Any) -> Any:
    """In a mode that can be scaled: palettes and greys of 16 bits cannot."""
    if picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    if picture.mode.startswith("I") or picture.mode == "F":
        _, highest = picture.getextrema()
        most = 65535 if highest > 255 else 255
        return picture.point(lambda value: value * (255.0 / most)).convert("L")
    see_through = "transparency" in picture.info or "A" in picture.mode or "a" in picture.mode
    return picture.convert("RGBA" if see_through else "RGB")


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    """A phone's wide colours as every screen shows them: the profile itself is left behind."""
    from PIL import ImageCms

    if profile and picture.mode in {"RGB", "CMYK"}:
        with contextlib.suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
    return picture if picture.mode == "RGBA" else picture.convert("RGB")


def _dhash(picture: Any) -> str:
    """64 bits of what it looks like: whether each of 8 x 8 spots is brighter than the one at its
    right. The same photograph made smaller, brighter or saved anew keeps nearly all of them.

    Own code, for it is three lines on top of the library that decodes pictures anyway.
    """
    grey = list(picture.convert("L").resize((9, 8)).tobytes())
    spots = (grey[row * 9 + at] > grey[row * 9 + at + 1] for row in range(8) for at in range(8))
    return f"{sum(bit << place for place, bit in enumerate(spots)):016x}"


def _encoded(picture: Any) -> bytes:
    """JPEG: every phone, Zalo, Facebook and Word read it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
