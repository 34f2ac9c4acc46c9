"""Personal bearer tokens for programs: made, shown once, listed, ended."""

from __future__ import annotations

from datetime import timedelta

from app.domain.ids import new_token
from app.domain.paging import Page
from app.domain.refusals import Invalid
from app.domain.scopes import SCOPES
from app.models.people import Token
from app.schemas.people import (
    TokenCreate,
    TokenList,
    TokenRead,
)
from app.services.deeds import fresh_id, record
from app.store import accounts
from app.store.actors import Work, digest


def make_token(work: Work, body: TokenCreate) -> TokenRead:
    """A bearer secret, shown once; never wider than the one it is made with."""
    unknown = set(body.scopes or []) - set(SCOPES)
    if unknown:
        raise Invalid.at("/scopes", "scope-unknown")
    scopes = body.scopes
    if work.actor.scopes is not None:
        scopes = sorted(work.actor.scopes & set(scopes or work.actor.scopes))
    secret = new_token()
    token = Token(
        id=fresh_id(work),
        digest=digest(secret),
        account_id=work.actor.account_id or "",
        label=body.label,
        scopes=scopes,
        created_at=work.now,
        expires_at=work.now + timedelta(days=body.expires_in_days)
        if body.expires_in_days
        else None,
    )
    work.session.add(token)
    work.session.flush()
    record(work, "token.create", ("account", token.account_id), held="own", outbox=False)
    return _token(token, secret)


def tokens(work: Work, paging: Page) -> TokenList:
    rows = accounts.tokens(
        work.session, work.actor.account_id or "", work.now, paging.limit + 1, paging.key(str)
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return TokenList(items=[_token(row) for row in shown], next=following)


def _token(row: Token, secret: str | None = None) -> TokenRead:
    return TokenRead(
        id=row.id,
        label=row.label,
        scopes=row.scopes,
        created_at=row.created_at,
        expires_at=row.expires_at,
        token=secret,
    )


def end_token(work: Work, token_id: str) -> None:
    accounts.end_token(work.session, work.actor.account_id or "", token_id, work.now)
    record(work, "token.end", ("token", token_id), held="own", outbox=False)
