"""Single answers go out: by name or personal link only, each time logged.

Without names a response has a number by chance, new in every export, and the day alone: responses
are mixed page by page, and nothing in the file leads back to one. Of anonymous surveys there are
no single answers, for nobody (ADR 0031).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Literal

from sqlalchemy import Connection, Row

from app import clock
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.domain.surveys import columns as layout
from app.domain.surveys.columns import Column
from app.domain.surveys.form import Form
from app.integrations import sav_files, survey_files
from app.integrations.survey_files import Written
from app.models.surveys import Survey
from app.schemas.base import FileMade
from app.services.deeds import permit, record
from app.services.surveys import codebooks
from app.services.surveys.codebooks import EXPORT
from app.store import audit, communities, surveys
from app.store import survey_exports as store
from app.store.actors import Work
from app.store.units import names as unit_names

Kind = Literal["csv", "xlsx", "sav", "json"]
Label = Callable[[str], str]
_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What she asked for: options by their labels, names beside the answers, a byte order mark."""

    labels: bool = False
    names: bool = False
    bom: bool = True


def file(work: Work, survey_id: str, kind: Kind, wishes: Wishes, label: Label) -> FileMade:
    """All responses that stand now. Raises Conflict (`survey-anonymous-rows`, `sav-missing`)."""
    survey = surveys.get(work.session, work.actor, survey_id)
    held = permit(work, EXPORT, Thing(community_id=survey.community_id))
    if survey.identity == "anonymous":
        raise Conflict("survey-anonymous-rows", survey=survey.id)
    if kind == "sav" and not sav_files.available():
        raise Conflict("sav-missing")
    named = wishes.names and survey.identity == "identified"
    going = Going(
        survey=survey.id,
        title=survey.title,
        identity=survey.identity,
        forms=dict(store.forms(work.session, survey.id)),
        columns=codebooks.columns(work, survey, label),
        named=named,
        now=work.now,
        lang=work.lang,
        label=label,
    )
    _log(work, survey, held, kind, named=named)
    community = communities.by_id(work.session, survey.community_id)
    mark = "minh-hoa-" if community.demo else ""
    moment = f"{clock.in_vietnam(work.now):%Y%m%d-%H%M}"
    return FileMade(
        name=f"{mark}khao-sat-{survey.code}-{moment}.{kind}",
        write=lambda connection, target: going.write(connection, target, kind, wishes),
    )


def _log(work: Work, survey: Survey, held: str, kind: str, *, named: bool) -> None:
    """Once for the survey; with names once for each woman too, so that her own page tells her."""
    if named:
        ids = store.members(work.session, survey.id, survey.community_id, work.now)
        person, community = work.actor.person_id, survey.community_id
        audit.write_looks(work.session, person, community, ids, work.now, EXPORT)
    record(
        work,
        "survey.export",
        ("survey", survey.id),
        community_id=survey.community_id,
        held=held,
        outbox=False,
        kind=kind,
        names=named,
    )


@dataclass(frozen=True, slots=True)
class Going:
    """An export that was permitted; what it writes is read later, in one picture, when the
    transaction and its rows are gone."""

    survey: str
    title: str
    identity: str
    forms: Mapping[int, Form]
    columns: tuple[Column, ...]
    named: bool
    now: datetime
    lang: str
    label: Label

    def write(self, connection: Connection, target: IO[bytes], kind: Kind, wishes: Wishes) -> None:
        if kind == "json":
            survey_files.write_json(target, self._about(), self._objects(connection))
            return
        heads = [*self._own(), *self.columns]
        rows = self._rows(connection, asked=kind == "sav")
        how = Written(wishes.labels, self.lang)
        if kind == "csv":
            survey_files.write_csv(target, heads, rows, how, bom=wishes.bom)
        elif kind == "xlsx":
            titles = (self.label("survey.answers"), self.label("survey.codebook"))
            guide = codebooks.lines(heads, self.label, self.lang)
            survey_files.write_xlsx(target, heads, rows, how, titles=titles, guide=guide)
        else:
            words = {
                code: self.label(f"survey.{code}")
                for code in ("not_asked", "no_answer", "chosen", "not_chosen")
            }
            title, lang = self.title, self.lang
            sav_files.write_sav(target, heads, rows, lang=lang, title=title, words=words)

    def _about(self) -> dict[str, Any]:
        book = codebooks.described(self.columns, self.lang)
        return {
            "survey": self.survey,
            "title": self.title,
            "identity": self.identity,
            "exported_at": self.now.isoformat().replace("+00:00", "Z"),
            "columns": [one.model_dump() for one in book],
        }

    def _objects(self, connection: Connection) -> Iterator[dict[str, Any]]:
        for number, (row, own) in enumerate(self._responses(connection), 1):
            keys = [column.name.removeprefix("sen_") for column in self._own()]
            yield {**dict(zip(keys, [number, *own], strict=True)), "answers": row.answers}

    def _own(self) -> list[Column]:
        return codebooks.own_columns(self.label, named=self.named)

    def _rows(self, connection: Connection, *, asked: bool) -> Iterator[list[Any]]:
        columns = self.columns
        for number, (row, own) in enumerate(self._responses(connection), 1):
            version, answers = row.number, row.answers
            values = [column.value(version, answers) for column in columns]
            if asked:
                shown = layout.asked(self.forms[version], answers)
                values = [
                    sav_files.HIDDEN
                    if value is None
                    and (version not in column.numbers or column.question not in shown)
                    else value
                    for value, column in zip(values, columns, strict=True)
                ]
            yield [number, *own, *values]

    def _responses(self, connection: Connection) -> Iterator[tuple[Row[Any], list[Any]]]:
        """Each response with what stands beside its answers."""
        channels = store.channels(connection, self.survey)
        units: dict[str, str] = {}
        today = clock.in_vietnam(self.now).date()
        for found in store.pages(connection, self.survey, self.now):
            page = list(found)
            if not self.named:
                _chance.shuffle(page)
            unknown = {row.unit_id for row in page if row.unit_id} - units.keys()
            if unknown:
                units.update(unit_names(connection, unknown, today))
            people = {row.person_id for row in page if row.person_id} if self.named else set()
            names = store.names(connection, people) if people else {}
            for row in page:
                yield row, self._beside(row, units, channels, names)

    def _beside(
        self,
        row: Row[Any],
        units: Mapping[str, str],
        channels: Mapping[str, str],
        names: Mapping[str, str],
    ) -> list[Any]:
        there = clock.in_vietnam(row.submitted_at) if row.submitted_at else None
        common = [
            row.number,
            row.way,
            there.date() if there else None,
            units.get(row.unit_id),
            channels.get(row.channel_id),
        ]
        return [*common, there, names.get(row.person_id)] if self.named else common
