"""The question bank travels in a backup, to the other database too, and is kept there as here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app import clock
from app.db import Database
from app.models.question_bank import BankQuestion, BankQuestionVersion, BankReader
from app.settings import Settings
from app.store import question_bank as store
from tests.server import sen
from tests.services.conftest import desk
from tests.services.desk import Desk
from tests.services.test_question_bank import made
from tests.test_backup import OTHER, Blank, blank, kept

__all__ = ["blank", "desk"]


@pytest.mark.slow
def test_a_bank_goes_over_to_the_other_database(
    settings: Settings, desk: Desk, blank: Blank, tmp_path: Path
) -> None:
    one = made(desk)
    desk.database.write_now(lambda s: store.use(s, [one.id], clock.now()))
    place = blank(OTHER)
    restored = sen(place, "restore", str(kept(settings, tmp_path / "one.zip")))
    assert restored.returncode == 0, restored.stderr
    database = Database(place)
    assert database.read_now(_rows) == desk.database.read_now(_rows)
    with pytest.raises(DatabaseError, match="is used"):
        database.write_now(lambda s: s.execute(text("DELETE FROM bank_question_version")))
    database.close()


def _rows(session: Session) -> list[dict[str, Any]]:
    models: tuple[type[SQLModel], ...] = (BankQuestion, BankQuestionVersion, BankReader)
    return [session.execute(select(model)).scalar_one().model_dump() for model in models]
