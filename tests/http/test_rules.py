"""Rules, restraints and appeals as browsers meet them: typed text stays, words stand beside."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.factories import HOME, Scene

As = Callable[..., TestClient]
RULES = f"/communities/{HOME}/content-rules"
FORM = {
    "label": "Bán hàng",
    "action": "mask",
    "words": "kem trộn\r\n\r\n cho vay ",
    "scope": "both",
}


def test_a_rule_is_tried_shown_and_kept_from_the_same_form(as_: As, browser_of: As) -> None:
    as_("member").post(f"/communities/{HOME}/posts", json={"body": "Em có k.e.m t.r.ộ.n ạ"})
    board, page = as_("moderator"), browser_of("moderator")
    tried = page.post(f"{RULES}/trial", data=FORM)
    assert tried.status_code == 200
    assert "Quy tắc này gặp mọi bài" in tried.text
    assert "Em có ••• ạ" in tried.text
    kept = page.post(RULES, data={**FORM, "enabled": "true"})
    assert kept.status_code == 303
    rule = board.get(kept.headers["location"].split("?")[0]).json()
    assert rule["words"] == ["kem trộn", "cho vay"]
    assert board.get(RULES).json()["items"][0]["id"] == rule["id"]


def test_a_change_is_tried_for_the_rule_that_it_changes(as_: As, browser_of: As) -> None:
    board, page = as_("moderator"), browser_of("moderator")
    made = board.post(RULES, json={"label": "A", "action": "tag", "words": ["a"]}).json()
    again = {**FORM, "version": "1"}
    tried = page.post(f"{RULES}/trial?rule={made['id']}", data=again)
    assert f'action="/content-rules/{made["id"]}"' in tried.text
    emptied = {**again, "words": "", "numbers": "phone", "_method": "PATCH", "enabled": "true"}
    changed = page.post(f"/content-rules/{made['id']}", data=emptied)
    assert changed.status_code == 303
    rule = board.get(f"/content-rules/{made['id']}").json()
    assert (rule["version"], rule["words"], rule["numbers"]) == (2, [], ["phone"])


def test_a_wrong_rule_comes_back_as_it_was_typed(browser_of: As) -> None:
    wrong = {**FORM, "words": "", "pattern": "(", "label": "Tên <b>"}
    sent = browser_of("moderator").post(f"{RULES}/trial", data=wrong)
    assert sent.status_code == 422
    assert "Mẫu chữ viết chưa đúng cách của RE2." in sent.text
    assert "Tên &lt;b&gt;" in sent.text


def test_while_paused_what_she_typed_stays_and_can_be_kept(
    as_: As, browser_of: As, scene: Scene
) -> None:
    step = {"kind": "mute", "reason": "X-3", "words": "Tin chưa rõ nguồn"}
    made = as_("moderator").post(f"/members/{scene.members['member']}/sanctions", json=step)
    assert made.status_code == 201
    feed = f"/communities/{HOME}/posts"
    sent = browser_of("member").post(feed, data={"body": "Bài em viết dở"})
    assert sent.status_code == 409
    assert "Bài em viết dở" in sent.text
    assert "mọi việc tự trở lại như cũ" in sent.text
    kept = browser_of("member").post(feed, data={"body": "Bài em viết dở", "draft": "true"})
    assert kept.status_code == 303
    page = browser_of("member").get(f"/members/{scene.members['member']}/sanctions")
    assert "Tạm dừng đăng bài, bình luận" in page.text
    held = as_("member").get("/me/data").json()["sanctions"]
    assert [one["kind"] for one in held] == ["mute"]


def test_a_removed_woman_asks_with_code_and_phone_and_reads_the_answer(
    as_: As, browser_of: As, client: TestClient, scene: Scene
) -> None:
    member = scene.members["member"]
    code = as_("moderator").get(f"/members/{member}").json()["status_url"].rsplit("/", 1)[1]
    for who in ("moderator", "membership"):
        as_(who).post(f"/members/{member}/removal", json={"words": "Nhiều lần bán hàng"})
    phone = scene.phones["member"]
    mine = client.get(f"/applications/{code}", params={"phone": phone}).json()
    assert mine["can_appeal"]
    asking = {"text": "Em xin được ở lại", "phone": phone}
    asked = client.post(f"/applications/{code}/appeals", json=asking)
    assert asked.status_code == 200
    (appeal,) = asked.json()["appeals"]
    inbox = browser_of("chair").get(f"/communities/{HOME}/review").text
    assert f'href="/appeals/{appeal["id"]}"' in inbox
    refused = as_("membership").post(f"/appeals/{appeal['id']}/approval", json={"words": "Được"})
    assert (refused.status_code, refused.json()["code"]) == (403, "own-decision")
    empty = as_("chair").post(f"/appeals/{appeal['id']}/approval", json={"words": " "})
    assert empty.status_code == 422
    given = as_("chair").post(
        f"/appeals/{appeal['id']}/approval", json={"words": "Mời chị trở lại"}
    )
    assert given.json()["state"] == "approved"
    mine = client.get(f"/applications/{code}", params={"phone": phone}).json()
    assert (mine["state"], mine["appeals"][0]["answer"]) == ("approved", "Mời chị trở lại")
