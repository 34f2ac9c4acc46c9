"""Links in e-mails, opened before the hop: what was sealed here, and whether its days are over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature, SignatureExpired

if TYPE_CHECKING:
    from app.web.passage import Passage

#: `integrations/mail_links.py` seals with the same word.
SALT = "mail-link"
DAYS_S = 3 * 24 * 3600
Opened = tuple[list[str] | None, bool]


async def opened(passage: Passage, token: str = "", proof: str = "", **_given: Any) -> Opened:
    """(what was sealed or None, whether it is older than three days)."""
    signer, sealed = passage.house.signer, token or proof
    try:
        found = signer.loads(sealed, salt=SALT)
    except BadSignature:
        return None, False
    try:
        signer.loads(sealed, max_age=DAYS_S, salt=SALT)
    except SignatureExpired:
        return found, True
    return found, False
