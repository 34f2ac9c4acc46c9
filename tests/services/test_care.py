"""The closed circle: what reaches it, who alone reads it, who is asked next, what stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.care import CareCase, CareStep, CareTurn
from app.models.machinery import OutboxRow
from app.models.notices import Notice
from app.models.questions import Question
from app.schemas.care import (
    CareAnswer,
    CareChange,
    CareClosing,
    CareRead,
    CareStepCreate,
    HelpPlaceWrite,
    HolderCreate,
    HolderEnd,
)
from app.schemas.communities import CommunityChange
from app.schemas.posts import PostCreate
from app.schemas.questions import (
    QuestionAnswer,
    QuestionCreate,
    QuestionMessageCreate,
    QuestionRead,
    SafeContactWrite,
)
from app.services import (
    care,
    care_circle,
    care_views,
    communities,
    help_places,
    my_data,
    question_views,
    questions,
)
from app.services import today as board_today
from app.services.posts import writing
from tests.conftest import Watch
from tests.factories import HOME
from tests.services.desk import Desk

FIRST = Page(20, None, str)
STORY = "Chồng em hay đánh em, em không biết làm sao."
B15 = (
    "Đêm qua em lại phải bế con sang nhà hàng xóm ngủ. Sáng về anh ấy xin lỗi, em không biết nên "
    "tin không. Em không dám kể với ai."
)
OUTSIDE = ("vice_chair", "moderator", "membership", "editor", "contests", "adviser", "officer")


def tell(desk: Desk, words: str = STORY, **more: Any) -> QuestionRead:
    return desk.run("member", questions.ask, HOME, QuestionCreate(text=words, **more))


def the_case(desk: Desk) -> CareCase:
    return desk.database.read_now(lambda s: s.execute(select(CareCase)).scalar_one())


def opened(desk: Desk, who: str = "questions") -> CareRead:
    return desk.run(who, care_views.read, the_case(desk).id)


def every(desk: Desk, table: Any) -> list[Any]:
    return desk.database.read_now(lambda s: list(s.execute(select(table)).scalars()))


def at(watch: Watch, local: str) -> None:
    """Tomorrow at a Vietnamese time of day: everyone is appointed by then."""
    day = clock.today() + timedelta(days=1)
    watch.moment = datetime.combine(day, time.fromisoformat(local), clock.VIETNAM)


# -- what reaches it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "marked", "way"),
    [(STORY, False, "words"), (B15, False, "words"), ("Em cần gặp chị.", True, "herself")],
)
def test_what_tells_of_harm_never_stands_on_the_desk(
    desk: Desk, words: str, marked: bool, way: str
) -> None:
    made = tell(desk, words, about_harm=marked)
    assert made.private
    case = the_case(desk)
    assert (case.way, case.no, case.year) == (way, 1, clock.today().year)
    for who in ("questions", "chair", "vice_chair", "adviser"):
        with pytest.raises(Hidden):
            desk.run(who, question_views.read, made.id)
        shown = desk.run(who, question_views.page, HOME, FIRST, "all", "")
        assert shown.items == []
    assert opened(desk).messages[0].text == words


def test_her_later_words_lead_an_ordinary_thread_away(desk: Desk) -> None:
    made = tell(desk, "Thủ tục ly hôn thế nào ạ?", title="Ly hôn")
    assert not made.private
    desk.run("questions", questions.claim, made.id)
    after = desk.run("member", questions.follow, made.id, QuestionMessageCreate(text=STORY))
    assert (after.private, after.messages, after.title) == (True, [], "")
    with pytest.raises(Hidden):
        desk.run("questions", question_views.read, made.id)
    assert [m.text for m in opened(desk).messages] == ["Thủ tục ly hôn thế nào ạ?", STORY]
    question = every(desk, Question)[0]
    assert (question.fold, question.owner_id) == ("", None)
    kinds = [row.kind for row in every(desk, OutboxRow) if row.subject_id == made.id]
    assert kinds == ["question.ask", "question.claim", "question.leave"]


def test_an_officer_leads_a_thread_away_and_sees_it_no_more(desk: Desk) -> None:
    made = tell(desk, "Em buồn lắm.")
    gone = desk.run("vice_chair", questions.lead_to_circle, made.id)
    assert gone.id == made.id
    with pytest.raises(Hidden):
        desk.run("vice_chair", question_views.read, made.id)
    assert the_case(desk).way == "officer"


def test_other_services_hand_over_and_one_source_is_one_case(desk: Desk) -> None:
    def hand_over(work: Any, source: str) -> str:
        member = desk.member("member")
        got = care.receive(work, member.community_id, member, source, "p1", B15, way="words")
        return got.id

    first = desk.run("moderator", hand_over, "post")
    assert desk.run("moderator", hand_over, "post") == first
    assert desk.run("moderator", hand_over, "flag") != first
    post, flag = every(desk, CareCase)
    assert (post.no, flag.no, post.text, flag.text) == (1, 2, "", B15)
    shown = desk.run("questions", care_views.read, post.id)
    assert [m.text for m in shown.messages] == [B15]
    hers = desk.run("member", question_views.page, HOME, FIRST, "open", "").items
    assert [one.private for one in hers] == [True, True]


def test_without_a_member_there_is_no_thread_to_write_in(desk: Desk) -> None:
    def hand_over(work: Any) -> None:
        care.receive(work, desk.scene.communities[HOME], None, "flag", "f1", "Có người bị đánh")

    desk.run("moderator", hand_over)
    shown = opened(desk)
    assert (shown.member, shown.text, shown.messages) == (None, "Có người bị đánh", [])
    assert "answers" not in shown.allowed_actions
    with pytest.raises(Conflict):
        desk.run("questions", care.answer, shown.id, CareAnswer(text="Chị ơi"))


# -- who reads ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [*OUTSIDE, "administrator", "member", "nobody", "other_chair"])
def test_nobody_else_lists_reads_or_learns_of_it(desk: Desk, who: str) -> None:
    tell(desk)
    case = the_case(desk)
    with pytest.raises(Forbidden):
        desk.run(who, care_views.page, HOME, FIRST, open_only=True)
    with pytest.raises(Hidden):
        desk.run(who, care_views.read, case.id)
    with pytest.raises(Hidden):
        desk.run(who, care.take_step, case.id, CareStepCreate(kind="called"))
    if who in OUTSIDE and who != "officer":
        shown = desk.run(who, board_today.today, HOME)
        assert "care" not in {one.kind for one in shown.waiting}
        assert not desk.run(who, board_today.more, HOME).reads_care


def test_whom_the_chair_named_reads_until_her_term_ends(desk: Desk) -> None:
    tell(desk)
    person = desk.scene.persons["membership"]
    named = desk.run(
        "chair", care_circle.name, HOME, HolderCreate(person=person, commune_officer=True)
    )
    assert opened(desk, "membership").messages[0].text == STORY
    circle = desk.run("membership", care_circle.read, HOME)
    assert circle.chain == [
        "Nguyễn Thị membership",
        "Nguyễn Thị questions",
        "Nguyễn Thị chair",
    ]
    assert circle.has_commune_officer
    assert not circle.may_name
    desk.run("chair", care_circle.end, named.id, HolderEnd(valid_to=clock.today()))
    with pytest.raises(Hidden):
        opened(desk, "membership")
    with pytest.raises(Conflict):
        desk.run("chair", care_circle.end, named.id, HolderEnd(valid_to=clock.today()))


def test_the_chair_names_from_the_board_alone_and_each_once(desk: Desk) -> None:
    for wrong in ("adviser", "officer", "nobody", "other_chair"):
        body = HolderCreate(person=desk.scene.persons[wrong])
        with pytest.raises(Invalid):
            desk.run("chair", care_circle.name, HOME, body)
    body = HolderCreate(person=desk.scene.persons["editor"], place=1)
    desk.run("chair", care_circle.name, HOME, body)
    again = HolderCreate(person=desk.scene.persons["editor"])
    other = HolderCreate(person=desk.scene.persons["contests"], place=1)
    for taken in (again, other):
        with pytest.raises(Conflict):
            desk.run("chair", care_circle.name, HOME, taken)
    for who in ("vice_chair", "questions"):
        with pytest.raises(Forbidden):
            desk.run(who, care_circle.name, HOME, again)


def test_nobody_opens_her_own_case(desk: Desk) -> None:
    tell(desk)

    def give(work: Any) -> None:
        member = work.session.merge(desk.member("member"))
        member.person_id = desk.scene.persons["questions"]

    desk.run("chair", give)
    with pytest.raises(Forbidden):
        opened(desk, "questions")
    assert desk.run("questions", care_views.page, HOME, FIRST, open_only=True).items == []
    assert len(desk.run("chair", care_views.page, HOME, FIRST, open_only=True).items) == 1


# -- what leaves it ----------------------------------------------------------------------------


def test_no_word_and_no_name_of_hers_leaves_the_circle(desk: Desk) -> None:
    """The log, the feed, notices: the case's id, who opened it, and nothing that she wrote."""
    made = tell(desk, title="Chuyện nhà em", about_harm=True, safe_contact="here", sensitive=True)
    case = the_case(desk)
    opened(desk)
    desk.run("questions", care.answer, case.id, CareAnswer(text="Chị em tin em."))
    desk.run("questions", care.take_step, case.id, CareStepCreate(kind="referred", note="Công an"))
    desk.run("questions", care.close, case.id, CareClosing(outcome="Đã có nơi lánh"))
    desk.run("member", questions.follow, made.id, QuestionMessageCreate(text="Em lại bị đánh"))
    desk.run("member", questions.withdraw, made.id)
    rows = every(desk, AuditRow)
    hers = {desk.scene.persons["member"], desk.scene.members["member"], made.id}
    about = [row for row in rows if row.subject_type == "care_case"]
    assert [row.action for row in about] == [
        *("care.receive", "care.open", "care.answer", "care.step", "care.close"),
        *("care.wake", "care.erase"),
    ]
    for row in about:
        assert row.subject_id == case.id
        assert not hers & {row.actor_id, row.subject_id}
        assert "đánh" not in str(row.facts)
    assert [row.actor_id for row in about if row.action in {"care.receive", "care.wake"}] == [
        None,
        None,
    ]
    assert {row.request_id for row in about if row.actor_id is None} == {""}
    assert not [row for row in rows if row.actor_id in hers or row.subject_id in hers]
    assert [row for row in every(desk, OutboxRow) if row.subject_id in {made.id, case.id}] == []
    assert [row for row in every(desk, Notice) if row.kind.startswith("question")] == []


def test_on_her_own_page_stands_only_that_there_is_a_private_thread(desk: Desk) -> None:
    tell(desk, title="Chuyện nhà em")
    held = desk.run("member", my_data.data)
    assert [set(one) for one in held.questions] == [{"private", "asked_at"}]
    assert "đánh" not in held.model_dump_json()
    assert "nhà em" not in held.model_dump_json()
    line = desk.run("member", question_views.page, HOME, FIRST, "open", "").items[0]
    assert (line.private, line.title) == (True, "")


def test_words_taken_back_leave_the_row_of_the_register(desk: Desk) -> None:
    made = tell(desk)
    desk.run("member", questions.withdraw, made.id)
    shown = opened(desk)
    assert (shown.no, shown.erased, [m.text for m in shown.messages]) == (1, True, [""])


# -- how she is reached ------------------------------------------------------------------------


def test_a_phone_is_shown_only_where_she_asked_to_be_called(desk: Desk) -> None:
    made = tell(desk)
    assert (opened(desk).safe_contact, opened(desk).phone) == ("", None)
    desk.run(
        "member",
        questions.write_safe_contact,
        made.id,
        SafeContactWrite(safe_contact="call", call_hours="Trưa thứ Ba"),
    )
    shown = opened(desk)
    assert (shown.call_hours, shown.phone) == ("Trưa thứ Ba", desk.scene.phones["member"])
    desk.run("member", questions.write_safe_contact, made.id, SafeContactWrite(safe_contact="none"))
    assert (opened(desk).call_hours, opened(desk).phone) == ("", None)


def test_a_call_needs_its_hours(desk: Desk) -> None:
    with pytest.raises(Invalid):
        tell(desk, about_harm=True, safe_contact="call")
    made = tell(desk)
    with pytest.raises(Invalid):
        desk.run(
            "member", questions.write_safe_contact, made.id, SafeContactWrite(safe_contact="call")
        )


def test_whether_she_agreed_that_it_is_kept_is_known_to_the_circle(desk: Desk) -> None:
    made = tell(desk)
    assert not opened(desk).consented
    desk.run(
        "member",
        questions.write_safe_contact,
        made.id,
        SafeContactWrite(safe_contact="here", sensitive=True),
    )
    assert opened(desk).consented


# -- the register ------------------------------------------------------------------------------


def test_a_case_is_answered_noted_closed_and_opened_again_by_her(desk: Desk) -> None:
    made = tell(desk)
    case = opened(desk)
    desk.run("questions", care.answer, case.id, CareAnswer(text="Em an toàn chưa?"))
    desk.run("questions", care.change, case.id, CareChange(danger="yes"))
    desk.run("questions", care.take_step, case.id, CareStepCreate(kind="called"))
    for kind in ("referred", "other"):
        with pytest.raises(Invalid):
            desk.run("questions", care.take_step, case.id, CareStepCreate(kind=kind))
    desk.run("chair", care.close, case.id, CareClosing(outcome="Đã có nơi lánh"))
    with pytest.raises(Conflict):
        desk.run("chair", care.take_step, case.id, CareStepCreate(kind="met"))
    closed = opened(desk)
    assert (closed.outcome, closed.closed_by) == ("Đã có nơi lánh", "Nguyễn Thị chair")
    hers = desk.run("member", question_views.read, made.id)
    assert [(m.sender, m.by) for m in hers.messages] == [("member", None), ("board", None)]
    desk.run("member", questions.follow, made.id, QuestionMessageCreate(text="Em cảm ơn"))
    again = opened(desk)
    assert (again.closed_at, again.outcome) == (None, "")
    kinds = [(step.kind, step.by) for step in again.steps]
    assert kinds == [
        ("messaged", "Nguyễn Thị questions"),
        ("called", "Nguyễn Thị questions"),
        ("closed", "Nguyễn Thị chair"),
        ("reopened", None),
    ]


def test_the_database_refuses_to_change_or_delete_a_step(desk: Desk) -> None:
    tell(desk)
    desk.run("questions", care.take_step, the_case(desk).id, CareStepCreate(kind="called"))
    for statement in (
        update(CareStep).values(note="khác"),
        delete(CareStep),
        text("INSERT OR REPLACE INTO care_step SELECT * FROM care_step")
        if desk.database.sqlite
        else text("TRUNCATE care_step"),
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            desk.database.write_now(_execution_of(statement))
    assert len(every(desk, CareStep)) == 1


def _execution_of(statement: Any) -> Callable[[Session], Any]:
    return lambda session: session.execute(statement)


# -- thirty minutes ----------------------------------------------------------------------------


def test_nobody_looked_so_the_next_of_the_chain_is_asked_once(desk: Desk, watch: Watch) -> None:
    at(watch, "10:00")
    desk.run("chair", care_circle.name, HOME, HolderCreate(person=desk.scene.persons["membership"]))
    tell(desk)
    for minutes, asked in ((29, 1), (2, 2), (0, 2), (31, 3), (31, 3), (120, 3)):
        watch.forward(minutes=minutes)
        desk.work_off()
        desk.work_off()
        assert len(every(desk, CareTurn)) == asked
    names = [turn.name for turn in opened(desk, "chair").turns]
    assert names == ["Nguyễn Thị membership", "Nguyễn Thị questions", "Nguyễn Thị chair"]
    passed = [row.facts["place"] for row in every(desk, AuditRow) if row.action == "care.pass"]
    assert passed == [2, 3]


def test_a_look_stops_the_clock_and_her_next_words_start_it(desk: Desk, watch: Watch) -> None:
    at(watch, "10:00")
    made = tell(desk)
    opened(desk)
    watch.forward(hours=3)
    desk.work_off()
    assert len(every(desk, CareTurn)) == 1
    desk.run("member", questions.follow, made.id, QuestionMessageCreate(text="Em lại bị đánh"))
    desk.run("member", questions.follow, made.id, QuestionMessageCreate(text="Chị ơi"))
    assert [(turn.round, turn.place) for turn in every(desk, CareTurn)] == [(1, 1), (2, 1)]
    watch.forward(minutes=31)
    desk.work_off()
    assert [(turn.round, turn.place) for turn in every(desk, CareTurn)] == [(1, 1), (2, 1), (2, 2)]


def test_at_night_the_minutes_wait_for_the_morning(desk: Desk, watch: Watch) -> None:
    at(watch, "23:00")
    made = tell(desk)
    hers = desk.run("member", question_views.read, made.id)
    assert not hers.hours.on_duty
    assert not hers.hours.opens_today
    numbers = [place.number for place in hers.help_places]
    assert numbers == ["113", "115", "111", "1900 969 680"]
    watch.forward(hours=7)
    desk.work_off()
    assert desk.run("member", question_views.read, made.id).hours.opens_today
    watch.forward(minutes=59)
    desk.work_off()
    assert len(every(desk, CareTurn)) == 1
    watch.forward(minutes=2)
    desk.work_off()
    assert len(every(desk, CareTurn)) == 2


def test_a_community_has_duty_hours_of_its_own(desk: Desk, watch: Watch) -> None:
    at(watch, "07:00")
    change = CommunityChange(duty_starts="08:00", duty_ends="17:00")
    said = desk.run("chair", communities.change, HOME, change)
    assert (said.on_duty, said.duty_starts, said.duty_ends) == (False, "08:00", "17:00")
    assert "sẽ trả lời từ 8 giờ sáng" in said.evening_text
    made = tell(desk)
    hours = desk.run("member", question_views.read, made.id).hours
    assert (hours.starts, hours.on_duty, hours.opens_today) == ("8:00", False, True)
    due = the_case(desk).due_at
    assert due is not None
    assert clock.in_vietnam(due).strftime("%H:%M") == "08:30"
    today = desk.run("chair", board_today.today, HOME)
    assert (today.on_duty, today.hours.ends) == (False, "17:00")
    post = desk.run("member", writing.create, HOME, PostCreate(body="Chào chị em"))
    assert post.waiting is not None
    # Nine hours of duty a day: 24 of them end on the third day.
    assert clock.in_vietnam(post.waiting.due_at).strftime("%H:%M") == "14:00"
    assert post.waiting.hours.starts == "8:00"


@pytest.mark.parametrize(
    ("starts", "ends"), [("17:00", "08:00"), ("12:00", "20:00"), ("08:00", "08:59")]
)
def test_duty_begins_in_the_morning_and_lasts_an_hour(desk: Desk, starts: str, ends: str) -> None:
    change = CommunityChange(duty_starts=starts, duty_ends=ends)
    with pytest.raises(Invalid) as refused:
        desk.run("chair", communities.change, HOME, change)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/duty_ends", "duty-hours")]


def test_the_circle_sees_what_nobody_has_opened(desk: Desk) -> None:
    tell(desk)

    def waits(who: str) -> int | None:
        shown = desk.run(who, board_today.today, HOME).waiting
        return next((one.count for one in shown if one.kind == "care"), None)

    assert waits("questions") == 1
    opened(desk)
    assert waits("chair") == 0


def test_verify_tells_a_thread_that_left_the_circle(desk: Desk) -> None:
    """Somebody who writes into the database by hand is found out."""
    tell(desk)
    desk.run("member", questions.ask, HOME, QuestionCreate(text="Lớp yoga ở đâu ạ?"))
    assert desk.faults() == []
    desk.database.write_now(_execution_of(update(Question).values(private=False)))
    assert [fault.rpartition(": ")[2] for fault in desk.faults()] == ["not-private"]


# -- places of help ----------------------------------------------------------------------------


def test_a_number_says_when_it_was_dialled_and_asks_again_after_six_months(
    desk: Desk, watch: Watch
) -> None:
    at(watch, "10:00")
    tell(desk)

    def unchecked() -> int:
        return desk.run("questions", care_views.page, HOME, FIRST, open_only=True).unchecked

    assert unchecked() == 4
    today = clock.today()
    for key in ("police", "ambulance", "children", "peace_house"):
        desk.run("questions", help_places.write, HOME, key, HelpPlaceWrite(checked_on=today))
    assert unchecked() == 0
    watch.forward(days=184)
    assert unchecked() == 4
    desk.run(
        "chair",
        help_places.write,
        HOME,
        "loans",
        HelpPlaceWrite(number="024 3876 0000", checked_on=clock.today()),
    )
    shown = {one.key: one for one in desk.run("stranger", help_places.page, HOME).places}
    assert (shown["loans"].number, shown["loans"].stale) == ("024 3876 0000", False)
    assert shown["police"].number == "113"
    tomorrow = HelpPlaceWrite(checked_on=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid):
        desk.run("chair", help_places.write, HOME, "loans", tomorrow)
    with pytest.raises(Hidden):
        desk.run("chair", help_places.write, HOME, "xyz", HelpPlaceWrite(checked_on=today))
    with pytest.raises(Forbidden):
        desk.run("editor", help_places.write, HOME, "loans", HelpPlaceWrite(checked_on=today))


def test_who_answers_questions_cannot_answer_past_the_circle(desk: Desk) -> None:
    made = tell(desk)
    with pytest.raises(Hidden):
        desk.run("questions", questions.answer, made.id, QuestionAnswer(text="Chào chị"))
    with pytest.raises(Hidden):
        desk.run("questions", questions.claim, made.id)
