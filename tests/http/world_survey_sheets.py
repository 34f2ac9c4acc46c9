"""Of the matrix' place: a sheet that was typed in."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models.survey_responses import SurveyResponse, SurveySheet
from app.services.deeds import fresh_id
from tests import surveys
from tests.factories import HOME, Scene, work_of

FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}


def furnish(session: Session, scene: Scene, slug: str) -> dict[str, str]:
    work = work_of(session)
    of = surveys.survey(work, scene, FORM, slug=slug)
    row = SurveyResponse(
        id=fresh_id(work),
        survey_id=of.id,
        number=1,
        way="paper",
        answers={"one": "a"},
        submitted_at=work.now,
        typed_by=scene.persons["contests" if slug == HOME else "other_contests"],
    )
    session.add(row)
    session.flush()
    session.add(SurveySheet(survey_id=of.id, sheet="7", response_id=row.id))
    session.flush()
    return {"paper-responses": row.id}


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        ("PATCH", "/paper-responses/{id}"): {"answers": {"one": "b"}, "sheet": "8"},
        ("POST", "/surveys/{id}/tokens/withdrawal"): {"batch": "b"},
        ("POST", "/surveys/{id}/tokens/sheet"): {"links": ["abc"]},
    }
