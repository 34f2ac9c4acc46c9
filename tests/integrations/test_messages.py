"""SMS and ZNS against a server on this machine that behaves as the services' documents say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.deliveries import NotSent
from app.integrations.messages import Sms, Template, Zns
from tests.post_office import Service, opened

pytestmark = pytest.mark.once
HER = "0911000200"
WORDS = Template({"ten": "Hoa", "nhom": "Nhóm mình", "lien_ket": "https://x"}, "d1")
SENT = (200, {"error": 0, "message": "Success", "data": {"msg_id": "m7"}})
ENDED = (200, {"error": -124, "message": "Access token invalid"})


@pytest.fixture
def service() -> Iterator[Service]:
    with opened(Service()) as found:
        yield found


def zns(service: Service, folder: Path) -> Zns:
    return Zns(
        url=service.url("/message"),
        oauth_url=service.url("/token"),
        app_id="app",
        app_secret="secret",
        first_refresh_token="r0",
        template_id="t1",
        file=folder / "zns.json",
    )


def test_an_sms_is_posted_with_its_token(service: Service) -> None:
    service.answers = {"/sms": [(202, {"id": "s1"})]}
    assert Sms(service.url("/sms"), "key", "HOI LHPN").send(HER, "Chi co thu moi", WORDS) == "s1"
    ((_, headers, body),) = service.asked
    assert headers["authorization"] == "Bearer key"
    assert body == {
        "to": "+84911000200",
        "from": "HOI LHPN",
        "text": "Chi co thu moi",
        "reference": "d1",
    }


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ((400, {}), "refused"),
        ((401, {}), "refused"),
        ((429, {}), "away"),
        ((503, {}), "away"),
        ((500, {}), "uncertain"),
        ((200, b"<html>"), "uncertain"),
        ((0, None), "uncertain"),
    ],
)
def test_what_a_gateway_says_is_understood(
    service: Service, answer: tuple[int, object], what: str
) -> None:
    service.answers = {"/sms": [answer]}
    with pytest.raises(NotSent) as caught:
        Sms(service.url("/sms"), "key", "").send(HER, "x", WORDS)
    assert caught.value.outcome.what == what
    assert len(service.asked) == 1


def test_no_gateway_there_is_tried_again() -> None:
    with opened(Service()) as gone:
        url = gone.url("/sms")
    with pytest.raises(NotSent) as caught:
        Sms(url, "key", "").send(HER, "x", WORDS)
    assert caught.value.outcome.what == "away"


def test_zns_fetches_a_token_first_and_keeps_the_rotated_one(
    service: Service, tmp_path: Path
) -> None:
    service.answers = {
        "/message": [SENT],
        "/token": [(200, {"access_token": "a1", "refresh_token": "r1", "expires_in": "90000"})],
    }
    gateway = zns(service, tmp_path)
    assert gateway.send(HER, "unused", WORDS) == gateway.send(HER, "unused", WORDS) == "m7"
    assert [path for path, *_ in service.asked] == ["/token", "/message", "/message"]
    _, headers, form = service.asked[0]
    assert headers["secret_key"] == "secret"
    assert form == {"app_id": "app", "refresh_token": "r0", "grant_type": "refresh_token"}
    _, headers, body = service.asked[1]
    assert headers["access_token"] == "a1"
    assert body == {
        "phone": "84911000200",
        "template_id": "t1",
        "template_data": dict(WORDS.values),
        "tracking_id": "d1",
    }
    assert json.loads((tmp_path / "zns.json").read_text()) == {
        "access_token": "a1",
        "refresh_token": "r1",
    }
    assert (tmp_path / "zns.json").stat().st_mode & 0o077 == 0


def test_an_access_token_that_ended_is_renewed_once_with_the_newest_refresh_token(
    service: Service, tmp_path: Path
) -> None:
    (tmp_path / "zns.json").write_text('{"access_token": "a1", "refresh_token": "r1"}')
    service.answers = {
        "/message": [ENDED, SENT],
        "/token": [(200, {"access_token": "a2", "refresh_token": "r2"})],
    }
    assert zns(service, tmp_path).send(HER, "", WORDS) == "m7"
    assert [path for path, *_ in service.asked] == ["/message", "/token", "/message"]
    assert service.asked[1][2]["refresh_token"] == "r1"
    assert service.asked[2][1]["access_token"] == "a2"


def test_a_refused_refresh_token_is_told_and_nothing_is_lost(
    service: Service, tmp_path: Path
) -> None:
    (tmp_path / "zns.json").write_text('{"access_token": "a1", "refresh_token": "r1"}')
    service.answers = {
        "/message": [ENDED],
        "/token": [(200, {"error": -14014, "error_name": "Invalid refresh token"})],
    }
    with pytest.raises(NotSent) as caught:
        zns(service, tmp_path).send(HER, "", WORDS)
    assert (caught.value.outcome.what, caught.value.outcome.problem) == ("away", "zns-sign-in")
    assert json.loads((tmp_path / "zns.json").read_text())["refresh_token"] == "r1"


def test_a_number_without_zalo_is_refused_for_good(service: Service, tmp_path: Path) -> None:
    (tmp_path / "zns.json").write_text('{"access_token": "a1", "refresh_token": "r1"}')
    service.answers = {"/message": [(200, {"error": -118, "message": "Zalo account not existed"})]}
    with pytest.raises(NotSent) as caught:
        zns(service, tmp_path).send(HER, "", WORDS)
    assert (caught.value.outcome.what, caught.value.outcome.problem) == ("refused", "zns-118")
