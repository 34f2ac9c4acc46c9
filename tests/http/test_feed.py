"""The feed by author and by state, from its own pages."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.factories import HOME

As = Callable[..., TestClient]
FEED = f"/communities/{HOME}/posts"


def test_a_feed_is_read_by_author_and_by_state(as_: As, browser_of: As) -> None:
    hers = as_("member").post(FEED, json={"title": "Canh cua", "body": "Rau đay, cua đồng."}).json()
    as_("moderator").post(f"/posts/{hers['id']}/approval", json={})
    as_("member").post(FEED, json={"title": "Chè sen", "body": "Sen tươi.", "draft": True})

    here = f"/posts/{hers['id']}"
    by_her = f"{FEED}?author={as_('moderator').get(here).json()['author']['id']}"
    assert by_her in browser_of("moderator").get(here).text
    listed = browser_of("moderator").get(by_her).text
    assert "Canh cua" in listed
    assert "Bài của Nguyễn Thị member" in listed
    # A search stays in her list, which is not the whole community's.
    assert f'name="author" value="{by_her.rpartition("=")[2]}"' in listed
    assert f'<a href="{FEED}" aria-current="true">' not in listed
    assert f'<a href="{FEED}" aria-current="true">' in browser_of("moderator").get(FEED).text
    assert f"{FEED}?author=" not in browser_of("member").get(here).text

    offered = browser_of("moderator").get(FEED).text
    assert f"{FEED}?state=published" in offered
    assert f"{FEED}?state=draft" not in offered
    assert "Canh cua" in browser_of("moderator").get(f"{FEED}?state=published").text
    assert "?state=" not in browser_of("member").get(FEED).text

    own = browser_of("member").get(f"{FEED}?mine=true").text
    assert f"{FEED}?mine=true&amp;state=draft" in own
    drafts = browser_of("member").get(f"{FEED}?mine=true&state=draft").text
    assert "Chè sen" in drafts
    assert "Canh cua" not in drafts
