"""Bulletins over HTTP: the contract's two readings, the page for everyone, feeds and pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from app import clock
from tests.factories import HOME
from tests.http.wires import PAGE

As = Callable[..., TestClient]
NEWS = {
    "kind": "bulletin",
    "title": "Ba dấu hiệu đột quỵ",
    "body": "Gọi **115**.",
    "topic": "suc-khoe",
}


def write(as_: As, **more: Any) -> dict[str, Any]:
    sent = as_("editor").post(f"/communities/{HOME}/posts", json={**NEWS, **more})
    assert sent.status_code == 201
    return dict(sent.json())


def publish(as_: As, **more: Any) -> str:
    post_id = str(write(as_, **more)["id"])
    for who in ("chair", "moderator"):
        assert as_(who).post(f"/posts/{post_id}/approval").status_code == 200
    done = as_("editor").post(f"/posts/{post_id}/publication")
    assert (done.status_code, done.json()["state"]) == (200, "published")
    return post_id


def test_the_first_of_two_changes_nothing_and_another_completes_it(as_: As) -> None:
    post = write(as_)
    first = as_("chair").post(f"/posts/{post['id']}/approval")
    assert (first.status_code, first.json()["state"], first.json()["approvals"]) == (
        200,
        "submitted",
        1,
    )
    assert "approval" not in first.json()["allowed_actions"]
    assert as_("chair").post(f"/posts/{post['id']}/approval").status_code == 409
    second = as_("moderator").post(f"/posts/{post['id']}/approval")
    assert (second.status_code, second.json()["state"]) == (200, "approved")
    late = as_("editor").post(
        f"/posts/{post['id']}/publication", json={"at": "2024-05-14T08:00:00+07:00"}
    )
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/at")
    at = (clock.now() + timedelta(days=1)).isoformat()
    due = as_("editor").post(f"/posts/{post['id']}/publication", json={"at": at})
    assert due.json()["state"] == "scheduled"
    assert as_("editor").delete(f"/posts/{post['id']}/publication").status_code == 204
    assert as_("chair").get(f"/posts/{post['id']}").json()["state"] == "approved"


def test_the_public_page_tells_other_sites_what_it_is(as_: As, client: TestClient) -> None:
    post_id = publish(as_, title='Hỏi "nhanh" & đáp <gọn>')
    page = client.get(f"/posts/{post_id}", headers=PAGE)
    assert page.status_code == 200
    for tag in (
        f'<meta property="og:url" content="http://testserver/posts/{post_id}">',
        f'<meta property="og:image" content="http://testserver/posts/{post_id}/card.png">',
        '<meta property="og:title" content="Hỏi &#34;nhanh&#34; &amp; đáp &lt;gọn&gt;">',
        '<meta name="twitter:card" content="summary_large_image">',
    ):
        assert tag in page.text
    closed = publish(as_, audience="members")
    assert client.get(f"/posts/{closed}").status_code == 401
    assert as_("nobody").get(f"/posts/{closed}").status_code == 404
    for path in ("card.png", "loudspeaker"):
        assert client.get(f"/posts/{closed}/{path}").status_code == 401
        assert client.get(f"/posts/{post_id}/{path}").status_code == 200


def test_the_public_list_and_the_feeds_are_fetched_once(as_: As, client: TestClient) -> None:
    publish(as_)
    kinds = {
        "bulletins": "application/json",
        "feed.atom": "application/atom+xml",
        "feed.rss": "application/rss+xml",
    }
    for path, kind in kinds.items():
        address = f"/communities/{HOME}/{path}"
        first = client.get(address)
        assert (first.status_code, first.headers["content-type"].partition(";")[0]) == (200, kind)
        again = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        publish(as_)
        assert (
            client.get(address, headers={"if-none-match": first.headers["etag"]}).status_code == 200
        )


def test_who_has_nothing_yet_is_not_told_that_nothing_changed(as_: As) -> None:
    publish(as_)
    address = f"/communities/{HOME}/bulletins"
    tag = as_("moderator").get(address).headers["etag"]
    as_("editor").post(f"/communities/{HOME}/posts", json={"body": "Chưa ai duyệt"})
    answers = [as_("moderator").get(address, headers=had) for had in ({"if-none-match": tag}, {})]
    assert [one.status_code for one in answers] == [304, 200]


@pytest.mark.parametrize(("size", "pixels"), [("wide", (1200, 630)), ("square", (1080, 1080))])
def test_the_picture_has_the_size_that_zalo_asks_for(
    as_: As, client: TestClient, size: str, pixels: tuple[int, int]
) -> None:
    post_id = publish(as_, title="Đường đến hạnh phúc: " + "những người phụ nữ " * 9 + "🌸")
    found = client.get(f"/posts/{post_id}/card.png?size={size}")
    assert (found.status_code, found.headers["content-type"]) == (200, "image/png")
    picture = Image.open(BytesIO(found.content))
    assert (picture.format, picture.size) == ("PNG", pixels)
    again = client.get(
        f"/posts/{post_id}/card.png?size={size}", headers={"if-none-match": found.headers["etag"]}
    )
    assert again.status_code == 304
    assert client.get(f"/posts/{post_id}/card.png?size=huge").status_code == 422


def test_a_form_keeps_what_was_typed_and_says_what_is_missing(
    browser_of: Callable[..., TestClient],
) -> None:
    browser = browser_of("editor")
    form = browser.get(f"/communities/{HOME}/posts/new?kind=bulletin&day=2026-12-24", headers=PAGE)
    assert 'name="source"' in form.text
    assert 'value="2026-12-24"' in form.text
    sent = browser.post(
        f"/communities/{HOME}/posts",
        headers=PAGE,
        data={"kind": "bulletin", "title": "Tin mới", "body": "Chữ", "source": "", "tags": ""},
    )
    assert sent.status_code == 422
    assert 'value="Tin mới"' in sent.text
    assert "Xin ghi nguồn tin." in sent.text
    # A browser sends every field: most bulletins are meant for no day yet.
    draft = {"kind": "bulletin", "title": "Tin mới", "body": "", "planned_on": "", "draft": "true"}
    kept = browser.post(
        f"/communities/{HOME}/posts",
        headers=PAGE,
        data={**draft, "tags": ["", "me-do-dau"], "audience": "members"},
        follow_redirects=True,
    )
    assert kept.status_code == 200
    assert "Mẹ đỡ đầu" in kept.text


def test_every_step_of_a_bulletin_has_its_page(
    as_: As, browser_of: Callable[..., TestClient]
) -> None:
    browser = browser_of("chair")
    post_id = publish(as_)
    edited = as_("editor").patch(
        f"/posts/{post_id}", json={"body": "Gọi 115 ngay.", "correction": "Thêm chữ ngay"}
    )
    version = edited.json()["version"]
    for who in ("chair", "moderator"):
        as_(who).post(f"/posts/{post_id}/approval", json={"version": version})
    at = (clock.now() + timedelta(days=1)).isoformat()
    waiting = write(as_)["id"]
    for who in ("chair", "moderator"):
        as_(who).post(f"/posts/{waiting}/approval")
    as_("editor").post(f"/posts/{waiting}/publication", json={"at": at})
    as_("editor").post(f"/posts/{post_id}/pin")
    for path, words in {
        f"/posts/{post_id}": "Đính chính ngày",
        f"/posts/{waiting}": "Đã hẹn đăng lúc",
        f"/posts/{waiting}/edit": "Bản mới phải được đọc soát lại",
        f"/posts/{post_id}/edit": "Đính chính điều gì",
        f"/posts/{post_id}/loudspeaker": "Kính thưa bà con",
        f"/communities/{HOME}/content": "Đã hẹn giờ",
        f"/communities/{HOME}/calendar": "âm lịch",
        f"/communities/{HOME}/tags": "5 không, 3 sạch",
        f"/communities/{HOME}/quiet": "Bật Tạm lặng",
        f"/communities/{HOME}/visits": "Nghị định 147/2024",
        f"/communities/{HOME}/bulletins": "Tin của nhóm",
        f"/communities/{HOME}/posts": "Tin ghim",
        f"/communities/{HOME}/posts?kind=bulletin": "Tin của Ban",
    }.items():
        page = browser.get(path, headers=PAGE)
        assert page.status_code == 200, path
        assert words in page.text, path
