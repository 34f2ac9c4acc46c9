"""When an entrant may complain of a round, and who may answer her."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

#: Days after closing in which a round takes complaints, where the contest says nothing else.
DAYS = 3


def until(closes_at: datetime, days: int) -> datetime:
    """The end, half-open, of the window."""
    return closes_at + timedelta(days=days)


def may_complain(opens_at: datetime, closes_at: datetime, days: int, now: datetime) -> bool:
    """From the round's opening on: who cannot hand in her paper need not wait for the closing."""
    return opens_at <= now < until(closes_at, days)


def may_answer(person: str | None, entrant: str, took_part: Collection[str]) -> bool:
    """Never she herself, nor whoever computed the result or marked her paper."""
    return person is not None and person != entrant and person not in took_part
