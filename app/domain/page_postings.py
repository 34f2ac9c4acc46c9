"""What is put on a Facebook Page: states, what an error of Facebook means, when to try again.

Codes: developers.facebook.com/docs/graph-api/guides/error-handling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.text import nfc

#: Not on the Page, and may still come to be: one of these a subject.
LIVE = ("waiting", "sending", "unknown", "failed")
STATES = (*LIVE, "sent", "cancelled")
CHANNELS = ("page", "group")

#: Where a bulletin stands for the Page: everyone reads it; it is on the way; it is not to be there.
OUT, AHEAD, GONE = "out", "ahead", "gone"

MOST_ATTEMPTS = 5
BACK_OFF = timedelta(minutes=1)
RATE_BACK_OFF = timedelta(minutes=15)
#: After an answer was lost, the Page is looked at so many minutes later; then a person decides.
LOOKS = (timedelta(seconds=30), timedelta(minutes=3), timedelta(minutes=15))
#: What Facebook's own schedule takes.
EARLIEST, LATEST = timedelta(minutes=10), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing was published. `again`: worth another try by itself, after a pause."""

    code: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One errand to the Page. `version`: of the posting while the errand runs; `key`: of the token.

    `pictures`: keys of the storage, opened only to publish. `look_since`: it may stand there
    already since then. `publish` False: only look.
    """

    posting: str
    version: int
    community: str
    page_id: str
    token: str
    key: int
    text: str
    link: str
    pictures: tuple[str, ...]
    at: datetime | None
    look_since: datetime | None
    publish: bool
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: an id on the Page, a trouble, a lost answer, or (all empty) not seen."""

    outside_id: str = ""
    address: str = ""
    trouble: Trouble | None = None
    lost: bool = False


_CODES: Mapping[int, Trouble] = {
    190: Trouble("page-token-expired"),
    102: Trouble("page-token-expired"),
    10: Trouble("page-permission"),
    368: Trouble("page-blocked"),
    100: Trouble("page-refused"),
    506: Trouble("page-same-words"),
    **dict.fromkeys((4, 17, 32, 613), Trouble("page-rate", again=True)),
    **dict.fromkeys((1, 2), Trouble("page-unreachable", again=True)),
}


def trouble_of(code: int) -> Trouble:
    """200–299 are missing permissions; what is not known is a refusal, and never repeated."""
    if 200 <= code < 300:
        return Trouble("page-permission")
    return _CODES.get(code, Trouble("page-refused"))


def pause(trouble: Trouble, attempts: int) -> timedelta | None:
    """How long to wait before the next try, or None when there is none."""
    if not trouble.again or attempts >= MOST_ATTEMPTS:
        return None
    first = RATE_BACK_OFF if trouble.code == "page-rate" else BACK_OFF
    return first * int(2 ** (attempts - 1))


def same_words(one: str, other: str) -> bool:
    """Facebook trims and folds white space; letters are compared as they are read."""
    return " ".join(nfc(one).split()) == " ".join(nfc(other).split())


def fits_facebooks_schedule(wanted_at: datetime, now: datetime) -> bool:
    return now + EARLIEST <= wanted_at <= now + LATEST


def standing(state: str, audience: str) -> str:
    """Whether what a posting is about may stand on the Page, by the post's own state."""
    if audience != "public":
        return GONE
    return {"published": OUT, "scheduled": AHEAD, "approved": AHEAD}.get(state, GONE)


def actions(channel: str, state: str, *, waits_for_second: bool, gone: bool = False) -> list[str]:
    """What the board may do to a posting in this state. `gone`: what it is about is not shown."""
    if channel == "group" or state in {"sent", "cancelled", "sending"}:
        return []
    if state == "waiting":
        return ["approval", "cancellation"] if waits_for_second else ["cancellation"]
    if state == "failed":
        return [*([] if gone else ["attempt"]), "publication", "cancellation"]
    # Unknown: somebody looks at the Page and says what stands there.
    return ["publication", "cancellation" if gone else "attempt"]
