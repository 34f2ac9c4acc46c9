"""A link that sets a password: once, for 24 hours, for her alone."""

from __future__ import annotations

import pytest

from app import clock
from app.db import Database
from app.domain.refusals import Conflict, Forbidden, Gone
from app.schemas.members import Decision, Leaving
from app.schemas.people import AppointmentCreate
from app.services import appointments, decisions, lives, sign_ins
from app.store import accounts, members
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk


@pytest.fixture
def secret(desk: Desk, scene: Scene) -> str:
    """A link for Hoa, who has been approved."""
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    made = desk.run("membership", sign_ins.give_link, scene.members["hoa"])
    assert made.url.startswith("http://testserver/password-links/")
    return made.url.rpartition("/")[2]


def test_it_works_once(desk: Desk, scene: Scene, database: Database, secret: str) -> None:
    assert desk.run("stranger", sign_ins.link_form, secret).call_me == "chị"
    done = desk.run("stranger", sign_ins.use_link, secret, "hash")
    assert done.login == scene.phones["hoa"]
    assert accounts.secret_of(database, done.login) is not None
    with pytest.raises(Gone):
        desk.run("stranger", sign_ins.use_link, secret, "another")
    with pytest.raises(Gone):
        desk.run("stranger", sign_ins.link_form, secret)


def test_it_works_for_a_day(desk: Desk, secret: str, watch: Watch) -> None:
    watch.forward(hours=24, minutes=1)
    with pytest.raises(Gone):
        desk.run("stranger", sign_ins.use_link, secret, "hash")


def test_a_secret_that_was_never_given_opens_nothing(desk: Desk) -> None:
    with pytest.raises(Gone):
        desk.run("stranger", sign_ins.use_link, "guess", "hash")


def test_a_phone_that_another_signs_in_with_leaves_her_the_file_number(
    desk: Desk, scene: Scene, secret: str
) -> None:
    def share(work: Work) -> None:
        member = members.again(work.session, scene.members["hoa"])
        member.phone = scene.phones["member"]

    desk.run("stranger", share)
    done = desk.run("stranger", sign_ins.use_link, secret, "hash")
    assert done.login == desk.member("hoa").file_no


def test_sessions_and_tokens_end_with_the_new_password(desk: Desk, scene: Scene) -> None:
    made = desk.run("membership", sign_ins.give_link, scene.members["member"])
    account = desk.actor("member").account_id or ""

    def held(work: Work) -> tuple[int, int]:
        now = work.now
        return (
            len(accounts.sign_ins(work.session, account, now, 10, None)),
            len(accounts.tokens(work.session, account, now, 10, None)),
        )

    assert desk.run("stranger", held) == (1, 1)
    desk.run("stranger", sign_ins.use_link, made.url.rpartition("/")[2], "hash")
    assert desk.run("stranger", held) == (0, 0)


@pytest.mark.parametrize("who", ["moderator", "editor", "adviser"])
def test_only_who_keeps_the_members_hands_links_out(desk: Desk, scene: Scene, who: str) -> None:
    with pytest.raises(Forbidden):
        desk.run(who, sign_ins.give_link, scene.members["member"])


def test_who_is_not_in_gets_no_link(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Conflict):
        desk.run("membership", sign_ins.give_link, scene.members["hoa"])
    desk.run("membership", lives.leave, scene.members["member"], Leaving(reason="moved"))
    with pytest.raises(Conflict):
        desk.run("membership", sign_ins.give_link, scene.members["member"])


def test_it_ends_when_its_owner_begins_to_serve(desk: Desk, scene: Scene, secret: str) -> None:
    person_id = desk.member("hoa").person_id
    body = AppointmentCreate(person=person_id, role="moderator", valid_from=clock.today())
    desk.run("officer", appointments.appoint, HOME, body)
    with pytest.raises(Forbidden) as told:
        desk.run("stranger", sign_ins.use_link, secret, "hash")
    assert told.value.code == "serves-here"


def test_it_can_be_read_out_and_typed(desk: Desk, secret: str) -> None:
    typed = secret.upper().replace("-", " ").replace("0", "O")
    assert desk.run("stranger", sign_ins.link_form, typed).call_me == "chị"
