"""Marking essays: blind, two of a paper, a third where they are far apart, once a marker."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.contests import Attempt
from app.models.essays import EssayMark
from app.schemas.essays import EssayMarkCreate, EssayQueue
from app.services import my_data
from app.services.contests import essay_marking
from app.store.actors import Work
from tests import complaints, contests
from tests.services.desk import Desk

Made = dict[str, str]


@pytest.fixture
def made(desk: Desk) -> Made:
    """A closed round with an essay of ten points; three papers, one of them empty, a juror's."""

    def furnish(work: Work) -> Made:
        scene = desk.scene
        contest = contests.contest(work, scene)
        of = complaints.closed_round(work, contest, essay=1000)
        complaints.serves(work, scene, contest, "juror", "questions", "adviser", "member")
        complaints.serves(work, scene, contest, "organiser", "contests")
        complaints.serves(work, scene, contest, "secretary", "editor")
        papers = {
            "hoa": complaints.handed_in(work, scene, of, "hoa", essay="Tôi đã giúp hàng xóm."),
            "lan": complaints.handed_in(work, scene, of, "lan", essay="  "),
            "mai": complaints.handed_in(work, scene, of, "mai"),
            "member": complaints.handed_in(work, scene, of, "member", essay="Bài của tôi."),
        }
        return {"round": of.id, **{name: one.id for name, one in papers.items()}}

    return desk.run("contests", furnish)


def mark(desk: Desk, made: Made, who: str, whose: str, points: Any, **more: Any) -> EssayQueue:
    values = {"attempt": made[whose], "question": "essay", "points": points, **more}
    return desk.run(who, essay_marking.mark, made["round"], EssayMarkCreate(**values))


def _execute(work: Work, statement: Any) -> None:
    work.session.execute(statement)


def queue(desk: Desk, made: Made, who: str) -> list[str]:
    """Her next answer, as whose it is."""
    answer = desk.run(who, essay_marking.queue, made["round"]).answer
    return [name for name, one in made.items() if answer and one == answer.attempt]


def unmarked(desk: Desk, made: Made) -> int:
    return desk.database.read_now(lambda s: essay_marking.unmarked(s, made["round"]))


def points(desk: Desk, made: Made) -> dict[str, int]:
    found = desk.database.read_now(lambda s: essay_marking.essay_points(s, made["round"]))
    return {name: found[one] for name, one in made.items() if one in found}


def test_the_queue_is_blind_and_leaves_out_what_is_hers_or_empty(desk: Desk, made: Made) -> None:
    read = desk.run("questions", essay_marking.queue, made["round"])
    assert read.answer is not None
    assert (read.answer.text, read.answer.entry) == ("Tôi đã giúp hàng xóm.", "E1001")
    assert read.answer.full == 1000
    assert "Nguyễn" not in read.model_dump_json()
    assert mark(desk, made, "questions", "hoa", 800).answer is not None
    assert queue(desk, made, "questions") == ["member"]
    mark(desk, made, "questions", "member", 500)
    assert queue(desk, made, "questions") == []
    # Her own paper is never hers to mark.
    mark(desk, made, "member", "hoa", 700)
    assert queue(desk, made, "member") == []
    with pytest.raises(Forbidden, match="own-case"):
        mark(desk, made, "member", "member", 1000)


def test_two_marks_settle_an_answer_and_a_third_where_they_are_far_apart(
    desk: Desk, made: Made
) -> None:
    assert unmarked(desk, made) == 2
    mark(desk, made, "questions", "hoa", "7,5")
    assert (unmarked(desk, made), points(desk, made)) == (2, {})
    mark(desk, made, "adviser", "hoa", "9")
    assert (unmarked(desk, made), points(desk, made)) == (1, {"hoa": 825})
    with pytest.raises(Conflict, match="essay-marked"):
        mark(desk, made, "contests", "hoa", 800)
    mark(desk, made, "questions", "member", 200)
    mark(desk, made, "adviser", "member", 900)
    assert unmarked(desk, made) == 1
    assert queue(desk, made, "contests") == ["member"]
    assert queue(desk, made, "questions") == []
    mark(desk, made, "contests", "member", 800)
    assert (unmarked(desk, made), points(desk, made)) == (0, {"hoa": 825, "member": 850})
    assert queue(desk, made, "contests") == []


def test_a_marker_marks_an_answer_once_and_it_never_changes(desk: Desk, made: Made) -> None:
    mark(desk, made, "questions", "hoa", 800, note="Rõ ràng.")
    with pytest.raises(Conflict, match="essay-marked"):
        mark(desk, made, "questions", "hoa", 1000)
    for statement in (update(EssayMark).values(points=1000), delete(EssayMark)):
        with pytest.raises(DatabaseError, match="append-only"):
            desk.run("chair", _execute, statement)
    (mine,) = desk.run("questions", my_data.data).essay_marks
    assert (mine["points"], mine["note"]) == (800, "Rõ ràng.")
    assert "attempt_id" not in mine


def test_what_cannot_be(desk: Desk, made: Made) -> None:
    with pytest.raises(Invalid) as refused:
        mark(desk, made, "questions", "hoa", 1001)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [
        ("/points", "essay-points-high")
    ]
    for values in ({"attempt": "khongco"}, {"question": "q1"}):
        with pytest.raises(Hidden):
            mark(desk, made, "questions", "hoa", 100, **values)
    assert mark(desk, made, "questions", "hoa", "0").marked == 1


@pytest.mark.parametrize("who", ["moderator", "editor", "chair"])
def test_who_does_not_serve_as_marker_sees_no_answer(desk: Desk, made: Made, who: str) -> None:
    with pytest.raises(Conflict, match="not-essay-marker"):
        desk.run(who, essay_marking.queue, made["round"])
    with pytest.raises(Conflict, match="not-essay-marker"):
        mark(desk, made, who, "hoa", 500)


def test_outside_the_group_there_is_no_round(desk: Desk, made: Made) -> None:
    for who in ("other_chair", "nobody", "stranger"):
        with pytest.raises(Hidden):
            desk.run(who, essay_marking.queue, made["round"])


def test_before_closing_nothing_is_marked(desk: Desk) -> None:
    def furnish(work: Work) -> Made:
        contest = contests.contest(work, desk.scene)
        of = contests.round_of(work, contest)
        complaints.serves(work, desk.scene, contest, "juror", "questions")
        paper = complaints.handed_in(
            work, desk.scene, of, "hoa", submitted_at=work.now, essay="Bài."
        )
        return {"round": of.id, "hoa": paper.id}

    opened = desk.run("contests", furnish)
    read = desk.run("questions", essay_marking.queue, opened["round"])
    assert (read.closed, read.answer) == (False, None)
    with pytest.raises(Conflict, match="round-open"):
        mark(desk, opened, "questions", "hoa", 500)


def test_a_mark_is_logged_by_entry_number(desk: Desk, made: Made) -> None:
    mark(desk, made, "questions", "hoa", 800)
    query = select(AuditRow).where(col(AuditRow.action) == "essay.mark")
    row = desk.database.read_now(lambda session: session.execute(query).scalar_one())
    entry = select(col(Attempt.entry)).where(col(Attempt.id) == made["hoa"])
    assert row.facts["entry"] == desk.database.read_now(lambda s: s.execute(entry).scalar_one())
    assert "800" not in str(row.facts)
