"""Who comes late with a decision learns why, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.factories import Scene
from tests.http.wires import refused, written

As = Callable[..., TestClient]


def test_a_stale_version_is_409_in_the_body_and_in_the_header(
    client: TestClient, as_: As, scene: Scene
) -> None:
    moderator, hoa = as_("moderator"), scene.members["hoa"]
    moderator.post(f"/members/{hoa}/information-request", json={"question": "Ở đâu?"})
    before = written(client)
    address = f"/members/{hoa}/refusal"
    reason = {"reason": "Không rõ"}
    told = refused(moderator, "POST", address, 409, "stale-version", json={**reason, "version": 1})
    assert told["version"] == 2
    for match in ("1", '"1"', 'W/"1"'):
        refused(
            moderator,
            "POST",
            address,
            409,
            "stale-version",
            json=reason,
            headers={"if-match": match},
        )
    assert written(client) == before
    fits = moderator.post(address, json=reason, headers={"if-match": '"2"'})
    assert fits.json()["state"] == "refused"


def test_an_approval_after_the_withdrawal_is_409(as_: As, client: TestClient, scene: Scene) -> None:
    code, phone = scene.codes["hoa"], scene.phones["hoa"]
    gone = client.post(f"/applications/{code}/withdrawal", json={"phone": phone})
    assert gone.json()["state"] == "withdrawn"
    address = f"/members/{scene.members['hoa']}/approval"
    told = refused(as_("moderator"), "POST", address, 409, "wrong-state")
    assert told["state"] == "withdrawn"


def test_a_lost_decision_names_who_and_when(as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    as_("moderator").post(f"/members/{hoa}/approval")
    told = refused(as_("chair"), "POST", f"/members/{hoa}/approval", 409, "already-decided")
    assert told["decided_by"] == "Nguyễn Thị moderator"
    assert told["decided_at"].endswith("Z")


def test_to_everyone_but_board_and_adviser_the_board_decided(
    client: TestClient, as_: As, scene: Scene
) -> None:
    code, phone = scene.codes["hoa"], scene.phones["hoa"]
    as_("moderator").post(f"/members/{scene.members['hoa']}/approval")
    page = client.get(f"/applications/{code}", params={"phone": phone})
    assert page.status_code == 200
    assert "moderator" not in page.text
    told = refused(
        client,
        "POST",
        f"/applications/{code}/withdrawal",
        409,
        "wrong-state",
        json={"phone": phone},
    )
    assert "decided_by" not in told or told["decided_by"] == "Ban Quản trị"


def test_her_own_card_names_the_board(as_: As, scene: Scene) -> None:
    card = as_("member").get(f"/members/{scene.members['member']}").json()
    assert card["own"]
    assert card["decided_by"] in {None, "Ban Quản trị"}
    assert card["review"] is None
