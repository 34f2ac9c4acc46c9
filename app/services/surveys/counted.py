"""Which responses the cross-tables of a survey are of, and their counts, read once.

While answers can come nobody sees it grow by one: anonymous answers come in batches
(`mixing`, ADR 0031), of others the first so many full tens are counted, whoever looks. What must be
remembered of figures once shown is asked for here, in `counted`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from app.domain.surveys.axes import UNIT, Axis, Raw, axes
from app.domain.surveys.cells import in_batches
from app.models.surveys import Survey
from app.store import audit, survey_exports, survey_mixing
from app.store import survey_crosstabs as store
from app.store.actors import Work

#: Counts are remembered by the survey, its version, both questions, the responses counted and how
#: often one of them was put right.
MOST_REMEMBERED = 512
#: A table of more groups than these is not remembered.
MOST_GROUPS = 2000


@dataclass
class Counted:
    """`n`: how many responses; `until`: the last of them, None: all that are there; `corrected`:
    how often one was put right."""

    work: Work
    survey: Survey
    n: int
    until: str | None
    corrected: int
    axes: dict[str, Axis]

    def pairs(self, one: Axis, other: Axis) -> list[Raw]:
        return self._read("pairs", store.pairs, one, other)

    def choices(self, several: Axis, other: Axis) -> list[Raw]:
        return self._read("choices", store.choices, several, other)

    def _read(self, what: str, read: Callable[..., list[Raw]], one: Axis, other: Axis) -> list[Raw]:
        of = self.survey
        responses = (self.n, self.until, self.corrected)
        key = (of.id, of.current, *responses, what, *_of(one), *_of(other))
        found = _remembered(key)
        if found is None:
            found = read(self.work.session, of.id, self.until, one, other)
            if len(found) <= MOST_GROUPS:
                _remember(key, found)
        return found

    def asked(self, axis: Axis) -> int | None:
        """How many were asked; None where it depends on more than one answer."""
        if not axis.looks_at:
            return sum(n for number, _, _, n in self.pairs(axis, axis) if number in axis.numbers)
        on = self.parent(axis)
        if on is None:
            return None
        return sum(n for number, _, b, n in self.pairs(axis, on) if axis.asks(number, on, b))

    def parent(self, axis: Axis) -> Axis | None:
        """The only question on whose one answer it depends whether this one is asked."""
        if len(axis.looks_at) != 1:
            return None
        on = self.axes.get(next(iter(axis.looks_at)))
        return None if on is None or on.several else on


def counted(work: Work, survey: Survey) -> Counted:
    """What is counted now. A memory of what was shown decides here how far it goes."""
    known = axes(
        survey_exports.forms(work.session, survey.id),
        survey_exports.meanings(work.session, survey.id),
    )
    # Asked first: who corrects meanwhile is counted under the number before, and then anew.
    corrected = audit.times(work.session, "survey.correct", ("survey", survey.id))
    n, until = cut(work, survey)
    return Counted(work, survey, n, until, corrected, known)


def cut(work: Work, survey: Survey) -> tuple[int, str | None]:
    """How many responses are counted, and the last of them; None: all that are there."""
    there = store.responses(work.session, survey.id)
    n = in_batches(there)
    if n == there or survey.identity == "anonymous" or not batched(work, survey):
        return there, None
    return n, store.before_last(work.session, survey.id, there - n)


def batched(work: Work, survey: Survey) -> bool:
    """Whether answers can still come."""
    return survey.state != "draft" and not survey_mixing.over(survey, work.now)


def _of(axis: Axis) -> tuple[str, str]:
    return axis.name, UNIT if axis.type == UNIT else "question"


_kept: OrderedDict[tuple[object, ...], list[Raw]] = OrderedDict()
_lock = Lock()


def _remembered(key: tuple[object, ...]) -> list[Raw] | None:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def _remember(key: tuple[object, ...], found: list[Raw]) -> None:
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST_REMEMBERED:
            _kept.popitem(last=False)
