"""Rules read Vietnamese as it is really typed: what meets a phrase, and what must not."""

from __future__ import annotations

import unicodedata

import pytest

from app.content.teencode import shorthand
from app.domain.rules.matching import RuleSet
from app.domain.rules.rule import Rule
from app.integrations import patterns


def met(words: str, text: str, *, loose: bool = False, **more: object) -> bool:
    rule = Rule("r", 1, "r", "hold", words=(words,) if words else (), loose=loose, **more)  # type: ignore[arg-type]
    return bool(RuleSet([rule], patterns.compiled, shorthand()).meet(text).met)


MET = [
    ("kem trộn", "Ai mua KEM TRỘN không?"),
    ("kem trộn", "ai mua kem tron nhé"),
    ("kem trộn", "k e m t r ộ n đây chị"),
    ("kem trộn", "mua k em trộn nhé"),
    ("kem trộn", "k.e.m t.r.o.n"),
    ("kem trộn", "kem.trộn giá rẻ"),
    ("kem trộn", "kem-trộn"),
    ("kem trộn", "kem_trộn"),
    ("kem trộn", "kemtrộn"),
    ("kem trộn", "kemtron"),
    ("kem trộn", "ke\u200bm tr\u200dộn"),
    ("kem trộn", "k\u00adem trộn"),
    ("kem trộn", "\u043a\u0435m tr\u1ed9n"),
    ("kem trộn", "ｋｅｍ ｔｒộｎ"),
    ("kem trộn", "𝐤𝐞𝐦 𝐭𝐫𝐨𝐧"),
    ("kem trộn", "kemmmm trộnnn"),
    ("kem trộn", "kem trộộộn"),
    ("kem trộn", unicodedata.normalize("NFD", "kem trộn")),
    ("kem trộn", "k3m tr0n"),
    ("hòa", "hoà ơi"),
    ("hoà giải", "hòa giải"),
    ("zalo", "z4lo của em"),
    ("zalo", "Z.A.L.O"),
    ("zalo", "zl em nhé"),
    ("inbox", "ib em nha"),
    ("inbox", "inb nhé"),
    ("không mua", "ko mua"),
    ("không mua", "hok mua"),
    ("được giá", "đc giá"),
    ("được giá", "dc gia"),
    ("số tài khoản", "gửi stk cho em"),
    ("yêu nhau", "iu nhau"),
    ("quá rẻ", "wá rẻ"),
    ("vậy chị", "dzậy chị"),
    ("gì", "j thế"),
    ("đánh đề", "danh de"),
    ("lưu ý", "luu y"),
    ("cho vay", "chị cho vay nóng"),
    ("cho vay", "ch0 v4y"),
]
NOT_MET = [
    ("kem trộn", "kem trọn vẹn"),
    ("kem trộn", "kem. Trộn bột đều tay"),
    ("kem trộn", "kem\n\ntrộn"),
    ("kem trộn", "kem trộng"),
    ("kem", "kém"),
    ("cấm", "quả cam rất ngon"),
    ("cứu", "cứ từ từ"),
    ("bán kem", "bank em"),
    ("ma túy", "mặt úy"),
    ("cho vay", "cho váy đẹp"),
    ("lừa", "lúa"),
    ("hoa", "ho a"),
    ("vay", "vây quanh"),
    ("đề", "de dãi"),
]


@pytest.mark.parametrize(("words", "text"), MET)
def test_is_met(words: str, text: str) -> None:
    assert met(words, text)


@pytest.mark.parametrize(("words", "text"), NOT_MET)
def test_is_not_met(words: str, text: str) -> None:
    assert not met(words, text)


def test_loose_meets_whatever_marks() -> None:
    assert met("kem trộn", "kem trọn", loose=True)
    assert met("vay nong", "vay nóng", loose=True)


LINKS = [
    ("any", (), "xem https://shop.example.com/a", True),
    ("any", (), "xem shop.vn nhé", True),
    ("any", (), "hết hàng.Mai có", False),
    ("any", (), "1.000.000 đồng", False),
    ("shorteners", (), "bấm bit.ly/abc", True),
    ("shorteners", (), "bấm B\u0456t.ly/abc", True),
    ("shorteners", (), "xem hoilhpn.org.vn", False),
    ("domains", ("xau.com",), "vào m.xau.com", True),
    ("domains", ("xau.com",), "vào khongxau.com", False),
]


@pytest.mark.parametrize(("links", "domains", "text", "expected"), LINKS)
def test_links(links: str, domains: tuple[str, ...], text: str, expected: bool) -> None:
    assert met("", text, links=links, domains=domains) is expected


NUMBERS = [
    ("phone", "gọi 0912 345 678", True),
    ("phone", "gọi 09.12.34.56.78", True),
    ("phone", "gọi +84 912 345 678", True),
    ("phone", "gọi o912345678", False),
    ("phone", "giá 1.200.000.000", False),
    ("phone", "ngày 20/10/2026", False),
    ("account", "stk 19031234567", True),
    ("account", "chuyển vào 1903 1234 5678 90", True),
    ("account", "mã 12345678", False),
]


@pytest.mark.parametrize(("numbers", "text", "expected"), NUMBERS)
def test_numbers(numbers: str, text: str, expected: bool) -> None:
    assert met("", text, numbers=(numbers,)) is expected


def test_a_pattern_runs_on_re2() -> None:
    assert met("", "Giá 250K", pattern=r"giá \d+k")
    for wrong, code in (("(", "pattern-wrong"), ("a{1000}{1000}", "pattern-too-large")):
        with pytest.raises(patterns.BadPattern) as raised:
            patterns.Compiled(wrong)
        assert raised.value.code in {code, "pattern-wrong"}
    with pytest.raises(patterns.BadPattern):
        patterns.Compiled("a*")


def test_neighbours_with_marks_do_not_hide_a_word_taken_apart() -> None:
    assert met("kem trộn", "đây k e m t r o n đấy")
