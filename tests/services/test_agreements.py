"""What a member agrees to: versions of the regulation, and consents for each purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.communities import RegulationCreate, RegulationRead
from app.schemas.people import ConsentChange
from app.services import me, regulations
from app.web.paging import first_page
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk

SUMMARY = ["Một.", "Hai.", "Ba.", "Bốn.", "Năm."]


def issue(desk: Desk, who: str = "chair", days: int = 0) -> RegulationRead:
    body = RegulationCreate(
        kind="group",
        title="Quy chế",
        body="# Điều 1\n\nYêu thương.",
        summary=SUMMARY,
        in_force_from=clock.today() + timedelta(days=days),
    )
    return desk.run(who, regulations.issue_regulation, HOME, body)


def in_force(desk: Desk) -> int:
    return desk.run("stranger", regulations.regulation, HOME, "group", None).version


def test_a_new_version_is_in_force_from_its_day(desk: Desk, watch: Watch) -> None:
    assert issue(desk, days=2).version == 2
    assert in_force(desk) == 1
    watch.forward(days=2)
    assert in_force(desk) == 2
    old = desk.run("stranger", regulations.regulation, HOME, "group", 1)
    assert old.body != ""
    assert old.version == 1


@pytest.mark.parametrize("who", ["moderator", "adviser", "member", "other_chair", "administrator"])
def test_who_does_not_lead_issues_no_regulation(desk: Desk, who: str) -> None:
    with pytest.raises(Forbidden):
        issue(desk, who)


def test_a_member_agrees_to_a_version_once(desk: Desk) -> None:
    issue(desk)
    agreed = desk.run("member", me.accept_regulation, HOME, "group", 2)
    assert agreed.version == 2
    with pytest.raises(Conflict) as twice:
        desk.run("member", me.accept_regulation, HOME, "group", 2)
    assert twice.value.code == "already-accepted"
    with pytest.raises(Hidden):
        desk.run("member", me.accept_regulation, HOME, "group", 3)


@pytest.mark.parametrize("who", ["other_member", "nobody"])
def test_who_is_no_member_here_agrees_to_nothing(desk: Desk, who: str) -> None:
    with pytest.raises(Hidden):
        desk.run(who, me.accept_regulation, HOME, "group", 1)


def purposes(desk: Desk) -> dict[str, bool]:
    """purpose → whether it is given now."""
    given: dict[str, bool] = {}
    for row in desk.run("member", me.consents, first_page()).items:
        given[row.purpose] = given.get(row.purpose, False) or row.withdrawn_at is None
    return given


def test_a_consent_is_given_withdrawn_and_given_again(desk: Desk, scene: Scene) -> None:
    mine = scene.members["member"]
    publication = ConsentChange(member=mine, purpose="publication")
    assert purposes(desk) == {"management": True, "contact": True}
    desk.run("member", me.give_consent, publication)
    desk.run("member", me.give_consent, publication)
    assert purposes(desk)["publication"]
    desk.run("member", me.withdraw_consent, mine, "publication")
    assert not purposes(desk)["publication"]
    with pytest.raises(Hidden):
        desk.run("member", me.withdraw_consent, mine, "publication")
    desk.run("member", me.give_consent, publication)
    rows = [
        r for r in desk.run("member", me.consents, first_page()).items if r.purpose == "publication"
    ]
    assert sorted(row.withdrawn_at is None for row in rows) == [False, True]


def test_the_consent_that_membership_needs_is_not_withdrawn_alone(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Conflict) as needed:
        desk.run("member", me.withdraw_consent, scene.members["member"], "management")
    assert needed.value.code == "consent-needed"
    assert purposes(desk)["management"]


def test_nobody_consents_for_another(desk: Desk, scene: Scene) -> None:
    body = ConsentChange(member=scene.members["other_member"], purpose="publication")
    with pytest.raises(Invalid):
        desk.run("member", me.give_consent, body)
    with pytest.raises(Hidden):
        desk.run("chair", me.withdraw_consent, scene.members["member"], "contact")
    assert purposes(desk)["contact"]
