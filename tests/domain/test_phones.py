"""Phones: everything that is typed for one number becomes that number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import phones
from app.domain.phones import PREFIXES_OF_2018, InvalidPhone


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "(0912) 345–678",
        "0912\u00a0345\u202f678",
        "\u200b0912345678\ufeff",
        "０９１２３４５６７８",
        "+84912345678",
        "+84 (0) 912 345 678",
        "＋84 912 345 678",
        "84912345678",
        "840912345678",
        "0084 912 345 678",
        "912345678",
    ],
)
def test_one_number_typed_in_many_ways(typed: str) -> None:
    assert phones.parse(typed).number == "0912345678"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0849123456", "0849123456"),
        ("849123456", "0849123456"),
        ("84849123456", "0849123456"),
        ("024 3825 9999", "02438259999"),
        ("2438259999", "02438259999"),
        ("+84 24 3825 9999", "02438259999"),
        ("0220 385 999", "0220385999"),
        ("01681234567", "0381234567"),
        ("1681234567", "0381234567"),
        ("+84 168 123 4567", "0381234567"),
        ("0900000001", "0900000001"),
    ],
)
def test_numbers_that_are_easily_mistaken(typed: str, number: str) -> None:
    assert phones.parse(typed).number == number


@pytest.mark.parametrize("old", PREFIXES_OF_2018)
def test_every_old_prefix_becomes_a_mobile_of_today(old: str) -> None:
    phone = phones.parse(old + "1234567")
    assert phone.number == PREFIXES_OF_2018[old] + "1234567"
    assert phone.is_mobile


def test_the_change_of_2018_was_one_for_one() -> None:
    assert len(set(PREFIXES_OF_2018.values())) == len(PREFIXES_OF_2018)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", InvalidPhone.TOO_SHORT),
        ("+", InvalidPhone.TOO_SHORT),
        ("113", InvalidPhone.TOO_SHORT),
        ("091234567", InvalidPhone.TOO_SHORT),
        ("09123456789", InvalidPhone.TOO_LONG),
        ("0912345678 0987654321", InvalidPhone.TOO_LONG),
        ("1" * 10_000_000, InvalidPhone.TOO_LONG),
        ("0912 345 67o", InvalidPhone.LETTERS),
        ("0912345678/0987654321", InvalidPhone.LETTERS),
        ("0912+345678", InvalidPhone.LETTERS),
        ("không có", InvalidPhone.LETTERS),
        ("0612345678", InvalidPhone.UNKNOWN_PREFIX),
        ("1900969680", InvalidPhone.UNKNOWN_PREFIX),
        ("+44 7911 123456", InvalidPhone.UNKNOWN_PREFIX),
        ("0012025550123", InvalidPhone.UNKNOWN_PREFIX),
    ],
)
def test_what_is_no_number(typed: str, code: str) -> None:
    with pytest.raises(InvalidPhone) as refused:
        phones.parse(typed)
    assert refused.value.code == code


def test_a_number_is_shown_masked_unless_asked_for() -> None:
    phone = phones.parse("0912345678")
    assert phone.masked == "••• ••• 678"
    assert "0912" not in repr(phone)
    assert "345" not in str(phone)


def test_the_ways_to_write_a_number() -> None:
    mobile = phones.parse("0912345678")
    assert mobile.pretty == "0912 345 678"
    assert mobile.international == "+84912345678"
    assert mobile.zalo == "84912345678"
    hanoi = phones.parse("02438259999")
    assert hanoi.pretty == "024 3825 9999"
    assert not hanoi.is_mobile
    assert phones.parse("0220385999").pretty == "0220 38 5999"


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        phone = phones.parse(typed)
    except InvalidPhone:
        return
    assert phone.number.isascii()
    assert phone.number.isdigit()
    assert len(phone.number) in {10, 11}
    for written in (phone.number, phone.pretty, phone.international, phone.zalo):
        assert phones.parse(written) == phone
