"""argon2id with 19 MiB, two passes, one lane; called in its own one-thread executor (§9)."""

from __future__ import annotations

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_HASH = PasswordHash((Argon2Hasher(memory_cost=19 * 1024, time_cost=2, parallelism=1),))
#: Verified when the login is unknown, so that unknown and wrong take the same time.
_NOBODY = _HASH.hash("nobody has this password")

SHORTEST = 8
#: The passwords that everybody tries first; compared in lower case.
COMMON = frozenset(
    "12345678 123456789 1234567890 87654321 11111111 00000000 88888888 66668888 password "
    "matkhau1 matkhau123 password1 qwertyui qwerty123 abcd1234 abc12345 1234abcd iloveyou "
    "anhyeuem emyeuanh phunu123 gialam123 hoiphunu 12341234 11223344 123123123".split()
)


def hashed(password: str) -> str:
    return _HASH.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether a password is the one stored; with nothing stored the same work, and False."""
    if stored is None:
        _HASH.verify(password, _NOBODY)
        return False
    return _HASH.verify(password, stored)


def weakness(password: str) -> str | None:
    """The code of what is wrong with a new password, or None."""
    if len(password) < SHORTEST:
        return "password-short"
    return "password-common" if password.lower() in COMMON else None
