"""“Chị em nói – Hội trả lời”: told once whenever she voiced it, put right, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.care import CareCase
from app.models.needs import Need, NeedAnswer, NeedTopic
from app.models.notices import Notice
from app.schemas.needs import (
    NeedAnswerChange,
    NeedAnswerCreate,
    NeedCreate,
    NeedGathering,
    NeedMerger,
    NeedRead,
    NeedTopicRead,
)
from app.services import me, my_data, passing_on
from app.services.needs import answering, gathering, months, reading, secluding, voicing
from app.web.paging import encode
from tests.factories import HOME
from tests.services.desk import Desk
from tests.services.need_topics import gathered, voiceless

ALL = Page(100, None, encode)
DOING = NeedAnswerCreate(state="doing", text="Hội đang mời người dạy")


def write(desk: Desk, text: str = "Mong có lớp nấu ăn", **more: Any) -> NeedRead:
    return desk.run("member", voicing.create, HOME, NeedCreate(text=text, **more))


def topic(desk: Desk, *needs: str | None) -> NeedTopicRead:
    return gathered(desk, *(one for one in needs if one))


def rows(desk: Desk, model: Any, *where: Any) -> list[Any]:
    return desk.database.read_now(lambda s: list(s.execute(select(model).where(*where)).scalars()))


def letters(desk: Desk, *, back: bool = False) -> list[Notice]:
    found = rows(desk, Notice, col(Notice.kind) == "need.answered")
    return [one for one in found if (one.withdrawn_at is not None) is back]


def test_whoever_is_gathered_after_the_answer_is_told_of_it_once(desk: Desk) -> None:
    made = voiceless(desk)
    desk.run("editor", answering.answer, made.id, DOING)
    assert letters(desk) == []
    for text in ("Mong học nấu ăn", "Mong học làm bánh"):
        body = NeedGathering(topic=made.id, needs=[write(desk, text).id or ""])
        desk.run("editor", gathering.gather, HOME, body)
    assert len(letters(desk)) == 1
    other = voiceless(desk, "Nấu ăn chay")
    desk.run("member", voicing.join, other.id)
    desk.run("editor", gathering.merge, other.id, NeedMerger(into=made.id))
    assert len(letters(desk)) == 1


def test_the_letter_names_nobody_on_the_lists_of_the_board(desk: Desk) -> None:
    made = topic(desk, write(desk, hidden=True).id)
    desk.run("editor", answering.answer, made.id, DOING)
    (letter,) = letters(desk)
    assert (letter.member_id, letter.urgency) == (None, "digest")
    untold = desk.run("chair", passing_on.untold, HOME, ALL)
    assert "need.answered" not in untold.model_dump_json()


def test_a_correction_is_read_at_once_and_told_to_nobody(desk: Desk) -> None:
    made = topic(desk, write(desk).id)
    first = desk.run("editor", answering.answer, made.id, DOING).answers[0]
    better = NeedAnswerChange(text="Hội đã mời được người dạy", version=2)
    seen = desk.run("chair", answering.correct, first.id, better)
    (one,) = seen.answers
    assert (one.text, one.no, one.answered_at) == (better.text, 2, first.answered_at)
    assert one.corrected_at is not None
    assert [(past.no, past.corrected) for past in seen.history] == [(2, False), (1, True)]
    assert len(letters(desk)) == 1
    for who, many in (("member", 0), ("adviser", 2), ("moderator", 2)):
        read = desk.run(who, reading.read, made.id)
        assert (len(read.history), DOING.text in read.model_dump_json()) == (many, many > 0)
    with pytest.raises(Conflict, match="need-answer-past"):
        desk.run("editor", answering.correct, first.id, NeedAnswerChange(text="Muộn"))
    with pytest.raises(Conflict, match="stale-version"):
        desk.run("editor", answering.correct, one.id, better)
    with pytest.raises(Forbidden):
        desk.run("moderator", answering.correct, one.id, better)


def test_a_no_stays_with_a_reason_when_it_is_corrected(desk: Desk) -> None:
    made = voiceless(desk)
    no = NeedAnswerCreate(state="not_possible", text="Chưa có phòng", reason="Đang sửa")
    one = desk.run("editor", answering.answer, made.id, no).answers[0]
    with pytest.raises(Invalid):
        desk.run("editor", answering.correct, one.id, NeedAnswerChange(text="Chưa", reason=" "))
    seen = desk.run("editor", answering.correct, one.id, NeedAnswerChange(text="Chưa mở được"))
    assert (seen.answers[0].reason, seen.state) == ("Đang sửa", "not_possible")


def test_an_answer_taken_back_is_gone_for_members_with_the_letters_nobody_read(desk: Desk) -> None:
    made = topic(desk, write(desk).id)
    first = desk.run("editor", answering.answer, made.id, DOING).answers[0]
    done = NeedAnswerCreate(state="done", text="Đã mở lớp")
    second = desk.run("editor", answering.answer, made.id, done).answers[0]
    assert len(letters(desk)) == 2
    desk.run("chair", answering.take_back, second.id)
    assert (len(letters(desk)), len(letters(desk, back=True))) == (1, 1)
    seen = desk.run("member", reading.read, made.id)
    assert ([one.id for one in seen.answers], seen.state) == ([first.id], "doing")
    assert seen.taken_back_at is not None
    assert done.text not in seen.model_dump_json()
    assert desk.run("adviser", reading.read, made.id).history[0].withdrawn_by != ""
    with pytest.raises(Conflict, match="need-answer-past"):
        desk.run("chair", answering.take_back, second.id)
    desk.run("chair", answering.take_back, first.id)
    assert desk.run("member", reading.read, made.id).state == "open"
    desk.run("editor", answering.answer, made.id, done)
    assert len(letters(desk)) == 1
    assert len(rows(desk, NeedAnswer)) == 3
    said = [row.action for row in rows(desk, AuditRow, col(AuditRow.subject_id) == made.id)]
    assert said.count("need.take_back") == 2


def test_she_takes_back_what_she_wrote_and_is_counted_no_more(desk: Desk) -> None:
    mine, other = write(desk, hidden=True), write(desk, "Mong học bơi")
    made = topic(desk, mine.id, other.id)
    for who in ("chair", "editor"):
        with pytest.raises(Forbidden):
            desk.run(who, voicing.withdraw, mine.id or "")
    with pytest.raises(Hidden):
        desk.run("moderator", voicing.withdraw, mine.id or "")
    desk.run("member", voicing.withdraw, mine.id or "")
    assert [row.id for row in rows(desk, Need)] == [other.id]
    assert desk.run("editor", reading.read, made.id).people == 1
    assert [one["text"] for one in desk.run("member", my_data.data).needs] == ["Mong học bơi"]
    last = rows(desk, AuditRow, col(AuditRow.action) == "need.withdraw")
    assert [row.actor_id for row in last] == [None]
    with pytest.raises(Hidden):
        desk.run("member", voicing.withdraw, mine.id or "")


def test_who_joins_is_named_nowhere_and_may_leave(desk: Desk) -> None:
    made = voiceless(desk)
    assert desk.run("member", voicing.join, made.id).may_leave
    joined = rows(desk, AuditRow, col(AuditRow.action) == "need.join")
    assert [row.actor_id for row in joined] == [None]
    desk.run("member", voicing.leave, made.id)
    desk.run("member", voicing.leave, made.id)
    seen = desk.run("member", reading.read, made.id)
    assert (seen.mine, seen.may_join, seen.may_leave) == (False, True, False)
    assert len(rows(desk, AuditRow, col(AuditRow.action) == "need.leave")) == 1


def test_what_the_words_did_not_tell_goes_to_the_circle_by_a_reader(desk: Desk) -> None:
    need = write(desk, "Mong được ngủ yên một đêm", hidden=True)
    topic(desk, need.id)
    with pytest.raises(Hidden):
        desk.run("moderator", secluding.hand_over, need.id or "")
    assert desk.run("editor", secluding.asked, need.id or "").author == ""
    desk.run("editor", secluding.hand_over, need.id or "")
    assert rows(desk, Need) == []
    (case,) = rows(desk, CareCase)
    assert (case.source_type, case.way, case.question_id is not None) == ("need", "officer", True)
    assert desk.run("editor", gathering.page, HOME, ALL, "all", "").items == []
    (row,) = rows(desk, AuditRow, col(AuditRow.action) == "need.to_care")
    assert row.actor_id is None
    with pytest.raises(Hidden):
        desk.run("editor", secluding.hand_over, need.id or "")


def test_her_own_page_tells_what_became_of_it(desk: Desk) -> None:
    texts = [f"Mong điều {n}" for n in "abcd"]
    made = topic(desk, [write(desk, text).id for text in texts][-1])
    desk.run("editor", answering.answer, made.id, DOING)
    mine = desk.run("member", me.me).needs
    assert [one.text for one in mine] == texts[:0:-1]
    assert (mine[0].topic_state, mine[0].topic_title) == ("doing", "Lớp nấu ăn")
    assert desk.run("chair", me.me).needs == []


def test_an_answer_stands_in_its_own_month_too(desk: Desk) -> None:
    made = voiceless(desk)

    def age(session: Any) -> None:
        session.get(NeedTopic, made.id).month = "2020-01"

    desk.database.write_now(age)
    assert desk.run("member", months.page, HOME, "", ALL).topics == []
    desk.run("editor", answering.answer, made.id, DOING)
    for month in ("", "2020-01"):
        shown = desk.run("member", months.page, HOME, month, ALL).topics
        assert [one.id for one in shown] == [made.id]
