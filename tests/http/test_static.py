"""Style, scripts and icons travel compressed, and are kept."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.web.pages import ROOT, STATIC, static_url


@pytest.mark.parametrize("name", ["sen.css", "sen.js", "htmx.min.js", "icons.svg"])
def test_what_a_page_needs_first_is_compressed_and_kept(client: TestClient, name: str) -> None:
    packed = client.get(static_url(name), headers={"accept-encoding": "gzip"})
    plain = client.get(static_url(name), headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    for answer in (packed, plain):
        assert answer.headers["etag"].startswith("W/")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "Accept-Encoding"
    had = {"if-none-match": packed.headers["etag"]}
    assert client.get(static_url(name), headers=had).status_code == 304


def test_a_part_of_a_file_is_a_part_of_the_file_as_it_is(client: TestClient) -> None:
    part = client.get(
        static_url("sen.css"), headers={"accept-encoding": "gzip", "range": "bytes=0-9"}
    )
    assert part.status_code == 206
    assert part.content == client.get(static_url("sen.css")).content[:10]


def test_a_font_is_sent_as_it_is(client: TestClient) -> None:
    answer = client.get(
        "/static/fonts/be-vietnam-pro-latin-400-normal.woff2", headers={"accept-encoding": "gzip"}
    )
    assert "content-encoding" not in answer.headers
    assert answer.content.startswith(b"wOF2")


def test_every_icon_that_a_page_names_is_drawn() -> None:
    """One that is not leaves a gap before the words."""
    drawn = set(re.findall(r'id="([a-z-]+)"', (STATIC / "icons.svg").read_text()))
    pages = [page.read_text() for page in (ROOT / "templates").rglob("*.html")]
    named = {name for page in pages for name in re.findall(r'icon(?:_name=|\()"([a-z-]+)"', page)}
    assert len(named) > 20
    assert named - drawn == set()
