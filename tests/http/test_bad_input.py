"""Bad input: a clear sentence in the reader's language, the true status, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.factories import HOME, Scene
from tests.http.wires import MEMBERS, errors, join, refused, written

As = Callable[..., TestClient]
BIG = 10 * 1024 * 1024


@pytest.fixture
def app(calm_app: Any) -> Any:
    """Whatever is tried here is refused, so one application serves for all of it."""
    return calm_app


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"phone": "0912"}, {"/phone": "phone-too-short"}),
        ({"phone": "0912 345 abc"}, {"/phone": "phone-letters"}),
        ({"phone": "0112345678"}, {"/phone": "phone-unknown-prefix"}),
        ({"phone": "09" + "1" * 30}, {"/phone": "phone-too-long"}),
        ({"phone": 912345678}, {"/phone": "string_type"}),
        ({"full_name": ""}, {"/full_name": "name-missing"}),
        ({"full_name": "x" * 401}, {"/full_name": "string_too_long"}),
        ({"full_name": "Nguyễn " + "x" * 200}, {"/full_name": "name-too-long"}),
        ({"birth_year": "năm ngoái"}, {"/birth_year": "int_parsing"}),
        ({"birth_year": 1979.5}, {"/birth_year": "int_from_float"}),
        ({"birth_year": 10**30}, None),
        ({"union_status": "queen"}, {"/union_status": "literal_error"}),
        ({"unit": "no-such-unit"}, {"/unit": "unit-unknown"}),
        ({"answers": ["a"]}, {"/answers": "dict_type"}),
        ({"answers": {"interests": [{"a": 1}]}}, {"/answers/interests": "option-unknown"}),
        ({"answers": {"hamlet": 7}}, {"/answers/hamlet": "string_type"}),
        ({"consents": "management"}, {"/consents": "list_type"}),
        ({"shoe_size": 38}, {"/shoe_size": "extra_forbidden"}),
        ({"id": "mine"}, {"/id": "extra_forbidden"}),
        ({"accepted_regulation": 99}, {"/accepted_regulation": "regulation-old"}),
        ({"declare_18": False}, {"/declare_18": "declaration-missing"}),
    ],
)
def test_a_field_that_cannot_stay_is_named(
    client: TestClient, change: dict[str, Any], wrong: dict[str, str] | None
) -> None:
    before = written(client)
    told = refused(client, "POST", MEMBERS, 422, "invalid", json=join(**change))
    if wrong is not None:
        assert errors(told) == wrong
    else:
        assert errors(told)
    assert written(client) == before


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"full_name": ', "broken-json"),
        (b"not json at all", "broken-json"),
        (b'{"full_name": "A", "full_name": "B"}', "duplicate-key"),
        (b'{"answers": {"hamlet": "1", "hamlet": "2"}}', "duplicate-key"),
        (b'{"birth_year": NaN}', "not-a-number"),
        (b'{"birth_year": Infinity}', "not-a-number"),
        (b'{"birth_year": -Infinity}', "not-a-number"),
        (b'{"birth_year": 1e999}', "not-a-number"),
        (b'{"birth_year": -1e400}', "not-a-number"),
        ('{"full_name": "Đỗ"}'.encode("utf-16"), "wrong-encoding"),
        ('{"full_name": "é"}'.encode("latin-1"), "wrong-encoding"),
        (rb'{"full_name": "\ud83d"}', "wrong-encoding"),
        (rb'{"full_name": "a\u0000b"}', "wrong-encoding"),
        (rb'{"answers": {"a\u0000": ["x"]}}', "wrong-encoding"),
        (b'{"full_name": "a\0b"}', "broken-json"),
        (b"[" * 40_000, "broken-json"),
        (b'{"answers": ' + b"[" * 900 + b"]" * 900 + b"}", "broken-json"),
        (b'{"a": 1, "answers": ' + b'{"a":' * 64 + b"1" + b"}" * 64 + b"}", "broken-json"),
        (b"1" * 5_000, "broken-json"),
    ],
)
def test_a_strangers_broken_json_on_an_open_door_is_told_as_broken(
    client: TestClient, raw: bytes, code: str
) -> None:
    before = written(client)
    told = refused(
        client,
        "POST",
        MEMBERS,
        422,
        "invalid",
        content=raw,
        headers={"content-type": "application/json"},
    )
    assert errors(told) == {"": code}
    assert written(client) == before


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"7", b"null", b"true"])
def test_json_that_is_no_object_is_no_form(client: TestClient, raw: bytes) -> None:
    headers = {"content-type": "application/json"}
    told = refused(client, "POST", MEMBERS, 422, "invalid", content=raw, headers=headers)
    assert errors(told)


@pytest.mark.parametrize("raw", [b"{", b'{"a": NaN}', b"\xff\xfe", b"x" * (2 * 1024 * 1024)])
def test_a_closed_door_asks_who_she_is_before_it_reads(
    client: TestClient, scene: Scene, raw: bytes
) -> None:
    headers = {"content-type": "application/json"}
    address = f"/members/{scene.members['hoa']}/approval"
    refused(client, "POST", address, 401, "not-signed-in", content=raw, headers=headers)


def test_a_name_of_ten_megabytes_is_not_read(client: TestClient, as_: As) -> None:
    before = written(client)
    refused(client, "POST", MEMBERS, 413, "body-too-large", json=join(full_name="N" * BIG))
    refused(as_("member"), "POST", MEMBERS, 413, "body-too-large", json=join(full_name="N" * BIG))
    assert written(client) == before


def _padded(size: int) -> bytes:
    head, tail = b'{"full_name": "', b'"}'
    return head + b"n" * (size - len(head) - len(tail)) + tail


@pytest.mark.parametrize(("who", "limit"), [(None, 64 * 1024), ("member", 1024 * 1024)])
def test_the_limit_is_a_stranger_64_kb_and_a_person_1_mb(
    client: TestClient, as_: As, who: str | None, limit: int
) -> None:
    asking = as_(who) if who else client
    headers = {"content-type": "application/json"}
    fits = asking.post(MEMBERS, content=_padded(limit), headers=headers)
    assert fits.status_code == 422
    over = asking.post(MEMBERS, content=_padded(limit + 1), headers=headers)
    assert over.status_code == 413


def test_a_body_that_hides_its_length_is_stopped_too(client: TestClient) -> None:
    def chunks() -> Any:
        for _ in range(100):
            yield b"x" * 1024

    headers = {"content-type": "application/json"}
    answer = client.post(MEMBERS, content=chunks(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "image/png", "x"])
def test_a_kind_of_data_that_nobody_reads_is_415(client: TestClient, kind: str) -> None:
    headers = {"content-type": kind}
    refused(client, "POST", MEMBERS, 415, "unknown-media-type", content=b"<a/>", headers=headers)


def test_a_body_without_a_kind_is_json(client: TestClient) -> None:
    assert client.post(MEMBERS, content=b"{}").status_code == 422


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_wrong_method_says_so(client: TestClient, method: str) -> None:
    told = refused(client, method, MEMBERS, 405, "wrong-method")
    assert told["status"] == 405
    allowed = client.request(method, MEMBERS).headers["allow"]
    assert {name.strip() for name in allowed.split(",")} <= {"GET", "POST", "HEAD"}


# -- decisions ---------------------------------------------------------------------------------


def test_a_refusal_without_reason_is_422(as_: As, scene: Scene) -> None:
    address = f"/members/{scene.members['hoa']}/refusal"
    for body in ({}, {"reason": ""}, {"reason": " \n "}, {"words": ""}):
        told = refused(as_("moderator"), "POST", address, 422, "invalid", json=body)
        assert errors(told) == {"/reason": "reason-missing"}


def test_a_slip_in_a_templates_code_is_not_what_she_reads(as_: As, scene: Scene) -> None:
    address = f"/members/{scene.members['hoa']}/refusal"
    told = refused(as_("moderator"), "POST", address, 422, "invalid", json={"reason": "M-R9"})
    assert errors(told) == {"/reason": "reason-unknown"}


@pytest.mark.parametrize("until", ["2026-02-30", "mai", "", None, [], {"date": 1}])
def test_the_end_of_a_pause_that_is_no_day_is_told_at_its_field(
    as_: As, scene: Scene, until: object
) -> None:
    address = f"/members/{scene.members['member']}/suspension"
    body = {"reason": "Nghỉ", "until": until}
    told = refused(as_("moderator"), "POST", address, 422, "invalid", json=body)
    assert errors(told) == {"/until": "date-impossible"}


@pytest.mark.parametrize("version", [0, -1, 2**40, "two", 1.5])
def test_a_version_that_is_none_is_422(as_: As, scene: Scene, version: object) -> None:
    address = f"/members/{scene.members['hoa']}/approval"
    answer = as_("moderator").post(address, json={"version": version})
    assert answer.status_code == 422
    assert as_("moderator").get(f"/members/{scene.members['hoa']}").json()["version"] == 1


@pytest.mark.parametrize(
    "malformed",
    ["1", "x" * 26, "0" * 25, "0" * 200, "%00", "..%2f..%2fetc", "Đông", "0" * 26],
)
def test_an_id_that_is_none_is_404(as_: As, malformed: str) -> None:
    moderator = as_("moderator")
    for method, address in (
        ("GET", f"/members/{malformed}"),
        ("POST", f"/members/{malformed}/approval"),
        ("GET", f"/appointments/{malformed}"),
        ("POST", f"/notices/{malformed}/telling"),
        ("DELETE", f"/sessions/{malformed}"),
        ("GET", f"/units/{malformed}"),
        ("GET", f"/communities/{malformed}"),
        ("GET", f"/i/{malformed}"),
        ("GET", f"/applications/{malformed}?phone=0911000200"),
    ):
        answer = moderator.request(method, address)
        assert answer.status_code == 404, (method, address, answer.text)


# -- queries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=101", "/limit"),
        ("limit=0", "/limit"),
        ("limit=-1", "/limit"),
        ("limit=many", "/limit"),
        ("cursor=%21%21", "/cursor"),
        ("cursor=bm90IGpzb24", "/cursor"),
        ("cursor=WzEsMiwzXQ", "/cursor"),
        ("cursor=eyJhIjoxfQ", "/cursor"),
        ("cursor=" + "A" * 501, "/cursor"),
        ("state=happy", "/state"),
        ("order=beauty", "/order"),
        ("unit=nowhere", "/unit"),
    ],
)
def test_a_query_that_cannot_be_is_422(as_: As, query: str, pointer: str) -> None:
    told = refused(as_("moderator"), "GET", f"{MEMBERS}?{query}", 422, "invalid")
    assert list(errors(told)) == [pointer]


@pytest.mark.parametrize("day", ["2026-02-30", "hôm qua", "2026-13-01", "99999-01-01"])
def test_an_impossible_date_is_422(client: TestClient, as_: As, day: str) -> None:
    refused(client, "GET", f"/units?as_of={day}", 422, "invalid")
    body = {"name": "Chi hội", "kind": "chapter", "valid_from": day}
    told = refused(as_("administrator"), "POST", "/units", 422, "invalid", json=body)
    assert list(errors(told)) == ["/valid_from"]
    suspension = {"until": day, "reason": "Nghỉ"}
    address = f"/communities/{HOME}/duty/{day}"
    assert as_("chair").put(address, json=suspension).status_code == 422


def test_the_query_of_a_search_is_data(as_: As) -> None:
    for q in ("%", "_", "' OR 1=1 --", "\\", "%_%", "{}", "<script>", "a" * 200):
        found = as_("moderator").get(MEMBERS, params={"q": q})
        assert found.status_code == 200
        names = [row["full_name"] for row in found.json()["items"]]
        assert len(names) in {0, 5}, (q, names)


@pytest.mark.parametrize("name", ["q", "state", "unit", "order", "cursor"])
def test_a_nul_in_a_query_is_422(as_: As, name: str) -> None:
    refused(as_("moderator"), "GET", f"{MEMBERS}?{name}=a%00b", 422, "invalid")


def test_a_nul_reaches_no_database(client: TestClient) -> None:
    """SQLite takes one and PostgreSQL does not: both refuse it at the door."""
    body = {"login": "09\0", "password": "x\0"}
    told = refused(client, "POST", "/sessions", 422, "invalid", json=body)
    assert errors(told) == {"": "wrong-encoding"}
    form = urlencode(body)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/sessions", content=form, headers=headers).status_code == 422
    for path in ("/communities/a%00", "/i/%00", "/applications/%00?phone=1"):
        for accept in ("application/json", "text/html"):
            assert client.get(path, headers={"accept": accept}).status_code == 404


def test_a_backslash_is_a_letter_like_others(client: TestClient) -> None:
    told = client.post(MEMBERS, content=rb'{"full_name": "a\\u0000b"}')
    assert "" not in errors(told.json())


@pytest.mark.parametrize("depth", [200, 600, 900, 5000])
def test_a_deep_nest_with_a_nul_is_told_and_breaks_nothing(client: TestClient, depth: int) -> None:
    nest = "[" * depth + '"\\u0000"' + "]" * depth
    sent = f'{{"answers": {{"hamlet": {nest}}}}}'.encode()
    headers = {"content-type": "application/json"}
    assert client.post(MEMBERS, content=sent, headers=headers).status_code == 422
