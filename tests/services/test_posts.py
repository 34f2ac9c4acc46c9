"""Writing, judging and reading posts: what each may do, what readers see, what is told."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from app.domain.paging import Page
from app.domain.pictures import Arrival, Arrived, Look
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid, Refusal
from app.models.pictures import Picture
from app.schemas.communities import CommunityChange
from app.schemas.members import Decision, Escalation, ReasonedDecision
from app.schemas.post_decisions import AuthorReveal, PostMending
from app.schemas.posts import (
    PostChange,
    PostCreate,
    PostRead,
    PostSubmission,
    PostWithdrawal,
)
from app.schemas.reviews import Batch, BatchItem
from app.services import (
    batches,
    communities,
    inbox,
    letterbox,
    question_views,
    questions,
    taking_back,
)
from app.services.posts import cards, deciding, feed, mending, reading, returning, writing
from app.store import notices, post_words, posts
from tests.conftest import Watch
from tests.factories import HOME, OTHER, Scene
from tests.services.desk import Desk, because

FIRST = "Có ai đi bộ lúc 5 giờ sáng không ạ?"


def written(desk: Desk, who: str = "member", body: str = FIRST, **more: Any) -> PostRead:
    return desk.run(who, writing.create, HOME, PostCreate(body=body, **more))


def published(desk: Desk, **more: Any) -> PostRead:
    post = written(desk, **more)
    return desk.run("moderator", deciding.approve, post.id, Decision())


def seen(desk: Desk, post_id: str, who: str = "member") -> PostRead:
    def read(work: Any) -> PostRead:
        return cards.card(work, posts.get(work.session, work.actor, post_id))

    return desk.run(who, read)


def texts_of_feed(desk: Desk, who: str = "member", **more: Any) -> list[str]:
    page = Page(20, None, lambda key: "")
    return [line.body for line in desk.run(who, feed.page, HOME, page, **more).items]


# -- reading -----------------------------------------------------------------------------------


def test_a_search_forgives_marks_and_finds_what_readers_see(desk: Desk) -> None:
    post = published(desk, title="Đỗ Thị Hòa dạy nấu canh", body="Rau đay, mồng tơi")
    for q in ("do thi hoa", "ĐỖ", "rau day", "mong to", "canh rau"):
        assert texts_of_feed(desk, q=q) == ["Rau đay, mồng tơi"], q
    assert texts_of_feed(desk, q="khong co") == []
    edited = desk.run("member", writing.change, post.id, PostChange(body="Bầu, bí"))
    assert texts_of_feed(desk, q="bau bi") == []
    desk.run("moderator", deciding.approve, post.id, Decision(version=edited.version))
    assert texts_of_feed(desk, q="bau bi") == ["Bầu, bí"]
    assert texts_of_feed(desk, q="rau day") == []
    desk.run("moderator", deciding.remove, post.id, because("Chị xem lại giúp"))
    assert texts_of_feed(desk, q="bau bi") == []
    assert desk.faults() == []


@pytest.mark.parametrize("recent", [1, 3, post_words.RECENT])
def test_a_search_goes_on_where_its_page_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, recent: int
) -> None:
    """However many of the newest are read before the index of words is asked."""
    monkeypatch.setattr(post_words, "RECENT", recent)
    for n in range(5):
        published(desk, body=f"Bánh số {n}", topic="gia-dinh" if n % 2 else None)
    found: list[str] = []
    after: tuple[Any, ...] | None = None
    for _ in range(3):
        kept: list[tuple[Any, ...]] = []

        def keep(key: tuple[Any, ...], kept: list[tuple[Any, ...]] = kept) -> str:
            kept.append(key)
            return "next"

        page = Page(2, after, keep)
        listed = desk.run("member", feed.page, HOME, page, q="banh")
        found += [line.body for line in listed.items]
        after = kept[0] if kept else None
    assert found == [f"Bánh số {n}" for n in (4, 3, 2, 1, 0)]
    assert len(texts_of_feed(desk, q="banh", topic="gia-dinh")) == 2


# -- writing -----------------------------------------------------------------------------------


def test_a_members_post_waits_and_says_why(desk: Desk) -> None:
    post = written(desk, title="Đi bộ", topic="the-thao")
    assert (post.state, post.version, post.own) == ("submitted", 2, True)
    assert post.waiting is not None
    assert post.waiting.why == ["every-post"]
    assert texts_of_feed(desk) == []
    with pytest.raises(Hidden):
        seen(desk, post.id, "nobody")


def test_an_approval_publishes_and_readers_see_the_text(desk: Desk) -> None:
    post = published(desk, title="Đi bộ", body="Đi **chậm** thôi")
    assert (post.state, post.version) == ("published", 3)
    assert post.body_html == "<p>Đi <strong>chậm</strong> thôi</p>\n"
    assert texts_of_feed(desk) == ["Đi **chậm** thôi"]
    assert desk.faults() == []


@pytest.mark.parametrize("who", ["membership", "editor", "contests", "questions", "adviser"])
def test_who_reads_at_the_desk_and_does_not_decide_is_refused(desk: Desk, who: str) -> None:
    post = written(desk)
    with pytest.raises(Forbidden):
        desk.run(who, deciding.approve, post.id, Decision())


@pytest.mark.parametrize("who", ["stranger", "nobody", "other_chair", "officer", "administrator"])
def test_who_may_not_see_a_post_finds_none(desk: Desk, who: str) -> None:
    post = published(desk)
    with pytest.raises(Hidden):
        desk.run(who, deciding.remove, post.id, because("Nhầm"))


def test_nobody_judges_her_own_post(desk: Desk) -> None:
    post = written(desk, "moderator")
    with pytest.raises(Forbidden) as own:
        desk.run("moderator", deciding.approve, post.id, Decision())
    assert own.value.code == "own-case"
    assert desk.run("chair", deciding.approve, post.id, Decision()).state == "published"


def test_where_the_switch_is_off_only_the_board_writes(desk: Desk) -> None:
    desk.run("chair", communities.change, HOME, CommunityChange(member_posts=False))
    with pytest.raises(Forbidden) as off:
        written(desk)
    assert off.value.code == "member-posts-off"
    assert written(desk, "editor").state == "submitted"


@pytest.mark.parametrize(
    ("body", "code"),
    [("", "text-missing"), ("https://a.vn " * 21, "too-many-links")],
)
def test_a_text_that_cannot_be_is_said_beside_its_field(desk: Desk, body: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        written(desk, body=body)
    assert [(error.pointer, error.code) for error in wrong.value.errors] == [("/body", code)]


def test_an_unknown_topic_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        written(desk, topic="khong-co")
    assert wrong.value.errors[0].code == "topic-unknown"


# -- drafts and new texts ----------------------------------------------------------------------


def test_a_draft_is_hers_alone_until_she_sends_it(desk: Desk) -> None:
    post = written(desk, body="", draft=True)
    assert post.state == "draft"
    with pytest.raises(Hidden):
        seen(desk, post.id, "chair")
    kept = desk.run("member", writing.change, post.id, PostChange(body="Một câu", draft=True))
    assert (kept.state, kept.version, kept.draft and kept.draft.body) == ("draft", 1, "Một câu")
    sent = desk.run("member", writing.submit, post.id, PostSubmission(version=1))
    assert (sent.state, sent.body) == ("submitted", "Một câu")


def test_what_a_page_keeps_by_itself_is_no_new_version_but_a_change_is(desk: Desk) -> None:
    post = written(desk, draft=True)
    changed = desk.run("member", writing.change, post.id, PostChange(title="Tên", version=1))
    assert changed.version == 2
    with pytest.raises(Conflict) as stale:
        desk.run("member", writing.change, post.id, PostChange(title="Khác", version=1))
    assert stale.value.code == "stale-version"


def test_a_new_text_takes_the_place_of_the_one_that_waits(desk: Desk) -> None:
    post = written(desk)
    again = desk.run("member", writing.change, post.id, PostChange(body="Bản hai"))
    assert (again.body, [text.state for text in again.revisions]) == (
        "Bản hai",
        ["replaced", "submitted"],
    )
    with pytest.raises(Conflict) as stale:
        desk.run("moderator", deciding.approve, post.id, Decision(version=post.version))
    assert stale.value.code == "stale-version"
    assert desk.run("moderator", deciding.approve, post.id, Decision()).body == "Bản hai"


def test_readers_keep_the_approved_text_until_the_new_one_is_approved(desk: Desk) -> None:
    post = published(desk)
    edited = desk.run("member", writing.change, post.id, PostChange(body="Bản hai"))
    assert (edited.state, edited.body) == ("published", FIRST)
    assert texts_of_feed(desk) == [FIRST]
    with pytest.raises(Conflict) as unnamed:
        desk.run("moderator", deciding.approve, post.id, Decision())
    assert unnamed.value.code == "version-needed"
    version = edited.version
    done = desk.run("moderator", deciding.approve, post.id, Decision(version=version))
    assert (done.body, texts_of_feed(desk)) == ("Bản hai", ["Bản hai"])
    assert desk.faults() == []


def test_a_refused_new_text_leaves_the_shown_one(desk: Desk) -> None:
    post = published(desk)
    edited = desk.run("member", writing.change, post.id, PostChange(body="Bản hai"))
    refused = desk.run(
        "moderator", deciding.refuse, post.id, because("Chưa rõ nguồn", version=edited.version)
    )
    assert (refused.state, refused.body) == ("published", FIRST)
    assert desk.faults() == []


def test_a_return_comes_back_with_both_texts_side_by_side(desk: Desk) -> None:
    post = written(desk)
    asked = desk.run("moderator", deciding.ask, post.id, ReasonedDecision(reason="P-1"))
    assert asked.state == "needs_info"
    assert seen(desk, post.id).state_reason.startswith("Bài của chị hay và có ích.")
    desk.run("member", writing.change, post.id, PostChange(body="Bản hai, có nguồn"))
    assert seen(desk, post.id, "moderator").state == "needs_info"
    desk.run("member", writing.submit, post.id, PostSubmission())
    at_desk = seen(desk, post.id, "moderator")
    assert [(text.state, bool(text.note)) for text in at_desk.revisions] == [
        ("returned", True),
        ("submitted", False),
    ]
    assert at_desk.pending is not None
    assert at_desk.pending.body == "Bản hai, có nguồn"
    assert desk.faults() == []


def test_sending_twice_is_sending_once(desk: Desk) -> None:
    post = written(desk)
    again = desk.run("member", writing.submit, post.id, PostSubmission())
    assert (again.version, len(again.revisions)) == (post.version, 1)


def test_she_takes_back_the_post_or_only_the_new_text(desk: Desk) -> None:
    post = published(desk)
    desk.run("member", writing.change, post.id, PostChange(body="Bản hai"))
    kept = desk.run("member", writing.withdraw, post.id, PostWithdrawal(only_edit=True))
    assert (kept.state, kept.pending, texts_of_feed(desk)) == ("published", None, [FIRST])
    gone = desk.run("member", writing.withdraw, post.id, PostWithdrawal())
    assert (gone.state, texts_of_feed(desk)) == ("withdrawn", [])
    assert desk.run("member", writing.submit, post.id, PostSubmission()).state == "submitted"
    assert desk.faults() == []


# -- judging -----------------------------------------------------------------------------------


def test_the_second_learns_who_decided_and_when(desk: Desk) -> None:
    post = published(desk)
    with pytest.raises(Conflict) as lost:
        desk.run("chair", deciding.refuse, post.id, because("Nhầm"))
    assert lost.value.code == "already-decided"
    assert lost.value.facts["decided_by"] == "Nguyễn Thị moderator"


def test_an_undone_approval_was_never_read_and_never_told(desk: Desk, watch: Watch) -> None:
    post = published(desk)
    desk.run("moderator", returning.undo, post.id, "approved")
    back = seen(desk, post.id, "moderator")
    assert (back.state, back.published_at, texts_of_feed(desk)) == ("submitted", None, [])
    watch.forward(seconds=60)
    assert _letters(desk) == []
    assert desk.run("chair", deciding.approve, post.id, Decision()).state == "published"
    assert desk.faults() == []


def test_an_undone_new_text_gives_the_old_one_back(desk: Desk) -> None:
    post = published(desk)
    edited = desk.run("member", writing.change, post.id, PostChange(body="Bản hai"))
    desk.run("moderator", deciding.approve, post.id, Decision(version=edited.version))
    desk.run("moderator", returning.undo, post.id, "approved")
    assert texts_of_feed(desk) == [FIRST]
    assert seen(desk, post.id, "moderator").pending is not None
    assert desk.faults() == []


def test_undo_is_for_her_who_decided_within_ten_seconds(desk: Desk, watch: Watch) -> None:
    post = published(desk)
    with pytest.raises(Conflict):
        desk.run("chair", returning.undo, post.id, "approved")
    watch.forward(seconds=11)
    with pytest.raises(Conflict) as late:
        desk.run("moderator", returning.undo, post.id, "approved")
    assert late.value.code == "undo-too-late"


def test_a_returned_text_that_is_refused_is_named_and_may_be_undone(desk: Desk) -> None:
    post, why = written(desk), ReasonedDecision(reason="P-1")
    desk.run("moderator", deciding.ask, post.id, why)
    judged = desk.run("moderator", deciding.refuse, post.id, why)
    assert [one.state for one in judged.revisions] == ["refused"]
    desk.run("moderator", returning.undo, post.id, "refused")
    again = seen(desk, post.id, "moderator")
    assert (again.state, [one.state for one in again.revisions]) == ("submitted", ["submitted"])
    assert "approval" in again.allowed_actions
    assert desk.faults() == []


def test_an_undo_after_the_author_went_on_is_too_late(desk: Desk) -> None:
    post = published(desk)
    desk.run("member", writing.change, post.id, PostChange(body="Bản hai"))
    with pytest.raises(Conflict):
        desk.run("moderator", returning.undo, post.id, "approved")
    assert desk.faults() == []


def test_a_reversed_approval_takes_the_post_away(desk: Desk) -> None:
    post = published(desk)
    gone = desk.run("chair", returning.reverse, post.id, because("Ban duyệt nhầm"))
    assert (gone.state, texts_of_feed(desk)) == ("removed", [])
    assert seen(desk, post.id).state_reason == "Ban duyệt nhầm"
    assert desk.faults() == []


def test_a_reversed_refusal_publishes_it(desk: Desk) -> None:
    post = written(desk)
    desk.run("moderator", deciding.refuse, post.id, ReasonedDecision(reason="P-3"))
    shown = desk.run("chair", returning.reverse, post.id, because("Ban xem lại, bài đăng được"))
    assert (shown.state, texts_of_feed(desk)) == ("published", [FIRST])
    assert desk.faults() == []


def test_a_removal_takes_the_waiting_text_with_it(desk: Desk) -> None:
    post = published(desk)
    desk.run("member", writing.change, post.id, PostChange(body="Bản hai"))
    gone = desk.run("moderator", deciding.remove, post.id, because("Chị xem lại giúp"))
    assert (gone.state, [text.state for text in gone.revisions]) == (
        "removed",
        ["approved", "refused"],
    )
    with pytest.raises(Refusal):
        desk.run("member", writing.change, post.id, PostChange(body="Bản ba"))
    assert desk.faults() == []


def test_a_completed_takedown_takes_the_post_away(desk: Desk) -> None:
    post = published(desk)
    assert desk.run("editor", deciding.taken_down, post.id, "Cơ quan chức năng yêu cầu gỡ")
    assert (seen(desk, post.id).state, texts_of_feed(desk)) == ("removed", [])
    assert not desk.run("editor", deciding.taken_down, post.id, "Cơ quan chức năng yêu cầu gỡ")
    assert desk.faults() == []


def test_an_escalated_post_is_decided_by_the_named_role(desk: Desk) -> None:
    post = written(desk)
    desk.run("moderator", deciding.escalate, post.id, Escalation(to="chair", reason="Khó quá"))
    with pytest.raises(Forbidden):
        desk.run("moderator", deciding.approve, post.id, Decision())
    assert desk.run("chair", deciding.approve, post.id, Decision()).state == "published"


def test_a_claim_is_shown_and_never_blocks(desk: Desk) -> None:
    post = written(desk)
    held = desk.run("moderator", reading.claim, post.id, take_over=False)
    assert held.review is not None
    assert held.review.claim is not None
    assert held.review.claim.mine
    assert desk.run("chair", deciding.approve, post.id, Decision()).state == "published"


def test_after_thirty_days_without_a_new_text_it_is_a_draft_again(desk: Desk, watch: Watch) -> None:
    post = written(desk)
    desk.run("moderator", deciding.ask, post.id, because("Thêm nguồn giúp"))
    watch.forward(days=31)
    desk.work_off()
    assert seen(desk, post.id).state == "draft"
    assert desk.faults() == []


# -- anonymity ---------------------------------------------------------------------------------


def test_nobody_learns_the_author_of_an_anonymous_post(desk: Desk, scene: Scene) -> None:
    post = published(desk, anonymous=True)
    for who in ("moderator", "chair", "adviser", "editor"):
        assert seen(desk, post.id, who).author.name is None
    assert texts_of_feed(desk, author=scene.members["member"]) == []
    assert seen(desk, post.id).author.name == "Nguyễn Thị member"


def test_the_log_names_no_author(desk: Desk, scene: Scene) -> None:
    post = published(desk, anonymous=True)
    rows = desk.database.read_now(
        lambda session: session.execute(
            text("SELECT actor_id FROM audit_row WHERE subject_id = :id"), {"id": post.id}
        ).all()
    )
    assert {row[0] for row in rows} == {scene.persons["moderator"]}


def test_the_author_is_revealed_by_two_with_a_reason(desk: Desk) -> None:
    post = published(desk, anonymous=True)
    reason = AuthorReveal(reason="Cơ quan công an yêu cầu bằng văn bản")
    first = desk.run("chair", deciding.reveal_author, post.id, reason)
    assert (first.author.name, first.approvals) == (None, 1)
    with pytest.raises(Conflict):
        desk.run("chair", deciding.reveal_author, post.id, reason)
    both = desk.run("vice_chair", deciding.reveal_author, post.id, reason)
    assert both.author.name == "Nguyễn Thị member"
    assert seen(desk, post.id, "chair").author.name == "Nguyễn Thị member"
    assert seen(desk, post.id, "moderator").author.name is None
    with pytest.raises(Forbidden):
        desk.run("moderator", deciding.reveal_author, post.id, reason)


# -- the closed circle ---------------------------------------------------------------------------

HARM = "Đêm qua chồng em lại đánh em, em phải bế con sang nhà hàng xóm ngủ."


def test_a_post_about_violence_reaches_the_circle_and_nobody_else(desk: Desk) -> None:
    post = written(desk, body=HARM)
    assert (post.state, post.waiting, bool(post.private_thread)) == ("draft", None, True)
    for who in ("moderator", "adviser", "chair"):
        with pytest.raises(Hidden):
            seen(desk, post.id, who)
    page = Page(50, None, lambda key: "")
    assert desk.run("moderator", inbox.page, HOME, page, state="", kind="post").items == []
    again = desk.run("member", writing.submit, post.id, PostSubmission())
    assert again.private_thread == post.private_thread
    assert desk.faults() == []


def test_what_she_changes_in_it_follows_in_her_private_thread(desk: Desk) -> None:
    post = written(desk, body=HARM)
    again = f"{HARM} Sáng nay chồng lại dọa giết."
    desk.run("member", writing.submit, post.id, PostSubmission(body=again))
    desk.run("member", writing.submit, post.id, PostSubmission(body=again))
    thread = desk.run("member", question_views.read, post.private_thread or "")
    assert [one.text for one in thread.messages] == [HARM, again]
    assert desk.faults() == []


def test_what_she_writes_after_taking_her_thread_back_reaches_the_circle_too(desk: Desk) -> None:
    post = written(desk, body=HARM)
    thread = post.private_thread or ""
    desk.run("member", questions.withdraw, thread)
    desk.run("member", writing.submit, post.id, PostSubmission(body=f"{HARM} Lại thế."))
    read = desk.run("member", question_views.read, thread)
    assert (read.withdrawn, [one.text for one in read.messages][-1]) == (False, f"{HARM} Lại thế.")
    assert HARM not in [one.text for one in read.messages]
    assert desk.faults() == []


def test_a_waiting_post_that_turns_to_violence_leaves_the_inbox(desk: Desk) -> None:
    post = written(desk)
    turned = desk.run("member", writing.change, post.id, PostChange(body=HARM))
    assert (turned.state, turned.pending) == ("draft", None)
    with pytest.raises(Hidden):
        seen(desk, post.id, "moderator")
    assert desk.faults() == []


def test_a_shown_post_keeps_its_text_when_the_new_one_is_the_circles(desk: Desk) -> None:
    post = published(desk)
    desk.run("member", writing.change, post.id, PostChange(body=HARM))
    assert texts_of_feed(desk) == [FIRST]
    assert seen(desk, post.id, "moderator").pending is None
    assert desk.faults() == []


# -- the inbox, many at once, letters ------------------------------------------------------------


def test_a_post_stands_in_the_inbox_beside_the_forms(desk: Desk) -> None:
    post = written(desk, title="Đi bộ")
    page = Page(50, None, lambda key: "")
    listed = desk.run("moderator", inbox.page, HOME, page, state="", kind="post")
    assert [(line.subject_id, line.title, line.author) for line in listed.items] == [
        (post.id, "Đi bộ", "Nguyễn Thị member")
    ]
    assert {kind.kind: kind.waiting for kind in listed.kinds} == {
        "member": 4,
        "post": 1,
        "comment": 0,
        "flag": 0,
        "outside_post": 0,
        "work": 0,
        "appeal": 0,
    }
    everything = desk.run("moderator", inbox.page, HOME, page, state="", kind="")
    assert {line.kind for line in everything.items} == {"member", "post"}


def test_many_posts_are_approved_at_once_and_taken_back(desk: Desk, scene: Scene) -> None:
    ids = [written(desk, body=f"Bài {n}").id for n in range(3)]
    items = [BatchItem(id=one) for one in [*ids, scene.members["hoa"]]]
    body = Batch(decision="approval", items=items)
    done = desk.run("moderator", batches.batch, HOME, body, lambda refusal: (409, {"code": "x"}))
    assert [result.status for result in done.results] == [200] * 4
    assert done.results[0].title == "Bài 0"
    assert len(texts_of_feed(desk)) == 3
    desk.run("moderator", taking_back.undo, done.batch_id)
    assert texts_of_feed(desk) == []
    assert desk.faults() == []


def test_the_author_is_told_after_ten_seconds(desk: Desk, watch: Watch) -> None:
    published(desk, title="Đi bộ")
    assert _letters(desk) == []
    watch.forward(seconds=11)
    assert _letters(desk) == ["Bài “Đi bộ” của chị đã lên nhóm. Cảm ơn chị đã chia sẻ!"]


def test_a_letter_about_a_post_stands_on_no_list_of_the_board(
    desk: Desk, watch: Watch, scene: Scene
) -> None:
    published(desk, anonymous=True)
    watch.forward(seconds=11)
    untold = desk.database.read_now(
        lambda session: notices.untold(session, scene.communities[HOME], watch.moment, 50, None)
    )
    assert [notice for notice, _ in untold if notice.kind.startswith("post.")] == []


def test_posts_of_another_community_are_not_there(desk: Desk) -> None:
    post = desk.run("other_member", writing.create, OTHER, PostCreate(body="Chào"))
    with pytest.raises(Hidden):
        seen(desk, post.id, "moderator")


def _letters(desk: Desk) -> list[str]:
    page = Page(50, None, lambda key: "")
    listed = desk.run("member", letterbox.page, page)
    return [one.text.partition("\n")[0] for one in listed.items if one.kind.startswith("post.")]


# -- pictures ----------------------------------------------------------------------------------


def arrived(*keys: str) -> Arrival:
    look = Look("image/png", 30, 20)
    return Arrival(tuple(Arrived(key, "0" * 64, 10, look) for key in keys), 60)


def audiences(desk: Desk, post_id: str) -> list[str]:
    rows = select(col(Picture.audience)).where(col(Picture.subject_id) == post_id)
    return desk.database.read_now(
        lambda session: list(session.execute(rows.order_by(col(Picture.position))).scalars())
    )


def test_pictures_are_read_with_the_text_that_is_shown_and_no_other(desk: Desk) -> None:
    body = PostCreate(body="Bế giảng")
    post = desk.run("member", writing.create, HOME, body, arrived("a", "b"))
    assert (len(post.pictures), post.media, audiences(desk, post.id)) == (2, [], ["owner"] * 2)
    shown = desk.run("moderator", deciding.approve, post.id, Decision())
    assert len(shown.media) == 2
    assert audiences(desk, post.id) == ["members"] * 2
    first = shown.media[0].id
    change = PostChange(body="Bế giảng, bỏ bớt ảnh", pictures=[first])
    edited = desk.run("member", writing.change, post.id, change, arrived("c"))
    assert edited.pending is not None
    assert (edited.pending.pictures[0], len(edited.pending.pictures)) == (first, 2)
    assert len(seen(desk, post.id, "editor").media) == 2
    done = desk.run("moderator", deciding.approve, post.id, Decision(version=edited.version))
    assert [card.id for card in done.media] == edited.pending.pictures
    assert sorted(audiences(desk, post.id)) == ["members", "members", "owner"]
    desk.run("moderator", returning.undo, post.id, "approved")
    assert len(seen(desk, post.id, "editor").media) == 2
    desk.run("moderator", deciding.remove, post.id, because("Chị xem lại giúp"))
    assert set(audiences(desk, post.id)) == {"owner"}


def test_somebody_elses_picture_is_no_picture_of_hers(desk: Desk) -> None:
    post = desk.run("member", writing.create, HOME, PostCreate(body="Ảnh"), arrived("a"))
    taken = PostCreate(body="Của tôi", pictures=[post.pictures[0].id])
    with pytest.raises(Invalid) as wrong:
        desk.run("editor", writing.create, HOME, taken)
    assert wrong.value.errors[0].pointer == "/pictures"


# -- spelling ----------------------------------------------------------------------------------


def mended(desk: Desk, post: PostRead, body: str, who: str = "moderator") -> PostRead:
    return desk.run(who, mending.mend, post.id, PostMending(body=body, version=post.version))


def test_the_board_mends_spelling_where_the_author_allows_it(desk: Desk) -> None:
    post = written(desk, body="Nấu canh dau day", title="Rau đai", may_mend=True)
    assert "mending" in seen(desk, post.id, "moderator").allowed_actions
    after = mended(desk, post, "Nấu canh rau đay")
    assert after.state == "submitted"
    assert texts_of_feed(desk) == []
    hers = seen(desk, post.id)
    assert [(t.number, t.minor_of, t.state, t.body, t.title) for t in hers.revisions] == [
        (1, None, "replaced", "Nấu canh dau day", "Rau đai"),
        (2, 1, "submitted", "Nấu canh rau đay", "Rau đai"),
    ]
    again = mended(desk, after, "Nấu canh rau đay.")
    assert again.pending is not None
    assert again.pending.minor_of == 1
    desk.run("moderator", deciding.approve, post.id, Decision(version=again.version))
    assert texts_of_feed(desk) == ["Nấu canh rau đay."]
    assert "unmasking" not in seen(desk, post.id, "moderator").allowed_actions
    assert desk.faults() == []


def test_an_approval_of_what_stood_there_before_the_mending_comes_too_late(desk: Desk) -> None:
    post = written(desk, body="Nấu canh dau day", may_mend=True)
    mended(desk, post, "Nấu canh rau đay")
    with pytest.raises(Conflict):
        desk.run("chair", deciding.approve, post.id, Decision(version=post.version))


def test_a_mended_edit_waits_beside_the_text_that_readers_see(desk: Desk) -> None:
    post = published(desk, may_mend=True)
    edit = desk.run("member", writing.change, post.id, PostChange(body=f"{FIRST} Da vui"))
    after = mended(desk, edit, f"{FIRST} Rất vui")
    assert texts_of_feed(desk) == [FIRST]
    desk.run("moderator", deciding.approve, post.id, Decision(version=after.version))
    assert texts_of_feed(desk) == [f"{FIRST} Rất vui"]
    assert desk.faults() == []


def test_nobody_mends_without_leave_or_writes_anew(desk: Desk) -> None:
    closed = written(desk, body="Nấu canh dau day")
    assert "mending" not in seen(desk, closed.id, "moderator").allowed_actions
    with pytest.raises(Conflict, match="mending-not-allowed"):
        mended(desk, closed, "Nấu canh rau đay")
    open_ = written(desk, body="Nấu canh dau day", may_mend=True)
    with pytest.raises(Invalid) as refused:
        mended(desk, open_, "Mời chị em mua kem trộn nhà tôi")
    assert refused.value.errors[0].code == "more-than-spelling"
    with pytest.raises(Invalid):
        mended(desk, open_, "Nấu canh https://a.vn")
    for who in ("member", "questions"):
        with pytest.raises(Forbidden):
            mended(desk, open_, "Nấu canh rau đay", who)
