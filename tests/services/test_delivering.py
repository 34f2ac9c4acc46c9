"""How notices leave: once, by one way, only to whom they may, and never of the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.paging import Page
from app.jobs import sending
from app.jobs.outside import Bench, Outside
from app.jobs.tasks import TASKS
from app.jobs.worker import Worker
from app.models.members import Consent
from app.models.notices import Delivery, Notice, NoticePreference
from app.schemas.members import Decision
from app.schemas.notices import EmailCreate, PreferenceChange
from app.services import decisions, delivering, notice_wishes, passing_on, reversals, sent, telling
from app.services.telling import Event
from app.store import communities, deliveries, members
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME
from tests.post_office import PostOffice, Service, opened
from tests.services.desk import Desk

SECRET = "Mẹ chồng em chê em vụng"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as found:
        yield found


@pytest.fixture
def gateway() -> Iterator[Service]:
    with opened(Service()) as found:
        found.answers = {"/sms": [(200, {"id": "s1"})]}
        yield found


@pytest.fixture
def out(desk: Desk, office: PostOffice, gateway: Service, watch: Watch) -> Desk:
    """The desk of an installation with e-mail and SMS, at ten in the morning."""
    desk.database.settings = desk.database.settings.model_copy(
        update={
            "smtp_url": office.url,
            "mail_from": "Nhóm mình <thu@nhom.example>",
            "sms_url": gateway.url("/sms"),
            "sms_token": "key",
        }
    )
    at_ten(watch)
    return desk


def at_ten(watch: Watch) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    watch.moment = clock.day_start(tomorrow) + timedelta(hours=10)


def give_email(desk: Desk, name: str = "hoa") -> None:
    def write(work: Work) -> None:
        person = members.again(work.session, desk.scene.members[name]).person_id
        work.session.add(
            NoticePreference(
                person_id=person,
                email=f"{name}@thu.example",
                email_confirmed_at=work.now,
                daily=False,
                changed_at=work.now,
            )
        )

    desk.run("stranger", write)


def set_member(desk: Desk, name: str = "hoa", **values: object) -> None:
    def write(work: Work) -> None:
        member = members.again(work.session, desk.scene.members[name])
        for key, value in values.items():
            setattr(member, key, value)

    desk.run("stranger", write)


def approve(desk: Desk, watch: Watch) -> None:
    desk.run("moderator", decisions.approve, desk.scene.members["hoa"], Decision())
    watch.forward(seconds=11)


def rows(database: Database) -> list[Delivery]:
    return database.read_now(
        lambda s: list(s.execute(select(Delivery).order_by(col(Delivery.id))).scalars())
    )


def states(desk: Desk) -> list[tuple[str, str, str]]:
    return [(row.channel, row.state, row.problem) for row in rows(desk.database)]


def untold(desk: Desk) -> int:
    return len(desk.run("moderator", passing_on.untold, HOME, Page(100, None, str)).items)


def test_a_decision_leaves_by_sms_once_and_the_board_need_not_pass_it_on(
    out: Desk, gateway: Service, watch: Watch
) -> None:
    approve(out, watch)
    assert untold(out) == 1
    for _ in range(3):
        out.work_off()
    ((_, _, body),) = gateway.asked
    assert body["to"] == "+84" + out.scene.phones["hoa"][1:]
    assert "ma " + out.member("hoa").file_no in body["text"]
    assert body["text"].isascii()
    assert len(body["text"]) <= 160
    assert states(out) == [("sms", "sent", "")]
    (row,) = rows(out.database)
    assert row.receipt == "s1"
    assert len(row.address_digest) == 64
    assert untold(out) == 0


def test_a_confirmed_address_comes_first_and_the_letter_can_be_ended(
    out: Desk, office: PostOffice, gateway: Service, watch: Watch
) -> None:
    give_email(out)
    approve(out, watch)
    out.work_off()
    assert states(out) == [("email", "sent", "")]
    assert gateway.asked == []
    (letter,) = office.letters()
    assert letter["To"] == "hoa@thu.example"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(letter["List-Unsubscribe"]).strip("<>")
    assert link.startswith("http://testserver/unsubscribe/")
    assert "Chào mừng chị Hoa" in letter.get_content()


def test_nothing_leaves_before_it_can_no_longer_be_taken_back(
    out: Desk, gateway: Service, watch: Watch
) -> None:
    hoa = out.scene.members["hoa"]
    out.run("moderator", decisions.approve, hoa, Decision())
    out.work_off()
    out.run("moderator", reversals.undo, hoa, "approved")
    watch.forward(minutes=1)
    out.work_off()
    assert (rows(out.database), gateway.asked) == ([], [])


def test_without_her_consent_nothing_leaves(out: Desk, gateway: Service, watch: Watch) -> None:
    def withdraw(work: Work) -> None:
        for row in work.session.execute(select(Consent)).scalars():
            if row.purpose == "contact":
                row.withdrawn_at = work.now

    out.run("stranger", withdraw)
    approve(out, watch)
    out.work_off()
    assert (rows(out.database), gateway.asked) == ([], [])
    assert untold(out) == 1


def test_nothing_of_the_demonstration_leaves_and_all_of_it_is_shown(
    out: Desk, gateway: Service, office: PostOffice, watch: Watch
) -> None:
    out.run("stranger", lambda work: setattr(communities.get(work.session, HOME), "demo", True))
    approve(out, watch)
    out.work_off()
    assert states(out) == [("zalo", "held", "")]
    page = out.run("moderator", sent.page, HOME, "", Page(20, None, str))
    assert "Chào mừng" in page.items[0].text
    assert out.run("adviser", sent.page, HOME, "", Page(20, None, str)).items[0].text == ""
    assert (gateway.asked, office.taken) == ([], [])


def test_in_quiet_hours_it_waits_for_the_morning(out: Desk, gateway: Service, watch: Watch) -> None:
    watch.forward(hours=12)
    approve(out, watch)
    out.work_off()
    assert states(out) == [("sms", "queued", "")]
    (row,) = rows(out.database)
    assert f"{clock.in_vietnam(row.next_at):%H:%M}" == "06:30"
    assert gateway.asked == []
    watch.forward(hours=8, minutes=31)
    out.work_off()
    assert states(out) == [("sms", "sent", "")]


@pytest.mark.parametrize(
    ("deed", "problem"), [("tick", "told"), ("read", "read"), ("mute", "unwanted")]
)
def test_what_she_knows_meanwhile_or_no_longer_wants_is_given_up(
    out: Desk, gateway: Service, watch: Watch, deed: str, problem: str
) -> None:
    watch.forward(hours=12)
    approve(out, watch)
    out.work_off()

    def meanwhile(work: Work) -> None:
        (notice,) = work.session.execute(select(Notice)).scalars()
        if deed == "mute":
            work.session.add(
                NoticePreference(person_id=notice.person_id, by_sms=False, changed_at=work.now)
            )
        setattr(
            notice,
            {"tick": "told_at", "read": "read_at"}.get(deed, "title"),
            work.now if deed != "mute" else "x",
        )

    out.run("stranger", meanwhile)
    watch.forward(hours=9)
    out.work_off()
    assert states(out) == [("sms", "given_up", problem)]
    assert gateway.asked == []


def test_a_shared_phone_is_told_nothing(out: Desk, gateway: Service, watch: Watch) -> None:
    set_member(out, phone_shared=True)
    approve(out, watch)
    out.work_off()
    ((_, _, body),) = gateway.asked
    assert body["text"].startswith("Chi co thu moi trong nhom")
    gateway.asked.clear()

    def answer(work: Work) -> None:
        member = members.again(work.session, out.scene.members["hoa"])
        telling.tell(
            work, member, Event("question.answered", "question.answered:q1", path="/questions/q1")
        )

    out.run("moderator", answer)
    out.work_off()
    assert gateway.asked == []


def test_private_words_stay_inside(out: Desk, office: PostOffice, watch: Watch) -> None:
    give_email(out)

    def refuse(work: Work) -> None:
        member = members.again(work.session, out.scene.members["hoa"])
        told = Event("post.refused", "post.refused:p1", path="/posts/p1")
        telling.tell(work, member, told, tieu_de=SECRET, ly_do=SECRET)

    out.run("moderator", refuse)
    out.work_off()
    (letter,) = office.letters()
    assert SECRET not in letter.get_content()
    assert "thư mới" in letter.get_content()
    (notice,) = out.database.read_now(lambda s: list(s.execute(select(Notice)).scalars()))
    assert SECRET in notice.text


def test_a_server_that_is_away_is_asked_again_ever_more_seldom_and_then_another_way(
    out: Desk, office: PostOffice, gateway: Service, watch: Watch
) -> None:
    give_email(out)
    office.manner = "busy"
    approve(out, watch)
    for _ in range(5):
        out.work_off()
        watch.forward(hours=2, seconds=1)
        if clock.in_vietnam(clock.now()).hour >= 20:
            at_ten(watch)
    out.work_off()
    assert len(office.recipients) == 5
    assert states(out) == [("email", "given_up", "smtp-451"), ("sms", "sent", "")]
    assert len(gateway.asked) == 1


def test_a_mailbox_that_does_not_exist_leads_to_the_next_way(
    out: Desk, office: PostOffice, watch: Watch
) -> None:
    give_email(out)
    office.manner = "refuse"
    approve(out, watch)
    out.work_off()
    assert states(out) == [("email", "failed", "smtp-550"), ("sms", "sent", "")]


def test_what_nobody_knows_is_left_to_a_human(
    out: Desk, office: PostOffice, gateway: Service, watch: Watch
) -> None:
    give_email(out)
    office.manner = "mute"
    approve(out, watch)
    out.work_off()
    watch.forward(hours=1)
    out.work_off()
    assert states(out) == [("email", "unknown", "smtp-away")]
    assert (len(office.taken), gateway.asked) == (1, [])
    (waiting,) = out.run("moderator", passing_on.untold, HOME, Page(100, None, str)).items
    assert (waiting.channel, waiting.delivery) == ("email", "unknown")


def test_a_sender_that_died_in_the_middle_is_not_followed_by_another_letter(
    out: Desk, gateway: Service, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(out, watch)
    worker = Worker(out.database, "dying")
    assert worker._plan_notices()

    def dies(bench: Bench, payload: dict[str, Any]) -> None:
        sending.send_notice(bench, payload)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setitem(TASKS, delivering.TASK, Outside(dies))
        worker.run_one()
        worker._errands[delivering.TASK].join()
    assert states(out) == [("sms", "sending", "")]
    out.work_off()
    assert states(out) == [("sms", "sending", "")], "the lease still holds"
    watch.forward(minutes=2)
    out.work_off()
    assert states(out) == [("sms", "unknown", "sender-died")]
    assert len(gateway.asked) == 1


def test_a_restored_backup_sends_nothing_that_waited_in_it(
    out: Desk, gateway: Service, watch: Watch
) -> None:
    watch.forward(hours=12)
    approve(out, watch)
    out.work_off()
    out.run("moderator", decisions.approve, out.scene.members["lan"], Decision())
    out.run("stranger", lambda work: deliveries.stand_still(work.session, work.now))
    watch.forward(hours=10)
    out.work_off()
    assert states(out) == [("sms", "unknown", "restored")]
    assert (gateway.asked, untold(out)) == ([], 2)


def test_people_of_the_board_are_told_each_once(out: Desk, gateway: Service, watch: Watch) -> None:
    def tell(work: Work) -> int:
        community = communities.get(work.session, HOME)
        event = Event("takedown.clock", "takedown:t1", "board", ("takedown", "t1"), "/takedowns/t1")
        return telling.tell_board(
            work, community, event, ("chair", "moderator"), han="x", con_lai="y"
        )

    assert [out.run("stranger", tell), out.run("stranger", tell)] == [2, 0]
    out.work_off()
    assert {body["to"] for _, _, body in gateway.asked} == {"+84911000100", "+84911000102"}
    assert all("thu moi" in body["text"] for _, _, body in gateway.asked)
    assert untold(out) == 0


def test_an_address_is_used_only_once_its_owner_has_confirmed_it(
    out: Desk, office: PostOffice, watch: Watch
) -> None:
    out.run("member", notice_wishes.set_email, EmailCreate(email="Moi@thu.example"))
    out.work_off()
    out.work_off()
    (letter,) = office.letters()
    assert letter["To"] == "moi@thu.example"
    assert "http://testserver/mail-addresses/" in letter.get_content()
    assert "Nhóm" not in letter.get_content()
    assert letter["List-Unsubscribe"] is None

    def tell(work: Work) -> None:
        member = members.again(work.session, out.scene.members["member"])
        telling.write(work, member, "member.reinstated", at_once=True)

    out.run("chair", tell)
    out.work_off()
    assert [channel for channel, *_ in states(out)] == ["sms"]


def test_changing_wishes_needs_the_version_that_was_read(out: Desk) -> None:
    first = out.run(
        "member", notice_wishes.change, PreferenceChange(about_news=False, quiet_from="22:15")
    )
    assert (first.about_news, first.about_posts, first.quiet_from) == (False, True, "22:15")
    again = out.run("member", notice_wishes.change, PreferenceChange(daily_hour=7))
    assert (again.about_news, again.daily_hour, again.version) == (False, 7, first.version + 1)
    assert out.faults() == []
