"""Search without marks: however it is typed, it finds; and it finds beginnings of words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.factories import Scene
from tests.http.wires import MEMBERS, join

As = Callable[..., TestClient]
FOUND = {"Trần Thị Đông", "Lê Thị Đồng", "Ngô Thị Đống", "Vũ Đong Đưa"}


@pytest.fixture
def moderator(client: TestClient, as_: As) -> TestClient:
    for number, name in enumerate(sorted(FOUND - {"Trần Thị Đông"})):
        typed = unicodedata.normalize("NFD" if number % 2 else "NFC", name)
        made = client.post(MEMBERS, json=join(full_name=typed, phone=f"09120002{number:02d}"))
        assert made.status_code == 201
    return as_("moderator")


def search(client: TestClient, q: str) -> set[str]:
    answer = client.get(MEMBERS, params={"q": q, "limit": 100})
    assert answer.status_code == 200
    return {row["full_name"] for row in answer.json()["items"]}


def test_one_word_finds_every_spelling(moderator: TestClient) -> None:
    for word in ("dong", "DONG", "đong", "Đông", "ĐỒNG", "đống", "  dong  ", "do"):
        for typed in (unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)):
            assert search(moderator, typed) == FOUND, typed


def test_each_word_begins_a_word_of_the_name(moderator: TestClient) -> None:
    for q, found in (
        ("tran dong", {"Trần Thị Đông"}),
        ("đông trần", {"Trần Thị Đông"}),
        ("thi d", FOUND - {"Vũ Đong Đưa"}),
        ("ong", set()),
        ("dong dong", FOUND),
        ("dongg", set()),
        ("dong-dua", {"Vũ Đong Đưa"}),
    ):
        assert search(moderator, q) == found, q


def test_no_word_finds_everyone(moderator: TestClient) -> None:
    assert len(search(moderator, "")) == len(search(moderator, " ... ")) == 8


def test_names_are_kept_composed(moderator: TestClient) -> None:
    for name in search(moderator, "dong"):
        assert unicodedata.is_normalized("NFC", name)


@pytest.mark.parametrize("how", [str.upper, str.lower])
def test_the_file_number_finds_her(
    moderator: TestClient, scene: Scene, how: Callable[[str], str]
) -> None:
    file_no = moderator.get(f"/members/{scene.members['hoa']}").json()["file_no"]
    assert "Lê Thị Hoa" in search(moderator, how(file_no))


@pytest.mark.parametrize("spelling", ["{}", "+84{1}", "{2} {3}"])
def test_a_whole_phone_number_finds_who_lost_her_code(
    moderator: TestClient, as_: As, scene: Scene, spelling: str
) -> None:
    phone = scene.phones["hoa"]
    q = spelling.format(phone, phone[1:], phone[:4], phone[4:])
    assert search(moderator, q) == {"Lê Thị Hoa"}
    assert search(as_("adviser"), q) == set()
    assert search(as_("editor"), q) == set()


def test_a_part_of_a_phone_number_finds_nobody(moderator: TestClient, scene: Scene) -> None:
    assert search(moderator, scene.phones["hoa"][:6]) == set()


def test_the_unit_and_the_state_narrow(moderator: TestClient, scene: Scene) -> None:
    unit = scene.units["commune"]
    body = join(full_name="Đào Thị Đông", unit=unit, phone="0912000299")
    moderator.post(MEMBERS, json=body)
    found = moderator.get(MEMBERS, params={"q": "dong", "unit": unit}).json()["items"]
    assert [row["full_name"] for row in found] == ["Đào Thị Đông"]
    none = moderator.get(MEMBERS, params={"q": "dong", "unit": unit, "state": "refused"})
    assert none.json()["items"] == []
