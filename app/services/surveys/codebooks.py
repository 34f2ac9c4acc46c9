"""What the columns of a survey's exports mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app import clock
from app.content.surveys import own_option
from app.domain.permissions import Thing
from app.domain.surveys import columns as layout
from app.domain.surveys.columns import Column
from app.domain.surveys.form import Option, said
from app.integrations import survey_files
from app.integrations.tables import Cell
from app.models.surveys import Survey
from app.schemas.base import FileMade
from app.schemas.survey_exports import Codebook, CodebookColumn, CodebookOption
from app.services.deeds import permit
from app.store import communities, surveys
from app.store import survey_exports as store
from app.store.actors import Work

EXPORT = "survey.export"
Label = Callable[[str], str]
#: Columns beside the answers: name → kind. The last two only where names go out.
OWN = {
    "sen_row": "number",
    "sen_version": "number",
    "sen_way": "choice",
    "sen_day": "date",
    "sen_unit": "text",
    "sen_channel": "text",
}
OF_NAMED = {"sen_at": "text", "sen_name": "text"}
WAYS = ("web", "offline", "paper")
HEADS = ("column", "question", "part", "type", "key", "text", "code", "versions")


def read(work: Work, survey_id: str, label: Label) -> Codebook:
    survey = _permitted(work, survey_id)
    return Codebook(
        community=communities.by_id(work.session, survey.community_id).slug,
        survey=survey.id,
        title=survey.title,
        columns=described(columns(work, survey, label), work.lang),
    )


def file(work: Work, survey_id: str, label: Label) -> FileMade:
    survey = _permitted(work, survey_id)
    heads = [*own_columns(label), *columns(work, survey, label)]
    table = list(lines(heads, label, work.lang))
    name = f"ma-cau-hoi-{survey.code}-{clock.in_vietnam(work.now):%Y%m%d-%H%M}.xlsx"
    return FileMade(
        name=name,
        write=lambda _, target: survey_files.write_guide(target, label("survey.codebook"), table),
    )


def _permitted(work: Work, survey_id: str) -> Survey:
    survey = surveys.get(work.session, work.actor, survey_id)
    permit(work, EXPORT, Thing(community_id=survey.community_id))
    return survey


def columns(work: Work, survey: Survey, label: Label) -> tuple[Column, ...]:
    """The columns of its answers, the house's own options worded."""
    found = layout.columns(
        store.forms(work.session, survey.id), store.meanings(work.session, survey.id)
    )
    return tuple(replace(one, options=tuple(_worded(one))) for one in found)


def _worded(column: Column) -> Iterator[Option]:
    for option in column.options:
        if option.text:
            yield option
        else:
            kind = "yes_no" if column.type == "consent" else column.type
            yield replace(option, text=own_option(kind, option.key))


def own_columns(label: Label, *, named: bool = False) -> list[Column]:
    """The columns beside the answers, worded in the reader's language."""
    found = []
    for name, kind in {**OWN, **(OF_NAMED if named else {})}.items():
        ways = tuple(Option(way, {"vi": label(f"survey.way.{way}")}) for way in WAYS)
        is_way = name == "sen_way"
        found.append(
            Column(
                name,
                kind,
                "",
                "",
                frozenset(),
                {"vi": label(f"survey.{name.removeprefix('sen_')}")},
                options=ways if is_way else (),
                codes={way: code for code, way in enumerate(WAYS, 1)} if is_way else {},
            )
        )
    return found


def described(found: Sequence[Column], lang: str) -> list[CodebookColumn]:
    return [
        CodebookColumn.model_validate(
            {
                "name": one.name,
                "kind": one.kind,
                "question": one.question,
                "type": one.type,
                "text": said(one.text, lang),
                "part": said(one.part, lang),
                "row": one.row,
                "option": one.option,
                "place": one.place,
                "versions": sorted(one.numbers),
                "options": [
                    CodebookOption(
                        key=option.key,
                        code=one.codes.get(option.key),
                        text=said(option.text, lang),
                    )
                    for option in one.options
                ],
            }
        )
        for one in found
    ]


def lines(found: Sequence[Column], label: Label, lang: str) -> Iterator[list[Cell]]:
    """The guide as a table: a line for each column, and one for each of its options."""
    yield [label(f"survey.head.{head}") for head in HEADS]
    for one in described(found, lang):
        part = one.part or (
            label("survey.place").replace("{n}", str(one.place)) if one.place else ""
        )
        type_ = label(f"survey.type.{one.type}") if one.type else ""
        versions = ", ".join(map(str, one.versions))
        yield [one.name, one.text, part, type_, one.option, "", None, versions]
        if one.kind == "choice":
            for option in one.options:
                yield [one.name, "", "", "", option.key, option.text, option.code, ""]
