"""Tables over results on the wire: rounds added up, units, questions."""

from __future__ import annotations

from app.schemas.base import Read


class StandingRow(Read):
    rank: int
    member: str | None
    name: str | None
    unit: str | None
    rounds: int
    all_correct: int
    correct: int
    points: int
    duration_ms: int
    every_round: bool
    mine: bool = False


class StandingList(Read):
    items: list[StandingRow]
    next: str | None
    contest: str
    contest_title: str
    community: str
    rounds_held: int
    by_points: bool


class UnitRowRead(Read):
    unit: str
    members: int | None
    entrants: int
    attempts: int
    by_entrants: int
    rate: str | None
    by_rate: int | None


class UnitTable(Read):
    """`units` by entrants, most first; `fewest`: units with fewer members have no rank by rate."""

    contest: str
    contest_title: str
    community: str
    units: list[UnitRowRead]
    fewest: int


class OptionFigure(Read):
    key: str
    text: str
    right: bool
    upper: int
    lower: int


class ItemRead(Read):
    """Per cent to two decimals as text; None where nobody differs."""

    question: str
    place: int
    prompt: str
    facility: str | None
    discrimination: str | None
    efficiency: str | None
    options: list[OptionFigure]
    key_doubtful: bool


class ItemTable(Read):
    round: str
    round_title: str
    community: str
    papers: int
    alpha: str | None
    questions: list[ItemRead]
