"""A cross-table as a file for Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app import clock
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.integrations.tables import Cell, as_csv
from app.schemas.base import FileRead
from app.schemas.survey_crosstabs import CrosstabRead
from app.services.deeds import permit, record
from app.services.surveys.crosstabs import RESULTS, Label, Wanted, read
from app.store import communities, surveys
from app.store.actors import Work


def file(work: Work, survey_id: str, wanted: Wanted, label: Label) -> FileRead:
    """What the page shows: counts, then percentages of the rows and of the columns. Raises Invalid
    where it is not said of what."""
    survey = surveys.get(work.session, work.actor, survey_id)
    held = permit(work, RESULTS, Thing(community_id=survey.community_id))
    for name, given in (("rows", wanted.rows), ("columns", wanted.columns or wanted.where)):
        if not given:
            raise Invalid.at(f"/{name}", "missing")
    found = read(work, survey_id, wanted, label)
    record(
        *(work, "survey.export_crosstab", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        outbox=False,
        rows=wanted.rows,
        columns=wanted.columns,
        where=wanted.where,
    )
    mark = "minh-hoa-" if communities.by_id(work.session, survey.community_id).demo else ""
    name = f"{mark}bang-cheo-{survey.code}-{clock.in_vietnam(work.now):%Y%m%d-%H%M}.csv"
    return FileRead(name=name, content=as_csv(sheet(found, label)))


def sheet(found: CrosstabRead, label: Label) -> Iterator[Sequence[Cell]]:
    hidden = label("survey.crosstab.hidden")
    yield [found.title]
    yield [label("survey.crosstab.base"), found.n if found.n is not None else hidden]
    if found.where_text:
        yield [label("survey.crosstab.where"), found.where_text]
    if not found.shown:
        yield [label("survey.crosstab.few")]
        return
    sides = ("", "survey.crosstab.of_row", "survey.crosstab.of_column")
    for side, name in zip(("count", "row_percent", "column_percent"), sides, strict=True):
        if side == "row_percent" and found.where:
            continue
        yield []
        sums = side == "count" and not found.where
        heads = [one.text for one in found.columns]
        yield [label(name) if name else "", *heads, *([label("survey.crosstab.sum")] * sums)]
        for row in found.rows:
            values = [hidden if c.suppressed else getattr(c, side) for c in row.cells]
            yield [row.text, *values, *([row.count] if sums else [])]
        if side == "count":
            columns: list[Cell] = [one.count for one in found.columns]
            yield [label("survey.crosstab.sum"), *columns, *([found.n] * sums)]
