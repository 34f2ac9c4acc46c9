"""Surveys on a poor phone: step by step without a script, pictures, what waits for a network."""

from __future__ import annotations

from app.domain.pictures import Arrival
from app.domain.seals import Seals
from app.routers.survey_responses import ANSWER, TEXTS, response_form
from app.schemas.survey_responses import AnswerForm
from app.schemas.survey_steps import (
    AnswerFileCreate,
    AnswerFileForm,
    AnswerFileTaken,
    StepSave,
    StepTaken,
    WaitingPage,
)
from app.services.surveys import filling_in, picturing, stepping
from app.services.surveys.entering import OFFLINE_DAYS
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.seals import seals

#: Bytes of the one picture of a question.
MAX_PICTURE = 20 * 1024 * 1024
#: What she is told on the next page.
DONE = {"": "?", "more": "?done=survey-more&", "kept": "?done=survey-draft&"}
router = Nouns()


@router.read("/surveys/waiting", "house.read", "surveys/waiting.html")
def waiting_responses(work: Work) -> WaitingPage:
    """What was answered without a network and waits on this phone; the server knows none of it."""
    return WaitingPage(days=OFFLINE_DAYS)


@router.act(
    "/surveys/{id}/responses/new",
    *(ANSWER, "surveys/answer.html"),
    form=response_form,
    keeps_answers=False,
    before=seals,
    upload=TEXTS,
    statuses=(410,),
)
def show_again(work: Work, id: str, body: StepSave, prepared: Seals) -> AnswerForm:
    """The form filled with what is typed, in another language; nothing is kept, as on a shared
    device an anonymous answer must not be."""
    return filling_in.shown(work, prepared, id, body)


@router.act(
    "/surveys/{id}/steps/{step}",
    ANSWER,
    form=response_form,
    goes_to=lambda taken: taken.address.replace("?", DONE[taken.told], 1),
    keeps_answers=False,
    before=seals,
    upload=TEXTS,
    statuses=(410,),
)
def save_step(work: Work, id: str, step: int, body: StepSave, prepared: Seals) -> StepTaken:
    """All that is answered so far is kept, and the next step shown."""
    return stepping.save(work, prepared, id, step, body)


@router.read("/surveys/{id}/files/new", ANSWER, "surveys/file.html", before=seals, statuses=(409,))
def answer_file_form(work: Work, id: str, prepared: Seals, question: str = "") -> AnswerFileForm:
    """The form for the picture of one question."""
    return picturing.form(work, prepared, id, question)


@router.create(
    "/surveys/{id}/files",
    ANSWER,
    form=answer_file_form,
    goes_to=lambda taken: taken.address.replace("?", "?done=survey-file&", 1),
    keeps_answers=False,
    before=uploads.answer_picture,
    undo=uploads.drop_answer_picture,
    upload=MAX_PICTURE,
)
def add_answer_file(
    work: Work, id: str, body: AnswerFileCreate, prepared: tuple[Seals, Arrival]
) -> AnswerFileTaken:
    """A picture for a question of type `file`; it goes with her answer by name."""
    return picturing.add(work, prepared[0], id, body, prepared[1])
