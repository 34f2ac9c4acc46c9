"""Where files lie: the same habits in a folder and in a bucket that speaks S3."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.integrations import storage
from app.integrations.storage import Folder, Media, StorageAway
from app.settings import Settings, UnsafeSettings
from tests import s3

pytestmark = pytest.mark.once


def settings(home: Path, **more: Any) -> Settings:
    return Settings(data_dir=home, **more)


def in_bucket(home: Path, address: str, **more: Any) -> Settings:
    given = {
        "media_url": f"s3://{s3.BUCKET}",
        "media_endpoint": address,
        "media_region": s3.REGION,
        "media_key": s3.KEY,
        "media_secret": s3.SECRET,
    }
    return settings(home, **{**given, **more})


@pytest.fixture
def bucket() -> Iterator[s3.Bucket]:
    with s3.bucket() as held:
        yield held


@pytest.fixture(params=["folder", "bucket", "bucket with a prefix"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Media:
    if request.param == "folder":
        return storage.of(settings(tmp_path))
    held: s3.Bucket = request.getfixturevalue("bucket")
    where = f"s3://{s3.BUCKET}/sen/anh" if "prefix" in request.param else f"s3://{s3.BUCKET}"
    return storage.of(in_bucket(tmp_path, held.address, media_url=where))


def test_what_was_put_is_there_until_it_is_dropped(media: Media) -> None:
    keys = [storage.new_key(".jpg") for _ in range(5)]
    for key in keys:
        media.put(key, key.encode() * 1000)
    assert [media.get(key) for key in keys] == [key.encode() * 1000 for key in keys]
    assert sorted(media.keys(clock.now() + timedelta(minutes=1))) == sorted(keys)
    assert list(media.keys(clock.now() - timedelta(minutes=1))) == [], "all of them are young"
    media.drop([*keys[:2], storage.new_key()])
    media.drop(keys[:2])
    assert media.get(keys[0]) is None
    assert sorted(media.keys(clock.now() + timedelta(minutes=1))) == sorted(keys[2:])
    media.check()


@pytest.mark.parametrize("key", ["", "x", "../x", "/etc/passwd", "aa/../../b", "aa/b/c", "AA/b"])
def test_only_names_of_ours_lead_anywhere(media: Media, key: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        media.get(key)
    with pytest.raises(ValueError, match="no name"):
        media.put(key, b"")
    with pytest.raises(ValueError, match="no name"):
        media.drop([key])


def test_nobody_else_reads_the_folder(tmp_path: Path) -> None:
    media = Folder(tmp_path / "media")
    key = storage.new_key()
    media.put(key, b"x")
    assert (media.root / key).stat().st_mode & 0o077 == 0
    assert (media.root / key).parent.stat().st_mode & 0o077 == 0


def test_a_write_that_was_cut_off_is_never_seen_and_is_found_by_the_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media, key = Folder(tmp_path / "media"), storage.new_key()

    def die(_number: int) -> None:
        raise KeyboardInterrupt  # as a killed process would: nothing after it runs

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        media.put(key, b"half")
    assert media.get(key) is None
    (left,) = media.keys(clock.now() + timedelta(minutes=1))
    assert left.startswith("tmp/")
    media.drop([left])
    assert list(media.keys(clock.now() + timedelta(minutes=1))) == []


def test_a_full_or_missing_disk_is_away_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = Folder(tmp_path / "media")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageAway):
        media.put(storage.new_key(), b"x")
    assert list(media.keys(clock.now() + timedelta(minutes=1))) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageAway):
        Folder(tmp_path / "file").check()


def test_a_bucket_that_stumbles_once_is_asked_again(bucket: s3.Bucket, tmp_path: Path) -> None:
    media, key = storage.of(in_bucket(tmp_path, bucket.address)), storage.new_key()
    bucket.failing = 1
    media.put(key, b"x")
    bucket.failing = 1
    assert media.get(key) == b"x"


def test_a_wrong_key_is_away_and_says_no_secret(bucket: s3.Bucket, tmp_path: Path) -> None:
    media = storage.of(in_bucket(tmp_path, bucket.address, media_secret="another"))
    with pytest.raises(StorageAway) as found:
        media.put(storage.new_key(), b"x")
    assert bucket.objects == {}
    assert "another" not in repr(found.value.facts)


def test_a_bucket_that_is_not_there_is_away(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{held.getsockname()[1]}"
        media = storage.of(in_bucket(tmp_path, nobody))
        with pytest.raises(StorageAway):
            media.get(storage.new_key())


@pytest.mark.parametrize(
    "address", ["ftp://x/y", "s3://", "file://", "file://host/x", "/var/anh", "https://x"]
)
def test_an_address_of_no_storage_stops_the_start(address: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match="SEN_MEDIA_URL"):
        storage.of(settings(tmp_path, media_url=address))


def test_without_the_extra_the_bucket_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(UnsafeSettings, match="extra s3"):
        storage.of(in_bucket(tmp_path, "http://127.0.0.1:1"))
