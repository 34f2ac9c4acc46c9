"""Vietnamese phone numbers: one canonical form, ten or eleven digits beginning with 0.

A phone is a contact and never a key: several women of a family share one. Rules: domain.md
§5.2; the old eleven-digit mobile prefixes were replaced in 2018, one for one.
"""

import unicodedata
from dataclasses import dataclass

MOBILE_PREFIXES = ("03", "05", "07", "08", "09")
LANDLINE_PREFIX = "02"
PREFIXES_OF_2018 = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""Old mobile prefix (of eleven digits) → the prefix since 2018 (of ten digits)."""

_COUNTRY = "84"
_MOBILE_LENGTH = 10
_LANDLINE_LENGTHS = (10, 11)
_MAX_RAW_LENGTH = 64
_SEPARATORS = frozenset("().·")
_SEPARATOR_CATEGORIES = frozenset({"Zs", "Cc", "Cf", "Pd"})


class InvalidPhone(ValueError):
    """A text that is no Vietnamese phone number. `code` is one of the constants below."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    LETTERS = "letters"
    UNKNOWN_PREFIX = "unknown_prefix"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class Phone:
    """A number in canonical form ("0912345678"). Its `repr` is masked, so that logs stay clean."""

    number: str

    @property
    def is_mobile(self) -> bool:
        """Whether it takes text messages and Zalo."""
        return self.number.startswith(MOBILE_PREFIXES)

    @property
    def masked(self) -> str:
        """ "••• ••• 678": for everyone who has no need to call."""
        return mask(self.number)

    @property
    def pretty(self) -> str:
        """ "0912 345 678" or "024 3825 9999": for reading aloud."""
        number = self.number
        if self.is_mobile:
            return f"{number[:4]} {number[4:7]} {number[7:]}"
        area = 3 if number.startswith(("024", "028")) else 4
        return f"{number[:area]} {number[area:-4]} {number[-4:]}"

    @property
    def international(self) -> str:
        """ "+84912345678": for `sms:` and `tel:` links."""
        return "+" + self.zalo

    @property
    def zalo(self) -> str:
        """ "84912345678": what stands behind `https://zalo.me/`."""
        return _COUNTRY + self.number[1:]

    def __repr__(self) -> str:
        return f"Phone({self.masked!r})"


def parse(raw: str) -> Phone:
    """The phone behind what was typed, pasted or read from a sheet.

    Accepts spaces, dots, dashes, brackets and full-width digits; +84, 0084 and 84; a leading
    zero that a spreadsheet ate; the old eleven-digit mobiles. Raises `InvalidPhone`.
    """
    return Phone(_checked(_of_2018(_with_zero(_digits(raw)))))


def mask(number: str) -> str:
    """A number of which only the last three digits are shown."""
    return f"••• ••• {number[-3:]}"


def _digits(raw: str) -> str:
    """Digits, with a leading + where one was typed."""
    if len(raw) > _MAX_RAW_LENGTH:
        raise InvalidPhone(InvalidPhone.TOO_LONG)
    kept: list[str] = []
    for char in unicodedata.normalize("NFKC", raw):
        if char.isdecimal():
            kept.append(str(unicodedata.decimal(char)))
        elif char == "+" and not kept:
            kept.append(char)
        elif char not in _SEPARATORS and unicodedata.category(char) not in _SEPARATOR_CATEGORIES:
            raise InvalidPhone(InvalidPhone.LETTERS)
    return "".join(kept)


def _with_zero(digits: str) -> str:
    """The national form. Without + only length tells the country code 84 from the prefix 084."""
    if digits.startswith(("+", "00")):
        abroad = digits.removeprefix("+").removeprefix("00")
        if abroad and not abroad.startswith(_COUNTRY):
            raise InvalidPhone(InvalidPhone.UNKNOWN_PREFIX)
        return "0" + abroad.removeprefix(_COUNTRY).removeprefix("0")
    if digits.startswith(_COUNTRY) and len(digits) > _MOBILE_LENGTH:
        return "0" + digits.removeprefix(_COUNTRY).removeprefix("0")
    return "0" + digits.removeprefix("0")


def _of_2018(number: str) -> str:
    new = PREFIXES_OF_2018.get(number[:4])
    return new + number[4:] if new and len(number) == _MOBILE_LENGTH + 1 else number


def _checked(number: str) -> str:
    if len(number) < _MOBILE_LENGTH:
        raise InvalidPhone(InvalidPhone.TOO_SHORT)
    if len(number) > max(_LANDLINE_LENGTHS):
        raise InvalidPhone(InvalidPhone.TOO_LONG)
    if number.startswith(LANDLINE_PREFIX):
        return number
    if not number.startswith(MOBILE_PREFIXES):
        raise InvalidPhone(InvalidPhone.UNKNOWN_PREFIX)
    if len(number) > _MOBILE_LENGTH:
        raise InvalidPhone(InvalidPhone.TOO_LONG)
    return number
