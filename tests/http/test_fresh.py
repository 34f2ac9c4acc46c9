"""What is remembered of hot reads is proven: a commit or the token's own end ends it at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.models.people import Token
from app.store.actors import digest
from tests.conftest import POSTGRES, Watch
from tests.factories import HOME, Scene

As = Callable[..., TestClient]
PLAIN = {"accept-encoding": "identity"}
RENAMED = {"name": "Phụ nữ Gia Lâm mỗi ngày một mới"}
LIST = f"/communities/{HOME}/members?state=submitted"


def names(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [line["id"] for line in answer["items"]]


def test_a_list_is_read_anew_after_any_commit(as_: As, scene: Scene) -> None:
    chair = as_("chair")
    before = names(chair.get(LIST).json())
    assert names(chair.get(LIST).json()) == before
    assert scene.members["hoa"] in before
    assert as_("moderator").post(f"/members/{scene.members['hoa']}/approval").status_code == 200
    assert names(chair.get(LIST).json()) == [one for one in before if one != scene.members["hoa"]]


def test_nothing_is_remembered_of_one_for_another(as_: As) -> None:
    assert as_("chair").get(LIST).status_code == 200
    assert as_("adviser").get(LIST).status_code == 200
    assert as_("other_chair").get(LIST).status_code == 403
    assert as_("nobody").get(LIST).status_code == 403


def test_while_nothing_is_written_the_database_is_asked_once(as_: As) -> None:
    """On SQLite one look at `data_version` for the actor and one for the answer."""
    chair = as_("chair")
    chair.get(LIST)
    database = chair.app.state.house.database  # type: ignore[attr-defined]
    asked: list[str] = []
    plain = database.hot

    def counting(sql: str, parameters: object) -> list[object]:
        asked.append(sql)
        return list(plain(sql, parameters))

    database.hot = counting
    try:
        chair.get(LIST)
    finally:
        database.hot = plain
    if not POSTGRES:
        assert asked == ["PRAGMA data_version"] * 2
    else:
        assert len(asked) == 3


def test_a_page_is_remembered_for_her_alone_and_until_a_commit(
    as_: As, browser_of: Callable[..., TestClient]
) -> None:
    feed = f"/communities/{HOME}/posts"
    hers = browser_of("member")
    first = hers.get(feed)
    assert hers.get(feed).text == first.text
    assert browser_of("chair").get(feed).text != first.text
    assert hers.get(feed, headers={"accept-language": "en"}).text != first.text
    post = as_("member").post(feed, json={"body": "Chào chị em"}).json()
    assert as_("chair").post(f"/posts/{post['id']}/approval").status_code == 200
    assert "Chào chị em" in hers.get(feed).text


def test_strangers_share_a_page_until_a_commit_and_each_is_counted(
    as_: As, browser_of: Callable[..., TestClient], loud: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before any route is looked for; another language or a cookie is another page."""
    bulletins = f"/communities/{HOME}/bulletins"
    stranger = browser_of()
    house = stranger.app.state.house  # type: ignore[attr-defined]
    pages = [
        stranger.get(bulletins, headers={"user-agent": program})
        for program in ("one", "two", "three")
    ]
    assert len({page.text for page in pages}) == 1
    assert len({page.headers["x-request-id"] for page in pages}) == 3
    assert len(house.meter.take()) == 3
    assert capsys.readouterr().out.count("route=/communities/{slug}/bulletins") == 3
    english = stranger.get(bulletins, headers={"accept-language": "en"})
    assert '<html lang="en"' in english.text
    packed = stranger.get(bulletins, headers={"accept-encoding": "gzip"})
    assert (packed.headers["content-encoding"], packed.text) == ("gzip", pages[0].text)
    assert "content-encoding" not in stranger.get(bulletins, headers=PLAIN).headers
    house.meter.take()
    for _ in range(2):
        stranger.get(bulletins, headers={"hx-request": "true"})
        health = stranger.get("/health")
        assert (health.status_code, "content-encoding" in health.headers) == (200, False)
    assert house.meter.take() == []
    kept = stranger.get(bulletins).text
    assert as_("chair").patch(f"/communities/{HOME}", json=RENAMED).status_code == 200
    assert kept != stranger.get(bulletins).text


def test_a_token_ends_at_its_moment_whatever_is_remembered(
    as_: As, scene: Scene, watch: Watch
) -> None:
    chair = as_("chair")
    database = chair.app.state.house.database  # type: ignore[attr-defined]

    def shorten(session: Session) -> None:
        mine = col(Token.digest) == digest(scene.tokens["chair"])
        token = session.execute(select(Token).where(mine)).scalar_one()
        token.expires_at = clock.now() + timedelta(minutes=5)

    database.write_now(shorten)
    assert chair.get(LIST).status_code == 200
    assert chair.get(LIST).status_code == 200
    watch.moment += timedelta(minutes=6)
    assert chair.get(LIST).status_code == 401


def test_a_remembered_page_is_packed_once_and_stays_so(browser_of: As) -> None:
    """It is given packed from the first time on, and whoever packs answers passes it through."""
    feed = f"/communities/{HOME}/posts"
    told = [browser_of("moderator").get(feed) for _ in range(3)]
    assert {one.headers["content-encoding"] for one in told} == {"gzip"}
    assert {one.text for one in told} == {told[0].text}
    assert "</html>" in told[0].text
