"""Wishes about notices, links in letters, and what has left the product, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.base import Body, Read, Version

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
#: One address as servers take it: ASCII, one @, a host with a dot.
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=200,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    ),
]


class PreferenceRead(Read):
    """`phone`: masked; messages go to the number of her file. Hours are Vietnamese, HH:MM."""

    email: str
    email_confirmed_at: datetime | None
    by_email: bool
    by_zalo: bool
    by_sms: bool
    about_membership: bool
    about_posts: bool
    about_questions: bool
    about_news: bool
    daily: bool
    daily_by_sms: bool
    daily_hour: int
    quiet_from: str
    quiet_to: str
    urgent_at_night: bool
    version: int
    phone: str | None
    phone_shared: bool
    #: Whether she agreed to be contacted, or serves on a board: without it nothing leaves.
    consented: bool
    demo: bool


class PreferenceChange(Body):
    by_email: bool | None = None
    by_zalo: bool | None = None
    by_sms: bool | None = None
    about_membership: bool | None = None
    about_posts: bool | None = None
    about_questions: bool | None = None
    about_news: bool | None = None
    daily: bool | None = None
    daily_by_sms: bool | None = None
    daily_hour: Annotated[int, Field(ge=0, le=23)] | None = None
    quiet_from: Clock | None = None
    quiet_to: Clock | None = None
    urgent_at_night: bool | None = None
    version: Version = None


class EmailCreate(Body):
    email: Email


class MailLinkUse(Body):
    """What a mail program sends when she presses its own “unsubscribe” (RFC 8058)."""

    one_click: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, alias="List-Unsubscribe"
    )


class MailLinkRead(Read):
    """`done`: the address is confirmed, or letters by e-mail have ended."""

    purpose: str
    email: str
    done: bool


class DeliveryRead(Read):
    """One notice on its way. `text`: what leaves, in the demonstration what would have left."""

    id: str
    full_name: str
    member: str | None
    kind: str
    channel: str
    state: str
    problem: str
    attempts: int
    next_at: datetime
    created_at: datetime
    ended_at: datetime | None
    text: str


class DeliveryList(Read):
    items: list[DeliveryRead]
    next: str | None = None
    community: str
    demo: bool
