"""Notices: what they are about, which ways out there are for whom, and when nobody is disturbed.

At once: leaves as soon as it may, and stands in the board's list until she was told. Digest: the
inbox, and a line of the day's summary. Board: for people of the board, at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

AT_ONCE, DIGEST, BOARD = "at_once", "digest", "board"
#: The cheapest first; another one is tried only when the one before surely did not arrive.
CHANNELS = ("email", "zalo", "sms")
PHONE = frozenset({"zalo", "sms"})
DAILY = "digest.daily"

#: The first word of a kind → the topic that she may mute outside.
TOPIC_OF = {
    "apply": "membership",
    "member": "membership",
    "post": "posts",
    "comment": "posts",
    "flag": "posts",
    "appeal": "posts",
    "sanction": "posts",
    "question": "questions",
    "care": "questions",
    "bulletin": "news",
    "contest": "news",
    "survey": "news",
    "wish": "questions",
    "need": "questions",
    "duty": "board",
    "takedown": "board",
    "fake_report": "board",
    "review": "board",
    "digest": "digest",
}
TOPICS = ("membership", "posts", "questions", "news")
#: Of these a phone that others hold in their hands shows nothing, not even that there is a letter.
PRIVATE = frozenset({"questions", "posts"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person chose; the defaults hold for who chose nothing."""

    by_email: bool = True
    by_zalo: bool = True
    by_sms: bool = True
    muted: Collection[str] = field(default=())
    daily: bool = True
    daily_by_sms: bool = False
    quiet_from: int = 21 * 60 + 30
    quiet_to: int = 6 * 60 + 30
    urgent_at_night: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Where she can be reached: a confirmed address, a phone, and whether she agreed to it."""

    email: str = ""
    phone: str = ""
    shared: bool = False
    consented: bool = False

    def address(self, channel: str) -> str:
        return self.email if channel == "email" else self.phone


def topic(kind: str) -> str:
    return TOPIC_OF.get(kind.partition(".")[0], "news")


def ways(
    kind: str, urgency: str, wishes: Wishes, reach: Reach, usable: Collection[str]
) -> tuple[str, ...]:
    """The channels by which this may leave, in the order in which they are tried."""
    about = topic(kind)
    if not reach.consented or about in wishes.muted:
        return ()
    if urgency == DIGEST and kind != DAILY:
        return ()
    wanted = {"email": wishes.by_email, "zalo": wishes.by_zalo, "sms": wishes.by_sms}
    if kind == DAILY:
        wanted = {
            "email": wishes.daily and wishes.by_email,
            "zalo": False,
            "sms": wishes.daily_by_sms and wishes.by_sms,
        }
    if reach.shared and about in PRIVATE:
        wanted |= dict.fromkeys(PHONE, False)
    return tuple(
        channel
        for channel in CHANNELS
        if channel in usable and wanted[channel] and reach.address(channel)
    )


def not_before(local: datetime, urgency: str, wishes: Wishes) -> datetime:
    """The first moment from `local` on at which she may be disturbed."""
    start, end = wishes.quiet_from, wishes.quiet_to
    if start == end or (urgency == BOARD and wishes.urgent_at_night):
        return local
    minute = local.hour * 60 + local.minute
    quiet = start <= minute < end if start < end else minute >= start or minute < end
    if not quiet:
        return local
    morning = local.replace(hour=end // 60, minute=end % 60, second=0, microsecond=0)
    return morning if minute < end else morning + timedelta(days=1)
