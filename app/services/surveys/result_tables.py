"""A survey's results as a table: a line for each option, as it may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from app import clock
from app.integrations import tables
from app.integrations.tables import Cell
from app.schemas.base import FileRead
from app.schemas.survey_results import ResultPart, ResultQuestion, ResultsRead
from app.services.deeds import record
from app.services.surveys import results
from app.store import communities
from app.store.actors import Work

Label = Callable[[str], str]
HEADS = ("question", "text", "row", "option", "key", "count", "share", "base", "n")
#: Who did not answer; and where those stand with them who were not asked.
MISSING = ("missing", "missing_everyone")


def file(work: Work, survey_id: str, kind: Literal["csv", "xlsx"], label: Label) -> FileRead:
    asking = results.ask(work, survey_id)
    survey, found = asking.survey, results.shown(work, asking)
    community = communities.by_id(work.session, survey.community_id)
    mark = "minh-hoa-" if community.demo else ""
    name = f"{mark}ket-qua-khao-sat-{survey.code}-{clock.in_vietnam(work.now):%Y%m%d-%H%M}.{kind}"
    rows = list(_rows(found, label))
    if kind == "csv":
        content = tables.as_csv(rows)
    else:
        content = tables.as_xlsx(rows, label("survey.results"))
    record(
        *(work, "survey.export_results", ("survey", survey.id)),
        community_id=survey.community_id,
        held=asking.reader,
        outbox=False,
        kind=kind,
    )
    return FileRead(name=name, content=content)


def _rows(found: ResultsRead, label: Label) -> Iterator[list[Cell]]:
    yield [label(f"survey.result.{head}") for head in (*HEADS, *MISSING)]
    hidden = label("survey.result.hidden")
    total: Cell = hidden if found.n is None else found.n
    yield ["", label("survey.result.total"), "", "", "", total, *_NOTHING]
    for question in found.questions:
        for part in question.rows or [question]:
            yield from _part(question, part, hidden)
    for channel in found.channels:
        name = channel.name or label("survey.result.no_channel")
        count: Cell = hidden if channel.count is None else channel.count
        heading = label("survey.result.channels")
        yield ["", heading, "", name, channel.channel, count, *_NOTHING]


_NOTHING: list[Cell] = [None] * 5


def _part(question: ResultQuestion, part: ResultPart, hidden: str) -> Iterator[list[Cell]]:
    row = part.text if question.rows else ""
    base, n, missing = (
        hidden if figure is None else figure for figure in (part.base, part.n, part.missing)
    )
    silent = (None, missing) if question.everyone else (missing, None)
    figures: list[Cell] = [base, n, *silent]
    key = question.key if not question.earlier else f"{question.key} ({question.versions[0]})"
    if not part.options:
        yield [key, question.text, row, "", "", None, None, *figures]
    for option in part.options:
        count: Cell = hidden if option.count is None else option.count
        yield [key, question.text, row, option.text, option.key, count, option.percent, *figures]
