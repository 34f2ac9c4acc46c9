"""Decisions beside a round's papers: about persons, about its key, about its sealed figures."""

from __future__ import annotations

from app.schemas.contest_results import ResultRead
from app.schemas.contest_rulings import (
    CorrectionBoard,
    CorrectionCreate,
    CorrectionPreview,
    PlaceCreate,
    RulingBoard,
    RulingCreate,
    SealedCreate,
    SealedRead,
)
from app.services.contests import correcting, ruling, unsealing
from app.services.contests.hand import PUBLISH, WRITE
from app.services.contests.ruling import RULE
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


def _rulings(board: RulingBoard) -> str:
    return f"/rounds/{board.round}/rulings?done=saved"


@router.read("/rounds/{id}/rulings", RULE, "contests/rulings.html", statuses=(409,))
def read_rulings(work: Work, id: str) -> RulingBoard:
    """Every decision about persons of the round, with the forms for the next one."""
    return ruling.board(work, id)


@router.act("/rounds/{id}/disqualifications", RULE, form=read_rulings, goes_to=_rulings)
def disqualify_entrant(work: Work, id: str, body: RulingCreate) -> RulingBoard:
    """Out of the round, with reason and evidence."""
    return ruling.disqualify(work, id, body)


@router.act("/rounds/{id}/reinstatements", RULE, form=read_rulings, goes_to=_rulings)
def reinstate_entrant(work: Work, id: str, body: RulingCreate) -> RulingBoard:
    """In the round again."""
    return ruling.reinstate(work, id, body)


@router.act("/rounds/{id}/waivers", RULE, form=read_rulings, goes_to=_rulings)
def waive_prize(work: Work, id: str, body: RulingCreate) -> RulingBoard:
    """She does not take her prize; the next one moves up."""
    return ruling.waive(work, id, body)


@router.act("/rounds/{id}/places", RULE, form=read_rulings, goes_to=_rulings)
def place_entrant(work: Work, id: str, body: PlaceCreate) -> RulingBoard:
    """A place by hand, where the rules rank by it."""
    return ruling.place(work, id, body)


@router.read("/rounds/{id}/key-corrections", WRITE, "contests/corrections.html", statuses=(409,))
def read_corrections(work: Work, id: str) -> CorrectionBoard:
    """The key in force, what was corrected, and the form for the next correction."""
    return correcting.board(work, id)


@router.act(
    "/rounds/{id}/key-corrections/preview",
    WRITE,
    "contests/correction_preview.html",
    form=read_corrections,
)
def preview_correction(work: Work, id: str, body: CorrectionCreate) -> CorrectionPreview:
    """Who rises, who falls, whose prize changes by another key; nothing is written."""
    return correcting.preview(work, id, body)


@router.act(
    "/rounds/{id}/key-corrections",
    WRITE,
    form=read_corrections,
    goes_to=lambda one: f"/rounds/{one.round}/results/{one.no}?done=result_computed",
)
def correct_key(work: Work, id: str, body: CorrectionCreate) -> ResultRead:
    """Every paper marked again, and the next version of the result."""
    return correcting.correct(work, id, body)


@router.read("/rounds/{id}/sealed-figures", PUBLISH, "contests/sealed_figures.html", writes=True)
def read_sealed_figures(work: Work, id: str) -> SealedRead:
    """Whether they were opened before publication, by whom, and then the figures."""
    return unsealing.read(work, id)


@router.act(
    "/rounds/{id}/sealed-figures",
    PUBLISH,
    form=read_sealed_figures,
    goes_to=lambda one: f"/rounds/{one.round}/sealed-figures?done=saved",
)
def open_sealed_figures(work: Work, id: str, body: SealedCreate) -> SealedRead:
    """Always two people; the first says why."""
    return unsealing.unseal(work, id, body)
