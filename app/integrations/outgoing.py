"""The ways out of this installation, as its settings name them."""

from __future__ import annotations

from app.domain.deliveries import REFUSED, SENT, NotSent, Outcome
from app.integrations.mail import Letter, mailer_of
from app.integrations.messages import Template, gateways_of
from app.settings import Settings


def channels(settings: Settings) -> frozenset[str]:
    email = {"email"} if settings.smtp_url else set()
    return frozenset(email | set(gateways_of(settings)))


def mail(settings: Settings, letter: Letter) -> Outcome:
    mailer = mailer_of(settings)
    if mailer is None:
        return Outcome(REFUSED, "no-way")
    try:
        return Outcome(SENT, receipt=mailer.send(letter))
    except NotSent as error:
        return error.outcome


def message(settings: Settings, channel: str, to: str, text: str, template: Template) -> Outcome:
    gateway = gateways_of(settings).get(channel)
    if gateway is None:
        return Outcome(REFUSED, "no-way")
    try:
        return Outcome(SENT, receipt=gateway.send(to, text, template))
    except NotSent as error:
        return error.outcome
