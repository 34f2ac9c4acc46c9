"""Where files lie: a local folder, or a bucket that speaks S3 (extra `s3`).

A file appears under its name whole or not at all, and never changes. Names are made by `new_key`;
nothing that people sent stands in one.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from app.domain.refusals import Refusal
from app.settings import Settings, UnsafeSettings

_KEY = re.compile(r"[0-9a-z]{2,3}/[0-9a-z]+(\.[a-z]{3,4})?")
UNFINISHED = "tmp"


class StorageAway(Refusal):
    """The storage cannot be reached or written now; readers get a calm 503."""

    kind = "away"

    def __init__(self, code: str = "storage-away", **facts: Any) -> None:
        super().__init__(code, **facts)


class Media(Protocol):
    """What the house asks of a storage. All of it is slow: never inside a transaction."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes | None: ...

    def drop(self, keys: Iterable[str]) -> None:
        """What is not there is as good as dropped."""

    def keys(self, before: datetime) -> Iterator[str]:
        """Everything written before a moment, unfinished writes too."""

    def check(self) -> None:
        """Write, read and drop something small; raises `StorageAway`."""


def of(settings: Settings) -> Media:
    """The storage that the settings name. Raises `UnsafeSettings` for one that cannot be."""
    address = settings.media_url
    if not address:
        return Folder(settings.data_dir / "media")
    parts = urlsplit(address)
    if parts.scheme == "s3" and parts.netloc:
        return Bucket(settings, parts.netloc, parts.path.strip("/"))
    if parts.scheme == "file" and not parts.netloc and parts.path:
        return Folder(Path(parts.path))
    raise UnsafeSettings("SEN_MEDIA_URL is neither file:///folder nor s3://bucket")


def new_key(suffix: str = "") -> str:
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}{suffix}"


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("no name of a stored file")
    return key


def _try_out(media: Media) -> None:
    key = new_key()
    media.put(key, b"sen")
    if media.get(key) != b"sen":
        raise StorageAway
    media.drop([key])


class Folder:
    """A folder of this machine; its files are readable by their owner alone."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        target = self.root / _checked(key)
        unfinished = self.root / UNFINISHED / secrets.token_hex(16)
        try:
            for folder in (unfinished.parent, target.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with unfinished.open("xb") as file:
                unfinished.chmod(0o600)
                file.write(data)
                file.flush()
                # On the disk before its name is: a power cut leaves no empty picture.
                os.fsync(file.fileno())
            unfinished.replace(target)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise StorageAway from error

    def get(self, key: str) -> bytes | None:
        try:
            return (self.root / _checked(key)).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageAway from error

    def drop(self, keys: Iterable[str]) -> None:
        try:
            for key in keys:
                (self.root / _checked(key)).unlink(missing_ok=True)
        except OSError as error:
            raise StorageAway from error

    def keys(self, before: datetime) -> Iterator[str]:
        for path in self.root.glob("*/*"):
            try:
                written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue
            if written < before and _KEY.fullmatch(path.relative_to(self.root).as_posix()):
                yield path.relative_to(self.root).as_posix()

    def check(self) -> None:
        _try_out(self)


class Bucket:
    """A bucket through obstore; without a key in the settings, by the machine's own identity."""

    def __init__(self, settings: Settings, bucket: str, prefix: str) -> None:
        try:
            import obstore
            from obstore.store import S3Store
        except ImportError:
            raise UnsafeSettings(
                "SEN_MEDIA_URL=s3://… needs the extra s3: pip install 'sen[s3]'"
            ) from None
        named = {
            "region": settings.media_region,
            "endpoint": settings.media_endpoint,
            "access_key_id": settings.media_key,
            "secret_access_key": settings.media_secret,
        }
        config: Any = {name: value for name, value in named.items() if value}
        self._s3 = obstore
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            config=config,
            client_options={
                "allow_http": settings.media_endpoint.startswith("http://"),
                "timeout": "20s",
                "connect_timeout": "5s",
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        )

    def put(self, key: str, data: bytes) -> None:
        with _away():
            # One request: a bucket shows an object once it is whole.
            self._s3.put(self._store, _checked(key), data, use_multipart=False)

    def get(self, key: str) -> bytes | None:
        with suppress(FileNotFoundError), _away():
            return bytes(self._s3.get(self._store, _checked(key)).bytes())
        return None

    def drop(self, keys: Iterable[str]) -> None:
        named = [_checked(key) for key in keys]
        with suppress(FileNotFoundError), _away():
            self._s3.delete(self._store, named)

    def keys(self, before: datetime) -> Iterator[str]:
        with _away():
            for page in self._s3.list(self._store):
                for one in page:
                    if one["last_modified"] < before and _KEY.fullmatch(one["path"]):
                        yield one["path"]

    def check(self) -> None:
        _try_out(self)


@contextmanager
def _away() -> Iterator[None]:
    """obstore's own errors as the house's."""
    from obstore.exceptions import BaseError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise FileNotFoundError from error
    except BaseError as error:
        # Its text holds addresses of the bucket: the kind is enough for a log.
        raise StorageAway(reason=type(error).__name__) from error
