"""What she wishes of notices, links in letters, what has left the product."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.notices import (
    DeliveryList,
    EmailCreate,
    MailLinkRead,
    MailLinkUse,
    PreferenceChange,
    PreferenceRead,
)
from app.services import notice_wishes, sent
from app.services.notice_wishes import CONFIRM, UNSUBSCRIBE
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.signed import Opened, opened

router = Nouns()


@router.read("/me/preferences", "me.read", "me/preferences.html")
def read_preferences(work: Work) -> PreferenceRead:
    """By which way she hears, of what, and when not."""
    return notice_wishes.read(work)


@router.change(
    "/me/preferences",
    "me.change",
    form=read_preferences,
    goes_to=lambda _: "/me/preferences?done=saved",
)
def change_preferences(work: Work, body: PreferenceChange) -> PreferenceRead:
    """Change some of it."""
    return notice_wishes.change(work, body)


@router.act(
    "/me/preferences/email",
    "me.change",
    form=read_preferences,
    goes_to=lambda _: "/me/preferences?done=saved",
    throttle="mail-address",
)
def set_email(work: Work, body: EmailCreate) -> PreferenceRead:
    """Write an address down; a letter asks its owner to confirm it."""
    return notice_wishes.set_email(work, body)


@router.remove(
    "/me/preferences/email",
    "me.change",
    form=read_preferences,
    goes_to=lambda _: "/me/preferences?done=saved",
)
def remove_email(work: Work) -> None:
    """Forget the address."""
    notice_wishes.remove_email(work)


@router.read("/unsubscribe/{token}", "mail_link.use", "notices/mail_link.html", before=opened)
def open_unsubscribe(work: Work, token: str, prepared: Opened) -> MailLinkRead:
    """The page behind the link at the foot of a letter; opening it changes nothing."""
    link, ended = prepared
    return notice_wishes.opened(work, UNSUBSCRIBE, link, ended=ended)


@router.act(
    "/unsubscribe/{token}",
    "mail_link.use",
    "notices/mail_link.html",
    before=opened,
    keeps_answers=False,
)
def unsubscribe(work: Work, token: str, body: MailLinkUse, prepared: Opened) -> MailLinkRead:
    """No letters by e-mail any more, without signing in."""
    link, ended = prepared
    return notice_wishes.use(work, UNSUBSCRIBE, link, ended=ended)


@router.read(
    "/mail-addresses/{confirmation}",
    "mail_link.use",
    "notices/mail_link.html",
    before=opened,
    statuses=(410,),
)
def open_confirmation(work: Work, confirmation: str, prepared: Opened) -> MailLinkRead:
    """The page behind the link that asks whether an address is hers."""
    link, ended = prepared
    return notice_wishes.opened(work, CONFIRM, link, ended=ended)


@router.act(
    "/mail-addresses/{confirmation}",
    "mail_link.use",
    "notices/mail_link.html",
    before=opened,
    keeps_answers=False,
    statuses=(410,),
)
def confirm_address(
    work: Work, confirmation: str, body: MailLinkUse, prepared: Opened
) -> MailLinkRead:
    """The address is hers."""
    link, ended = prepared
    return notice_wishes.use(work, CONFIRM, link, ended=ended)


@router.read("/communities/{slug}/deliveries", "delivery.read", "notices/deliveries.html")
def list_deliveries(
    work: Work,
    slug: str,
    paging: Paging,
    state: Annotated[str, Query(max_length=20)] = "",
) -> DeliveryList:
    """What has left by e-mail, Zalo and SMS, and what did not arrive."""
    return sent.page(work, slug, state, paging)
