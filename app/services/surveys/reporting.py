"""A survey's results as the annex of the report to the Party committee (domain.md §2.3).

What comes in is suppressed already (`domain/surveys/cells.py`); here nothing is counted, and no
share is told of a cell whose count is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app import clock
from app.content.papers import survey_report
from app.content.surveys import own_option
from app.domain import letters
from app.domain.permissions import Thing
from app.domain.surveys.choosing import several
from app.domain.surveys.figures import percent
from app.domain.surveys.form import OWN_OPTIONS, TEXTS, Form, Option, Question, said
from app.integrations import word
from app.models.communities import Community
from app.models.surveys import Survey
from app.schemas.base import FileRead
from app.schemas.papers import Paper, PaperBlock, PaperTable, Signature
from app.schemas.survey_exports import ReportCell, ReportQuestion, ReportResults
from app.services import communities as community_service
from app.services.contest_papers.parts import minute
from app.services.deeds import permit, record
from app.services.surveys.codebooks import EXPORT
from app.store import communities, surveys
from app.store.actors import Work

DASH = "–"


def file(work: Work, survey_id: str, results: ReportResults) -> FileRead:
    """The annex; each one drawn up is logged."""
    survey = surveys.get(work.session, work.actor, survey_id)
    held = permit(work, EXPORT, Thing(community_id=survey.community_id))
    community = communities.by_id(work.session, survey.community_id)
    form = surveys.form(work.session, survey.id, survey.current)
    it = Annex(work, survey, community, community_service.controller(work, community), form)
    record(
        work,
        "survey.report",
        ("survey", survey.id),
        community_id=survey.community_id,
        held=held,
        outbox=False,
    )
    name = f"phu-luc-khao-sat-{survey.code}-{clock.in_vietnam(work.now):%Y%m%d}.docx"
    return FileRead(name=name, content=word.written(it.paper(results)))


@dataclass(frozen=True, slots=True)
class Annex:
    """The survey and whose it is. `unit`: the Union's unit above the group."""

    work: Work
    survey: Survey
    community: Community
    unit: str
    form: Form

    def say(self, key: str, **values: str) -> str:
        offered = {
            "ten": self.survey.title,
            "nhom": letters.bare(self.community.name),
            "don_vi": self.unit,
            "nam": str(self.work.today.year),
            "ngay": f"{self.work.today:%d/%m/%Y}",
            "k": str(self.survey.k),
        }
        return letters.fill(survey_report()[key], **(offered | values))

    def paper(self, results: ReportResults) -> Paper:
        words = survey_report()
        return Paper(
            parent=self.unit,
            issuer=self.say("issuer"),
            number=words["number"],
            place_and_day=self.say("place_and_day"),
            kind=words["kind"],
            abstract=self.say("abstract"),
            opening=list(self._opening(results)),
            blocks=list(self._blocks(results)),
            signatures=[Signature(role=words["signs"])],
            signs="",
            recipients=[letters.fill(one, don_vi=self.unit) for one in words["recipients"]],
            mark=words["mark"] if self.community.demo else "",
        )

    def _opening(self, results: ReportResults) -> Iterator[str]:
        opens, closes = self.survey.opens_at, self.survey.closes_at
        if opens is None:
            yield self.say("held_always")
        elif closes is None or closes > self.work.now:
            yield self.say("held_open", mo=minute(opens))
        else:
            yield self.say("held", mo=minute(opens), dong=minute(closes))
        yield self.say(self.survey.identity)
        if results.n is None:
            yield self.say("too_few")
            return
        yield self.say("total", n=whole(results.n))
        if any(cell.suppressed for one in results.questions for cell in one.options):
            yield self.say("small")

    def _blocks(self, results: ReportResults) -> Iterator[PaperBlock]:
        """A question each, in the form's order; a table's rows follow their question's heading."""
        found: dict[str, list[ReportQuestion]] = {}
        for one in results.questions if results.n is not None else ():
            found.setdefault(one.key, []).append(one)
        number = 0
        for question in self.form.asked:
            for place, result in enumerate(found.get(question.key, ())):
                number += place == 0
                heading = f"{number}. {said(question.text, 'vi')}" if place == 0 else ""
                yield PaperBlock(
                    heading=heading,
                    numbered=False,
                    paragraphs=list(self._lines(question, result)),
                    table=self._table(question, result),
                )

    def _lines(self, question: Question, result: ReportQuestion) -> Iterator[str]:
        rows = {row.key: said(row.text, "vi") for row in question.rows}
        of = "_everyone" if result.everyone else ""
        if result.row:
            yield f"- {rows.get(result.row, result.row)}"
        if result.n is None and result.base is None:
            yield self.say("base_hidden")
        elif result.n is None:
            yield self.say(f"asked{of}", n=whole(result.base or 0))
        elif question.type in TEXTS:
            yield self.say("open", n=whole(result.n))
        elif result.missing is None:
            yield self.say("base_only", n=whole(result.n))
        else:
            yield self.say(f"base{of}", n=whole(result.n), m=whole(result.missing))
        shown = result.options and _of(result) is not None
        if shown and several([(self.survey.current, question)]):
            yield self.say("several")
        if shown and question.type == "ranking":
            yield self.say("ranking")

    def _table(self, question: Question, result: ReportQuestion) -> PaperTable | None:
        of = _of(result)
        if not result.options or of is None:
            return None
        heads = survey_report()["columns"]
        options = {one.key: _option(question, one) for one in question.options}
        first = heads["option" if options else "value"]
        return PaperTable(
            columns=[heads["no"], first, heads["count"], heads["share"]],
            widths=[8, 58, 17, 17],
            rows=[
                [str(no), cell.text or options.get(cell.key, cell.key), *_figures(cell, of)]
                for no, cell in enumerate(result.options, 1)
            ],
        )


def _of(result: ReportQuestion) -> int | None:
    """Of how many the shares are: who answered; who was asked, where that is not shown."""
    return result.base if result.n is None else result.n


def _option(question: Question, option: Option) -> str:
    if not option.text and question.type in OWN_OPTIONS:
        return own_option(question.type, option.key)["vi"]
    return said(option.text, "vi")


def _figures(cell: ReportCell, n: int) -> tuple[str, str]:
    if cell.suppressed or cell.count is None:
        return DASH, DASH
    return whole(cell.count), share(cell.count, n)


def share(count: int, n: int) -> str:
    """11,2%; nothing where nobody answered."""
    return f"{percent(count, n):.1f}%".replace(".", ",") if n else DASH


def whole(number: int) -> str:
    """0, 9, 1.514."""
    return f"{number:,}".replace(",", ".")
