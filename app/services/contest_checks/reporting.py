"""Reports of contests that borrow the Union's name: anybody sends them, the board acts."""

from __future__ import annotations

from datetime import timedelta

from app.domain.notices import BOARD as TO_BOARD
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.phones import InvalidPhone, parse
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community
from app.models.fake_reports import FakeReport
from app.schemas.base import form
from app.schemas.contest_checks import (
    CommunityChoice,
    FakeReportCreate,
    FakeReportForm,
    FakeReportHandling,
    FakeReportLine,
    FakeReportList,
    FakeReportRead,
    FakeReportSent,
)
from app.services import telling
from app.services.contest_checks.checking import check, plain
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.services.telling import Event
from app.store import communities, contest_checks, members
from app.store import fake_reports as store
from app.store.actors import Work

READ, WRITE = "fake_report.read", "fake_report.write"
PHONE_KEPT = timedelta(days=30)
TOLD = ("chair", "contests")


def new_form(work: Work, code: str) -> FakeReportForm:
    """`code`: of the contest whose name was borrowed; one that is not known is left out."""
    known = contest_checks.by_code(work.session, plain(code)) if code else None
    action = "/fake-reports"
    return FakeReportForm(
        action=action,
        schema=form(action, FakeReportCreate).schema_,
        contest=check(work, known.code) if known else None,
        communities=[
            CommunityChoice(slug=one.slug, name=one.name) for one in communities.every(work.session)
        ],
    )


def send(work: Work, body: FakeReportCreate) -> FakeReportSent:
    contest = contest_checks.by_code(work.session, plain(body.contest)) if body.contest else None
    if contest is not None:
        community = communities.by_id(work.session, contest.community_id)
    else:
        community = _named(work, body.community)
    report = FakeReport(
        id=fresh_id(work),
        community_id=community.id,
        contest_id=contest.id if contest else None,
        place=body.place,
        what=body.what,
        phone=_phone(body.phone),
        reported_at=work.now,
    )
    work.session.add(report)
    work.session.flush()
    _tell(work, community)
    return FakeReportSent(community=community.slug, community_name=community.name)


def _named(work: Work, slug: str | None) -> Community:
    found = {one.slug: one for one in communities.every(work.session)}
    if slug is None and len(found) == 1:
        return next(iter(found.values()))
    if slug not in found:
        raise Invalid.at("/community", "community-unknown")
    return found[slug]


def _phone(typed: str | None) -> str:
    if not typed:
        return ""
    try:
        return parse(typed).number
    except InvalidPhone as error:
        raise Invalid.at("/phone", error.code) from None


def _tell(work: Work, community: Community) -> None:
    """Once an hour however many come: a flood of reports is no flood of letters."""
    event = Event(
        "fake_report.new",
        key=f"fake_report:{community.id}:{work.now:%Y-%m-%dT%H}",
        urgency=TO_BOARD,
        path=f"/communities/{community.slug}/fake-reports",
    )
    telling.tell_board(work, community, event, TOLD)


# -- the board's list ------------------------------------------------------------------------------


def page(work: Work, slug: str, paging: Page, state: str) -> FakeReportList:
    community = permitted(work, slug, READ)
    if state not in store.STATES:
        raise Invalid.at("/state", "state-unknown")
    rows = store.page(work.session, community.id, state, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    titles = contest_checks.titles(
        work.session, {row.contest_id for row in shown if row.contest_id}
    )
    return FakeReportList(
        items=[FakeReportLine.model_validate(_line(row, titles)) for row in shown],
        next=following,
        community=slug,
        state=state,  # type: ignore[arg-type]
    )


def _line(row: FakeReport, titles: dict[str, str]) -> dict[str, object]:
    return {
        **row.model_dump(include={"id", "state", "place", "reported_at"}),
        "contest": titles.get(row.contest_id or ""),
    }


def read(work: Work, report_id: str) -> FakeReportRead:
    """A look at her phone is recorded."""
    report = store.get(work.session, work.actor, report_id)
    thing = Thing(community_id=report.community_id)
    permit(work, READ, thing)
    if report.phone and may(work, WRITE, thing):
        _log(work, report, "fake_report.look", permit(work, WRITE, thing))
    return _read(work, report)


def handle(work: Work, report_id: str, body: FakeReportHandling) -> FakeReportRead:
    report = store.get(work.session, work.actor, report_id)
    held = permit(work, WRITE, Thing(community_id=report.community_id))
    done = {"note": body.note, "handled_by": work.actor.person_id, "handled_at": work.now}
    stale = body.version not in {None, report.version}
    if report.state != "new" or stale or not store.handle(work.session, report, **done):
        raise Conflict("fake-report-handled", state=report.state, version=report.version)
    _log(work, report, "fake_report.handle", held)
    return _read(work, report)


def _read(work: Work, report: FakeReport) -> FakeReportRead:
    titles = contest_checks.titles(work.session, {report.contest_id} if report.contest_id else ())
    community = communities.by_id(work.session, report.community_id)
    writes = may(work, WRITE, Thing(community_id=report.community_id))
    names = members.person_names(work.session, [report.handled_by])
    return FakeReportRead.model_validate(
        {
            **_line(report, titles),
            "community": community.slug,
            "what": report.what,
            "phone": (report.phone or None) if writes else None,
            "note": report.note,
            "version": report.version,
            "handled_by": names.get(report.handled_by or ""),
            "handled_at": report.handled_at,
            "allowed_actions": ["handling"] if writes and report.state == "new" else [],
        }
    )


def _log(work: Work, report: FakeReport, action: str, held: str) -> None:
    record(
        work,
        action,
        ("fake_report", report.id),
        community_id=report.community_id,
        held=held,
        outbox=False,
    )


def forget_phones(work: Work) -> None:
    """Thirty days after a report was handled nobody needs to call her any more."""
    store.forget_phones(work.session, work.now - PHONE_KEPT)
