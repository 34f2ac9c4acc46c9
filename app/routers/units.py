"""Units: the tree of a day, one unit, its history, and what a decision does to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.base import Day, Word
from app.schemas.communities import UnitsForm
from app.schemas.house import UnitCreate, UnitList, UnitRead
from app.schemas.units import (
    PlacementCreate,
    PlacementDone,
    PlacementEnd,
    PlacementsRead,
    ReorganisationCreate,
    ReorganisationForm,
    ReorganisationList,
    ReorganisationRead,
)
from app.services import finding_units, histories, placements, placing, reorganising, unit_tree
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/units", "unit.read", "units/tree.html", etag=True)
def read_units(
    work: Work,
    as_of: Annotated[Day | None, Query()] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    code: Annotated[str, Query(max_length=20)] = "",
    scheme: Annotated[str, Query(max_length=64)] = "gso",
) -> UnitList:
    """The unit tree of a day, in official order; `q` finds units by any name they ever had,
    `code` the unit that a code named on the day."""
    if q.strip():
        return finding_units.by_name(work, q, as_of)
    if code.strip():
        return finding_units.by_code(work, code.strip(), scheme, as_of)
    return unit_tree.tree(work, as_of)


@router.read("/units/new", "unit.write", "units/new.html")
def unit_form(work: Work) -> UnitsForm:
    """The form for a unit."""
    return unit_tree.founding_form(work)


@router.create("/units", "unit.write", form=unit_form, goes_to=lambda u: f"/units/{u.id}")
def create_unit(work: Work, body: UnitCreate) -> UnitRead:
    """A new unit in the tree."""
    return unit_tree.create(work, body)


@router.read("/units/{id}", "unit.read", "units/page.html")
def read_unit(work: Work, id: str, as_of: Annotated[Day | None, Query()] = None) -> UnitRead:
    """One unit as it was on a day; a closed one as on its last."""
    return unit_tree.read(work, id, as_of)


@router.read("/units/{id}/reorganisations", "unit.read", "units/history.html")
def read_reorganisations(work: Work, id: str, paging: Paging) -> ReorganisationList:
    """The history of a unit: every decision that changed it or brought others into it."""
    return histories.page(work, id, paging)


@router.read("/units/{id}/reorganisations/new", "unit.write", "units/reorganisation.html")
def reorganisation_form(
    work: Work,
    id: str,
    kind: Annotated[str, Query(max_length=20)] = "",
    into: Annotated[list[Word], Query(max_length=50)] = [],  # noqa: B006 - FastAPI copies it
) -> ReorganisationForm:
    """The form of a reorganisation: the kind first, then what it asks."""
    return histories.reorganisation_form(work, id, kind, into)


@router.create(
    "/units/{id}/reorganisations",
    "unit.write",
    form=reorganisation_form,
    goes_to=lambda row: f"/units/{row.unit.id}/reorganisations",
)
def reorganise_unit(work: Work, id: str, body: ReorganisationCreate) -> ReorganisationRead:
    """Rename, move, merge, split, transfer a part of, close or correct a unit."""
    return reorganising.reorganise(work, id, body)


@router.read("/units/{id}/placements", "placement.read", "units/placements.html")
def read_placements(
    work: Work, id: str, reorganisation: Annotated[str | None, Query(max_length=32)] = None
) -> PlacementsRead:
    """The work that a division leaves: members by hamlet who are not placed yet."""
    return placements.read(work, id, reorganisation)


@router.act(
    "/units/{id}/placements/preview",
    "placement.write",
    "units/placement_preview.html",
    form=read_placements,
)
def preview_placements(work: Work, id: str, body: PlacementCreate) -> PlacementDone:
    """How many would be placed; nothing is written."""
    return placing.preview(work, id, body)


@router.act(
    "/units/{id}/placements",
    "placement.write",
    form=read_placements,
    goes_to=lambda done: f"/units/{done.unit_id}/placements?done=placements",
)
def place_members(work: Work, id: str, body: PlacementCreate) -> PlacementDone:
    """Place hamlets or single members in one of the successors."""
    return placing.place(work, id, body)


@router.act(
    "/units/{id}/placements/reversal",
    "placement.write",
    "units/placements.html",
    form=read_placements,
    goes_to=lambda read: f"/units/{read.unit_id}/placements",
)
def unplace_members(work: Work, id: str, body: PlacementEnd) -> PlacementsRead:
    """Take placements back: those members return to the list."""
    return placing.take_back(work, id, body)
