"""Answers to surveys at once: one of fifty, and a quota that never overshoots."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from sqlalchemy.orm import Session
from sqlmodel import col

from app.db import Database
from app.models.survey_responses import SurveyParticipation, SurveyPending, SurveyResponse
from app.models.surveys import Survey, SurveyQuota
from tests import contests, surveys
from tests.factories import Scene, work_of
from tests.survey_desk import personal_link
from tests.test_parallel import MANY, address, at_once, count, posting, statuses

__all__ = ["address"]
FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}
QUOTA, COMPLETIONS = 100, 300


@pytest.mark.parametrize("identity", ["identified", "anonymous"])
def test_fifty_answers_of_one_member_are_one(
    address: str, scene: Scene, database: Database, identity: str
) -> None:
    of = database.write_now(lambda s: surveys.survey(work_of(s), scene, FORM, identity=identity))
    path, token = f"/surveys/{of.id}/responses", scene.tokens["member"]
    answers = at_once(address, [posting(path, token, answers={"one": "a"})] * MANY)
    assert statuses(answers) == {201: 1, 409: MANY - 1}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"survey-answered"}
    kept = SurveyResponse if identity == "identified" else SurveyPending
    assert count(database, col(kept.survey_id) == of.id) == 1
    assert count(database, col(SurveyParticipation.survey_id) == of.id) == 1


def test_fifty_answers_with_one_link_are_one(
    address: str, scene: Scene, database: Database
) -> None:
    def make(session: Session) -> str:
        work = work_of(session)
        of = surveys.survey(work, scene, FORM, identity="token")
        personal_link(work, of, work.now + timedelta(hours=1), "hers")
        return of.id

    survey_id = database.write_now(make)
    body = {"answers": {"one": "a"}, "token": "hers"}

    async def send(client: httpx.AsyncClient) -> httpx.Response:
        return await client.post(f"/surveys/{survey_id}/responses", json=body)

    answers = at_once(address, [send] * MANY)
    assert statuses(answers) == {201: 1, 409: MANY - 1}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"survey-token-used"}
    assert count(database, col(SurveyResponse.survey_id) == survey_id) == 1


def test_a_quota_of_a_hundred_under_three_hundred_is_a_hundred(
    address: str, scene: Scene, database: Database
) -> None:
    """Two options with a quota each, and places for all of it."""

    def make(session: Session) -> tuple[str, list[str]]:
        work = work_of(session)
        of = surveys.survey(work, scene, FORM, most=COMPLETIONS)
        session.add(SurveyQuota(survey_id=of.id, question="one", option="a", most=QUOTA))
        return of.id, [contests.woman(work, number)[1] for number in range(COMPLETIONS)]

    survey_id, tokens = database.write_now(make)
    path = f"/surveys/{survey_id}/responses"
    answers = at_once(address, [posting(path, one, answers={"one": "a"}) for one in tokens])
    assert statuses(answers) == {201: QUOTA, 409: COMPLETIONS - QUOTA}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"survey-quota-full"}
    assert count(database, col(SurveyResponse.survey_id) == survey_id) == QUOTA
    assert count(database, col(SurveyParticipation.survey_id) == survey_id) == QUOTA
    assert database.read_now(lambda s: s.get_one(Survey, survey_id).taken) == QUOTA
