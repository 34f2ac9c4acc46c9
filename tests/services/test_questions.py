"""Private questions: the thread, who keeps it, what she is told, what she takes back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.machinery import OutboxRow
from app.models.notices import Notice
from app.models.questions import Question, QuestionMessage
from app.schemas.questions import (
    QuestionAnswer,
    QuestionAssignment,
    QuestionCreate,
    QuestionList,
    QuestionMessageCreate,
    QuestionRead,
)
from app.services import my_data, question_views, questions
from tests.factories import HOME
from tests.services.desk import Desk

FIRST = Page(20, None, str)


def ask(desk: Desk, text: str = "Vay vốn mở quán thì hỏi ở đâu?", **more: Any) -> QuestionRead:
    return desk.run("member", questions.ask, HOME, QuestionCreate(text=text, **more))


def seen_by(desk: Desk, who: str, question_id: str) -> QuestionRead:
    return desk.run(who, question_views.read, question_id)


def listed(desk: Desk, who: str, view: str = "open", q: str = "") -> QuestionList:
    return desk.run(who, question_views.page, HOME, FIRST, view, q)


def test_she_asks_the_board_answers_and_her_next_words_open_it_again(desk: Desk) -> None:
    made = ask(desk, title="Vay vốn")
    assert (made.state, made.own, made.private) == ("open", True, False)
    answered = desk.run(
        "questions", questions.answer, made.id, QuestionAnswer(text="Chị hỏi Hội LHPN xã nhé.")
    )
    assert answered.state == "answered"
    assert answered.owner is not None
    assert answered.owner.name == "Nguyễn Thị questions"
    assert [(m.sender, m.by) for m in answered.messages] == [
        ("member", None),
        ("board", "Nguyễn Thị questions"),
    ]
    hers = seen_by(desk, "member", made.id)
    assert [m.by for m in hers.messages] == [None, None]
    assert hers.owner is None
    again = desk.run(
        "member", questions.follow, made.id, QuestionMessageCreate(text="Em cảm ơn ạ.")
    )
    assert again.state == "open"
    assert len(again.messages) == 3


def test_what_she_is_told_names_no_matter(desk: Desk) -> None:
    made = ask(desk, title="Chuyện vay nợ")
    desk.run("questions", questions.answer, made.id, QuestionAnswer(text="Chị yên tâm."))
    notice = desk.database.read_now(
        lambda s: s.execute(
            select(Notice).where(col(Notice.kind) == "question.answered")
        ).scalar_one()
    )
    for text in (notice.text, notice.outside_text, notice.title):
        assert "vay" not in text.lower()
        assert "hỏi" not in text
    assert "có thư mới trong nhóm" in notice.outside_text
    assert notice.path == f"/questions/{made.id}"


def test_an_unread_answer_is_marked_until_she_opens_it(desk: Desk) -> None:
    made = ask(desk)
    desk.run("questions", questions.answer, made.id, QuestionAnswer(text="Chị yên tâm."))
    assert [one.unread for one in listed(desk, "member").items] == [True]
    seen_by(desk, "member", made.id)
    assert [one.unread for one in listed(desk, "member").items] == [False]


@pytest.mark.parametrize("who", ["nobody", "moderator", "officer", "administrator"])
def test_who_does_not_answer_questions_asks_none_and_sees_none(desk: Desk, who: str) -> None:
    made = ask(desk)
    with pytest.raises(Hidden):
        seen_by(desk, who, made.id)
    assert listed(desk, who).items == []
    with pytest.raises(Forbidden):
        desk.run(who, questions.ask, HOME, QuestionCreate(text="Xin chào"))


def test_nobody_answers_herself(desk: Desk) -> None:
    """An officer who is a member too asks like everyone, and another answers."""
    made = ask(desk)

    def give(work: Any) -> None:
        question = work.session.get(Question, made.id)
        member = desk.member("member")
        member = work.session.merge(member)
        member.person_id = desk.scene.persons["questions"]
        assert question is not None

    desk.run("questions", give)
    with pytest.raises(Forbidden) as refused:
        desk.run("questions", questions.answer, made.id, QuestionAnswer(text="Tự trả lời"))
    assert refused.value.code == "own-case"
    assert seen_by(desk, "questions", made.id).own


def test_the_adviser_reads_and_does_not_learn_an_anonymous_name(desk: Desk) -> None:
    made = ask(desk, anonymous=True)
    adviser = seen_by(desk, "adviser", made.id)
    assert (adviser.asked_by, adviser.member, adviser.allowed_actions) == (None, None, [])
    assert listed(desk, "adviser").items[0].asked_by is None
    assert listed(desk, "adviser", q="member").items == []
    assert seen_by(desk, "questions", made.id).asked_by == "Nguyễn Thị member"


def test_the_log_and_the_feed_do_not_name_who_wrote(desk: Desk) -> None:
    made = ask(desk, anonymous=True)
    desk.run("member", questions.follow, made.id, QuestionMessageCreate(text="Em hỏi thêm ạ."))
    desk.run("member", questions.close, made.id)
    desk.run("member", questions.withdraw, made.id)

    def look(session: Any) -> tuple[list[Any], list[Any]]:
        person = desk.scene.persons["member"]
        rows = session.execute(select(AuditRow).where(col(AuditRow.actor_id) == person))
        fed = session.execute(select(OutboxRow).where(col(OutboxRow.subject_id) == made.id))
        return list(rows.scalars()), [(row.kind, row.facts) for row in fed.scalars()]

    rows, fed = desk.database.read_now(look)
    assert rows == []
    assert fed == [(f"question.{deed}", {}) for deed in ("ask", "follow", "close", "withdraw")]


def test_a_question_is_found_without_marks_and_by_its_later_words(desk: Desk) -> None:
    made = ask(desk, title="Vay vốn")
    ask(desk, "Lớp yoga học ở đâu?")
    desk.run(
        "member", questions.follow, made.id, QuestionMessageCreate(text="Em muốn mở quán nước.")
    )
    assert [one.id for one in listed(desk, "questions", q="vay von").items] == [made.id]
    assert [one.id for one in listed(desk, "questions", q="quan nuoc").items] == [made.id]
    assert len(listed(desk, "questions", q="nguyen thi member").items) == 2
    assert listed(desk, "questions", q="%").items != []


def test_the_list_is_filtered_by_who_keeps_a_thread(desk: Desk) -> None:
    one, other = ask(desk, "Câu thứ nhất"), ask(desk, "Câu thứ hai")
    desk.run("questions", questions.claim, one.id)
    ids = {
        view: [line.id for line in listed(desk, "questions", view).items]
        for view in ("open", "unowned", "mine", "all")
    }
    assert ids == {
        "open": [one.id, other.id],
        "unowned": [other.id],
        "mine": [one.id],
        "all": [other.id, one.id],
    }


def test_the_second_who_claims_learns_who_was_faster(desk: Desk) -> None:
    made = ask(desk)
    desk.run("questions", questions.claim, made.id)
    with pytest.raises(Conflict) as lost:
        desk.run("chair", questions.claim, made.id)
    assert lost.value.facts["decided_by"] == "Nguyễn Thị questions"


def test_a_thread_is_handed_to_another_who_answers(desk: Desk) -> None:
    made = ask(desk)
    vice = desk.scene.persons["vice_chair"]
    handed = desk.run("questions", questions.assign, made.id, QuestionAssignment(person=vice))
    assert handed.owner is not None
    assert handed.owner.id == vice
    for wrong in ("editor", "member", "other_questions"):
        with pytest.raises(Invalid):
            desk.run(
                "questions",
                questions.assign,
                made.id,
                QuestionAssignment(person=desk.scene.persons[wrong]),
            )


def test_an_answer_to_an_old_version_is_refused(desk: Desk) -> None:
    made = ask(desk)
    seen = seen_by(desk, "questions", made.id)
    desk.run("member", questions.follow, made.id, QuestionMessageCreate(text="Em nói thêm."))
    with pytest.raises(Conflict) as stale:
        desk.run(
            "questions",
            questions.answer,
            made.id,
            QuestionAnswer(text="Trả lời câu cũ", version=seen.version),
        )
    assert stale.value.code == "stale-version"


def test_words_taken_back_are_gone_and_the_answers_stay(desk: Desk) -> None:
    made = ask(desk, title="Chuyện nhà")
    desk.run("questions", questions.answer, made.id, QuestionAnswer(text="Ban nghe chị."))
    gone = desk.run("member", questions.withdraw, made.id)
    assert (gone.title, gone.state, gone.withdrawn) == ("", "closed", True)
    assert [(m.text, m.erased) for m in gone.messages] == [("", True), ("Ban nghe chị.", False)]
    assert gone.allowed_actions == []
    assert listed(desk, "questions", "all", q="chuyen").items == []
    with pytest.raises(Conflict):
        desk.run("member", questions.follow, made.id, QuestionMessageCreate(text="Còn nữa"))
    with pytest.raises(Conflict):
        desk.run("questions", questions.answer, made.id, QuestionAnswer(text="Trả lời"))
    texts = desk.database.read_now(
        lambda s: list(s.execute(select(col(QuestionMessage.text))).scalars())
    )
    assert not any("quán" in text for text in texts)


def test_a_closed_thread_opens_with_her_words_alone(desk: Desk) -> None:
    made = ask(desk)
    desk.run("questions", questions.close, made.id)
    with pytest.raises(Conflict):
        desk.run("questions", questions.answer, made.id, QuestionAnswer(text="Muộn"))
    opened = desk.run(
        "member", questions.follow, made.id, QuestionMessageCreate(text="Em hỏi thêm.")
    )
    assert opened.state == "open"


def test_her_own_data_hold_her_threads(desk: Desk) -> None:
    ask(desk, title="Vay vốn")
    held = desk.run("member", my_data.data).questions
    assert [(one["title"], one["messages"][0]["text"]) for one in held] == [
        ("Vay vốn", "Vay vốn mở quán thì hỏi ở đâu?")
    ]
