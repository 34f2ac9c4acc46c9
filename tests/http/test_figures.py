"""Every figure leads to the list behind it, and the list has as many lines as the figure says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.domain.ids import new_id
from tests.factories import HOME, Scene

FIGURES = f"/communities/{HOME}/figures"
As = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def lived(as_: As, scene: Scene) -> None:
    """Two are approved, one of them leaves; one member is verified."""
    board = as_("chair")
    for name in ("hoa", "lan"):
        assert board.post(f"/members/{scene.members[name]}/approval").status_code == 200
    left = board.post(f"/members/{scene.members['lan']}/leaving", json={"reason": "busy"})
    assert left.status_code == 200
    seen = {"status": "member", "source": "card"}
    member = scene.members["hoa"]
    assert board.post(f"/members/{member}/union-verification", json=seen).status_code == 200


def _linked(value: Any) -> Iterator[tuple[int, str]]:
    """Every figure of an answer that has an address, with the address."""
    if isinstance(value, dict):
        if value.get("href"):
            yield value["count"], value["href"]
        for kind in ("joined", "left"):
            if value.get(f"{kind}_href"):
                yield value[kind], value[f"{kind}_href"]
        for inner in value.values():
            yield from _linked(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _linked(inner)


def test_each_figure_is_the_length_of_its_list(as_: As) -> None:
    figures = as_("moderator").get(FIGURES).json()
    linked = [*_linked(figures), (figures["members"], figures["members_href"])]
    for count, address in linked:
        answer = as_("moderator").get(f"{address}&limit=100")
        assert len(answer.json()["items"]) == count, address
    assert sum(count > 0 for count, _ in linked) >= 8
    assert (figures["joined"] - figures["left"], figures["closing"]) == (
        figures["net"],
        figures["members"],
    )


def test_the_page_prints_each_figure_and_its_base(browser_of: As) -> None:
    page = browser_of("adviser").get(FIGURES, params={"by": "quarter"}).text
    assert page.count('<svg class="chart"') == page.count("Xem bằng bảng") >= 5
    assert "Hai con số này không cộng vào nhau" in page
    assert 'href="/members?' not in browser_of("officer").get(FIGURES).text


@pytest.mark.parametrize(
    "query", [{"by": "week"}, {"from": "2026-02-30"}, {"from": "2026-02-01", "to": "2026-01-01"}]
)
def test_an_impossible_period_is_told(as_: As, query: dict[str, str]) -> None:
    assert as_("moderator").get(FIGURES, params=query).status_code == 422


def test_an_absent_batch_and_a_foreign_one_are_alike(as_: As, scene: Scene) -> None:
    items = [{"id": scene.members["mai"], "version": 1}]
    body = {"decision": "approval", "items": items}
    seen = as_("moderator").post(f"/communities/{HOME}/review/batch/preview", json=body).json()
    assert [line["outcome"] for line in seen["items"]] == ["eligible"]
    done = as_("moderator").post(f"/communities/{HOME}/review/batch", json=body).json()
    address = f"/review-batches/{done['batch_id']}"
    assert as_("moderator").get(address).json()["results"][0]["restored"] is None
    foreign = as_("other_chair").get(address)
    absent = as_("other_chair").get(f"/review-batches/{new_id(0)}")
    assert (foreign.status_code, foreign.json()["type"]) == (404, absent.json()["type"])
    assert as_("moderator").delete(address).status_code == 204
    assert as_("moderator").delete(address).status_code == 409
    assert as_("moderator").get(address).json()["restored"] == 1


def test_two_taps_after_choosing_and_one_to_take_it_back(browser_of: As, scene: Scene) -> None:
    """Without JavaScript: the forms of the pages, sent as a browser sends them."""
    her = browser_of("moderator")
    chosen = {"decision": "approval", "items": f"{scene.members['mai']}@1"}
    preview = her.post(f"/communities/{HOME}/review/batch/preview", data=chosen)
    assert f'value="{scene.members["mai"]}@1" checked' in preview.text
    done = her.post(f"/communities/{HOME}/review/batch", data=chosen)
    batch = done.text.split('action="/review-batches/')[1].split('"')[0]
    back = her.post(f"/review-batches/{batch}", data={"_method": "DELETE"}, follow_redirects=True)
    assert back.status_code == 200
    assert "Đã rút lại 1 trong 1 người" in back.text


def test_a_joined_file_is_listed_under_its_reason(as_: As, scene: Scene) -> None:
    """The figure "merged" and the list behind it; who had left before keeps her own reason."""
    moderator = as_("moderator")
    for name in ("hoa", "lan"):
        moderator.post(f"/members/{scene.members[name]}/approval")
    as_("chair").post(f"/members/{scene.members['lan']}/leaving", json={"reason": "busy"})
    into = {"into": scene.members["member"]}
    for name in ("hoa", "lan"):
        answer = moderator.post(f"/members/{scene.members[name]}/merger", json=into)
        assert answer.status_code == 200
    shown = moderator.get(f"/communities/{HOME}/figures").json()["left_by_reason"]
    assert {row["key"]: row["count"] for row in shown} == {"busy": 1, "merged": 1}
    for row in shown:
        listed = moderator.get(row["href"]).json()["items"]
        name = {"busy": "lan", "merged": "hoa"}[row["key"]]
        assert [one["id"] for one in listed] == [scene.members[name]]
