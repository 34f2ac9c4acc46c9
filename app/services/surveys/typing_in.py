"""Paper sheets typed in by officers: the same form, the same rules, each sheet once."""

from __future__ import annotations

from datetime import datetime

from app import clock
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.surveys import paper
from app.domain.surveys.form import said
from app.models.members import Member
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey
from app.schemas.base import form as form_of
from app.schemas.survey_forms import FormStep
from app.schemas.survey_responses import PaperChannel, PaperCreate, PaperForm, PaperTaken
from app.services.deeds import fresh_id, permit, record
from app.services.surveys import answering, entering, filling_in, reading_answers
from app.services.surveys.entering import Entry
from app.store import communities, survey_mixing, survey_responses, survey_sheets, surveys
from app.store import survey_writing as channels
from app.store.actors import Work

PERMISSION = "survey.type"
MOST_CHANNELS = 100


def form(work: Work, survey_id: str, after: str, person: str, channel: str) -> PaperForm:
    """`after`: the sheet typed in before; `person`: whose sheet the next one is."""
    survey, _ = permitted(work, survey_id)
    version = surveys.version(work.session, survey.id, max(1, survey.current))
    read = surveys.form(work.session, survey.id, version.number)
    member = _whose(work, survey, person) if person else None
    action = f"/surveys/{survey.id}/paper-responses"
    return PaperForm(
        action=action,
        schema=form_of(action, PaperCreate).schema_,
        community=communities.by_id(work.session, survey.community_id).slug,
        survey=survey.id,
        title=said(read.title, work.lang),
        identity=survey.identity,
        version_number=version.number,
        steps=numbered(filling_in.steps(read, work.lang, {})),
        form=version.form,
        next_sheet=paper.following(paper.sheet_name(after)) if after else "",
        person=member.id if member else "",
        person_name=member.full_name if member else "",
        channel=channel,
        channels=[
            PaperChannel(code=one.code, name=one.name)
            for one in channels.channels(work.session, survey.id, MOST_CHANNELS, None)
        ],
        open=takes(survey, work.now),
    )


def numbered(steps: list[FormStep]) -> list[FormStep]:
    """As on the paper: with its numbers, the keys that choose, and without a picture."""
    questions = [one for step in steps for one in step.questions]
    for number, one in enumerate(questions, 1):
        one.text = f"{number}. {one.text}"
        one.required = one.required and one.type != "file"
        for place, option in enumerate(one.options):
            option.text = paper.marked(one.type, place, option.text)
    return steps


def type_in(work: Work, survey_id: str, body: PaperCreate) -> PaperTaken:
    """Of an anonymous survey neither who typed is kept nor whose it is."""
    survey, held = permitted(work, survey_id)
    must_take(survey, work.now)
    number = body.version_number or survey.current
    if number > survey.current:
        raise Invalid.at("/version_number", "survey-version-unknown")
    member = _whose(work, survey, body.person) if body.person else None
    sheet = use(work, survey, body.sheet)
    if member and not survey_responses.take_part(work.session, survey.id, member.person_id):
        raise Conflict("survey-answered-by-her")
    kept = reading_answers.read(work, survey, number, body.answers, on_paper=True)
    answering.take_places(work, survey, kept)
    channel = answering.channel_id(work, Entry(survey, None, None), body.channel)
    taken = PaperTaken(survey=survey.id, sheet=sheet, id=None, channel=body.channel)
    if survey.identity == "anonymous":
        answering.wait(work, survey, number, "paper", channel, kept)
        return taken
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
    survey_responses.name_sheet(work.session, survey.id, sheet, row.id)
    record(
        *(work, "survey.type", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        sheet=sheet,
    )
    taken.id = row.id
    return taken


def use(work: Work, survey: Survey, written: str) -> str:
    """The sheet's name, once a survey. Raises Conflict, with who typed it in where that is kept."""
    sheet = paper.sheet_name(written)
    if not sheet:
        raise Invalid.at("/sheet", "sheet-number")
    if survey_responses.use_sheet(work.session, survey.id, sheet):
        return sheet
    before = survey_sheets.one(work.session, survey.id, sheet)
    if before is None or before.typed_by_name is None or before.typed_at is None:
        raise Conflict("survey-sheet-used", sheet=sheet)
    at = clock.in_vietnam(before.typed_at)
    raise Conflict(
        "survey-sheet-used-by",
        sheet=sheet,
        who=before.typed_by_name,
        when=f"{at:%H:%M} {at.day}/{at.month}/{at.year}",
    )


def permitted(work: Work, survey_id: str) -> tuple[Survey, str]:
    survey = surveys.get(work.session, work.actor, survey_id)
    return survey, permit(work, PERMISSION, Thing(survey.community_id))


def takes(survey: Survey, now: datetime) -> bool:
    try:
        must_take(survey, now)
    except Conflict:
        return False
    return True


def must_take(survey: Survey, now: datetime) -> None:
    """From the opening on, as long as anything may come. Raises Conflict: `survey-not-open`,
    `survey-closed`."""
    if survey.state == "draft" or entering.window(survey, now) == "before":
        raise Conflict("survey-not-open", opens_at=survey.opens_at)
    if survey_mixing.over(survey, now):
        raise Conflict("survey-closed")


def _whose(work: Work, survey: Survey, written: str) -> Member:
    """A member by her id, or by her name where no other member has it."""
    if survey.identity != "identified":
        raise Invalid.at("/person", "survey-paper-unnamed")
    alike = survey_sheets.called(work.session, survey.community_id, written)
    exact = [one for one in alike if written in (one.id, one.full_name)]
    if not alike:
        raise Invalid.at("/person", "survey-person-unknown")
    if not exact:
        raise Invalid.at("/person", "survey-person-alike", name=alike[0].full_name)
    if len(exact) > 1:
        raise Invalid.at("/person", "survey-person-several")
    return exact[0]
