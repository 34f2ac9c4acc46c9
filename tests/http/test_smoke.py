"""The shortest journey in the three shapes."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.factories import HOME, Scene


def test_a_moderator_approves_and_the_second_one_learns_who_did(
    as_: Callable[..., TestClient], scene: Scene
) -> None:
    hoa = scene.members["hoa"]
    first = as_("moderator").post(f"/members/{hoa}/approval")
    assert first.status_code == 200
    assert first.json()["state"] == "approved"
    second = as_("chair").post(f"/members/{hoa}/approval")
    assert second.status_code == 409
    assert second.json()["decided_by"] == "Nguyễn Thị moderator"


def test_the_list_finds_without_marks(as_: Callable[..., TestClient]) -> None:
    found = as_("moderator").get(f"/communities/{HOME}/members", params={"q": "dong"})
    assert [row["full_name"] for row in found.json()["items"]] == ["Trần Thị Đông"]
