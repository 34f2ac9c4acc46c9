"""A bulletin on the Page and in the group, in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.schemas.posts import PostRead
from app.settings import Settings
from tests.factories import HOME, Scene
from tests.graph import TOKEN, Graph, Served
from tests.services.desk import Desk
from tests.services.test_bridge import _archive
from tests.services.test_bulletins import published, scheduled
from tests.services.test_page_postings import connect

As = Callable[..., TestClient]


@pytest.fixture
def graph() -> Iterator[Graph]:
    with Served() as served:
        yield served


@pytest.fixture
def settings(make_place: Callable[..., Settings], graph: Graph) -> Settings:
    return make_place(facebook_url=graph.address)


@pytest.fixture
def desk(database: Database, scene: Scene, settings: Settings) -> Desk:
    found = Desk(database, scene)
    connect(found, settings, TOKEN)
    return found


@pytest.fixture
def post(desk: Desk) -> PostRead:
    return published(desk)


def test_from_the_bulletin_to_the_page_and_back(
    desk: Desk, post: PostRead, graph: Graph, browser_of: As
) -> None:
    here = f"/posts/{post.id}"
    editor = browser_of("editor")
    assert f'href="{here}/page-postings/new"' in editor.get(here).text
    form = editor.get(f"{here}/page-postings/new").text
    assert "Ba dấu hiệu đột quỵ\n\nGọi ngay 115" in form
    assert f"{here}/from/page" in form
    made = editor.post(
        f"{here}/page-postings", data={"text": "Chào chị em", "at": "", "pictures": ""}
    )
    assert (made.status_code, made.headers["location"]) == (303, f"{here}?done=page-planned")
    page = editor.get(here).text
    assert "Chờ đọc soát lần hai" in page
    assert f'href="{here}/page-postings/new"' not in page
    address = page.partition('href="/page-postings/')[2].partition('"')[0]
    assert f'href="{here}"' in browser_of("chair").get(f"/page-postings/{address}").text
    browser_of("chair").post(f"/page-postings/{address}/approval", data={})
    desk.work_off()
    assert graph.messages == ["Chào chị em"]
    shown = browser_of("adviser").get(here).text
    assert "https://www.facebook.com/100200300_1" in shown
    assert f"{here}/page-postings/new" not in shown
    for who in ("member", None):
        assert "Trên Facebook và trong nhóm" not in browser_of(who).get(here).text
    _archive(desk, post)
    gone = browser_of("chair").get(here).text
    assert "Bài này vẫn còn ở nơi khác, xin gỡ ở đó" in gone
    assert gone.count("https://www.facebook.com/100200300_1</a>") == 1


def test_what_was_typed_stays_beside_what_is_wrong(desk: Desk, browser_of: As) -> None:
    post = scheduled(desk, hours=2)
    path = f"/posts/{post.id}/page-postings"
    editor = browser_of("editor")
    assert "Bài chỉ lên Trang sau khi tin đã đăng (hẹn" in editor.get(f"{path}/new").text
    wrong = editor.post(path, data={"text": "Lời <b>của tôi</b>", "at": "2001-01-01T08:00"})
    assert wrong.status_code == 422
    assert "Lời &lt;b&gt;của tôi&lt;/b&gt;" in wrong.text
    assert "Giờ hẹn đã qua" in wrong.text
    assert editor.post(path, data={"text": " ", "at": ""}).status_code == 422
    assert editor.post(path, data={"text": "Lời", "at": ""}).status_code == 303
    assert "chờ tin được đăng" in browser_of("chair").get(f"/posts/{post.id}").text
    again = editor.post(path, data={"text": "Lời khác", "at": ""})
    assert again.status_code == 409
    assert "Bài này đang chờ lên Trang rồi" in again.text
    assert "Lời khác" in again.text


def test_a_bulletin_is_copied_and_ticked_and_its_openings_counted(
    post: PostRead, browser_of: As, as_: As
) -> None:
    path = f"/posts/{post.id}/group-copy"
    page = browser_of("editor").get(path).text
    assert f"/posts/{post.id}/from/group</textarea>" in page
    one = as_("editor").get(path).json()
    tick = {name: one[name] for name in ("text", "link", "subject_type", "subject_id")}
    answer = browser_of("editor").post(f"/communities/{HOME}/group-postings", data=tick)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?done=saved")
    assert "Nguyễn Thị editor đã đăng lúc" in browser_of("adviser").get(path).text
    arrived = browser_of().get(f"/posts/{post.id}/from/group")
    assert arrived.status_code == 200
    assert f'property="og:url" content="{post.bulletin.address}"' in arrived.text  # type: ignore[union-attr]
    assert "từ nhóm 1 lượt" in browser_of("chair").get(f"/posts/{post.id}").text
    assert browser_of().get(f"/posts/{post.id}/from/else").status_code == 404
