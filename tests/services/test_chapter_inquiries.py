"""Asking the chapter: only after her yes, one at a time, and nothing but her name and hamlet."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.members import Member
from app.schemas.members import Decision, MemberRead
from app.schemas.twins import ChapterAnswer, ChapterInquiryCreate
from app.services import asking, decisions, my_data
from tests.factories import Scene
from tests.services.desk import Desk

YES = ChapterInquiryCreate(asked_her=True)


def ask(desk: Desk, who: str = "moderator", name: str = "hoa") -> MemberRead:
    return desk.run(who, asking.ask, desk.scene.members[name], YES)


def answer(desk: Desk, said: str, note: str | None = None, who: str = "moderator") -> MemberRead:
    body = ChapterAnswer(answer=said, note=note)  # type: ignore[arg-type]
    return desk.run(who, asking.answer, desk.scene.members["hoa"], body)


def live(desk: Desk, **values: object) -> None:
    def write(session: Session) -> None:
        member = session.get(Member, desk.scene.members["hoa"])
        assert member is not None
        for name, value in values.items():
            setattr(member, name, value)

    desk.database.write_now(write)


def test_nothing_is_asked_before_she_agreed(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        desk.run("moderator", asking.ask, scene.members["hoa"], ChapterInquiryCreate())
    assert [error.code for error in refused.value.errors] == ["asked-her-missing"]


@pytest.mark.parametrize("hamlet", ["", "Thôn Đông"])
def test_the_words_hold_her_name_and_hamlet_and_nothing_else(
    desk: Desk, scene: Scene, hamlet: str
) -> None:
    live(desk, hamlet=hamlet, answers={"interests": ["law"], "cannot_attend": ["health"]})
    text = ask(desk).chapter_inquiries[0].text
    assert "Lê Thị Hoa" in text
    assert (hamlet or "thôn") not in text or hamlet
    assert hamlet in text
    member = desk.member("hoa")
    for secret in (scene.phones["hoa"], member.file_no, member.code, "law", "health", "http"):
        assert secret not in text


@pytest.mark.parametrize(
    ("said", "note"), [("known", None), ("unknown", None), ("other", "Chị ấy mới chuyển về.")]
)
def test_the_answer_is_kept_once_and_decides_nothing(
    desk: Desk, said: str, note: str | None
) -> None:
    ask(desk)
    read = answer(desk, said, note, "membership")
    kept = read.chapter_inquiries[0]
    assert (kept.answer, kept.note, kept.answered_by) == (
        said,
        note or "",
        "Nguyễn Thị membership",
    )
    assert read.state == "submitted"
    with pytest.raises(Conflict, match="chapter-answered"):
        answer(desk, "known")
    assert len(ask(desk).chapter_inquiries) == 2
    assert desk.faults() == []


def test_only_one_question_is_open(desk: Desk) -> None:
    ask(desk)
    with pytest.raises(Conflict, match="chapter-asked"):
        ask(desk, "chair")


def test_another_answer_says_what_it_is(desk: Desk) -> None:
    ask(desk)
    with pytest.raises(Invalid) as refused:
        answer(desk, "other", "  ")
    assert [error.code for error in refused.value.errors] == ["chapter-note-missing"]


def test_only_a_waiting_woman_is_asked_about(desk: Desk, scene: Scene) -> None:
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    with pytest.raises(Conflict, match="wrong-state"):
        ask(desk)


@pytest.mark.parametrize("who", ["adviser", "editor"])
def test_whoever_only_looks_asks_nobody(desk: Desk, who: str) -> None:
    with pytest.raises(Forbidden):
        ask(desk, who)
    ask(desk)
    with pytest.raises(Forbidden):
        answer(desk, "known", who=who)
    with pytest.raises(Hidden):
        ask(desk, "moderator", "other_hoa")


def test_she_reads_that_her_chapter_was_asked(desk: Desk, scene: Scene) -> None:
    live(desk, person_id=scene.persons["nobody"])
    ask(desk)
    answer(desk, "other", "Chị ấy mới chuyển về.")
    rows = desk.run("nobody", my_data.data).memberships[0]["chapter_inquiries"]
    assert [(row["answer"], row["note"]) for row in rows] == [("other", "Chị ấy mới chuyển về.")]
