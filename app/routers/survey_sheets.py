"""Surveys on paper and on the wall: printed forms, typed sheets, posters, sheets of links."""

from __future__ import annotations

from app.routers.survey_responses import INVITE, TYPE, list_tokens
from app.schemas.survey_responses import PaperTaken
from app.schemas.survey_sheets import (
    First,
    LinksPrint,
    LinksSheet,
    PaperChange,
    PaperCorrection,
    PrintSheet,
    SheetPage,
    SurveyPoster,
    TokenWithdrawal,
)
from app.schemas.survey_tokens import TokenBatches
from app.services.surveys import announcing, correcting, inviting, printing
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/surveys/{id}/print", TYPE, "surveys/print.html")
def print_survey(
    work: Work,
    id: str,
    lang: str = "",
    first: First = None,
    many: int = 1,
    channel: str = "",
) -> PrintSheet:
    """The form on A4, so many copies, numbered from `first`."""
    return printing.sheet(work, id, lang or work.lang, first, many, channel)


@router.read("/surveys/{id}/poster", announcing.READ, "surveys/poster.html", statuses=(409,))
def read_survey_poster(work: Work, id: str, size: str = "a4", channel: str = "") -> SurveyPoster:
    """To be printed and put up, or pasted into a group, A4 or A5."""
    return announcing.poster(work, id, size, channel)


@router.read("/surveys/{id}/paper-responses", TYPE, "surveys/sheets.html")
def list_sheets(work: Work, id: str, paging: Paging) -> SheetPage:
    """The sheets that were typed in, the highest number first."""
    return correcting.page(work, id, paging)


@router.read("/paper-responses/{id}/edit", TYPE, "surveys/paper.html", writes=True)
def correction_form(work: Work, id: str) -> PaperCorrection:
    """A sheet as it was typed in; the look is recorded."""
    return correcting.form(work, id)


@router.change(
    "/paper-responses/{id}",
    TYPE,
    form=correction_form,
    goes_to=lambda taken: f"/surveys/{taken.survey}/paper-responses?done=survey-sheet-corrected",
)
def correct_sheet(work: Work, id: str, body: PaperChange) -> PaperTaken:
    """What the sheet really says, all of it."""
    return correcting.correct(work, id, body)


@router.act(
    "/surveys/{id}/tokens/withdrawal",
    INVITE,
    form=list_tokens,
    goes_to=lambda made: f"/surveys/{made.survey}/tokens?done=survey-links-ended",
)
def withdraw_tokens(work: Work, id: str, body: TokenWithdrawal) -> TokenBatches:
    """The links of one making that nobody used end now."""
    return inviting.withdraw(work, id, body)


@router.act(
    "/surveys/{id}/tokens/sheet",
    INVITE,
    "surveys/links_sheet.html",
    form=list_tokens,
    writes=False,
    keeps_answers=False,
)
def print_tokens(work: Work, id: str, body: LinksPrint) -> LinksSheet:
    """Links that somebody kept, as QR codes to cut out."""
    return inviting.printed(work, id, body)
