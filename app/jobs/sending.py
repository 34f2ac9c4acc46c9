"""Sending: each delivery by its channel, outside every transaction (ADR 0019)."""

from __future__ import annotations

from typing import Any

from app.domain.deliveries import Outcome
from app.integrations import mail_links, outgoing
from app.integrations.mail import Letter
from app.integrations.messages import Template
from app.jobs.outside import Bench, by_the_clock
from app.services import delivering, notice_wishes
from app.services.delivering import Parcel
from app.settings import Settings
from app.store.actors import Work


def send_notice(bench: Bench, payload: dict[str, Any]) -> Outcome | None:
    """Mark, then send. None where nothing was to be done."""
    settings = bench.settings
    key = settings.secret().encode()
    found = bench.database.write_now(
        lambda session: delivering.begin(by_the_clock(session, settings), payload["delivery"], key)
    )
    if not isinstance(found, Parcel):
        return found
    if found.channel == "email":
        return outgoing.mail(settings, _letter(settings, found))
    template = Template(found.values, found.delivery_id)
    return outgoing.message(settings, found.channel, found.to, found.text, template)


def record_notice(work: Work, payload: dict[str, Any], outcome: Outcome | None) -> None:
    if outcome is not None:
        delivering.finish(work, payload["delivery"], outcome)


def _letter(settings: Settings, parcel: Parcel) -> Letter:
    sealed = mail_links.seal(settings, notice_wishes.UNSUBSCRIBE, parcel.person_id)
    link = f"{settings.address}/unsubscribe/{sealed}"
    foot = notice_wishes.foot(parcel.address, link)
    return Letter(
        key=parcel.delivery_id,
        to=parcel.to,
        subject=parcel.subject,
        text=f"{parcel.text}\n\n-- \n{foot}\n",
        unsubscribe=link,
    )


def ask_to_confirm(bench: Bench, payload: dict[str, Any]) -> Outcome | None:
    """One letter to an address that somebody wrote down; marked before, so never a second one."""
    settings, person_id = bench.settings, payload["person"]
    email = bench.database.write_now(
        lambda session: notice_wishes.begin_confirmation(by_the_clock(session, settings), person_id)
    )
    if email is None:
        return None
    sealed = mail_links.seal(settings, notice_wishes.CONFIRM, person_id, email)
    subject, text = notice_wishes.confirmation(f"{settings.address}/mail-addresses/{sealed}")
    return outgoing.mail(settings, Letter(sealed[-32:], email, subject, text))
