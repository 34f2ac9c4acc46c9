"""Filling the places left open in the Union's sentences.

A template holds places such as `{ten}` or `{han}`. `{xung}` is how the woman chose to be called
(chị, cô, bác, bà, em); at the start of a sentence it is written with a capital.
"""

import re
import unicodedata

#: Characters of one text message without marks; with marks only 70 fit.
SMS = 160
FORMS_OF_ADDRESS = {"chi": "chị", "co": "cô", "bac": "bác", "ba": "bà", "em": "em"}
"""Key of the join form's answer `call_me` → the word."""

DEFAULT_ADDRESS = "chị"

PLACES = frozenset(
    "ten xung nhom ma ma_rieng han ly_do lien_ket don_vi thoi_gian_thuc_te chi_hoi_truong thang_giu"
    " lien_he thon tieu_de ngay so gio n n1 n2 n3 m phut viec nguoi_thay nguoi_sau con_lai"
    " luc loi tre viec_moi cuoc_thi khao_sat vong nam dia_chi giai cac_ba nguoi luot cau mo dong k"
    " r goi".split()
)
"""Every place that a template may leave open."""

_PLAIN_SIGNS = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."}
_PLACE = re.compile(r"\{([^{}]*)\}")
_SENTENCE_START = re.compile(r"(?:^|[.!?…][”\"’)*]*\s|\n)[\s“\"‘(*>\-]*\Z")


class UnfilledPlace(ValueError):
    """A template asks for a place that is unknown or that nobody filled. `place` names it."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def address(call_me: str | None) -> str:
    """The word for a `call_me` key; "chị" when she did not choose."""
    return DEFAULT_ADDRESS if call_me is None else FORMS_OF_ADDRESS[call_me]


def bare(name: str) -> str:
    """A group's name without the plan's quotes: sentences bring their own."""
    return name.strip('“”"')


def places(template: str) -> frozenset[str]:
    """The places that a template leaves open."""
    return frozenset(_PLACE.findall(template))


def fill(template: str, **values: str) -> str:
    """The template with every place filled; values are put in as they are, never read again.

    Values that the template does not ask for are ignored, so that a caller may offer all she
    has. Raises `UnfilledPlace` for a place outside `PLACES` or without a value.
    """
    offered = {"xung": DEFAULT_ADDRESS} | values
    filled = ""
    end = 0
    for found in _PLACE.finditer(template):
        filled += template[end : found.start()]
        filled += _value(found.group(1), offered, at_start=_starts_sentence(filled))
        end = found.end()
    return filled + template[end:]


def short(template: str, **values: str) -> str:
    """One text message: no marks, at most `SMS` characters; the group's name gives way first."""
    plain = {key: unmarked(value) for key, value in values.items()}
    text = unmarked(fill(template, **plain))
    room = len(plain.get("nhom", "")) - (len(text) - SMS)
    if len(text) > SMS and room >= 0:
        text = unmarked(fill(template, **{**plain, "nhom": plain["nhom"][:room].rstrip()}))
    return text


def unmarked(text: str) -> str:
    """Vietnamese in ASCII, its case kept; signs that a phone's alphabet lacks become a space."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return "".join(_PLAIN_SIGNS.get(char, char if char.isascii() else " ") for char in kept)


def _value(place: str, offered: dict[str, str], *, at_start: bool) -> str:
    if place not in PLACES or place not in offered:
        raise UnfilledPlace(place)
    value = offered[place]
    return value[:1].upper() + value[1:] if place == "xung" and at_start else value


def _starts_sentence(before: str) -> bool:
    return _SENTENCE_START.search(before) is not None
