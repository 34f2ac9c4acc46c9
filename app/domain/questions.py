"""Private questions to the board: what a thread is, and what may happen to it next."""

from __future__ import annotations

from collections.abc import Mapping

STATES = ("open", "answered", "closed")
#: (state, what happens) → the state afterwards. A message of hers opens a thread again.
MOVES: Mapping[tuple[str, str], str] = {
    ("open", "answer"): "answered",
    ("answered", "answer"): "answered",
    ("open", "message"): "open",
    ("answered", "message"): "open",
    ("closed", "message"): "open",
    ("open", "close"): "closed",
    ("answered", "close"): "closed",
}
#: Views of the board's list; `open` and `unowned` are read in the order of waiting.
VIEWS = ("open", "unowned", "mine", "all")


def after(state: str, deed: str) -> str | None:
    return MOVES.get((state, deed))


def asker_actions(state: str, *, withdrawn: bool, private: bool) -> list[str]:
    """What she may do with her own thread; taking her words back ends it for good."""
    if withdrawn:
        return []
    safe = ["safe-contact"] if private else []
    closing = ["closing"] if after(state, "close") else []
    return ["messages", *safe, *closing, "withdrawal"]


def board_actions(state: str, *, withdrawn: bool, owned: bool) -> list[str]:
    """`owned`: somebody of the board keeps it."""
    if withdrawn or state == "closed":
        return []
    claim = [] if owned else ["claim"]
    return [*claim, "answers", "assignment", "closing", "care"]
