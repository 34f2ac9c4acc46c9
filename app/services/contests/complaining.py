"""Complaints of entrants inside a window: written with a receipt, answered once by another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.contests import complaints as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Forbidden
from app.models.communities import Community
from app.models.complaints import ContestComplaint
from app.models.contests import Contest, ContestRound
from app.schemas.base import form
from app.schemas.complaints import (
    ComplaintAnswer,
    ComplaintCreate,
    ComplaintForm,
    ComplaintLine,
    ComplaintList,
    ComplaintRead,
)
from app.services import telling
from app.services.deeds import fresh_id, may, permit, record
from app.store import communities, contest_papers, contest_results, essays, members
from app.store import complaints as store
from app.store import contests as contest_store
from app.store.actors import Work

READ, WRITE = "complaint.read", "complaint.write"
WITHDRAW, DECIDE = "complaint.withdraw", "complaint.decide"


def code_of(complaint: ContestComplaint) -> str:
    """As her receipt says it."""
    return f"KN-{complaint.number:02d}"


# -- hers ------------------------------------------------------------------------------------------


def ask_form(work: Work, round_id: str) -> ComplaintForm:
    contest, of = contest_store.round_of(work.session, work.actor, round_id)
    permit(work, WRITE, Thing(community_id=contest.community_id))
    action = f"/rounds/{of.id}/complaints"
    mine = store.of_person(work.session, work.actor.person_id or "", of.id)
    return ComplaintForm(
        action=action,
        schema=form(action, ComplaintCreate).schema_,
        community=_community(work, contest).slug,
        contest=contest.id,
        contest_title=contest.title,
        round=of.id,
        round_title=of.title,
        until=_until(contest, of),
        mine=[_line(one) for one in mine],
        refused=refused(work, contest, of),
        phone=contest.help_phone,
    )


def ask(work: Work, round_id: str, body: ComplaintCreate) -> ComplaintRead:
    """One open complaint a woman and round; the board is told."""
    contest, of = contest_store.round_of(work.session, work.actor, round_id)
    held = permit(work, WRITE, Thing(community_id=contest.community_id))
    why = refused(work, contest, of)
    if why is not None:
        raise Conflict(why)
    paper = contest_papers.last_paper(work.session, of.id, work.actor.person_id or "")
    complaint = ContestComplaint(
        id=fresh_id(work),
        contest_id=contest.id,
        round_id=of.id,
        person_id=work.actor.person_id or "",
        attempt_id=paper.id if paper else None,
        number=1,
        text=body.text,
        opened_at=work.now,
    )
    if not store.add(work.session, complaint):
        raise Conflict("complaint-open")
    _log(work, contest, complaint, "create", held, after={"text": body.text})
    telling.tell_board(
        work,
        _community(work, contest),
        _event(complaint, "received"),
        ("chair", "vice_chair", "contests"),
        so=code_of(complaint),
        cuoc_thi=contest.title,
    )
    return _read(work, complaint, contest)


def withdraw(work: Work, complaint_id: str) -> ComplaintRead:
    complaint, contest = store.get(work.session, work.actor, complaint_id)
    held = permit(work, WITHDRAW, _thing(complaint, contest))
    if not store.close(work.session, complaint, state="withdrawn", closed_at=work.now):
        raise Conflict("complaint-closed")
    _log(work, contest, complaint, "withdraw", held)
    return _read(work, complaint, contest)


def refused(work: Work, contest: Contest, of: ContestRound) -> str | None:
    """Why she cannot complain of this round now; None where she can."""
    mine = store.of_person(work.session, work.actor.person_id or "", of.id)
    if of.practice:
        return "complaint-of-practice"
    if not rules.may_complain(of.opens_at, of.closes_at, contest.complaint_days, work.now):
        return "complaint-out-of-time"
    if not contest_papers.has_turn(work.session, of.id, work.actor.person_id or ""):
        return "not-an-entrant"
    if any(one.state == "open" for one in mine):
        return "complaint-open"
    return None


# -- the board's -----------------------------------------------------------------------------------


def page(work: Work, round_id: str, paging: Page) -> ComplaintList:
    contest, of = contest_store.round_of(work.session, work.actor, round_id)
    permit(work, READ, Thing(community_id=contest.community_id))
    rows = store.page(work.session, of.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    names = members.person_names(work.session, [row.person_id for row in shown])
    return ComplaintList(
        items=[_line(row, names.get(row.person_id)) for row in shown],
        next=following,
        community=_community(work, contest).slug,
        contest=contest.id,
        round=of.id,
        round_title=of.title,
        until=_until(contest, of),
    )


def read(work: Work, complaint_id: str) -> ComplaintRead:
    complaint, contest = store.get(work.session, work.actor, complaint_id)
    permit(work, READ, _thing(complaint, contest))
    return _read(work, complaint, contest)


def answer(work: Work, complaint_id: str, body: ComplaintAnswer) -> ComplaintRead:
    """In words, once, by nobody who computed the result or marked her paper."""
    complaint, contest = store.get(work.session, work.actor, complaint_id)
    held = permit(work, DECIDE, _thing(complaint, contest))
    if not _may_answer(work, complaint):
        raise Forbidden("own-decision")
    if body.version is not None and body.version != complaint.version:
        raise Conflict("stale-version", version=complaint.version)
    answered = {
        "outcome": body.outcome,
        "answer": body.answer,
        "answered_by": work.actor.person_id,
        "state": "answered",
        "closed_at": work.now,
    }
    if not store.close(work.session, complaint, **answered):
        raise Conflict("complaint-closed")
    _log(work, contest, complaint, "answer", held, after={"text": body.answer})
    telling.tell_person(
        work,
        complaint.person_id,
        _community(work, contest),
        _event(complaint, "answered"),
        so=code_of(complaint),
        cuoc_thi=contest.title,
        loi=body.answer,
    )
    return _read(work, complaint, contest)


def _may_answer(work: Work, complaint: ContestComplaint) -> bool:
    marks = essays.marks_of(work.session, complaint.attempt_id) if complaint.attempt_id else []
    took_part = {one.marker_id for one in marks}
    took_part |= contest_results.computers(work.session, complaint.round_id)
    return rules.may_answer(work.actor.person_id, complaint.person_id, took_part)


# -- what both read --------------------------------------------------------------------------------


def _read(work: Work, complaint: ContestComplaint, contest: Contest) -> ComplaintRead:
    of = contest_papers.round_by_id(work.session, complaint.round_id)
    paper = contest_papers.last_paper(work.session, of.id, complaint.person_id)
    mine = complaint.person_id == work.actor.person_id
    names = {} if mine else members.person_names(work.session, [complaint.person_id])
    return ComplaintRead(
        **_line(complaint, names.get(complaint.person_id)).model_dump(),
        community=_community(work, contest).slug,
        contest=contest.id,
        contest_title=contest.title,
        round=of.id,
        round_title=of.title,
        version=complaint.version,
        text=complaint.text,
        answer=complaint.answer,
        entry=paper.entry if paper else None,
        closed_at=complaint.closed_at,
        until=_until(contest, of),
        mine=mine,
        allowed_actions=_allowed(work, complaint, contest),
    )


def _allowed(work: Work, complaint: ContestComplaint, contest: Contest) -> list[str]:
    if complaint.state != "open":
        return []
    thing = _thing(complaint, contest)
    found = ["withdrawal"] if may(work, WITHDRAW, thing) else []
    if may(work, DECIDE, thing) and _may_answer(work, complaint):
        found.append("answer")
    return found


def _line(complaint: ContestComplaint, name: str | None = None) -> ComplaintLine:
    kept = complaint.model_dump(include={"id", "state", "outcome", "opened_at"})
    return ComplaintLine(**kept, code=code_of(complaint), name=name)


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """What she complained of, for her own page."""
    kept = {"id", "state", "outcome", "text", "answer", "opened_at", "closed_at"}
    return [
        {"code": code_of(one), **one.model_dump(include=kept)}
        for one in store.of_person(work.session, person_id)
    ]


def _until(contest: Contest, of: ContestRound) -> datetime:
    return rules.until(of.closes_at, contest.complaint_days)


def _thing(complaint: ContestComplaint, contest: Contest) -> Thing:
    return Thing(contest.community_id, complaint.person_id)


def _community(work: Work, contest: Contest) -> Community:
    return communities.by_id(work.session, contest.community_id)


def _event(complaint: ContestComplaint, what: str) -> telling.Event:
    return telling.Event(
        f"complaint.{what}",
        key=f"complaint.{what}:{complaint.id}",
        subject=("contest_complaint", complaint.id),
        path=f"/complaints/{complaint.id}",
    )


def _log(
    work: Work, contest: Contest, complaint: ContestComplaint, deed: str, held: str, **more: Any
) -> None:
    record(
        work,
        f"contest_complaint.{deed}",
        ("contest_complaint", complaint.id),
        community_id=contest.community_id,
        held=held,
        person_id=complaint.person_id,
        outbox=False,
        number=complaint.number,
        **more,
    )
