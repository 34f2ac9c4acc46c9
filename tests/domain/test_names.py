"""Names: split, mended where all is capital or small, refused where nothing can be kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import names
from app.domain.names import InvalidName


def test_a_name_with_all_that_is_derived() -> None:
    name = names.of("  Đặng Thị  Minh Nguyệt ")
    assert (name.full, name.family_middle, name.given) == (
        "Đặng Thị Minh Nguyệt",
        "Đặng Thị Minh",
        "Nguyệt",
    )
    assert name.fold == "dang thi minh nguyet"
    assert name.sort_key == names.of("đặng thị minh nguyệt").sort_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NGUYỄN THỊ HẠNH", "Nguyễn Thị Hạnh"),
        ("nguyễn thị hạnh", "Nguyễn Thị Hạnh"),
        ("H’LY NIÊ", "H’Ly Niê"),
        ("h'ly niê", "H'Ly Niê"),
        ("H’Ly Niê", "H’Ly Niê"),
        ("Trần thị Lụa", "Trần thị Lụa"),
        ("Lan McDonald", "Lan McDonald"),
        ("Ðặng Thị Ái", "Đặng Thị Ái"),
        (unicodedata.normalize("NFD", "Phạm Thị Hồng Nhung"), "Phạm Thị Hồng Nhung"),
        ("Vũ\u00a0Thị\nNga", "Vũ Thị Nga"),
    ],
)
def test_only_capitals_typed_wholly_wrong_are_mended(typed: str, kept: str) -> None:
    assert names.of(typed).full == kept


def test_the_rule_guesses_and_an_officer_corrects() -> None:
    guessed = names.of("Trương Nguyễn Bảo An")
    assert (guessed.family_middle, guessed.given) == ("Trương Nguyễn Bảo", "An")
    corrected = names.of("Trương Nguyễn Bảo An", given="Bảo An")
    assert (corrected.family_middle, corrected.given) == ("Trương Nguyễn", "Bảo An")
    assert corrected.sort_key != guessed.sort_key


def test_a_single_word_is_a_given_name() -> None:
    assert (names.of("Lan").family_middle, names.of("Lan").given) == ("", "Lan")


@pytest.mark.parametrize(
    ("typed", "given_name", "code"),
    [
        ("", None, InvalidName.EMPTY),
        (" \u200b\n", None, InvalidName.EMPTY),
        ("a" * 121, None, InvalidName.TOO_LONG),
        ("a " * 5_000_000, None, InvalidName.TOO_LONG),
        ("0912 345 678", None, InvalidName.NO_LETTERS),
        ("Trương Nguyễn Bảo An", "Nguyễn", InvalidName.GIVEN_NOT_AT_END),
        ("Lan", "Thị Lan", InvalidName.GIVEN_NOT_AT_END),
        ("Lan", " ", InvalidName.EMPTY),
    ],
)
def test_what_cannot_be_kept(typed: str, given_name: str | None, code: str) -> None:
    with pytest.raises(InvalidName) as refused:
        names.of(typed, given=given_name)
    assert refused.value.code == code


def test_the_longest_name_fits_in_either_form() -> None:
    longest = "Nguyễn " * 17 + "a"
    assert len(names.of(unicodedata.normalize("NFD", longest)).full) == names.MAX_LENGTH


@given(st.text(max_size=60))
def test_a_kept_name_stays_as_it_is(typed: str) -> None:
    try:
        name = names.of(typed)
    except InvalidName:
        return
    assert " ".join(filter(None, [name.family_middle, name.given])) == name.full
    assert names.of(name.full).full == name.full or name.full.islower() or name.full.isupper()
