"""Results of rounds travel in a backup, to the other database too, and are proven there as here."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

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
    rows = []
    for one in (database, there):
        found = one.read_now(lambda s: contest_results.latest(s, round_id, published=True))
        assert found is not None
        result_id = found.id
        rows.append(
            one.read_now(lambda s, result_id=result_id: contest_results.plain(s, result_id))
        )
    assert rows[0] == rows[1]
    with pytest.raises(DatabaseError, match="append-only"):
        there.write_now(lambda s: s.execute(text("UPDATE contest_result SET n = 7")))
    there.close()
