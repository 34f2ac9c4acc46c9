"""Databases, applications and people for every test.

`SEN_TEST_DATABASE` chooses the engine: `sqlite` (default) or `postgresql`. One template database
is migrated and peopled once a session; each test gets a copy of its own, so no test sees another.
"""

from __future__ import annotations

import copy
import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.main import create_app, make_house
from app.migrations import migrate
from app.settings import Settings
from tests import factories
from tests.engines import share_compiled
from tests.factories import Scene

pytest_plugins = ["tests.postgres"]
POSTGRES = os.environ.get("SEN_TEST_DATABASE", "sqlite") == "postgresql"
#: Where nothing waits for a disk: a commit that is safe takes milliseconds there, a copy of a
#: database hundreds. Only where there is room: a container's default of 64 MB is none.
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
# Most objects are what was imported, and stay: the collector need not walk them at each test.
gc.set_threshold(50_000, 20, 50)
share_compiled()
SECRET = "a secret that only the tests have, long enough for production"


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    """A line in the log for every request is drawn in colours, and nobody reads it."""
    log_from(logging.ERROR)


@pytest.fixture
def loud() -> Iterator[None]:
    """Every line of the log, on standard output."""
    log_from(logging.DEBUG)
    yield
    log_from(logging.ERROR)


def log_from(level: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Any:
    """(settings-maker's source, scene): a migrated database with the people of `factories`."""
    folder = tmp_path_factory.mktemp("template")
    url = request.getfixturevalue("postgres").create_database("template") if POSTGRES else ""
    settings = make_settings(folder, url)
    migrate(settings)
    database = Database(settings)
    scene = database.write_now(factories.people)
    database.close()
    return folder, scene


def make_settings(folder: Path, url: str = "", **more: Any) -> Settings:
    values = {
        "data_dir": folder,
        "database_url": url,
        "secret_key": SECRET,
        "embedded_worker": False,
        "log_level": "error",
        "public_url": "http://testserver",
        # Nobody listens there: no test asks Facebook.
        "facebook_url": "http://127.0.0.1:9",
    }
    return Settings(**{**values, **more})


@pytest.fixture
def make_place(
    template: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Settings]]:
    """Makes settings over a fresh copy of the template database."""
    folder, _ = template
    made: list[str] = []

    def make(**more: Any) -> Settings:
        home = tmp_path / f"place{len(made)}"
        home.mkdir()
        made.append("")
        if not POSTGRES:
            shutil.copy(folder / "sen.db", home / "sen.db")
            return make_settings(home, **more)
        cluster = request.getfixturevalue("postgres")
        name = f"t_{os.urandom(6).hex()}"
        made[-1] = name
        return make_settings(home, cluster.create_database(name, "template"), **more)

    yield make
    for name in filter(None, made):
        request.getfixturevalue("postgres").drop_database(name)


@pytest.fixture
def settings(make_place: Callable[..., Settings]) -> Settings:
    return make_place()


@pytest.fixture
def scene(template: Any) -> Scene:
    """Who and what is in this test's database: ids, phones, tokens."""
    found: Scene = copy.deepcopy(template[1])
    return found


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application of this process: FastAPI needs seconds to build the routes of one."""
    made = create_app(make_settings(tmp_path_factory.mktemp("doors")))
    made.state.house.close()
    return made


@pytest.fixture
def app(doors: Any, settings: Settings) -> Iterator[Any]:
    """The doors, with a house of this test's own behind them."""
    doors.state.house = make_house(settings)
    yield doors
    doors.state.house.close()


@pytest.fixture
def client(app: Any) -> TestClient:
    """A stranger's client: JSON by default, no cookie, no token. Errors of ours are raised."""
    return TestClient(app, base_url="http://testserver", follow_redirects=False)


@pytest.fixture
def as_(client: TestClient, scene: Scene) -> Callable[..., TestClient]:
    """`as_("moderator")`: a program of that person, with her bearer token."""

    def make(who: str) -> TestClient:
        made = TestClient(client.app, base_url="http://testserver", follow_redirects=False)
        made.headers["authorization"] = f"Bearer {scene.tokens[who]}"
        return made

    return make


@pytest.fixture
def browser_of(client: TestClient, scene: Scene) -> Callable[..., TestClient]:
    """`browser_of("moderator")`: her browser, signed in, asking for pages of this site."""

    def make(who: str | None = None) -> TestClient:
        made = TestClient(client.app, base_url="http://testserver", follow_redirects=False)
        made.headers.update({"accept": "text/html", "sec-fetch-site": "same-origin"})
        if who is not None:
            made.cookies.set("sen", scene.cookies[who])
        return made

    return make


class Watch:
    """The clock of one test: it stands where it is put and ticks a little at every look."""

    TICK = timedelta(milliseconds=2)

    def __init__(self) -> None:
        self.moment = clock.now()

    def __call__(self) -> datetime:
        self.moment += self.TICK
        return self.moment

    def forward(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """`watch.forward(days=30)`: thirty days later, for everything that asks `app.clock`."""
    made = Watch()
    monkeypatch.setattr(clock, "now", made)
    return made
