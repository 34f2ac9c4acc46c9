"""Signing in, tokens, one-time links, and a person's own side."""

from __future__ import annotations

from app.domain.seals import Seals
from app.schemas.base import Empty, FormRead, form
from app.schemas.people import (
    ConsentChange,
    ConsentList,
    MeRead,
    MyDataRead,
    PasswordDone,
    PasswordForm,
    PasswordLinkUse,
    SessionCreate,
    SessionList,
    SessionRead,
    SignInForm,
    TokenCreate,
    TokenList,
    TokenRead,
)
from app.schemas.reviews import NoticeList, NoticeRead
from app.services import letterbox, me, my_data, sign_ins, tokens
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging, first_page
from app.web.seals import seals
from app.web.signing import forget_cookie, hash_for_link, safe_next, set_cookie, verified

router = Nouns()


@router.read("/sessions/new", "session.create", "sessions/new.html")
def sign_in_form(work: Work, next: str = "/") -> SignInForm:
    """The sign-in page."""
    return SignInForm(
        action="/sessions",
        schema=form("/sessions", SessionCreate).schema_,
        next=safe_next(next),
    )


@router.create(
    "/sessions",
    "session.create",
    form=sign_in_form,
    before=verified,
    same_site=True,
    after=set_cookie,
    keeps_answers=False,
    goes_to=lambda session: session.next,
    statuses=(401,),
)
def sign_in(work: Work, body: SessionCreate, prepared: tuple[str | None, str]) -> SessionRead:
    """Sign in; wrong and unknown get the same answer after the same time."""
    account_id, device = prepared
    return sign_ins.open_sign_in(
        work, account_id, shared=body.shared_device, device=device, to=safe_next(body.next or "/")
    )


@router.read("/sessions", "me.read", "sessions/list.html")
def list_sessions(work: Work, paging: Paging) -> SessionList:
    """Where she is signed in."""
    return sign_ins.sessions(work, paging)


@router.remove(
    "/sessions/{id}",
    "me.change",
    form=list_sessions,
    after=forget_cookie,
    goes_to=lambda _: "/sessions",
)
def end_session(work: Work, id: str) -> None:
    """End one session; `current` is this one."""
    sign_ins.end(work, id)


@router.read("/tokens", "me.read", "sessions/tokens.html")
def list_tokens(work: Work, paging: Paging) -> TokenList:
    """Personal tokens for programs."""
    return tokens.tokens(work, paging)


@router.read("/tokens/new", "me.change", "sessions/token_new.html")
def token_form(work: Work) -> FormRead:
    """The form for a token."""
    return form("/tokens", TokenCreate)


@router.create("/tokens", "me.change", "sessions/token.html", form=token_form, keeps_answers=False)
def create_token(work: Work, body: TokenCreate) -> TokenRead:
    """A personal token, shown once."""
    return tokens.make_token(work, body)


@router.remove("/tokens/{id}", "me.change", form=list_tokens, goes_to=lambda _: "/tokens")
def end_token(work: Work, id: str) -> None:
    """Revoke a token."""
    tokens.end_token(work, id)


@router.read(
    "/password-links/{secret}", "password_link.use", "sessions/password.html", statuses=(410,)
)
def password_form(work: Work, secret: str) -> PasswordForm:
    """The page behind a one-time link."""
    return sign_ins.link_form(work, secret)


@router.act(
    "/password-links/{secret}",
    "password_link.use",
    form=password_form,
    before=hash_for_link,
    keeps_answers=False,
    statuses=(410,),
    goes_to=lambda done: done.sign_in + "?done=password",
)
def use_password_link(
    work: Work, secret: str, body: PasswordLinkUse, prepared: str
) -> PasswordDone:
    """Set the password; the link works once."""
    return sign_ins.use_link(work, secret, prepared)


# -- her own side ------------------------------------------------------------------------------


@router.read("/me", "me.read", "me/page.html")
def read_me(work: Work) -> MeRead:
    """Her page."""
    return me.me(work)


@router.read("/me/data", "me.read", "me/data.html", before=seals)
def read_my_data(work: Work, prepared: Seals) -> MyDataRead:
    """All that is held about her, and who looked."""
    return my_data.data(work, prepared)


@router.read("/me/consents", "me.read", "me/consents.html")
def read_my_consents(work: Work, paging: Paging) -> ConsentList:
    """Her consents, given and withdrawn."""
    return me.consents(work, paging)


@router.act(
    "/me/consents",
    "me.change",
    form=read_my_consents,
    goes_to=lambda _: "/me/consents?done=saved",
)
def give_consent(work: Work, body: ConsentChange) -> ConsentList:
    """Give a consent."""
    me.give_consent(work, body)
    return me.consents(work, first_page())


@router.remove(
    "/me/consents/{member}/{purpose}",
    "me.change",
    form=read_my_consents,
    goes_to=lambda _: "/me/consents?done=saved",
)
def withdraw_consent(work: Work, member: str, purpose: str) -> None:
    """Withdraw a consent; not retroactive."""
    me.withdraw_consent(work, member, purpose)


@router.read("/me/notices", "me.read", "me/notices.html")
def read_my_notices(work: Work, paging: Paging) -> NoticeList:
    """Her letters."""
    return letterbox.page(work, paging)


@router.act(
    "/me/notices/reading",
    "me.change",
    goes_to=lambda _: "/me/notices",
    form=read_my_notices,
)
def mark_all_read(work: Work, body: Empty) -> NoticeList:
    """She has read them all."""
    letterbox.mark_all_read(work)
    return letterbox.page(work, first_page())


@router.act(
    "/me/notices/{id}/reading",
    "me.change",
    goes_to=lambda _: "/me/notices",
    form=read_my_notices,
)
def mark_read(work: Work, id: str, body: Empty) -> NoticeRead:
    """She has read it."""
    return letterbox.mark_read(work, id)
