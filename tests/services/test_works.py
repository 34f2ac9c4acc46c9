"""Works: sent in by number, judged once, shown without a name, kept to their limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock
from app.domain.paging import Page
from app.domain.pictures import Arrival, Arrived, Look
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.contests import Contest, Entrant
from app.models.notices import Notice
from app.models.pictures import Picture
from app.models.works import ContestWork, WorkRules
from app.schemas.members import Decision
from app.schemas.reviews import Batch, BatchItem
from app.schemas.works import WorkRead, WorkRulesWrite, WorkWrite
from app.services import batches, inbox, my_data
from app.services.works import deciding, intake, reading, ruling, writing
from app.web.paging import encode
from tests import works as place
from tests.contests import actor
from tests.factories import HOME, Scene, work_of
from tests.services.desk import Desk, because

ALL = Page(100, None, encode)
NONE = Arrival((), 0)
Given = Callable[..., str]


@pytest.fixture
def given(desk: Desk, scene: Scene) -> Given:
    """A contest of stories that is open; its id."""

    def make(kind: str = "story", **rules: Any) -> str:
        return desk.database.write_now(
            lambda s: place.contest(work_of(s), scene, kind=kind, **rules).id
        )

    return make


def whole(**more: Any) -> WorkWrite:
    said = {"title": "Áo dài", "story": "Chuyện của mẹ.", "shows": "nobody", "is_own": True}
    return WorkWrite(**{**said, **more})


def send(desk: Desk, contest: str, who: str = "member", **more: Any) -> WorkRead:
    return desk.run(who, writing.create, contest, whole(**more), NONE)


def refused(code: str, kind: Any = Conflict) -> Any:
    return pytest.raises(kind, match=f"^{code}$")


def fields(caught: Any) -> set[tuple[str, str]]:
    return {(error.pointer, error.code) for error in caught.value.errors}


def all_of(desk: Desk, table: Any) -> list[Any]:
    return desk.database.read_now(lambda s: list(s.execute(select(table)).scalars()))


# -- sending in --------------------------------------------------------------------------------


def test_numbers_are_given_board_by_board_and_she_is_kept_as_she_was(
    desk: Desk, scene: Scene, given: Given
) -> None:
    contest = given()
    desk.database.write_now(
        lambda s: place.entrant(work_of(s), scene, "member", unit_id=scene.units["commune"])
    )
    made = [
        send(desk, contest, board=board) for board in ("individual", "collective", "individual")
    ]
    assert [one.entry for one in made] == ["C1", "T1", "C2"]
    assert made[0].state == "submitted"
    (entrant,) = all_of(desk, Entrant)
    assert (entrant.full_name, entrant.unit_name) == ("Nguyễn Thị member", "Đơn vị commune")
    assert [fault for fault in desk.faults() if not fault.startswith("counter")] == []


def test_the_first_work_fixes_rules_and_ruleset(desk: Desk, given: Given) -> None:
    contest = given()
    desk.run("contests", ruling.put, contest, rules())
    send(desk, contest)
    with refused("work-rules-begun"):
        desk.run("contests", ruling.put, contest, rules())
    assert all_of(desk, Contest)[0].begun_at is not None
    for statement in (
        "UPDATE work_rules SET quorum = 9",
        "UPDATE work_rules SET closes_at = opens_at",
        "DELETE FROM work_rules",
        "UPDATE work SET number = 7",
        "DELETE FROM work",
        "UPDATE contest SET ruleset_sha256 = ruleset_sha256",
    ):
        with pytest.raises(DBAPIError):
            desk.database.write_now(partial(run, statement))


def run(statement: str, session: Session) -> None:
    session.execute(text(statement))


def rules(**more: Any) -> WorkRulesWrite:
    now = "2026-01-01T00:00"
    said = {
        "needs": "story",
        "opens_at": now,
        "closes_at": "2099-01-01T00:00",
        "votes_from": now,
        "votes_until": "2099-02-01T00:00",
        "individual": True,
        "criteria_text": "Ý tưởng: 60\nHình ảnh - 40%",
        "vote_weight": 20,
    }
    return WorkRulesWrite(**{**said, **more})


def test_rules_are_read_as_they_are_typed(desk: Desk, given: Given) -> None:
    contest = given()
    told = desk.run("contests", ruling.put, contest, rules(full_mark="100", cap=50))
    assert [(one.name, one.weight) for one in told.criteria] == [("Ý tưởng", 60), ("Hình ảnh", 40)]
    assert (told.full_mark, told.cap, told.may_write) == (100, 50, True)
    assert told.opens_at.isoformat() == "2025-12-31T17:00:00+00:00"
    assert not desk.run("member", ruling.read, contest).may_write
    with pytest.raises(Forbidden):
        desk.run("moderator", ruling.put, contest, rules())


@pytest.mark.parametrize(
    ("more", "pointer", "code"),
    [
        ({"individual": False}, "/individual", "work-no-board"),
        ({"closes_at": "2025-01-01T00:00"}, "/closes_at", "closes-before-opening"),
        ({"votes_until": None}, "/votes_until", "work-half-a-window"),
        ({"votes_from": None, "votes_until": None}, "/votes_from", "work-votes-without-window"),
        ({"votes_until": "2020-01-01T00:00"}, "/votes_until", "closes-before-opening"),
        ({"criteria_text": ""}, "/criteria_text", "work-no-criterion"),
        ({"criteria_text": "Ý tưởng"}, "/criteria_text", "work-criterion-unread"),
        ({"criteria_text": "A: 0"}, "/criteria_text", "work-criterion-unread"),
        ({"criteria_text": "A: 5\nA: 6"}, "/criteria_text", "work-criterion-twice"),
    ],
)
def test_rules_that_cannot_be_are_told_beside_their_field(
    desk: Desk, given: Given, more: dict[str, Any], pointer: str, code: str
) -> None:
    contest = given()
    with pytest.raises(Invalid) as caught:
        desk.run("contests", ruling.put, contest, rules(**more))
    assert (pointer, code) in fields(caught)


def test_nothing_late_nothing_early_nothing_of_a_juror(
    desk: Desk, scene: Scene, given: Given
) -> None:
    open_one = given()
    desk.database.write_now(
        lambda s: place.office(work_of(s), s.get_one(Contest, open_one), scene.persons["member"])
    )
    with refused("work-of-juror"):
        send(desk, open_one)
    for hours, code in ((-2, "work-late"), (2, "work-not-open")):
        now = clock.now() + timedelta(hours=hours)
        other = given(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))
        with refused(code):
            send(desk, other)
        with refused(code):
            desk.run("member", writing.new_form, other)
    with pytest.raises(Forbidden):
        send(desk, given(), "chair")
    with pytest.raises(Hidden):
        send(desk, given(), "other_member")


def test_one_millisecond_after_closing_is_late(desk: Desk, scene: Scene, given: Given) -> None:
    contest = given()

    def at(closing: timedelta) -> None:
        def inside(session: Any) -> None:
            terms = session.get(WorkRules, contest)
            moment = terms.closes_at + closing
            work = work_of(session, now=moment)
            work = work_of(session, now=moment, actor=actor(work, scene))
            writing.create(work, contest, whole(), NONE)

        desk.database.write_now(inside)

    at(timedelta(milliseconds=-1))
    with refused("work-late"):
        at(timedelta(0))


def test_a_limit_holds_and_a_withdrawn_work_frees_her_place(desk: Desk, given: Given) -> None:
    contest = given(most_of_person=2)
    first, _ = send(desk, contest), send(desk, contest)
    with refused("work-over-owner"):
        send(desk, contest)
    desk.run("member", writing.withdraw, first.id, Decision())
    assert send(desk, contest).entry == "C3"
    with refused("wrong-state"):
        desk.run("member", writing.withdraw, first.id, Decision())


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"title": ""}, {("/title", "work-no-title")}),
        ({"story": " "}, {("/story", "work-no-story")}),
        ({"shows": "adult"}, {("/people_agree", "work-people-unasked")}),
        ({"shows": "child", "people_agree": True}, {("/shows", "work-no-children")}),
        ({"is_own": False}, {("/is_own", "work-not-own")}),
        ({"video": "https://evil.example/1"}, {("/video", "work-video-foreign")}),
        ({"board": "collective"}, {("/board", "work-without-unit")}),
    ],
)
def test_what_is_missing_is_told_beside_its_field(
    desk: Desk, given: Given, more: dict[str, Any], wrong: set[tuple[str, str]]
) -> None:
    contest = given()
    with pytest.raises(Invalid) as caught:
        send(desk, contest, **more)
    assert fields(caught) == wrong
    assert all_of(desk, ContestWork) == []
    assert all_of(desk, WorkRules)[0].sent_individual == 0


def test_a_draft_is_hers_alone_and_is_sent_when_it_is_whole(desk: Desk, given: Given) -> None:
    contest = given()
    draft = desk.run("member", writing.create, contest, WorkWrite(title="Áo", draft=True), NONE)
    assert (draft.state, draft.entry) == ("draft", "")
    assert set(draft.allowed_actions) == {"edit", "submission", "withdrawal"}
    for other in ("chair", "adviser", "moderator"):
        with pytest.raises(Hidden):
            desk.run(other, reading.read, draft.id)
    kept = desk.run("member", writing.change, draft.id, WorkWrite(story="Chuyện", draft=True), NONE)
    with refused("stale-version"):
        desk.run(
            "member", writing.change, draft.id, WorkWrite(title="B", version=draft.version), NONE
        )
    sent = desk.run("member", writing.submit, draft.id, whole(title=None, story=None), NONE)
    assert (sent.title, sent.story, sent.entry) == ("Áo", kept.story, "C1")
    again = desk.run("member", writing.submit, draft.id, WorkWrite(), NONE)
    assert (again.entry, again.state) == ("C1", "submitted")
    with refused("work-numbered"):
        desk.run("member", writing.change, draft.id, WorkWrite(board="collective"), NONE)


# -- judging -----------------------------------------------------------------------------------


def test_a_work_stands_in_the_inbox_and_is_judged_once(desk: Desk, given: Given) -> None:
    contest = given()
    one = send(desk, contest)
    (line,) = waiting(desk, "moderator")
    assert line.title == "C1 · Áo dài"
    assert line.author == "Nguyễn Thị member"
    assert "approval" in line.allowed_actions
    told = desk.run("moderator", deciding.approve, one.id, Decision())
    assert (told.state, told.undo_until is not None) == ("accepted", True)
    with refused("already-decided"):
        desk.run("chair", deciding.refuse, one.id, because("Không."))
    notices = [row.kind for row in all_of(desk, Notice)]
    assert "work.accepted" in notices
    desk.run("moderator", deciding.undo, one.id, "approved")
    assert desk.run("member", reading.read, one.id).state == "submitted"
    code = desk.run("chair", reading.to_decide, one.id).reasons[0].code
    desk.run("chair", deciding.refuse, one.id, because("", reason=code))
    hers = desk.run("member", reading.read, one.id)
    assert (hers.state, bool(hers.state_reason)) == ("refused", True)
    with pytest.raises(Hidden):
        read_as_hoa(desk, one.id)
    desk.run("chair", deciding.reverse, one.id, because("Xem lại thì đúng chủ đề."))
    assert desk.run("member", reading.read, one.id).state == "accepted"
    assert desk.faults() == []


def waiting(desk: Desk, who: str) -> list[Any]:
    return list(desk.run(who, inbox.page, HOME, ALL, state="", kind="work").items)


def read_as_hoa(desk: Desk, work_id: str) -> WorkRead:
    """A member who is not its author."""

    def inside(session: Any) -> WorkRead:
        member = place.entrant(work_of(session), desk.scene, "hoa")
        desk.scene.persons["hoa"] = member.person_id
        hoa = actor(work_of(session), desk.scene, "hoa")
        return reading.read(work_of(session, actor=hoa), work_id)

    return desk.database.write_now(inside)


def test_nobody_decides_on_her_own_and_no_juror_on_any(
    desk: Desk, scene: Scene, given: Given
) -> None:
    contest = given()
    desk.database.write_now(
        lambda s: (
            place.piece(
                work_of(s),
                s.get_one(Contest, contest),
                _file_of(s, scene, "moderator"),
                1,
                state="submitted",
            ).id
        )
    )
    (own,) = all_of(desk, ContestWork)
    with refused("own-case", Forbidden):
        desk.run("moderator", deciding.approve, own.id, Decision())
    desk.database.write_now(
        lambda s: place.office(work_of(s), s.get_one(Contest, contest), scene.persons["chair"])
    )
    with refused("work-juror-blind"):
        desk.run("chair", deciding.approve, own.id, Decision())
    with refused("work-juror-blind"):
        desk.run("chair", intake.read, contest)
    seen = desk.run("chair", reading.read, own.id)
    assert (seen.author, seen.unit, seen.review, seen.alike) == (None, None, None, [])
    (line,) = waiting(desk, "chair")
    assert (line.author, line.allowed_actions) == (None, [])
    assert desk.run("vice_chair", deciding.approve, own.id, Decision()).author is not None


def _file_of(session: Any, scene: Scene, name: str) -> Any:
    """A file for somebody of the board."""
    member = place.entrant(work_of(session), scene, f"file_{name}")
    member.person_id = scene.persons[name]
    session.flush()
    return member


def test_many_are_judged_at_once(desk: Desk, given: Given) -> None:
    contest = given()
    made = [send(desk, contest) for _ in range(3)]
    body = Batch(decision="approval", items=[BatchItem(id=one.id) for one in made])
    assert (
        desk.run("moderator", batches.batch, HOME, body, lambda r: (409, {"code": r.code})).done
        == 3
    )
    listed = desk.run("member", reading.gallery, contest, ALL, "")
    assert [one.entry for one in listed.items] == ["C1", "C2", "C3"]
    assert [one.own for one in listed.items] == [True] * 3


def test_intake_tells_who_would_fail_and_removes_nobody(
    desk: Desk, scene: Scene, given: Given
) -> None:
    contest = given(most_individual=1)
    first, second = send(desk, contest), send(desk, contest)
    told = desk.run("contests", intake.read, contest)
    assert [(one.entry, one.why) for one in told.works] == [("C2", ["work-over-board"])]
    assert (told.sent, told.fitting) == (2, 1)
    desk.database.write_now(
        lambda s: place.office(
            work_of(s), s.get_one(Contest, contest), scene.persons["member"], "organiser"
        )
    )
    told = desk.run("adviser", intake.read, contest)
    assert {one.id: one.why for one in told.works} == {
        key: ["work-kept-out"] for key in (first.id, second.id)
    }


# -- pictures ----------------------------------------------------------------------------------


def arrival(*contents: bytes) -> Arrival:
    return Arrival(
        tuple(
            Arrived(f"k{n}", hashlib.sha256(data).hexdigest(), 9, Look("image/png", 9, 9))
            for n, data in enumerate(contents)
        ),
        99,
    )


def test_pictures_are_private_until_the_work_is_accepted(desk: Desk, given: Given) -> None:
    contest = given("photo", needs="pictures")
    body = whole(story=None)
    with pytest.raises(Invalid) as caught:
        desk.run("member", writing.create, contest, body, NONE)
    assert fields(caught) == {("/pictures", "work-no-picture")}
    one = desk.run("member", writing.create, contest, body, arrival(b"a"))
    assert [(row.audience, row.draft) for row in all_of(desk, Picture)] == [("owner", False)]
    desk.run("contests", deciding.approve, one.id, Decision())
    assert [row.audience for row in all_of(desk, Picture)] == ["members"]
    desk.run("member", writing.withdraw, one.id, Decision())
    assert [row.audience for row in all_of(desk, Picture)] == ["owner"]


def test_the_same_picture_warns_on_both_cards(desk: Desk, given: Given) -> None:
    contest = given("photo", needs="pictures")
    first, second, third = (
        desk.run("member", writing.create, contest, whole(story=None), arrival(data))
        for data in (b"same", b"same", b"other")
    )
    desk.database.write_now(
        lambda s: [
            s.execute(
                text("UPDATE picture SET dhash = :d WHERE subject_id = :s"), {"d": d, "s": one.id}
            )
            for one, d in ((first, "f" * 16), (second, "0" * 16), (third, "0" * 15 + "3"))
        ]
    )
    told = {
        one.id: {
            other.entry: other.how for other in desk.run("contests", reading.read, one.id).alike
        }
        for one in (first, second, third)
    }
    assert told == {
        first.id: {"C2": "same"},
        second.id: {"C1": "same", "C3": "near"},
        third.id: {"C2": "near"},
    }
    assert desk.run("member", reading.read, first.id).alike == []


def test_she_finds_her_works_in_her_own_data(desk: Desk, given: Given) -> None:
    contest = given()
    send(desk, contest)
    held = desk.run("member", my_data.data)
    assert [(one["entry"], one["title"]) for one in held.works] == [("C1", "Áo dài")]


def test_the_log_tells_what_was_decided(desk: Desk, given: Given) -> None:
    one = send(desk, given())
    desk.run("moderator", deciding.refuse, one.id, because("Chưa rõ."))
    actions = [row.action for row in all_of(desk, AuditRow) if row.subject_id == one.id]
    assert actions == ["work.refuse"]


# -- the closed circle ---------------------------------------------------------------------------

HARM = "Đêm qua chồng em lại đánh em, em phải bế con sang nhà hàng xóm ngủ."


def test_a_story_about_violence_reaches_the_circle_and_nobody_else(
    desk: Desk, given: Given
) -> None:
    made = send(desk, given(), story=HARM)
    assert (made.state, made.entry, bool(made.private_thread)) == ("draft", "", True)
    for who in ("moderator", "adviser", "contests"):
        with pytest.raises(Hidden):
            desk.run(who, reading.read, made.id)
    again = desk.run("member", writing.submit, made.id, whole(story=HARM), NONE)
    assert (again.state, again.private_thread) == ("draft", made.private_thread)
    assert desk.faults() == []


def test_a_waiting_work_that_turns_to_violence_leaves_the_inbox(desk: Desk, given: Given) -> None:
    made = send(desk, given())
    turned = desk.run("member", writing.change, made.id, WorkWrite(story=HARM), NONE)
    assert (turned.state, bool(turned.private_thread)) == ("withdrawn", True)
    with pytest.raises(Hidden):
        desk.run("moderator", reading.read, made.id)
    assert desk.faults() == []
