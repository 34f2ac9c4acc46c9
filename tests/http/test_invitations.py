"""A link that has ended: it no longer opens, it is ended once, and only by its own board."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.factories import HOME
from tests.http.wires import refused

As = Callable[..., TestClient]
INVITATIONS = f"/communities/{HOME}/invitations"


def test_a_link_that_was_ended_no_longer_opens(client: TestClient, as_: As) -> None:
    moderator = as_("moderator")
    made = moderator.post(INVITATIONS, json={"channel": "zalo"}).json()
    assert (made["can_end"], made["ended_at"]) == (True, None)
    assert client.get(f"/i/{made['code']}").status_code == 200
    assert moderator.delete(f"{INVITATIONS}/{made['id']}").status_code == 204
    refused(client, "GET", f"/i/{made['code']}", 410, "invitation-ended")
    refused(moderator, "DELETE", f"{INVITATIONS}/{made['id']}", 410, "invitation-ended")
    (shown,) = [i for i in moderator.get(INVITATIONS).json()["items"] if i["id"] == made["id"]]
    assert not shown["can_end"]
    assert shown["ended_at"]
    assert shown["opened"] == 1


def test_an_adviser_and_another_board_end_nothing(as_: As) -> None:
    made = as_("moderator").post(INVITATIONS, json={"channel": "zalo"}).json()
    refused(as_("adviser"), "DELETE", f"{INVITATIONS}/{made['id']}", 403, "forbidden")
    refused(as_("chair"), "DELETE", f"{INVITATIONS}/{'x' * 26}", 404, "not-found")
