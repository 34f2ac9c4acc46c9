"""A bulletin on the Page and in the group: never before it is out, said when it stays there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid, NotSignedIn
from app.integrations import storage
from app.models.pictures import Picture
from app.models.posts import Post
from app.schemas.bridge import BridgeRead, BulletinPosting
from app.schemas.bulletins import Publication
from app.schemas.members import Decision
from app.schemas.page_postings import GroupPostingCreate, PagePostingRead
from app.schemas.posts import PostChange, PostRead, PostWithdrawal
from app.services import group_postings, page_postings, page_steps
from app.services.bulletins import arriving, bridging, publishing
from app.services.posts import deciding, returning, writing
from app.settings import Settings
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, OTHER
from tests.graph import TOKEN, Graph, Served
from tests.services.desk import Desk, because
from tests.services.test_bulletins import published, scheduled, seen, written
from tests.services.test_bulletins import settings as settle
from tests.services.test_page_postings import connect

ALL = Page(20, None, lambda key: "")
WORDS = "Ba dấu hiệu đột quỵ: chị em nhớ giúp."


@pytest.fixture
def graph() -> Iterator[Graph]:
    with Served() as served:
        yield served


@pytest.fixture
def settings(make_place: Callable[..., Settings], graph: Graph) -> Settings:
    return make_place(facebook_url=graph.address)


@pytest.fixture
def page(desk: Desk, settings: Settings, graph: Graph) -> Graph:
    """The community is connected; a bulletin is read by two, a posting by its writer alone."""
    connect(desk, settings, TOKEN)
    return graph


def planned(desk: Desk, post: PostRead, who: str = "editor", **more: Any) -> PagePostingRead:
    """Written by one, read by another where two are wanted."""
    body = BulletinPosting.model_validate({"text": WORDS, **more})
    posting = desk.run(who, bridging.plan, post.id, body)
    if posting.waits_for_second:
        posting = desk.run("vice_chair", page_steps.approve, posting.id, None)
    return posting


def state(desk: Desk, posting: PagePostingRead) -> tuple[str, str]:
    now = desk.run("adviser", page_postings.read, posting.id)
    return now.state, now.problem


def bridge_of(desk: Desk, post: PostRead, who: str = "adviser") -> BridgeRead:
    found = seen(desk, post.id, who).bulletin
    assert found is not None
    assert found.bridge is not None
    return found.bridge


# -- what is prepared ----------------------------------------------------------------------------


def test_title_summary_and_a_counted_link_are_prepared(desk: Desk, page: Graph) -> None:
    post = published(desk)
    form = desk.run("editor", bridging.posting_form, post.id)
    assert form.text.startswith("Ba dấu hiệu đột quỵ\n\nGọi ngay 115")
    assert form.link.endswith(f"/posts/{post.id}/from/page")
    assert form.needs_second
    assert "page-postings" in seen(desk, post.id, "editor").allowed_actions
    posting = planned(desk, post)
    assert (posting.subject_type, posting.subject_id) == ("post", post.id)
    desk.work_off()
    assert page.posts[0]["message"] == WORDS
    assert page.posts[0]["link"] == form.link
    assert state(desk, posting) == ("sent", "")
    assert [one.outside_address for one in bridge_of(desk, post).postings] == [
        "https://www.facebook.com/100200300_1"
    ]
    assert desk.faults() == []


def test_two_persons_where_the_list_covers_bulletins(desk: Desk, page: Graph) -> None:
    post = published(desk)
    body = BulletinPosting(text=WORDS)
    posting = desk.run("editor", bridging.plan, post.id, body)
    assert posting.waits_for_second
    desk.work_off()
    assert page.posts == []
    with pytest.raises(Conflict) as refused:
        desk.run("editor", page_steps.approve, posting.id, None)
    assert refused.value.code == "already-approved-by-you"
    desk.run("chair", page_steps.approve, posting.id, None)
    desk.work_off()
    assert page.messages == [WORDS]
    settle(desk, two_person=[])
    assert not desk.run("editor", bridging.plan, post.id, body).waits_for_second


def test_who_may_and_what_may_not(desk: Desk, page: Graph) -> None:
    post, closed, draft = published(desk), published(desk, audience="members"), written(desk)
    for who in ("moderator", "adviser", "member"):
        with pytest.raises(Forbidden):
            planned(desk, post, who)
    for who in ("other_chair", "stranger"):
        with pytest.raises((Forbidden, Hidden)):
            planned(desk, post, who)
    for one in (closed, draft):
        with pytest.raises(Conflict) as refused:
            planned(desk, one)
        assert refused.value.code == "page-not-public"
    assert "page-postings" not in seen(desk, closed.id, "editor").allowed_actions
    member = seen(desk, post.id, "member").bulletin
    assert member is not None
    assert member.bridge is None
    posting = planned(desk, post, at=clock.now() + timedelta(hours=1))
    with pytest.raises(Conflict) as twice:
        planned(desk, post, "chair")
    assert twice.value.code == "page-posting-live"
    desk.run("editor", page_steps.cancel, posting.id, None)
    assert planned(desk, post).state == "waiting"
    with pytest.raises(Invalid) as past:
        planned(desk, published(desk), at=clock.now() - timedelta(minutes=1))
    assert past.value.errors[0].code == "schedule-past"


def test_without_a_page_nothing_is_planned(desk: Desk) -> None:
    with pytest.raises(Conflict) as refused:
        planned(desk, published(desk))
    assert refused.value.code == "page-not-connected"


# -- never before it is out ----------------------------------------------------------------------


def test_a_scheduled_bulletins_posting_is_sent_only_after_the_bulletin_is_out(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    post = scheduled(desk, hours=2)
    with pytest.raises(Invalid) as early:
        planned(desk, post, at=clock.now() + timedelta(hours=1))
    assert early.value.errors[0].code == "page-before-bulletin"
    posting = planned(desk, post)
    assert posting.waits_for_subject
    settle(desk, quiet={"since": clock.now().isoformat(), "reason": "Tang lễ"})
    for _ in range(3):  # a sad day holds the bulletin back, and its posting with it
        watch.forward(hours=1)
        desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("waiting", ""))
    assert seen(desk, post.id, "editor").state == "scheduled"
    settle(desk, quiet=None)
    desk.work_off()
    assert (page.messages, state(desk, posting)) == ([WORDS], ("sent", ""))
    assert seen(desk, post.id).state == "published"
    desk.work_off()
    assert len(page.posts) == 1
    assert desk.faults() == []


def test_its_own_hour_counts_too_and_publishing_by_hand_lines_it_up(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    post = scheduled(desk, hours=2)
    posting = planned(desk, post, at=clock.now() + timedelta(hours=5))
    desk.run("editor", publishing.unschedule, post.id)
    watch.forward(hours=6)
    desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("waiting", ""))
    desk.run("chair", publishing.publish, post.id, Publication())
    desk.work_off()
    assert page.messages == [WORDS]
    later = planned(desk, scheduled(desk, hours=1), at=clock.now() + timedelta(hours=3))
    watch.forward(hours=2)
    desk.work_off()
    assert state(desk, later) == ("waiting", "")
    watch.forward(hours=2)
    desk.work_off()
    assert state(desk, later) == ("sent", "")


def test_a_second_reader_before_and_after_it_is_out(desk: Desk, page: Graph, watch: Watch) -> None:
    post = scheduled(desk, hours=2)
    posting = desk.run("editor", bridging.plan, post.id, BulletinPosting(text=WORDS))
    watch.forward(hours=3)
    desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("waiting", ""))
    desk.run("chair", page_steps.approve, posting.id, None)
    desk.work_off()
    assert page.messages == [WORDS]


def _withdraw(desk: Desk, post: PostRead) -> None:
    desk.run("editor", writing.withdraw, post.id, PostWithdrawal())


def _archive(desk: Desk, post: PostRead) -> None:
    desk.run("chair", deciding.archive, post.id, Decision())


def _remove(desk: Desk, post: PostRead) -> None:
    desk.run("chair", deciding.remove, post.id, because("Nguồn tin không đúng."))


def _take_down(desk: Desk, post: PostRead) -> None:
    desk.run("moderator", deciding.taken_down, post.id, "Công an xã yêu cầu gỡ.")


def _reverse(desk: Desk, post: PostRead) -> None:
    desk.run("moderator", returning.reverse, post.id, because("Nguồn tin không đúng."))


@pytest.mark.parametrize("deed", [_withdraw, _reverse])
def test_withdrawn_before_it_is_out_it_is_never_sent(
    desk: Desk, page: Graph, watch: Watch, deed: Callable[[Desk, PostRead], None]
) -> None:
    post = scheduled(desk, hours=2)
    posting = planned(desk, post)
    deed(desk, post)
    watch.forward(hours=3)
    desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("cancelled", "page-subject-gone"))
    (line,) = bridge_of(desk, post).postings
    assert (line.state, line.problem) == ("cancelled", "page-subject-gone")
    with pytest.raises(Conflict):
        desk.run("chair", page_steps.try_again, posting.id, None)


@pytest.mark.parametrize("deed", [_withdraw, _archive, _remove, _take_down, _reverse])
def test_gone_before_its_hour_it_is_never_sent(
    desk: Desk, page: Graph, watch: Watch, deed: Callable[[Desk, PostRead], None]
) -> None:
    post = published(desk)
    posting = planned(desk, post, at=clock.now() + timedelta(hours=2))
    deed(desk, post)
    watch.forward(hours=3)
    desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("cancelled", "page-subject-gone"))
    assert desk.faults() == []


def test_a_new_text_takes_the_posting_with_the_old_words_away(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    post = published(desk)
    posting = planned(desk, post, at=clock.now() + timedelta(hours=2))
    change = PostChange(body="Gọi 115, không phải 113.", correction="Số gọi cấp cứu")
    changed = desk.run("editor", writing.change, post.id, change)
    assert state(desk, posting) == ("waiting", "")
    for who in ("chair", "moderator"):
        desk.run(who, deciding.approve, post.id, Decision(version=changed.version))
    watch.forward(hours=3)
    desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("cancelled", "page-subject-rewritten"))
    planned(desk, post)
    desk.work_off()
    assert page.messages == [WORDS]


def test_a_limit_that_is_waited_out_outlives_no_bulletin(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    post = published(desk)
    page.trouble = [("feed", "rate")]
    posting = planned(desk, post)
    desk.work_off()
    assert state(desk, posting) == ("waiting", "page-rate")
    _archive(desk, post)
    watch.forward(hours=1)
    desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("cancelled", "page-subject-gone"))


def test_what_may_stand_there_is_looked_for_and_not_sent(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    """An answer was lost, somebody sent it again, and the bulletin went in the same minute."""
    post = published(desk)
    page.trouble, page.late = [("feed", "lost")], 1
    posting = planned(desk, post)
    for _ in range(5):
        desk.work_off()
        watch.forward(hours=1)
    assert state(desk, posting)[0] == "unknown"
    desk.run("editor", page_steps.try_again, posting.id, None)
    _withdraw(desk, post)
    page.late = 0
    desk.work_off()
    assert (state(desk, posting), len(page.posts)) == (("sent", ""), 1)
    assert [one.id for one in bridge_of(desk, post).outside] == [posting.id]


def test_unknown_of_a_bulletin_that_went_is_seen_or_dropped_by_a_person(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    post = published(desk)
    page.trouble = [("feed", "page")]
    posting = planned(desk, post)
    for _ in range(5):
        desk.work_off()
        watch.forward(hours=1)
    _archive(desk, post)
    read = desk.run("editor", page_postings.read, posting.id)
    assert read.allowed_actions == ["publication", "cancellation"]
    desk.run("editor", page_steps.cancel, posting.id, None)
    desk.work_off()
    assert (page.posts, state(desk, posting)[0]) == ([], "cancelled")


# -- what stays outside ----------------------------------------------------------------------------


@pytest.mark.parametrize("deed", [_withdraw, _archive, _remove, _take_down])
def test_the_board_is_reminded_of_what_still_stands_outside(
    desk: Desk, page: Graph, deed: Callable[[Desk, PostRead], None]
) -> None:
    post = published(desk)
    planned(desk, post)
    desk.work_off()
    tick(desk, post)
    assert bridge_of(desk, post).outside == []
    deed(desk, post)
    found = bridge_of(desk, post)
    assert {(one.channel, one.outside_address) for one in found.outside} == {
        ("page", "https://www.facebook.com/100200300_1"),
        ("group", "https://facebook.com/groups/1/posts/2"),
    }
    assert len(page.posts) == 1
    assert "page-postings" not in seen(desk, post.id, "editor").allowed_actions


# -- pictures --------------------------------------------------------------------------------------


def picture(desk: Desk, settings: Settings, post: PostRead, n: int, **more: Any) -> str:
    """A converted picture that the bulletin shows, or another one."""
    key = storage.new_key(".jpg")
    storage.of(settings).put(key, f"converted {n}".encode())

    def write(work: Work) -> str:
        row = work.session.get(Post, post.id)
        assert row is not None
        values: dict[str, Any] = {
            "audience": "public" if row.state == "published" else "owner",
            "state": "ready",
            "ready_at": work.now,
            "small_key": key,
            "large_key": key,
            "shows": "nobody",
            **more,
        }
        one = Picture(
            id=f"picture{n}",
            community_id=row.community_id,
            owner_id=row.author_id,
            subject_type="post",
            subject_id=row.id,
            position=n,
            draft=False,
            sha256="0" * 64,
            bytes=1,
            media_type="image/jpeg",
            width=1,
            height=1,
            created_at=work.now,
            **values,
        )
        work.session.add(one)
        row.media = [*row.media, {"id": one.id}]
        return one.id

    return desk.run("stranger", write)


def noted(desk: Desk, words: str) -> dict[str, Any]:
    return {"consent": words, "consent_by": desk.scene.persons["editor"], "consent_at": clock.now()}


def test_only_converted_and_cleared_pictures_reach_the_page(
    desk: Desk, page: Graph, settings: Settings
) -> None:
    post = published(desk)
    waiting = {"state": "waiting", "ready_at": None, "small_key": None, "large_key": None}
    nobody = picture(desk, settings, post, 0)
    child = picture(desk, settings, post, 1, shows="child", **noted(desk, "Mẹ cháu đồng ý."))
    closed = [
        picture(desk, settings, post, 2, shows="adult"),
        picture(desk, settings, post, 3, shows="child"),
        picture(desk, settings, post, 4, shows="unknown"),
        picture(desk, settings, post, 5, original_key="ab/original", **waiting),
    ]
    form = desk.run("editor", bridging.posting_form, post.id)
    assert ([one.id for one in form.pictures], form.left_out) == ([nobody, child], 4)
    for one in closed:
        with pytest.raises(Invalid) as refused:
            planned(desk, post, pictures=[nobody, one])
        assert refused.value.errors[0].code == "page-picture-uncleared"
    planned(desk, post, pictures=[nobody, child])
    desk.work_off()
    assert list(page.photos.values()) == [b"converted 0", b"converted 1"]
    assert page.posts[0]["message"].endswith(f"/posts/{post.id}/from/page")


def test_a_consent_that_is_taken_back_stops_the_posting(
    desk: Desk, page: Graph, settings: Settings
) -> None:
    post = published(desk)
    one = picture(desk, settings, post, 0, shows="adult", **noted(desk, "Chị ấy đồng ý."))
    posting = planned(desk, post, pictures=[one])

    def take_back(work: Work) -> None:
        none: dict[str, Any] = {"consent": "", "consent_by": None, "consent_at": None}
        work.session.execute(update(Picture).where(col(Picture.id) == one).values(**none))

    desk.run("stranger", take_back)
    desk.work_off()
    assert (page.posts, page.photos) == ([], {})
    assert state(desk, posting) == ("failed", "page-picture-uncleared")


def test_a_file_that_is_not_there_fails_clearly(
    desk: Desk, page: Graph, settings: Settings
) -> None:
    post = published(desk)
    one = picture(desk, settings, post, 0, large_key="ab/missing.jpg")
    posting = planned(desk, post, pictures=[one])
    desk.work_off()
    assert (page.posts, state(desk, posting)) == ([], ("failed", "page-picture-missing"))


# -- the group -------------------------------------------------------------------------------------


def tick(desk: Desk, post: PostRead, who: str = "editor", slug: str = HOME) -> Any:
    body = GroupPostingCreate(
        text=WORDS,
        subject_type="post",
        subject_id=post.id,
        address="https://facebook.com/groups/1/posts/2",
    )
    return desk.run(who, group_postings.tick, slug, body)


def test_a_bulletin_is_copied_for_the_group_and_ticked_once(
    desk: Desk, page: Graph, settings: Settings
) -> None:
    post = published(desk)
    picture(desk, settings, post, 0)
    picture(desk, settings, post, 1, shows="adult")
    copy = desk.run("editor", bridging.group_copy, post.id)
    assert copy.link.endswith(f"/posts/{post.id}/from/group")
    assert (copy.out, copy.may_tick, len(copy.pictures), copy.left_out) == (True, True, 1, 1)
    assert not desk.run("adviser", bridging.group_copy, post.id).may_tick
    tick(desk, post)
    with pytest.raises(Conflict) as twice:
        tick(desk, post, "chair")
    assert twice.value.code == "group-ticked"
    again = desk.run("adviser", bridging.group_copy, post.id)
    assert again.posted_by == "Nguyễn Thị editor"
    # The posting for the Page leads to the bulletin: one place for one tick.
    assert planned(desk, post).group is None


def test_a_members_bulletin_in_the_group_is_no_reason_for_a_reminder(desk: Desk) -> None:
    post = published(desk, audience="members")
    tick(desk, post)
    assert bridge_of(desk, post).outside == []
    _archive(desk, post)
    assert [one.channel for one in bridge_of(desk, post).outside] == ["group"]


def test_nobody_ticks_what_nobody_reads_yet(desk: Desk) -> None:
    post = scheduled(desk)
    copy = desk.run("editor", bridging.group_copy, post.id)
    assert (copy.out, copy.may_tick) == (False, False)
    with pytest.raises(Conflict) as refused:
        tick(desk, post)
    assert refused.value.code == "not-published"
    with pytest.raises(Hidden):
        tick(desk, published(desk), "other_editor", OTHER)
    with pytest.raises(Conflict):
        desk.run("editor", bridging.group_copy, written(desk).id)


def test_the_links_outside_are_counted_as_turns(desk: Desk, page: Graph) -> None:
    post, closed = published(desk), published(desk, audience="members")
    tick(desk, post)
    for _ in range(2):
        assert desk.run("stranger", arriving.arrive, post.id, "group", ALL).id == post.id
    desk.run("member", arriving.arrive, post.id, "page", ALL)
    found = bridge_of(desk, post)
    assert (found.opened_page, found.opened_group) == (1, 2)
    with pytest.raises(Hidden):
        desk.run("stranger", arriving.arrive, post.id, "elsewhere", ALL)
    with pytest.raises(NotSignedIn):
        desk.run("stranger", arriving.arrive, closed.id, "group", ALL)
