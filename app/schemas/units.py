"""Units with their history on the wire: reorganisations, lineage, placements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, Day, FormRead, Line, Read, Text, Word
from app.schemas.communities import UnitName

UNIT_KINDS = (
    "^(central|province|district_legacy|commune|direct_unit|market|school|enterprise"
    "|armed_forces|chapter|group)$"
)
UnitKind = Annotated[str, Field(pattern=UNIT_KINDS)]
Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]{1,20}$")]
Order = Annotated[int, Field(ge=0, le=10**6)]
Reorganising = Literal["rename", "move", "merge", "split", "part_transfer", "close", "correct"]


class Founded(Body):
    """A unit that the decision founds: it takes over what is merged, or a part."""

    name: Annotated[Line, Field(min_length=1)]
    kind: UnitKind | None = None
    parent: Word | None = None
    code: Code | None = None
    official_order: Order | None = None


class ReorganisationCreate(Body):
    """What a decision does to the unit of the address.

    rename, correct: `name`, `unit_kind`, `code`, `official_order`; move: `parent`; merge: it and
    `with_units` go whole into one unit; split: it goes into several, itself one of them when it
    lives on; part_transfer: it lives on and parts of it go to others; close: it ends.
    `into`: ids of units there are; `founded`: one more, made by the decision; `hamlets`: unit id
    (or `founded`) → hamlets that the decision names, parted by commas or lines; `children`: what
    stands below a split or closed unit → its new parent.
    """

    kind: Reorganising
    decision_number: Annotated[Line, Field(min_length=1)]
    decided_on: Day
    issuer: Annotated[Line, Field(min_length=1)]
    effective_on: Day
    note: Text = ""
    name: Annotated[Line, Field(min_length=1)] | None = None
    unit_kind: UnitKind | None = None
    code: Code | None = None
    code_scheme: Word = "gso"
    official_order: Order | None = None
    parent: Word | None = None
    with_units: list[Word] = Field(default_factory=list, max_length=100)
    into: list[Word] = Field(default_factory=list, max_length=50)
    founded: Founded | None = None
    hamlets: dict[Word, Text] = Field(default_factory=dict, max_length=50)
    children: dict[Word, Word] = Field(default_factory=dict, max_length=500)


class LineageRead(Read):
    """From which unit to which: `share` whole or part; `hamlets` as the decision names them."""

    origin: UnitName
    successor: UnitName
    share: str
    hamlets: list[str]


class ChangeRead(Read):
    """What a renaming, a move or a correction changed; `before` None: it was not set."""

    what: str
    before: str | None
    after: str | None


class ReorganisationRead(Read):
    id: str
    kind: str
    unit: UnitName
    decision_number: str
    decided_on: date
    issuer: str
    effective_on: date
    note: str
    recorded_at: datetime
    lineage: list[LineageRead]
    changes: list[ChangeRead]
    #: Units below it that went along: how many.
    children: int = 0


class ReorganisationList(Read):
    """The history of one unit, newest first."""

    items: list[ReorganisationRead]
    next: str | None
    unit: UnitName
    unit_id: str
    may_write: bool = False


class ReorganisationForm(FormRead):
    """`kind` is chosen first, and for a division the successors: then the page asks the rest."""

    unit: UnitName
    kind: str
    units: list[UnitName]
    chosen: list[UnitName]
    children: list[UnitName]


class HamletRead(Read):
    """Members of a divided unit who named one hamlet. `suggested`: as the decision says."""

    hamlet: str
    key: str
    count: int
    suggested: str | None


class UnplacedRead(Read):
    """One who is not placed yet: her name for those who may read the list of members."""

    id: str
    full_name: str | None
    hamlet: str
    community: str


class PlacedRead(Read):
    """Those of one hamlet who were placed in one unit; without a hamlet: one by one."""

    unit: UnitName
    hamlet: str
    count: int


class PlacementsRead(Read):
    """The work that a division leaves: who belongs where now, hamlet by hamlet.

    `unplaced` counts persons, those without a hamlet among them; `choices`: the units that may
    be chosen, the divided one itself while it lives on.
    """

    unit: UnitName
    unit_id: str
    reorganisation: ReorganisationRead | None
    others: list[ReorganisationRead]
    hamlets: list[HamletRead]
    without_hamlet: int
    people: list[UnplacedRead]
    unplaced: int
    placed: list[PlacedRead]
    choices: list[UnitName]
    may_write: bool


class PlacementCreate(Body):
    """Members to one unit: whole hamlets as the list names them, or single members."""

    reorganisation: Word | None = None
    unit: Word
    hamlets: list[Line] = Field(default_factory=list, max_length=200)
    members: list[Word] = Field(default_factory=list, max_length=500)


class PlacementEnd(Body):
    """Take placements back: those of some hamlets, or of single members."""

    reorganisation: Word | None = None
    hamlets: list[Line] = Field(default_factory=list, max_length=200)
    members: list[Word] = Field(default_factory=list, max_length=500)


class PlacementDone(Read):
    """`placed` persons were placed, or would be; `already` had been placed before."""

    unit: UnitName
    unit_id: str
    reorganisation: str
    hamlets: list[str]
    members: list[str]
    placed: int
    already: int
