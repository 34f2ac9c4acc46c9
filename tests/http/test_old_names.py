"""The join form knows old names: one unit of today is offered, a divided one asks the hamlet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.factories import HOME, Scene
from tests.http.wires import shown_before

As = Callable[..., TestClient]
FORM = f"/communities/{HOME}/members/new"
APPLY = f"/communities/{HOME}/members"


@pytest.fixture
def places(as_: As, scene: Scene) -> dict[str, str]:
    """Below the home host: Dương Hà went into Phù Đổng, Cổ Bi was divided."""
    house = as_("administrator")
    ids = {}
    for name in ("Dương Hà", "Cổ Bi", "Phù Đổng", "Gia Lâm"):
        body = {
            "name": f"Hội LHPN xã {name}",
            "kind": "commune",
            "parent": scene.units["commune"],
            "valid_from": "2020-01-01",
        }
        ids[name] = house.post("/units", json=body).json()["id"]
    decision: dict[str, Any] = {
        "decision_number": "1656/NQ-UBTVQH15",
        "decided_on": "2025-06-16",
        "issuer": "UBTVQH",
        "effective_on": "2025-07-01",
    }
    for unit, kind, into in (
        ("Dương Hà", "merge", ["Phù Đổng"]),
        ("Cổ Bi", "split", ["Gia Lâm", "Phù Đổng"]),
    ):
        deed: dict[str, Any] = {"kind": kind, "into": [ids[one] for one in into], **decision}
        answer = house.post(f"/units/{ids[unit]}/reorganisations", json=deed)
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"].endswith("/reorganisations")
    return ids


def application(**more: Any) -> dict[str, Any]:
    return {
        "full_name": "Ngô Thị Mận",
        "phone": "0912345678",
        "accepted_regulation": 1,
        "consents": ["management"],
        **more,
    }


def test_an_old_name_offers_the_unit_of_today(browser_of: As, places: dict[str, str]) -> None:
    page = browser_of().get(FORM, params={"q": "duong ha"}).text
    assert "xã Dương Hà – nay là xã Phù Đổng" in page
    assert f"?unit={places['Phù Đổng']}#f-unit" in page
    chosen = browser_of().get(FORM, params={"unit": places["Phù Đổng"]}).text
    assert f'value="{places["Phù Đổng"]}" lang="vi" selected' in chosen


def test_a_divided_unit_asks_for_the_hamlet(
    client: TestClient, as_: As, browser_of: As, places: dict[str, str]
) -> None:
    page = browser_of().get(FORM, params={"q": "cổ bi"}).text
    assert "xã Cổ Bi – nay thuộc xã Gia Lâm, xã Phù Đổng" in page
    assert f"?unit={places['Cổ Bi']}#f-unit" in page
    refused = client.post(APPLY, json=application(unit=places["Cổ Bi"]))
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/answers/hamlet"]
    told = application(unit=places["Cổ Bi"], answers={"hamlet": "Thôn Cam"})
    assert client.post(APPLY, json=told).status_code == 201


def test_the_refused_form_keeps_the_old_unit(
    client: TestClient, browser_of: As, places: dict[str, str]
) -> None:
    typed = {
        "full_name": "Ngô Thị Mận",
        "phone": "0912345678",
        "unit": places["Cổ Bi"],
        "declare_18": "true",
        "union_status": "unknown",
        "accepted_regulation": "1",
        "consents": "management",
        **shown_before(client),
    }
    again = browser_of().post(f"{APPLY}?unit={places['Cổ Bi']}", data=typed)
    assert again.status_code == 422
    assert f'value="{places["Cổ Bi"]}" lang="vi" selected' in again.text
    assert "Xin ghi thôn, tổ dân phố" in again.text


def test_what_she_said_is_kept_and_the_board_sees_what_it_is_now(
    client: TestClient, as_: As, browser_of: As, places: dict[str, str]
) -> None:
    made = client.post(APPLY, json=application(unit=places["Dương Hà"])).json()
    card = as_("chair").get(f"/members/{made['id']}").json()
    assert card["unit"]["name"].endswith("Dương Hà")
    assert card["unit"]["ended"] is True
    assert card["unit_now"]["name"].endswith("Phù Đổng")
    inbox = browser_of("moderator").get(f"/communities/{HOME}/review").text
    assert "nay là" in inbox
    shown = browser_of("chair").get(f"/members/{made['id']}").text
    assert "Đơn vị đã sắp xếp lại" in shown


def test_units_are_found_by_old_name_and_by_the_code_of_a_day(
    client: TestClient, as_: As, browser_of: As, places: dict[str, str]
) -> None:
    found = client.get("/units", params={"q": "Dương Hà"}).json()["items"]
    assert [one["now"][0]["id"] for one in found] == [places["Phù Đổng"]]
    page = browser_of().get("/units", params={"q": "duong ha"}).text
    assert "nay là" in page
    assert client.get("/units", params={"code": "99999"}).json()["items"] == []
    closed = client.get(f"/units/{places['Dương Hà']}")
    assert closed.status_code == 200
    assert closed.json()["ended"] is True
    history = browser_of().get(f"/units/{places['Dương Hà']}/reorganisations").text
    assert "1656/NQ-UBTVQH15" in history
    assert date(2025, 7, 1).strftime("%d/%m/%Y") in history
