"""A community founded over HTTP has the rules, words and places that a founded one needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from app.db import Database
from app.models.communities import Community
from app.services import templates
from tests.factories import HOME, Scene
from tests.http.wires import refused

As = Callable[..., TestClient]
GROUP = {"kind": "facebook", "label": "Nhóm Facebook", "url": "https://facebook.com/groups/x"}


def body(scene: Scene, **more: Any) -> dict[str, Any]:
    return {"slug": "moi", "name": "Nhóm mới", "host_unit": scene.units["commune"], **more}


def test_a_founded_community_begins_complete(as_: As, scene: Scene, database: Database) -> None:
    officer = as_("officer")
    made = officer.post("/communities", json=body(scene, platforms=[GROUP]))
    assert made.status_code == 201, made.text
    assert made.json()["platforms"] == [GROUP]
    assert len(made.json()["reassurances"]) == 3
    settings = database.read_now(
        lambda session: session.execute(
            select(col(Community.settings)).where(col(Community.slug) == "moi")
        ).scalar_one()
    )
    assert settings == {"two_person": list(templates.TWO_PERSON)}


def test_its_own_reassurances_stand_in_place_of_the_shipped_ones(as_: As, scene: Scene) -> None:
    made = as_("officer").post("/communities", json=body(scene, reassurances=["Không thu tiền."]))
    assert made.json()["reassurances"] == ["Không thu tiền."]


def test_the_chair_says_where_the_group_lives(as_: As) -> None:
    chair = as_("chair")
    changed = chair.patch(f"/communities/{HOME}", json={"platforms": [GROUP]})
    assert changed.json()["platforms"] == [GROUP]
    assert chair.patch(f"/communities/{HOME}", json={"platforms": []}).json()["platforms"] == []


@pytest.mark.parametrize(
    "url", ["http://facebook.com/x", "javascript:alert(1)", "https://", "https://a b", ""]
)
def test_only_https_leads_away(as_: As, url: str) -> None:
    wrong = {"platforms": [GROUP | {"url": url}]}
    refused(as_("chair"), "PATCH", f"/communities/{HOME}", 422, "invalid", json=wrong)
