"""Who has not answered a survey by name yet, and the one reminder to them."""

from __future__ import annotations

from app import content
from app.domain import letters
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.surveys import Survey
from app.schemas.survey_missing import MissingLine, MissingPage, ReminderRead
from app.services import telling
from app.services.deeds import may, record
from app.services.surveys import entering, inviting, typing_in
from app.services.telling import Event
from app.store import communities, records, survey_looks, survey_responses, units
from app.store.actors import Work

TASK, KIND = "remind_of_survey", "survey.reminder"
#: People told in one transaction.
AT_ONCE = 200


def page(work: Work, survey_id: str, paging: Page) -> MissingPage:
    survey, _ = inviting.permitted(work, survey_id)
    _must_be_by_name(survey)
    rows, following = paging.cut(
        survey_looks.missing(work.session, survey, paging.limit + 1, paging.key(str, str, str)),
        lambda one: (one.unit_id or "", one.sort_key, one.id),
    )
    ids = {one.unit_id for one in rows if one.unit_id}
    names = units.names(work.session, ids, work.today) if ids else {}
    return MissingPage(
        survey=survey.id,
        title=survey.title,
        community=communities.by_id(work.session, survey.community_id).slug,
        open=entering.window(survey, work.now) == "open",
        answered=survey_looks.answered(work.session, survey.id),
        reminded_at=survey.reminded_at,
        words=letters.fill(content.notices()[KIND].text, khao_sat=survey.title),
        takes_paper=may(work, typing_in.PERMISSION, Thing(survey.community_id))
        and typing_in.takes(survey, work.now),
        items=[
            MissingLine(
                member=one.id, name=one.full_name, unit_name=names.get(one.unit_id or "", "")
            )
            for one in rows
        ],
        next=following,
    )


def remind(work: Work, survey_id: str) -> ReminderRead:
    """Once a survey, while it is open."""
    survey, held = inviting.permitted(work, survey_id)
    _must_be_by_name(survey)
    if entering.window(survey, work.now) != "open":
        raise Conflict("survey-closed")
    if not survey_responses.mark_reminded(work.session, survey.id, work.now):
        raise Conflict("survey-reminded")
    record(
        *(work, "survey.remind", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
    )
    _go_on(work, survey.id, "")
    return ReminderRead(survey=survey.id, reminded_at=work.now)


def tell_some(work: Work, survey_id: str, after: str) -> None:
    """The next who have not answered; she who has meanwhile is left in peace."""
    survey = work.session.get_one(Survey, survey_id)
    if entering.window(survey, work.now) != "open":
        return
    found = survey_looks.missing_after(work.session, survey, after, AT_ONCE)
    event = Event(
        KIND,
        key=f"survey.reminder:{survey.id}",
        subject=("survey", survey.id),
        path=f"/surveys/{survey.id}/responses/new",
    )
    for member in found:
        telling.tell(work, member, event, khao_sat=survey.title)
    if len(found) == AT_ONCE:
        _go_on(work, survey.id, found[-1].id)


def _go_on(work: Work, survey_id: str, after: str) -> None:
    slot = f"{survey_id}:{after}"
    records.enqueue(
        *(work.session, TASK, work.now, work.now), slot=slot, survey=survey_id, after=after
    )


def _must_be_by_name(survey: Survey) -> None:
    if survey.identity != "identified":
        raise Conflict("survey-without-names")
