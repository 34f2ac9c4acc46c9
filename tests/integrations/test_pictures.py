"""Pictures made anew: upright, two sizes, nothing beside pixels, whatever comes in."""

from __future__ import annotations

import io
import os
import signal
import struct
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms

from app.domain.contests.likeness import NEAR, distance
from app.domain.pictures import Limits, look
from app.integrations import pictures
from app.integrations.pictures import ConversionFailed, Converted, convert
from tests import samples

pytestmark = pytest.mark.once
pillow_heif.register_heif_opener()
PIXELS = 50_000_000
LIMITS = Limits(12 * 2**20, PIXELS, 60, heic=True)
#: Segments that hold the picture itself: tables, frame, scans and JFIF's own head.
OF_THE_PICTURE = {0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD, 0xDA, 0xD9}


def made(data: bytes) -> tuple[Image.Image, Image.Image, bytes]:
    result = convert(data, look(data, LIMITS).media_type, PIXELS)
    assert result.small is not None, result.failure
    assert result.large is not None
    for size in (result.small, result.large):
        assert markers(size.content) <= OF_THE_PICTURE
        with Image.open(io.BytesIO(size.content)) as opened:
            assert (opened.format, opened.size) == ("JPEG", (size.width, size.height))
    whole = result.small.content + result.large.content
    return (
        Image.open(io.BytesIO(result.small.content)),
        Image.open(io.BytesIO(result.large.content)),
        whole,
    )


def markers(data: bytes) -> set[int]:
    """The segments of a JPEG up to its first scan."""
    found, at = {0xD8}, 2
    while True:
        marker = data[at + 1]
        found.add(marker)
        if marker == 0xDA:
            return found
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]


def red(pixel: Any) -> bool:
    return bool(pixel[0] > 120 > pixel[2])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_comes_out_upright_and_knows_no_place(orientation: int) -> None:
    data = samples.jpeg(2000, 1000, orientation)
    assert samples.SECRET.encode() in data
    small, large, whole = made(data)
    turned = orientation >= 5
    assert large.size == ((800, 1600) if turned else (1600, 800))
    assert small.size == ((240, 480) if turned else (480, 240))
    assert samples.SECRET.encode() not in whole
    assert not large.getexif()
    assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(large.info)
    # Where the red half is, seen upright (EXIF 2.3, 4.6.4 A).
    spot = {1: (0.5, 0.1), 2: (0.5, 0.1), 3: (0.5, 0.9), 4: (0.5, 0.9)}.get(orientation)
    spot = spot or ((0.1, 0.5) if orientation in {5, 8} else (0.9, 0.5))
    assert red(large.getpixel((int(spot[0] * large.width), int(spot[1] * large.height))))


MODES = {
    "PNG": ("RGB", "RGBA", "P", "L", "LA", "1"),
    "GIF": ("RGB", "RGBA", "P", "L", "LA", "1"),
    "WEBP": ("RGB", "RGBA"),
    "HEIF": ("RGB", "RGBA", "L"),
}


@pytest.mark.parametrize(("kind", "mode"), [(k, m) for k, modes in MODES.items() for m in modes])
def test_every_kind_and_mode_becomes_the_same_picture(kind: str, mode: str) -> None:
    _, large, _ = made(samples.saved(samples.scene(600, 400, mode), kind))
    assert large.size == (600, 400)
    assert large.mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        samples.saved(samples.scene(900, 900, "CMYK"), "JPEG"),
        samples.saved(Image.new("I;16", (600, 400), 40_000), "PNG"),
        samples.saved(samples.scene(40, 30), "PNG"),
        samples.saved(samples.scene(1, 9_000), "PNG"),
    ],
    ids=["cmyk", "grey of 16 bits", "tiny", "a thread"],
)
def test_unusual_pictures_are_pictures(data: bytes) -> None:
    made(data)


def test_nothing_is_made_larger() -> None:
    small, large, _ = made(samples.png(300, 200))
    assert small.size == large.size == (300, 200)


def test_what_is_see_through_stands_on_white() -> None:
    _, large, _ = made(samples.saved(Image.new("RGBA", (200, 200), (0, 0, 0, 0)), "PNG"))
    assert large.getpixel((100, 100)) == (255, 255, 255)


def test_wide_colours_are_turned_and_their_profile_left_behind() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for given in (profile, b"no profile at all"):
        _, large, _ = made(samples.saved(samples.scene(300, 200), "JPEG", icc_profile=given))
        assert "icc_profile" not in large.info


def test_of_what_moves_the_first_picture_is_taken() -> None:
    first, second = samples.scene(300, 200), Image.new("RGB", (300, 200), "green")
    for kind in ("GIF", "WEBP", "PNG"):
        data = samples.saved(first, kind, save_all=True, append_images=[second])
        assert red(made(data)[1].getpixel((150, 10)))


def test_what_hides_behind_a_picture_stays_behind() -> None:
    script = b"<script>alert(1)</script>"
    for data in (samples.jpeg(), samples.png(300, 200), samples.saved(samples.scene(9, 9), "GIF")):
        _, _, whole = made(data + b"PK\x03\x04" + script)
        assert script not in whole
        assert b"PK\x03\x04" not in whole
    with_comment = samples.saved(samples.scene(9, 9), "GIF", comment=script)
    assert script not in made(with_comment)[2]


# -- what cannot be made -----------------------------------------------------------------------


def failure(data: bytes, media_type: str = "image/jpeg", pixels: int = PIXELS) -> str:
    result: Converted = convert(data, media_type, pixels)
    assert (result.small, result.large) == (None, None)
    return result.failure


def test_half_a_file_is_broken() -> None:
    assert failure(samples.noise(900, 900)[:20_000]) == "picture-broken"
    assert failure(b"GIF89a/*<script>*/" + bytes(90), "image/gif") == "picture-broken"
    assert failure(samples.png(9, 9), "image/jpeg") == "picture-broken", "only what was looked at"


def test_a_header_that_lied_is_found_out_before_decoding() -> None:
    assert failure(samples.bomb(10_000, 10_000), "image/png") == "picture-too-heavy"
    assert failure(samples.png(300, 200), "image/png", pixels=59_999) == "picture-too-heavy"


def test_a_frame_larger_than_its_screen_is_not_unpacked() -> None:
    data = bytearray(samples.saved(samples.scene(8, 8), "GIF"))
    at = data.index(b"\x2c")
    data[at + 5 : at + 9] = struct.pack("<HH", 60_000, 60_000)
    assert failure(bytes(data), "image/gif") in {"picture-too-heavy", "picture-broken"}


def test_no_decoder_gets_more_memory_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred megapixels in four bytes each, where somebody allowed them: the process says no."""
    source = Path(pictures.__file__).read_text(encoding="utf-8")
    assert "MEMORY = 1536 * 2**20" in source
    tight = Path(os.environ.get("TMPDIR", "/tmp")) / f"tight{os.getpid()}.py"
    tight.write_text(source.replace("MEMORY = 1536 * 2**20", "MEMORY = 220 * 2**20"))
    monkeypatch.setattr(pictures, "__file__", str(tight))
    try:
        assert failure(samples.bomb(10_000, 10_000), "image/png", 10**9) == "picture-too-heavy"
    finally:
        tight.unlink()


def test_one_that_takes_too_long_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.05)
    with pytest.raises(ConversionFailed, match="slow"):
        convert(samples.noise(3000, 3000), "image/jpeg", PIXELS)


def test_a_killed_process_is_told_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    whole = subprocess.Popen.__init__

    def remember(self: subprocess.Popen[bytes], *args: Any, **more: Any) -> None:
        whole(self, *args, **more)
        started.append(self)

    monkeypatch.setattr(subprocess.Popen, "__init__", remember)

    def kill() -> None:
        while not started:
            time.sleep(0.001)
        os.kill(started[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(ConversionFailed, match="-9"):
        convert(samples.noise(4000, 3000), "image/jpeg", PIXELS)
    killer.join()


def test_the_process_knows_no_secret_and_no_module_of_ours() -> None:
    source = Path(pictures.__file__).read_text(encoding="utf-8")
    assert "app." not in "".join(line for line in source.splitlines() if "import" in line)
    assert "env={}" in source


def test_a_picture_made_smaller_and_saved_anew_looks_the_same_and_another_does_not() -> None:
    photo = Image.effect_noise((90, 70), 90).resize((900, 700)).convert("RGB")
    other = Image.effect_noise((90, 70), 90).resize((900, 700)).convert("RGB")
    darker = photo.resize((450, 350)).point(lambda value: int(value * 0.85))
    first, again, apart = (
        convert(samples.saved(one, kind), f"image/{kind.lower()}", 10**7).dhash
        for one, kind in ((photo, "PNG"), (darker, "JPEG"), (other, "PNG"))
    )
    assert len(first) == 16
    assert distance(first, again) <= NEAR < distance(first, apart)
