"""Throttles protect people: their floors stand in contract.md."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from limits import parse
from starlette.testclient import TestClient

from app.domain.refusals import TooMany
from app.web.throttles import RULES, Throttles
from tests.http.wires import MEMBERS, join, refused

As = Callable[..., TestClient]
#: rule → (at least so many, in so many seconds)
FLOORS = {
    "writes-person": (120, 60),
    "writes-address": (120, 60),
    "joins-address": (400, 3600),
}


@pytest.mark.parametrize("rule", sorted(FLOORS))
def test_a_floor_is_never_undercut(rule: str) -> None:
    wanted, seconds = FLOORS[rule]
    item = parse(RULES[rule])
    assert item.amount * seconds >= wanted * item.get_expiry()
    assert item.amount >= wanted


@pytest.mark.parametrize(("rule", "most"), [("password-account", 10), ("password-address", 100)])
def test_passwords_have_limits_of_their_own(rule: str, most: int) -> None:
    item = parse(RULES[rule])
    assert (item.amount, item.get_expiry()) == (most, 300)


def test_the_one_too_many_is_told_how_long_to_wait() -> None:
    throttles = Throttles()
    for _ in range(parse(RULES["writes-person"]).amount):
        throttles.pass_or_refuse("writes-person", "her")
    with pytest.raises(TooMany) as refusal:
        throttles.pass_or_refuse("writes-person", "her")
    assert 1 <= refusal.value.facts["retry_after"] <= 60
    throttles.pass_or_refuse("writes-person", "another")


def test_a_hundred_and_twenty_writes_in_a_row_pass(as_: As) -> None:
    member = as_("member")
    answers = {member.post("/me/notices/none/reading").status_code for _ in range(120)}
    assert answers == {404}


def test_what_is_refused_says_when_to_come_back(client: TestClient, as_: As) -> None:
    throttles = client.app.state.house.throttles  # type: ignore[attr-defined]
    item = parse(RULES["joins-address"])
    for _ in range(item.amount):
        throttles.count("joins-address", "testclient")
    answer = client.post(MEMBERS, json=join())
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    refused(client, "POST", MEMBERS, 429, "too-many", json=join())
    assert client.get(f"{MEMBERS}/new").status_code == 200
