"""The backup's file format: a zip of one JSON-lines file per table, the same for both databases.

`manifest.json` names the format, the revision of the schema, the moment, the rows per table with
the SHA-256 of each file, and whether it is a demonstration. Moments are RFC 3339 in UTC, bytes are
base64. A backup made on SQLite can be restored into PostgreSQL and back. Files that pictures point
to lie under `media/`; archives of before have none.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
)

from app.store import post_words
from app.store.pictures import every_key

FORMAT = "sen-backup-1"
#: Anonymous answers that are not mixed yet stay at home: with one backup more than the other they
#: would tell for good who wrote them (ADR 0031).
SKIPPED = frozenset({"alembic_version", "survey_pending"}) | post_words.INDEX_TABLES
KEPT_ROWS = {
    "survey_draft": "survey_id NOT IN (SELECT id FROM survey WHERE identity = 'anonymous')"
}
CHUNK = 500


class NotAnArchive(Exception):
    """The file is something else, or damaged."""


def write(
    connection: Connection,
    file: Path,
    revision: str,
    now: datetime,
    media: Callable[[str], bytes | None],
) -> dict[str, int]:
    """Write every table as it stands in this connection's snapshot; rows per table come back.

    `media` gives the bytes of a picture's file. A file goes an hour after its row, so what the
    snapshot points to is still there; what is not was lost before, and `sen doctor` counts it.

    Raises FileExistsError. The file is readable by its owner alone: it holds personal data.
    """
    file.touch(0o600, exist_ok=False)
    try:
        return _write_all(connection, file, revision, now, media)
    except BaseException:
        file.unlink()  # Half a backup would be taken for one.
        raise


def _write_all(
    connection: Connection,
    file: Path,
    revision: str,
    now: datetime,
    media: Callable[[str], bytes | None],
) -> dict[str, int]:
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in _tables(connection):
            counts[table.name], digests[table.name] = _write_table(connection, table, archive)
        manifest = {
            "format": FORMAT,
            "revision": revision,
            "taken_at": now.isoformat(),
            "database": connection.dialect.name,
            "demonstration": _is_demonstration(connection),
            "rows": counts,
            "sha256": digests,
            "media": _write_media(connection, archive, media),
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return counts


def _tables(connection: Connection) -> list[Table]:
    """Parents before children."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in SKIPPED]


def _write_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    rows = connection.execution_options(yield_per=CHUNK).execute(
        table.select()
        .where(text(KEPT_ROWS.get(table.name, "1 = 1")))
        .order_by(*table.primary_key.columns)
    )
    with archive.open(f"tables/{table.name}.jsonl", "w") as out:
        for row in rows.mappings():
            line = json.dumps(
                {name: _plain(value) for name, value in row.items()}, ensure_ascii=False
            ).encode()
            digest.update(line + b"\n")
            out.write(line + b"\n")
            count += 1
    return count, digest.hexdigest()


def _write_media(
    connection: Connection, archive: zipfile.ZipFile, media: Callable[[str], bytes | None]
) -> dict[str, str]:
    """File → SHA-256. Pictures are packed already: they are stored as they are."""
    digests: dict[str, str] = {}
    if not inspect(connection).has_table("picture"):
        return digests
    for key in every_key(connection):
        content = media(key)
        if content is not None:
            digests[key] = hashlib.sha256(content).hexdigest()
            archive.writestr(f"media/{key}", content, zipfile.ZIP_STORED)
    return digests


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _is_demonstration(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT count(*) FROM community WHERE demo")).scalar())


def manifest(file: Path) -> dict[str, Any]:
    """The manifest, once every file in the archive is what it says."""
    try:
        with zipfile.ZipFile(file) as archive:
            found: dict[str, Any] = json.loads(archive.read("manifest.json"))
            if found.get("format") != FORMAT:
                raise NotAnArchive("another format")
            kept = {f"tables/{name}.jsonl": digest for name, digest in found["sha256"].items()}
            kept |= {f"media/{key}": digest for key, digest in found.get("media", {}).items()}
            for name, digest in kept.items():
                with archive.open(name) as content:
                    if hashlib.file_digest(content, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                        raise NotAnArchive(f"{name} is damaged")
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotAnArchive(type(error).__name__) from error
    return found


def read_media(file: Path, put: Callable[[str, bytes], None]) -> None:
    """Bring the pictures' files back, each under its own name."""
    with zipfile.ZipFile(file) as archive:
        for key in json.loads(archive.read("manifest.json")).get("media", {}):
            put(key, archive.read(f"media/{key}"))


def read(connection: Connection, file: Path) -> None:
    """Fill empty tables; number sequences go on behind the highest row."""
    with zipfile.ZipFile(file) as archive:
        for table in _tables(connection):
            for chunk in _chunks(archive, table):
                connection.execute(insert(table), chunk)
            _continue_numbers(connection, table)
    post_words.rebuild(connection)


def _chunks(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    name = f"tables/{table.name}.jsonl"
    if name not in archive.namelist():
        return
    chunk: list[dict[str, Any]] = []
    with archive.open(name) as lines:
        for line in lines:
            row = json.loads(line)
            chunk.append({key: _typed(table.columns[key], row[key]) for key in row})
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def _typed(column: Column[Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _continue_numbers(connection: Connection, table: Table) -> None:
    if connection.dialect.name != "postgresql":
        return
    for column in table.columns:
        if column.identity is not None:
            highest = connection.execute(select(func.max(column))).scalar()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(
                select(func.setval(sequence, (highest or 0) + 1, literal(value=False)))
            )
