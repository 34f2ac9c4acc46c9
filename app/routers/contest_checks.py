"""Whether a contest is the Union's own, its poster, and reports of those that are not."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field

from app.schemas.base import FileRead
from app.schemas.contest_checks import (
    ContestCheck,
    ContestLookUp,
    ContestPoster,
    ContestRules,
    FakeReportCreate,
    FakeReportForm,
    FakeReportHandling,
    FakeReportList,
    FakeReportRead,
    FakeReportSent,
)
from app.services.bulletins import picturing
from app.services.contest_checks import checking, reporting
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.passage import Passage
from app.web.words import rules

CHECK, READ, WRITE = "contest.check", reporting.READ, reporting.WRITE
router = Nouns()


class CodeQuery(BaseModel):
    code: Annotated[str, Field(max_length=100)] = ""


@router.read(
    "/kiem-tra/{code}",
    CHECK,
    "contest_checks/page.html",
    hot=lambda _request: True,
    etag=True,
)
def check_contest(work: Work, code: str) -> ContestCheck:
    """Whether the Union holds the contest of this code; readable by everyone."""
    return checking.check(work, code)


@router.read("/kiem-tra", CHECK, "contest_checks/find.html", hot=lambda _request: True)
def look_up_contest(work: Work, query: Annotated[CodeQuery, Query()]) -> ContestLookUp:
    """Where a code is typed as it was heard, and what it means."""
    return checking.look_up(work, query.code)


@router.read("/kiem-tra/{code}/rules", CHECK, "contest_checks/rules.html")
def read_contest_rules(work: Work, code: str) -> ContestRules:
    """The printed rules of a published contest, Vietnamese as signed, with their hash."""
    return checking.rules(work, code, rules()["vi"])


async def draw(passage: Passage, code: str, **_given: Any) -> bytes:
    """Read first, drawn afterwards: no transaction waits for a picture."""
    house = passage.house
    card = await house.database.read(lambda session: checking.card(passage.work(session), code))
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(house.drawing, picturing.drawn, card, "wide")


@router.file("/kiem-tra/{code}/card.png", CHECK, "image/png", before=draw, shown=True, writes=False)
def contest_card(work: Work, code: str, prepared: bytes) -> FileRead:
    """The contest as a picture for Zalo and Facebook: 1200×630."""
    return FileRead(name="card.png", content=prepared)


@router.read("/contests/{id}/poster", "contest.read", "contest_checks/poster.html", statuses=(409,))
def read_poster(
    work: Work, id: str, size: Annotated[str, Query(max_length=10)] = "a4"
) -> ContestPoster:
    """The poster, to be printed on A4 or A5."""
    return checking.poster(work, id, size)


# -- reports of fakes ------------------------------------------------------------------------------


@router.read("/fake-reports/new", "fake_report.create", "contest_checks/report.html")
def fake_report_form(
    work: Work, code: Annotated[str, Query(max_length=100)] = ""
) -> FakeReportForm:
    """The form for a contest that borrows the Union's name; `code`: of the one it borrows from."""
    return reporting.new_form(work, code)


@router.create(
    "/fake-reports",
    "fake_report.create",
    form=fake_report_form,
    goes_to=lambda _: "/kiem-tra?done=fake-reports",
    trap=True,
    throttle="joins-address",
)
def report_fake(work: Work, body: FakeReportCreate) -> FakeReportSent:
    """Anybody tells the board of a contest that borrows the Union's name."""
    return reporting.send(work, body)


@router.read("/communities/{slug}/fake-reports", READ, "contest_checks/reports.html")
def list_fake_reports(
    work: Work, slug: str, paging: Paging, state: Annotated[str, Query(max_length=20)] = "new"
) -> FakeReportList:
    """What was reported, the newest first."""
    return reporting.page(work, slug, paging, state)


@router.read("/fake-reports/{id}", READ, "contest_checks/reported.html", writes=True)
def read_fake_report(work: Work, id: str) -> FakeReportRead:
    """One report; a look at the phone is recorded."""
    return reporting.read(work, id)


@router.act(
    "/fake-reports/{id}/handling",
    WRITE,
    "contest_checks/reported.html",
    form=read_fake_report,
    goes_to=lambda report: f"/fake-reports/{report.id}?done=saved",
)
def handle_fake_report(work: Work, id: str, body: FakeReportHandling) -> FakeReportRead:
    """What was done about it."""
    return reporting.handle(work, id, body)
