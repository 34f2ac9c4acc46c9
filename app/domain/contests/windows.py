"""When a round takes papers: half-open windows, deadlines, to the millisecond (design.md §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.contests import moments
from app.domain.refusals import Invalid

REMINDED_BEFORE = timedelta(hours=12) // moments.MILLISECOND


@dataclass(frozen=True, slots=True)
class Window:
    """[opens, closes) in milliseconds since 1970, UTC: the closing moment itself is outside."""

    opens: int
    closes: int

    def state(self, at: int) -> str:
        """`before`, `open` or `closed` at that millisecond by the server's clock."""
        if at < self.opens:
            return "before"
        return "open" if at < self.closes else "closed"

    def deadline(self, started: int, time_limit_s: int | None) -> int:
        """When a paper begun then ends: its time is up, or the round closes before."""
        if time_limit_s is None:
            return self.closes
        return min(started + time_limit_s * moments.SECOND, self.closes)


def window(opens_at: datetime, closes_at: datetime) -> Window:
    """Moments without a zone are Vietnam's. Refuses a window that holds no millisecond."""
    opens, closes = (moments.to_ms(moments.vietnam(at)) for at in (opens_at, closes_at))
    if closes <= opens:
        raise Invalid.at("/closes_at", "closes-before-opening")
    return Window(opens, closes)


def weekly(first: Window, rounds: int) -> tuple[Window, ...]:
    """A series: the same window week after week; the wall clock of Vietnam never shifts."""
    week = timedelta(weeks=1) // moments.MILLISECOND
    return tuple(Window(first.opens + n * week, first.closes + n * week) for n in range(rounds))


def submitted_at(now: int, deadline: int) -> int:
    """The time of a paper that is handed in now, or was closed at its deadline.

    From the deadline on the saved answers count, with the deadline as their time.
    """
    return min(now, deadline)


def reminder_at(started: int, deadline: int, time_limit_s: int | None) -> int:
    """When she is reminded of a paper that she has not handed in: at half of its time; without a
    limit as late as twelve hours before the round closes."""
    half = started + (deadline - started) // 2
    return half if time_limit_s is not None else max(half, deadline - REMINDED_BEFORE)


def in_time(now: int, deadline: int) -> bool:
    """Whether the answers sent now still count; one millisecond decides."""
    return now < deadline
