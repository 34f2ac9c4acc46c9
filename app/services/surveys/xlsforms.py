"""Forms of surveys as XLSForm files: given out, and taken in as a schema that nobody keeps yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app import clock
from app.content.surveys import own_option, xlsform_words
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.surveys.form import Form
from app.domain.surveys.xlsforms import reading as taking
from app.domain.surveys.xlsforms import writing
from app.domain.surveys.xlsforms.sheets import Missed
from app.integrations import xlsform
from app.models.surveys import Survey
from app.schemas.base import FileRead, FormRead, form
from app.schemas.survey_exports import (
    XlsformFault,
    XlsformMissed,
    XlsformQuestion,
    XlsformTaken,
    XlsformUpload,
)
from app.services.deeds import permit, permitted
from app.services.surveys.codebooks import EXPORT
from app.services.surveys.reading import WRITE
from app.services.surveys.writing import read_form
from app.store import surveys
from app.store.actors import Work

Label = Callable[[str], str]


def file(work: Work, survey_id: str, label: Label) -> FileRead:
    """The newest version, the draft where there is one; what could not be said on a last sheet."""
    survey = surveys.get(work.session, work.actor, survey_id)
    permit(work, EXPORT, Thing(community_id=survey.community_id))
    number, newest = _newest(work, survey)
    found = writing.written(newest, own_option, f"sen_{survey.code.lower()}", str(number))
    guide = None
    if found.missed:
        head = [label(f"survey.xlsform.{name}") for name in ("question", "column", "why")]
        rows = [[one.value, one.column, label(f"survey.{one.code}")] for one in found.missed]
        guide = (label("survey.xlsform.sheet"), [head, *rows])
    name = f"mau-phieu-{survey.code}-{clock.in_vietnam(work.now):%Y%m%d-%H%M}.xlsx"
    return FileRead(name=name, content=xlsform.written(found, guide))


def _newest(work: Work, survey: Survey) -> tuple[int, Form]:
    number = surveys.versions(work.session, survey.id)[0].number
    return number, surveys.form(work.session, survey.id, number)


# -- in ----------------------------------------------------------------------------------------


def upload_form(work: Work, slug: str) -> FormRead:
    permitted(work, slug, WRITE)
    return form(f"/communities/{slug}/surveys/xlsform", XlsformUpload, community=slug)


def take_in(work: Work, slug: str, sheets: Any, label: Label, reason: Label) -> XlsformTaken:
    """The file as a schema, everything that was not understood, and what the schema still lacks."""
    permitted(work, slug, WRITE)
    found = taking.taken(sheets, xlsform_words())
    return XlsformTaken(
        community=slug,
        title=found.schema["title"]["vi"],
        questions=[_listed(one, label) for one in found.schema["questions"]],
        schema=found.schema,
        written=json.dumps(found.schema, ensure_ascii=False),
        missed=[_missed(one, label) for one in found.missed],
        faults=[
            XlsformFault(pointer=pointer, code=code, detail=reason(code))
            for pointer, code in _faults(found.schema)
        ],
    )


def _listed(one: Mapping[str, Any], label: Label) -> XlsformQuestion:
    return XlsformQuestion(
        key=one["key"],
        type=label(f"survey.type.{one['type']}"),
        text=one["text"].get("vi", ""),
        options=[option["text"].get("vi", "") for option in one.get("options", ())],
        conditional="show_if" in one,
    )


def _missed(one: Missed, label: Label) -> XlsformMissed:
    return XlsformMissed(
        sheet=one.sheet,
        row=one.row,
        column=one.column,
        value=one.value,
        code=one.code,
        detail=label(f"survey.{one.code}"),
    )


def _faults(schema: Any) -> Iterator[tuple[str, str]]:
    try:
        read_form(schema)
    except Invalid as refused:
        yield from ((error.pointer, error.code) for error in refused.errors)
