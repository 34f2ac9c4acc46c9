"""Moments of a contest: whole milliseconds since 1970 in UTC, so that comparing is exact."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
SECOND = 1000
#: RFC 3339: a zone is needed, because the host's own decides nothing.
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.(\d+))?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def to_ms(moment: datetime) -> int:
    """A moment with a zone; what is finer than a millisecond is cut. ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """In UTC."""
    return EPOCH + timedelta(milliseconds=ms)


def read(text: str) -> int:
    """An RFC 3339 text; digits after the millisecond are cut. ValueError for anything else."""
    found = _RFC_3339.fullmatch(text)
    if not found:
        raise ValueError("no RFC 3339 time")
    if found[1] and len(found[1]) > 6:
        text = text[: found.end(1) - len(found[1]) + 6] + text[found.end(1) :]
    try:
        return to_ms(datetime.fromisoformat(text.upper()))
    except OverflowError as error:
        raise ValueError("no RFC 3339 time") from error


def written(ms: int) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`, the one text of a moment in proofs (contract.md, Integrity)."""
    return from_ms(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def vietnam(moment: datetime) -> datetime:
    """A moment on the wall clock of Vietnam; one without a zone is meant to be on it already."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=VIETNAM)
    return moment.astimezone(VIETNAM)
