"""From the board to the Page: read by two, sent once, never twice, and said when it failed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.integrations.page_desk import PageDesk
from app.jobs.worker import Worker
from app.models.communities import Community
from app.models.machinery import Job
from app.models.page_postings import PageConnection, PagePosting
from app.schemas.page_postings import (
    GroupPostingCreate,
    PageConnectionWrite,
    PagePostingCreate,
    PagePostingRead,
    PagePublication,
)
from app.services import group_postings, page_connections, page_postings, page_steps
from app.settings import Settings
from app.store import communities
from app.store.actors import Work
from app.web.paging import encode
from tests.conftest import Watch
from tests.factories import HOME, OTHER
from tests.graph import PAGE, TOKEN, Graph, Served
from tests.services.desk import Desk

ALL = Page(100, None, encode)
NEW_TOKEN = "EAAG-another-token-of-the-tests"


@pytest.fixture
def graph() -> Iterator[Graph]:
    with Served() as served:
        yield served


@pytest.fixture
def settings(make_place: Callable[..., Settings], graph: Graph) -> Settings:
    return make_place(facebook_url=graph.address)


@pytest.fixture
def page(desk: Desk, settings: Settings, graph: Graph) -> Graph:
    """The community is connected, and one person is enough."""
    desk.database.write_now(lambda s: _two_person(s, []))
    connect(desk, settings, TOKEN)
    return graph


def _two_person(session: Session, kinds: list[str]) -> None:
    session.execute(
        update(Community).where(col(Community.slug) == HOME).values(settings={"two_person": kinds})
    )


def connect(desk: Desk, settings: Settings, token: str, who: str = "chair") -> None:
    body = PageConnectionWrite(page_id=PAGE, token=token)
    checked = page_connections.Checked(*PageDesk(settings).checked(PAGE, token))
    desk.run(who, page_connections.connect, HOME, body, checked)


def write(
    desk: Desk, text: str = "Chào chị em", who: str = "editor", **more: Any
) -> PagePostingRead:
    body = PagePostingCreate.model_validate({"text": text, **more})
    return desk.run(who, page_postings.create, HOME, body)


def state(desk: Desk, one: PagePostingRead) -> tuple[str, str]:
    now = desk.run("adviser", page_postings.read, one.id)
    return now.state, now.problem


def seen(desk: Desk, one: PagePostingRead) -> PagePostingRead:
    return desk.run("editor", page_postings.read, one.id)


# -- the connection ----------------------------------------------------------------------------


def test_a_token_is_tried_sealed_and_never_shown(
    desk: Desk, settings: Settings, graph: Graph
) -> None:
    connect(desk, settings, TOKEN)
    stored = desk.database.read_now(lambda s: s.get(PageConnection, desk.scene.communities[HOME]))
    assert stored is not None
    assert TOKEN not in stored.token
    read = desk.run("chair", page_connections.connection_form, HOME)
    assert TOKEN not in read.model_dump_json()
    assert stored.token not in read.model_dump_json()
    assert read.connection.page_name == "Phụ nữ Gia Lâm"
    with pytest.raises(Invalid) as refused:
        connect(desk, settings, "EAAG-a-token-that-nobody-knows")
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/token", "page-token-expired")]
    for who in ("editor", "moderator", "adviser", "officer"):
        with pytest.raises(Forbidden):
            desk.run(who, page_connections.connection_form, HOME)


def test_a_demonstration_sends_nothing(desk: Desk, settings: Settings) -> None:
    def mark(session: Session) -> None:
        session.execute(update(Community).values(demo=True))

    desk.database.write_now(mark)
    with pytest.raises(Conflict) as refused:
        connect(desk, settings, TOKEN)
    assert refused.value.code == "demonstration-sends-nothing"


# -- sending -----------------------------------------------------------------------------------


def test_a_text_is_on_the_page_at_its_moment(desk: Desk, page: Graph, watch: Watch) -> None:
    at = clock.now() + timedelta(hours=2)
    one = write(desk, link="https://sen.example/1", at=at)
    desk.work_off()
    assert (page.posts, state(desk, one)) == ([], ("waiting", ""))
    watch.forward(hours=2)
    desk.work_off()
    assert page.messages == ["Chào chị em"]
    done = seen(desk, one)
    assert (done.state, done.outside_id, done.attempts) == ("sent", f"{PAGE}_1", 1)
    assert done.outside_address == f"https://www.facebook.com/{PAGE}_1"
    assert done.allowed_actions == []
    desk.work_off()
    assert len(page.posts) == 1
    assert desk.faults() == []


def test_facebook_keeps_the_time_where_it_is_asked_to(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    soon, month = clock.now() + timedelta(minutes=5), clock.now() + timedelta(days=31)
    for at in (soon, month):
        with pytest.raises(Invalid) as refused:
            write(desk, at=at, ahead=True)
        assert refused.value.errors[0].code == "schedule-facebook"
    with pytest.raises(Invalid):
        write(desk, at=clock.now() - timedelta(minutes=1))
    one = write(desk, at=clock.now() + timedelta(hours=2), ahead=True)
    desk.work_off()
    assert (page.posts, len(page.scheduled)) == ([], 1)
    assert state(desk, one) == ("sent", "")
    watch.forward(hours=3)
    desk.work_off()
    assert (page.posts, len(page.scheduled)) == ([], 1)


def test_two_persons_where_the_community_wants_them(desk: Desk, page: Graph) -> None:
    desk.database.write_now(lambda s: _two_person(s, ["bulletin"]))
    one = write(desk)
    assert one.waits_for_second
    assert one.group is None
    desk.work_off()
    assert page.posts == []
    assert desk.run("adviser", _today).unread == 1
    with pytest.raises(Conflict) as refused:
        desk.run("editor", page_steps.approve, one.id, None)
    assert refused.value.code == "already-approved-by-you"
    with pytest.raises(Forbidden):
        desk.run("moderator", page_steps.approve, one.id, None)
    desk.run("chair", page_steps.approve, one.id, None)
    desk.work_off()
    assert page.messages == ["Chào chị em"]
    assert desk.run("chair", _today).unread == 0


def _today(work: Work) -> Any:
    return page_postings.today(work, communities.get(work.session, HOME))


def test_a_token_that_expires_in_the_middle_fails_clearly_and_is_sent_once_after_a_new_one(
    desk: Desk, page: Graph, settings: Settings, watch: Watch
) -> None:
    one = write(desk, at=clock.now() + timedelta(hours=2))
    page.tokens = {NEW_TOKEN: PAGE}
    watch.forward(hours=2)
    desk.work_off()
    assert state(desk, one) == ("failed", "page-token-expired")
    shown = desk.run("moderator", _today)
    assert (shown.failed, shown.problem) == (1, "page-token-expired")
    watch.forward(days=1)
    desk.work_off()
    assert (page.posts, state(desk, one)[0]) == ([], "failed")
    connect(desk, settings, NEW_TOKEN)
    assert desk.run("chair", _today).problem == ""
    desk.run("editor", page_steps.try_again, one.id, None)
    desk.work_off()
    with pytest.raises(Conflict):
        desk.run("chair", page_steps.try_again, one.id, None)
    desk.work_off()
    assert page.messages == ["Chào chị em"]
    assert state(desk, one) == ("sent", "")
    assert desk.run("chair", _today).failed == 0


@pytest.mark.parametrize("trouble", ["lost", "gone"])
def test_a_lost_answer_is_looked_up_and_the_post_not_repeated(
    desk: Desk, page: Graph, watch: Watch, trouble: str
) -> None:
    page.trouble, page.late = [("feed", trouble)], 1
    one = write(desk)
    desk.work_off()
    assert state(desk, one) == ("unknown", "page-answer-lost")
    watch.forward(seconds=31)
    desk.work_off()
    assert state(desk, one)[0] == "unknown"
    page.late = 0
    watch.forward(minutes=3)
    desk.work_off()
    assert state(desk, one) == ("sent", "")
    assert len(page.posts) == 1


def test_nobody_knows_so_a_person_looks_and_says(desk: Desk, page: Graph, watch: Watch) -> None:
    page.trouble = [("feed", "page")]
    one = write(desk)
    desk.work_off()
    for _ in range(10):
        watch.forward(hours=1)
        desk.work_off()
    assert state(desk, one) == ("unknown", "page-answer-lost")
    assert [path.rpartition("/")[2] for _, path, _ in page.asked].count("feed") == 4
    assert seen(desk, one).allowed_actions == ["publication", "attempt"]
    desk.run("editor", page_steps.try_again, one.id, None)
    desk.work_off()
    assert (state(desk, one)[0], page.messages) == ("sent", ["Chào chị em"])


def test_it_is_looked_for_before_it_is_sent_again(desk: Desk, page: Graph, watch: Watch) -> None:
    """The answer was lost, every look came too early, and a person who did not see it was wrong."""
    page.trouble, page.late = [("feed", "lost")], 1
    one = write(desk)
    for _ in range(5):
        desk.work_off()
        watch.forward(hours=1)
    assert state(desk, one)[0] == "unknown"
    page.late = 0
    desk.run("editor", page_steps.try_again, one.id, None)
    desk.work_off()
    assert (state(desk, one)[0], len(page.posts)) == ("sent", 1)


def test_seen_on_the_page_is_said_by_hand(desk: Desk, page: Graph, watch: Watch) -> None:
    page.trouble = [("feed", "expired")]
    one = write(desk)
    desk.work_off()
    body = PagePublication(address="https://facebook.com/x/1")
    done = desk.run("vice_chair", page_steps.publish, one.id, body)
    assert (done.state, done.outside_address) == ("sent", "https://facebook.com/x/1")


def test_same_words_twice_on_purpose_are_two_posts(desk: Desk, page: Graph) -> None:
    first = write(desk)
    desk.work_off()
    page.trouble = [("feed", "page")]
    second = write(desk)
    desk.work_off()
    desk.run("editor", page_steps.try_again, second.id, None)
    desk.work_off()
    assert page.messages == ["Chào chị em"] * 2
    assert seen(desk, first).outside_id != seen(desk, second).outside_id


def test_limits_and_absence_are_waited_out_and_given_up(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    page.trouble = [("feed", "rate")] * 2
    one = write(desk)
    desk.work_off()
    assert state(desk, one) == ("waiting", "page-rate")
    watch.forward(minutes=14)
    desk.work_off()
    assert seen(desk, one).attempts == 1
    watch.forward(minutes=2)
    desk.work_off()
    watch.forward(minutes=31)
    desk.work_off()
    assert (state(desk, one), seen(desk, one).attempts) == (("sent", ""), 3)
    page.trouble = [("feed", "rate")] * 9
    other = write(desk, "Bài khác")
    for _ in range(9):
        desk.work_off()
        watch.forward(hours=9)
    assert state(desk, other) == ("failed", "page-rate")
    assert seen(desk, other).attempts == 5
    assert len(page.posts) == 1


def test_what_was_dropped_is_never_sent(desk: Desk, page: Graph, watch: Watch) -> None:
    one = write(desk, at=clock.now() + timedelta(hours=1))
    desk.run("editor", page_steps.cancel, one.id, None)
    watch.forward(hours=2)
    desk.work_off()
    assert (page.posts, state(desk, one)[0]) == ([], "cancelled")
    for fn in (page_steps.cancel, page_steps.try_again, page_steps.approve):
        with pytest.raises(Conflict):
            desk.run("editor", fn, one.id, None)


def test_without_a_page_nothing_is_written_and_what_waits_says_why(
    desk: Desk, page: Graph, watch: Watch
) -> None:
    one = write(desk, at=clock.now() + timedelta(hours=1))
    desk.run("chair", page_connections.disconnect, HOME)
    with pytest.raises(Conflict) as refused:
        write(desk)
    assert refused.value.code == "page-not-connected"
    watch.forward(hours=2)
    desk.work_off()
    assert state(desk, one) == ("failed", "page-not-connected")


def test_another_secret_reads_no_token(
    desk: Desk, page: Graph, settings: Settings, database: Database
) -> None:
    one = write(desk)
    object.__setattr__(settings, "secret_key", "another secret of the tests, long enough too")
    Worker(database, "t").settle()
    assert state(desk, one) == ("failed", "page-token-unreadable")


# -- a worker that dies ------------------------------------------------------------------------


def leave_and_die(desk: Desk) -> None:
    """A worker sets out with a job and is never heard of again: only its lease is left."""
    worker = Worker(desk.database, "dies")
    worker.run_one()
    for errand in worker._errands.values():
        errand.join()


def test_a_worker_that_dies_after_publishing_leaves_one_post(
    desk: Desk, page: Graph, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between Facebook's answer and the note: the lease ends, the Page is looked at."""
    one = write(desk)
    deliver = PageDesk.deliver

    def dies(self: PageDesk, order: Any, media: Any) -> Any:
        deliver(self, order, media)
        raise SystemExit

    monkeypatch.setattr(PageDesk, "deliver", dies)
    leave_and_die(desk)
    monkeypatch.setattr(PageDesk, "deliver", deliver)
    assert state(desk, one)[0] == "sending"
    assert seen(desk, one).allowed_actions == []
    watch.forward(seconds=61)
    desk.work_off()
    assert (state(desk, one)[0], len(page.posts)) == ("sent", 1)


def test_a_worker_that_dies_before_publishing_is_not_guessed_about(
    desk: Desk, page: Graph, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = write(desk)

    def dies(_self: PageDesk, *_order: Any) -> Any:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(PageDesk, "deliver", dies)
        leave_and_die(desk)
    for _ in range(6):
        watch.forward(hours=1)
        desk.work_off()
    assert (state(desk, one)[0], page.posts) == ("unknown", [])
    desk.run("chair", page_steps.try_again, one.id, None)
    desk.work_off()
    assert (state(desk, one)[0], len(page.posts)) == ("sent", 1)


# -- for the group ----------------------------------------------------------------------------


def test_the_tick_for_the_group_is_made_once_and_says_who(desk: Desk, page: Graph) -> None:
    one = write(desk, link="https://sen.example/1")
    assert one.group is not None
    assert (one.group.may_tick, one.group.posted_at) == (True, None)
    tick = GroupPostingCreate(
        text=one.text,
        link=one.link,
        subject_type=one.group.subject_type,
        subject_id=one.group.subject_id,
        address="https://facebook.com/groups/1/posts/2",
    )
    desk.run("editor", group_postings.tick, HOME, tick)
    with pytest.raises(Conflict) as refused:
        desk.run("chair", group_postings.tick, HOME, tick)
    assert refused.value.code == "group-ticked"
    group = seen(desk, one).group
    assert group is not None
    assert (group.posted_by, group.address, group.may_tick) == (
        "Nguyễn Thị editor",
        "https://facebook.com/groups/1/posts/2",
        False,
    )
    listed = desk.run("adviser", page_postings.page, HOME, ALL).items
    assert [(row.channel, row.state) for row in listed] == [("group", "sent"), ("page", "waiting")]
    for _ in range(2):  # texts without a subject are ticked as often as they are pasted
        desk.run("editor", group_postings.tick, HOME, GroupPostingCreate(text="Lời mời"))
    with pytest.raises(Forbidden):
        desk.run("moderator", group_postings.tick, HOME, tick)
    other = desk.run("other_editor", group_postings.tick, OTHER, tick)
    assert other.posted_by == "Nguyễn Thị other editor"


def test_postings_of_another_community_are_not_there(desk: Desk, page: Graph) -> None:
    one = write(desk)
    for who in ("other_chair", "member", "officer"):
        with pytest.raises(Hidden):
            desk.run(who, page_postings.read, one.id)
    jobs = desk.database.read_now(lambda s: s.execute(select(Job)).scalars().all())
    assert all(TOKEN not in json.dumps(job.payload) for job in jobs)
    rows = desk.database.read_now(lambda s: s.execute(select(PagePosting)).scalars().all())
    assert [row.state for row in rows] == ["waiting"]
