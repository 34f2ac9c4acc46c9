"""Of the matrix' place: a free text of its survey, and a code that it may be given."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models.survey_codes import SurveyCode, SurveyText
from app.models.surveys import Survey
from app.services.deeds import fresh_id
from app.services.surveys.answering import by_chance
from tests import survey_texts
from tests.factories import work_of

WORDS = {"key": "words", "type": "long_text", "text": "Chị mong gì?"}


def furnish(session: Session, survey_id: str) -> dict[str, str]:
    work, of = work_of(session), session.get_one(Survey, survey_id)
    response = survey_texts.answer(session, of.id, {"words": "Mong có lớp thêu"})
    text = SurveyText(
        id=by_chance(),
        response_id=response,
        survey_id=of.id,
        question="words",
        fold="mong co lop theu",
    )
    code = SurveyCode(
        id=fresh_id(work),
        survey_id=of.id,
        question="words",
        key="lop",
        label="Lớp học",
        created_by=of.created_by,
        created_at=work.now,
    )
    session.add_all((text, code))
    session.flush()
    return {"text": text.id, "written": "words", "survey-codes": code.id}


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    of_text = "/surveys/{id}/texts/{text}/{question}"
    return {
        ("PUT", f"{of_text}/codes"): {"codes": ["lop"]},
        ("PUT", f"{of_text}/agreement"): {"codes": ["lop"]},
        ("POST", "/surveys/{id}/codes"): {"question": "words", "label": "Đi lại"},
        ("POST", "/surveys/{id}/comparison"): {"question": "words"},
        ("PATCH", "/survey-codes/{id}"): {"label": "Lớp thêu"},
    }
