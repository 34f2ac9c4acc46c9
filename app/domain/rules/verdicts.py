"""What becomes of a text: the strictest of what matched wins, and all that matched is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.rules.meeting import Meeting, Met
from app.domain.rules.rule import ACTIONS

PUBLISH = "publish"
MASK = "•••"
#: Why a text waits where a rule was met, and where no rule could read it to its end.
BY_RULE, TANGLED = "rule", "tangled"
#: A rule that meets more than this share of what was written is told before it is kept.
TOO_MANY = 0.30


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that was met: what evidence and log keep of it."""

    id: str
    version: int
    label: str
    action: str
    message: str = ""

    def kept(self) -> dict[str, object]:
        return {"id": self.id, "version": self.version, "label": self.label, "action": self.action}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`action`: publish, tag, flag, mask, hold or refuse. `why`: the codes that the author is
    shown; `facts`: what they speak of. `masked_text`: the text for readers, or None."""

    action: str = PUBLISH
    why: tuple[str, ...] = ()
    masked_text: str | None = None
    rules: tuple[Applied, ...] = ()
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def message(self) -> str:
        """What the rule that decided says to the author."""
        return next((one.message for one in self.rules if one.action == self.action), "")


def strictest(actions: Sequence[str]) -> str:
    return min(actions, key=ACTIONS.index) if actions else PUBLISH


def in_order(met: Sequence[Met]) -> list[Applied]:
    """The strictest first; among equals by priority, then by age."""
    ordered = sorted(
        met, key=lambda one: (ACTIONS.index(one.rule.action), -one.rule.priority, one.rule.id)
    )
    return [
        Applied(one.rule.id, one.rule.version, one.rule.label, one.rule.action, one.rule.message)
        for one in ordered
    ]


def of_meeting(meeting: Meeting, text: str) -> Verdict:
    rules = tuple(in_order(meeting.met))
    action = strictest([one.action for one in rules])
    why: tuple[str, ...] = (BY_RULE,) if action in {"hold", "refuse"} else ()
    if meeting.tangled and action not in {"hold", "refuse"}:
        action, why = "hold", (TANGLED,)
    hidden = masked(text, meeting.masks) if meeting.masks and action != "refuse" else None
    return Verdict(action, why, hidden, rules)


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], MASK]
        at = end
    return "".join([*parts, text[at:]])
