"""One filled-in form: once per person or personal link, in one transaction.

What is taken is taken in one order always (person or link, a place, quotas, the row), so that no
two wait for each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from app.domain.ids import new_id
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.seals import Seals
from app.domain.surveys.form import said
from app.models.survey_responses import SurveyPending, SurveyResponse
from app.models.surveys import Survey
from app.schemas.survey_responses import ResponseCreate, ResponseThanks
from app.services import pictures
from app.services.deeds import fresh_id
from app.services.surveys import drafting, entering, reading_answers
from app.services.surveys.entering import Entry
from app.store import members, survey_responses, surveys
from app.store.actors import Work


def send(work: Work, seals: Seals, survey_id: str, body: ResponseCreate) -> ResponseThanks:
    entry = entering.enter(work, survey_id, body.token)
    survey = entry.survey
    begun = entering.start(seals, survey, body.ticket, entering.owner(work, entry))
    number = reading_answers.numbered(survey, body.version_number, begun)
    before = _delivered(work, entry, number, body) if body.way == "offline" else None
    if before is not None:
        return _thanks(work, survey, number, body.lang or work.lang, before)
    moment = entering.must_take(work, survey, begun, body.way)
    if body.rev is not None:
        held = drafting.of_entry(work, seals, entry, body.draft_key or "")
        drafting.refuse_older(body.rev, held)
    if entry.token is not None:
        entering.refuse_ended(entry.token, moment)
        if not survey_responses.use_token(work.session, entry.token.digest, work.now):
            raise Conflict("survey-token-used")
    elif not survey_responses.take_part(work.session, survey.id, _person(work)):
        raise Conflict("survey-answered")
    kept = reading_answers.read(work, survey, number, body.answers)
    take_places(work, survey, kept)
    channel = channel_id(work, entry, body.channel)
    if survey.identity == "anonymous":
        wait(work, survey, number, body.way, channel, kept)
        row = None
    else:
        row = _keep(work, entry, number, body.way, channel, kept)
    digest = drafting.digest(work, seals, entry, body.draft_key or "")
    if digest:
        survey_responses.drop_draft(work.session, digest)
    return _thanks(work, survey, number, body.lang or work.lang, row)


def _delivered(
    work: Work, entry: Entry, number: int, body: ResponseCreate
) -> SurveyResponse | None:
    """What the queue of her phone sent before, when the answer to it was lost on the way."""
    digest = entry.token.digest if entry.token else None
    row = survey_responses.response_of(work.session, entry.survey.id, work.actor.person_id, digest)
    if row is None or (row.number, row.way) != (number, "offline"):
        return None
    kept = reading_answers.read(work, entry.survey, number, body.answers)
    return row if kept == row.answers else None


def take_places(work: Work, survey: Survey, kept: Mapping[str, Any]) -> None:
    """Raises Conflict where the survey has no place left, or an option of hers has none."""
    if survey.most is not None and not survey_responses.take_place(work.session, survey.id):
        raise Conflict("survey-full")
    for question, option in survey_responses.quotas(work.session, survey.id):
        if chose(kept, question, option):
            take_quota(work, survey, question, option)


def chose(answers: Mapping[str, Any], question: str, option: str) -> bool:
    chosen = answers.get(question)
    return option in (chosen if isinstance(chosen, list) else [chosen])


def take_quota(work: Work, survey: Survey, question: str, option: str) -> None:
    if not survey_responses.take_quota(work.session, survey.id, question, option):
        raise Conflict("survey-quota-full")


def wait(
    work: Work, survey: Survey, number: int, way: str, channel: str | None, kept: dict[str, Any]
) -> None:
    """An anonymous response waits, under an id of pure chance."""
    refuse_files(work, survey, number, kept)
    work.session.add(
        SurveyPending(
            survey_id=survey.id,
            id=by_chance(),
            number=number,
            channel_id=channel,
            way=way,
            answers=kept,
        )
    )


def by_chance() -> str:
    return new_id(secrets.randbits(48))


def channel_id(work: Work, entry: Entry, code: str | None) -> str | None:
    """A mistyped code keeps nobody from answering."""
    if entry.token is not None and entry.token.channel_id:
        return entry.token.channel_id
    found = survey_responses.channel(work.session, entry.survey.id, code) if code else None
    return found.id if found else None


def _keep(
    work: Work, entry: Entry, number: int, way: str, channel: str | None, kept: dict[str, Any]
) -> SurveyResponse:
    row = SurveyResponse(
        id=fresh_id(work),
        survey_id=entry.survey.id,
        number=number,
        channel_id=channel,
        way=way,
        answers=kept,
        submitted_at=work.now,
    )
    if entry.membership is not None:
        row.person_id = work.actor.person_id
        row.unit_id = members.again(work.session, entry.membership.member_id).unit_id
    if entry.token is not None:
        row.token = entry.token.digest
    if entry.membership is None:
        refuse_files(work, entry.survey, number, kept)
    work.session.add(row)
    files = _files(work, entry.survey, number, kept)
    if files:
        _attach(work, entry.survey, row, files)
    return row


def _attach(work: Work, survey: Survey, row: SurveyResponse, files: Mapping[str, str]) -> None:
    """Her pictures go with her answer; one that is gone, or another's, is told by its question."""
    subject = ("survey_response", row.id)
    try:
        pictures.attach(work, list(files.values()), *subject, community_id=survey.community_id)
    except Invalid as error:
        raise Invalid(
            *(FieldError(f"/answers/{one}", error.errors[0].code) for one in files)
        ) from None


def refuse_files(work: Work, survey: Survey, number: int, kept: Mapping[str, Any]) -> None:
    """A picture knows who sent it: it goes with an answer by name alone."""
    if _files(work, survey, number, kept):
        raise Invalid(code="survey-file-names")


def _files(work: Work, survey: Survey, number: int, kept: Mapping[str, Any]) -> dict[str, str]:
    asked = _form(work, survey, number).asked
    return {one.key: kept[one.key] for one in asked if one.type == "file" and one.key in kept}


def _form(work: Work, survey: Survey, number: int) -> Any:
    return surveys.form(work.session, survey.id, number)


def _person(work: Work) -> str:
    return work.actor.person_id or ""


def _thanks(
    work: Work, survey: Survey, number: int, lang: str, row: SurveyResponse | None
) -> ResponseThanks:
    ending = said(_form(work, survey, number).ending, lang)
    thanks = ResponseThanks(survey=survey.id, identity=survey.identity, thanks=ending)
    thanks.lang = lang if lang != work.lang else None
    if row is not None:
        thanks.id, thanks.version_number, thanks.way = row.id, row.number, row.way
        thanks.submitted_at, thanks.answers = row.submitted_at, row.answers
    return thanks
