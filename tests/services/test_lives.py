"""The life after approval: pause, return, two people to remove, leaving, dying."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app import clock
from app.domain.members import LEAVING_REASONS
from app.domain.refusals import Conflict, Forbidden, Invalid
from app.schemas.applications import MemberCreate
from app.schemas.members import Decision, Leaving, Suspension
from app.services import applications, applying, decisions, lives, telling
from app.store import communities, members
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk, because


@pytest.fixture
def hoa(desk: Desk, scene: Scene) -> str:
    """An approved member."""
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    return scene.members["hoa"]


def pause(watch: Watch, days: int = 3) -> Suspension:
    day = clock.in_vietnam(watch.moment).date() + timedelta(days=days)
    return Suspension(until=day, words="Chị nghỉ vài hôm nhé")


def test_a_pause_lasts_to_the_last_moment_of_its_day(desk: Desk, hoa: str, watch: Watch) -> None:
    card = desk.run("moderator", lives.suspend, hoa, pause(watch))
    day = clock.in_vietnam(watch.moment).date() + timedelta(days=3)
    assert card.state == "suspended"
    assert card.suspended_until == clock.day_end(day)


def test_a_pause_ends_by_itself(desk: Desk, scene: Scene, hoa: str, watch: Watch) -> None:
    desk.run("moderator", lives.suspend, hoa, pause(watch))
    watch.forward(days=2)
    desk.work_off()
    assert desk.member(hoa).state == "suspended"
    watch.forward(days=2)
    desk.work_off()
    member = desk.member(hoa)
    assert (member.state, member.suspended_until, member.state_reason) == ("approved", None, "")
    page = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert any("trở lại nhóm" in text for text in page.notices)
    assert desk.faults() == []


@pytest.mark.parametrize("days", [-1, -400])
def test_a_pause_does_not_end_in_the_past(desk: Desk, hoa: str, watch: Watch, days: int) -> None:
    with pytest.raises(Invalid) as past:
        desk.run("moderator", lives.suspend, hoa, pause(watch, days))
    assert [(e.pointer, e.code) for e in past.value.errors] == [("/until", "until-in-past")]


def test_a_moment_without_a_zone_is_vietnamese(watch: Watch) -> None:
    assert lives.ends_at(datetime(2026, 12, 1, 7, 0)).isoformat() == (  # noqa: DTZ001
        "2026-12-01T07:00:00+07:00"
    )


def test_a_pause_is_ended_early_with_a_reason(desk: Desk, hoa: str, watch: Watch) -> None:
    desk.run("moderator", lives.suspend, hoa, pause(watch))
    with pytest.raises(Invalid):
        desk.run("moderator", lives.reinstate, hoa, because(""))
    card = desk.run("moderator", lives.reinstate, hoa, because("Chị đã giải thích"))
    assert (card.state, card.suspended_until) == ("approved", None)
    watch.forward(days=30)
    desk.work_off()
    assert desk.member(hoa).state == "approved"


def test_who_is_not_paused_is_not_reinstated(desk: Desk, hoa: str) -> None:
    with pytest.raises(Conflict) as wrong:
        desk.run("moderator", lives.reinstate, hoa, because("Thôi"))
    assert wrong.value.code == "wrong-state"


# -- two people --------------------------------------------------------------------------------


def test_a_removal_takes_two_different_people(desk: Desk, hoa: str, watch: Watch) -> None:
    first = desk.run("moderator", lives.remove, hoa, because("Bán hàng nhiều lần"))
    assert (first.state, first.approvals) == ("approved", 1)
    with pytest.raises(Conflict) as twice:
        desk.run("moderator", lives.remove, hoa, because("Bán hàng nhiều lần"))
    assert twice.value.code == "already-approved-by-you"
    assert desk.member(hoa).state == "approved"
    second = desk.run("chair", lives.remove, hoa, because("Đồng ý"))
    assert (second.state, second.approvals) == ("removed", None)
    assert second.state_reason == "Bán hàng nhiều lần"
    assert desk.faults() == []


def test_a_removal_begun_ends_with_her_leaving(desk: Desk, hoa: str) -> None:
    desk.run("moderator", lives.remove, hoa, because("Bán hàng"))
    card = desk.run("membership", lives.leave, hoa, Leaving(reason="moved"))
    assert (card.state, card.approvals) == ("left", None)


def test_one_person_is_enough_where_the_list_does_not_name_it(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    def one_person(work: Work) -> None:
        communities.get(work.session, "nhom-khac").settings = {"two_person": []}

    desk.run("stranger", one_person)
    member = scene.members["other_hoa"]
    desk.run("other_chair", decisions.approve, member, Decision())
    assert desk.run("other_chair", lives.remove, member, because("Nhầm")).state == "removed"


# -- leaving -----------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [r for r in LEAVING_REASONS if r != "deceased"])
def test_she_leaves_for_a_reason_of_her_own(
    desk: Desk, scene: Scene, reason: str, watch: Watch
) -> None:
    member = scene.members["member"]
    card = desk.run("member", lives.leave, member, Leaving(reason=reason))
    assert (card.state, card.allowed_actions) == ("left", [])
    assert desk.faults() == []


def test_she_leaves_without_saying_why(desk: Desk, scene: Scene) -> None:
    card = desk.run("member", lives.leave, scene.members["member"], Leaving())
    assert card.state == "left"
    with pytest.raises(Conflict):
        desk.run("member", lives.leave, scene.members["member"], Leaving())


@pytest.mark.parametrize("reason", ["because", "deceased"])
def test_a_reason_that_is_not_hers_to_give_is_unknown(
    desk: Desk, scene: Scene, reason: str
) -> None:
    with pytest.raises(Invalid):
        desk.run("member", lives.leave, scene.members["member"], Leaving(reason=reason))
    assert desk.member("member").state == "approved"


def test_a_moderator_does_not_record_that_she_left(desk: Desk, hoa: str) -> None:
    with pytest.raises(Forbidden):
        desk.run("moderator", lives.leave, hoa, Leaving(reason="moved"))


def test_a_death_stops_every_message_silently(
    desk: Desk, scene: Scene, hoa: str, watch: Watch
) -> None:
    desk.run("membership", lives.leave, hoa, Leaving(reason="deceased"))
    assert desk.member(hoa).deceased
    watch.forward(minutes=1)
    page = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert page.notices == []

    def write(work: Work) -> object:
        return telling.write(work, members.again(work.session, hoa), "member.reinstated")

    assert desk.run("chair", write) is None
    assert desk.faults() == []


# -- nobody acts on herself --------------------------------------------------------------------


def test_a_board_member_does_not_decide_on_herself(desk: Desk, scene: Scene) -> None:
    body = MemberCreate(
        full_name="Nguyễn Thị Chair",
        phone="0912000111",
        accepted_regulation=1,
        consents=["management"],
    )

    def own(work: Work) -> str:
        applied = applying.apply(work, HOME, body)
        member = members.again(work.session, applied.id)
        member.person_id = work.actor.person_id or ""
        work.session.flush()
        return applied.id

    mine = desk.run("moderator", own)
    with pytest.raises(Forbidden) as refused:
        desk.run("moderator", decisions.approve, mine, Decision())
    assert refused.value.code == "own-case"
    assert desk.run("chair", decisions.approve, mine, Decision()).state == "approved"
