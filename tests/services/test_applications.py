"""Applying, and what becomes of an application by itself."""

from __future__ import annotations

from typing import Any

import pytest

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.members import Member
from app.models.people import Person
from app.models.units import Unit
from app.schemas.applications import AnswerCreate, Applied, MemberCreate
from app.schemas.house import InvitationCreate
from app.schemas.members import Decision
from app.services import applications, applying, cards, decisions, inviting
from app.services.counting import scope
from app.store import members, records
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, OTHER, Scene
from tests.services.desk import Desk, question

GOOD: dict[str, Any] = {
    "full_name": "Đỗ Thị Nga",
    "phone": "0912 000 123",
    "accepted_regulation": 1,
    "consents": ["management"],
}


def apply(desk: Desk, who: str = "stranger", slug: str = HOME, **more: Any) -> Applied:
    return desk.run(who, applying.apply, slug, MemberCreate(**{**GOOD, **more}))


def rows(desk: Desk) -> tuple[int, int]:
    """How many persons and members there are."""

    def count(work: Work) -> tuple[int, int]:
        return (work.session.query(Person).count(), work.session.query(Member).count())

    return desk.run("stranger", count)


def test_an_application_is_kept_as_it_was_meant(desk: Desk, scene: Scene) -> None:
    applied = apply(
        desk,
        full_name="  đỗ  thị nga ",
        birth_year=1979,
        unit=scene.units["commune"],
        union_status="not_member",
        call_me="bác",
        answers={"interests": ["health", "health"], "hamlet": " Thôn 3 ", "phone_shared": "on"},
        consents=["management", "contact", "management"],
    )
    card = desk.run(
        "moderator", lambda work: cards.card(work, members.again(work.session, applied.id))
    )
    assert (card.phone, card.birth_year, card.call_me) == ("0912000123", 1979, "bác")
    assert (card.union_status, card.under_18, card.accepted_regulation) == ("not_member", False, 1)
    assert sorted(card.consents) == ["contact", "management"]
    assert card.answers == {"interests": ["health"], "hamlet": "Thôn 3", "phone_shared": True}
    assert (card.hamlet, card.phone_shared) == ("Thôn 3", True)
    assert card.unit is not None
    assert card.unit.name == "Đơn vị commune"
    assert desk.faults() == []


def test_every_error_is_told_at_once(desk: Desk, scene: Scene) -> None:
    before = rows(desk)
    with pytest.raises(Invalid) as wrong:
        apply(
            desk,
            full_name="   ",
            phone="12",
            birth_year=1830,
            unit="0" * 26,
            call_me="madam",
            answers={"interests": ["gold"], "shoe_size": "38", "hamlet": "x" * 501},
            accepted_regulation=9,
            declare_18=False,
            consents=["contact", "everything"],
        )
    assert {(error.pointer, error.code) for error in wrong.value.errors} == {
        ("/full_name", "name-missing"),
        ("/phone", "phone-too-short"),
        ("/birth_year", "birth-year-impossible"),
        ("/unit", "unit-unknown"),
        ("/call_me", "option-unknown"),
        ("/answers/interests", "option-unknown"),
        ("/answers/shoe_size", "answer-unknown"),
        ("/answers/hamlet", "answer-too-long"),
        ("/accepted_regulation", "regulation-old"),
        ("/declare_18", "declaration-missing"),
        ("/consents", "consent-unknown"),
        ("/consents", "consent-management-missing"),
    }
    assert rows(desk) == before


@pytest.mark.parametrize(
    ("missing", "code"),
    [("phone", "phone-missing"), ("accepted_regulation", "regulation-not-accepted")],
)
def test_what_is_needed_is_asked_for(desk: Desk, missing: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        desk.run("stranger", applying.apply, HOME, MemberCreate(**{**GOOD, missing: None}))
    assert [error.code for error in wrong.value.errors] == [code]


def test_under_sixteen_is_refused_kindly_and_nothing_is_kept(desk: Desk) -> None:
    before = rows(desk)
    with pytest.raises(Invalid) as young:
        apply(desk, birth_year=clock.today().year - 15, full_name=" ", phone="12")
    assert young.value.code == "under-16"
    assert rows(desk) == before


def test_under_eighteen_is_flagged_for_the_board(desk: Desk) -> None:
    applied = apply(desk, birth_year=clock.today().year - 17)
    assert desk.member(applied.id).under_18


def test_a_year_of_birth_in_the_future_is_a_slip_and_no_child(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        apply(desk, birth_year=clock.today().year + 1)
    assert wrong.value.code == "invalid"


def test_a_unit_of_another_place_is_unknown_here(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Invalid) as wrong:
        apply(desk, unit=scene.units["other_commune"])
    assert [error.code for error in wrong.value.errors] == ["unit-unknown"]


def test_a_closed_unit_is_told_apart_from_an_unknown_one(desk: Desk, scene: Scene) -> None:
    def close(work: Work) -> None:
        unit = work.session.get(Unit, scene.units["commune"])
        assert unit is not None
        unit.valid_to = work.today

    desk.run("stranger", close)
    with pytest.raises(Invalid) as wrong:
        apply(desk, unit=scene.units["commune"])
    assert [error.code for error in wrong.value.errors] == ["unit-closed"]


@pytest.mark.parametrize("who", ["membership", "officer"])
def test_who_serves_here_records_a_woman_without_a_phone(desk: Desk, who: str) -> None:
    applied = apply(desk, who, phone=None, accepted_regulation=None)
    member = desk.member(applied.id)
    assert member.phone is None
    assert member.recorded_by == desk.actor(who).person_id
    assert member.person_id != desk.actor(who).person_id


def test_elsewhere_she_is_an_applicant_like_others(desk: Desk) -> None:
    with pytest.raises(Invalid):
        apply(desk, "membership", slug=OTHER, phone=None)


def test_a_signed_in_woman_applies_as_herself_and_once(desk: Desk, scene: Scene) -> None:
    applied = apply(desk, "nobody")
    assert desk.member(applied.id).person_id == scene.persons["nobody"]
    with pytest.raises(Conflict) as twice:
        apply(desk, "nobody")
    assert twice.value.code == "already-member"


def test_a_shared_phone_makes_two_women_not_one(desk: Desk) -> None:
    one, other = apply(desk), apply(desk, full_name="Đỗ Thị Mận")
    assert one.model_fields_set == other.model_fields_set
    assert desk.member(one.id).person_id != desk.member(other.id).person_id


def test_an_invitation_is_counted_when_it_is_opened_and_when_she_applies(desk: Desk) -> None:
    made = desk.run("editor", inviting.create, HOME, InvitationCreate(channel="zalo"))
    for _ in range(3):
        desk.run("stranger", inviting.opened, made.code.lower())
    apply(desk, invitation=made.code)
    apply(desk, full_name="Đỗ Thị Mận", invitation=made.code, slug=OTHER)
    apply(desk, full_name="Đỗ Thị Tằm", invitation="NOSUCH")
    listed = desk.run("editor", inviting.page, HOME, Page(20, None, str)).items
    assert [(i.opened, i.applied, i.approved, i.inviter) for i in listed] == [
        (3, 1, 0, "Nguyễn Thị editor")
    ]


def test_nobody_invites_in_the_name_of_a_stranger(desk: Desk, scene: Scene) -> None:
    body = InvitationCreate(channel="zalo", inviter=scene.persons["member"])
    with pytest.raises(Invalid):
        desk.run("editor", inviting.create, HOME, body)


# -- her own page ------------------------------------------------------------------------------


def test_a_code_that_nobody_has_is_hidden(desk: Desk) -> None:
    with pytest.raises(Hidden):
        desk.run("stranger", applications.read, "000000000000")


def test_a_withdrawn_application_is_opened_again_where_she_left_it(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    code = scene.codes["hoa"]
    page = desk.run("stranger", applications.withdraw, code)
    assert (page.state, page.can_reopen, page.can_withdraw) == ("withdrawn", True, False)
    with pytest.raises(Conflict):
        desk.run("stranger", applications.withdraw, code)
    assert desk.run("stranger", applications.reopen, code).state == "submitted"
    with pytest.raises(Conflict):
        desk.run("stranger", applications.reopen, code)
    assert desk.run("moderator", decisions.approve, scene.members["hoa"], Decision()).state == (
        "approved"
    )
    assert desk.faults() == []


def test_a_question_without_an_answer_ends_after_thirty_days(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa, code = scene.members["hoa"], scene.codes["hoa"]
    desk.run("moderator", decisions.ask, hoa, question("Chị ở thôn nào?"))
    watch.forward(days=29)
    desk.work_off()
    assert desk.member("hoa").state == "needs_info"
    watch.forward(days=2)
    desk.work_off()
    page = desk.run("stranger", applications.read, code)
    assert (page.state, page.can_reopen) == ("expired", True)
    assert "Mở lại phiếu" in page.notices[0]
    assert desk.run("stranger", applications.reopen, code).state == "submitted"
    assert desk.faults() == []


def test_an_application_that_the_board_forgot_never_expires(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    watch.forward(days=365)
    desk.work_off()
    assert desk.member("hoa").state == "submitted"


def test_half_way_she_is_reminded_once(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa, code = scene.members["hoa"], scene.codes["hoa"]
    desk.run("moderator", decisions.ask, hoa, question("Chị ở thôn nào?"))
    watch.forward(days=14)
    desk.work_off()
    reminded = "vẫn đang chờ một câu trả lời"
    page = desk.run("stranger", applications.read, code)
    assert not any(reminded in text for text in page.notices)
    watch.forward(days=2)
    desk.work_off()
    desk.work_off()
    page = desk.run("stranger", applications.read, code)
    assert sum(reminded in text for text in page.notices) == 1


def test_who_has_answered_is_not_reminded(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa, code = scene.members["hoa"], scene.codes["hoa"]
    desk.run("moderator", decisions.ask, hoa, question("Chị ở thôn nào?"))
    desk.run("stranger", applications.answer, code, AnswerCreate(text="Thôn 3"))
    watch.forward(days=16)
    desk.work_off()
    page = desk.run("stranger", applications.read, code)
    assert not any("vẫn đang chờ" in text for text in page.notices)


def test_an_old_reminder_does_not_follow_a_new_question(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa, code = scene.members["hoa"], scene.codes["hoa"]
    desk.run("moderator", decisions.ask, hoa, question("Chị ở thôn nào?"))
    desk.run("stranger", applications.answer, code, AnswerCreate(text="Thôn 3"))
    watch.forward(days=14, hours=12)
    desk.run("moderator", decisions.ask, hoa, question("Thôn 3 nào ạ?"))
    watch.forward(days=1)
    desk.work_off()
    page = desk.run("stranger", applications.read, code)
    assert not any("vẫn đang chờ" in text for text in page.notices)


def test_the_counters_know_her_from_the_first_moment(desk: Desk, scene: Scene) -> None:
    home = scope(scene.communities[HOME])

    def submitted(work: Work) -> int:
        return records.totals(work.session, home)["state:submitted"]

    before = desk.run("stranger", submitted)
    apply(desk)
    assert desk.run("stranger", submitted) == before + 1
