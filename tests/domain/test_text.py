"""Text at the door: what is kept, what is searched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import text

LETTERS = "aăâbdđeêghiklmnoôơpqrstuưvxyạảấầẩẫậắằẳẵặếềểễệỉịốồổỗộớờởỡợụủứừửữựỳỵỷỹÀĐ ’-."
VIETNAMESE = st.text(alphabet=LETTERS)


def test_decomposed_input_becomes_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn")
    assert len(decomposed) == 8
    assert text.nfc(decomposed) == "Nguyễn"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Chào chị \n", "Chào chị"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("một\thai", "một hai"),
        ("Hạ\u0000nh\u0007", "Hạnh"),
        ("Hạ\u200bnh\ufeff \u202eabc", "Hạnh abc"),
        ("lẻ \ud800 loi", "lẻ  loi"),
        ("n\u200dh", "nh"),
        ("👩\u200d👧 và 👩🏽\u200d⚕️ và 🏳️\u200d🌈", "👩\u200d👧 và 👩🏽\u200d⚕️ và 🏳️\u200d🌈"),
        ("👩\u200d", "👩"),
        ("a\u200b\u0301", "á"),
    ],
)
def test_only_what_is_seen_is_kept(typed: str, kept: str) -> None:
    assert text.nfc(typed) == kept


@given(st.text())
def test_keeping_twice_changes_nothing_and_can_be_stored(typed: str) -> None:
    kept = text.nfc(typed)
    assert text.nfc(kept) == kept
    assert "\x00" not in kept
    kept.encode("utf-8")


@pytest.mark.parametrize(
    ("shown", "searched"),
    [
        ("ĐÀO Thị Hương Giang", "dao thi huong giang"),
        ("  Nguyễn   Thị–Hạnh, (Trâu Quỳ) ", "nguyen thi hanh trau quy"),
        ("H’Ly Niê", "h ly nie"),
        ("Ðặng", "dang"),
        ("Thôn 3", "thon 3"),
        ("…", ""),
    ],
)
def test_folding(shown: str, searched: str) -> None:
    assert text.fold(shown) == searched


@given(VIETNAMESE)
def test_folding_is_the_same_composed_decomposed_capital_or_small(words: str) -> None:
    folded = text.fold(words)
    assert folded == text.fold(unicodedata.normalize("NFD", words)) == text.fold(words.upper())
    assert text.fold(folded) == folded
    assert folded.isascii()


@pytest.mark.parametrize("name", ["Đông", "Đồng", "Đống", unicodedata.normalize("NFD", "Đồng")])
def test_dong_finds_every_dong(name: str) -> None:
    assert text.matches(text.fold(f"Nguyễn Thị {name}"), text.search_terms("dong"))


def test_each_term_begins_a_word_in_any_order() -> None:
    folded = text.fold("Nguyễn Thị Hạnh")
    assert text.matches(folded, text.search_terms("hạ ngu"))
    assert not text.matches(folded, text.search_terms("guyen"))
    assert not text.matches(folded, text.search_terms("hanh lan"))
    assert text.matches(folded, text.search_terms("  , "))


def test_search_terms_come_once_and_are_few() -> None:
    assert text.search_terms("Hạnh hanh HẠNH Lan") == ("hanh", "lan")
    assert len(text.search_terms(" ".join(map(str, range(100))))) == text.MAX_SEARCH_TERMS


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("## Chị em\n\n**đi bộ**  sáng `sớm`", "Chị em đi bộ sáng sớm"),
        ("[vay ngay](http://x.vn/a_b)", "[vay ngay](http://x.vn/a_b)"),
        ("một hai ba bốn", "một hai…"),
    ],
)
def test_how_a_text_begins(written: str, expected: str) -> None:
    assert text.beginning(written, 10 if written.startswith("một") else 160) == expected
