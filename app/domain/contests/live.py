"""The live round ("rung chuông vàng"): its steps as a table, and what a right answer is worth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

#: state → step → the state after it. Only the host takes steps.
STEPS: Mapping[str, Mapping[str, str]] = {
    "waiting": {"ask": "asking", "end": "ended"},
    "asking": {"close": "closed", "end": "ended"},
    "closed": {"ask": "asking", "end": "ended"},
    "ended": {},
}
#: A question is pushed so long after the step, so that every server and phone pushes it at once.
LEAD = timedelta(seconds=2)
MOST_QUESTIONS = 50
MOST_SECONDS = 300
BOARD_PLACES = 10


def points(worth: int, milliseconds: int, seconds: int) -> int | None:
    """`P·(1 − t/2T)` half up: P in hundredths of a point, t in milliseconds, T in seconds.

    None before the question was pushed and after its time.
    """
    whole = seconds * 1000
    if not 0 <= milliseconds <= whole:
        return None
    return (worth * (2 * whole - milliseconds) + whole) // (2 * whole)


def milliseconds(asked_at: datetime, received_at: datetime) -> int:
    """From the question's pushing to the receipt of an answer; what is begun counts as whole."""
    return -((asked_at - received_at) // timedelta(milliseconds=1))


def places(ranked: list[int]) -> list[int]:
    """Places of points that stand in falling order: equals share the better place."""
    return [ranked.index(one) + 1 for one in ranked]


def next_steps(state: str, place: int, total: int) -> tuple[str, ...]:
    """What the host can do now; nothing is asked beyond the last question."""
    return tuple(step for step in STEPS[state] if step != "ask" or place < total)
