"""Free texts of surveys: read and searched, their codebook, two coders, what was agreed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.domain.media_types import CSV
from app.schemas.base import FileMade
from app.schemas.survey_codes import (
    AgreementRead,
    CodedRead,
    CodesGiven,
    ComparisonCreate,
    SurveyCodeChange,
    SurveyCodeCreate,
    SurveyCodeForm,
    SurveyCodeList,
    SurveyCodeRead,
    TextPage,
)
from app.services.surveys import coding, coding_agreement, coding_book, coding_export, coding_texts
from app.services.surveys.coding_desk import PERMISSION as CODE
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging, first_page
from app.web.words import labels

router = Nouns()
Earlier = Annotated[int, Query(ge=0, le=10_000)]


def _next_text(result: CodedRead) -> str:
    """After a first coding the next text; after another the text itself."""
    left = "uncoded=true" if result.version == 1 else f"text={result.text}"
    return f"/surveys/{result.survey}/texts?question={result.question}&{left}&done=saved"


def _book(result: SurveyCodeRead) -> str:
    return f"/surveys/{result.survey}/codes?question={result.question}&done=saved"


@router.read("/surveys/{id}/texts", CODE, "surveys/texts.html", writes=True)
def list_texts(  # noqa: PLR0913 - a list of that many filters
    work: Work,
    id: str,
    paging: Paging,
    question: str = "",
    q: str = "",
    code: str = "",
    text: str = "",
    earlier: Earlier = 0,
    uncoded: bool = False,
) -> TextPage:
    """Free texts of one question, in an order of chance; each look is recorded. `earlier`: those of
    a version in which it meant something else."""
    return coding_texts.page(work, id, paging, question, q, code, text, earlier, uncoded=uncoded)


@router.replace(
    "/surveys/{id}/texts/{text}/{question}/codes", CODE, form=list_texts, goes_to=_next_text
)
def code_text(work: Work, id: str, text: str, question: str, body: CodesGiven) -> CodedRead:
    """Her codes of one text: these and no others."""
    return coding.code(work, id, question, text, body)


@router.made("/surveys/{id}/texts.csv", CODE, CSV, statuses=(409,))
def export_texts(work: Work, id: str, question: str = "", earlier: Earlier = 0) -> FileMade:
    """Free texts of one question with their codes."""
    return coding_export.file(work, id, labels(work.lang), question, earlier)


@router.read("/surveys/{id}/codes", CODE, "surveys/codebook.html")
def read_codes(work: Work, id: str, question: str = "") -> SurveyCodeList:
    """The codebook of one question, and how many texts have each code."""
    return coding_book.read(work, id, question)


@router.create("/surveys/{id}/codes", CODE, form=read_codes, goes_to=_book)
def create_code(work: Work, id: str, body: SurveyCodeCreate) -> SurveyCodeRead:
    """One more code."""
    return coding_book.create(work, id, body)


@router.read("/survey-codes/{id}", CODE, "surveys/code.html")
def read_code(work: Work, id: str) -> SurveyCodeForm:
    """One code, to be renamed or retired."""
    return coding_book.form(work, id)


@router.change("/survey-codes/{id}", CODE, form=read_code, goes_to=_book)
def change_code(work: Work, id: str, body: SurveyCodeChange) -> SurveyCodeRead:
    """Renamed, retired, or taken back."""
    return coding_book.change(work, id, body)


@router.read("/surveys/{id}/agreement", CODE, "surveys/agreement.html", writes=True)
def read_agreement(
    work: Work, id: str, paging: Paging, question: str = "", view: str = ""
) -> AgreementRead:
    """How far two coders agree (Cohen's κ), and where they differ."""
    return coding_agreement.read(work, id, paging, question, view)


@router.act(
    "/surveys/{id}/comparison",
    CODE,
    form=read_agreement,
    goes_to=lambda r: f"/surveys/{r.survey}/agreement?question={r.question}",
)
def compare_codes(work: Work, id: str, body: ComparisonCreate) -> AgreementRead:
    """One of the two coders asks to see both: what both coded stays from then on."""
    return coding_agreement.compare(work, id, body, first_page())


@router.replace(
    "/surveys/{id}/texts/{text}/{question}/agreement",
    CODE,
    form=read_agreement,
    goes_to=lambda r: f"/surveys/{r.survey}/agreement?question={r.question}&done=saved",
)
def decide_codes(work: Work, id: str, text: str, question: str, body: CodesGiven) -> CodedRead:
    """The codes that hold where two coders differ."""
    return coding.decide(work, id, question, text, body)
