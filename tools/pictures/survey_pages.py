"""A survey by name as a woman answers it: its steps, a question that asks for a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page

from app.schemas.surveys import SurveyCreate, SurveyPublication
from app.services.surveys import publishing, writing
from app.store.actors import Work
from tools.pictures.deeds import press, send_empty

YES = {"question": "kids", "is": "yes"}
SCHEMA: dict[str, Any] = {
    "title": {"vi": "Chị cần Hội giúp gì?", "en": "What can the Union do for you?"},
    "introduction": "Chị trả lời giúp Hội vài câu, để Hội làm đúng việc chị em cần.",
    "questions": [
        {"key": "s1", "type": "section", "text": "Về chị"},
        {"key": "kids", "type": "yes_no", "text": "Chị có con nhỏ không?", "required": True},
        {"key": "many", "type": "number", "text": "Mấy cháu?", "required": True, "show_if": YES},
        {"key": "s2", "type": "section", "text": "Điều chị cần"},
        {"key": "need", "type": "long_text", "text": {"vi": "Chị cần gì?", "en": "Your need?"}},
        {"key": "photo", "type": "file", "text": "Ảnh nơi chị muốn sửa sang"},
    ],
}
Taken = tuple[str, str, str, Callable[[Page], object] | None, int]


def ask(desk: Work, slug: str) -> str:
    """`desk`: the chair's own work."""
    body = SurveyCreate.model_validate({"identity": "identified", "schema": SCHEMA})
    survey = writing.create(desk, slug, body).id
    publishing.publish(desk, survey, SurveyPublication())
    return survey


def screens(survey: str) -> Iterator[Taken]:
    """Name, role, address, deed, status."""
    here = f"/surveys/{survey}"
    yield "survey-answer-last", "member", f"{here}/responses/new?step=1", None, 200
    yield "survey-answer-wrong", "member", f"{here}/responses/new", next_step, 200
    yield "survey-file", "member", f"{here}/files/new?question=photo", None, 200
    yield "survey-file-missing", "member", f"{here}/files/new?question=photo", send_empty, 422


def next_step(page: Page) -> None:
    press(page, "[data-next]")
