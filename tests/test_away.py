"""The database away: a calm answer in every shape, and everything as before when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.main import create_app
from app.migrations import migrate
from app.settings import Settings
from app.sqlite import sqlite_connect
from tests import factories
from tests.conftest import POSTGRES, make_settings
from tests.factories import HOME, Scene
from tests.postgres import Cluster

Gone = Callable[[], object]
ADDRESSES = ("/communities", f"/communities/{HOME}", "/health/ready")


@pytest.fixture
def own_place(make_place: Callable[..., Settings], tmp_path: object) -> Iterator[object]:
    """(settings, scene, away): a place whose database may be taken away from everyone else's."""
    if not POSTGRES:
        settings = make_place(busy_timeout_ms=100)
        yield settings, None, lambda: _locked(settings)
        return
    cluster = Cluster.start()
    try:
        settings = make_settings(
            make_place().data_dir, cluster.create_database("sen"), lock_timeout_ms=100
        )
        migrate(settings)
        database = Database(settings)
        scene = database.write_now(factories.people)
        database.close()
        yield settings, scene, lambda: _paused(cluster)
    finally:
        cluster.stop()


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    """Another process holds the whole file: a disk that hangs, an operator's `VACUUM`."""
    connection = sqlite_connect(str(settings.data_dir / "sen.db"), 100)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA locking_mode=NORMAL")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()


@contextmanager
def _paused(cluster: Cluster) -> Iterator[None]:
    cluster.pause()
    try:
        yield
    finally:
        cluster.resume()


@pytest.mark.slow
def test_readers_get_a_calm_503_while_the_database_is_away_and_all_is_well_after(
    own_place: tuple[Settings, Scene | None, Callable[[], object]], scene: Scene
) -> None:
    settings, own_scene, away = own_place
    people = own_scene or scene
    with away():  # type: ignore[attr-defined]
        app = create_app(settings)
        program = TestClient(app, base_url="http://testserver", follow_redirects=False)
        for address in ADDRESSES:
            _calm_problem(program, address)
        _calm_page(program, people)
        alive = program.get("/health")
        assert alive.status_code == 200, "the process itself answers"
    for address in ADDRESSES:
        assert program.get(address).status_code == 200
    app.state.house.close()


def _calm_problem(program: TestClient, address: str) -> None:
    answer = program.get(address)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["code"] == "database-away"


def _calm_page(program: TestClient, people: Scene) -> None:
    """Also for someone whose session cannot be looked up, and for a form that was sent."""
    page = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    signed_in = {**page, "cookie": f"sen={people.cookies['moderator']}"}
    fragment = {**signed_in, "hx-request": "true"}
    approval = f"/members/{people.members['hoa']}/approval"
    answers = [
        program.get("/communities", headers=page),
        program.get("/communities", headers=signed_in),
        program.get("/communities", headers=fragment),
        program.post(approval, headers=signed_in, data={"note": ""}),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith("text/html")
        assert int(answer.headers["retry-after"]) > 0
        assert "Traceback" not in answer.text
        assert "sqlite" not in answer.text.lower()
    assert "<html" in answers[0].text
    assert "<html" not in answers[2].text
