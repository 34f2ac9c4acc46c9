"""The papers of a contest as Word files; each one drawn up is logged."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.domain.media_types import DOCX
from app.schemas.base import FileRead
from app.schemas.contest_papers import ContestPapers
from app.services.contest_papers import certificates, listing, plan, results
from app.services.contest_papers.parts import READ
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.words import printed_rules

router = Nouns()


@router.read("/contests/{id}/papers", READ, "contests/papers.html")
def list_contest_papers(work: Work, id: str) -> ContestPapers:
    """The papers of a contest: which can be written, what is missing for the others."""
    return listing.page(work, id)


@router.file("/contests/{id}/plan.docx", READ, DOCX)
def read_contest_plan(work: Work, id: str) -> FileRead:
    """The plan, with the printed rules."""
    return plan.plan(work, id, printed_rules)


@router.file("/contests/{id}/founding.docx", READ, DOCX, statuses=(409,))
def read_contest_founding(work: Work, id: str) -> FileRead:
    """The decision that founds the organising board and the jury."""
    return plan.founding(work, id)


@router.file("/contests/{id}/certificates.docx", READ, DOCX, statuses=(409,))
def read_all_round_certificates(
    work: Work, id: str, part: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> FileRead:
    """A certificate for everyone who took part in every round, 200 in a file."""
    return certificates.of_all_rounds(work, id, part)


@router.file("/rounds/{id}/minutes.docx", READ, DOCX, statuses=(409,))
def read_round_minutes(work: Work, id: str) -> FileRead:
    """The minutes of marking and of determining a round's result."""
    return results.minutes(work, id, printed_rules)


@router.file("/rounds/{id}/award.docx", READ, DOCX, statuses=(409,))
def read_award_decision(work: Work, id: str) -> FileRead:
    """The decision that recognises a round's result and awards its prizes."""
    return results.award(work, id)


@router.file("/rounds/{id}/prizes.docx", READ, DOCX, statuses=(409,))
def read_prize_list(work: Work, id: str) -> FileRead:
    """The list for handing out prizes, with a line to sign for each."""
    return results.prizes(work, id)


@router.file("/rounds/{id}/certificates.docx", READ, DOCX, statuses=(409,))
def read_winners_certificates(work: Work, id: str) -> FileRead:
    """A certificate for each winner of a round."""
    return certificates.of_winners(work, id)
