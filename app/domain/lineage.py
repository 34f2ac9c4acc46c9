"""The unit of any day, reckoned from what somebody said once and from what became of units.

Nobody is moved: a member's row keeps what she said. A whole unit that went to exactly one other
carries its people along; where it was divided, only a placement says where she belongs, and
without one she is counted apart (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """What one reorganisation did to one unit, seen from it.

    `to`: (unit, whole) pairs, none where it closed; `closes`: whether it ended by this;
    `hamlets`: folded hamlet → unit, as the decision names them.
    """

    reorganisation: str
    unit: str
    effective_on: date
    recorded_at: datetime
    to: tuple[tuple[str, bool], ...]
    closes: bool
    hamlets: Mapping[str, str] = field(default_factory=dict)

    @property
    def heir(self) -> str | None:
        """The one unit to which all of it went."""
        wholes = [unit for unit, whole in self.to if whole]
        return wholes[0] if self.closes and len(self.to) == 1 and wholes else None

    @property
    def choices(self) -> tuple[str, ...]:
        """Where somebody of a divided unit may belong now."""
        named = tuple(unit for unit, _ in self.to)
        return named if self.closes or self.unit in named else (self.unit, *named)


@dataclass(frozen=True, slots=True)
class Said:
    """That somebody named a unit: on a Vietnamese day, at a moment."""

    unit: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A unit, or (`unit` None) the step behind which nobody knows yet."""

    unit: str | None
    step: Step | None = None


class Lineage:
    """All that became of all units. `first_days`: the day on which each unit was founded."""

    def __init__(self, steps: Iterable[Step], first_days: Mapping[str, date]) -> None:
        self._first_days = first_days
        self._from: dict[str, list[Step]] = {}
        self._into: dict[str, list[Step]] = {}
        for step in sorted(steps, key=lambda one: one.effective_on):
            self._from.setdefault(step.unit, []).append(step)
            for unit, _ in step.to:
                if unit != step.unit:
                    self._into.setdefault(unit, []).append(step)

    def steps_of(self, unit: str) -> Sequence[Step]:
        return self._from.get(unit, ())

    def steps(self) -> Iterator[Step]:
        for steps in self._from.values():
            yield from steps

    def unit_on(self, said: Said, day: date, placed: Mapping[str, str] | None = None) -> Found:
        """Where somebody who said this belongs on a day. `placed`: reorganisation → unit."""
        unit, since = said.unit, None
        while (step := self._next(unit, since, day, said)) is not None:
            heir = step.heir or (placed or {}).get(step.reorganisation)
            if heir is None:
                return Found(None, step)
            unit, since = heir, step.effective_on
        return Found(unit) if since is not None or day >= said.on else self._before(said, day)

    def _next(self, unit: str, since: date | None, day: date, said: Said) -> Step | None:
        """The next step that touches her; what she knew when she spoke does not touch her."""
        for step in self.steps_of(unit):
            if step.effective_on > day:
                return None
            if since is not None:
                if step.effective_on > since:
                    return step
            elif step.closes or said.on < step.effective_on or said.at < step.recorded_at:
                return step
        return None

    def _before(self, said: Said, day: date) -> Found:
        """Her unit on a day before she spoke: known where it had one origin, taken as a whole."""
        unit, since = said.unit, said.on
        while True:
            origins = [
                step
                for step in self._into.get(unit, ())
                if day < step.effective_on <= since
                and (unit != said.unit or step.recorded_at <= said.at)
            ]
            if not origins:
                known = self._first_days.get(unit, day) <= day
                return Found(unit if known else None)
            last = max(step.effective_on for step in origins)
            latest = [step for step in origins if step.effective_on == last]
            if len(latest) > 1 or latest[0].heir != unit or self._first_days[unit] < last:
                return Found(None, latest[0])
            unit, since = latest[0].unit, last - timedelta(days=1)

    def origins(self, unit: str) -> list[str]:
        """A unit and all whose people may have come into it."""
        found = [unit]
        for at in found:
            found += [s.unit for s in self._into.get(at, ()) if s.unit not in found]
        return found

    def now(self, unit: str, day: date) -> list[str]:
        """The units in which people of a unit may live on a day; itself first while it lives."""
        reached: dict[str, None] = {}
        ways: list[tuple[str, date]] = [(unit, date.min)]
        for at, since in ways:
            steps = [s for s in self.steps_of(at) if since < s.effective_on <= day]
            if not any(step.closes for step in steps):
                reached[at] = None
            ways += [
                (to, step.effective_on)
                for step in steps
                for to, _ in step.to
                if to != at and (to, step.effective_on) not in ways
            ]
        return list(reached)
