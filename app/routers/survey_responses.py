"""Answers to surveys: the form, what is sent, drafts, paper, personal links, who is missing."""

from __future__ import annotations

from urllib.parse import urlencode

from app.domain.seals import Seals
from app.schemas.survey_missing import MissingPage, ReminderRead
from app.schemas.survey_responses import (
    AnswerForm,
    DraftRead,
    DraftSave,
    PaperCreate,
    PaperForm,
    PaperTaken,
    ResponseCreate,
    ResponsePage,
    ResponseRead,
    ResponseThanks,
    ThanksPage,
)
from app.schemas.survey_tokens import TokenBatches, TokensCreate, TokensMade
from app.services.surveys import (
    answering,
    drafting,
    filling_in,
    inviting,
    looking,
    missing,
    typing_in,
)
from app.store.actors import Work
from app.store.survey_responses import keeps_answers
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.seals import seals

ANSWER, LOOK, INVITE, TYPE = "survey.answer", "survey.answers", "survey.invite", "survey.type"
#: Long texts of a stranger who has a personal link.
TEXTS = 512 * 1024
router = Nouns()


@router.read(
    *("/surveys/{id}/responses/new", ANSWER, "surveys/answer.html"),
    before=seals,
    statuses=(409, 410),
)
def response_form(  # noqa: PLR0913 - each part of its address is one
    work: Work,
    id: str,
    prepared: Seals,
    token: str = "",
    channel: str = "",
    draft_key: str = "",
    lang: str = "",
    step: int = 0,
    blank: bool = False,
) -> AnswerForm:
    """The form in force, how long it takes, who will know whose answer it is, and her draft.

    `blank`: without her draft, as a phone keeps the page for a time without a network."""
    return filling_in.form(work, prepared, id, token, channel, draft_key, lang, step, blank)


@router.create(
    "/surveys/{id}/responses",
    ANSWER,
    form=response_form,
    goes_to=lambda taken: (
        f"/surveys/{taken.survey}/responses/thanks" + (f"?lang={taken.lang}" if taken.lang else "")
    ),
    keeps_answers=keeps_answers,
    before=seals,
    upload=TEXTS,
    statuses=(410,),
)
def send_response(work: Work, id: str, body: ResponseCreate, prepared: Seals) -> ResponseThanks:
    """One filled-in form, once per person or personal link."""
    return answering.send(work, prepared, id, body)


@router.read("/surveys/{id}/responses/thanks", ANSWER, "surveys/thanks.html")
def thanks(work: Work, id: str, lang: str = "") -> ThanksPage:
    """What she reads after sending."""
    return filling_in.thanks(work, id, lang)


@router.read("/surveys/{id}/draft", ANSWER, before=seals, statuses=(409, 410))
def read_draft(work: Work, id: str, prepared: Seals, key: str = "", token: str = "") -> DraftRead:
    """What she has answered so far, on whichever phone."""
    return drafting.read(work, prepared, id, key, token)


@router.replace(
    "/surveys/{id}/draft",
    ANSWER,
    form=response_form,
    goes_to=lambda draft: f"/surveys/{draft.survey}/responses/new?done=survey-draft",
    keeps_answers=False,
    before=seals,
    upload=TEXTS,
    statuses=(410,),
)
def save_draft(work: Work, id: str, body: DraftSave, prepared: Seals) -> DraftRead:
    """All that is answered so far."""
    return drafting.save(work, prepared, id, body)


@router.read(
    "/surveys/{id}/responses", LOOK, "surveys/responses.html", writes=True, statuses=(409,)
)
def list_responses(work: Work, id: str, paging: Paging) -> ResponsePage:
    """Answers by name or by personal links, the newest first; each look is recorded."""
    return looking.page(work, id, paging)


@router.read("/responses/{id}", LOOK, "surveys/response.html", writes=True)
def read_response(work: Work, id: str) -> ResponseRead:
    """One filled-in form; the look is recorded."""
    return looking.one(work, id)


def _next_sheet(taken: PaperTaken) -> str:
    asked = {"done": "survey-sheet", "after": taken.sheet, "channel": taken.channel or ""}
    return f"/surveys/{taken.survey}/paper-responses/new?{urlencode(asked)}"


@router.read("/surveys/{id}/paper-responses/new", TYPE, "surveys/paper.html")
def paper_form(
    work: Work, id: str, after: str = "", person: str = "", channel: str = ""
) -> PaperForm:
    """The form as an officer types a sheet in."""
    return typing_in.form(work, id, after, person, channel)


@router.create(
    "/surveys/{id}/paper-responses",
    TYPE,
    form=paper_form,
    goes_to=_next_sheet,
    keeps_answers=keeps_answers,
)
def type_in(work: Work, id: str, body: PaperCreate) -> PaperTaken:
    """One paper sheet typed in."""
    return typing_in.type_in(work, id, body)


@router.read("/surveys/{id}/tokens", INVITE, "surveys/tokens.html")
def list_tokens(work: Work, id: str) -> TokenBatches:
    """Which personal links were made, and how many of them were used."""
    return inviting.batches(work, id)


@router.create(
    "/surveys/{id}/tokens", INVITE, "surveys/links.html", form=list_tokens, keeps_answers=False
)
def make_tokens(work: Work, id: str, body: TokensCreate) -> TokensMade:
    """Personal links, shown this once."""
    return inviting.make(work, id, body)


@router.read("/surveys/{id}/missing", INVITE, "surveys/missing.html", statuses=(409,))
def list_missing(work: Work, id: str, paging: Paging) -> MissingPage:
    """Who has not answered yet, unit by unit."""
    return missing.page(work, id, paging)


@router.act(
    "/surveys/{id}/reminder",
    INVITE,
    form=list_missing,
    goes_to=lambda done: f"/surveys/{done.survey}/missing?done=survey-reminder",
)
def remind(work: Work, id: str) -> ReminderRead:
    """All who have not answered are reminded, once."""
    return missing.remind(work, id)
