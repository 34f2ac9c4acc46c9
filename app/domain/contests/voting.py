"""What is unusual in the votes for works: shown with evidence, never taken out by a machine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.domain.contests.moments import vietnam

HOUR = timedelta(hours=1)
#: An hour stands out from so many votes on, and from so many times the usual hour.
SPIKE_LEAST, SPIKE_TIMES = 10, 4
#: So many votes in a row, each within a minute of the one before it.
CLUSTER_LEAST, CLUSTER_GAP = 5, timedelta(minutes=1)
#: The voters joined within this time of each other.
JOINED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Vote:
    """`joined_at`: since when she has been a member; `unit`: hers, None where it is not known."""

    person: str
    at: datetime
    joined_at: datetime | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Unusual:
    """`kind`: `spike` or `cluster`. `marks`: what they share (`joined`, `unit`); `usual`: votes of
    an hour in the middle of the others."""

    kind: str
    since: datetime
    until: datetime
    people: tuple[str, ...]
    usual: int = 0
    marks: tuple[str, ...] = ()


def hour_of(at: datetime) -> datetime:
    """The hour on Vietnam's clock."""
    return vietnam(at).replace(minute=0, second=0, microsecond=0)


def hourly(moments: Iterable[datetime]) -> list[tuple[datetime, int]]:
    """Every hour from the first vote to the last, with how many votes it saw."""
    counted = Counter(hour_of(at) for at in moments)
    if not counted:
        return []
    first, last = min(counted), max(counted)
    return [
        (hour, counted[hour])
        for hour in (first + n * HOUR for n in range((last - first) // HOUR + 1))
    ]


def unusual(votes: Iterable[Vote]) -> list[Unusual]:
    """Of the votes for one work: hours far above the others, and runs of accounts alike."""
    order = sorted(votes, key=lambda vote: (vote.at, vote.person))
    return [*_spikes(order), *_clusters(order)]


def _spikes(order: Sequence[Vote]) -> Iterable[Unusual]:
    by_hour: dict[datetime, list[str]] = defaultdict(list)
    for vote in order:
        by_hour[hour_of(vote.at)].append(vote.person)
    for hour, people in by_hour.items():
        others = [len(those) for other, those in by_hour.items() if other != hour]
        usual = int(median(others)) if others else 0
        if len(people) >= max(SPIKE_LEAST, SPIKE_TIMES * usual):
            yield Unusual("spike", hour, hour + HOUR, tuple(people), usual)


def _clusters(order: Sequence[Vote]) -> Iterable[Unusual]:
    for run in _runs(order):
        marks = _shared(run)
        if len(run) >= CLUSTER_LEAST and marks:
            people = tuple(vote.person for vote in run)
            yield Unusual("cluster", run[0].at, run[-1].at, people, marks=marks)


def _runs(order: Sequence[Vote]) -> Iterable[list[Vote]]:
    run: list[Vote] = []
    for vote in order:
        if run and vote.at - run[-1].at > CLUSTER_GAP:
            yield run
            run = []
        run.append(vote)
    if run:
        yield run


def _shared(run: Sequence[Vote]) -> tuple[str, ...]:
    """What all of a run have in common."""
    joined = [vote.joined_at for vote in run if vote.joined_at is not None]
    units = {vote.unit for vote in run}
    marks = []
    if len(joined) == len(run) and max(joined) - min(joined) <= JOINED_WITHIN:
        marks.append("joined")
    if len(units) == 1 and None not in units:
        marks.append("unit")
    return tuple(marks)
