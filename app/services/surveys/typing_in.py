"""Paper sheets typed in by officers: the same form, the same rules, each sheet once."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.surveys.form import said
from app.models.members import Member
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey
from app.schemas.base import form as form_of
from app.schemas.survey_responses import PaperCreate, PaperForm, PaperTaken
from app.services.deeds import fresh_id, permit, record
from app.services.surveys import answering, entering, filling_in, reading_answers
from app.services.surveys.entering import Entry
from app.store import communities, members, survey_responses, surveys
from app.store.actors import Work

PERMISSION = "survey.type"


def form(work: Work, survey_id: str) -> PaperForm:
    survey, _ = _permitted(work, survey_id)
    read = surveys.form(work.session, survey.id, max(1, survey.current))
    action = f"/surveys/{survey.id}/paper-responses"
    return PaperForm(
        action=action,
        schema=form_of(action, PaperCreate).schema_,
        community=communities.by_id(work.session, survey.community_id).slug,
        survey=survey.id,
        title=said(read.title, work.lang),
        identity=survey.identity,
        version_number=survey.current,
        steps=filling_in.steps(read, work.lang, {}),
    )


def type_in(work: Work, survey_id: str, body: PaperCreate) -> PaperTaken:
    """Of an anonymous survey neither who typed is kept nor whose it is."""
    survey, held = _permitted(work, survey_id)
    _must_take(survey, work.now)
    number = body.version_number or survey.current
    if number > survey.current:
        raise Invalid.at("/version_number", "survey-version-unknown")
    member = _whose(work, survey, body.person)
    if member and not survey_responses.take_part(work.session, survey.id, member.person_id):
        raise Conflict("survey-answered-by-her")
    if body.sheet and not survey_responses.use_sheet(work.session, survey.id, body.sheet):
        raise Conflict("survey-sheet-used", sheet=body.sheet)
    kept = reading_answers.read(work, survey, number, body.answers)
    answering.take_places(work, survey, kept)
    channel = answering.channel_id(work, Entry(survey, None, None), body.channel)
    if survey.identity == "anonymous":
        answering.wait(work, survey, number, "paper", channel, kept)
        return PaperTaken(survey=survey.id, sheet=body.sheet, id=None)
    answering.refuse_files(work, survey, number, kept)
    row = SurveyResponse(
        id=fresh_id(work),
        survey_id=survey.id,
        number=number,
        person_id=member.person_id if member else None,
        unit_id=member.unit_id if member else None,
        channel_id=channel,
        way="paper",
        answers=kept,
        submitted_at=work.now,
        typed_by=work.actor.person_id,
    )
    work.session.add(row)
    work.session.flush()  # Before the sheet names it.
    if body.sheet:
        survey_responses.name_sheet(work.session, survey.id, body.sheet, row.id)
    record(
        *(work, "survey.type", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        sheet=body.sheet or "",
    )
    return PaperTaken(survey=survey.id, sheet=body.sheet, id=row.id)


def _permitted(work: Work, survey_id: str) -> tuple[Survey, str]:
    survey = surveys.get(work.session, work.actor, survey_id)
    return survey, permit(work, PERMISSION, Thing(survey.community_id))


def _must_take(survey: Survey, now: datetime) -> None:
    """From the opening on, until thirty days after the closing."""
    if survey.state == "draft" or entering.window(survey, now) == "before":
        raise Conflict("survey-not-open", opens_at=survey.opens_at)
    late = timedelta(days=entering.PAPER_DAYS)
    if survey.state == "withdrawn" or (survey.closes_at and now >= survey.closes_at + late):
        raise Conflict("survey-closed")


def _whose(work: Work, survey: Survey, member_id: str | None) -> Member | None:
    if not member_id:
        return None
    if survey.identity != "identified":
        raise Invalid.at("/person", "survey-paper-unnamed")
    member = members.get(work.session, work.actor, member_id)
    if member.community_id != survey.community_id or member.state != "approved":
        raise Invalid.at("/person", "survey-person-unknown")
    return member
