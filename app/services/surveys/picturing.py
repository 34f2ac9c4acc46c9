"""Pictures of surveys: those to choose from, and those that go with an answer."""

from __future__ import annotations

from urllib.parse import urlencode

from app.domain.pictures import MOST_OF_ONE, Arrival
from app.domain.refusals import Invalid
from app.domain.seals import Seals
from app.domain.surveys import reading
from app.domain.surveys.form import Form, said, spoken
from app.models.surveys import Survey, SurveyVersion
from app.schemas.base import form as form_of
from app.schemas.survey_steps import AnswerFileCreate, AnswerFileForm, AnswerFileTaken
from app.services import pictures
from app.services.surveys import drafting, entering
from app.services.surveys.entering import Entry
from app.store import communities, surveys
from app.store import pictures as store
from app.store.actors import Work

FILE = "file"


def form(work: Work, seals: Seals, survey_id: str, question: str) -> AnswerFileForm:
    entry = entering.enter(work, survey_id, None)
    read = surveys.form(work.session, entry.survey.id, entry.survey.current)
    text = _asked(entry, read, question, work.lang)
    action = f"/surveys/{entry.survey.id}/files"
    return AnswerFileForm(
        action=action,
        schema=form_of(action, AnswerFileCreate).schema_,
        community=communities.by_id(work.session, entry.survey.community_id).slug,
        survey=entry.survey.id,
        title=said(read.title, work.lang),
        question=question,
        text=text,
        lang=spoken(read.by_key[question].text, work.lang),
        title_lang=spoken(read.title, work.lang),
        address=_back(entry.survey, read, question),
    )


def add(
    work: Work, seals: Seals, survey_id: str, body: AnswerFileCreate, arrival: Arrival
) -> AnswerFileTaken:
    """The picture is kept for a day, and her draft names it."""
    entry = entering.enter(work, survey_id, None)
    read = surveys.form(work.session, entry.survey.id, entry.survey.current)
    _asked(entry, read, body.question, work.lang)
    (picture,) = pictures.keep(work, entry.survey.community_id, arrival)
    before = drafting.of_entry(work, seals, entry, "")
    answers = {**before.answers, body.question: picture.id}
    kept = drafting.keep(work, seals, entry, "", before.rev + 1, answers)
    return AnswerFileTaken(
        survey=entry.survey.id,
        question=body.question,
        id=picture.id,
        rev=kept.rev,
        address=_back(entry.survey, read, body.question),
    )


def _asked(entry: Entry, read: Form, key: str, lang: str) -> str:
    """The words of the question. A picture knows who sent it: it goes with an answer by name."""
    if entry.survey.identity != "identified":
        raise Invalid(code="survey-file-names")
    asked = read.by_key.get(key)
    if asked is None or asked.type != FILE:
        raise Invalid.at("/question", "answer-unknown")
    return said(asked.text, lang)


def _back(survey: Survey, read: Form, key: str) -> str:
    step = next(at for at, one in enumerate(read.steps) if key in [asked.key for asked in one])
    return f"/surveys/{survey.id}/responses/new?" + urlencode({"step": step})


# -- pictures of options -----------------------------------------------------------------------


def hold(work: Work, survey: Survey) -> None:
    """What any version of the form names stays with the survey, from its draft on; what none names
    any more is loose again. Which could not be taken is told at the publication.

    Raises Invalid where there are too many."""
    _attach(work, survey, _named(work, survey), work.actor.person_id or "")


def _named(work: Work, survey: Survey) -> list[str]:
    ids: dict[str, None] = {}
    for version in surveys.versions(work.session, survey.id):
        ids |= dict.fromkeys(_of_options(reading.formed(version.form)))
    if len(ids) > MOST_OF_ONE:
        raise Invalid(code="survey-pictures-many", most=MOST_OF_ONE)
    return list(ids)


def _attach(work: Work, survey: Survey, ids: list[str], owner_id: str) -> int:
    return store.attach(
        *(work.session, ids, ("survey", survey.id)),
        owner_id=owner_id,
        community_id=survey.community_id,
        draft=False,
        now=work.now,
    )


def show(work: Work, survey: Survey, draft: SurveyVersion) -> None:
    """Whoever may answer sees the pictures of the options, of this version and of those before.
    Raises Invalid where one is not hers who wrote the form, or there are too many."""
    ids = _named(work, survey)
    if not ids:
        return
    if _attach(work, survey, ids, draft.created_by) < len(ids):
        raise Invalid(code="survey-picture-unusable")
    pictures.publish(
        work, ("survey", survey.id), "public" if survey.identity == "token" else "members"
    )


def _of_options(read: Form) -> list[str]:
    return [option.picture for one in read.questions for option in one.options if option.picture]
