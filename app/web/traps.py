"""Honeypot and time trap for forms that strangers may send. Nothing typed is lost by them."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app import clock
from app.domain.refusals import Invalid
from app.web.bodies import Body

HONEYPOT = "website"
SHOWN = "_shown"
FASTEST_SECONDS = 3


def stamp(signer: URLSafeTimedSerializer) -> str:
    """The hidden field that says when the form was shown."""
    return str(signer.dumps(int(clock.now().timestamp()), salt="shown"))


def check(body: Body, signer: URLSafeTimedSerializer) -> None:
    """A filled honeypot or a form sent within three seconds is shown again, filled."""
    if body.hidden(HONEYPOT):
        raise Invalid(code="too-fast")
    try:
        shown = signer.loads(body.hidden(SHOWN) or "", salt="shown")
    except BadSignature:
        raise Invalid(code="too-fast") from None
    if clock.now().timestamp() - shown < FASTEST_SECONDS:
        raise Invalid(code="too-fast")
