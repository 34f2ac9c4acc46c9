"""Old fonts: a list typed before Unicode comes back without a wrong letter."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.legacy_fonts import TCVN3, VNI, Font, converted, recognise

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Hồ", "Vũ")
MIDDLES = ("Thị", "Ngọc", "Thuý", "Mỹ", "Diệu", "Bích", "Cẩm", "Kiều", "Hữu", "Phước")
GIVENS = ("Hằng", "Hương", "Yến", "Thủy", "Ngân", "Thắm", "Lượng", "Quỳnh", "Tuyết", "Giữ")
NAMES = [" ".join(parts) for parts in itertools.product(FAMILIES, MIDDLES, GIVENS)][::2]
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in VNI.items()}


def typed(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


@pytest.mark.parametrize(("font", "table"), [(Font.TCVN3, TO_TCVN3), (Font.VNI, TO_VNI)])
def test_five_hundred_names_come_back_without_a_wrong_letter(
    font: Font, table: dict[str, str]
) -> None:
    assert len(NAMES) == 500
    column = [typed(name, table) for name in NAMES]
    recognised = recognise(column)
    assert recognised.font is font
    assert recognised.confidence > 0.95
    assert [converted(text, font) for text in column] == NAMES


def test_known_spellings() -> None:
    assert converted("NguyÔn ThÞ H»ng", Font.TCVN3) == "Nguyễn Thị Hằng"
    assert converted("Nguyeãn Thò Haèng", Font.VNI) == "Nguyễn Thị Hằng"
    assert converted("ÑAËNG THÒ MYÕ", Font.VNI) == "ĐẶNG THỊ MỸ"


def test_unicode_columns_are_left_alone() -> None:
    assert recognise(NAMES).font is Font.UNICODE
    assert recognise(["Lan", "0912345678", ""]).font is Font.UNICODE
    assert recognise(name.upper() for name in NAMES).font is Font.UNICODE


def test_what_reads_both_ways_is_unicode() -> None:
    for column in (["Hà", "Hùng", "Hòa"], ["H’Ly Niê"], ["Trần Thị Hoà", "Lê Hà"]):
        assert recognise(column).font is Font.UNICODE


def test_tables_hold_every_letter() -> None:
    letters = set("àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ")
    assert letters <= set(TCVN3.values())
    assert letters | {letter.upper() for letter in letters} <= set(VNI.values())


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy ", max_size=40), st.sampled_from(list(Font)))
def test_plain_letters_never_change(text: str, font: Font) -> None:
    assert converted(text, font) == text
