"""Accounts, logins, sign-ins, tokens and one-time links."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.models.people import Account, Login, PasswordLink, Person, SignIn, Token
from app.store.changes import rows_of
from app.store.hot import HotDatabase, HotRead
from app.store.keyset import beyond

_BY_LOGIN = HotRead(
    select(col(Account.id), col(Account.password_hash))
    .join(Login, col(Login.account_id) == col(Account.id))
    .where(col(Login.value) == bindparam("login"))
)


def secret_of(database: HotDatabase, login: str) -> tuple[str, str | None] | None:
    """(account id, password hash) behind a login, read before any transaction."""
    rows = _BY_LOGIN.rows(database, login=login)
    return (rows[0][0], rows[0][1]) if rows else None


def account(session: Session, account_id: str) -> Account:
    return session.execute(select(Account).where(col(Account.id) == account_id)).scalar_one()


def of_person(session: Session, person_id: str) -> Account | None:
    return session.execute(
        select(Account).where(col(Account.person_id) == person_id)
    ).scalar_one_or_none()


def person_of(session: Session, account_id: str) -> Person:
    return session.execute(
        select(Person)
        .join(Account, col(Account.person_id) == col(Person.id))
        .where(col(Account.id) == account_id)
    ).scalar_one()


def by_login(session: Session, login: str) -> Account | None:
    return session.execute(
        select(Account)
        .join(Login, col(Login.account_id) == col(Account.id))
        .where(col(Login.value) == login)
    ).scalar_one_or_none()


def logins(session: Session, account_id: str) -> list[Login]:
    return list(
        session.execute(
            select(Login)
            .where(col(Login.account_id) == account_id)
            .order_by(col(Login.kind).desc())
        ).scalars()
    )


def sign_ins(
    session: Session,
    account_id: str,
    now: datetime,
    most: int | None = None,
    after: tuple[Any, ...] | None = None,
) -> list[SignIn]:
    """Those that still open the door, newest first."""
    return list(
        session.execute(
            select(SignIn)
            .where(
                col(SignIn.account_id) == account_id,
                col(SignIn.ended_at).is_(None),
                col(SignIn.expires_at) > now,
                beyond(after, col(SignIn.id), down=True),
            )
            .order_by(col(SignIn.id).desc())
            .limit(most)
        ).scalars()
    )


def end_sign_in(session: Session, account_id: str, sign_in_id: str, now: datetime) -> None:
    if not is_id(sign_in_id):
        raise Hidden
    result = session.execute(
        update(SignIn)
        .where(
            col(SignIn.id) == sign_in_id,
            col(SignIn.account_id) == account_id,
            col(SignIn.ended_at).is_(None),
        )
        .values(ended_at=now)
    )
    if not rows_of(result):
        raise Hidden


def end_all_sign_ins(session: Session, account_id: str, now: datetime) -> None:
    session.execute(
        update(SignIn)
        .where(col(SignIn.account_id) == account_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=now)
    )


def end_all_tokens(session: Session, account_id: str, now: datetime) -> None:
    session.execute(
        update(Token)
        .where(col(Token.account_id) == account_id, col(Token.ended_at).is_(None))
        .values(ended_at=now)
    )


def tokens(
    session: Session,
    account_id: str,
    now: datetime,
    most: int | None = None,
    after: tuple[Any, ...] | None = None,
) -> list[Token]:
    """Those that still open the door, newest first."""
    return list(
        session.execute(
            select(Token)
            .where(
                col(Token.account_id) == account_id,
                col(Token.ended_at).is_(None),
                or_(col(Token.expires_at).is_(None), col(Token.expires_at) > now),
                beyond(after, col(Token.id), down=True),
            )
            .order_by(col(Token.id).desc())
            .limit(most)
        ).scalars()
    )


def end_token(session: Session, account_id: str, token_id: str, now: datetime) -> None:
    if not is_id(token_id):
        raise Hidden
    result = session.execute(
        update(Token)
        .where(
            col(Token.id) == token_id,
            col(Token.account_id) == account_id,
            col(Token.ended_at).is_(None),
        )
        .values(ended_at=now)
    )
    if not rows_of(result):
        raise Hidden


def link(session: Session, digest: str, now: datetime) -> PasswordLink | None:
    """The one-time link, while it is good."""
    return session.execute(
        select(PasswordLink).where(
            col(PasswordLink.digest) == digest,
            col(PasswordLink.used_at).is_(None),
            col(PasswordLink.expires_at) > now,
        )
    ).scalar_one_or_none()


def use_link(session: Session, found: PasswordLink, now: datetime) -> bool:
    """Once: the conditional UPDATE decides between two that come together."""
    result = session.execute(
        update(PasswordLink)
        .where(col(PasswordLink.id) == found.id, col(PasswordLink.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def choices(session: Session, person_ids: list[str]) -> list[dict[str, Any]]:
    """People to choose from, by name."""
    rows = session.execute(
        select(col(Person.id), col(Person.full_name))
        .where(col(Person.id).in_(person_ids))
        .order_by(col(Person.sort_key))
    )
    return [{"id": person_id, "name": name} for person_id, name in rows]


def invented_with_password(session: Session) -> bool:
    """Whether people of the demonstration can sign in here."""
    return (
        session.execute(
            select(col(Account.id))
            .where(col(Account.invented), col(Account.password_hash).is_not(None))
            .limit(1)
        ).first()
        is not None
    )


def end_links(session: Session, person_id: str, now: datetime) -> None:
    """A password that is set makes every other open link of hers worthless."""
    session.execute(
        update(PasswordLink)
        .where(col(PasswordLink.person_id) == person_id, col(PasswordLink.used_at).is_(None))
        .values(used_at=now)
    )
