"""Public identifiers: opaque, unguessable, at most 32 characters (design.md §6).

An id is 26 characters of lower-case Crockford base 32: 48 bits of milliseconds, so that rows of
one table lie near each other on disk, and 80 random bits, so that nobody finds one by trying.
The caller gives the moment: rules own no clock.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
_WELL_FORMED = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}\Z")

#: What is read aloud, printed or pasted into Facebook has no letters that are mistaken.
SPOKEN = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_SPOKEN_LENGTH = 12
#: Letters that the alphabet leaves out, and the digits that they are taken for.
_MISHEARD = str.maketrans({"o": "0", "i": "1", "l": "1"})


def new_id(milliseconds: int) -> str:
    number = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    return _base32(number, LENGTH)


def is_id(value: str) -> bool:
    return bool(_WELL_FORMED.match(value))


def new_code() -> str:
    """An applicant's secret: 12 characters, 60 bits (contract.md, /applications/{code})."""
    return _base32(secrets.randbits(60), 12)


def new_file_no() -> str:
    """A file number of six characters that is said and printed, and opens nothing."""
    return "".join(secrets.choice(SPOKEN) for _ in range(6))


def new_spoken() -> str:
    """The secret of a one-time link, 60 bits in three groups that an officer can read out."""
    return _grouped(new_code())


def heard(secret: str) -> str:
    """A spoken secret as it was made, however it was heard and typed; others stay as they are."""
    plain = re.sub(r"[^a-z0-9]", "", secret.casefold()).translate(_MISHEARD)
    return _grouped(plain) if len(plain) == _SPOKEN_LENGTH else secret


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, _SPOKEN_LENGTH, 4))


def new_token() -> str:
    """A bearer secret of 256 bits: session, personal token, a link made on the server."""
    return secrets.token_urlsafe(32)


def _base32(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
