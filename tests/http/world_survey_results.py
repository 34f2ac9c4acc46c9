"""Of the matrix' place: one question's results were let out to members."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models.survey_releases import SurveyRelease
from app.services.deeds import fresh_id
from tests.factories import Scene, work_of
from tests.http import world_survey_codes


def furnish(session: Session, scene: Scene, survey_id: str, who: str) -> None:
    work = work_of(session)
    session.add(
        SurveyRelease(
            id=fresh_id(work),
            survey_id=survey_id,
            question=world_survey_codes.WORDS["key"],
            meaning=1,
            audience="members",
            opened_by=scene.persons[who],
            opened_at=work.now,
            released_by=scene.persons[who],
            released_at=work.now,
        )
    )
    session.flush()


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    return {("POST", "/surveys/{id}/releases"): {"question": "q1", "audience": "public"}}
