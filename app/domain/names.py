"""Personal names: family name, middle names, given name.

A Vietnamese woman is called and listed by her given name, the last word of the full name. The
rule is only a first guess: two-word given names ("Bảo An") and names of another shape
("H’Ly Niê", of the Ê Đê, whose own name comes first) exist, so an officer may name the given
part herself. A name is kept as typed; only a name typed wholly in capitals or wholly in small
letters gets its capitals mended. A name is never a key: duplicates are normal.
"""

import re
from dataclasses import dataclass

from app.domain.collation import name_sort_key
from app.domain.text import fold, nfc

MAX_LENGTH = 120
"""Characters of a composed name."""

# A composed name has at most three code points a letter when it arrives decomposed.
_MAX_RAW_LENGTH = 4 * MAX_LENGTH
_WORD_START = re.compile(r"(?:^|(?<=[\s’'ʼ\-]))\w")
# What older keyboards leave in place of Đ and đ: the Icelandic and the African letter.
_TRUE_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})


class InvalidName(ValueError):
    """A name that cannot be kept. `code` is one of the constants below."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_LETTERS = "no_letters"
    GIVEN_NOT_AT_END = "given_not_at_end"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Name:
    """A full name with what is derived from it for calling, searching and listing."""

    full: str
    family_middle: str
    given: str
    fold: str
    sort_key: str


def of(full_name: str, given: str | None = None) -> Name:
    """The name as typed, split by the rule or at the given name that an officer names.

    Raises `InvalidName`: empty, too long, without a letter, or not ending with `given`.
    """
    full = _clean(full_name)
    family_middle, given_name = _split(full) if given is None else _split_at(full, given)
    return Name(
        full, family_middle, given_name, fold(full), name_sort_key(family_middle, given_name)
    )


def _clean(full_name: str) -> str:
    if len(full_name) > _MAX_RAW_LENGTH:
        raise InvalidName(InvalidName.TOO_LONG)
    full = " ".join(nfc(full_name).translate(_TRUE_D).split())
    if not full:
        raise InvalidName(InvalidName.EMPTY)
    if len(full) > MAX_LENGTH:
        raise InvalidName(InvalidName.TOO_LONG)
    if not any(char.isalpha() for char in full):
        raise InvalidName(InvalidName.NO_LETTERS)
    return _with_capitals(full) if full.isupper() or full.islower() else full


def _with_capitals(full: str) -> str:
    return _WORD_START.sub(lambda start: start.group().upper(), full.lower())


def _split(full: str) -> tuple[str, str]:
    family_middle, _, given = full.rpartition(" ")
    return family_middle, given


def _split_at(full: str, given: str) -> tuple[str, str]:
    words, given_words = full.split(), _clean(given).split()
    if words[-len(given_words) :] != given_words:
        raise InvalidName(InvalidName.GIVEN_NOT_AT_END)
    return " ".join(words[: -len(given_words)]), " ".join(given_words)
