"""Texts typed with the fonts of before Unicode: TCVN3 (ABC, .VnTime) and VNI Windows.

Such a file holds the code numbers of Western letters, which only the right font shows as
Vietnamese: "NguyÔn ThÞ" (TCVN3) and "Nguyeãn Thò" (VNI) are both "Nguyễn Thị". A column is
recognised as a whole, because one word alone may be valid in two ways. Source of the tables:
TCVN 5712:1993 (VN3) and the VNI Windows chart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.text import fold


class Font(StrEnum):
    """How a column was typed."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class Recognised:
    """`confidence` from 0 to 1: the share of marked words that become Vietnamese syllables."""

    font: Font
    confidence: float


SAMPLE = 2_000
"""Texts of a column that are looked at: more say nothing new."""

_TCVN3_CODES = (
    "¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ ¨ă ©â ªê «ô ¬ơ \u00adư ®đ"
    " µà ¶ả ·ã ¸á ¹ạ »ằ ¼ẳ ½ẵ ¾ắ Æặ Çầ Èẩ Éẫ Êấ Ëậ"
    " Ìè Îẻ Ïẽ Ðé Ñẹ Òề Óể Ôễ Õế Öệ ×ì Øỉ Üĩ Ýí Þị"
    " ßò áỏ âõ ãó äọ åồ æổ çỗ èố éộ êờ ëở ìỡ íớ îợ"
    " ïù ñủ òũ óú ôụ õừ öử ÷ữ øứ ùự úỳ ûỷ üỹ ýý þỵ"
)
TCVN3: dict[str, str] = {pair[0]: pair[1] for pair in _TCVN3_CODES.split(" ")}
"""Code → letter. Toned capitals have no code: the capital font shows the small letter's."""

_VNI_SMALL = {
    "a": "ùáøàûảõãïạêăéắèằúẳüẵëặââáấàầåẩãẫäậ",
    "e": "ùéøèûẻõẽïẹâêáếàềåểãễäệ",
    "o": "ùóøòûỏõõïọâôáốàồåổãỗäộ",
    "u": "ùúøùûủõũïụ",
    "y": "ùýøỳûỷõỹ",
    "ô": "ùớøờûởõỡïợ",
    "ö": "ùứøừûửõữïự",
    "": "ííììæỉóĩòịîỵôơöưñđ",
}


def _vni() -> dict[str, str]:
    """Base and mark → letter, small and capital."""
    table: dict[str, str] = {}
    for base, marks in _VNI_SMALL.items():
        for mark, letter in zip(marks[::2], marks[1::2], strict=True):
            table[base + mark] = letter
            table[base.upper() + mark.upper()] = letter.upper()
            if base:
                table[base.upper() + mark] = letter.upper()
    return table


VNI: dict[str, str] = _vni()
"""One or two code letters → letter; the longer match is tried first."""

_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TCVN3_PATTERN = re.compile("[" + "".join(map(re.escape, TCVN3)) + "]")
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx]"
_NUCLEI = (
    "ieu|yeu|oai|oay|uay|uoi|uou|oeo|uyu|uye|uya|uao|"
    "ia|ie|iu|ua|ue|ui|uo|uu|uy|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|ya|ye|[aeiouy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_NUCLEI})(?:ch|ng|nh|[cmnpt])?")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHAPES = frozenset("\u0302\u0306\u031b")
_WORDS = re.compile(r"[^\s\d.,;:/()\-–+*\"'!?&@#%_|\\]+")


def converted(text: str, font: Font) -> str:
    """The text in Unicode. What has no place in the table stays as it is."""
    if font is Font.TCVN3:
        return _TCVN3_PATTERN.sub(lambda found: TCVN3[found.group()], text)
    if font is Font.VNI:
        return _VNI_PATTERN.sub(lambda found: VNI[found.group()], text)
    return unicodedata.normalize("NFC", text)


def recognise(texts: Iterable[str], usual: Font = Font.UNICODE) -> Recognised:
    """How a whole column was typed; without a marked word it is Unicode, with certainty.

    `usual`: of two that read as well, the one of the columns beside it: "Céng" is a word too.
    """
    marked = _marked_words(texts)
    if not marked:
        return Recognised(Font.UNICODE, 1.0)
    shares = {font: _share(marked, font) for font in Font}
    best = max(Font, key=lambda font: (shares[font], font is usual))
    return Recognised(best, round(shares[best], 3))


def _marked_words(texts: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for number, text in enumerate(texts):
        if number >= SAMPLE:
            break
        composed = unicodedata.normalize("NFC", text)
        found |= dict.fromkeys(w for w in _WORDS.findall(composed) if not w.isascii())
    return list(found)


def _share(words: list[str], font: Font) -> float:
    return sum(_is_syllable(converted(word, font)) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: its letters, one tone, and a shape that exists."""
    marks = [c for c in unicodedata.normalize("NFD", word) if unicodedata.combining(c)]
    if any(mark not in _TONES | _SHAPES for mark in marks):
        return False
    if sum(mark in _TONES for mark in marks) > 1 or not _well_cased(word):
        return False
    plain = fold(word)
    return plain.isascii() and bool(_SYLLABLE.fullmatch(plain))


def _well_cased(word: str) -> bool:
    """Capitals inside a small word are codes of another font: "NguyÔn"."""
    rest = word[1:]
    return rest.islower() or rest.isupper() or not rest or _small_among_capitals(word)


def _small_among_capitals(word: str) -> bool:
    """The capital font of TCVN3 has small codes for toned capitals: "NGUYễN"."""
    return all(char.isupper() or not char.isascii() for char in word)
