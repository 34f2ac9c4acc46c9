"""The questions of a survey's draft, one at a time, and what surrounds them."""

from __future__ import annotations

from typing import Any

from app.domain.pictures import MOST_OF_ONE, Arrival
from app.routers.surveys import draft_form
from app.schemas.base import Versioned
from app.schemas.pictures import MAX_UPLOAD
from app.schemas.survey_questions import (
    FormWords,
    FormWordsForm,
    SurveyQuestionCreate,
    SurveyQuestionForm,
    SurveyQuestionMove,
    SurveyQuestionRead,
    SurveyQuestionWrite,
)
from app.services.surveys import question_pages, questions, reading
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns

WRITE = reading.WRITE
router = Nouns()
HERE = "/surveys/{id}/form/questions"
PICTURES: dict[str, Any] = {
    "before": uploads.pictures,
    "undo": uploads.drop,
    "upload": MAX_UPLOAD,
    "files": MOST_OF_ONE,
}


def _address(result: SurveyQuestionRead) -> str:
    return f"/surveys/{result.survey}/form?done=saved#q-{result.key}"


@router.read(f"{HERE}/new", WRITE, "surveys/question.html", statuses=(409,))
def question_form(work: Work, id: str, type: str = "", after: str = "") -> SurveyQuestionForm:
    """The form for one more question of a type, behind another or the last."""
    return question_pages.new_form(work, id, type, after)


@router.create(HERE, WRITE, form=question_form, goes_to=_address, **PICTURES)
def create_question(
    work: Work, id: str, body: SurveyQuestionCreate, prepared: Arrival
) -> SurveyQuestionRead:
    """One more question; its key and those of its options are made."""
    return questions.create(work, id, body, prepared)


@router.read(f"{HERE}/{{question}}/edit", WRITE, "surveys/question.html", statuses=(409,))
def edit_question(work: Work, id: str, question: str) -> SurveyQuestionForm:
    """The form for one question."""
    return question_pages.edit_form(work, id, question)


@router.replace(f"{HERE}/{{question}}", WRITE, form=edit_question, goes_to=_address, **PICTURES)
def change_question(
    work: Work, id: str, question: str, body: SurveyQuestionWrite, prepared: Arrival
) -> SurveyQuestionRead:
    """The whole question as it is from now on."""
    return questions.change(work, id, question, body, prepared)


@router.remove(
    f"{HERE}/{{question}}",
    WRITE,
    form=draft_form,
    goes_to=lambda _: "/surveys/{id}/form?done=saved",
)
def remove_question(work: Work, id: str, question: str, body: Versioned) -> None:
    """Out of the draft; of a section its heading alone."""
    questions.remove(work, id, question, body)


@router.create(f"{HERE}/{{question}}/copies", WRITE, form=draft_form, goes_to=_address)
def copy_question(work: Work, id: str, question: str, body: Versioned) -> SurveyQuestionRead:
    """The same once more, behind it."""
    return questions.copy(work, id, question, body)


@router.act(f"{HERE}/{{question}}/moves", WRITE, form=draft_form, goes_to=_address)
def move_question(
    work: Work, id: str, question: str, body: SurveyQuestionMove
) -> SurveyQuestionRead:
    """One place up or down, a section with its questions."""
    return questions.move(work, id, question, body)


@router.read("/surveys/{id}/form/words", WRITE, "surveys/words.html", statuses=(409,))
def edit_words(work: Work, id: str) -> FormWordsForm:
    """The form for title, introduction and ending."""
    return question_pages.words_form(work, id)


@router.replace(
    "/surveys/{id}/form/words",
    WRITE,
    form=edit_words,
    goes_to=lambda made: f"/surveys/{made.survey.id}/form?done=saved",
)
def change_words(work: Work, id: str, body: FormWords) -> FormWordsForm:
    """What is read before, over and after the questions."""
    return questions.reword(work, id, body)
