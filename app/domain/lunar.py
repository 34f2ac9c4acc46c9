"""The Vietnamese lunar calendar for UTC+7.

The published algorithm of Hồ Ngọc Đức ("Thuật toán tính âm lịch"), which takes the moments of new
moons and the sun's longitude from Jean Meeus, Astronomical Algorithms (1998). A lunar month begins
on the Vietnamese day of a new moon; the eleventh month holds the winter solstice; in a year of
thirteen months the first month without a major solar term is the leap one. Good for 1900–2199.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import floor, pi, radians, sin

#: A Julian day number minus Python's ordinal of the same day.
_JULIAN = 1_721_425
_SYNODIC = 29.530588853
_FIRST_NEW_MOON = 2_415_021.076998695
_ZONE = 7 / 24


@dataclass(frozen=True, slots=True)
class LunarDay:
    day: int
    month: int
    year: int
    leap: bool = False


def _new_moon(k: int) -> float:
    """The moment of the k-th new moon after that of 1 January 1900, as a Julian day."""
    t = k / 1236.85
    t2, t3 = t**2, t**3
    moment = 2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3
    moment += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t2))
    sun = radians(359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3)
    moon = radians(306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3)
    node = radians(21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3)
    moment += (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun)
    moment += -0.4068 * sin(moon) + 0.0161 * sin(2 * moon) - 0.0004 * sin(3 * moon)
    moment += 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    moment += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun)
    moment += -0.0006 * sin(2 * node + moon) + 0.0010 * sin(2 * node - moon)
    moment += 0.0005 * sin(2 * moon + sun)
    return moment - (-0.000278 + 0.000265 * t + 0.000262 * t2)


def _month_begin(k: int) -> int:
    """The Vietnamese day of the k-th new moon, as a Julian day number."""
    return floor(_new_moon(k) + 0.5 + _ZONE)


def _solar_term(day: int) -> int:
    """In which twelfth of its way the sun stands at midnight of a day: 9 from winter solstice."""
    t = (day - 0.5 - _ZONE - 2451545.0) / 36525
    t2 = t**2
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2)
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t2
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t2) * sin(anomaly)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor((radians(longitude) % (2 * pi)) / pi * 6)


def _eleventh_month(year: int) -> int:
    """The first day of the lunar month that holds the winter solstice of a year."""
    last_day = date(year, 12, 31).toordinal() + _JULIAN
    k = floor((last_day - 2415021) / _SYNODIC)
    begin = _month_begin(k)
    return begin if _solar_term(begin) < 9 else _month_begin(k - 1)


def _leap_after(eleventh: int) -> int:
    """How many months after an eleventh one the leap month of its year comes."""
    k = floor((eleventh - _FIRST_NEW_MOON) / _SYNODIC + 0.5)
    months = 1
    term = _solar_term(_month_begin(k + 1))
    while True:
        months += 1
        following = _solar_term(_month_begin(k + months))
        if following == term or months == 14:
            return months - 1
        term = following


@lru_cache(maxsize=2000)
def lunar(day: date) -> LunarDay:
    """The lunar date of a day of Vietnam."""
    number = day.toordinal() + _JULIAN
    # The mean month may be a day and more ahead of the true one, so look back until it has begun.
    k = floor((number - _FIRST_NEW_MOON) / _SYNODIC) + 1
    while (begin := _month_begin(k)) > number:
        k -= 1
    before = after = _eleventh_month(day.year)
    if before >= begin:
        year, before = day.year, _eleventh_month(day.year - 1)
    else:
        year, after = day.year + 1, _eleventh_month(day.year + 1)
    months = floor((begin - before) / 29)
    month, leap = months + 11, False
    if after - before > 365:
        leap_after = _leap_after(before)
        if months >= leap_after:
            month, leap = months + 10, months == leap_after
    month = month - 12 if month > 12 else month
    if month >= 11 and months < 4:
        year -= 1
    return LunarDay(number - begin + 1, month, year, leap)
