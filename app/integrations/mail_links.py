"""Links in e-mails that work without signing in: signed by the installation, for one purpose."""

from __future__ import annotations

from itsdangerous import URLSafeTimedSerializer

from app.settings import Settings

#: `web/signed.py` opens what is sealed here.
SALT = "mail-link"


def seal(settings: Settings, purpose: str, *values: str) -> str:
    sealed: str | bytes = URLSafeTimedSerializer(settings.secret()).dumps(
        [purpose, *values], salt=SALT
    )
    return str(sealed)
