"""Sheets that were typed in, and one of them put right, where it is known which answer is its."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Hidden
from app.domain.surveys import paper
from app.domain.surveys.form import said
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey
from app.schemas.base import form as form_of
from app.schemas.survey_responses import PaperTaken
from app.schemas.survey_sheets import PaperChange, PaperCorrection, SheetPage, TypedSheet
from app.services.deeds import may, permit, record
from app.services.surveys import answering, filling_in, looking, reading_answers, typing_in
from app.store import communities, members, survey_looks, survey_responses, survey_sheets, surveys
from app.store.actors import Work
from app.store.survey_sheets import Typed

LOOK = looking.PERMISSION


def page(work: Work, survey_id: str, paging: Page) -> SheetPage:
    """Names of sheets; the answers stand behind `form`, whose look is recorded."""
    survey, _ = typing_in.permitted(work, survey_id)
    rows, following = paging.cut(
        survey_sheets.page(work.session, survey.id, paging.limit + 1, paging.key(int, str)),
        lambda one: (len(one.sheet), one.sheet),
    )
    return SheetPage(
        survey=survey.id,
        title=survey.title,
        community=communities.by_id(work.session, survey.community_id).slug,
        identity=survey.identity,
        typed=survey_sheets.count(work.session, survey.id),
        open=typing_in.takes(survey, work.now),
        items=[_line(work, survey, one) for one in rows],
        next=following,
    )


def _line(work: Work, survey: Survey, one: Typed) -> TypedSheet:
    known = one.response is not None and typing_in.takes(survey, work.now)
    return TypedSheet(
        sheet=one.sheet,
        response=one.response,
        person_name=one.person_name,
        typed_by_name=one.typed_by_name,
        typed_at=one.typed_at,
        may_correct=known and _is_hers_to_correct(work, survey, one.typed_by),
    )


def form(work: Work, response_id: str) -> PaperCorrection:
    row, survey, _ = _permitted(work, response_id)
    version = surveys.version(work.session, survey.id, row.number)
    read = surveys.form(work.session, survey.id, row.number)
    names = members.person_names(work.session, [row.typed_by, row.person_id])
    action = f"/paper-responses/{row.id}"
    return PaperCorrection(
        action=action,
        method="PATCH",
        schema=form_of(action, PaperChange).schema_,
        community=communities.by_id(work.session, survey.community_id).slug,
        survey=survey.id,
        title=said(read.title, work.lang),
        identity=survey.identity,
        version_number=row.number,
        steps=typing_in.numbered(filling_in.steps(read, work.lang, row.answers)),
        form=version.form,
        person_name=names.get(row.person_id or "", ""),
        channels=[],
        open=typing_in.takes(survey, work.now),
        response=row.id,
        sheet=survey_looks.sheet_of(work.session, row.id) or "",
        typed_by_name=names.get(row.typed_by or "", ""),
        typed_at=row.submitted_at,
    )


def correct(work: Work, response_id: str, body: PaperChange) -> PaperTaken:
    """All answers anew, by the version of the sheet, as long as sheets are taken; the results count
    them anew."""
    row, survey, held = _permitted(work, response_id)
    typing_in.must_take(survey, work.now)
    before = dict(row.answers)
    sheet = _renamed(work, survey, row, body.sheet)
    kept = reading_answers.read(work, survey, row.number, body.answers, on_paper=True)
    answering.refuse_files(work, survey, row.number, kept)
    _change_places(work, survey, before, kept)
    survey_sheets.correct(work.session, row, kept)
    record(
        *(work, "survey.correct", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        before=before,
        after=kept,
        person_id=row.person_id,
        sheet=sheet,
    )
    return PaperTaken(survey=survey.id, sheet=sheet, id=row.id)


def _renamed(work: Work, survey: Survey, row: SurveyResponse, written: str) -> str:
    old, new = survey_looks.sheet_of(work.session, row.id), paper.sheet_name(written)
    if new == old:
        return new
    new = typing_in.use(work, survey, written)
    if old:
        survey_sheets.drop(work.session, survey.id, old)
    survey_responses.name_sheet(work.session, survey.id, new, row.id)
    return new


def _change_places(
    work: Work, survey: Survey, before: Mapping[str, Any], kept: Mapping[str, Any]
) -> None:
    """Of quotas: what was mistyped is given back, what is right is taken."""
    for question, option in survey_responses.quotas(work.session, survey.id):
        had = answering.chose(before, question, option)
        has = answering.chose(kept, question, option)
        if had and not has:
            survey_sheets.give_back(work.session, survey.id, question, option)
        elif has and not had:
            answering.take_quota(work, survey, question, option)


def _permitted(work: Work, response_id: str) -> tuple[SurveyResponse, Survey, str]:
    """Whoever typed it in, or may look at single answers. The look is recorded."""
    row = survey_sheets.response(work.session, response_id)
    survey = surveys.get(work.session, work.actor, row.survey_id)
    if survey.identity == "anonymous":
        raise Hidden
    held = permit(work, typing_in.PERMISSION, Thing(survey.community_id))
    if not _is_hers_to_correct(work, survey, row.typed_by):
        held = permit(work, LOOK, Thing(survey.community_id))
    record(
        *(work, "survey.look", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
    )
    return row, survey, held


def _is_hers_to_correct(work: Work, survey: Survey, typed_by: str | None) -> bool:
    hers = typed_by is not None and typed_by == work.actor.person_id
    return hers or may(work, LOOK, Thing(survey.community_id))
