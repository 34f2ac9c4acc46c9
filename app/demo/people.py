"""Invented participants: the pilot's figures, with women who do not exist.

Everything is drawn from one seed, so that two runs give the same women. The totals are those of
the pilot (1,514 persons, of whom 170 are not Union members) or their exact proportion.
"""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from app import content
from app.content import NamedMember

PILOT_SIZE = 1514
FIRST_PHONE = 900000100
BIRTH_YEARS = (1950, 2006)
COMMON_BIRTH_YEAR = 1983

_HAMLETS = {
    "xã": ("Thôn Thượng", "Thôn Trung", "Thôn Hạ", "Thôn Đông", "Thôn Đoài", "Xóm 1", "Xóm 4"),
    "thị trấn": tuple(f"Tổ dân phố số {number}" for number in range(1, 10)),
}
_CHANNELS = {
    "chapter_head": 30,
    "friends": 25,
    "facebook": 20,
    "zalo": 15,
    "poster": 4,
    "loudspeaker": 4,
    "other": 2,
}
# How women born since that year mostly choose to be called.
_ADDRESSES = ((1950, "bac"), (1963, "co"), (1976, "chi"), (1996, "em"))


@dataclass(frozen=True, slots=True)
class InventedMember:
    """A participant of the demonstration.

    `unit`: code of her commune; `union_status`: member or not_member; `call_me` and `found_via`:
    keys of the join form's options; `key`: set for the named women of the stories.
    """

    full_name: str
    birth_year: int
    phone: str
    unit: str
    hamlet: str
    union_status: str
    call_me: str
    found_via: str
    joined_on: date
    key: str | None = None


def members(size: int = PILOT_SIZE, seed: int = 55) -> Iterator[InventedMember]:
    """`size` participants in the order in which they joined.

    Units and union status keep the shares of the pilot with exact totals (largest remainder);
    the dates follow its growth. The named women of the stories take the earliest places of their
    own unit and status, where there are any.
    """
    rng = random.Random(seed)  # noqa: S311 - invented people, no secret
    places = _places(size)
    rng.shuffle(places)
    named = _seated(places)
    inventor = _Inventor(rng)
    for index, ((unit, status), day) in enumerate(zip(places, _joining_days(size), strict=True)):
        woman = named.get(index)
        yield _story(woman, day) if woman else inventor.member(index, unit, status, day)


class _Inventor:
    """Draws women from one random source, with everything weighed out beforehand."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._families = tuple(content.family_names())
        self._family_weights = tuple(accumulate(content.family_names().values()))
        self._channels = tuple(_CHANNELS)
        self._channel_weights = tuple(accumulate(_CHANNELS.values()))
        self._cohorts = content.name_cohorts()
        self._cohort_years = tuple(cohort.since for cohort in self._cohorts)
        self._address_years = tuple(year for year, _ in _ADDRESSES)
        self._hamlets = {unit.code: _HAMLETS[unit.place] for unit in content.communes()}

    def member(self, index: int, unit: str, status: str, day: date) -> InventedMember:
        birth_year = self._birth_year()
        return InventedMember(
            full_name=self._full_name(birth_year),
            birth_year=birth_year,
            phone=f"0{FIRST_PHONE + index}",
            unit=unit,
            hamlet=self._one_of(self._hamlets[unit]),
            union_status=status,
            call_me=_ADDRESSES[bisect_right(self._address_years, birth_year) - 1][1],
            found_via=self._weighed(self._channels, self._channel_weights),
            joined_on=day,
        )

    def _birth_year(self) -> int:
        oldest, youngest = BIRTH_YEARS
        return min(youngest, int(self._rng.triangular(oldest, youngest + 1, COMMON_BIRTH_YEAR)))

    def _full_name(self, birth_year: int) -> str:
        cohort = self._cohorts[bisect_right(self._cohort_years, birth_year) - 1]
        family = self._weighed(self._families, self._family_weights)
        return f"{family} {self._one_of(cohort.middle)} {self._one_of(cohort.given)}"

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self._rng.random() * len(choices))]

    def _weighed(self, choices: Sequence[str], cumulative: Sequence[int]) -> str:
        return choices[bisect_right(cumulative, self._rng.random() * cumulative[-1])]


def _places(size: int) -> list[tuple[str, str]]:
    """(unit, union status) for each participant, unit by unit."""
    communes = content.communes()
    codes = [unit.code for unit in communes]
    not_union = [unit.not_union for unit in communes]
    union = [unit.members - unit.not_union for unit in communes]
    outside = round(size * sum(not_union) / PILOT_SIZE)
    quotas = (
        ("not_member", _shares(outside, not_union)),
        ("member", _shares(size - outside, union)),
    )
    return [
        (code, status)
        for status, counts in quotas
        for code, count in zip(codes, counts, strict=True)
        for _ in range(count)
    ]


def _shares(total: int, weights: Sequence[int]) -> list[int]:
    """`total` shared out by weight in whole persons: largest remainder, ties to the first."""
    whole = sum(weights)
    counts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


def _joining_days(size: int) -> Iterator[date]:
    """The day of each participant, so that the total of every published day is met."""
    points = content.growth()
    reached = [point.participants * size for point in points]
    for number in range(PILOT_SIZE, PILOT_SIZE * size + 1, PILOT_SIZE):
        after = bisect_left(reached, number)
        if after == 0:
            yield points[0].on
            continue
        days = (points[after].on - points[after - 1].on).days
        done, step = number - reached[after - 1], reached[after] - reached[after - 1]
        yield points[after - 1].on + timedelta(days=-(-done * days // step))


def _seated(places: list[tuple[str, str]]) -> dict[int, NamedMember]:
    """Index of the first free place of her unit and status → the named woman."""
    seated: dict[int, NamedMember] = {}
    for woman in content.named_members():
        wanted = (woman.unit, woman.union_status)
        free = (i for i, place in enumerate(places) if place == wanted and i not in seated)
        index = next(free, None)
        if woman.in_group and index is not None:
            seated[index] = woman
    return seated


def _story(woman: NamedMember, day: date) -> InventedMember:
    return InventedMember(
        full_name=woman.full_name,
        birth_year=woman.birth_year,
        phone=woman.phone,
        unit=woman.unit,
        hamlet=woman.hamlet,
        union_status=woman.union_status,
        call_me=woman.call_me,
        found_via=woman.found_via,
        joined_on=day,
        key=woman.key,
    )
