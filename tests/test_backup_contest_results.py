"""Results of rounds travel in a backup, to the other database too, and are proven there as here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.db import Database
from app.settings import Settings
from app.store import contest_results
from tests import contests
from tests.factories import Scene, work_of
from tests.server import sen
from tests.test_backup import OTHER, Blank, blank, kept

__all__ = ["blank"]


@pytest.mark.slow
def test_a_published_result_goes_over_to_the_other_database(
    settings: Settings, database: Database, scene: Scene, blank: Blank, tmp_path: Path
) -> None:
    round_id = database.write_now(lambda s: contests.decided(work_of(s), scene).id)
    place = blank(OTHER)
    restored = sen(place, "restore", str(kept(settings, tmp_path / "one.zip")))
    assert restored.returncode == 0, restored.stderr
    verified = sen(place, "verify")
    assert verified.returncode == 0, verified.stdout
    there = Database(place)
    assert database.read_now(partial(_rows, round_id)) == there.read_now(partial(_rows, round_id))
    with pytest.raises(DatabaseError, match="append-only"):
        there.write_now(lambda s: s.execute(text("UPDATE contest_result SET n = 7")))
    there.close()


def _rows(round_id: str, session: Session) -> list[dict[str, Any]]:
    found = contest_results.latest(session, round_id, published=True)
    assert found is not None
    return contest_results.plain(session, found.id)
