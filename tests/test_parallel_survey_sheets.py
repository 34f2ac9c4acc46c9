"""Sheets and reminders at once: a sheet is typed in once, a woman is reminded once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col

from app.db import Database
from app.jobs.worker import Worker
from app.models.audit import AuditRow
from app.models.notices import Notice
from app.models.survey_responses import SurveyPending, SurveyResponse, SurveySheet
from app.services.surveys import missing
from app.settings import Settings
from tests import surveys
from tests.factories import Scene, work_of
from tests.survey_desk import women
from tests.test_parallel import MANY, address, at_once, count, posting, statuses

__all__ = ["address"]
FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}
PRESSES, WOMEN, PLACES = 20, 30, 4


def survey(database: Database, scene: Scene, identity: str = "identified") -> str:
    return database.write_now(
        lambda s: surveys.survey(work_of(s), scene, FORM, identity=identity).id
    )


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_fifty_typings_of_one_sheet_are_one(
    address: str, scene: Scene, database: Database, identity: str
) -> None:
    of, token = survey(database, scene, identity), scene.tokens["membership"]
    path = f"/surveys/{of}/paper-responses"
    calls = [
        posting(path, token, sheet=sheet, answers={"one": "a"}) for sheet in ("17", "017") * 25
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {201: 1, 409: MANY - 1}
    code = "survey-sheet-used" + ("-by" if identity == "identified" else "")
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {code}
    kept = SurveyResponse if identity == "identified" else SurveyPending
    assert count(database, col(kept.survey_id) == of) == 1
    assert count(database, col(SurveySheet.survey_id) == of) == 1


def test_twenty_presses_remind_each_woman_once(
    address: str, scene: Scene, database: Database
) -> None:
    women(database, WOMEN)
    of, token = survey(database, scene), scene.tokens["contests"]
    answers = at_once(address, [posting(f"/surveys/{of}/reminder", token)] * PRESSES)
    assert statuses(answers) == {200: 1, 409: PRESSES - 1}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"survey-reminded"}
    Worker(database).settle()
    assert count(database, col(Notice.kind) == missing.KIND) == WOMEN + 1, "and the member"
    assert count(database, col(AuditRow.action) == "survey.remind") == 1


@pytest.fixture
def places(settings: Settings) -> Iterator[list[Database]]:
    patient = settings.model_copy(update={"busy_timeout_ms": 20_000, "lock_timeout_ms": 20_000})
    made = [Database(patient) for _ in range(PLACES)]
    yield made
    for one in made:
        one.close()


def test_the_job_run_twenty_times_reminds_each_woman_once(
    scene: Scene, database: Database, places: list[Database]
) -> None:
    women(database, WOMEN)
    of = survey(database, scene)

    def tell(number: int) -> None:
        places[number % PLACES].write_now(lambda s: missing.tell_some(work_of(s), of, ""))

    with ThreadPoolExecutor(PRESSES) as pool:
        list(pool.map(tell, range(PRESSES)))
    assert count(database, col(Notice.kind) == missing.KIND) == WOMEN + 1
