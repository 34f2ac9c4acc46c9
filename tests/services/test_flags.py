"""“Báo với Ban Quản trị”: many reports of one text are one matter, judged once, answered once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.domain.notices import DAILY
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.communities import CommunityChange
from app.schemas.flag_mutes import FlagMuteCreate
from app.schemas.flags import FlagCaseRead, FlagCreate, FlagRead
from app.schemas.members import Decision, Escalation
from app.schemas.posts import PostChange, PostRead, PostWithdrawal
from app.schemas.reviews import Batch, BatchItem, ReviewLine
from app.services import (
    batches,
    cards,
    communities,
    inbox,
    letterbox,
    my_data,
    taking_back,
)
from app.services.comments import deciding as on_comments
from app.services.comments import writing as comment_writing
from app.services.flags import deciding, giving, muting
from app.services.flags import desk as at_desk
from app.services.posts import deciding as on_posts
from app.services.posts import writing
from app.store import members
from app.web.paging import first_page
from tests.conftest import Watch
from tests.factories import HOME
from tests.services.desk import Desk, because
from tests.services.test_comments import said, thread
from tests.services.test_posts import published, seen, texts_of_feed, written

WOMEN = ("editor", "contests", "questions", "membership", "vice_chair", "chair")


def told(
    desk: Desk, subject: Any, who: str = "editor", reason: str = "untrue", **more: Any
) -> FlagRead:
    kind = "post" if isinstance(subject, PostRead) else "comment"
    return desk.run(who, giving.give, kind, subject.id, FlagCreate(reason=reason, **more))


def waiting(desk: Desk, who: str = "moderator", kind: str = "flag") -> list[ReviewLine]:
    return desk.run(who, inbox.page, HOME, first_page(), state="", kind=kind).items


def case(desk: Desk, who: str = "moderator") -> FlagCaseRead:
    (line,) = waiting(desk)
    return desk.run(who, at_desk.read, line.subject_id)


def later(desk: Desk, watch: Watch) -> None:
    watch.forward(seconds=11)
    desk.work_off()


# -- telling -----------------------------------------------------------------------------------


def test_many_reports_of_one_text_are_one_matter_with_the_text_as_it_stood(desk: Desk) -> None:
    post = published(desk, body="Uống nước chanh thay thuốc")
    told(desk, post)
    told(desk, post, "contests", "scam", words="Bán thuốc giả")
    desk.run("member", writing.change, post.id, PostChange(body="Uống thuốc đều nhé", version=3))
    desk.run("moderator", on_posts.approve, post.id, Decision(version=4))
    told(desk, post, "questions")
    found = case(desk)
    assert (found.people, found.reasons_given) == (3, {"untrue": 2, "scam": 1})
    assert found.body == "Uống nước chanh thay thuốc"
    assert found.changed
    assert [one.name for one in found.reporters] == [
        "Nguyễn Thị editor",
        "Nguyễn Thị contests",
        "Nguyễn Thị questions",
    ]
    assert texts_of_feed(desk) == ["Uống thuốc đều nhé"]
    assert desk.faults() == []


def test_who_reported_is_seen_by_deciders_alone(desk: Desk) -> None:
    post = published(desk)
    told(desk, post, words="Tôi là hàng xóm")
    assert case(desk, "adviser").reporters == []
    assert case(desk, "editor").reporters == []
    assert len(case(desk, "chair").reporters) == 1
    (line,) = waiting(desk)
    for who in ("member", "other_chair", "nobody", "stranger"):
        with pytest.raises(Hidden):
            desk.run(who, at_desk.read, line.subject_id)


def test_one_person_reports_one_text_once(desk: Desk) -> None:
    post = published(desk)
    told(desk, post)
    with pytest.raises(Conflict) as again:
        told(desk, post, reason="scam")
    assert again.value.code == "flag-known"
    assert case(desk).people == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"reason": "ghet"}, "/reason"), ({"reason": ""}, "/reason"), ({"reason": "other"}, "/words")],
)
def test_why_must_be_said(desk: Desk, body: dict[str, str], pointer: str) -> None:
    with pytest.raises(Invalid) as wrong:
        told(desk, published(desk), **body)
    assert [error.pointer for error in wrong.value.errors] == [pointer]


def test_nobody_reports_herself_and_nobody_what_she_does_not_see(desk: Desk) -> None:
    post = published(desk)
    with pytest.raises(Conflict) as own:
        told(desk, post, "member")
    assert own.value.code == "flag-own"
    with pytest.raises(Forbidden):
        told(desk, post, "adviser")
    for who in ("other_member", "nobody", "stranger"):
        with pytest.raises(Hidden):
            told(desk, post, who)


def test_each_person_lifts_the_matter_and_many_within_a_day_put_it_on_top(
    desk: Desk, watch: Watch
) -> None:
    first, second = published(desk, title="Một"), published(desk, title="Hai")
    told(desk, first)
    watch.forward(minutes=1)
    told(desk, second)
    told(desk, second, "contests")
    assert [line.title for line in waiting(desk)] == ["Hai", "Một"]
    assert waiting(desk, kind="")[0].title == "Hai"

    desk.run("chair", communities.change, HOME, CommunityChange(flags_on_top=2))
    third = published(desk, title="Ba")
    for who in WOMEN[:3]:
        told(desk, third, who)
    assert waiting(desk)[0].title == "Ba"
    assert texts_of_feed(desk)[0] == third.body


# -- deciding ----------------------------------------------------------------------------------


def test_founded_takes_the_post_away_and_tells_each_side_its_own(desk: Desk, watch: Watch) -> None:
    post = published(desk, title="Kem trộn")
    desk.run("member", writing.change, post.id, PostChange(body="Bản mới", version=3))
    told(desk, post)
    told(desk, post, "contests")
    found = case(desk)
    with pytest.raises(Invalid):
        desk.run("moderator", deciding.approve, found.id, because(""))
    judged = desk.run("moderator", deciding.approve, found.id, because("Kem này không an toàn"))
    assert (judged.state, judged.subject_state) == ("approved", "removed")
    assert texts_of_feed(desk) == []
    later(desk, watch)
    assert "post.removed" in kinds(desk, "member")
    for who in ("editor", "contests"):
        assert thanks(desk, who) == 1
    later(desk, watch)
    assert thanks(desk, "editor") == 1
    assert waiting(desk) == []
    assert waiting(desk, kind="post") == []
    assert desk.faults() == []


def kinds(desk: Desk, who: str) -> list[str]:
    """What her letters are about, but for the summary that the evening brings by itself."""
    letters = desk.run(who, letterbox.page, first_page()).items
    return [letter.kind for letter in letters if letter.kind != DAILY]


def thanks(desk: Desk, who: str) -> int:
    """How often this reporter was thanked: board people have no file, so the flag itself says."""
    flags = desk.run(who, giving.held, desk.scene.persons[who])
    return sum(flag["told_at"] is not None for flag in flags)


def test_a_member_who_reported_reads_one_letter(desk: Desk, watch: Watch) -> None:
    post = _of_the_board(desk)
    told(desk, post, "member")
    desk.run("moderator", deciding.refuse, case(desk).id, because(""))
    assert "flag.thanks" not in kinds(desk, "member")
    later(desk, watch)
    later(desk, watch)
    assert kinds(desk, "member").count("flag.thanks") == 1
    assert kinds(desk, "editor") == []


def _of_the_board(desk: Desk) -> PostRead:
    post = written(desk, "editor")
    return desk.run("moderator", on_posts.approve, post.id, Decision())


def test_undo_gives_readers_their_text_back_and_tells_nobody(desk: Desk, watch: Watch) -> None:
    post = published(desk, body="Chuyện nhà")
    desk.run("member", writing.change, post.id, PostChange(body="Bản mới", version=3))
    told(desk, post)
    found = case(desk)
    desk.run("moderator", deciding.approve, found.id, because("Nhầm"))
    with pytest.raises(Conflict):
        desk.run("chair", deciding.undo, found.id, "approved")
    desk.run("moderator", deciding.undo, found.id, "approved")
    assert texts_of_feed(desk) == ["Chuyện nhà"]
    assert [line.excerpt for line in waiting(desk, kind="post")] == ["Bản mới"]
    later(desk, watch)
    assert "post.removed" not in kinds(desk, "member")
    assert thanks(desk, "editor") == 0
    assert case(desk).state == "submitted"
    assert desk.faults() == []
    desk.run("chair", deciding.refuse, found.id, because(""))
    later(desk, watch)
    assert thanks(desk, "editor") == 1
    assert desk.faults() == []


def test_an_unfounded_report_changes_nothing_and_the_author_never_learns(
    desk: Desk, watch: Watch
) -> None:
    post = published(desk)
    told(desk, post)
    before = kinds(desk, "member")
    judged = desk.run("moderator", deciding.refuse, case(desk).id, because("Không sao"))
    assert (judged.state, judged.subject_state) == ("refused", "published")
    later(desk, watch)
    assert set(kinds(desk, "member")) == {*before, "post.published"}
    assert seen(desk, post.id).version == post.version
    told(desk, post, "contests")
    assert case(desk).people == 1
    assert desk.faults() == []


def test_a_decision_that_was_followed_by_a_new_report_is_not_undone(desk: Desk) -> None:
    post = published(desk)
    told(desk, post)
    found = case(desk)
    desk.run("moderator", deciding.refuse, found.id, because(""))
    told(desk, post, "contests")
    with pytest.raises(Conflict) as late:
        desk.run("moderator", deciding.undo, found.id, "refused")
    assert late.value.code == "undo-too-late"


def test_a_decision_is_mended_within_thirty_days(desk: Desk) -> None:
    post = published(desk)
    told(desk, post)
    found = case(desk)
    desk.run("moderator", deciding.approve, found.id, because("Không đúng"))
    mended = desk.run("chair", deciding.reverse, found.id, because("Ban nhầm"))
    assert (mended.state, mended.subject_state) == ("refused", "published")
    again = desk.run("moderator", deciding.reverse, found.id, because("Vẫn không đúng"))
    assert (again.state, again.subject_state) == ("approved", "removed")
    assert desk.faults() == []


def test_nobody_judges_what_is_said_of_her_own_words(desk: Desk) -> None:
    post = _of_the_board(desk)
    told(desk, post, "contests")
    line = waiting(desk, "editor")[0]
    assert line.allowed_actions == []
    comment = said(desk, post, "moderator")
    told(desk, comment)
    mine = next(line for line in waiting(desk) if line.flagged == "comment")
    assert mine.allowed_actions == []
    with pytest.raises(Forbidden) as own:
        desk.run("moderator", deciding.refuse, mine.subject_id, because(""))
    assert own.value.code == "own-case"


def test_an_escalated_report_waits_for_the_chair(desk: Desk) -> None:
    told(desk, published(desk))
    found = case(desk)
    desk.run("moderator", deciding.escalate, found.id, Escalation(to="chair", reason="Khó"))
    with pytest.raises(Forbidden):
        desk.run("moderator", deciding.refuse, found.id, because(""))
    assert desk.run("chair", deciding.refuse, found.id, because("")).state == "refused"


def test_a_comment_is_reported_and_taken_away_alone(desk: Desk, watch: Watch) -> None:
    post = published(desk)
    comment = said(desk, post, body="Lời nặng")
    said(desk, post, "editor", body="Thôi mà", parent=comment.id)
    told(desk, comment, reason="insult")
    assert waiting(desk)[0].about == post.title
    desk.run("moderator", deciding.approve, case(desk).id, because("Lời làm người đọc buồn"))
    assert [line.body or line.state for line in thread(desk, post, "editor")] == ["gone", "Thôi mà"]
    assert seen(desk, post.id).comments == 1
    later(desk, watch)
    assert "comment.removed" in kinds(desk, "member")
    assert desk.faults() == []


# -- what goes another way ---------------------------------------------------------------------


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
def test_a_post_that_goes_takes_its_open_reports_with_it(
    desk: Desk, watch: Watch, how: str
) -> None:
    post = published(desk)
    told(desk, post)
    found = case(desk)
    if how == "withdrawn":
        desk.run("member", writing.withdraw, post.id, PostWithdrawal())
    else:
        desk.run("moderator", on_posts.remove, post.id, because("Không phù hợp"))
    assert waiting(desk) == []
    closed = desk.run("moderator", at_desk.read, found.id)
    assert closed.state == ("withdrawn" if how == "withdrawn" else "approved")
    with pytest.raises(Conflict):
        desk.run("chair", deciding.refuse, found.id, because(""))
    later(desk, watch)
    assert thanks(desk, "editor") == 1
    assert desk.faults() == []


def test_a_comment_that_goes_takes_its_open_reports_with_it(desk: Desk) -> None:
    post = published(desk)
    for go in ("withdraw", "remove"):
        comment = said(desk, post)
        told(desk, comment)
        if go == "withdraw":
            desk.run("member", comment_writing.withdraw, comment.id, Decision())
        else:
            desk.run("moderator", on_comments.remove, comment.id, because("Không phù hợp"))
        assert waiting(desk) == []
    assert desk.faults() == []


# -- care, and reporters who are not heard -----------------------------------------------------


def test_violence_never_enters_the_inbox_and_only_the_circle_reads_it(desk: Desk) -> None:
    post = published(desk, body="Đêm qua em lại phải bế con đi")
    receipt = told(desk, post, reason="violence", words="Lo cho chị ấy")
    assert receipt.care
    assert waiting(desk, kind="") == [] or all(
        line.kind != "flag" for line in waiting(desk, kind="")
    )
    for who in ("chair", "questions"):
        (flag,) = desk.run(who, at_desk.for_care, HOME, first_page()).items
        assert (flag.text, flag.words) == ("Đêm qua em lại phải bế con đi", "Lo cho chị ấy")
    for who in ("moderator", "vice_chair", "editor", "adviser", "member"):
        with pytest.raises(Forbidden):
            desk.run(who, at_desk.for_care, HOME, first_page())
    assert desk.faults() == []


def test_a_muted_reporter_is_thanked_and_not_heard(desk: Desk, watch: Watch) -> None:
    post = _of_the_board(desk)
    member_id = desk.scene.members["member"]
    day = clock.today() + timedelta(days=7)
    body = FlagMuteCreate(until=day, reason="Báo mọi bài mỗi ngày")
    muted = desk.run("moderator", muting.mute, member_id, body)
    assert muted.flag_mute is not None
    assert muted.flag_mute.set_by == "Nguyễn Thị moderator"
    assert not told(desk, post, "member").care
    assert waiting(desk) == []
    assert told(desk, said(desk, post, "editor"), "member", "violence").care
    desk.run("moderator", muting.unmute, member_id)
    told(desk, said(desk, post, "editor"), "member")
    assert len(waiting(desk)) == 1
    desk.run("moderator", muting.mute, member_id, body)
    watch.forward(days=9)
    told(desk, said(desk, post, "editor"), "member")
    assert len(waiting(desk)) == 2
    data = desk.run("member", my_data.data)
    assert [flag["flag_state"] for flag in data.flags].count("muted") == 1
    assert len(data.memberships[0]["flag_mutes"]) == 2


def test_who_may_mute_and_until_when(desk: Desk) -> None:
    member_id = desk.scene.members["member"]
    day = clock.today()
    for who in ("membership", "editor", "adviser"):
        with pytest.raises(Forbidden):
            desk.run(who, muting.mute, member_id, FlagMuteCreate(until=day, reason="Vì"))
    past = FlagMuteCreate(until=day - timedelta(days=1), reason="Vì")
    with pytest.raises(Invalid):
        desk.run("moderator", muting.mute, member_id, past)
    with pytest.raises(Conflict):
        desk.run("moderator", muting.unmute, member_id)
    card = desk.run(
        "chair", lambda work: cards.card(work, members.get(work.session, work.actor, member_id))
    )
    assert "flag-mute" in card.allowed_actions


# -- many at once ------------------------------------------------------------------------------


def worded(refusal: Any) -> tuple[int, dict[str, Any]]:
    return 409, {"code": refusal.code}


def test_a_batch_of_every_kind_is_decided_and_taken_back_as_one(desk: Desk) -> None:
    post = published(desk)
    told(desk, post)
    held = said(desk, post, body="https://vi-du.vn")
    items = [
        BatchItem(id=case(desk).id),
        BatchItem(id=held.id),
        BatchItem(id=desk.scene.members["hoa"]),
    ]
    asked = Batch(decision="information-request", items=items[:2], reason="Chị nói rõ hơn nhé")
    results = desk.run("moderator", batches.batch, HOME, asked, worded).results
    assert [one.problem and one.problem["code"] for one in results] == ["no-question"] * 2
    preview = desk.run(
        "moderator", batches.preview, HOME, Batch(decision="approval", items=items), worded
    )
    assert [line.kind for line in preview.items] == ["flag", "comment", "member"]
    done = desk.run(
        "moderator",
        batches.batch,
        HOME,
        Batch(decision="approval", items=items, words="Không phù hợp"),
        worded,
    )
    assert [one.status for one in done.results] == [200, 200, 200]
    assert [one.kind for one in done.results] == ["flag", "comment", "member"]
    assert texts_of_feed(desk) == []
    desk.run("moderator", taking_back.undo, done.batch_id)
    assert texts_of_feed(desk) == [post.body]
    assert len(waiting(desk)) == 1
    assert desk.faults() == []


def test_unfounded_reports_are_closed_together_without_words(desk: Desk) -> None:
    for number in range(2):
        told(desk, published(desk, title=f"{number}"))
    items = [BatchItem(id=line.id) for line in waiting(desk)]
    done = desk.run(
        "moderator", batches.batch, HOME, Batch(decision="refusal", items=items), worded
    )
    assert [one.status for one in done.results] == [200, 200]
    assert waiting(desk) == []
