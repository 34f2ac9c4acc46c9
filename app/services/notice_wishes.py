"""What she wishes of notices: which way, of what, when; her e-mail address; how to end it."""

from __future__ import annotations

from typing import Any

from app import content
from app.domain import letters
from app.domain.notices import TOPICS
from app.domain.phones import mask
from app.domain.refusals import Conflict, Gone, Hidden
from app.models.notices import NoticePreference
from app.schemas.notices import (
    EmailCreate,
    MailLinkRead,
    PreferenceChange,
    PreferenceRead,
)
from app.services.deeds import record
from app.store import changes, members, notice_preferences, records
from app.store.actors import Work

TASK = "ask_to_confirm_email"
UNSUBSCRIBE, CONFIRM = "unsubscribe", "confirm"


def read(work: Work) -> PreferenceRead:
    return _read(work, notice_preferences.of(work.session, work.actor.person_id or ""))


def _read(work: Work, row: NoticePreference | None) -> PreferenceRead:
    person_id = work.actor.person_id or ""
    row = row or NoticePreference(person_id=person_id, changed_at=work.now)
    phone, shared = notice_preferences.phone_of(work.session, person_id)
    about: dict[str, Any] = {f"about_{topic}": topic not in row.muted for topic in TOPICS}
    return PreferenceRead(
        **row.model_dump(
            exclude={
                "person_id",
                "changed_at",
                "quiet_from",
                "quiet_to",
                "confirmation_sent_at",
                "muted",
            }
        ),
        **about,
        quiet_from=_clock(row.quiet_from),
        quiet_to=_clock(row.quiet_to),
        phone=mask(phone) if phone else None,
        phone_shared=shared,
        consented=notice_preferences.may_contact(work.session, person_id, work.today),
        demo=members.person(work.session, person_id).invented,
    )


def change(work: Work, body: PreferenceChange) -> PreferenceRead:
    row = notice_preferences.make(work.session, work.actor.person_id or "", work.now)
    if body.version is not None and body.version != row.version:
        raise Conflict("stale-version", version=row.version)
    values = body.model_dump(exclude_unset=True, exclude={"version"}, exclude_none=True)
    for name in ("quiet_from", "quiet_to"):
        if name in values:
            values[name] = _minutes(values[name])
    wanted = {topic: values.pop(f"about_{topic}", topic not in row.muted) for topic in TOPICS}
    values["muted"] = [topic for topic in TOPICS if not wanted[topic]]
    if not changes.change(work.session, row, **values, changed_at=work.now):
        raise Conflict("stale-version", version=row.version)
    _record(work, "preference.change", row.person_id)
    return _read(work, row)


def set_email(work: Work, body: EmailCreate) -> PreferenceRead:
    """Write the address down; it is used only once its owner has opened the letter's link."""
    row = notice_preferences.make(work.session, work.actor.person_id or "", work.now)
    email = body.email.lower()
    if row.email == email and row.email_confirmed_at:
        return _read(work, row)
    changes.change(
        work.session,
        row,
        email=email,
        email_confirmed_at=None,
        confirmation_sent_at=None,
        by_email=True,
        changed_at=work.now,
    )
    if not members.person(work.session, row.person_id).invented:
        records.enqueue(work.session, TASK, work.now, work.now, person=row.person_id)
    _record(work, "preference.email", row.person_id)
    return _read(work, row)


def remove_email(work: Work) -> None:
    row = notice_preferences.make(work.session, work.actor.person_id or "", work.now)
    changes.change(
        work.session,
        row,
        email="",
        email_confirmed_at=None,
        confirmation_sent_at=None,
        changed_at=work.now,
    )
    _record(work, "preference.email", row.person_id)


# -- links in letters, without signing in ------------------------------------------------------


def opened(work: Work, purpose: str, link: list[str] | None, *, ended: bool) -> MailLinkRead:
    """The page behind a link: what one press of the button will do."""
    person_id = _person_of(purpose, link)
    row = notice_preferences.of(work.session, person_id)
    if row is None:
        raise Hidden
    if purpose == CONFIRM:
        done = row.email_confirmed_at is not None
        if (ended and not done) or row.email != _email_of(link):
            raise Gone("mail-link-ended")
    else:
        done = not row.by_email
    return MailLinkRead(purpose=purpose, email=_masked(row.email), done=done)


def use(work: Work, purpose: str, link: list[str] | None, *, ended: bool) -> MailLinkRead:
    """Press the button; a second time changes nothing."""
    found = opened(work, purpose, link, ended=ended)
    person_id = _person_of(purpose, link)
    if found.done:
        return found
    if purpose == UNSUBSCRIBE:
        notice_preferences.stop_email(work.session, person_id, work.now)
        _record(work, "preference.unsubscribe", person_id)
    elif notice_preferences.confirm_email(work.session, person_id, _email_of(link), work.now):
        _record(work, "preference.confirm", person_id)
    return found.model_copy(update={"done": True})


def _person_of(purpose: str, link: list[str] | None) -> str:
    """A link that was not signed here, or for something else, is no link."""
    if not link or link[0] != purpose:
        raise Hidden
    return link[1]


def _email_of(link: list[str] | None) -> str:
    return link[2] if link and len(link) > 2 else ""


# -- what the sender asks ----------------------------------------------------------------------


def begin_confirmation(work: Work, person_id: str) -> str | None:
    """The address to write to; None where that was done or is no longer wanted."""
    if not notice_preferences.begin_confirmation(work.session, person_id, work.now):
        return None
    row = notice_preferences.of(work.session, person_id)
    return row.email if row else None


def confirmation(link: str) -> tuple[str, str]:
    """(subject, text): it names no group, for the address may be somebody else's."""
    told = content.notices()
    return (
        told["mail.confirm.subject"].text,
        letters.fill(told["mail.confirm"].text, lien_ket=link),
    )


def foot(address: str, link: str) -> str:
    return letters.fill(content.notices()["mail.foot"].text, xung=address, lien_ket=link)


def _record(work: Work, action: str, person_id: str) -> None:
    record(work, action, ("person", person_id), held="own", outbox=False)


def _masked(email: str) -> str:
    """A forwarded letter should not tell the whole address."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}" if host else ""


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
