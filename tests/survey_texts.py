"""Surveys with free texts in tests: many responses straight in the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.models.survey_responses import SurveyResponse
from app.services.surveys.answering import by_chance
from tests import surveys
from tests.factories import Scene, work_of

FORM: dict[str, Any] = {
    "title": "Chị cần gì?",
    "questions": [
        surveys.question("one"),
        surveys.question("why", "long_text"),
        surveys.question("more", "short_text"),
    ],
}
TEXTS = [
    "Đường vào họp tối quá, không có đèn",
    "Giờ họp trùng giờ đón con",
    "Đường xa, giờ họp muộn",
    "Gọi tôi số 0912 345 678 hoặc hoa.nguyen@gmail.com",
    "Không có ý kiến",
    "Xe buýt ít chuyến",
]


def survey_with(
    session: Session,
    scene: Scene,
    texts: Iterable[str] = TEXTS,
    *,
    question: str = "why",
    persons: Iterable[str] = (),
    **more: Any,
) -> str:
    """A survey, and a response for each text; by name where `persons` are given."""
    work = work_of(session)
    of = surveys.survey(work, scene, FORM, **more)
    named = iter(persons)
    for words in texts:
        answer(session, of.id, {question: words}, person=next(named, None))
    return of.id


def answer(
    session: Session, survey_id: str, answers: dict[str, Any], *, person: str | None = None
) -> str:
    row = SurveyResponse(
        id=by_chance(), survey_id=survey_id, number=1, answers=answers, person_id=person
    )
    session.add(row)
    session.flush()
    return row.id
