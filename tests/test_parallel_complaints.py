"""Complaints and essay marks under load: one open complaint, one answer, two marks."""

from __future__ import annotations

import pytest
from sqlmodel import col

from app.db import Database
from app.models.complaints import ContestComplaint
from app.models.contests import Contest
from app.models.essays import EssayMark
from app.models.notices import Notice
from tests import complaints, contests
from tests.factories import Scene, work_of
from tests.test_parallel import MANY, address, at_once, count, posting, statuses

__all__ = ["address"]
MARKERS = ("contests", "chair", "vice_chair", "questions", "editor", "moderator")


@pytest.fixture
def made(scene: Scene, database: Database) -> dict[str, str]:
    """A closed round with an essay; the member's paper; six who may mark."""

    def furnish(session: object) -> dict[str, str]:
        work = work_of(session)  # type: ignore[arg-type]
        contest = contests.contest(work, scene)
        of = complaints.closed_round(work, contest, essay=1000)
        complaints.serves(work, scene, contest, "juror", *MARKERS)
        paper = complaints.handed_in(work, scene, of, "member", essay="Một việc tốt.")
        return {"round": of.id, "paper": paper.id}

    return database.write_now(furnish)


def test_many_complaints_at_once_are_one(
    address: str, scene: Scene, database: Database, made: dict[str, str]
) -> None:
    call = posting(f"/rounds/{made['round']}/complaints", scene.tokens["member"], text="Sai.")
    assert statuses(at_once(address, [call] * MANY)) == {201: 1, 409: MANY - 1}
    assert count(database, col(ContestComplaint.state) == "open") == 1
    assert count(database, col(Contest.complaints) == 1) == 1


def test_many_answers_at_once_are_one(
    address: str, scene: Scene, database: Database, made: dict[str, str]
) -> None:
    call = posting(f"/rounds/{made['round']}/complaints", scene.tokens["member"], text="Sai.")
    (asked,) = at_once(address, [call])
    path = f"/complaints/{asked.json()['id']}"
    calls = [
        posting(f"{path}/answer", scene.tokens[who], outcome="kept", answer="Đúng rồi.")
        for who in ("contests", "chair", "vice_chair")
        for _ in range(10)
    ]
    calls += [posting(f"{path}/withdrawal", scene.tokens["member"]) for _ in range(10)]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: 1, 409: 39}
    assert count(database, col(ContestComplaint.version) == 2) == 1
    answered = count(database, col(ContestComplaint.state) == "answered")
    assert count(database, col(Notice.kind) == "complaint.answered") == answered


def test_markers_at_once_give_two_marks_and_never_a_fourth(
    address: str, scene: Scene, database: Database, made: dict[str, str]
) -> None:
    path, body = f"/rounds/{made['round']}/essay-marks", {"attempt": made["paper"]}
    near = [
        posting(path, scene.tokens[who], **body, question="essay", points=700)
        for who in MARKERS
        for _ in range(4)
    ]
    assert statuses(at_once(address, near)) == {201: 2, 409: len(near) - 2}
    assert count(database, col(EssayMark.points) == 700) == 2


def test_far_marks_at_once_are_three(
    address: str, scene: Scene, database: Database, made: dict[str, str]
) -> None:
    path, body = f"/rounds/{made['round']}/essay-marks", {"attempt": made["paper"]}
    first = posting(path, scene.tokens["chair"], **body, question="essay", points=0)
    assert statuses(at_once(address, [first])) == {201: 1}
    far = [
        posting(path, scene.tokens[who], **body, question="essay", points=1000)
        for who in MARKERS
        for _ in range(4)
    ]
    assert statuses(at_once(address, far)) == {201: 2, 409: len(far) - 2}
    assert count(database, col(EssayMark.place) > 0) == 3
