"""Free texts and what coders gave travel in a backup, and go with their response there as here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.db import Database
from app.models.survey_codes import (
    SurveyCode,
    SurveyCoder,
    SurveyCoding,
    SurveyCodingCode,
    SurveyComparison,
    SurveyText,
)
from app.schemas.survey_codes import CodesGiven, ComparisonCreate
from app.services.surveys import coding, coding_agreement
from app.settings import Settings
from tests.server import sen
from tests.services.conftest import desk
from tests.services.desk import Desk
from tests.services.survey_coding_desk import ALL, FIRST, SECOND, book, give, made, names
from tests.test_backup import OTHER, Blank, blank, kept

__all__ = ["blank", "desk"]
TABLES: tuple[type[SQLModel], ...] = (
    *(SurveyText, SurveyCode, SurveyCoder, SurveyComparison, SurveyCoding, SurveyCodingCode),
)


@pytest.mark.slow
def test_codings_go_over_to_the_other_database(
    settings: Settings, desk: Desk, blank: Blank, tmp_path: Path
) -> None:
    survey = made(desk)
    book(desk, survey, "a", "b")
    name = next(iter(names(desk, survey).values()))
    give(desk, FIRST, survey, name, "a")
    give(desk, SECOND, survey, name, "b")
    desk.run(SECOND, coding_agreement.compare, survey, ComparisonCreate(question="why"), ALL)
    desk.run(SECOND, coding.decide, survey, "why", name, CodesGiven(codes=["a", "b"]))
    place = blank(OTHER)
    restored = sen(place, "restore", str(kept(settings, tmp_path / "one.zip")))
    assert restored.returncode == 0, restored.stderr
    database = Database(place)
    there = database.read_now(_rows)
    assert there == desk.database.read_now(_rows)
    assert [len(rows) for rows in there] == [6, 2, 2, 1, 3, 4]
    with pytest.raises(IntegrityError):
        database.write_now(lambda s: s.execute(text("DELETE FROM survey_code")))
    database.write_now(lambda s: s.execute(text("DELETE FROM survey_response")))
    assert [len(rows) for rows in database.read_now(_rows)] == [0, 2, 2, 1, 0, 0]
    database.close()


def _rows(session: Session) -> list[list[dict[str, Any]]]:
    return [
        sorted((one.model_dump() for one in session.execute(select(table)).scalars()), key=str)
        for table in TABLES
    ]
