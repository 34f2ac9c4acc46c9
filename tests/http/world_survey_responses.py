"""Of the matrix' place: a survey by name with one answer to it."""

from __future__ import annotations

import base64
from typing import Any

from sqlalchemy.orm import Session

from app.models.members import Member
from app.models.survey_responses import SurveyParticipation, SurveyResponse
from app.services.deeds import fresh_id
from tests import samples, surveys
from tests.factories import Scene, work_of

FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}


def furnish(session: Session, scene: Scene, slug: str, member_id: str) -> dict[str, str]:
    """She answered it."""
    work, member = work_of(session), session.get_one(Member, member_id)
    of = surveys.survey(work, scene, FORM, slug=slug)
    response = SurveyResponse(
        id=fresh_id(work),
        survey_id=of.id,
        number=1,
        person_id=member.person_id,
        answers={"one": "a"},
        submitted_at=work.now,
    )
    session.add(SurveyParticipation(survey_id=of.id, person_id=member.person_id))
    session.add(response)
    session.flush()
    return {"responses": response.id, "step": "0"}


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        ("POST", "/surveys/{id}/responses"): {"answers": {"one": "a"}},
        ("POST", "/surveys/{id}/paper-responses"): {"answers": {"one": "a"}, "sheet": "7"},
        ("PUT", "/surveys/{id}/draft"): {"rev": 1, "answers": {"one": "a"}},
        ("POST", "/surveys/{id}/steps/{step}"): {"answers": {"one": "a"}},
        ("POST", "/surveys/{id}/files"): {
            "question": "one",
            "files": [{"name": "a.png", "content": base64.b64encode(samples.png(1, 1)).decode()}],
        },
        ("POST", "/surveys/{id}/tokens"): {"many": 2, "expires_at": "2099-01-01T00:00:00+07:00"},
    }
