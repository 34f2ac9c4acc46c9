"""Rights come with an appointment and go with it, to the day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.people import (
    AppointmentCreate,
    AppointmentEnd,
    AppointmentRead,
    DelegationCreate,
)
from app.services import appointments
from app.web.paging import first_page
from tests.conftest import Watch
from tests.factories import HOME, OTHER, Scene
from tests.services.desk import Desk


def appoint(
    desk: Desk, scene: Scene, who: str = "officer", slug: str = HOME, **more: Any
) -> AppointmentRead:
    values: dict[str, Any] = {
        "person": scene.persons["nobody"],
        "role": "moderator",
        "valid_from": clock.today(),
    }
    return desk.run(who, appointments.appoint, slug, AppointmentCreate(**{**values, **more}))


def roles(desk: Desk, scene: Scene, who: str = "nobody") -> frozenset[str]:
    return desk.actor(who).roles_in(scene.communities[HOME])


def of_role(desk: Desk, role: str) -> AppointmentRead:
    listed = desk.run("chair", appointments.of_community, HOME, first_page(), past=False).items
    return next(row for row in listed if row.role == role)


def test_rights_begin_with_the_first_day_and_end_with_the_last(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    today = clock.today()
    appoint(
        desk,
        scene,
        valid_from=today + timedelta(days=2),
        valid_to=today + timedelta(days=5),
    )
    held = []
    for _ in range(7):
        held.append("moderator" in roles(desk, scene))
        watch.forward(days=1)
    assert held == [False, False, True, True, True, False, False]


def test_a_login_names_the_person_as_well(desk: Desk, scene: Scene) -> None:
    spaced = " ".join(scene.phones["nobody"])
    assert appoint(desk, scene, person=None, login=spaced).full_name == "Nguyễn Thị nobody"
    assert roles(desk, scene) == {"moderator"}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"role": "queen"}, "/role", "role-unknown"),
        ({"role": "officer"}, "/role", "role-unknown"),
        ({"person": "nobody-here"}, "/person", "person-unknown"),
        ({"person": None}, "/login", "person-unknown"),
        ({"person": None, "login": "0999999999"}, "/login", "person-unknown"),
    ],
)
def test_a_slip_is_told_beside_its_field(
    desk: Desk, scene: Scene, body: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        appoint(desk, scene, **body)
    assert [(e.pointer, e.code) for e in wrong.value.errors] == [(pointer, code)]


def test_a_term_does_not_end_before_it_begins(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Invalid):
        appoint(desk, scene, valid_to=clock.today())


def test_the_same_role_is_not_given_twice(desk: Desk, scene: Scene) -> None:
    appoint(desk, scene)
    with pytest.raises(Conflict) as twice:
        appoint(desk, scene)
    assert twice.value.code == "already-appointed"


@pytest.mark.parametrize("who", ["chair", "adviser", "member", "administrator", "nobody"])
def test_only_the_officer_of_the_place_appoints(desk: Desk, scene: Scene, who: str) -> None:
    with pytest.raises(Forbidden):
        appoint(desk, scene, who)


def test_an_officer_appoints_nobody_elsewhere(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Forbidden):
        appoint(desk, scene, slug=OTHER)


def test_an_ended_term_takes_the_right_away(desk: Desk, scene: Scene, watch: Watch) -> None:
    held = of_role(desk, "moderator")
    tomorrow = clock.today() + timedelta(days=1)
    desk.run("officer", appointments.end, held.id, AppointmentEnd(valid_to=tomorrow))
    assert roles(desk, scene, "moderator") == {"moderator"}
    watch.forward(days=1)
    assert roles(desk, scene, "moderator") == frozenset()
    stale = AppointmentEnd(valid_to=tomorrow, version=held.version)
    with pytest.raises(Conflict):
        desk.run("officer", appointments.end, held.id, stale)


# -- delegation --------------------------------------------------------------------------------


def lend(desk: Desk, scene: Scene, days: int, who: str = "chair") -> AppointmentRead:
    body = DelegationCreate(
        person=scene.persons["nobody"],
        valid_from=clock.today(),
        valid_to=clock.today() + timedelta(days=days),
    )
    return desk.run(who, appointments.delegate, of_role(desk, "moderator").id, body)


def test_a_lent_right_is_dated_on_both_sides(desk: Desk, scene: Scene, watch: Watch) -> None:
    lent = lend(desk, scene, 3)
    assert lent.delegated
    assert roles(desk, scene) == {"moderator"}
    watch.forward(days=3)
    assert roles(desk, scene) == frozenset()


def test_what_was_lent_ends_with_the_lenders_term(desk: Desk, scene: Scene, watch: Watch) -> None:
    lend(desk, scene, 30)
    body = AppointmentEnd(valid_to=clock.today() + timedelta(days=1))
    desk.run("officer", appointments.end, of_role(desk, "moderator").id, body)
    watch.forward(days=2)
    assert roles(desk, scene, "moderator") == frozenset()
    assert roles(desk, scene) == frozenset()


def test_what_was_to_begin_after_the_lenders_term_gives_no_right(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    today = clock.today()
    body = DelegationCreate(
        person=scene.persons["nobody"],
        valid_from=today + timedelta(days=5),
        valid_to=today + timedelta(days=9),
    )
    held = of_role(desk, "moderator")
    desk.run("chair", appointments.delegate, held.id, body)
    ended = AppointmentEnd(valid_to=today + timedelta(days=2))
    desk.run("officer", appointments.end, held.id, ended)
    watch.forward(days=6)
    assert roles(desk, scene) == frozenset()


@pytest.mark.parametrize("who", ["moderator", "adviser", "member"])
def test_who_does_not_lead_lends_nothing(desk: Desk, scene: Scene, who: str) -> None:
    with pytest.raises(Forbidden):
        lend(desk, scene, 3, who)


def test_a_right_is_not_lent_to_oneself(desk: Desk, scene: Scene) -> None:
    held = of_role(desk, "moderator")
    body = DelegationCreate(
        person=scene.persons["moderator"],
        valid_from=clock.today(),
        valid_to=clock.today() + timedelta(days=3),
    )
    with pytest.raises(Invalid):
        desk.run("chair", appointments.delegate, held.id, body)


@pytest.mark.parametrize("who", ["chair", "officer"])
def test_nobody_lends_a_right_to_herself(desk: Desk, scene: Scene, who: str) -> None:
    """Not even another's: else an officer would read members, and a loan would never end."""
    body = DelegationCreate(
        person=scene.persons[who],
        valid_from=clock.today(),
        valid_to=clock.today() + timedelta(days=3),
    )
    with pytest.raises(Forbidden) as told:
        desk.run(who, appointments.delegate, of_role(desk, "moderator").id, body)
    assert told.value.code == "own-case"


def test_who_watches_the_board_does_not_act_in_its_place(desk: Desk, scene: Scene) -> None:
    body = DelegationCreate(
        person=scene.persons["adviser"],
        valid_from=clock.today(),
        valid_to=clock.today() + timedelta(days=3),
    )
    with pytest.raises(Invalid):
        desk.run("chair", appointments.delegate, of_role(desk, "moderator").id, body)
    assert roles(desk, scene, "adviser") == {"adviser"}


def test_the_lent_role_does_not_count_in_the_composition(desk: Desk, scene: Scene) -> None:
    def board() -> int:
        listed = desk.run("chair", appointments.of_community, HOME, first_page(), past=False)
        return next(line.present for line in listed.composition if line.label == "board")

    before = board()
    lend(desk, scene, 3)
    assert board() == before


def test_an_appointment_elsewhere_is_hidden(desk: Desk, scene: Scene) -> None:
    held = of_role(desk, "moderator")
    with pytest.raises(Hidden):
        desk.run("other_chair", appointments.read, held.id)
