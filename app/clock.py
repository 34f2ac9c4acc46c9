"""The only clock. UTC inside; the Vietnamese day at the edge (design.md §6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Vietnam at this moment."""
    return now().astimezone(VIETNAM).date()


def in_vietnam(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM)


def day_start(day: date) -> datetime:
    """The first moment of a Vietnamese day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The first moment after a Vietnamese day, in UTC: windows are half-open."""
    return day_start(day + timedelta(days=1))
