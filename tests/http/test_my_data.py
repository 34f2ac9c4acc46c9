"""What is held about her, and who looked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.factories import Scene

As = Callable[..., TestClient]


def looks(as_: As) -> list[tuple[str, str]]:
    found = as_("member").get("/me/data").json()["looks"]
    return [(look["by"], look["action"]) for look in found]


def test_she_learns_by_name_who_looked_at_her_contacts(as_: As, scene: Scene) -> None:
    card = f"/members/{scene.members['member']}"
    assert looks(as_) == []
    assert as_("moderator").get(card).json()["phone"] == scene.phones["member"]
    as_("membership").get(card)
    assert looks(as_) == [
        ("Nguyễn Thị membership", "contact.look"),
        ("Nguyễn Thị moderator", "contact.look"),
    ]


@pytest.mark.parametrize("who", ["adviser", "editor", "contests", "questions", "member"])
def test_a_look_that_shows_no_contact_or_is_her_own_is_none(
    as_: As, scene: Scene, who: str
) -> None:
    assert as_(who).get(f"/members/{scene.members['member']}").status_code == 200
    assert looks(as_) == []


def test_a_link_for_her_password_is_a_look_too(as_: As, scene: Scene) -> None:
    made = as_("membership").post(f"/members/{scene.members['member']}/password-links")
    assert made.status_code == 201
    assert ("Nguyễn Thị membership", "account.link") in looks(as_)


def test_it_holds_what_is_hers_and_nothing_of_another(as_: As, scene: Scene) -> None:
    answer = as_("member").get("/me/data")
    held = answer.json()
    assert held["person"]["full_name"] == "Nguyễn Thị member"
    assert {row["value"] for row in held["logins"]} >= {scene.phones["member"]}
    assert [row["phone"] for row in held["memberships"]] == [scene.phones["member"]]
    assert {row["purpose"] for row in held["consents"]} == {"management", "contact"}
    assert [row["way"] for row in held["acceptances"]] == ["command"]
    for other in ("hoa", "lan", "moderator"):
        assert scene.phones[other] not in answer.text


def test_no_secret_is_part_of_it(as_: As, scene: Scene) -> None:
    text = as_("member").get("/me/data").text
    for word in ("digest", "password_hash", "fold", "sort_key", scene.tokens["member"]):
        assert word not in text


def test_who_signs_in_without_being_a_member_has_data_too(as_: As) -> None:
    held = as_("nobody").get("/me/data").json()
    assert (held["memberships"], held["consents"]) == ([], [])
