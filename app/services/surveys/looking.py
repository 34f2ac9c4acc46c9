"""Single answers, by name or by personal links: each look is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.content import surveys as words
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden
from app.domain.surveys.form import Form, Option, Question, said
from app.models.surveys import Survey
from app.schemas.survey_responses import (
    AnsweredQuestion,
    ResponseLine,
    ResponsePage,
    ResponseRead,
)
from app.services.deeds import permit, record
from app.store import communities, members, survey_looks, survey_responses, surveys, units
from app.store.actors import Work
from app.store.survey_looks import Answered

PERMISSION = "survey.answers"


def page(work: Work, survey_id: str, paging: Page) -> ResponsePage:
    survey = _permitted(work, survey_id)
    rows, following = paging.cut(
        survey_looks.page(work.session, survey.id, paging.limit + 1, paging.key(str)),
        lambda one: (one.response.id,),
    )
    names = _units(work, rows)
    return ResponsePage(
        survey=survey.id,
        title=survey.title,
        community=communities.by_id(work.session, survey.community_id).slug,
        items=[
            ResponseLine(
                id=one.response.id,
                version_number=one.response.number,
                submitted_at=one.response.submitted_at,
                way=one.response.way,
                person_name=one.person_name,
                unit_name=names.get(one.response.unit_id or ""),
                link=_link(one),
                answers=one.response.answers,
            )
            for one in rows
        ],
        next=following,
    )


def one(work: Work, response_id: str) -> ResponseRead:
    found = survey_looks.one(work.session, response_id)
    row = found.response
    survey = _permitted(work, row.survey_id, hide=True)
    read = surveys.form(work.session, survey.id, row.number)
    typed = members.person_names(work.session, [row.typed_by])
    return ResponseRead(
        id=row.id,
        survey=survey.id,
        title=survey.title,
        version_number=row.number,
        submitted_at=row.submitted_at,
        way=row.way,
        channel=survey_responses.channel_names(work.session, survey.id).get(row.channel_id or ""),
        person_name=found.person_name,
        unit_name=_units(work, [found]).get(row.unit_id or ""),
        link=_link(found),
        sheet=survey_looks.sheet_of(work.session, row.id),
        typed_by_name=typed.get(row.typed_by or ""),
        answers=row.answers,
        questions=in_words(read, row.answers, work.lang),
    )


def in_words(form: Form, answers: Mapping[str, Any], lang: str) -> list[AnsweredQuestion]:
    """Answers as the form asks for them, in its order."""
    return [
        AnsweredQuestion(
            key=question.key,
            text=said(question.text, lang),
            said=_said(question, answers[question.key], lang),
        )
        for question in form.asked
        if question.key in answers
    ]


def _permitted(work: Work, survey_id: str, *, hide: bool = False) -> Survey:
    survey = surveys.get(work.session, work.actor, survey_id)
    if hide and survey.identity == "anonymous":
        raise Hidden
    held = permit(work, PERMISSION, Thing(survey.community_id))
    if survey.identity == "anonymous":
        raise Conflict("survey-without-names")
    record(
        *(work, "survey.look", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
    )
    return survey


def _units(work: Work, rows: list[Answered]) -> dict[str, str]:
    ids = {one.response.unit_id for one in rows if one.response.unit_id}
    return units.names(work.session, ids, work.today) if ids else {}


def _link(one: Answered) -> str | None:
    return None if one.place is None else f"{one.label or ''} {one.place}".strip()


def _said(question: Question, value: Any, lang: str) -> list[str]:
    """Her answer in the words of the form."""
    if isinstance(value, dict):
        rows = {row.key: said(row.text, lang) for row in question.rows}
        return [
            f"{rows.get(row, row)}: {', '.join(_said(question, chosen, lang))}"
            for row, chosen in value.items()
        ]
    parts = value if isinstance(value, list) else [value]
    options = {option.key: _word(question, option, lang) for option in question.options}
    return [options.get(str(part), str(part)) for part in parts]


def _word(question: Question, option: Option, lang: str) -> str:
    return said(option.text or words.own_option(question.type, option.key), lang)
