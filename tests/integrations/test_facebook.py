"""The Page client against a server that behaves as the documented API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.page_postings import trouble_of
from app.integrations import facebook
from app.integrations.facebook import Lost, PageClient, PageTrouble
from app.integrations.sealing import Sealing, Unopened
from tests.graph import NAME, PAGE, TOKEN, Graph, Served

LINK = "https://sen.example/b/1"


@pytest.fixture
def graph() -> Iterator[Graph]:
    with Served() as served:
        yield served


@pytest.fixture
def page(graph: Graph) -> Iterator[PageClient]:
    with PageClient(graph.address, PAGE, TOKEN) as client:
        yield client


def moment() -> datetime:
    return datetime.now(UTC)


def test_a_page_is_checked_by_its_own_token(graph: Graph, page: PageClient) -> None:
    assert page.check() == facebook.Page(PAGE, NAME)
    with PageClient(graph.address, "999", TOKEN) as other, pytest.raises(PageTrouble) as refused:
        other.check()
    assert refused.value.trouble.code == "page-permission"


def test_a_text_with_its_link_is_published(graph: Graph, page: PageClient) -> None:
    made = page.publish("Chào chị em", LINK, ())
    assert made.id == f"{PAGE}_1"
    assert made.address == f"https://www.facebook.com/{PAGE}_1"
    assert graph.posts[0]["message"] == "Chào chị em"
    assert graph.posts[0]["link"] == LINK
    assert all(TOKEN not in path and TOKEN not in said.values() for _, path, said in graph.asked)


def test_pictures_go_up_unpublished_and_are_attached_in_order(
    graph: Graph, page: PageClient
) -> None:
    page.publish("Ảnh", LINK, [("a.jpg", b"one"), ("b.jpg", b"two")])
    assert list(graph.photos.values()) == [b"one", b"two"]
    post = graph.posts[0]
    assert post["attached_media[0]"] == '{"media_fbid": "900"}'
    assert post["attached_media[1]"] == '{"media_fbid": "901"}'
    assert post["message"] == f"Ảnh\n{LINK}"
    assert "link" not in post
    uploads = [said for _, path, said in graph.asked if path.endswith("/photos")]
    assert uploads == [{"published": "false"}] * 2


def test_facebooks_own_schedule(graph: Graph, page: PageClient) -> None:
    at = moment() + timedelta(hours=2)
    page.publish("Hẹn", "", (), at)
    assert graph.posts == []
    assert graph.scheduled[0]["published"] == "false"
    assert graph.scheduled[0]["scheduled_publish_time"] == str(int(at.timestamp()))
    assert page.find("Hẹn", moment(), (), scheduled=True) is not None
    assert page.find("Hẹn", moment(), (), scheduled=False) is None


@pytest.mark.parametrize(
    ("trouble", "code", "again"),
    [
        ("expired", "page-token-expired", False),
        ("rate", "page-rate", True),
        ("blocked", "page-blocked", False),
        ("permission", "page-permission", False),
        ("invalid", "page-refused", False),
        ("novel", "page-refused", False),
    ],
)
def test_what_an_error_means(
    graph: Graph, page: PageClient, trouble: str, code: str, again: bool
) -> None:
    graph.trouble = [("feed", trouble)]
    with pytest.raises(PageTrouble) as refused:
        page.publish("Chào", "", ())
    assert (refused.value.trouble.code, refused.value.trouble.again) == (code, again)
    assert graph.posts == []


@pytest.mark.parametrize("trouble", ["lost", "gone", "page", "unknown"])
def test_what_may_have_happened_is_lost_and_never_an_error(
    graph: Graph, page: PageClient, trouble: str
) -> None:
    graph.trouble = [("feed", trouble)]
    with pytest.raises(Lost):
        page.publish("Chào", "", ())


def test_a_lost_post_is_found_by_its_words_and_an_older_or_known_one_is_not(
    graph: Graph, page: PageClient
) -> None:
    graph.trouble = [("feed", "lost")]
    with pytest.raises(Lost):
        page.publish("Chào  chị em\n\nvui khỏe ", "", ())
    found = page.find("Chào chị em vui khỏe", moment(), (), scheduled=False)
    assert found is not None
    assert page.find("Chào chị em", moment(), (), scheduled=False) is None
    assert page.find("Chào chị em vui khỏe", moment(), {found.id}, scheduled=False) is None
    later = moment() + timedelta(hours=1)
    assert page.find("Chào chị em vui khỏe", later, (), scheduled=False) is None


def test_nobody_there_is_certainly_not_published(graph: Graph) -> None:
    with PageClient("http://127.0.0.1:9/v24.0", PAGE, TOKEN) as page:
        for ask in (page.check, lambda: page.publish("Chào", "", ())):
            with pytest.raises(PageTrouble) as refused:
                ask()
            assert refused.value.trouble.again


def test_one_posting_does_not_outlast_its_lease(
    graph: Graph, page: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facebook, "LONGEST", 0.0)
    with PageClient(graph.address, PAGE, TOKEN) as late, pytest.raises(PageTrouble):
        late.publish("Chào", "", ())
    assert graph.asked == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(190, "page-token-expired"), (4, "page-rate"), (17, "page-rate"), (613, "page-rate")]
    + [(n, "page-permission") for n in (10, 200, 299)]
    + [(n, "page-unreachable") for n in (1, 2)],
)
def test_codes(number: int, code: str) -> None:
    assert trouble_of(number).code == code


def test_a_seal_opens_under_its_own_secret_and_purpose_alone() -> None:
    seal = Sealing(b"a secret", "page token")
    sealed = seal.seal(TOKEN)
    assert TOKEN not in sealed
    assert seal.open(sealed) == TOKEN
    for other in (Sealing(b"another", "page token"), Sealing(b"a secret", "sms key")):
        with pytest.raises(Unopened):
            other.open(sealed)
    with pytest.raises(Unopened):
        seal.open(sealed[:-4] + "AAAA")
    with pytest.raises(Unopened):
        seal.open("ĐÂY")
