"""Comments: what appears, what waits, what is counted, what stays when something goes."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.comments import CommentChange, CommentCreate, CommentLine, CommentRead
from app.schemas.communities import CommunityChange
from app.schemas.members import Decision, Escalation
from app.schemas.posts import PostChange, PostRead
from app.schemas.takedowns import TakedownCompletion, TakedownCreate
from app.services import (
    communities,
    letterbox,
    question_views,
    takedown_subjects,
    takedowns,
    taking_down,
)
from app.services.comments import closings, deciding, listing, reading, writing
from app.services.posts import deciding as on_posts
from app.services.posts import writing as post_writing
from app.web.paging import decode, first_page
from tests.conftest import Watch
from tests.factories import HOME, OTHER
from tests.services.desk import Desk, because
from tests.services.test_posts import HARM, published, seen, written

LINK = "Xem ở https://vi-du.vn nhé"


def said(
    desk: Desk, post: PostRead, who: str = "member", body: str = "Đi!", **more: Any
) -> CommentRead:
    return desk.run(who, writing.create, post.id, CommentCreate(body=body, **more))


def thread(desk: Desk, post: PostRead, who: str = "member") -> list[CommentLine]:
    return desk.run(who, listing.page, post.id, first_page()).items


def bodies(desk: Desk, post: PostRead, who: str = "member") -> list[str]:
    return [line.body or line.state for line in thread(desk, post, who)]


def count(desk: Desk, post: PostRead) -> int:
    return seen(desk, post.id).comments


def read_first(desk: Desk) -> None:
    """Every comment of this community is read before."""
    desk.run("chair", communities.change, HOME, CommunityChange(comments="read_first"))


# -- writing -----------------------------------------------------------------------------------


def test_a_comment_appears_at_once_and_is_counted(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post, body="Chị đi với **nhé**")
    assert (comment.state, comment.own, comment.why) == ("published", True, [])
    assert comment.body_html == "<p>Chị đi với <strong>nhé</strong></p>\n"
    assert bodies(desk, post, "editor") == ["Chị đi với **nhé**"]
    assert count(desk, post) == 1
    assert desk.faults() == []


def test_a_reply_to_a_reply_stands_under_the_same_top_and_says_whom_it_answers(desk: Desk) -> None:
    post = published(desk)
    top = said(desk, post, body="Một")
    other = said(desk, post, "editor", body="Hai")
    reply = said(desk, post, "editor", body="Một một", parent=top.id)
    deeper = said(desk, post, "chair", body="Một hai", parent=reply.id)
    assert (reply.parent, deeper.parent) == (top.id, top.id)
    assert deeper.answers is not None
    assert deeper.answers.name == "Nguyễn Thị editor"
    listed = thread(desk, post)
    tops = [line.id for line in listed if line.parent is None]
    assert set(tops) == {top.id, other.id}
    places = [line.id for line in listed]
    assert places.index(deeper.id) > places.index(top.id)
    assert [line.parent for line in listed if line.id in {reply.id, deeper.id}] == [top.id] * 2


def test_a_long_thread_is_read_page_by_page_without_a_gap(desk: Desk) -> None:
    post = published(desk)
    tops = [said(desk, post, body=f"{n}") for n in range(3)]
    for top in tops:
        said(desk, post, body="Dưới", parent=top.id)
    first = first_page()
    found: list[str] = []
    after = None
    while True:
        page = desk.run("member", listing.page, post.id, Page(2, after, first.encode))
        found += [line.id for line in page.items]
        if page.next is None:
            break
        after = decode(page.next)
    assert found == [line.id for line in thread(desk, post)]
    assert len(found) == 6


@pytest.mark.parametrize(
    ("body", "code"),
    [("", "text-missing"), ("  \n", "text-missing"), ("https://a.vn " * 6, "too-many-links")],
)
def test_words_that_cannot_be_are_said_beside_their_field(desk: Desk, body: str, code: str) -> None:
    post = published(desk)
    with pytest.raises(Invalid) as wrong:
        said(desk, post, body=body)
    assert [(error.pointer, error.code) for error in wrong.value.errors] == [("/body", code)]


def test_what_is_answered_must_stand_under_the_same_post(desk: Desk) -> None:
    post, other = published(desk), published(desk)
    elsewhere = said(desk, other)
    for parent in (elsewhere.id, "khong-co"):
        with pytest.raises(Invalid) as wrong:
            said(desk, post, parent=parent)
        assert wrong.value.errors[0].code == "comment-unknown"


def test_nobody_comments_on_what_she_does_not_see(desk: Desk) -> None:
    waits = written(desk)
    with pytest.raises(Conflict):
        said(desk, waits)
    for who in ("nobody", "other_member", "stranger"):
        with pytest.raises(Hidden):
            said(desk, published(desk), who)


def test_the_adviser_reads_and_does_not_write(desk: Desk) -> None:
    post = published(desk)
    with pytest.raises(Forbidden):
        said(desk, post, "adviser")


def test_where_the_switch_is_off_only_the_board_comments(desk: Desk) -> None:
    post = published(desk)
    desk.run("chair", communities.change, HOME, CommunityChange(member_posts=False))
    with pytest.raises(Forbidden) as off:
        said(desk, post)
    assert off.value.code == "member-posts-off"
    assert said(desk, post, "editor").state == "published"


def test_the_board_may_sign_as_the_board_and_a_member_may_not(desk: Desk) -> None:
    post = published(desk)
    signed = said(desk, post, "editor", as_board=True)
    assert signed.author is not None
    assert signed.author.name == "Ban Quản trị"
    line = thread(desk, post)[0]
    assert line.author is not None
    assert (line.author.name, line.as_board) == ("Ban Quản trị", True)
    with pytest.raises(Invalid) as member:
        said(desk, post, as_board=True)
    assert member.value.errors[0].code == "board-only"


def test_the_author_of_an_anonymous_post_has_no_name_in_it(desk: Desk) -> None:
    post = published(desk, anonymous=True)
    comment = said(desk, post, body="Em cảm ơn các chị")
    reply = said(desk, post, "editor", body="Cố lên em", parent=comment.id)
    for who in ("editor", "moderator", "chair", "adviser"):
        lines = {line.id: line for line in thread(desk, post, who)}
        author, answered = lines[comment.id].author, lines[reply.id].answers
        assert author is not None
        assert answered is not None
        assert (author.name, answered.name) == (None, None)
        card = desk.run(who, reading.read, comment.id)
        assert card.author is not None
        assert card.author.name is None


# -- what waits --------------------------------------------------------------------------------


def test_a_comment_with_a_link_waits_and_says_why(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post, body=LINK)
    assert (comment.state, comment.why) == ("submitted", ["links"])
    assert bodies(desk, post) == [LINK]
    assert bodies(desk, post, "editor") == [LINK]
    assert count(desk, post) == 0
    assert said(desk, post, "editor", body=LINK).state == "published"
    assert desk.faults() == []


def test_a_community_may_read_every_comment_first(desk: Desk) -> None:
    read_first(desk)
    post = published(desk)
    comment = said(desk, post)
    assert (comment.state, comment.why) == ("submitted", ["read-first"])


def test_an_approval_shows_it_and_tells_its_author(desk: Desk, watch: Watch) -> None:
    post = published(desk)
    comment = said(desk, post, body=LINK)
    assert desk.run("moderator", deciding.approve, comment.id, Decision()).state == "published"
    assert count(desk, post) == 1
    watch.forward(seconds=11)
    letters = desk.run("member", letterbox.page, first_page()).items
    assert any("bình luận" in letter.text.lower() for letter in letters)
    with pytest.raises(Conflict) as late:
        desk.run("chair", deciding.refuse, comment.id, because("Muộn"))
    assert late.value.code == "already-decided"
    assert desk.faults() == []


def test_a_refusal_needs_words_and_can_be_undone_and_mended(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post, body=LINK)
    with pytest.raises(Invalid):
        desk.run("moderator", deciding.refuse, comment.id, because(""))
    refused = desk.run("moderator", deciding.refuse, comment.id, because("Có đường dẫn lạ"))
    assert refused.state == "refused"
    assert desk.run("member", reading.read, comment.id).state_reason == "Có đường dẫn lạ"
    desk.run("moderator", deciding.undo, comment.id, "refused")
    assert desk.run("member", reading.read, comment.id).state == "submitted"
    desk.run("chair", deciding.refuse, comment.id, because("Có đường dẫn lạ"))
    mended = desk.run("moderator", deciding.reverse, comment.id, because("Ban nhầm, xin lỗi chị"))
    assert mended.state == "published"
    assert count(desk, post) == 1
    assert desk.faults() == []


def test_an_undone_approval_takes_it_back_from_readers_and_from_the_count(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post, body=LINK)
    desk.run("moderator", deciding.approve, comment.id, Decision())
    with pytest.raises(Conflict):
        desk.run("chair", deciding.undo, comment.id, "approved")
    desk.run("moderator", deciding.undo, comment.id, "approved")
    assert count(desk, post) == 0
    assert desk.faults() == []


def test_nobody_judges_her_own_comment(desk: Desk) -> None:
    read_first(desk)
    post = published(desk)
    comment = said(desk, post, "moderator")
    with pytest.raises(Forbidden) as own:
        desk.run("moderator", deciding.remove, comment.id, because("Nhầm"))
    assert own.value.code == "own-case"


def test_an_escalated_comment_waits_for_the_chair(desk: Desk) -> None:
    comment = said(desk, published(desk), body=LINK)
    desk.run("moderator", deciding.escalate, comment.id, Escalation(to="chair", reason="Khó"))
    with pytest.raises(Forbidden):
        desk.run("moderator", deciding.approve, comment.id, Decision())
    assert desk.run("chair", deciding.approve, comment.id, Decision()).state == "published"


# -- what changes ------------------------------------------------------------------------------


def test_other_words_replace_the_first_and_the_first_are_kept(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post, body="Sai")
    changed = desk.run("member", writing.change, comment.id, CommentChange(body="Đúng", version=1))
    assert (changed.state, changed.body, changed.version) == ("published", "Đúng", 2)
    assert [text.body for text in changed.texts] == ["Sai", "Đúng"]
    assert changed.edited_at is not None
    with pytest.raises(Conflict) as stale:
        desk.run("member", writing.change, comment.id, CommentChange(body="Lại", version=1))
    assert stale.value.code == "stale-version"
    assert desk.faults() == []


def test_words_that_were_read_before_are_read_again(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post, body=LINK)
    desk.run("moderator", deciding.approve, comment.id, Decision())
    changed = desk.run("member", writing.change, comment.id, CommentChange(body="Khác hẳn"))
    assert (changed.state, changed.why) == ("submitted", ["read-before"])
    assert bodies(desk, post, "editor") == ["Khác hẳn"]
    assert count(desk, post) == 0
    assert desk.faults() == []


def test_a_link_that_is_added_later_makes_it_wait(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post)
    changed = desk.run("member", writing.change, comment.id, CommentChange(body=LINK))
    assert (changed.state, changed.why) == ("submitted", ["links"])
    assert count(desk, post) == 0


def test_a_changed_text_is_not_approved_on_the_version_before(desk: Desk) -> None:
    comment = said(desk, published(desk), body=LINK)
    desk.run("member", writing.change, comment.id, CommentChange(body=LINK + "!"))
    with pytest.raises(Conflict) as stale:
        desk.run("moderator", deciding.approve, comment.id, Decision(version=1))
    assert stale.value.code == "stale-version"


def test_what_goes_leaves_its_place_when_it_was_answered(desk: Desk) -> None:
    post = published(desk)
    top = said(desk, post, body="Gốc")
    said(desk, post, "editor", body="Trả lời", parent=top.id)
    alone = said(desk, post, body="Một mình")
    desk.run("moderator", deciding.remove, top.id, because("Lời làm người đọc buồn"))
    desk.run("moderator", deciding.remove, alone.id, because("Lời làm người đọc buồn"))
    assert bodies(desk, post, "editor") == ["gone", "Trả lời"]
    assert count(desk, post) == 1
    with pytest.raises(Hidden):
        desk.run("other_member", reading.read, top.id)
    with pytest.raises(Invalid):
        said(desk, post, parent=top.id)
    assert desk.faults() == []


def test_her_own_withdrawal_is_counted_and_final(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post, body=LINK)
    desk.run("member", writing.withdraw, comment.id, Decision())
    assert bodies(desk, post, "moderator") == []
    shown = said(desk, post)
    desk.run("member", writing.withdraw, shown.id, Decision())
    assert count(desk, post) == 0
    with pytest.raises(Conflict):
        desk.run("member", writing.withdraw, shown.id, Decision())
    with pytest.raises(Forbidden):
        desk.run("chair", writing.withdraw, said(desk, post).id, Decision())
    assert desk.faults() == []


# -- closing -----------------------------------------------------------------------------------


def test_a_closed_post_takes_no_more_comments(desk: Desk) -> None:
    post = published(desk)
    comment = said(desk, post)
    closed = desk.run("member", closings.close, post.id, Decision())
    assert closed.comments_closed
    with pytest.raises(Conflict) as refused:
        said(desk, post, "editor")
    assert refused.value.code == "comments-closed"
    with pytest.raises(Conflict):
        desk.run("member", writing.change, comment.id, CommentChange(body="Khác"))
    desk.run("member", closings.reopen, post.id)
    assert said(desk, post, "editor").state == "published"


def test_what_the_board_closes_its_author_does_not_open(desk: Desk) -> None:
    post = published(desk)
    desk.run("moderator", closings.close, post.id, Decision())
    with pytest.raises(Forbidden) as refused:
        desk.run("member", closings.reopen, post.id)
    assert refused.value.code == "closed-by-board"
    with pytest.raises(Forbidden):
        desk.run("editor", closings.reopen, post.id)
    desk.run("chair", closings.reopen, post.id)


def test_an_archived_post_stays_closed(desk: Desk) -> None:
    post = published(desk)
    desk.run("moderator", on_posts.archive, post.id, Decision())
    with pytest.raises(Conflict):
        said(desk, post)
    with pytest.raises(Conflict):
        desk.run("chair", closings.reopen, post.id)


def test_her_own_list_shows_every_state(desk: Desk) -> None:
    post = published(desk, title="Đi bộ")
    said(desk, post)
    said(desk, post, body=LINK)
    own = desk.run("member", listing.own, first_page()).items
    assert [(line.state, line.post_title) for line in own] == [
        ("submitted", "Đi bộ"),
        ("published", "Đi bộ"),
    ]
    assert desk.run("editor", listing.own, first_page()).items == []


# -- the closed circle -------------------------------------------------------------------------


def test_a_comment_about_violence_is_the_circles_and_its_author_is_led_there(desk: Desk) -> None:
    post = published(desk)
    told = said(desk, post, body=HARM)
    assert (told.state, told.body, bool(told.private_thread)) == ("withdrawn", "", True)
    seen_by_board = desk.run("moderator", reading.read, told.id)
    assert HARM not in seen_by_board.model_dump_json()
    assert seen_by_board.private_thread is None
    assert bodies(desk, post) == []
    assert desk.run("member", listing.own, first_page()).items == []
    thread_of_hers = desk.run("member", question_views.read, told.private_thread or "")
    assert [one.text for one in thread_of_hers.messages] == [HARM]
    assert desk.faults() == []


@pytest.mark.parametrize("waits", [False, True])
def test_a_comment_that_turns_to_violence_leaves_the_post_and_the_inbox(
    desk: Desk, waits: bool
) -> None:
    post = published(desk)
    comment = said(desk, post, body=LINK if waits else "Đi!")
    assert comment.state == ("submitted" if waits else "published")
    turned = desk.run("member", writing.change, comment.id, CommentChange(body=HARM))
    assert (turned.state, bool(turned.private_thread)) == ("withdrawn", True)
    assert HARM not in desk.run("moderator", reading.read, comment.id).model_dump_json()
    assert (bodies(desk, post), count(desk, post)) == ([], 0)
    assert desk.faults() == []


# -- a takedown ----------------------------------------------------------------------------------


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takedown_subjects, "_REMOVERS", {})
    takedown_subjects.register("comment", deciding.taken_down)


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("address", ["/comments/{c}", "/posts/{p}#c-{c}", "/posts/{p}?a=1#c-{c}"])
def test_a_completed_takedown_hides_a_comment_at_once_and_keeps_its_words(
    desk: Desk, watch: Watch, address: str
) -> None:
    post = published(desk)
    one = said(desk, post, body="Số nhà của chị Lan là 12.")
    said(desk, post, "editor", body="Chị đừng ghi địa chỉ người khác.", parent=one.id)
    home = desk.run("stranger", lambda work: work.address)
    place = home + address.format(p=post.id, c=one.id)
    request = desk.run("moderator", takedowns.receive, HOME, _asked(place))
    assert (request.subject_type, request.subject_id, request.removable) == (
        "comment",
        one.id,
        True,
    )
    desk.run("moderator", taking_down.complete, request.id, _done())
    line = thread(desk, post, "chair")[0]
    assert (line.state, line.body_html) == ("gone", "")
    own = desk.run("member", reading.read, one.id)
    assert (own.state, own.state_reason) == ("removed", "Lộ địa chỉ nhà riêng.")
    kept = desk.run("adviser", reading.read, one.id)
    assert [text.body for text in kept.texts] == ["Số nhà của chị Lan là 12."]
    watch.forward(seconds=11)  # so long a decision may be taken back
    letters = desk.run("member", letterbox.page, Page(20, None, str)).items
    assert [letter.kind for letter in letters if letter.path == f"/comments/{one.id}"] == [
        "comment.removed"
    ]
    assert not desk.run("moderator", deciding.taken_down, one.id, "Lần nữa.")
    assert seen(desk, post.id).comments == 1
    assert desk.faults() == []


@pytest.mark.usefixtures("registered")
def test_a_register_takes_down_what_is_its_own_communitys_alone(desk: Desk) -> None:
    post = published(desk)
    one = said(desk, post)
    home = desk.run("stranger", lambda work: work.address)
    there = _asked(f"{home}/comments/{one.id}")
    assert desk.run("other_chair", takedowns.receive, OTHER, there).subject_id is None
    for who in ("other_chair", "member"):
        with pytest.raises((Forbidden, Hidden)):
            desk.run(who, deciding.taken_down, one.id, "Không phải việc của mình.")
        with pytest.raises((Forbidden, Hidden)):
            desk.run(who, on_posts.taken_down, post.id, "Không phải việc của mình.")
    for address in ("https://facebook.com/posts/1", f"{home}/comments/khong-co", f"{home}/me"):
        asked = _asked(address)
        assert desk.run("chair", takedowns.receive, HOME, asked).subject_id is None


def test_an_entry_about_another_communitys_content_is_refused(desk: Desk) -> None:
    post = published(desk)
    one = said(desk, post)
    for kind, thing in (("post", post.id), ("comment", one.id), ("post", "khong-co")):
        asked = _asked("", subject_type=kind, subject_id=thing)
        with pytest.raises(Invalid) as raised:
            desk.run("other_chair", takedowns.receive, OTHER, asked)
        assert raised.value.errors[0].code == "takedown-subject-unknown"


@pytest.mark.usefixtures("registered")
def test_an_entry_is_completed_after_its_post_went_to_the_circle(desk: Desk) -> None:
    takedown_subjects.register("post", on_posts.taken_down)
    post = written(desk)
    asked = _asked("", subject_type="post", subject_id=post.id)
    request = desk.run("moderator", takedowns.receive, HOME, asked)
    changed = desk.run("member", post_writing.change, post.id, PostChange(body=HARM))
    assert changed.state == "draft"
    done = desk.run("moderator", taking_down.complete, request.id, _done())
    assert done.steps[-1].facts == {"finding": "founded", "removed_here": False}


def _asked(address: str, **more: str) -> TakedownCreate:
    return TakedownCreate.model_validate(
        {
            **more,
            "kind": "complaint",
            "asked_by": "Lan",
            "received_at": "2026-01-01T08:00",
            "address": address,
            "grounds": "Lộ địa chỉ nhà riêng.",
        }
    )


def _done() -> TakedownCompletion:
    return TakedownCompletion(finding="founded", words="Gỡ ngay trong giờ đầu.")
