"""Bulletins: read twice, published once, put right in the open, and read by everyone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from pydantic import ValidationError

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid, NotSignedIn
from app.models.communities import Community
from app.schemas.bulletins import (
    Publication,
    QuietChange,
    Repetition,
    SpokenChange,
    TagCreate,
    TagEnd,
)
from app.schemas.members import Decision
from app.schemas.posts import PostChange, PostCreate, PostRead, PostSubmission, PostWithdrawal
from app.services import tags
from app.services.bulletins import calendar, public, publishing, speaking
from app.services.posts import deciding, feed, reading, returning, writing
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME
from tests.services.desk import Desk, because

FIRST = "Gọi ngay 115 khi thấy người bên cạnh méo miệng, yếu tay, nói khó."
MARKED = {"title": "Ba dấu hiệu đột quỵ", "topic": "suc-khoe", "source": "Bộ Y tế"}


def written(desk: Desk, who: str = "editor", **more: Any) -> PostRead:
    given = {"kind": "bulletin", "body": FIRST, **MARKED, **more}
    return desk.run(who, writing.create, HOME, PostCreate(**given))


def read_twice(desk: Desk, post_id: str, version: int | None = None) -> PostRead:
    body = Decision(version=version)
    desk.run("chair", deciding.approve, post_id, body)
    return desk.run("moderator", deciding.approve, post_id, body)


def approved(desk: Desk, **more: Any) -> PostRead:
    return read_twice(desk, written(desk, **more).id)


def published(desk: Desk, **more: Any) -> PostRead:
    post = approved(desk, **more)
    return desk.run("editor", publishing.publish, post.id, Publication())


def scheduled(desk: Desk, hours: float = 2, **more: Any) -> PostRead:
    post = approved(desk, **more)
    at = Publication(at=clock.now() + timedelta(hours=hours))
    return desk.run("editor", publishing.publish, post.id, at)


def seen(desk: Desk, post_id: str, who: str = "member") -> PostRead:
    return desk.run(who, reading.read, post_id, Page(20, None, lambda key: ""))


def everyone_reads(desk: Desk, **more: Any) -> list[str]:
    page = Page(20, None, lambda key: "")
    return [
        line.body_html for line in desk.run("stranger", public.listed, HOME, page, **more).items
    ]


def settings(desk: Desk, **values: Any) -> None:
    def write(session: Any) -> None:
        community = session.get(Community, desk.scene.communities[HOME])
        community.settings = {**community.settings, **values}

    desk.database.write_now(write)


# -- the draft and the second reading ----------------------------------------------------------


def test_a_draft_is_the_boards_and_hidden_from_members(desk: Desk) -> None:
    post = written(desk, "questions", draft=True)
    assert seen(desk, post.id, "membership").draft is not None
    with pytest.raises(Hidden):
        seen(desk, post.id)
    with pytest.raises(Forbidden):
        desk.run("questions", writing.submit, post.id, PostSubmission())
    sent = desk.run("editor", writing.submit, post.id, PostSubmission())
    assert sent.state == "submitted"


@pytest.mark.parametrize("who", ["member", "adviser", "moderator"])
def test_who_does_not_keep_the_bulletins_sends_none(desk: Desk, who: str) -> None:
    with pytest.raises(Forbidden):
        written(desk, who)


def test_two_others_read_it_and_then_it_waits_to_be_published(desk: Desk) -> None:
    post = written(desk)
    first = desk.run("chair", deciding.approve, post.id, Decision(version=post.version))
    assert (first.state, first.version, first.approvals) == ("submitted", post.version, 1)
    with pytest.raises(Conflict) as again:
        desk.run("chair", deciding.approve, post.id, Decision())
    assert again.value.code == "already-approved-by-you"
    with pytest.raises(Forbidden) as own:
        desk.run("editor", deciding.approve, post.id, Decision())
    assert own.value.code == "own-case"
    both = desk.run("moderator", deciding.approve, post.id, Decision())
    assert (both.state, both.published_at, both.approvals) == ("approved", None, None)
    with pytest.raises(Hidden):
        seen(desk, post.id)
    assert desk.faults() == []


def test_who_wrote_the_text_that_waits_does_not_read_it_either(desk: Desk) -> None:
    post = written(desk)
    desk.run("chair", writing.change, post.id, PostChange(body="Chữ của Trưởng Ban."))
    with pytest.raises(Forbidden) as own:
        desk.run("chair", deciding.approve, post.id, Decision())
    assert own.value.code == "own-case"
    assert "approval" not in seen(desk, post.id, "chair").allowed_actions
    assert "approval" in seen(desk, post.id, "moderator").allowed_actions


def test_a_new_text_takes_the_first_reading_away(desk: Desk) -> None:
    post = written(desk)
    desk.run("chair", deciding.approve, post.id, Decision())
    desk.run("editor", writing.change, post.id, PostChange(body="Bản hai."))
    once = desk.run("moderator", deciding.approve, post.id, Decision())
    assert (once.state, once.approvals) == ("submitted", 1)


def test_where_the_list_does_not_name_bulletins_one_other_reads_it(desk: Desk) -> None:
    settings(desk, two_person=[])
    post = written(desk)
    assert desk.run("chair", deciding.approve, post.id, Decision()).state == "approved"


def test_the_plans_bulletins_need_the_view_of_the_role_that_is_named(desk: Desk) -> None:
    settings(desk, plan_review={"role": "vice_chair", "topics": ["hoat-dong-hoi"]})
    post = written(desk, for_plan=True)
    desk.run("chair", deciding.approve, post.id, Decision())
    with pytest.raises(Conflict) as missing:
        desk.run("moderator", deciding.approve, post.id, Decision())
    assert missing.value.code == "plan-view-needed"
    assert desk.run("vice_chair", deciding.approve, post.id, Decision()).state == "approved"
    other = written(desk, topic="hoat-dong-hoi")
    desk.run("vice_chair", deciding.approve, other.id, Decision())
    assert desk.run("moderator", deciding.approve, other.id, Decision()).state == "approved"


@pytest.mark.parametrize("field", ["source", "title"])
def test_a_bulletin_names_its_source_and_has_a_title(desk: Desk, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        written(desk, **{field: ""})
    assert [error.pointer for error in wrong.value.errors] == [f"/{field}"]
    draft = written(desk, draft=True, **{field: ""})
    with pytest.raises(Invalid):
        desk.run("editor", writing.submit, draft.id, PostSubmission())


def test_a_program_that_names_no_source_sends_the_boards_own_news(desk: Desk) -> None:
    post = written(desk, source=None)
    assert (post.source, post.audience) == (f"Nhóm {HOME}", "public")


def test_a_members_post_is_never_for_everyone(desk: Desk) -> None:
    post = desk.run("member", writing.create, HOME, PostCreate(body="Chào", audience="public"))
    changed = desk.run("member", writing.change, post.id, PostChange(audience="public"))
    assert (post.audience, changed.audience) == ("members", "members")


def test_an_undone_reading_waits_again_until_it_is_published(desk: Desk) -> None:
    post = approved(desk)
    desk.run("moderator", returning.undo, post.id, "approved")
    assert seen(desk, post.id, "chair").state == "submitted"
    out = read_twice(desk, post.id)
    desk.run("editor", publishing.publish, out.id, Publication())
    with pytest.raises(Conflict) as late:
        desk.run("moderator", returning.undo, post.id, "approved")
    assert late.value.code == "undo-too-late"
    assert desk.faults() == []


def test_a_refused_bulletin_is_not_approved_by_reversing(desk: Desk) -> None:
    post = written(desk)
    desk.run("moderator", deciding.refuse, post.id, because("Chưa rõ nguồn"))
    assert "reversal" not in seen(desk, post.id, "chair").allowed_actions
    with pytest.raises(Conflict):
        desk.run("chair", returning.reverse, post.id, because("Đăng được"))
    assert desk.run("editor", writing.submit, post.id, PostSubmission()).state == "submitted"


# -- publishing --------------------------------------------------------------------------------


def test_it_is_published_at_once_and_once(desk: Desk) -> None:
    post = published(desk)
    assert post.state == "published"
    assert seen(desk, post.id).author.name == "Ban Quản trị"
    with pytest.raises(Conflict) as again:
        desk.run("chair", publishing.publish, post.id, Publication())
    assert again.value.code == "not-publishable"
    assert desk.faults() == []


def test_what_nobody_read_is_not_published(desk: Desk) -> None:
    for post in (written(desk), written(desk, draft=True)):
        with pytest.raises(Conflict):
            desk.run("chair", publishing.publish, post.id, Publication())


def test_an_hour_is_of_vietnam_and_lies_ahead(desk: Desk, watch: Watch) -> None:
    post = approved(desk)
    naive = clock.in_vietnam(clock.now() + timedelta(hours=1)).replace(tzinfo=None)
    done = desk.run("editor", publishing.publish, post.id, Publication(at=naive))
    assert done.bulletin is not None
    assert done.bulletin.due_at == naive.replace(tzinfo=clock.VIETNAM)
    with pytest.raises(ValidationError, match="moment-unknown"):
        Publication.model_validate({"at": "9999-12-31T23:59:59-12:00"})
    for at in (clock.now(), clock.now() - timedelta(days=1)):
        with pytest.raises(Invalid) as past:
            desk.run("editor", publishing.publish, post.id, Publication(at=at))
        assert past.value.errors[0].code == "hour-past"
    with pytest.raises(Invalid) as empty:
        desk.run("editor", publishing.publish, post.id, Publication(later=True))
    assert empty.value.errors[0].code == "hour-missing"


def test_the_clock_publishes_it_once_also_after_a_night_without_a_server(
    desk: Desk, watch: Watch
) -> None:
    post = scheduled(desk)
    desk.work_off()
    assert seen(desk, post.id, "chair").state == "scheduled"
    watch.forward(days=1)
    desk.work_off()
    out = seen(desk, post.id)
    assert out.published_at is not None
    assert (out.state, out.published_at.date()) == ("published", clock.now().date())
    version = out.version
    desk.work_off()
    assert seen(desk, post.id).version == version
    assert desk.faults() == []


def test_another_hour_takes_the_place_of_the_first_and_none_keeps_it_approved(
    desk: Desk, watch: Watch
) -> None:
    post = scheduled(desk, hours=1)
    later = Publication(at=clock.now() + timedelta(hours=5))
    desk.run("editor", publishing.publish, post.id, later)
    watch.forward(hours=2)
    desk.work_off()
    assert seen(desk, post.id, "chair").state == "scheduled"
    desk.run("editor", publishing.unschedule, post.id)
    watch.forward(hours=9)
    desk.work_off()
    assert seen(desk, post.id, "chair").state == "approved"
    with pytest.raises(Conflict):
        desk.run("editor", publishing.unschedule, post.id)


def test_at_its_hour_the_approved_text_is_published_and_not_the_one_that_waits(
    desk: Desk, watch: Watch
) -> None:
    post = scheduled(desk)
    edited = desk.run("editor", writing.change, post.id, PostChange(body="Chưa ai đọc."))
    assert (edited.state, edited.body) == ("scheduled", FIRST)
    watch.forward(hours=3)
    desk.work_off()
    out = seen(desk, post.id)
    assert (out.state, out.body) == ("published", FIRST)
    waiting = seen(desk, post.id, "chair")
    assert waiting.pending is not None
    mended = read_twice(desk, post.id, waiting.version)
    assert (mended.state, mended.body) == ("published", "Chưa ai đọc.")
    assert desk.faults() == []


def test_a_sad_day_holds_cheerful_bulletins_back_and_lets_solemn_ones_out(
    desk: Desk, watch: Watch
) -> None:
    cheerful, solemn = scheduled(desk), scheduled(desk, solemn=True)
    desk.run("editor", speaking.fall_quiet, HOME, QuietChange(reason="Bão lớn"))
    watch.forward(hours=3)
    desk.work_off()
    waits = seen(desk, cheerful.id, "chair")
    assert waits.bulletin is not None
    assert (waits.state, waits.bulletin.waits) == ("scheduled", True)
    assert seen(desk, solemn.id).state == "published"
    assert desk.run("chair", speaking.quiet, HOME).waiting == 1
    desk.run("chair", speaking.speak_again, HOME)
    desk.work_off()
    assert seen(desk, cheerful.id).state == "published"


def test_three_stand_at_the_top_and_a_fourth_has_to_wait(desk: Desk) -> None:
    ids = [published(desk).id for _ in range(4)]
    for post_id in ids[:3]:
        assert "unpin" in desk.run("editor", publishing.pin, post_id, Decision()).allowed_actions
    with pytest.raises(Conflict) as full:
        desk.run("editor", publishing.pin, ids[3], Decision())
    assert full.value.code == "too-many-pins"
    desk.run("chair", deciding.archive, ids[0], Decision())
    desk.run("editor", publishing.pin, ids[3], Decision())
    page = Page(20, None, lambda key: "")
    top = {one.id for one in desk.run("member", feed.page, HOME, page).pinned}
    assert top == set(ids[1:])
    desk.run("editor", publishing.unpin, ids[1])
    desk.run("editor", publishing.unpin, ids[1])


def test_a_repeated_bulletin_is_a_draft_for_another_day(desk: Desk) -> None:
    post = published(desk, tags=["me-do-dau"])
    day = date(2026, 12, 24)
    copy = desk.run("chair", publishing.repeat, post.id, Repetition(planned_on=day))
    assert (copy.state, copy.title, [tag.key for tag in copy.tags]) == (
        "draft",
        post.title,
        ["me-do-dau"],
    )
    assert copy.bulletin is not None
    assert (copy.bulletin.planned_on, copy.bulletin.repeats) == (day, post.id)


def test_a_correction_stands_in_the_open_with_the_text_before(desk: Desk, watch: Watch) -> None:
    post = published(desk)
    watch.forward(days=1)
    body = PostChange(body="Gọi 115; giờ vàng là ba giờ.", correction="Bổ sung giờ vàng")
    edited = desk.run("editor", writing.change, post.id, body)
    assert seen(desk, post.id).bulletin.corrections == []  # type: ignore[union-attr]
    read_twice(desk, post.id, edited.version)
    (one,) = seen(desk, post.id, "stranger").bulletin.corrections  # type: ignore[union-attr]
    assert (one.note, FIRST in one.body_html) == ("Bổ sung giờ vàng", True)
    assert one.at.date() == clock.now().date()


def test_what_is_mended_before_anybody_reads_it_is_no_correction(desk: Desk) -> None:
    post = approved(desk)
    edited = desk.run("editor", writing.change, post.id, PostChange(body="Bản hai."))
    read_twice(desk, post.id, edited.version)
    desk.run("editor", publishing.publish, post.id, Publication())
    out = seen(desk, post.id)
    assert out.bulletin is not None
    assert (out.body, out.bulletin.corrections) == ("Bản hai.", [])


def test_a_withdrawn_bulletin_leaves_its_readers_and_its_hour(desk: Desk, watch: Watch) -> None:
    post = scheduled(desk)
    desk.run("chair", writing.withdraw, post.id, PostWithdrawal())
    watch.forward(hours=3)
    desk.work_off()
    assert seen(desk, post.id, "editor").state == "withdrawn"
    assert desk.faults() == []


# -- for everyone ------------------------------------------------------------------------------


def test_a_stranger_reads_what_is_public_and_signs_in_for_the_rest(desk: Desk) -> None:
    open_one, closed = published(desk), published(desk, audience="members")
    assert seen(desk, open_one.id, "stranger").allowed_actions == []
    assert seen(desk, open_one.id, "nobody").revisions == []
    with pytest.raises(NotSignedIn):
        seen(desk, closed.id, "stranger")
    with pytest.raises(Hidden):
        seen(desk, closed.id, "nobody")
    assert len(everyone_reads(desk)) == 1


def test_for_whom_it_is_changes_only_with_a_reading(desk: Desk) -> None:
    post = published(desk, audience="members")
    edited = desk.run("editor", writing.change, post.id, PostChange(audience="public"))
    with pytest.raises(NotSignedIn):
        seen(desk, post.id, "stranger")
    read_twice(desk, post.id, edited.version)
    assert seen(desk, post.id, "stranger").audience == "public"


def test_feeds_are_well_formed_whatever_stands_in_a_title(desk: Desk) -> None:
    title = 'Hỏi & đáp: 5 < 7 "nhé" ]]> <script>alert(1)</script>'
    published(desk, title=title, body="Một & hai <b>ba</b>")
    published(desk, audience="members", title="Chỉ trong nhóm")
    atom = Xml.fromstring(desk.run("stranger", public.atom, HOME).content)
    name = "{http://www.w3.org/2005/Atom}"
    entries = atom.findall(f"{name}entry")
    assert [entry.findtext(f"{name}title") for entry in entries] == [title]
    assert entries[0].findtext(f"{name}content") == "<p>Một &amp; hai &lt;b&gt;ba&lt;/b&gt;</p>\n"
    rss = Xml.fromstring(desk.run("stranger", public.rss, HOME).content)
    assert [item.findtext("title") for item in rss.iter("item")] == [title]


def test_the_loudspeakers_minute_ends_with_a_sentence_and_can_be_mended(desk: Desk) -> None:
    body = "Câu một có **sáu** chữ ạ. " * 60 + "[Xem](https://a.vn) thêm."
    post = published(desk, body=body)
    minute = desk.run("member", speaking.spoken, post.id)
    assert 120 <= minute.syllables <= 150
    assert "*" not in minute.text
    assert minute.text.split("\n\n")[2].endswith("ạ.")
    own = desk.run(
        "editor", speaking.change_spoken, post.id, SpokenChange(text="Kính thưa bà con!")
    )
    assert (own.text, own.own) == ("Kính thưa bà con!", True)
    with pytest.raises(Forbidden):
        desk.run("moderator", speaking.change_spoken, post.id, SpokenChange(text="Khác"))
    assert not desk.run("editor", speaking.change_spoken, post.id, SpokenChange()).own


# -- tags and the calendar ---------------------------------------------------------------------


def test_the_item_that_ended_is_offered_no_more(desk: Desk) -> None:
    listed = desk.run("member", tags.listed, HOME)
    assert "khong-sinh-con-thu-ba" not in {tag.key for tag in listed.tags}
    assert [str(tag.valid_to) for tag in listed.past] == ["2025-06-03"]
    with pytest.raises(Invalid) as ended:
        written(desk, tags=["khong-sinh-con-thu-ba"])
    assert ended.value.errors[0].code == "tag-unknown"


def test_a_movement_gets_items_and_posts_are_found_by_them(desk: Desk) -> None:
    added = TagCreate(name="3 an", parent="5-khong-3-sach")
    made = desk.run("editor", tags.add, HOME, added)
    assert (made.key, made.parent) == ("3-an", "5-khong-3-sach")
    with pytest.raises(Conflict):
        desk.run("editor", tags.add, HOME, added)
    published(desk, tags=["3-an"])
    published(desk)
    assert len(everyone_reads(desk, tag="3-an")) == 1
    post = desk.run("member", writing.create, HOME, PostCreate(body="Nhà em", tags=["3-an"]))
    assert [tag.name for tag in post.tags] == ["3 an"]
    with pytest.raises(Invalid):
        desk.run("editor", tags.end, HOME, TagEnd(key="3-an"))
    tomorrow = clock.today() + timedelta(days=1)
    ended = desk.run("editor", tags.end, HOME, TagEnd(key="3-an", valid_to=tomorrow))
    assert ended.valid_to == tomorrow
    with pytest.raises(Conflict):
        desk.run("chair", tags.end, HOME, TagEnd(key="3-an", valid_to=tomorrow))


def test_a_month_shows_bulletins_feasts_and_what_is_missing(desk: Desk) -> None:
    written(desk, draft=True, planned_on=date(2099, 2, 2), topic="hoat-dong-hoi")
    month = desk.run("editor", calendar.month, HOME, "2099-02")
    days = {one.day.day: one for one in month.days}
    assert [one.state for one in days[2].bulletins] == ["draft"]
    assert "hoat-dong-hoi" not in days[2].missing
    assert "hoat-dong-hoi" in days[9].missing
    assert days[27].memorials == ["Ngày Thầy thuốc Việt Nam"]
    rhythm = {one.topic: (one.wanted, one.found) for one in month.rhythms}
    assert rhythm["hoat-dong-hoi"] == (4, 1)
    assert rhythm["guong-dien-hinh"] == (4, 0)
    feast = desk.run("editor", calendar.month, HOME, "2026-02").days[16]
    assert (feast.memorials, feast.lunar_day, feast.lunar_month) == (["Tết Nguyên đán"], 1, 1)
    june = desk.run("adviser", calendar.month, HOME, "2026-06")
    assert len(june.times) == 1
    for wrong in ("2026-13", "abc", "9999-12"):
        with pytest.raises(Invalid):
            desk.run("editor", calendar.month, HOME, wrong)


def test_the_desk_sees_where_every_bulletin_stands(desk: Desk) -> None:
    written(desk, draft=True), written(desk), approved(desk), scheduled(desk), published(desk)
    page = desk.run("adviser", calendar.content_page, HOME)
    stands = (page.drafts, page.waiting, page.approved, page.scheduled, page.published)
    assert [len(rows) for rows in stands] == [1, 1, 1, 1, 1]
    assert page.may_write is False


def test_a_members_post_is_no_bulletin(desk: Desk) -> None:
    post = desk.run("member", writing.create, HOME, PostCreate(body="Chào"))
    desk.run("moderator", deciding.approve, post.id, Decision())

    def every(work: Work) -> None:
        for deed in (
            lambda: publishing.publish(work, post.id, Publication()),
            lambda: publishing.pin(work, post.id, Decision()),
            lambda: publishing.repeat(work, post.id, Repetition()),
            lambda: speaking.spoken(work, post.id),
        ):
            with pytest.raises(Conflict) as none:
                deed()
            assert none.value.code == "not-a-bulletin"

    desk.run("chair", every)
