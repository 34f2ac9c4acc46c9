"""Comments, reactions and flags over the wire: nothing typed is lost, the status is true."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.i18n import field_error, problem
from tests.factories import HOME
from tests.http.wires import FRAGMENT, PAGE
from tests.test_queries import Counted

As = Callable[..., TestClient]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(html))


@pytest.fixture
def post(as_: As) -> str:
    """A post that members read, by the role `member`."""
    made = as_("member").post(f"/communities/{HOME}/posts", json={"body": "Có ai đi bộ không ạ?"})
    assert made.status_code == 201
    post_id: str = made.json()["id"]
    assert as_("moderator").post(f"/posts/{post_id}/approval").status_code == 200
    return post_id


def said(as_: As, post: str, who: str = "editor", **body: Any) -> str:
    made = as_(who).post(f"/posts/{post}/comments", json={"body": "Đi!", **body})
    assert made.status_code == 201
    assert made.headers["location"].startswith(f"/posts/{post}")
    comment_id: str = made.json()["id"]
    return comment_id


def test_the_contract_of_a_comment(as_: As, post: str) -> None:
    top = said(as_, post)
    reply = said(as_, post, "member", parent=top)
    read = as_("member").get(f"/posts/{post}/comments").json()
    assert [line["id"] for line in read["items"]] == [top, reply]
    assert read["next"] is None
    assert as_("member").get(f"/comments/{reply}").json()["parent"] == top
    assert as_("member").get(f"/posts/{post}").json()["comments"] == 2
    changed = as_("member").patch(f"/comments/{reply}", json={"body": "Mai nhé", "version": 1})
    assert (changed.status_code, changed.json()["body"]) == (200, "Mai nhé")
    assert as_("member").post(f"/comments/{reply}/withdrawal").status_code == 200
    removal = as_("moderator").post(f"/comments/{top}/removal", json={"reason": "B-3"})
    assert (removal.status_code, removal.json()["state"]) == (200, "removed")
    assert as_("member").get(f"/posts/{post}/comments").json()["items"] == []


def test_a_browser_comes_back_to_the_post(as_: As, browser_of: As, post: str) -> None:
    sent = browser_of("member").post(
        f"/posts/{post}/comments", data={"body": "Em đi ạ"}, headers=PAGE
    )
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(f"/posts/{post}?done=comment-sent#c-")
    page = words(browser_of("editor").get(f"/posts/{post}", headers=PAGE).text)
    assert "1 bình luận" in page
    assert "Em đi ạ" in page


@pytest.mark.parametrize("headers", [PAGE, FRAGMENT])
@pytest.mark.parametrize(
    ("typed", "code"),
    [("   ", "text-missing"), ("x" * 5001, "string-too-long"), ("https://a.vn " * 6, "links")],
)
def test_a_wrong_comment_comes_back_as_it_was_typed(
    as_: As, browser_of: As, post: str, headers: dict[str, str], typed: str, code: str
) -> None:
    top = said(as_, post)
    form = {"body": typed, "parent": top}
    sent = browser_of("member").post(f"/posts/{post}/comments", data=form, headers=headers)
    assert sent.status_code == 422
    assert typed.strip() in unescape(sent.text)
    assert f'name="parent" value="{top}"' in sent.text
    if code == "text-missing":
        assert field_error(code, "vi", {}) in words(sent.text)


def test_what_was_typed_under_a_post_that_closed_meanwhile_is_kept(
    as_: As, browser_of: As, post: str
) -> None:
    assert as_("moderator").post(f"/posts/{post}/comments-closing").status_code == 200
    sent = browser_of("editor").post(
        f"/posts/{post}/comments", data={"body": "Câu dài"}, headers=PAGE
    )
    assert sent.status_code == 409
    assert problem("comments-closed", "vi", {})[0] in words(sent.text)
    assert "Câu dài" in sent.text
    assert as_("moderator").delete(f"/posts/{post}/comments-closing").status_code == 204


def test_script_in_a_comment_is_shown_as_text(as_: As, browser_of: As, post: str) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://a.vn/b.png)"
    as_("editor").post(f"/posts/{post}/comments", json={"body": evil})
    page = browser_of("member").get(f"/posts/{post}", headers=PAGE).text
    assert "<script>alert(1)" not in page
    assert 'href="javascript:' not in page
    assert "<img" not in page.split('id="comments"')[1].split("</ol>")[0]


def test_one_touch_as_json_as_a_form_and_as_a_fragment(as_: As, browser_of: As, post: str) -> None:
    path = f"/posts/{post}/reactions"
    made = as_("editor").post(path, json={"kind": "hay"})
    assert (made.status_code, made.json()["counts"]) == (201, {"hay": 1})
    form = browser_of("member").post(path, data={"kind": "thich"}, headers=PAGE)
    assert (form.status_code, form.headers["location"]) == (303, f"/posts/{post}#reactions")
    fragment = browser_of("member").post(path, data={"kind": "thuong"}, headers=FRAGMENT)
    assert fragment.status_code == 201
    assert 'id="reactions"' in fragment.text
    assert 'aria-pressed="true"' in fragment.text
    assert as_("member").post(path, json={"kind": "ghet"}).status_code == 422
    assert as_("member").delete(path).status_code == 204
    assert as_("member").get(path).json()["total"] == 1


def test_telling_the_board_as_a_browser_does(as_: As, browser_of: As, post: str) -> None:
    form = browser_of("editor").get(f"/posts/{post}/flags/new", headers=PAGE)
    assert "Báo với Ban Quản trị" in form.text
    wrong = browser_of("editor").post(
        f"/posts/{post}/flags", data={"reason": "other", "words": ""}, headers=PAGE
    )
    assert wrong.status_code == 422
    assert field_error("text-missing", "vi", {}) in words(wrong.text)
    data = {"reason": "untrue", "words": "Chưa đúng"}
    sent = browser_of("editor").post(f"/posts/{post}/flags", data=data, headers=PAGE)
    assert sent.headers["location"] == f"/posts/{post}?done=flag-sent"
    again = browser_of("editor").post(f"/posts/{post}/flags", data=data, headers=PAGE)
    assert again.status_code == 409
    assert "Chị đã báo nội dung này" in words(again.text)
    care = browser_of("chair").post(
        f"/posts/{post}/flags", data={"reason": "violence"}, headers=PAGE
    )
    assert care.headers["location"].endswith("?done=flag-care")
    shown = browser_of("chair").get(care.headers["location"], headers=PAGE).text
    assert "1900 969 680" in shown


def test_what_tells_of_violence_leads_its_author_to_her_private_thread(
    as_: As, browser_of: As, post: str
) -> None:
    data = {"body": "Đêm qua chồng em lại đánh em, em phải bế con sang nhà hàng xóm ngủ."}
    sent = browser_of("member").post(f"/posts/{post}/comments", data=data, headers=PAGE)
    address = sent.headers["location"]
    assert re.fullmatch(r"/comments/[0-9a-z]{26}", address)
    page = words(browser_of("member").get(address, headers=PAGE).text)
    assert "Cảm ơn chị đã tin và kể ra." in page
    assert "Thoát nhanh" in page
    assert "Chị đã rút" not in page
    (thread,) = set(re.findall(r'href="(/questions/[0-9a-z]{26})"', page))
    assert data["body"] in words(browser_of("member").get(thread, headers=PAGE).text)


def test_the_board_decides_in_two_taps_and_is_offered_what_comes_next(
    as_: As, browser_of: As, post: str
) -> None:
    # Her own words wait too, and are nobody's next piece of work who wrote them.
    hers = {"body": "Bài của chị kiểm duyệt"}
    assert as_("moderator").post(f"/communities/{HOME}/posts", json=hers).status_code == 201
    as_("editor").post(f"/posts/{post}/flags", json={"reason": "untrue"})
    inbox = browser_of("moderator").get(f"/communities/{HOME}/review?kind=flag", headers=PAGE).text
    (address,) = set(re.findall(r'href="(/flags/[0-9a-z]{26})"', inbox))
    page = browser_of("moderator").get(address, headers=PAGE).text
    assert f'action="{address}/refusal"' in page
    decided = browser_of("moderator").post(f"{address}/refusal", data={}, headers=PAGE)
    assert decided.headers["location"] == f"{address}?done=flag-unfounded"
    after = words(browser_of("moderator").get(decided.headers["location"], headers=PAGE).text)
    assert "Việc tiếp theo: phiếu đăng ký" in after
    assert "Giữ nguyên nội dung" in after
    assert "Không duyệt" not in after
    assert as_("moderator").delete(f"{address}/refusal").status_code == 204


def test_several_of_one_kind_are_previewed_in_their_own_words(
    as_: As, browser_of: As, post: str
) -> None:
    ids = []
    for body in ("https://mot.vn", "https://hai.vn"):
        made = as_("member").post(f"/posts/{post}/comments", json={"body": body}).json()
        assert made["state"] == "submitted"
        ids.append(made["id"])
    here = f"/communities/{HOME}/review"
    many = browser_of("moderator").get(f"{here}?kind=comment&many=refusal", headers=PAGE).text
    values = re.findall(r'name="items" value="([0-9a-z]+@\d+)"', many)
    assert len(values) == 2
    form = {"decision": "refusal", "items": values}
    preview = browser_of("moderator").post(
        f"{here}/batch/preview?kind=comment&many=refusal", data=form, headers=PAGE
    )
    assert "Làm được: 2 bình luận" in words(preview.text)
    assert "Đường dẫn chưa rõ nguồn" in preview.text
    done = browser_of("moderator").post(
        f"{here}/batch", data={**form, "reason": "B-2"}, headers=PAGE
    )
    assert "Xong 2 trong 2 bình luận" in words(done.text)
    assert f'href="/comments/{ids[0]}"' in done.text


def test_every_kind_stands_in_one_inbox_page(as_: As, browser_of: As, post: str) -> None:
    as_("member").post(f"/posts/{post}/comments", json={"body": "https://mot.vn"})
    as_("editor").post(f"/posts/{post}/flags", json={"reason": "scam"})
    as_("member").post(f"/communities/{HOME}/posts", json={"body": "Bài chờ"})
    for who in ("moderator", "adviser"):
        page = words(browser_of(who).get(f"/communities/{HOME}/review", headers=PAGE).text)
        for word in ("Bình luận", "1 người báo về bài của", "Lừa đảo", "bình luận có đường dẫn"):
            assert word in page
    mixed = (
        browser_of("moderator").get(f"/communities/{HOME}/review?many=approval", headers=PAGE).text
    )
    assert "người báo về" not in mixed


def test_her_own_comments_stand_on_her_pages(as_: As, browser_of: As, post: str) -> None:
    said(as_, post, "member", body="Lời của em")
    assert "Lời của em" in browser_of("member").get("/me/comments", headers=PAGE).text
    data = browser_of("member").get("/me/data", headers=PAGE).text
    assert "Lời của em" in data
    assert as_("member").get("/me/data").json()["comments"][0]["body"] == "Lời của em"


def test_a_reporter_is_not_heard_for_a_while_on_her_card(
    as_: As, browser_of: As, scene: Any
) -> None:
    address = f"/members/{scene.members['member']}"
    assert "Tạm không nhận" in browser_of("moderator").get(address, headers=PAGE).text
    data = {"until": "2199-01-01", "reason": "Báo mọi bài"}
    sent = browser_of("moderator").post(f"{address}/flag-mute", data=data, headers=PAGE)
    assert sent.status_code == 303
    assert "Báo mọi bài" in browser_of("moderator").get(address, headers=PAGE).text
    assert "Báo mọi bài" in browser_of("member").get("/me/data", headers=PAGE).text
    assert as_("moderator").delete(f"{address}/flag-mute").status_code == 204


def test_long_threads_and_full_inboxes_ask_as_often_as_short_ones(
    as_: As, app: Any, post: str
) -> None:
    counted = Counted(app.state.house.database)
    asked: dict[int, list[int]] = {}
    for many in (3, 12):
        for n in range(many):
            top = said(as_, post, body=f"{n}")
            said(as_, post, "chair", parent=top)
            held = as_("member").post(f"/posts/{post}/comments", json={"body": "https://a.vn"})
            assert held.json()["state"] == "submitted"
            as_("vice_chair").post(f"/comments/{top}/flags", json={"reason": "insult"})
        for path in (f"/posts/{post}/comments?limit=100", f"/communities/{HOME}/review?limit=100"):
            with counted.watching() as statements:
                assert as_("moderator").get(path).status_code == 200
            asked.setdefault(many, []).append(len(statements))
    assert asked[3] == asked[12]
