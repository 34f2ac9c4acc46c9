"""Complaints: a receipt, one open at a time, a window, an answer by another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.domain.refusals import Conflict, Forbidden, Hidden
from app.models.audit import AuditRow
from app.models.contests import Contest, ContestRound
from app.models.essays import EssayMark
from app.models.notices import Notice
from app.schemas.complaints import ComplaintAnswer, ComplaintCreate, ComplaintRead
from app.services import my_data
from app.services.contests import complaining
from app.store import complaints as store
from app.store import contest_entries
from app.store.actors import Work
from app.web.paging import first_page
from tests import complaints, contests
from tests.services.desk import Desk

TEXT = "Câu 3 có hai đáp án đúng."


@pytest.fixture
def closed(desk: Desk) -> str:
    """A round that closed an hour ago, with the member's paper."""

    def furnish(work: Work) -> str:
        of = complaints.closed_round(work, contests.contest(work, desk.scene), essay=1000)
        complaints.handed_in(work, desk.scene, of, "member", essay="Một việc tốt.")
        return of.id

    return desk.run("contests", furnish)


def ask(desk: Desk, round_id: str, who: str = "member") -> ComplaintRead:
    return desk.run(who, complaining.ask, round_id, ComplaintCreate(text=TEXT))


def answer(outcome: Any = "kept", **more: Any) -> ComplaintAnswer:
    return ComplaintAnswer(outcome=outcome, answer="Chỉ ý b đúng, theo Luật.", **more)


def told(desk: Desk, kind: str) -> list[str]:
    query = select(Notice).where(col(Notice.kind) == kind)
    rows = desk.database.read_now(lambda session: list(session.execute(query).scalars()))
    return [row.text for row in rows]


def waiting(desk: Desk, round_id: str) -> int:
    return desk.database.read_now(lambda s: store.open_complaints(s, round_id))


def test_a_complaint_has_a_receipt_and_the_board_is_told(desk: Desk, closed: str) -> None:
    made = ask(desk, closed)
    assert (made.code, made.state, made.mine, made.entry) == ("KN-01", "open", True, "E1001")
    assert made.allowed_actions == ["withdrawal"]
    assert made.name is None
    assert waiting(desk, closed) == 1
    assert len(told(desk, "complaint.received")) == 3
    shown = desk.run("chair", complaining.page, closed, first_page())
    assert [(one.code, one.name) for one in shown.items] == [("KN-01", "Nguyễn Thị member")]
    assert desk.run("adviser", complaining.read, made.id).allowed_actions == []
    assert desk.faults() == []


def test_one_open_complaint_a_woman_and_round(desk: Desk, closed: str) -> None:
    made = ask(desk, closed)
    with pytest.raises(Conflict, match="complaint-open"):
        ask(desk, closed)
    assert desk.run("member", complaining.ask_form, closed).refused == "complaint-open"
    withdrawn = desk.run("member", complaining.withdraw, made.id)
    assert (withdrawn.state, withdrawn.allowed_actions) == ("withdrawn", [])
    assert ask(desk, closed).code == "KN-02"
    with pytest.raises(Conflict, match="complaint-closed"):
        desk.run("member", complaining.withdraw, made.id)
    assert desk.faults() == []


def test_it_is_answered_once_in_words(desk: Desk, closed: str) -> None:
    made = ask(desk, closed)
    with pytest.raises(Conflict, match="stale-version"):
        desk.run("chair", complaining.answer, made.id, answer(version=7))
    done = desk.run("chair", complaining.answer, made.id, answer("accepted", version=1))
    assert (done.state, done.outcome, done.answer) == (
        "answered",
        "accepted",
        "Chỉ ý b đúng, theo Luật.",
    )
    with pytest.raises(Conflict, match="complaint-closed"):
        desk.run("vice_chair", complaining.answer, made.id, answer())
    assert waiting(desk, closed) == 0
    (notice,) = told(desk, "complaint.answered")
    assert "KN-01" in notice
    assert "Chỉ ý b đúng" in notice
    hers = desk.run("member", complaining.read, made.id)
    assert hers.answer == "Chỉ ý b đúng, theo Luật."
    (mine,) = desk.run("member", my_data.data).contest_complaints
    assert (mine["code"], mine["text"], mine["outcome"]) == ("KN-01", TEXT, "accepted")


def test_who_computed_or_marked_does_not_answer(desk: Desk, closed: str) -> None:
    made = ask(desk, closed)

    def take_part(work: Work) -> None:
        of = work.session.get(ContestRound, closed)
        assert of is not None
        paper = next(iter(contest_entries.predictions(work.session, closed)))
        work.session.add(
            EssayMark(
                attempt_id=paper,
                question_key="essay",
                place=1,
                round_id=closed,
                marker_id=desk.scene.persons["vice_chair"],
                points=500,
                marked_at=work.now,
            )
        )
        contests.publish(work, of)

    desk.run("contests", take_part)
    for who in ("contests", "vice_chair"):
        assert desk.run(who, complaining.read, made.id).allowed_actions == []
        with pytest.raises(Forbidden, match="own-decision"):
            desk.run(who, complaining.answer, made.id, answer())
    assert desk.run("chair", complaining.read, made.id).allowed_actions == ["answer"]


def test_the_window_ends_three_days_after_closing(desk: Desk) -> None:
    def furnish(work: Work, /, hours: int, days: int, **more: Any) -> str:
        contest = contests.contest(work, desk.scene)
        contest.complaint_days = days
        of = complaints.closed_round(work, contest, hours=hours, **more)
        complaints.handed_in(work, desk.scene, of, "member")
        return of.id

    in_time = desk.run("contests", furnish, 71, 3)
    late = desk.run("contests", furnish, 72, 3)
    longer = desk.run("contests", furnish, 72, 4)
    practice = desk.run("contests", furnish, 1, 3, practice=True)
    assert ask(desk, in_time).until > clock.now()
    assert ask(desk, longer).state == "open"
    for round_id, code in ((late, "complaint-out-of-time"), (practice, "complaint-of-practice")):
        with pytest.raises(Conflict, match=code):
            ask(desk, round_id)
        assert desk.run("member", complaining.ask_form, round_id).refused == code


def test_before_closing_who_cannot_hand_in_need_not_wait(desk: Desk) -> None:
    def furnish(work: Work) -> str:
        of = contests.round_of(work, contests.contest(work, desk.scene))
        complaints.handed_in(
            work, desk.scene, of, "member", submitted_at=work.now - timedelta(minutes=1)
        )
        return of.id

    assert ask(desk, desk.run("contests", furnish)).state == "open"


def test_only_an_entrant_complains_and_others_see_nothing(desk: Desk, closed: str) -> None:
    for who in ("moderator", "adviser", "chair"):
        with pytest.raises(Forbidden):
            ask(desk, closed, who)
    for who in ("nobody", "other_member", "stranger"):
        with pytest.raises(Hidden):
            ask(desk, closed, who)

    def no_paper(work: Work) -> str:
        return complaints.closed_round(work, contests.contest(work, desk.scene)).id

    with pytest.raises(Conflict, match="not-an-entrant"):
        ask(desk, desk.run("contests", no_paper))
    made = ask(desk, closed)
    for who in ("moderator", "nobody", "other_chair", "stranger"):
        with pytest.raises(Hidden):
            desk.run(who, complaining.read, made.id)
    for who in ("member", "moderator"):
        with pytest.raises(Forbidden):
            desk.run(who, complaining.page, closed, first_page())
    with pytest.raises(Forbidden):
        desk.run("adviser", complaining.answer, made.id, answer())
    with pytest.raises(Forbidden):
        desk.run("member", complaining.answer, made.id, answer())


def test_every_step_is_logged_without_her_words(desk: Desk, closed: str) -> None:
    made = ask(desk, closed)
    desk.run("chair", complaining.answer, made.id, answer())
    query = select(AuditRow).where(col(AuditRow.subject_id) == made.id)
    rows = desk.database.read_now(lambda session: list(session.execute(query).scalars()))
    assert [row.action for row in rows] == ["contest_complaint.create", "contest_complaint.answer"]
    assert all(TEXT not in str(row.facts) for row in rows)


def test_a_lost_number_is_found(desk: Desk, closed: str) -> None:
    ask(desk, closed)

    def miscount(work: Work) -> str:
        of = work.session.get(ContestRound, closed)
        assert of is not None
        contest = work.session.get(Contest, of.contest_id)
        assert contest is not None
        contest.complaints = 5
        return contest.id

    contest_id = desk.run("chair", miscount)
    assert desk.faults() == [f"contest: {contest_id} counts other complaints than it has"]
