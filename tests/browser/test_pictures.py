"""Choosing pictures on a phone: sent at once and described, or carried by the form itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from app.web.forms import FormState
from app.web.frames import Frame, View
from app.web.pages import Pages, static_url
from tests import samples
from tests.browser import steps
from tests.browser.conftest import Device
from tests.browser.steps import HERE, press
from tools.pictures.demonstration import SLUG

pytestmark = pytest.mark.browser
SignedIn = Callable[..., Page]
#: A form of another noun, at an address of the site.
COMPOSING = "/bai-thu"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    made = []
    for name, data in (
        ("chị em tổ 3.jpg", samples.jpeg(1200, 900, 6)),
        ("sân nhà văn hóa.png", samples.png(800, 600)),
        ("danh sách.jpg", b"PK\x03\x04" + bytes(300)),
    ):
        (tmp_path / name).write_bytes(data)
        made.append(str(tmp_path / name))
    return made


def composing() -> str:
    """`picture_field` as a form of another noun has it."""
    pages = Pages()
    source = (
        "{% extends base %}{% block title %}Bài{% endblock %}{% block main %}"
        '{% from "_ui/forms.html" import form_start, form_end, submit with context %}'
        '{% from "_ui/pictures.html" import picture_field with context %}'
        "<h1>Viết bài</h1>{{ form_start('" + COMPOSING + "', form=form, files=True) }}"
        "{{ picture_field('" + SLUG + "', form) }}{{ submit('Gửi bài') }}{{ form_end() }}"
        "{% endblock %}"
    )
    environment: Any = pages._environments["vi"]
    view = View(lang="vi", path=COMPOSING, frame=Frame(), static=static_url)
    rendered: str = environment.from_string(source).render(
        base="page.html", view=view, it=None, form=FormState()
    )
    return rendered


def open_form(page: Page, sent: list[bytes]) -> None:
    def answer(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data_buffer or b"")
        route.fulfill(body=composing(), content_type="text/html; charset=utf-8")

    page.route(f"**{COMPOSING}", answer)
    page.goto(COMPOSING)


def test_each_picture_is_sent_as_it_is_chosen_described_and_goes_with_the_form(
    signed_in: SignedIn, files: list[str]
) -> None:
    page = signed_in("member")
    sent: list[bytes] = []
    open_form(page, sent)
    page.get_by_label("Chọn ảnh từ máy").set_input_files(files)
    items = page.locator(".picture-list > li")
    expect(items).to_have_count(3)
    expect(items.locator("img")).to_have_count(2, timeout=30_000)
    expect(items.nth(2).locator("[data-said]")).to_contain_text("không phải ảnh dùng được")
    expect(items.nth(0).locator("img")).to_have_js_property("naturalWidth", 360)

    items.nth(0).get_by_label("Ảnh chụp gì?").fill("Chị em tổ 3 tập dân vũ")
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as told:
        items.nth(0).get_by_label("Có nhận ra ai").select_option("adult")
    assert told.value.status == 200
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        items.nth(1).get_by_role("button", name="Bỏ ảnh này").click()
    assert gone.value.status == 204
    items.nth(1).get_by_role("button", name="Bỏ ảnh này").click()
    expect(items).to_have_count(1)
    steps.fits(page)

    kept = page.locator("input[name=pictures]").get_attribute("value") or ""
    press(page, "Gửi bài")
    expect(page.get_by_role("heading", name="Viết bài")).to_be_visible()
    assert kept.encode() in sent[0]
    assert b'filename=""' in sent[0], "it was sent already"
    read = page.request.get(f"/pictures/{kept}", headers={"accept": "application/json"}).json()
    assert (read["alt"], read["shows"]) == ("Chị em tổ 3 tập dân vũ", "adult")


def test_a_lost_network_keeps_the_picture_for_another_try(
    signed_in: SignedIn, files: list[str]
) -> None:
    page = signed_in("member")
    sent: list[bytes] = []
    open_form(page, sent)
    page.route("**/communities/*/pictures", lambda route: route.abort(), times=1)
    page.get_by_label("Chọn ảnh từ máy").set_input_files(files[0])
    again = page.get_by_role("button", name="Thử lại")
    expect(again).to_be_visible()
    expect(page.get_by_role("button", name="Gửi bài")).to_be_enabled()
    again.click()
    expect(page.locator(".picture-list img")).to_have_count(1, timeout=30_000)
    expect(again).to_be_hidden()


def test_without_scripts_the_form_carries_the_files(signed_in: SignedIn, files: list[str]) -> None:
    page = signed_in("member", Device(scripts=False))
    sent: list[bytes] = []
    open_form(page, sent)
    page.get_by_label("Chọn ảnh từ máy").set_input_files(files[:2])
    press(page, "Gửi bài")
    # Chromium shows an interceptor no bytes of files; that they arrive the next test says.
    assert sent[0].count(b'name="files"; filename=') == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_page_of_pictures_takes_several_and_describes_one(
    signed_in: SignedIn, files: list[str], scripts: bool
) -> None:
    page = signed_in("member", Device(scripts=scripts))
    page.goto(f"{HERE}/pictures/new")
    page.get_by_label("Chọn ảnh từ máy").set_input_files(files[2])
    press(page, "Gửi ảnh")
    expect(page.locator(".field-wrong")).to_contain_text("không phải ảnh dùng được")
    page.get_by_label("Chọn ảnh từ máy").set_input_files(files[:2])
    press(page, "Gửi ảnh")
    expect(page).to_have_url(re.compile(r"/pictures$"))
    page.locator("main").get_by_role("link", name="Ghi lời cho ảnh").first.click()
    page.get_by_label("Ảnh chụp gì?").fill("Sân nhà văn hóa")
    page.get_by_label("Không nhận ra ai").check()
    press(page, "Lưu lời cho ảnh")
    expect(page.get_by_label("Ảnh chụp gì?")).to_have_value("Sân nhà văn hóa")
