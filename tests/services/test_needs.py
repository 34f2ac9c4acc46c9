"""Needs: voiced, hidden, gathered, joined, merged, acted on, and answered to each once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from app.domain.needs import month_of
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.care import CareCase
from app.models.needs import Need, NeedAnswer
from app.models.notices import Notice
from app.schemas.needs import (
    NeedActionChange,
    NeedActionCreate,
    NeedAnswerCreate,
    NeedCreate,
    NeedGathering,
    NeedMerger,
    NeedRead,
    NeedThemeWrite,
)
from app.services import my_data
from app.services.needs import acting, answering, gathering, months, reading, voicing
from app.web.paging import encode
from tests.factories import HOME
from tests.services.desk import Desk
from tests.services.need_topics import gathered, voiceless

ALL = Page(100, None, encode)


def write(desk: Desk, text: str = "Mong có lớp học nấu ăn", **more: Any) -> NeedRead:
    return desk.run("member", voicing.create, HOME, NeedCreate(text=text, **more))


def rows(desk: Desk, model: Any, *where: Any) -> list[Any]:
    return desk.database.read_now(lambda s: list(s.execute(select(model).where(*where)).scalars()))


def test_a_need_stands_on_her_page_and_on_the_board_list(desk: Desk) -> None:
    made = write(desk)
    assert [one.id for one in desk.run("member", reading.page, HOME, ALL).mine] == [made.id]
    (line,) = desk.run("membership", gathering.page, HOME, ALL, "", "lop hoc NAU").items
    assert (line.id, line.author != "") == (made.id, True)
    assert desk.run("membership", gathering.page, HOME, ALL, "", "may vá").items == []


def test_a_hidden_name_is_on_no_list_and_in_no_row_of_the_log(desk: Desk) -> None:
    made = write(desk, hidden=True)
    (line,) = desk.run("chair", gathering.page, HOME, ALL, "", "").items
    assert (line.hidden, line.author) == (True, "")
    (row,) = rows(desk, AuditRow, col(AuditRow.subject_id) == made.id)
    assert (row.actor_id, row.request_id) == (None, "")
    assert desk.run("member", my_data.data).needs[0]["hidden"] is True


def test_what_tells_of_violence_is_the_circles_alone(desk: Desk) -> None:
    made = write(desk, "Tôi mong được giúp, đêm nào chồng cũng đánh tôi")
    assert (made.id, made.private_thread is not None) == (None, True)
    assert rows(desk, Need) == []
    (case,) = rows(desk, CareCase)
    assert (case.source_type, case.question_id) == ("need", made.private_thread)


def test_nobody_but_a_member_writes_and_nobody_but_five_of_the_board_gathers(desk: Desk) -> None:
    for who in ("chair", "adviser"):
        with pytest.raises(Forbidden):
            desk.run(who, voicing.create, HOME, NeedCreate(text="Mong"))
    for who in ("questions", "moderator", "adviser", "member"):
        with pytest.raises(Forbidden):
            desk.run(who, gathering.page, HOME, ALL, "", "")
    of = voiceless(desk).id
    with pytest.raises(Hidden):
        desk.run("stranger", reading.read, of)


def test_a_topic_counts_people_and_not_sentences(desk: Desk) -> None:
    made = gathered(desk, write(desk).id or "", write(desk, "Mong học làm bánh").id or "")
    assert made.people == 1
    desk.run("member", voicing.join, made.id)
    assert desk.run("editor", reading.read, made.id).people == 1
    assert desk.run("moderator", reading.read, made.id).people == 1
    for who in ("member", "adviser"):
        seen = desk.run(who, reading.read, made.id)
        assert (seen.people, seen.needs, seen.owners) == (None, [], [])


def test_what_somebody_gathered_is_gathered_once(desk: Desk) -> None:
    need = write(desk).id or ""
    first = gathered(desk, need)
    with pytest.raises(Conflict, match="need-gathered"):
        gathered(desk, need, title="Khác")
    assert [one.id for one in desk.run("chair", reading.page, HOME, ALL).topics] == [first.id]


@pytest.mark.parametrize("title", ["", " ", "Lớp nấu ăn"])
def test_without_a_need_there_is_no_topic(desk: Desk, title: str) -> None:
    with pytest.raises(Invalid) as refused:
        gathered(desk, title=title)
    faults = {one.pointer: one.code for one in refused.value.errors}
    nameless = {} if title.strip() else {"/title": "need-topic-missing"}
    assert faults == {"/needs": "needs-missing"} | nameless
    assert desk.run("chair", reading.page, HOME, ALL).topics == []


def test_nothing_goes_into_a_topic_where_nothing_was_chosen(desk: Desk) -> None:
    made = gathered(desk, write(desk).id or "")
    with pytest.raises(Invalid) as refused:
        desk.run("editor", gathering.gather, HOME, NeedGathering(topic=made.id))
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.code) == ("/needs", "needs-missing")


def test_a_merged_topic_hands_its_voices_over_once_each(desk: Desk) -> None:
    one, two = gathered(desk, write(desk).id or ""), voiceless(desk, "Hai")
    desk.run("member", voicing.join, two.id)
    into = desk.run("editor", gathering.merge, two.id, NeedMerger(into=one.id))
    assert (into.id, into.people, len(into.needs)) == (one.id, 1, 1)
    with pytest.raises(Conflict, match="need-topic-merged"):
        desk.run("member", voicing.join, two.id)
    with pytest.raises(Conflict, match="need-topic-merged"):
        desk.run("editor", gathering.merge, two.id, NeedMerger(into=one.id))
    with pytest.raises(Invalid):
        desk.run("editor", gathering.merge, one.id, NeedMerger(into=one.id))
    assert desk.run("member", reading.read, two.id).merged_into == one.id


def test_an_answer_tells_each_woman_once_and_keeps_those_before(desk: Desk) -> None:
    made = gathered(desk, write(desk, hidden=True).id or "")
    desk.run("member", voicing.join, made.id)
    no = NeedAnswerCreate(state="not_possible", text="Chưa có phòng")
    with pytest.raises(Invalid):
        desk.run("editor", answering.answer, made.id, no)
    desk.run(
        "editor",
        answering.answer,
        made.id,
        no.model_copy(update={"reason": "Đang sửa nhà văn hóa"}),
    )
    told = rows(desk, Notice, col(Notice.kind) == "need.answered")
    assert len(told) == 1
    assert (told[0].visible_from - told[0].created_at).total_seconds() == 10
    assert told[0].path == f"/need-topics/{made.id}"
    done = desk.run(
        "chair", answering.answer, made.id, NeedAnswerCreate(state="done", text="Đã mở lớp")
    )
    assert [(one.no, one.state) for one in done.answers] == [(2, "done"), (1, "not_possible")]
    assert len(rows(desk, Notice, col(Notice.kind) == "need.answered")) == 2
    month = desk.run("member", months.page, HOME, "", ALL)
    assert [(one.state, one.answer and one.answer.no) for one in month.topics] == [("done", 2)]
    stale = NeedAnswerCreate(state="done", text="Muộn", version=made.version)
    with pytest.raises(Conflict, match="stale-version"):
        desk.run("chair", answering.answer, made.id, stale)


def test_the_database_refuses_a_no_without_a_reason(desk: Desk) -> None:
    made = voiceless(desk)

    def put(session: Any) -> None:
        answer = NeedAnswer(
            id="0" * 32,
            topic_id=made.id,
            no=1,
            state="not_possible",
            text="Chưa",
            answered_by=desk.actor("chair").person_id or "",
            answered_at=made_at,
        )
        session.add(answer)
        session.flush()

    made_at = rows(desk, AuditRow)[0].at
    with pytest.raises(IntegrityError):
        desk.database.write_now(put)


def test_an_action_has_an_owner_of_the_board_and_goes_on(desk: Desk) -> None:
    made = voiceless(desk)
    owner = made.owners[0]
    body = NeedActionCreate(
        kind="training", title="Mở lớp", owner=owner.id, due_on=date(2026, 12, 20)
    )
    (action,) = desk.run("contests", acting.plan, made.id, body).actions
    assert (action.owner_name, action.state) == (owner.name, "planned")
    (action,) = desk.run(
        "contests", acting.change, action.id, NeedActionChange(state="done", version=1)
    ).actions
    assert (action.state, action.version) == ("done", 2)
    late = NeedActionChange(state="dropped", version=1)
    with pytest.raises(Conflict):
        desk.run("contests", acting.change, action.id, late)
    other = body.model_copy(update={"owner": desk.actor("member").person_id})
    with pytest.raises(Invalid):
        desk.run("contests", acting.plan, made.id, other)


def test_a_month_has_one_theme_whose_words_can_change(desk: Desk) -> None:
    month = month_of(rows_today(desk))
    body = NeedThemeWrite(month=month, title="Sức khỏe", question="Chị mong gì?")
    for title in ("Sức khỏe", "Học nghề"):
        told = body.model_copy(update={"title": title})
        desk.run("chair", gathering.set_theme, HOME, told)
    shown = desk.run("member", reading.page, HOME, ALL).theme
    assert shown is not None
    assert shown.title == "Học nghề"
    with pytest.raises(Invalid):
        desk.run("chair", gathering.set_theme, HOME, body.model_copy(update={"month": "2026-13"}))


def rows_today(desk: Desk) -> date:
    return desk.run("member", lambda work: work.today)


def test_figures_by_unit_are_for_the_board_and_hide_the_few(desk: Desk) -> None:
    write(desk)
    assert [one.people for one in desk.run("adviser", months.page, HOME, "", ALL).units] == [None]
    assert desk.run("member", months.page, HOME, "", ALL).units == []
    with pytest.raises(Invalid):
        desk.run("member", months.page, HOME, "nay", ALL)
