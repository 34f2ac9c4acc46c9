"""An application for tests that only ask: what is refused leaves nothing behind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from app.main import create_app
from tests.conftest import POSTGRES, make_settings


@pytest.fixture(scope="session")
def calm_app(
    template: Any, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Any]:
    """One application for many tests. A module that names it as its `app` writes nothing."""
    folder, _ = template
    home = tmp_path_factory.mktemp("calm")
    url = ""
    if POSTGRES:
        url = request.getfixturevalue("postgres").create_database("calm", "template")
    else:
        shutil.copy(folder / "sen.db", home / "sen.db")
    made = create_app(make_settings(home, url))
    yield made
    made.state.house.close()
