"""The history of a unit: its reorganisations, what they say, and what it is today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Hidden, Invalid
from app.domain.reorganisations import KINDS
from app.models.reorganisations import Reorganisation
from app.models.units import Unit
from app.schemas.base import form
from app.schemas.communities import UnitName
from app.schemas.units import (
    ChangeRead,
    LineageRead,
    ReorganisationCreate,
    ReorganisationForm,
    ReorganisationList,
    ReorganisationRead,
)
from app.services.deeds import may, permit
from app.store import reorganisations as store
from app.store import units
from app.store.actors import Work


def known(work: Work, unit_id: str) -> Unit:
    """The unit itself, in force or not: a closed one stays readable."""
    unit = units.find(work.session, unit_id)
    if unit is None:
        raise Hidden
    return unit


def named(work: Work, unit: Unit) -> UnitName:
    """A unit by the name of today, or by its last."""
    names = units.names(work.session, [unit.id], max(work.today, unit.valid_from))
    return UnitName(id=unit.id, name=names.get(unit.id, ""))


def page(work: Work, unit_id: str, paging: Page) -> ReorganisationList:
    unit = known(work, unit_id)
    after = paging.key(str, str)
    if after is not None and not _is_day(after[0]):
        raise Invalid.at("/cursor", "bad-cursor")
    rows = store.history(work.session, unit.id, paging.limit + 1, after)
    shown, following = paging.cut(rows, lambda row: (row.effective_on.isoformat(), row.id))
    return ReorganisationList(
        items=as_read(work, shown),
        next=following,
        unit=named(work, unit),
        unit_id=unit.id,
        may_write=may(work, "unit.write", Thing(unit_id=unit.id)),
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def as_read(work: Work, rows: Sequence[Reorganisation]) -> list[ReorganisationRead]:
    """Units are called as they were: origins on the day before, successors on the day itself."""
    lineage = store.lineage_of(work.session, (row.id for row in rows))
    read = []
    for row in rows:
        mine = [one for one in lineage if one.reorganisation_id == row.id]
        eve = row.effective_on - timedelta(days=1)
        before = units.names(work.session, {row.unit_id, *(one.from_id for one in mine)}, eve)
        parents = [
            str(value)
            for value in row.changes.get("parent", {}).values()
            if value and row.kind == "move"
        ]
        after = units.names(
            work.session, {row.unit_id, *(one.to_id for one in mine), *parents}, row.effective_on
        )
        unit_name = before.get(row.unit_id) or after.get(row.unit_id, "")
        read.append(
            ReorganisationRead(
                id=row.id,
                kind=row.kind,
                unit=UnitName(id=row.unit_id, name=unit_name),
                decision_number=row.decision_number,
                decided_on=row.decided_on,
                issuer=row.issuer,
                effective_on=row.effective_on,
                note=row.note,
                recorded_at=row.recorded_at,
                lineage=[
                    LineageRead(
                        origin=UnitName(id=one.from_id, name=before.get(one.from_id, "")),
                        successor=UnitName(id=one.to_id, name=after.get(one.to_id, "")),
                        share=one.share,
                        hamlets=one.hamlets,
                    )
                    for one in mine
                ],
                changes=_changes(row, after),
                children=int(row.changes.get("children", {}).get("after") or 0),
            )
        )
    return read


def _changes(row: Reorganisation, names: dict[str, str]) -> list[ChangeRead]:
    """A parent is told by its name."""
    told = []
    for what, change in row.changes.items():
        before, after = change["before"], change["after"]
        if what == "parent":
            before, after = names.get(before or "", before), names.get(after, after)
        if what != "children":
            told.append(ChangeRead(what=what, before=before, after=after))
    return told


def reorganisation_form(
    work: Work, unit_id: str, kind: str, into: Sequence[str]
) -> ReorganisationForm:
    """The kind is chosen first; for a division the successors; then the rest is asked.

    `into`: ids, several of them in one text where an address repeats a choice.
    """
    given = [into] if isinstance(into, str) else into
    chosen = [key for text in given for key in text.split(",")]
    unit = known(work, unit_id)
    permit(work, "unit.write", Thing(unit_id=unit.id))
    if kind and kind not in KINDS:
        raise Invalid.at("/kind", "reorganisation-kind-unknown")
    listed = units.tree(work.session, work.today)
    names = {one.id: UnitName(id=one.id, name=one.name) for one in listed}
    below = store.children(work.session, unit.id, work.today)
    action = f"/units/{unit.id}/reorganisations"
    return ReorganisationForm(
        action=action,
        schema=form(action, ReorganisationCreate).schema_,
        unit=named(work, unit),
        kind=kind,
        units=[one for key, one in names.items() if key != unit.id],
        chosen=[names[key] for key in dict.fromkeys(chosen) if key in names],
        children=[names[key] for key in below if key in names],
    )
