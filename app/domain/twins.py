"""Whether two files may be one woman: what is compared, and what it says.

The likeness is a sum of points, one for each thing that agrees or differs; from `SUSPICION` on the
board is shown the other file. Nothing is ever decided by it.

    likeness = NAME[how the names agree] + PHONE[…] + BIRTH[…] + UNIT[…] + HAMLET[…]

The points are rounded logarithms (base 2) of how much more often one woman's two files agree in
that way than two women's files do, after Fellegi and Sunter ("A Theory for Record Linkage", 1969),
set by reasoning about Vietnamese lists and tuned on the tuning half of `tests/domain/twins`.
What makes Vietnamese names their own case:

* A name alone says little: 39 % are Nguyễn, most middle names are Thị. Equal names need the phone,
  or year and place.
* Sisters, daughters and a whole hamlet share a phone. A phone without a like name says nothing, so
  names that differ end the comparison.
* The name is typed in Telex on a keyboard. Two spellings are one slip apart when the keys pressed
  are: a key missing, doubled, exchanged with the next one, or the one beside it. Marks that float
  to the word's end, hòa and hoà, đ, capitals and NFD are the same keys in the first place. Names
  without any marks are compared without marks.
* A slip mostly gives a word that nobody is called. Where both spellings are names with other
  letters (Hoa and Hoan), they are two names; where only marks keep them apart (Hương and Hường),
  they may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain import keystrokes
from app.domain.common_names import FAMILIES, GIVEN, MIDDLES
from app.domain.keystrokes import Slip
from app.domain.text import fold


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a woman; `fold` is `domain.text.fold` of her name."""

    full_name: str
    fold: str
    birth_year: int | None = None
    unit_id: str | None = None
    hamlet: str = ""
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` in points; `reasons` name what agrees, the strongest first."""

    score: int
    reasons: tuple[str, ...]

    @property
    def suspicious(self) -> bool:
        return self.score >= SUSPICION


#: From here on two files are shown side by side.
SUSPICION = 8
#: How the names agree. `name_slip`: a finger's slip; `name_near`: only a mark is another one;
#: `name_short`: a middle name left out.
NAME: Mapping[str, int] = {"name": 6, "name_short": 4, "name_slip": 4, "name_near": 2}
PHONE: Mapping[str, int] = {"phone": 5, "phone_slip": 3, "": 0, "other": -2}
BIRTH: Mapping[str, int] = {"birth": 3, "birth_near": 1, "": 0, "other": -6}
UNIT: Mapping[str, int] = {"unit": 2, "": 0, "other": -3}
HAMLET: Mapping[str, int] = {"hamlet": 2, "": 0, "other": -2}
#: Told with the reasons, without points: what became of the other file.
EARLIER: Mapping[str, str] = {
    "refused": "earlier_refused",
    "left": "earlier_left",
    "removed": "earlier_removed",
    "withdrawn": "earlier_withdrawn",
    "expired": "earlier_expired",
}
REASONS = (
    "phone",
    "phone_slip",
    *NAME,
    "birth",
    "birth_near",
    "unit",
    "hamlet",
    *EARLIER.values(),
)
NEVER = Likeness(-99, ())


def likeness(one: Profile, other: Profile) -> Likeness:
    """How much speaks for one woman behind two files. Symmetric."""
    name = name_agreement(one.full_name, other.full_name)
    if not name:
        return NEVER
    phone = _phone(one.phone, other.phone)
    birth = _birth(one.birth_year, other.birth_year)
    unit = _equal("unit", one.unit_id, other.unit_id)
    # A hamlet has its name from its commune: elsewhere "Thôn 1" is another place.
    hamlet = "" if unit == "other" else _equal("hamlet", fold(one.hamlet), fold(other.hamlet))
    score = NAME[name] + PHONE[phone] + BIRTH[birth] + UNIT[unit] + HAMLET[hamlet]
    if name in {"name_slip", "name_near"} and birth == "birth_near":
        score += BIRTH["other"]  # Two slips at once are sisters rather.
    told = (phone, name, birth, unit, hamlet)
    return Likeness(score, tuple(reason for reason in told if reason not in {"", "other"}))


def earlier(state: str) -> tuple[str, ...]:
    """What the other file's end says: `earlier_refused`, `earlier_left`, … or nothing."""
    return (EARLIER[state],) if state in EARLIER else ()


def name_agreement(one: str, other: str) -> str:
    """A key of `NAME`, or an empty string for two different names."""
    mine, yours = keystrokes.words(one), keystrokes.words(other)
    if keystrokes.is_bare(mine) or keystrokes.is_bare(yours):
        mine, yours = keystrokes.without_marks(mine), keystrokes.without_marks(yours)
    if len(mine) != len(yours):
        return "name_short" if _is_short(mine, yours) else ""
    if not mine:
        return ""
    slips = [n for n, (a, b) in enumerate(zip(mine, yours, strict=True)) if a != b]
    if not slips:
        return "name"
    if len(slips) > 1:
        return ""
    place = slips[0]
    return _slip(mine[place], yours[place], first=place == 0, last=place == len(mine) - 1)


def _slip(one: str, other: str, *, first: bool, last: bool) -> str:
    """One word differs. Two words in use with other letters are two names, and two women."""
    slip = keystrokes.slip(one, other)
    if slip is Slip.MARKS:
        return "name_near"
    used = FAMILIES if first else GIVEN if last else MIDDLES
    both = keystrokes.bare(one) in used and keystrokes.bare(other) in used
    return "" if slip is None or both else "name_slip"


def _is_short(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the shorter name is the longer one without some of its middle names."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long[1:-1])
    return all(any(word == left for left in rest) for word in short[1:-1])


def _equal(reason: str, one: str | None, other: str | None) -> str:
    if not one or not other:
        return ""
    return reason if one == other else "other"


def _birth(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return ""
    off = abs(one - other)
    return "birth" if off == 0 else "birth_near" if off == 1 else "other"


def _phone(one: str | None, other: str | None) -> str:
    if not one or not other:
        return ""
    if one == other:
        return "phone"
    return "phone_slip" if _one_digit(one, other) else "other"


def _one_digit(one: str, other: str) -> bool:
    """One digit wrong, or two neighbours exchanged."""
    if len(one) != len(other):
        return False
    wrong = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )


def key(folded: str, birth_year: int | None = None) -> str:
    """Where slips of one name meet: the initials of family and given name, and the year.

    `"nguyen thi huong", 1979` gives `"nh1979"`. A slip in the first letter is found by the phone
    alone. Stored with every file, so that a file's neighbours are found by an index.
    """
    words = folded.split()
    initials = (words[0][0] + words[-1][0]).replace("y", "i") if words else ""
    return f"{initials}{birth_year or ''}"


def keys_around(folded: str, birth_year: int | None) -> tuple[str, ...]:
    """The keys of the same year and of the years beside it; none for a year that is not known."""
    if birth_year is None or not folded.split():
        return ()
    return tuple(key(folded, birth_year + step) for step in (-1, 0, 1))
