"""Short words of the screens, places of help, and the week of duty."""

from dataclasses import dataclass
from datetime import date, time
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class StateLabel:
    """The two words for a member's state; `member` may hold places to fill."""

    key: str
    board: str
    member: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word for a key. `officer_only`: no woman chooses it for herself."""

    key: str
    label: str
    officer_only: bool = False


@dataclass(frozen=True, slots=True)
class Helpline:
    """Where help is found. `number` is empty where the unit fills in its own; `checked_on` is
    None while nobody has dialled it; `source`: general, stated or unit."""

    key: str
    matter: str
    place: str
    number: str
    source: str
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class DutyDay:
    """One weekday of duty (Monday is 0). `main`, `substitute`: keys of the people."""

    weekday: int
    main: str
    substitute: str
    fixed_work: str


@dataclass(frozen=True, slots=True)
class DutyWeek:
    """Half-open duty hours and the seven days, in Vietnamese local time."""

    starts: time
    ends: time
    days: tuple[DutyDay, ...]


@cache
def state_labels() -> dict[str, StateLabel]:
    return {row.key: row for row in shelf.rows(StateLabel, shelf.table("labels")["states"])}


@cache
def role_labels() -> dict[str, str]:
    return {row.key: row.label for row in shelf.rows(Label, shelf.table("labels")["roles"])}


@cache
def leaving_reasons() -> tuple[Label, ...]:
    return shelf.rows(Label, shelf.table("labels")["leaving_reasons"])


@cache
def helplines() -> tuple[Helpline, ...]:
    return shelf.rows(Helpline, shelf.table("helplines")["helplines"])


def helpline_recheck_months() -> int:
    """Months after which a checked number asks to be checked again."""
    return int(shelf.table("helplines")["recheck_after_months"])


@cache
def duty_week() -> DutyWeek:
    table = shelf.table("duty_roster")
    return DutyWeek(table["starts"], table["ends"], shelf.rows(DutyDay, table["days"]))


@cache
def paper() -> dict[str, str]:
    """What is printed on a sign-up sheet and on the papers that go back."""
    return dict(shelf.table("paper")["paper"])


@cache
def chapter_inquiry() -> dict[str, str]:
    """The question to a chapter, with and without her hamlet."""
    return dict(shelf.table("chapter_inquiry")["chapter_inquiry"])


@cache
def doctor() -> dict[str, str]:
    """What `sen doctor` says, by finding."""
    return dict(shelf.table("doctor")["doctor"])
