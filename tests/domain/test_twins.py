"""The duplicate guard: names as keys, points, and the labelled pairs of the held-out half."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import keystrokes, twins
from app.domain.text import fold
from app.domain.twins import Profile, likeness, name_agreement
from tests.domain.twins import generate, judging
from tests.domain.twins.pairs import FILE, HELD_OUT, read

HUONG = Profile("Nguyễn Thị Hương", "nguyen thi huong", 1979, "u1", "Thôn 3", "0912345678")


@pytest.mark.parametrize("row", judging.judge(HELD_OUT), ids=lambda row: f"{row.kind}-{row.same}")
def test_the_held_out_half_is_told_apart(row: judging.Row) -> None:
    assert row.good, judging.table([row])


def test_there_are_four_hundred_pairs_as_the_generator_writes_them() -> None:
    pairs = read()
    assert len(set(pairs)) == 400
    assert sum(pair.same for pair in pairs) == 200
    assert {pair.kind for pair in pairs} == {kind.__name__ for kind in generate.KINDS}
    halves = [pair.half for pair in pairs]
    assert 170 <= halves.count(HELD_OUT) <= 230
    assert generate.text() == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ", "name"),
        ("Đặng Thị Hường", "dang thi huong", "name"),
        ("Trần Thị Lý", "Trần Thị Lí", "name"),
        ("Trần Thị Thúy", "Trần Thị Thuý", "name"),
        ("Trần Thị Thu Hà", "Trần Thị Hà", "name_short"),
        ("Trần Thị Thu Hà", "Trần Hà", "name_short"),
        ("Nguyễn Thị Hương", "Nguyễn Thị Hươngg", "name_slip"),
        ("Nguyễn Thị Hương", "Nguyễn Thị Hường", "name_near"),
        ("Nguyễn Thị Hương", "Nguyeenx Thị Hương", "name"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoan", ""),
        ("Nguyễn Thị Hương", "Nguyễn Thu Hương", ""),
        ("Phan Thị Hà", "Phạm Thị Hà", ""),
        ("Nguyễn Thị Hương", "Nguyễn Thị Lan", ""),
        ("Nguyễn Thị Hương", "Hương", ""),
        ("Hương", "Hương", "name"),
        ("😀", "😀", ""),
    ],
)
def test_how_two_names_agree(one: str, other: str, how: str) -> None:
    assert name_agreement(one, other) == how
    assert name_agreement(other, one) == how


@pytest.mark.parametrize(
    ("change", "score", "reasons"),
    [
        ({}, 18, ("phone", "name", "birth", "unit", "hamlet")),
        ({"phone": "0912345687"}, 16, ("phone_slip", "name", "birth", "unit", "hamlet")),
        ({"phone": "0987654321"}, 11, ("name", "birth", "unit", "hamlet")),
        ({"phone": None, "birth_year": None}, 10, ("name", "unit", "hamlet")),
        ({"unit_id": "u2"}, 11, ("phone", "name", "birth")),
        ({"phone": "0987654321", "unit_id": "u2"}, 4, ("name", "birth")),
        ({"phone": "0987654321", "hamlet": "Thôn 4"}, 7, ("name", "birth", "unit")),
        ({"birth_year": 1980}, 16, ("phone", "name", "birth_near", "unit", "hamlet")),
        ({"full_name": "Nguyễn Thị Lan"}, -99, ()),
    ],
)
def test_the_points(change: dict[str, object], score: int, reasons: tuple[str, ...]) -> None:
    found = likeness(HUONG, replace(HUONG, **change))  # type: ignore[arg-type]
    assert (found.score, found.reasons) == (score, reasons)
    assert found.suspicious is (score >= twins.SUSPICION)


def test_a_slip_of_the_name_and_another_year_are_sisters_rather() -> None:
    slip = replace(HUONG, full_name="Nguyễn Thị Hươngg", birth_year=1980)
    assert likeness(HUONG, slip).score < likeness(HUONG, replace(slip, birth_year=1979)).score


def test_what_became_of_the_other_file_is_told() -> None:
    assert twins.earlier("refused") == ("earlier_refused",)
    assert twins.earlier("approved") == ()
    assert set(twins.EARLIER.values()) <= set(twins.REASONS)


@pytest.mark.parametrize(
    ("folded", "year", "key"),
    [
        ("nguyen thi huong", 1979, "nh1979"),
        ("nguyen thi huong", None, "nh"),
        ("le y", 1960, "li1960"),
        ("", 1960, "1960"),
    ],
)
def test_where_slips_meet(folded: str, year: int | None, key: str) -> None:
    assert twins.key(folded, year) == key


NAMES = st.sampled_from([side.full_name for pair in read() for side in (pair.one, pair.other)])
PROFILES = st.builds(
    lambda name, year, unit, hamlet, phone: Profile(name, fold(name), year, unit, hamlet, phone),
    NAMES | st.text(max_size=30),
    st.none() | st.integers(1950, 2005),
    st.sampled_from([None, "u1", "u2"]),
    st.sampled_from(["", "Thôn 1", "thôn  1", "Thôn 2"]),
    st.sampled_from([None, "0912345678", "0912345679", "0987654321"]),
)


@given(PROFILES, PROFILES)
def test_likeness_is_symmetric_and_names_known_reasons(one: Profile, other: Profile) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert set(found.reasons) <= set(twins.REASONS)


@given(st.sampled_from([pair.one.full_name for pair in read()]))
def test_a_name_is_itself_however_it_is_composed(name: str) -> None:
    assert name_agreement(name, unicodedata.normalize("NFC", name)) == "name"
    assert name_agreement(name, unicodedata.normalize("NFD", name)) == "name"
    assert name_agreement(name, fold(name)) == "name"


def test_keys_are_the_same_for_both_placements_and_forms() -> None:
    assert keystrokes.words("Hòa Thuý Đặng Hường") == ("hoaf", "thuys", "ddawngj", "huwowngf")
