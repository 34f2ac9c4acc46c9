"""The desk from which services are tried."""

from __future__ import annotations

import pytest

from app.db import Database
from tests.factories import Scene
from tests.services.desk import Desk


@pytest.fixture
def desk(database: Database, scene: Scene) -> Desk:
    return Desk(database, scene)
