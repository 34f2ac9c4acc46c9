"""Attempts: the paper of a round, its saved answers, its receipt."""

from __future__ import annotations

from app.schemas.attempts import (
    AnswersSave,
    AnswersSaved,
    AttemptForm,
    AttemptRead,
    AttemptSubmission,
    ReceiptRead,
)
from app.schemas.base import FileRead
from app.schemas.pictures import StoredRead
from app.services.contests import answering, entering, papers, receipts
from app.store.actors import Work
from app.web.nouns import Nouns

READ, WRITE = "attempt.read", entering.WRITE
JPEG = "image/jpeg"
router = Nouns()


@router.read("/rounds/{id}/attempts/new", WRITE, "attempts/new.html")
def attempt_form(work: Work, id: str) -> AttemptForm:
    """What she should know before she begins."""
    return entering.start_form(work, id)


@router.create(
    "/rounds/{id}/attempts",
    WRITE,
    form=attempt_form,
    goes_to=lambda a: f"/attempts/{a.id}",
    found=True,
)
def start_attempt(work: Work, id: str) -> AttemptRead:
    """Her paper: a new attempt, or with 200 the one that is in progress."""
    return entering.start(work, id)


@router.read("/attempts/{id}", READ, "attempts/page.html", writes=True)
def read_attempt(work: Work, id: str) -> AttemptRead:
    """Her paper with what is saved of it, or her receipt; one whose time is up is closed."""
    return papers.read(work, id)


@router.replace(
    "/attempts/{id}/answers",
    WRITE,
    form=read_attempt,
    goes_to=lambda a: f"/attempts/{a.id}?done=paper-saved",
    keeps_answers=False,
)
def save_answers(work: Work, id: str, body: AnswersSave) -> AnswersSaved:
    """All that is answered so far."""
    return answering.save(work, id, body)


@router.act(
    "/attempts/{id}/submission",
    WRITE,
    form=read_attempt,
    goes_to=lambda a: f"/attempts/{a.id}",
)
def submit_attempt(work: Work, id: str, body: AttemptSubmission) -> AttemptRead:
    """The paper is handed in: her receipt. Sent again it is the same."""
    return answering.submit(work, id, body)


@router.read("/attempts/{id}/receipt", READ, "attempts/receipt.html", writes=True, statuses=(409,))
def read_receipt(work: Work, id: str) -> ReceiptRead:
    """Her receipt to keep, to print, to read with another phone."""
    return receipts.page(work, id)


@router.file("/attempts/{id}/receipt.json", READ, "application/json", statuses=(409,))
def read_receipt_file(work: Work, id: str) -> FileRead:
    """The receipt as `tools/check_receipt.py` reads it."""
    return receipts.file(work, id)


@router.stored("/attempts/{id}/pictures/{question}/small", READ, JPEG)
def read_small_paper_picture(work: Work, id: str, question: str) -> StoredRead:
    """The picture of a question on her paper, small."""
    return papers.stored(work, id, question, "small")


@router.stored("/attempts/{id}/pictures/{question}/large", READ, JPEG)
def read_large_paper_picture(work: Work, id: str, question: str) -> StoredRead:
    """The picture of a question on her paper, large."""
    return papers.stored(work, id, question, "large")
