"""What a file is by its first bytes, and what is refused before anything decodes it."""

from __future__ import annotations

import struct

import pillow_heif
import pytest

from app.domain.pictures import Limits, Unfit, look
from tests import samples

pillow_heif.register_heif_opener()
LIMITS = Limits(bytes=12 * 2**20, pixels=50_000_000, per_day=60, heic=True)
SCENE = samples.scene(300, 200)
KINDS = {
    "image/jpeg": samples.saved(SCENE, "JPEG"),
    "image/png": samples.saved(SCENE, "PNG"),
    "image/gif": samples.saved(SCENE, "GIF"),
    "image/webp": samples.saved(SCENE, "WEBP"),
    "image/heic": samples.saved(SCENE, "HEIF"),
}
ZIP = b"PK\x03\x04" + bytes(60)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize("media_type", KINDS)
def test_a_picture_is_known_by_its_bytes(media_type: str) -> None:
    found = look(KINDS[media_type], LIMITS)
    assert (found.media_type, found.width, found.height) == (media_type, 300, 200)


@pytest.mark.parametrize("more", [{"lossless": True}, {"exif": b"Exif\0\0"}, {"quality": 5}])
def test_every_kind_of_webp_says_its_size(more: dict[str, object]) -> None:
    found = look(samples.saved(samples.scene(321, 77, "RGBA"), "WEBP", **more), LIMITS)
    assert (found.width, found.height) == (321, 77)


@pytest.mark.parametrize("progressive", [True, False])
def test_a_jpeg_says_its_size_behind_what_the_phone_wrote(progressive: bool) -> None:
    assert look(samples.jpeg(640, 480), LIMITS).width == 640
    assert look(samples.saved(SCENE, "JPEG", progressive=progressive), LIMITS).height == 200


def refused(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unfit) as found:
        look(data, limits)
    return found.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture-unknown"),
        (ZIP, "picture-unknown"),
        (SVG, "picture-unknown"),
        (b"<html><script>alert(1)</script>", "picture-unknown"),
        (b"%PDF-1.7", "picture-unknown"),
        (samples.saved(SCENE, "AVIF"), "picture-unknown"),
        (samples.saved(SCENE, "TIFF"), "picture-unknown"),
        (b"\xff\xd8\xff", "picture-broken"),
        (b"\xff\xd8\xff" + b"\xff" * 90, "picture-broken"),
        (b"\xff\xd8\xff\xe0\x00\x00" * 9, "picture-broken"),
        (b"\x89PNG\r\n\x1a\n", "picture-broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture-broken"),
        (b"GIF89a", "picture-broken"),
        (b"GIF89a" + bytes(20), "picture-broken"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture-broken"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "picture-broken"),
        (b"\0\0\0\x08ftypheic\0\0\0\0meta" + bytes(9), "picture-broken"),
        (samples.bomb(10_000, 10_000), "picture-too-many-pixels"),
        (b"GIF89a" + struct.pack("<HH", 65535, 65535) + bytes(20), "picture-too-many-pixels"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_has_its_code(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_hundred_megapixels_come_in_few_kilobytes() -> None:
    assert len(samples.bomb(10_000, 10_000)) < 20 * 1024
    with pytest.raises(Unfit) as found:
        look(samples.bomb(10_000, 10_000), LIMITS)
    assert found.value.facts == {"limit": 50, "found": 100}


def test_a_heavy_file_is_not_even_looked_at() -> None:
    assert refused(b"\xff\xd8\xff" + bytes(12 * 2**20)) == "picture-too-large"


def test_heic_without_its_reader_has_a_sentence_of_its_own() -> None:
    plain = Limits(LIMITS.bytes, LIMITS.pixels, LIMITS.per_day, heic=False)
    assert refused(KINDS["image/heic"], plain) == "picture-heic"


@pytest.mark.parametrize("media_type", KINDS)
def test_no_cut_and_no_flipped_byte_brings_anything_else_out(media_type: str) -> None:
    """Every prefix, and every byte of the head turned over: a look or an `Unfit`."""
    data = KINDS[media_type]
    tried = [data[:end] for end in range(min(len(data), 700))]
    for at in range(min(len(data), 500)):
        tried += [data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :] for mask in (1, 128, 255)]
    for one in tried:
        try:
            assert look(one, LIMITS).width > 0
        except Unfit:
            continue
