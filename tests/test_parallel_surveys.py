"""Surveys under load: published once, a new version once."""

from __future__ import annotations

from typing import Any

from sqlmodel import col

from app.db import Database
from app.models.audit import AuditRow
from app.models.surveys import SurveyChannel, SurveyKey
from tests import surveys
from tests.factories import Scene, work_of
from tests.test_parallel import MANY, Call, address, at_once, count, posting, statuses

__all__ = ["address"]
KEEPERS = ("contests", "chair", "vice_chair")
FORM = {"title": "Chị cần gì?", "questions": [surveys.question("q1")]}
NEXT = {**FORM, "questions": [surveys.question("q1"), surveys.question("q2")]}


def test_fifty_publications_of_a_version_are_one(
    address: str, scene: Scene, database: Database
) -> None:
    def write(session: Any) -> tuple[str, str]:
        work = work_of(session)
        row = surveys.survey(work, scene, FORM)
        draft = surveys.version_of(work, row, NEXT, 2)
        draft.published_at = draft.published_by = None
        session.add(draft)
        session.flush()
        return row.id, draft.sha256

    survey_id, sha256 = database.write_now(write)
    path = f"/surveys/{survey_id}/publication"
    calls: list[Call] = [
        posting(path, scene.tokens[KEEPERS[n % 3]], confirm=sha256) for n in range(MANY)
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"already-decided"}
    assert count(database, col(AuditRow.action) == "survey.publish_version") == 1
    introduced = database.read_now(
        lambda session: session.get(SurveyKey, (survey_id, "q2", "question", ""))
    )
    assert introduced is not None
    assert introduced.introduced == 2


def test_twenty_channels_of_one_name_are_one(
    address: str, scene: Scene, database: Database
) -> None:
    of = database.write_now(lambda s: surveys.survey(work_of(s), scene, FORM).id)
    path = f"/surveys/{of}/channels"
    answers = at_once(address, [posting(path, scene.tokens["contests"], name="Zalo")] * 20)
    assert statuses(answers) == {201: 1, 422: 19}
    told = {a.json()["errors"][0]["code"] for a in answers if a.status_code == 422}
    assert told == {"channel-name-taken"}
    assert count(database, col(SurveyChannel.survey_id) == of) == 1
