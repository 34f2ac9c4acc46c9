"""Identifiers: opaque, ordered by time, unguessable, at most 32 characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import ids

pytestmark = pytest.mark.once

moments = st.integers(min_value=0, max_value=2**48 - 1)


@given(moments)
def test_an_id_is_well_formed_and_short(milliseconds: int) -> None:
    made = ids.new_id(milliseconds)
    assert ids.is_id(made)
    assert len(made) <= 32


@given(moments, moments)
def test_a_later_id_sorts_behind_an_earlier_one(one: int, other: int) -> None:
    if one < other:
        assert ids.new_id(one) < ids.new_id(other)


def test_two_ids_of_one_moment_differ() -> None:
    assert len({ids.new_id(7) for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "0" * 25,
        "0" * 27,
        "0" * 25 + "u",
        "0" * 25 + "I",
        "0" * 25 + "\n",
        "0" * 26 + "\n",
        "../../etc/passwd",
        "' OR 1=1 --",
        "٠" * 26,
    ],
)
def test_what_is_no_id_is_known_without_a_look_at_the_database(text: str) -> None:
    assert not ids.is_id(text)


def test_an_applicants_code_has_sixty_bits() -> None:
    codes = {ids.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(rf"[{ids.ALPHABET}]{{12}}", code) for code in codes)
    assert len({code[0] for code in codes}) > 16


def test_a_file_number_has_six_characters_that_are_not_mistaken_aloud() -> None:
    numbers = [ids.new_file_no() for _ in range(500)]
    assert all(re.fullmatch(r"[A-Z2-9]{6}", number) for number in numbers)
    assert not set("".join(numbers)) & set("IOL01")


def test_a_secret_has_256_bits() -> None:
    assert len(ids.new_token()) == 43
    assert ids.new_token() != ids.new_token()


@pytest.mark.parametrize(
    "typed", ["9vfb-qy7v-s5z0", "9VFB QY7V S5ZO", " 9vfbqy7vs5zo ", "9vfb.qy7v.s5z0"]
)
def test_a_spoken_secret_is_heard_however_it_is_typed(typed: str) -> None:
    assert ids.heard(typed) == "9vfb-qy7v-s5z0"


def test_a_spoken_secret_is_itself_and_a_token_stays_as_it_is() -> None:
    made = {ids.new_spoken() for _ in range(50)}
    assert len(made) == 50
    assert all(
        re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){2}[0-9a-hjkmnp-tv-z]{4}", one) for one in made
    )
    assert {ids.heard(one) for one in made} == made
    token = ids.new_token()
    assert ids.heard(token) == token
