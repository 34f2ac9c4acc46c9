"""Private questions to the board: hers, the desk's, and what leads into the closed circle."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.questions import (
    QuestionAnswer,
    QuestionAssignment,
    QuestionCreate,
    QuestionForm,
    QuestionGone,
    QuestionList,
    QuestionMessageCreate,
    QuestionRead,
    SafeContactWrite,
    View,
)
from app.services import question_views, questions
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/communities/{slug}/questions", "question.list", "questions/list.html")
def list_questions(
    work: Work,
    slug: str,
    paging: Paging,
    view: Annotated[View, Query()] = "open",
    q: Annotated[str, Query(max_length=200)] = "",
) -> QuestionList:
    """The board's list for those who serve there, else one's own threads."""
    return question_views.page(work, slug, paging, view, q)


@router.read("/communities/{slug}/questions/new", "question.ask", "questions/new.html")
def question_form(work: Work, slug: str) -> QuestionForm:
    """Who reads, and when somebody answers, said before anything is written."""
    return question_views.question_form(work, slug)


@router.create(
    "/communities/{slug}/questions",
    "question.ask",
    form=question_form,
    goes_to=lambda q: f"/questions/{q.id}",
)
def ask(work: Work, slug: str, body: QuestionCreate) -> QuestionRead:
    """A private thread to the board; what tells of harm reaches the closed circle alone."""
    return questions.ask(work, slug, body)


@router.read("/questions/{id}", "question.read", "questions/page.html", writes=True)
def read_question(work: Work, id: str) -> QuestionRead:
    """One thread."""
    return question_views.read(work, id)


@router.act(
    "/questions/{id}/messages",
    "question.follow",
    form=read_question,
    goes_to=lambda q: f"/questions/{q.id}",
)
def follow(work: Work, id: str, body: QuestionMessageCreate) -> QuestionRead:
    """Her next words; they open the thread again."""
    return questions.follow(work, id, body)


@router.replace(
    "/questions/{id}/safe-contact",
    "question.follow",
    form=read_question,
    goes_to=lambda q: f"/questions/{q.id}?done=saved",
)
def write_safe_contact(work: Work, id: str, body: SafeContactWrite) -> QuestionRead:
    """How she may be reached safely."""
    return questions.write_safe_contact(work, id, body)


@router.act(
    "/questions/{id}/withdrawal",
    "question.follow",
    form=read_question,
    goes_to=lambda q: f"/questions/{q.id}?done=saved",
)
def withdraw(work: Work, id: str) -> QuestionRead:
    """Her words are taken back for good."""
    return questions.withdraw(work, id)


@router.act(
    "/questions/{id}/closing",
    "question.close",
    form=read_question,
    goes_to=lambda q: f"/questions/{q.id}?done=saved",
)
def close(work: Work, id: str) -> QuestionRead:
    """Done for now; her next words open it again."""
    return questions.close(work, id)


@router.act(
    "/questions/{id}/answers",
    "question.answer",
    form=read_question,
    goes_to=lambda q: f"/questions/{q.id}",
)
def answer(work: Work, id: str, body: QuestionAnswer) -> QuestionRead:
    """The board answers; she gets a neutral notice."""
    return questions.answer(work, id, body)


@router.act(
    "/questions/{id}/claim",
    "question.answer",
    form=read_question,
    goes_to=lambda q: f"/questions/{q.id}?done=saved",
)
def claim(work: Work, id: str) -> QuestionRead:
    """Keep a thread that nobody keeps."""
    return questions.claim(work, id)


@router.act(
    "/questions/{id}/assignment",
    "question.answer",
    form=read_question,
    goes_to=lambda q: f"/questions/{q.id}?done=saved",
)
def assign(work: Work, id: str, body: QuestionAssignment) -> QuestionRead:
    """Another of those who answer keeps it from now on."""
    return questions.assign(work, id, body)


@router.act(
    "/questions/{id}/care",
    "question.answer",
    form=read_question,
    goes_to=lambda q: f"/communities/{q.community}/questions?done=care",
)
def lead_to_circle(work: Work, id: str) -> QuestionGone:
    """It tells of harm after all: the closed circle alone reads it from now on."""
    return questions.lead_to_circle(work, id)
