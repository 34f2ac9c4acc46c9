"""Papers travel in a backup, to the other database too; `sen verify` there names a changed one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.db import Database
from app.models.contests import Attempt, Entrant, RoundTurn
from app.settings import Settings
from tests.server import sen
from tests.services.conftest import desk
from tests.services.desk import Desk
from tests.services.test_attempts import begin, by_hand, hand_in, opened
from tests.test_backup import OTHER, Blank, blank, kept

__all__ = ["blank", "desk"]


@pytest.mark.slow
def test_papers_go_over_to_the_other_database(
    settings: Settings, desk: Desk, blank: Blank, tmp_path: Path
) -> None:
    receipt = hand_in(desk, begin(desk, opened(desk)).id).receipt
    assert receipt is not None
    place = blank(OTHER)
    restored = sen(place, "restore", str(kept(settings, tmp_path / "one.zip")))
    assert restored.returncode == 0, restored.stderr
    database = Database(place)
    assert database.read_now(_rows) == desk.database.read_now(_rows)
    assert sen(place, "verify").returncode == 0
    database.write_now(lambda s: by_hand(s, "UPDATE attempt SET prediction = 6"))
    database.close()
    verified = sen(place, "verify")
    assert verified.returncode == 1
    assert f"entry {receipt['entry']} is not what was handed in" in verified.stdout


def _rows(session: Session) -> list[dict[str, Any]]:
    models: tuple[type[SQLModel], ...] = (Attempt, Entrant, RoundTurn)
    return [session.execute(select(model)).scalar_one().model_dump() for model in models]
