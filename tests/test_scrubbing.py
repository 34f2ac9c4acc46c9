"""Behind anonymous answers nothing readable stays, whoever else reads meanwhile (ADR 0031)."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import postgres
from app.db import Database, DatabaseAway
from app.models.survey_responses import SurveyPending
from app.store.survey_mixing import SCRUBBED
from tests import surveys
from tests.conftest import POSTGRES
from tests.factories import Scene, work_of
from tests.test_survey_attack import files

MARK = "loi-rieng-chi-mot-lan"
FORM = {"title": "Tâm sự", "questions": [surveys.question("said", "short_text")]}
OLD = "SELECT count(*) FROM survey_pending"


@pytest.fixture
def waited(database: Database, scene: Scene) -> str:
    def put(session: Session) -> str:
        of = surveys.survey(work_of(session), scene, FORM, identity="anonymous")
        row = SurveyPending(survey_id=of.id, id="one", number=1, answers={"said": MARK})
        session.add(row)
        return of.id

    return database.write_now(put)


def _drop(database: Database) -> None:
    database.write_now(lambda session: session.execute(text("DELETE FROM survey_pending")))


def test_it_is_tried_again_while_somebody_reads_what_is_older(
    database: Database, waited: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SCRUB_WAITS", 0.2)
    with database.reader.connect() as older:
        older.execution_options(isolation_level="REPEATABLE READ" if POSTGRES else "SERIALIZABLE")
        with older.begin():
            assert older.execute(text(OLD)).scalar_one() == 1
            _drop(database)
            with pytest.raises(DatabaseAway):
                database.scrub(SCRUBBED)
    database.scrub(SCRUBBED)
    assert MARK.encode() not in _bytes(database)


def _bytes(database: Database) -> bytes:
    return files(database, list(SCRUBBED))
