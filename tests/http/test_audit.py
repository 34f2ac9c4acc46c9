"""The log: who may read it, what it says, and what it never holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.factories import HOME, OTHER, ROLES, Scene
from tests.http.wires import refused

As = Callable[..., TestClient]


@pytest.mark.parametrize("who", ROLES)
def test_board_and_adviser_read_the_log_of_their_community(as_: As, who: str) -> None:
    rows = as_(who).get("/audit", params={"community": HOME}).json()["items"]
    assert {row["action"] for row in rows} == {"member.apply"}
    refused(as_(who), "GET", f"/audit?community={OTHER}", 403, "forbidden")


@pytest.mark.parametrize("who", ["member", "nobody", "officer"])
def test_others_do_not(as_: As, who: str) -> None:
    refused(as_(who), "GET", "/audit", 403, "forbidden")


def test_the_administrator_reads_the_installations_log_and_no_communitys(as_: As) -> None:
    rows = as_("administrator").get("/audit", params={"limit": 100}).json()["items"]
    assert rows
    assert "member.apply" not in {row["action"] for row in rows}
    refused(as_("administrator"), "GET", f"/audit?community={HOME}", 403, "forbidden")


def test_without_a_community_she_reads_her_own(as_: As, scene: Scene) -> None:
    as_("other_chair").post(f"/members/{scene.members['other_hoa']}/approval")
    subjects = {
        row["subject_id"]
        for row in as_("chair").get("/audit", params={"limit": 100}).json()["items"]
    }
    assert scene.members["hoa"] in subjects
    assert scene.members["other_hoa"] not in subjects


def test_a_decision_stands_in_it_with_its_right_and_request(as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    body = {"reason": "M-R1", "words": "Ngoài địa bàn của nhóm"}
    done = as_("moderator").post(f"/members/{hoa}/refusal", json=body)
    query = {"subject": hoa, "action": "member.refuse"}
    answer = as_("adviser").get("/audit", params=query)
    (row,) = answer.json()["items"]
    assert (row["by"], row["right"], row["subject"]) == (
        "Nguyễn Thị moderator",
        "post:moderator",
        "Lê Thị Hoa",
    )
    assert row["reason_code"] == "M-R1"
    assert row["request_id"] == done.headers["x-request-id"]
    assert row["facts"]["state"] == "refused"
    assert "địa bàn" not in answer.text


def test_it_holds_no_contact_and_no_typed_word(as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    moderator = as_("moderator")
    moderator.get(f"/members/{hoa}")
    moderator.post(f"/members/{hoa}/information-request", json={"question": "Chị ở thôn nào?"})
    text = as_("chair").get("/audit", params={"limit": 100}).text
    for secret in (scene.phones["hoa"], scene.codes["hoa"], "thôn nào"):
        assert secret not in text
    assert "contact.look" in text


def test_a_refused_deed_leaves_no_row(as_: As, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    as_("adviser").post(f"/members/{hoa}/approval")
    as_("moderator").post(f"/members/{hoa}/refusal", json={})
    rows = as_("chair").get("/audit", params={"subject": hoa}).json()["items"]
    assert [row["action"] for row in rows] == ["member.apply"]
