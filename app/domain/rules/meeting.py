"""What a text meets, gathered while it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.rules.rule import Rule

#: Checks of words taken apart, in one text; a text that asks for more is held for a human.
MOST_CHECKS = 8_000


@dataclass(frozen=True, slots=True)
class Met:
    """One rule that a text meets, and where first."""

    rule: Rule
    start: int
    end: int


@dataclass(slots=True)
class Meeting:
    """All rules that a text meets, each once; the places to mask; whether the text was too
    tangled to be read to its end."""

    met: list[Met] = field(default_factory=list)
    masks: list[tuple[int, int]] = field(default_factory=list)
    tangled: bool = False


class Gathering:
    """What has been found so far."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules
        self._first: dict[int, tuple[int, int]] = {}
        #: Where a mask begins → how far the longest one from there goes.
        self._masks: dict[int, int] = {}
        self._covers: dict[str, bool] = {}
        self.checks = MOST_CHECKS

    def take(self, values: Iterable[int], start: int, end: int) -> bool:
        """Rules that are met here; whether one of them masks."""
        masks = False
        for place in values:
            self._first.setdefault(place, (start, end))
            masks = masks or self._rules[place].action == "mask"
        if masks:
            self.cover(start, end)
        return masks

    def take_once(self, what: str, values: Iterable[int], start: int, end: int) -> None:
        """The rules that look for one thing; after the first time only the place counts."""
        if what not in self._covers:
            self._covers[what] = self.take(values, start, end)
        elif self._covers[what]:
            self.cover(start, end)

    def cover(self, start: int, end: int) -> None:
        if end > self._masks.get(start, start):
            self._masks[start] = end

    def done(self) -> Meeting:
        met = [Met(self._rules[place], *span) for place, span in self._first.items()]
        return Meeting(met, _joined(self._masks.items()), self.checks < 0)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
