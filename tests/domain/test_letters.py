"""Filling the Union's sentences."""

import pytest

from app.domain import letters
from app.domain.letters import UnfilledPlace


def test_places_are_filled_and_she_is_called_chi_by_default() -> None:
    filled = letters.fill("Chào {xung} {ten}, mã {ma}.", ten="Hạnh", ma="K7M2QD", han="mai")
    assert filled == "Chào chị Hạnh, mã K7M2QD."


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{xung} ơi", "Bác ơi"),
        ("Xong. {xung} xem nhé", "Xong. Bác xem nhé"),
        ("Xong! “{xung} xem nhé”", "Xong! “Bác xem nhé”"),
        ("(“Xong.”) {xung} xem", "(“Xong.”) Bác xem"),
        ("Một dòng\n{xung} xem", "Một dòng\nBác xem"),
        ("{ly_do} {xung} xem", "Thiếu tên. Bác xem"),
        ("Chào {xung}", "Chào bác"),
        ("lúc 19.30 {xung} xem", "lúc 19.30 bác xem"),
        ("mời: {xung}", "mời: bác"),
    ],
)
def test_a_sentence_begins_with_a_capital(template: str, filled: str) -> None:
    assert letters.fill(template, xung="bác", ly_do="Thiếu tên.") == filled


def test_values_are_not_read_again() -> None:
    assert letters.fill("Chào {ten}", ten="{ma}", ma="bí mật") == "Chào {ma}"


@pytest.mark.parametrize(
    ("template", "place"), [("{ma}", "ma"), ("{la}", "la"), ("{}", ""), ("{Ten}", "Ten")]
)
def test_a_place_without_words_is_refused(template: str, place: str) -> None:
    with pytest.raises(UnfilledPlace) as refused:
        letters.fill(template, ten="Hạnh", la="lạ")
    assert refused.value.place == place


def test_every_form_of_address_has_its_word() -> None:
    assert letters.address(None) == "chị"
    assert [letters.address(key) for key in letters.FORMS_OF_ADDRESS] == [
        "chị",
        "cô",
        "bác",
        "bà",
        "em",
    ]


def test_the_places_of_a_template() -> None:
    assert letters.places("{xung} {ten} {xung}") == {"xung", "ten"}
