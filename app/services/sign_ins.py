"""Signing in, sessions, one-time links and tokens. Passwords are hashed before any transaction."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from app.domain import letters, phones
from app.domain.ids import heard, new_spoken, new_token
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Forbidden, Gone, Invalid, NotSignedIn
from app.integrations import passwords
from app.models.members import Member
from app.models.people import Account, Login, PasswordLink, Person, SignIn
from app.schemas.base import form
from app.schemas.people import (
    PasswordDone,
    PasswordForm,
    PasswordLinkRead,
    PasswordLinkUse,
    SessionList,
    SessionRead,
)
from app.services.deeds import fresh_id, permit, record
from app.store import accounts, appointments, members
from app.store.actors import BOARD_SIGN_IN, Work, digest

MEMBER_SIGN_IN = timedelta(days=30)
SHARED_SIGN_IN = timedelta(hours=1)
LINK_LASTS = timedelta(hours=24)


def normal_login(login: str) -> str:
    """One spelling per login: a phone in canonical form, else lower case without blanks."""
    try:
        return phones.parse(login).number
    except phones.InvalidPhone:
        return re.sub(r"\s+", "", login).lower()


def open_sign_in(
    work: Work, account_id: str | None, *, shared: bool, device: str, to: str
) -> SessionRead:
    """A session for a proven account; its secret leaves as an effect, for the cookie alone."""
    if account_id is None:
        raise NotSignedIn("wrong-password")
    person = accounts.person_of(work.session, account_id)
    secret = new_token()
    lasts = SHARED_SIGN_IN if shared else _lasts(work, account_id, person)
    sign_in = SignIn(
        id=fresh_id(work),
        digest=digest(secret),
        account_id=account_id,
        device=device,
        shared_device=shared,
        created_at=work.now,
        expires_at=work.now + lasts,
    )
    work.session.add(sign_in)
    work.session.flush()
    record(work, "session.open", ("account", account_id), held="own", outbox=False)
    work.effects.append((secret, None if shared else int(lasts.total_seconds())))
    return SessionRead(
        id=sign_in.id,
        device=device,
        shared_device=shared,
        created_at=sign_in.created_at,
        expires_at=sign_in.expires_at,
        current=True,
        name=person.full_name,
        next=to,
    )


def _lasts(work: Work, account_id: str, person: Person) -> timedelta:
    account = accounts.account(work.session, account_id)
    serves = account.administrator or appointments.in_force(work.session, person.id, work.today)
    return BOARD_SIGN_IN if serves else MEMBER_SIGN_IN


def sessions(work: Work, paging: Page) -> SessionList:
    rows = accounts.sign_ins(
        work.session, work.actor.account_id or "", work.now, paging.limit + 1, paging.key(str)
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return SessionList(
        items=[
            SessionRead(
                id=row.id,
                device=row.device,
                shared_device=row.shared_device,
                created_at=row.created_at,
                expires_at=row.expires_at,
                current=row.id == work.actor.sign_in_id,
                name=work.actor.name,
            )
            for row in shown
        ],
        next=following,
    )


def end(work: Work, sign_in_id: str) -> None:
    current = work.actor.sign_in_id or ""
    wanted = current if sign_in_id == "current" else sign_in_id
    accounts.end_sign_in(work.session, work.actor.account_id or "", wanted, work.now)
    if wanted == current:
        work.effects.append(("", 0))


def check_new(password: str) -> None:
    weakness = passwords.weakness(password)
    if weakness is not None:
        raise Invalid.at("/password", weakness)


def set_own_password(work: Work, member: Member, hashed: str) -> PasswordDone:
    """On her own page: code and phone have proven her.

    The board knows both of every woman, so they open no account of someone who serves here.
    """
    _must_not_serve(work, member.person_id)
    return set_password(work, member, hashed)


def set_password(work: Work, member: Member, hashed: str) -> PasswordDone:
    """Approved, by her page or by a one-time link. What was open before ends."""
    if member.state != "approved":
        raise Conflict("wrong-state", state=member.state)
    account = _account(work, member.person_id)
    account.password_hash = hashed
    work.session.flush()
    login = _give_logins(work, account, member)
    _end_what_was_open(work, account)
    record(
        work,
        "account.password",
        ("person", member.person_id),
        community_id=member.community_id,
        held="own",
        outbox=False,
    )
    return PasswordDone(login=login, sign_in="/sessions/new")


def _end_what_was_open(work: Work, account: Account) -> None:
    """A new password ends sessions, tokens and links: somebody else may hold them."""
    accounts.end_all_sign_ins(work.session, account.id, work.now)
    accounts.end_all_tokens(work.session, account.id, work.now)
    accounts.end_links(work.session, account.person_id, work.now)


def _account(work: Work, person_id: str) -> Account:
    account = accounts.of_person(work.session, person_id)
    if account is None:
        account = Account(id=fresh_id(work), person_id=person_id, created_at=work.now)
        work.session.add(account)
        work.session.flush()
    return account


def _give_logins(work: Work, account: Account, member: Member) -> str:
    """Her phone if nobody signs in with it yet (several women share one), and her file number."""
    give_login(work, account, "member_code", member.file_no.lower())
    if member.phone and give_login(work, account, "phone", member.phone):
        return member.phone
    return member.file_no


def give_login(work: Work, account: Account, kind: str, value: str) -> bool:
    """Whether the login is hers now; the primary key decides."""
    existing = members.login(work.session, value)
    if existing is not None:
        return existing.account_id == account.id
    try:
        with work.session.begin_nested():
            work.session.add(Login(value=value, kind=kind, account_id=account.id))
            work.session.flush()
    except IntegrityError:
        return False
    return True


def give_link(work: Work, member_id: str) -> PasswordLinkRead:
    """An officer hands over, or reads out, a link that works once for 24 hours."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "password_link.create", Thing(member.community_id, member.person_id))
    if member.state != "approved":
        raise Conflict("wrong-state", state=member.state)
    _must_not_serve(work, member.person_id)
    secret = new_spoken()
    link = PasswordLink(
        id=fresh_id(work),
        digest=digest(secret),
        person_id=member.person_id,
        created_by=work.actor.person_id or "",
        created_at=work.now,
        expires_at=work.now + LINK_LASTS,
    )
    work.session.add(link)
    record(
        work,
        "account.link",
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        outbox=False,
    )
    return PasswordLinkRead(
        url=f"{work.address}/password-links/{secret}", expires_at=link.expires_at, member=member.id
    )


def _must_not_serve(work: Work, person_id: str) -> None:
    """Nobody takes over the account of someone who serves here: that link comes from the server."""
    account = accounts.of_person(work.session, person_id)
    if appointments.in_force(work.session, person_id, work.today) or (
        account is not None and account.administrator
    ):
        raise Forbidden("serves-here")


def link_form(work: Work, secret: str) -> PasswordForm:
    link = _good_link(work, secret)
    person = members.person(work.session, link.person_id)
    action = f"/password-links/{secret}"
    return PasswordForm(
        action=action,
        schema=form(action, PasswordLinkUse).schema_,
        call_me=letters.address(person.call_me),
    )


def _good_link(work: Work, secret: str) -> PasswordLink:
    """The link while it is good; one that an officer gave ends when its owner begins to serve."""
    link = accounts.link(work.session, digest(heard(secret)), work.now)
    if link is None:
        raise Gone("gone")
    if link.created_by != link.person_id:
        _must_not_serve(work, link.person_id)
    return link


def use_link(work: Work, secret: str, hashed: str) -> PasswordDone:
    link = _good_link(work, secret)
    if not accounts.use_link(work.session, link, work.now):
        raise Gone("gone")
    mine = [m for m in members.of_person(work.session, link.person_id) if m.state == "approved"]
    if mine:
        return set_password(work, mine[-1], hashed)
    account = _account(work, link.person_id)
    account.password_hash = hashed
    _end_what_was_open(work, account)
    record(work, "account.password", ("person", link.person_id), held="own", outbox=False)
    known = accounts.logins(work.session, account.id)
    return PasswordDone(login=known[0].value if known else "", sign_in="/sessions/new")
