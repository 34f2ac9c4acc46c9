"""What an author does: begin a work, keep a draft, send it in, change it, take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from app.domain.contests import intake
from app.domain.contests.exclusion import excluded
from app.domain.contests.reading import read as ruleset_of
from app.domain.permissions import Thing
from app.domain.pictures import Arrival
from app.domain.refusals import Conflict, Invalid
from app.domain.text import fold
from app.domain.works import KIND
from app.integrations import markdown
from app.models.contests import Contest
from app.models.members import Member
from app.models.works import ContestWork, WorkRules
from app.schemas.base import form
from app.schemas.members import Decision
from app.schemas.works import WorkForm, WorkRead, WorkWrite
from app.services import pictures, reviewing
from app.services.deeds import fresh_id, permit
from app.services.works.cards import card
from app.services.works.ruling import read_of
from app.services.works.sending import as_sent, member_of, must_take, send, take_back, to_the_circle
from app.services.works.subjects import (
    CHANGE,
    WRITE,
    Case,
    contest_of,
    happened,
    opened,
    roles_of,
    rules_of,
    turn,
)
from app.store import communities, work_marks
from app.store import pictures as picture_store
from app.store.actors import Work

#: Shorter stories are alike by chance.
LEAST_ALIKE = 80
TEXTS = ("title", "story", "statement", "shows")
TICKS = ("is_own", "people_agree", "parents_agree")


def new_form(work: Work, contest_id: str) -> WorkForm:
    contest = contest_of(work, contest_id)
    permit(work, WRITE, Thing(contest.community_id))
    terms = rules_of(work, contest)
    must_take(work, contest, terms)
    return _form(work, contest, terms, f"/contests/{contest.id}/works")


def edit_form(work: Work, work_id: str) -> WorkForm:
    case = opened(work, work_id)
    permit(work, CHANGE, case.thing)
    terms = rules_of(work, case.contest)
    _must_be_writable(work, case, terms)
    return _form(work, case.contest, terms, f"/works/{work_id}", case)


def _form(
    work: Work, contest: Contest, terms: WorkRules, action: str, case: Case | None = None
) -> WorkForm:
    out = excluded(ruleset_of(contest.ruleset), roles_of(work, contest))
    return WorkForm(
        action=action,
        schema=form(action, WorkWrite).schema_,
        community=communities.by_id(work.session, contest.community_id).slug,
        contest=contest.id,
        contest_title=contest.title,
        rules=read_of(work, contest, terms),
        work=card(work, case) if case is not None else None,
        kept_out=work.actor.person_id in out,
    )


def create(work: Work, contest_id: str, body: WorkWrite, arrival: Arrival) -> WorkRead:
    """A draft for her alone, or a work that is sent in at once."""
    contest = contest_of(work, contest_id)
    permit(work, WRITE, Thing(contest.community_id))
    terms = rules_of(work, contest)
    must_take(work, contest, terms)
    member = member_of(work, contest.community_id)
    board = body.board or ("individual" if terms.individual else "collective")
    piece = ContestWork(
        id=fresh_id(work),
        community_id=contest.community_id,
        contest_id=contest.id,
        person_id=member.person_id,
        member_id=member.id,
        created_at=work.now,
        **_place(terms, member, board),
        **_written(body),
    )
    work.session.add(piece)
    work.session.flush()
    case = Case(piece, contest)
    _attach(work, case, body, arrival)
    if not body.draft:
        send(work, case)
    return card(work, case)


def change(work: Work, work_id: str, body: WorkWrite, arrival: Arrival) -> WorkRead:
    """Of a draft, or of a work that waits to be looked at, while works are taken in."""
    case = _own(work, work_id, body)
    _rewrite(work, case, body, arrival)
    if case.piece.state == "submitted" and not to_the_circle(work, case):
        intake.must_be_whole(rules_of(work, case.contest), as_sent(work, case))
        happened(work, case, "change")
    return card(work, case)


def submit(work: Work, work_id: str, body: WorkWrite, arrival: Arrival) -> WorkRead:
    """Send in what stands there, changed as the body says. A second time changes nothing."""
    case = _own(work, work_id, body)
    _rewrite(work, case, body, arrival)
    if case.piece.state == "draft":
        send(work, case)
    elif not to_the_circle(work, case):
        intake.must_be_whole(rules_of(work, case.contest), as_sent(work, case))
    return card(work, case)


def withdraw(work: Work, work_id: str, body: Decision) -> WorkRead:
    """She takes it back, until results are out. Its number is not given again; her place is."""
    case = opened(work, work_id, held=True)
    permit(work, CHANGE, case.thing)
    reviewing.must_be_version(case.subject, body.version)
    piece = case.piece
    if work_marks.newest_out(work.session, case.contest.id):
        raise Conflict("work-results-out", state=piece.state)
    if piece.state not in {"draft", "submitted", "accepted"}:
        raise Conflict("wrong-state", state=piece.state, version=piece.version)
    take_back(work, case)
    happened(work, case, "withdraw")
    return card(work, case)


# -- what is written ---------------------------------------------------------------------------


def _own(work: Work, work_id: str, body: WorkWrite) -> Case:
    case = opened(work, work_id, held=True)
    permit(work, CHANGE, case.thing)
    reviewing.must_be_version(case.subject, body.version)
    _must_be_writable(work, case, rules_of(work, case.contest))
    return case


def _must_be_writable(work: Work, case: Case, terms: WorkRules) -> None:
    if case.piece.state not in {"draft", "submitted"}:
        raise Conflict("wrong-state", state=case.piece.state, version=case.piece.version)
    must_take(work, case.contest, terms)


def _written(body: WorkWrite) -> dict[str, Any]:
    """What the body says of the words and the ticks."""
    given = {name: value for name in (*TEXTS, *TICKS) if (value := getattr(body, name)) is not None}
    if body.video is not None:
        given["video"] = intake.video_address(body.video)
    if "story" in given:
        words = fold(given["story"])
        alike = hashlib.sha256(words.encode()).hexdigest() if len(words) >= LEAST_ALIKE else ""
        given |= {"story_html": markdown.html(given["story"]), "text_sha256": alike}
    return given


def _place(terms: WorkRules, member: Member, board: str) -> dict[str, Any]:
    """On which board it stands. A collective one is her unit's."""
    if not getattr(terms, board):
        raise Invalid.at("/board", "work-board-off")
    if board == "collective" and member.unit_id is None:
        raise Invalid.at("/board", "work-without-unit")
    return {"board": board, "unit_id": member.unit_id if board == "collective" else None}


def _rewrite(work: Work, case: Case, body: WorkWrite, arrival: Arrival) -> None:
    values, piece = _written(body), case.piece
    if body.board is not None and body.board != piece.board:
        if piece.number is not None:
            raise Conflict("work-numbered", number=case.entry)
        terms = rules_of(work, case.contest)
        values |= _place(terms, member_of(work, piece.community_id), body.board)
    turn(work, case, **values)
    _attach(work, case, body, arrival)


def _attach(work: Work, case: Case, body: WorkWrite, arrival: Arrival) -> None:
    """Its pictures: those that are named, and after them the files that came along."""
    piece = case.piece
    if body.pictures is None and not arrival.pictures:
        return
    made = pictures.keep(work, piece.community_id, arrival)
    before = [one.id for one in picture_store.of_subjects(work.session, KIND, [piece.id])]
    named: Sequence[str] = before if body.pictures is None else body.pictures
    pictures.attach(
        work,
        [*named, *(one.id for one in made)],
        KIND,
        piece.id,
        community_id=piece.community_id,
        draft=piece.state == "draft",
    )
