"""Deliveries: what an attempt to send can end in, and what follows from it (ADR 0019)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

#: What the other side said, or did not say.
SENT, REFUSED, AWAY, UNCERTAIN = "sent", "refused", "away", "uncertain"
#: How long after the first, second … failed attempt the next one comes.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt. `problem` is a short code, never what the other side wrote."""

    what: str
    problem: str = ""
    receipt: str = ""


class NotSent(Exception):
    """The words did not leave, or nobody knows. `outcome` says which."""

    def __init__(self, what: str, problem: str) -> None:
        super().__init__(problem)
        self.outcome = Outcome(what, problem)


def after(outcome: Outcome, attempts: int) -> tuple[str, timedelta | None]:
    """(state, wait until the next attempt). Only what surely was not sent is tried again."""
    if outcome.what == SENT:
        return "sent", None
    if outcome.what == REFUSED:
        return "failed", None
    if outcome.what == UNCERTAIN:
        return "unknown", None
    if attempts > len(WAITS):
        return "given_up", None
    return "queued", WAITS[attempts - 1]


def tries_another(state: str) -> bool:
    """Whether another way is tried: only after a way that surely did not arrive."""
    return state in {"failed", "given_up"}
