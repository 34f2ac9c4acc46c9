"""Hidden is byte for byte what does not exist; a stranger learns nothing of either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.routers import applications, board, communities, decisions, house, members, people
from app.web.door import _DOORS, Door
from tests.domain.expected_rights import PUBLIC
from tests.factories import HOME, OTHER, Scene
from tests.http.wires import FRAGMENT, PAGE, same_but_ids

As = Callable[..., TestClient]
ABSENT = "0" * 26
SHAPES: list[dict[str, str]] = [{}, FRAGMENT, PAGE]


@pytest.fixture
def app(calm_app: Any) -> Any:
    return calm_app


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        "/members/{}",
        "/members/{}/approval",
        "/members/{}/refusal",
        "/members/{}/claim",
        "/members/{}/password-links",
        "/members/{}/leaving",
    ],
)
@pytest.mark.parametrize("who", ["moderator", "adviser", "member", "nobody", "officer"])
def test_a_woman_of_another_community_is_not_there(
    as_: As, scene: Scene, who: str, path: str, method: str
) -> None:
    program = as_(who)
    hidden = program.request(method, path.format(scene.members["other_hoa"]))
    absent = program.request(method, path.format(ABSENT))
    assert same_but_ids(hidden, absent)
    assert hidden.status_code in {403, 404, 405, 422}
    if who == "moderator" and path == "/members/{}" and method == "GET":
        assert hidden.status_code == 404


@pytest.mark.parametrize("headers", SHAPES)
@pytest.mark.parametrize("form", [None, {"version": "1"}])
def test_in_every_shape(
    browser_of: As, scene: Scene, headers: dict[str, str], form: dict[str, str] | None
) -> None:
    browser = browser_of("moderator")
    browser.headers["accept"] = "application/json"
    texts = []
    for member_id in (scene.members["other_hoa"], ABSENT):
        address = f"/members/{member_id}"
        if form is None:
            answer = browser.get(address, headers=headers)
        else:
            answer = browser.post(f"{address}/approval", data=form, headers=headers)
        assert answer.status_code == 404
        texts.append(answer.text.replace(member_id, "ID"))
    assert texts[0] == texts[1]


def test_the_list_of_another_community_is_closed_to_her(as_: As) -> None:
    """Communities are public, so that hers is another one is no secret."""
    moderator = as_("moderator")
    assert moderator.get(f"/communities/{OTHER}/members").status_code == 403
    assert moderator.get("/communities/no-such-place/members").status_code == 404


def test_an_appointment_of_another_community_is_not_there(as_: As) -> None:
    listed = as_("other_chair").get(f"/communities/{OTHER}/appointments").json()["items"]
    for method, path in (("GET", ""), ("POST", "/end"), ("POST", "/delegations")):
        chair = as_("chair")
        body = {"json": {"valid_to": "2030-01-01", "valid_from": "2029-01-01", "person": "x"}}
        if path == "/end":
            body = {"json": {"valid_to": "2030-01-01"}}
        more: dict[str, Any] = body if method == "POST" else {}
        hidden = chair.request(method, f"/appointments/{listed[0]['id']}{path}", **more)
        absent = chair.request(method, f"/appointments/{ABSENT}{path}", **more)
        assert same_but_ids(hidden, absent)
        assert hidden.status_code in {403, 404}


def test_a_suspended_or_left_woman_sees_no_more_than_before(as_: As, scene: Scene) -> None:
    other = scene.members["lan"]
    for who in ("member", "nobody"):
        assert as_(who).get(f"/members/{other}").status_code == 404


# -- strangers ---------------------------------------------------------------------------------


def closed() -> list[tuple[str, str]]:
    """(method, path) of every address that is not public, from the OpenAPI document."""
    doors: dict[str, Door] = {
        f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}": door
        for handler, door in _DOORS.items()
    }
    bare = FastAPI()
    for area in (members, decisions, board, communities, applications, people, house):
        bare.include_router(area.router)
    return [
        (method.upper(), path)
        for path, operations in bare.openapi()["paths"].items()
        for method, operation in operations.items()
        if doors[operation["operationId"]].permission not in PUBLIC
    ]


def test_there_are_closed_addresses() -> None:
    assert len(closed()) > 50


@pytest.mark.parametrize(("method", "path"), closed())
def test_a_stranger_gets_401_for_a_closed_address_existing_or_not(
    client: TestClient, scene: Scene, method: str, path: str
) -> None:
    real = {
        "slug": HOME,
        "id": scene.members["hoa"],
        "day": "2026-11-25",
        "kind": "group",
        "member": scene.members["member"],
        "purpose": "contact",
    }
    absent = {"slug": "no-such-place", "id": "%27", "day": "no-day", "kind": "x"}
    answers = [
        client.request(method, path.format_map({**real, **values}), content=body)
        for values in ({}, absent)
        for body in (b"", b"{broken")
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert same_but_ids(answer, answers[0])
