"""Attempts from a desk: begun, saved, handed in, closed by the clock, proven."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.domain.contests import merkle, moments, proofs
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.contests import (
    Attempt,
    Contest,
    ContestOffice,
    ContestRound,
    Entrant,
    RoundQuestion,
    RoundTurn,
)
from app.models.members import Member
from app.models.notices import Notice
from app.schemas.attempts import AnswersSave, AttemptRead, AttemptSubmission
from app.services import checking
from app.services.contests import answering, closing, entering, papers, receipts
from app.services.deeds import fresh_id
from app.store import attempts as store
from app.store import entries
from app.store.actors import Work
from tests import contests
from tests.conftest import Watch
from tests.factories import work_of
from tests.server import ROOT
from tests.services.desk import Desk

RIGHT = {f"q{n}": ["b"] for n in range(1, 11)}


@pytest.fixture
def round_id(desk: Desk) -> str:
    return opened(desk)


def opened(desk: Desk, *, at: datetime | None = None, **ruleset: Any) -> str:
    """A round that is open for an hour around `at`."""

    def make(session: Session) -> str:
        work = work_of(session, now=at or clock.now())
        more = ruleset.pop("round", {})
        return contests.round_of(work, contests.contest(work, desk.scene, **ruleset), **more).id

    return desk.database.write_now(make)


def begin(desk: Desk, round_id: str, who: str = "member") -> AttemptRead:
    return desk.run(who, entering.start, round_id)


def hand_in(desk: Desk, attempt_id: str, who: str = "member", **body: Any) -> AttemptRead:
    said = AttemptSubmission.model_validate({"answers": RIGHT, "prediction": 5, **body})
    return desk.run(who, answering.submit, attempt_id, said)


def save(desk: Desk, attempt_id: str, rev: int, **body: Any) -> Any:
    said = AnswersSave.model_validate({"rev": rev, "answers": RIGHT, **body})
    return desk.run("member", answering.save, attempt_id, said)


def row(desk: Desk, attempt_id: str) -> Attempt:
    return desk.database.read_now(lambda session: session.get_one(Attempt, attempt_id))


def faults(desk: Desk) -> list[str]:
    return [
        one
        for one in desk.database.read_now(lambda s: checking.faults(s, clock.now()))
        if one.startswith("contest")
    ]


def refused(fn: Callable[[], object]) -> str:
    with pytest.raises((Conflict, Forbidden, Hidden)) as told:
        fn()
    return told.value.code


def test_a_paper_is_begun_answered_and_handed_in(desk: Desk, round_id: str) -> None:
    paper = begin(desk, round_id)
    assert (paper.number, paper.state, len(paper.paper)) == (1, "in_progress", 10)
    assert "answer" not in paper.model_dump_json().replace('"answers"', "")
    handed = hand_in(desk, paper.id)
    assert (handed.state, handed.ended_by, handed.paper) == ("submitted", "entrant", [])
    assert handed.receipt is not None
    stored = row(desk, paper.id)
    assert (stored.correct, stored.points, stored.seq) == (10, 1000, 1)
    entry = proofs.Entry(handed.receipt["entry"], 5, moments.read(handed.receipt["submitted_at"]))
    assert handed.receipt["leaf"] == stored.leaf == entry.leaf.hex()
    told = handed.model_dump()
    assert not {"correct", "points", "seq"} & set(told)
    assert told["solution"] is None
    assert faults(desk) == []


def test_the_order_is_hers_and_stays(desk: Desk, round_id: str) -> None:
    first = begin(desk, round_id)
    again = desk.run("member", papers.read, first.id)
    assert again.paper == first.paper
    hand_in(desk, first.id)
    second = begin(desk, round_id)
    assert second.number == 2
    assert {one.key for one in second.paper} == {one.key for one in first.paper}
    assert [one.key for one in second.paper] != [one.key for one in first.paper]
    assert any(
        [o.key for o in one.options] != list("abcd") for one in (*first.paper, *second.paper)
    )


def test_a_start_while_one_is_in_progress_is_that_one(desk: Desk, round_id: str) -> None:
    first = begin(desk, round_id)
    assert begin(desk, round_id).id == first.id
    turn = desk.database.read_now(
        lambda s: s.get_one(RoundTurn, (round_id, desk.scene.persons["member"]))
    )
    assert (turn.taken, turn.attempt_id) == (1, first.id)


def test_the_limit_holds(desk: Desk) -> None:
    of = opened(desk, attempts={"max": 2, "counted": "first"})
    for number in (1, 2):
        paper = begin(desk, of)
        assert paper.number == number
        hand_in(desk, paper.id)
    assert refused(lambda: begin(desk, of)) == "no-attempt-left"
    form = desk.run("member", entering.start_form, of)
    assert (form.most, form.left, len(form.mine)) == (2, 0, 2)


def test_before_and_after_and_unpublished(desk: Desk, round_id: str, watch: Watch) -> None:
    watch.moment = start = clock.now()
    watch.forward(hours=-1)
    assert refused(lambda: begin(desk, round_id)) == "round-not-open"
    watch.moment = start + timedelta(hours=1)
    assert refused(lambda: begin(desk, round_id)) == "round-closed"
    desk.database.write_now(lambda s: s.execute(update(Contest).values(state="withdrawn")))
    watch.moment = start
    assert refused(lambda: begin(desk, round_id)) == "contest-not-open"


def test_only_members_take_part_and_only_she_sees_her_paper(desk: Desk, round_id: str) -> None:
    assert refused(lambda: begin(desk, round_id, "chair")) == "forbidden"
    assert refused(lambda: begin(desk, round_id, "other_member")) == "not-found"
    paper = begin(desk, round_id)
    for who in ("other_member", "chair", "adviser"):
        assert refused(partial(desk.run, who, papers.read, paper.id)) == "not-found"
        assert refused(partial(hand_in, desk, paper.id, who)) == "not-found"
    for forged in ("0" * 26, "x", "../etc"):
        assert refused(partial(hand_in, desk, forged)) == "not-found"


def test_who_she_is_stays_as_at_her_first_attempt(desk: Desk, round_id: str) -> None:
    hand_in(desk, begin(desk, round_id).id)
    member = desk.scene.members["member"]
    desk.database.write_now(
        lambda s: s.execute(
            update(Member).where(col(Member.id) == member).values(phone="0912345678")
        )
    )
    begin(desk, round_id)
    entrant = desk.database.read_now(lambda s: s.execute(select(Entrant)).scalar_one())
    assert entrant.full_name == "Nguyễn Thị member"
    assert entrant.phone_masked == f"••• ••• {desk.scene.phones['member'][-3:]}"
    of = desk.database.read_now(lambda s: s.get_one(ContestRound, round_id))
    contest = desk.database.read_now(lambda s: s.get_one(Contest, of.contest_id))
    assert of.begun_at is not None
    assert contest.begun_at is not None


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"answers": {"q99": ["a"]}}, "/answers/q99", "question-not-on-paper"),
        ({"answers": {"q1": ["z"]}}, "/answers/q1", "option-not-on-paper"),
        ({"prediction": None}, "/prediction", "prediction-missing"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    desk: Desk, round_id: str, body: dict[str, Any], pointer: str, code: str
) -> None:
    paper = begin(desk, round_id)
    with pytest.raises(Invalid) as told:
        hand_in(desk, paper.id, **body)
    assert [(one.pointer, one.code) for one in told.value.errors] == [(pointer, code)]
    assert row(desk, paper.id).state == "in_progress"
    assert hand_in(desk, paper.id).receipt


@pytest.mark.parametrize("wrong", [-1, 10**30, "năm", 1.5])
def test_a_prediction_is_a_number_of_people(wrong: Any) -> None:
    for model, more in ((AttemptSubmission, {}), (AnswersSave, {"rev": 1})):
        with pytest.raises(ValueError, match="prediction"):
            model.model_validate({"prediction": wrong, **more})


def test_without_a_prediction_in_the_rules_none_is_kept(desk: Desk) -> None:
    of = opened(desk, prediction=None, rank=["-correct", "submitted_at"])
    paper = begin(desk, of)
    assert paper.predicts is None
    handed = hand_in(desk, paper.id)
    assert handed.receipt is not None
    assert handed.receipt["prediction"] is None


def test_of_two_windows_the_later_is_told_and_nothing_is_lost(desk: Desk, round_id: str) -> None:
    paper = begin(desk, round_id)
    save(desk, paper.id, 1, answers={"q1": ["b"]}, prediction=3)
    # Its answer was lost on the way: the same once more is no quarrel.
    save(desk, paper.id, 1, answers={"q1": ["b"]}, prediction=3)
    assert refused(lambda: save(desk, paper.id, 1, answers={"q2": ["a"]})) == "answers-older"
    assert refused(lambda: hand_in(desk, paper.id, rev=1)) == "answers-older"
    kept = row(desk, paper.id)
    assert (kept.rev, kept.answers, kept.prediction) == (1, {"q1": ["b"]}, 3)
    save(desk, paper.id, 2, answers={"q2": ["a"]})
    hand_in(desk, paper.id, rev=3)
    assert refused(lambda: save(desk, paper.id, 9)) == "paper-handed-in"


def test_a_tap_sent_again_gives_the_same_receipt(desk: Desk, round_id: str) -> None:
    paper = begin(desk, round_id)
    first = hand_in(desk, paper.id)
    again = hand_in(desk, paper.id, answers={}, prediction=99)
    assert again.receipt == first.receipt
    of = desk.database.read_now(lambda s: s.get_one(ContestRound, round_id))
    assert of.entries == 1


@pytest.fixture(params=["Asia/Ho_Chi_Minh", "America/New_York"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone of the host."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.parametrize(("late_ms", "by"), [(-1, "entrant"), (0, "clock"), (1, "clock")])
@pytest.mark.usefixtures("zone")
def test_one_millisecond_decides(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, late_ms: int, by: str
) -> None:
    """From the deadline on what was saved counts, with the deadline as its time, in every zone."""
    start = datetime(2026, 11, 28, 2, 0, 0, 123456, tzinfo=UTC)
    of = opened(desk, at=start, round={"time_limit_s": 600})
    monkeypatch.setattr(clock, "now", lambda: start)
    paper = begin(desk, of)
    assert paper.deadline_at == datetime(2026, 11, 28, 2, 10, 0, 123000, tzinfo=UTC)
    save(desk, paper.id, 1, answers={"q1": ["b"], "q2": ["a"]}, prediction=7)
    monkeypatch.setattr(
        clock, "now", lambda: paper.deadline_at + timedelta(milliseconds=late_ms, microseconds=999)
    )
    handed = hand_in(desk, paper.id)
    stored = row(desk, paper.id)
    assert handed.ended_by == by
    assert handed.receipt is not None
    if by == "entrant":
        assert (stored.correct, stored.prediction, stored.duration_ms) == (10, 5, 599_999)
        assert handed.receipt["submitted_at"] == "2026-11-28T02:10:00.122Z"
    else:
        assert (stored.correct, stored.prediction, stored.duration_ms) == (1, 7, 600_000)
        assert handed.receipt["submitted_at"] == "2026-11-28T02:10:00.123Z"
        assert refused(lambda: save(desk, paper.id, 2)) == "paper-closed"


def test_a_round_that_closes_first_ends_the_paper(desk: Desk) -> None:
    start = clock.now()
    of = opened(desk, round={"time_limit_s": 7200, "closes_at": start + timedelta(minutes=5)})
    paper = begin(desk, of)
    assert paper.deadline_at == moments.from_ms(moments.to_ms(start + timedelta(minutes=5)))


def test_the_clock_closes_what_nobody_handed_in(desk: Desk, round_id: str, watch: Watch) -> None:
    answered = begin(desk, round_id)
    save(desk, answered.id, 1, prediction=4)
    desk.database.write_now(lambda s: _second_woman(s, desk))
    empty = begin(desk, round_id, "chair")
    watch.forward(hours=2)
    desk.work_off()
    first, second = row(desk, answered.id), row(desk, empty.id)
    assert {first.ended_by, second.ended_by} == {"clock"}
    assert {first.seq, second.seq} == {1, 2}
    assert (first.correct, first.prediction, second.correct, second.prediction) == (10, 4, 0, None)
    assert first.submitted_at == first.deadline_at
    turns = desk.database.read_now(lambda s: list(s.execute(select(RoundTurn)).scalars()))
    assert {one.attempt_id for one in turns} == {None}
    # Once: neither the job nor the results close them again.
    desk.database.write_now(lambda s: closing.close_due(work_of(s), round_id))
    desk.work_off()
    assert row(desk, answered.id).entry == first.entry
    assert faults(desk) == []
    shown = desk.run("member", papers.read, answered.id)
    assert (shown.ended_by, bool(shown.receipt)) == ("clock", True)


def _second_woman(session: Session, desk: Desk) -> None:
    """The chair joins as a member too."""
    work = work_of(session)
    row = session.get_one(Member, desk.scene.members["member"])
    values = row.model_dump() | {
        "id": fresh_id(work),
        "person_id": desk.scene.persons["chair"],
        "code": "0" * 12,
        "file_no": "AAAAAA",
    }
    session.add(Member(**values))


def test_batches_close_everything_that_is_due(
    desk: Desk, round_id: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", 1)
    desk.database.write_now(lambda s: _second_woman(s, desk))
    ids = [begin(desk, round_id, who).id for who in ("member", "chair")]
    watch.forward(hours=2)
    desk.database.write_now(lambda s: closing.close_due(work_of(s), round_id))
    assert sorted(row(desk, one).seq or 0 for one in ids) == [1, 2]


def test_looking_at_a_paper_whose_time_is_up_closes_it(
    desk: Desk, round_id: str, watch: Watch
) -> None:
    paper = begin(desk, round_id)
    watch.forward(hours=2)
    assert desk.run("member", papers.read, paper.id).ended_by == "clock"
    assert refused(lambda: begin(desk, round_id)) == "round-closed"


def test_time_over_within_the_round_leaves_the_next_attempt(desk: Desk, watch: Watch) -> None:
    of = opened(desk, round={"time_limit_s": 60})
    first = begin(desk, of)
    watch.forward(seconds=90)
    second = begin(desk, of)
    assert (second.number, row(desk, first.id).ended_by) == (2, "clock")


def test_a_member_suspended_meanwhile_loses_nothing_that_was_saved(
    desk: Desk, round_id: str, watch: Watch
) -> None:
    paper = begin(desk, round_id)
    save(desk, paper.id, 1, prediction=4)
    desk.database.write_now(
        lambda s: s.execute(
            update(Member)
            .where(col(Member.id) == desk.scene.members["member"])
            .values(state="suspended", suspended_until=clock.now() + timedelta(days=7))
        )
    )
    assert refused(lambda: hand_in(desk, paper.id)) == "forbidden"
    assert refused(lambda: save(desk, paper.id, 2)) == "forbidden"
    watch.forward(hours=2)
    assert desk.run("member", papers.read, paper.id).ended_by == "clock"
    assert row(desk, paper.id).correct == 10


def test_a_juror_is_told_before_she_starts(desk: Desk, round_id: str) -> None:
    def appoint(session: Session) -> None:
        of = session.get_one(ContestRound, round_id)
        session.add(
            ContestOffice(
                contest_id=of.contest_id,
                person_id=desk.scene.persons["member"],
                role="juror",
                since=clock.now(),
            )
        )

    desk.database.write_now(appoint)
    assert desk.run("member", entering.start_form, round_id).excluded_as == ["juror"]
    assert begin(desk, round_id).excluded_as == ["juror"]


def test_a_reminder_comes_once_while_time_is_left(desk: Desk, round_id: str, watch: Watch) -> None:
    paper = begin(desk, round_id)
    watch.forward(minutes=14)
    desk.work_off()
    assert reminders(desk) == []
    watch.forward(minutes=3)
    desk.work_off()
    desk.work_off()
    (told,) = reminders(desk)
    assert told.path == f"/attempts/{paper.id}"
    assert "hạn nộp" in told.text
    assert "dự thi" not in told.outside_text


def test_who_has_handed_in_is_reminded_of_nothing(desk: Desk, round_id: str, watch: Watch) -> None:
    hand_in(desk, begin(desk, round_id).id)
    watch.forward(minutes=17)
    desk.work_off()
    assert reminders(desk) == []


def reminders(desk: Desk) -> list[Notice]:
    return desk.database.read_now(
        lambda s: list(
            s.execute(select(Notice).where(col(Notice.kind) == "contest.unfinished")).scalars()
        )
    )


# -- practice ------------------------------------------------------------------------------------


def test_practice_tells_what_was_right_and_is_no_entry(desk: Desk) -> None:
    of = opened(desk, attempts={"max": 1, "counted": "first"}, round={"practice": True})
    for _ in range(2):
        paper = begin(desk, of)
        handed = hand_in(desk, paper.id, answers={**RIGHT, "q1": ["a"]})
        assert handed.receipt is None
        assert handed.solution is not None
        assert (handed.solution.correct, handed.solution.of) == (9, 10)
        (wrong,) = [one for one in handed.solution.questions if not one.right]
        assert (wrong.key, wrong.answer, wrong.given) == ("q1", ["b"], ["a"])
        assert refused(partial(desk.run, "member", receipts.file, paper.id)) == ("no-receipt-yet")
    counted = desk.database.read_now(
        lambda s: s.execute(select(func.count()).select_from(Entrant)).scalar_one()
    )
    assert counted == 0
    contest = desk.database.read_now(lambda s: s.execute(select(Contest)).scalar_one())
    assert contest.begun_at is None


def test_practice_waits_while_its_questions_count(desk: Desk) -> None:
    def both(session: Session) -> tuple[str, str]:
        work = work_of(session)
        contest = contests.contest(work, desk.scene)
        practice = contests.round_of(work, contest, practice=True)
        return practice.id, contests.round_of(work, contest, number=2).id

    practice, real = desk.database.write_now(both)
    assert refused(lambda: begin(desk, practice)) == "practice-held-back"
    assert desk.run("member", entering.start_form, practice).held_back
    desk.database.write_now(
        lambda s: s.execute(
            update(RoundQuestion)
            .where(col(RoundQuestion.round_id) == real)
            .values(prompt=func.concat("Khác: ", col(RoundQuestion.prompt)))
        )
    )
    paper = begin(desk, practice)
    desk.database.write_now(
        lambda s: s.execute(
            update(RoundQuestion).where(col(RoundQuestion.round_id) == real).values(prompt="Câu 1?")
        )
    )
    # Handed in meanwhile: kept, and nothing is told before the other round has closed.
    assert hand_in(desk, paper.id).solution is None


# -- essays --------------------------------------------------------------------------------------


def test_an_essay_is_kept_and_several_right_options_count(desk: Desk) -> None:
    def add(session: Session) -> None:
        first = session.get_one(RoundQuestion, (of, "q1"))
        first.answer = ["a", "b"]
        session.add(
            RoundQuestion(
                round_id=of,
                key="essay",
                place=11,
                kind="essay",
                prompt="Viết?",
                prompt_html="<p>Viết?</p>",
                options=[],
                answer=[],
                points=500,
            )
        )

    of = opened(desk)
    desk.database.write_now(add)
    paper = begin(desk, of)
    assert paper.paper[-1].kind == "essay"
    assert [one.key for one in paper.paper if one.several] == ["q1"]
    answers = {**RIGHT, "q1": ["b", "a", "b"], "essay": "Chúng tôi\nđã làm."}
    hand_in(desk, paper.id, answers=answers)
    stored = row(desk, paper.id)
    assert stored.correct == 10
    assert stored.answers["q1"] == ["a", "b"]
    assert stored.answers["essay"] == ["Chúng tôi\nđã làm."]


# -- proofs --------------------------------------------------------------------------------------


def test_the_receipt_file_verifies_alone(desk: Desk, round_id: str, tmp_path: Any) -> None:
    paper = begin(desk, round_id)
    hand_in(desk, paper.id)
    given = desk.run("member", receipts.file, paper.id)
    page = desk.run("member", receipts.page, paper.id)
    assert json.loads(given.content) == page.receipt
    assert page.qr.startswith("data:image/svg+xml")

    def whole(work: Work) -> tuple[dict[str, Any], dict[str, Any]]:
        held = store.get(work.session, work.actor.person_id, paper.id)
        rows = [entry for entry, _ in entries.of_round(work.session, round_id)]
        out = proofs.published(round_id, rows, held.round.commitment)
        tree = merkle.levels([entry.leaf for entry in rows])
        return out, proofs.receipt_with_proof(page.receipt, tree, 0)

    published, receipt = desk.run("member", whole)
    files = [tmp_path / "published.json", tmp_path / "receipt.json"]
    for file, value in zip(files, (published, receipt), strict=True):
        file.write_text(json.dumps(value))
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "tools/check_receipt.py"), *map(str, files)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_one_prediction_changed_by_hand_is_named(desk: Desk, round_id: str) -> None:
    paper = begin(desk, round_id)
    handed = hand_in(desk, paper.id)
    assert handed.receipt is not None
    desk.database.write_now(lambda s: by_hand(s, "UPDATE attempt SET prediction = 6"))
    entry = handed.receipt["entry"]
    assert faults(desk) == [f"contest: round {round_id}: entry {entry} is not what was handed in"]


def test_what_is_missing_or_counted_twice_is_named(desk: Desk, round_id: str) -> None:
    for _ in range(2):
        hand_in(desk, begin(desk, round_id).id)
    desk.database.write_now(lambda s: by_hand(s, "DELETE FROM attempt WHERE number = 1"))
    assert len(faults(desk)) == 2


def by_hand(session: Session, statement: str) -> None:
    """What somebody with the database's own key could do: past the triggers, which stand again."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE attempt DISABLE TRIGGER USER"))
        session.execute(text(statement))
        session.execute(text("ALTER TABLE attempt ENABLE TRIGGER USER"))
        return
    kept = session.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'attempt'")
    ).all()
    for name, _ in kept:
        session.execute(text(f"DROP TRIGGER {name}"))
    session.execute(text(statement))
    for _, sql in kept:
        session.execute(text(sql))
