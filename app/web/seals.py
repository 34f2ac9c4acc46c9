"""The house's seals, handed to a handler before its transaction."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature

from app.domain.seals import Seals

if TYPE_CHECKING:
    from app.web.passage import Passage


async def seals(passage: Passage, **_given: Any) -> Seals:
    signer, secret = passage.house.signer, passage.house.secret

    def opened(purpose: str, sealed: str) -> Any:
        try:
            return signer.loads(sealed, salt=purpose)
        except BadSignature:
            return None

    def keyed(purpose: str, text: str) -> str:
        return hmac.new(secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    return Seals(
        sign=lambda purpose, thing: str(signer.dumps(thing, salt=purpose)),
        opened=opened,
        keyed=keyed,
    )
