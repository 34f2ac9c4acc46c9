"""Credentials of the outside, sealed with a key that comes from the installation's secret.

Fernet (AES-128-CBC and HMAC-SHA256) of `cryptography`: a signature alone would leave them readable
in every backup. The key is derived by HKDF for this purpose alone. With another SEN_SECRET_KEY a
seal does not open: then the credential is typed in anew.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unopened(Exception):
    """Sealed under another secret, or changed since."""


class Sealing:
    """Seals and opens texts for one purpose."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=f"sen {purpose}".encode()).derive(secret)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except (InvalidToken, ValueError):
            raise Unopened from None
