"""Backup while others write, restored elsewhere and on the other database, proven by the CLI."""

from __future__ import annotations

import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.integrations import storage
from app.jobs.worker import Worker
from app.migrations import migrate
from app.models.machinery import Counter
from app.models.members import Member
from app.models.pictures import Picture
from app.settings import Settings
from app.store import records
from tests import factories, samples
from tests.conftest import POSTGRES, make_settings
from tests.factories import Scene, work_of
from tests.server import sen

Blank = Callable[..., Settings]
#: As many as the factory has phones for.
MOST = 80


@pytest.fixture
def blank(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Blank]:
    """`blank("sqlite")`: settings of an empty place on either database."""
    made: list[str] = []

    def make(kind: str) -> Settings:
        home = tmp_path / f"blank{len(list(tmp_path.glob('blank*')))}"
        home.mkdir()
        if kind == "sqlite":
            return make_settings(home)
        name = f"blank_{home.name}_{tmp_path.name}".lower().replace("-", "_")[:60]
        made.append(name)
        return make_settings(home, request.getfixturevalue("postgres").create_database(name))

    yield make
    for name in made:
        request.getfixturevalue("postgres").drop_database(name)


def members(settings: Settings) -> int:
    database = Database(settings)
    try:
        return database.read_now(
            lambda session: int(
                session.execute(select(func.count()).select_from(Member)).scalar_one()
            )
        )
    finally:
        database.close()


def kept(settings: Settings, file: Path) -> Path:
    done = sen(settings, "backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


SAME = "postgresql" if POSTGRES else "sqlite"
OTHER = "sqlite" if POSTGRES else "postgresql"


def test_a_backup_taken_under_writes_is_one_consistent_picture(
    settings: Settings, database: Database, scene: Scene, blank: Blank, tmp_path: Path
) -> None:
    stop, written = threading.Event(), 0

    def apply_once(session: Session) -> None:
        factories.apply(work_of(session), scene, f"đợt {written}")

    def write() -> None:
        nonlocal written
        while not stop.wait(0.05) and written < MOST:
            database.write_now(apply_once)
            written += 1

    before = members(settings)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        file = kept(settings, tmp_path / "under-writes.zip")
    finally:
        stop.set()
        writer.join()
    assert written > 0
    assert file.stat().st_mode & 0o077 == 0, "others can read personal data"
    place = blank(SAME)
    assert sen(place, "restore", str(file)).returncode == 0
    verified = sen(place, "verify")
    assert (verified.returncode, verified.stdout) == (0, "")
    assert before <= members(place) <= members(settings)


@pytest.mark.slow
def test_a_backup_goes_over_to_the_other_database_and_back(
    settings: Settings, blank: Blank, tmp_path: Path
) -> None:
    over, back = blank(OTHER), blank(SAME)
    first = kept(settings, tmp_path / "one.zip")
    assert sen(over, "restore", str(first)).returncode == 0
    second = kept(over, tmp_path / "two.zip")
    assert sen(back, "restore", str(second)).returncode == 0
    for place in (over, back):
        verified = sen(place, "verify")
        assert (verified.returncode, verified.stdout) == (0, ""), verified.stdout
    third = kept(back, tmp_path / "three.zip")
    assert contents(second) == contents(third)
    _writes_go_on(back)


def contents(file: Path) -> dict[str, list[str]]:
    """Rows by table, without what each database does anew: seals, and PostgreSQL's stamps."""
    with zipfile.ZipFile(file) as archive:
        return {
            name: sorted(re.sub(r'"tx": \d+', "", archive.read(name).decode()).splitlines())
            for name in archive.namelist()
            if name.startswith("tables/") and "audit_seal" not in name
        }


def _writes_go_on(settings: Settings) -> None:
    """Numbers continue behind the highest restored row."""
    database = Database(settings)
    try:
        database.write_now(lambda session: records.add(session, "after", "restore", 1))
        assert database.read_now(lambda s: records.totals(s, "after")) == {"restore": 1}
    finally:
        database.close()


def test_restore_refuses_a_place_that_has_tables(
    settings: Settings, blank: Blank, tmp_path: Path
) -> None:
    file = kept(settings, tmp_path / "kept.zip")
    place = blank(SAME)
    migrate(place)
    done = sen(place, "restore", str(file))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "empty" in done.stderr
    assert members(place) == 0


@pytest.mark.parametrize("damage", ["a changed row", "a missing table", "cut off", "no archive"])
def test_restore_refuses_a_damaged_archive_before_it_touches_anything(
    settings: Settings, blank: Blank, tmp_path: Path, damage: str
) -> None:
    file = kept(settings, tmp_path / "kept.zip")
    damaged = _damaged(file, tmp_path / "damaged.zip", damage)
    place = blank("sqlite")
    done = sen(place, "restore", str(damaged))
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert not (place.data_dir / "sen.db").exists() or _is_blank(place)


def _is_blank(place: Settings) -> bool:
    database = Database(place)
    try:
        return database.read_now(
            lambda s: not s.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
        )
    finally:
        database.close()


def _damaged(file: Path, to: Path, damage: str) -> Path:
    if damage == "cut off":
        to.write_bytes(file.read_bytes()[:-2000])
        return to
    if damage == "no archive":
        to.write_text(json.dumps({"format": "something else"}))
        return to
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "tables/member.jsonl":
                if damage == "a missing table":
                    continue
                content = content.replace(b'"submitted"', b'"approved"', 1)
            new.writestr(name, content)
    return to


@pytest.fixture
def pictured(client: TestClient, settings: Settings, scene: Scene) -> Picture:
    """A picture that is ready, and one that waits still."""
    database = client.app.state.house.database  # type: ignore[attr-defined]
    headers = {"authorization": f"Bearer {scene.tokens['member']}"}
    address = f"/communities/{factories.HOME}/pictures"
    file = [("files", ("a.jpg", samples.jpeg(900, 600)))]
    assert client.post(address, headers=headers, files=file).status_code == 201
    Worker(database, "test").settle()
    assert client.post(address, headers=headers, files=file).status_code == 201
    ready = select(Picture).where(col(Picture.state) == "ready")
    found: Picture = database.read_now(lambda session: session.execute(ready).scalar_one())
    return found


def test_pictures_belong_to_the_backup_and_come_back(
    settings: Settings, pictured: Picture, blank: Blank, tmp_path: Path
) -> None:
    file, place = kept(settings, tmp_path / "pictures.zip"), blank(OTHER)
    done = sen(place, "restore", str(file))
    assert done.returncode == 0, done.stderr
    before, after = storage.of(settings), storage.of(place)
    now = clock.now()
    assert set(after.keys(now)) < set(before.keys(now)), "the first original waits for its end"
    assert len(list(after.keys(now))) == 3, "two sizes, and what waits"
    assert after.get(pictured.large_key or "") == before.get(pictured.large_key or "")
    looked = sen(place, "doctor")
    assert "Kho ảnh: 0 tệp có trong cơ sở dữ liệu mà không có trong kho" in looked.stdout


@pytest.mark.parametrize("damage", ["another picture", "no picture", "a name that leads out"])
def test_a_damaged_picture_stops_the_restore(
    settings: Settings, pictured: Picture, blank: Blank, tmp_path: Path, damage: str
) -> None:
    file, to = kept(settings, tmp_path / "kept.zip"), tmp_path / "damaged.zip"
    large = f"media/{pictured.large_key}"
    out = "../../out" if damage == "a name that leads out" else pictured.large_key or ""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == large and damage == "another picture":
                content = content[:-1] + b"x"
            if name == "manifest.json":
                content = content.replace((pictured.large_key or "").encode(), out.encode())
            named = name.replace(pictured.large_key or "", out)
            if name != large or damage != "no picture":
                new.writestr(named, content)
    place = blank("sqlite")
    done = sen(place, "restore", str(to))
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert not (place.data_dir / "sen.db").exists() or _is_blank(place)
    assert not (tmp_path / "out").exists()


def test_a_picture_lost_before_is_no_obstacle_and_the_doctor_counts_it(
    settings: Settings, pictured: Picture, tmp_path: Path
) -> None:
    storage.of(settings).drop([pictured.large_key or ""])
    kept(settings, tmp_path / "kept.zip")
    looked = sen(settings, "doctor")
    assert looked.returncode == 1
    assert "Kho ảnh: 1 tệp có trong cơ sở dữ liệu mà không có trong kho" in looked.stdout


def test_a_backup_never_overwrites_a_file(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "taken.zip"
    file.write_text("precious")
    done = sen(settings, "backup", str(file))
    assert done.returncode == 1
    assert file.read_text() == "precious"


def test_verify_names_a_wrong_counter_and_ends_with_one(
    settings: Settings, database: Database
) -> None:
    assert sen(settings, "verify").returncode == 0

    def harm(session: Session) -> None:
        records.fold(session)
        counter = session.execute(
            select(Counter).where(col(Counter.name) == "state:submitted").limit(1)
        ).scalar_one()
        counter.total += 1

    database.write_now(harm)
    done = sen(settings, "verify")
    assert done.returncode == 1
    assert "state:submitted" in done.stdout
    assert len(done.stdout.splitlines()) == 1
