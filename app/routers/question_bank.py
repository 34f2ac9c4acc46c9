"""The question bank of a community."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from app.domain.media_types import XLSX
from app.domain.pictures import Arrival
from app.schemas.base import FileRead, FormRead
from app.schemas.imports import MAX_FILE
from app.schemas.pictures import MAX_UPLOAD, StoredRead
from app.schemas.question_bank import (
    BankAgreed,
    BankAgreement,
    BankImport,
    BankImported,
    BankImportPreview,
    BankOpeningForm,
    BankQuestionChange,
    BankQuestionCreate,
    BankQuestionForm,
    BankQuestionGone,
    BankQuestionList,
    BankQuestionRead,
    BankReaderList,
    BankRetirement,
)
from app.services.question_bank import opening, reading, sheets, writing
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.words import fields, labels

JPEG = "image/jpeg"
READ, WRITE = opening.READ, opening.WRITE
router = Nouns()
SHEET: dict[str, Any] = {"before": uploads.sheets, "upload": MAX_FILE}
PICTURE: dict[str, Any] = {
    "before": uploads.pictures,
    "undo": uploads.drop,
    "upload": MAX_UPLOAD,
    "files": 1,
}


def _address(result: BankQuestionRead) -> str:
    return f"/bank-questions/{result.id}?done=saved"


@router.read("/communities/{slug}/question-bank/opening", READ, "question_bank/opening.html")
def bank_opening_form(work: Work, slug: str) -> BankOpeningForm:
    """What opening the bank means, before it is opened."""
    return opening.opening_form(work, slug)


@router.act(
    "/communities/{slug}/question-bank/opening",
    READ,
    form=bank_opening_form,
    goes_to=lambda b: f"/communities/{b.community}/question-bank",
)
def open_bank(work: Work, slug: str, body: BankAgreement) -> BankAgreed:
    """She opens the bank and can win no prize of its contests."""
    return opening.agree(work, slug, body)


@router.read("/communities/{slug}/question-bank/openings", READ, "question_bank/openings.html")
def list_bank_readers(work: Work, slug: str, paging: Paging) -> BankReaderList:
    """Who has opened the bank: first, last, how often."""
    return opening.readers(work, slug, paging)


@router.read(
    "/communities/{slug}/question-bank",
    READ,
    "question_bank/list.html",
    form=bank_opening_form,
    writes=True,
    statuses=(409,),
)
def list_bank_questions(
    work: Work,
    slug: str,
    paging: Paging,
    topic: Annotated[str, Query(max_length=40)] = "",
    difficulty: Annotated[str, Query(max_length=20)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> BankQuestionList:
    """The questions, the newest first, and how many a blueprint can draw; each look is logged."""
    return reading.page(work, slug, paging, topic=topic, difficulty=difficulty, state=state, q=q)


@router.read(
    "/communities/{slug}/question-bank/new", WRITE, "question_bank/edit.html", statuses=(409,)
)
def bank_question_form(work: Work, slug: str) -> BankQuestionForm:
    """The form for a new question."""
    return writing.new_form(work, slug)


@router.create(
    "/communities/{slug}/question-bank", WRITE, form=bank_question_form, goes_to=_address, **PICTURE
)
def create_bank_question(
    work: Work, slug: str, body: BankQuestionCreate, prepared: Arrival
) -> BankQuestionRead:
    """A new question."""
    return writing.create(work, slug, body, prepared)


@router.read(
    "/communities/{slug}/question-bank/import", WRITE, "question_bank/import.html", statuses=(409,)
)
def bank_import_form(work: Work, slug: str) -> FormRead:
    """The form for a table of questions."""
    return sheets.import_form(work, slug)


@router.act(
    "/communities/{slug}/question-bank/import/preview",
    WRITE,
    "question_bank/preview.html",
    form=bank_import_form,
    **SHEET,
)
def preview_bank_import(
    work: Work, slug: str, body: BankImport, prepared: Any
) -> BankImportPreview:
    """What a table would bring, row by row, and every row that is wrong; nothing is written."""
    return sheets.preview(work, slug, body, prepared, fields(work.lang))


@router.act(
    "/communities/{slug}/question-bank/import",
    WRITE,
    form=bank_import_form,
    goes_to=lambda b: f"/communities/{b.community}/question-bank?done=saved",
    **SHEET,
)
def import_bank_questions(work: Work, slug: str, body: BankImport, prepared: Any) -> BankImported:
    """The whole table or nothing; what the bank has already is passed over."""
    return sheets.take_in(work, slug, body, prepared)


@router.file("/communities/{slug}/question-bank/template.xlsx", WRITE, XLSX, writes=False)
def read_bank_template(work: Work, slug: str) -> FileRead:
    """An empty table with the headings that an import takes."""
    return sheets.template(work, slug, labels(work.lang))


@router.file("/communities/{slug}/question-bank/export.xlsx", WRITE, XLSX, statuses=(409,))
def export_bank(work: Work, slug: str) -> FileRead:
    """The questions in use with their answers, as an import takes them."""
    return sheets.export(work, slug, labels(work.lang))


@router.read("/bank-questions/{id}", READ, "question_bank/page.html", writes=True, statuses=(409,))
def read_bank_question(
    work: Work, id: str, number: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> BankQuestionRead:
    """One question, its newest version or `number`; each look is logged."""
    return reading.read(work, id, number)


@router.read(
    "/bank-questions/{id}/edit", WRITE, "question_bank/edit.html", writes=True, statuses=(409,)
)
def edit_bank_question(work: Work, id: str) -> BankQuestionForm:
    """The form for a question's next version."""
    return writing.edit_form(work, id)


@router.change(
    "/bank-questions/{id}",
    WRITE,
    "question_bank/page.html",
    form=edit_bank_question,
    goes_to=_address,
    **PICTURE,
)
def change_bank_question(
    work: Work, id: str, body: BankQuestionChange, prepared: Arrival
) -> BankQuestionRead:
    """The next version of a question; the older ones stay as they are."""
    return writing.change(work, id, body, prepared)


@router.act(
    "/bank-questions/{id}/retirement",
    WRITE,
    "question_bank/page.html",
    form=read_bank_question,
    goes_to=_address,
)
def retire_bank_question(work: Work, id: str, body: BankRetirement) -> BankQuestionRead:
    """Out of use: no paper draws it any more."""
    return writing.retire(work, id, body)


@router.remove(
    "/bank-questions/{id}/retirement",
    WRITE,
    form=read_bank_question,
    goes_to=lambda _: "/bank-questions/{id}?done=saved",
)
def bring_bank_question_back(work: Work, id: str) -> None:
    """In use again."""
    writing.bring_back(work, id)


@router.act(
    "/bank-questions/{id}/deletion",
    WRITE,
    form=read_bank_question,
    goes_to=lambda q: f"/communities/{q.community}/question-bank?done=saved",
)
def delete_bank_question(work: Work, id: str) -> BankQuestionGone:
    """Gone with its versions, while no paper names it."""
    return writing.delete(work, id)


@router.stored("/bank-pictures/{id}/small", READ, JPEG, statuses=(409,))
def read_small_bank_picture(work: Work, id: str) -> StoredRead:
    """A question's picture, small."""
    return reading.stored(work, id, "small")


@router.stored("/bank-pictures/{id}/large", READ, JPEG, statuses=(409,))
def read_large_bank_picture(work: Work, id: str) -> StoredRead:
    """A question's picture, large."""
    return reading.stored(work, id, "large")
