"""One loaded demonstration for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.demo import load as loader
from tests.demo.loaded import Loaded, fresh, work


@pytest.fixture(scope="session")
def loaded(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Loaded]:
    def fill(session: Session) -> None:
        loader.load(work(session))
        loader.prepare_accounts(work(session), {p.phone: f"hash {p.role}" for p in loader.PREPARED})

    with fresh(tmp_path_factory.mktemp("demo"), request, "demo_loaded") as database:
        assert database.read_now(loader.is_empty)
        database.write_now(fill)
        yield Loaded(database)
