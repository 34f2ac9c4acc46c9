"""What each kind of reorganisation does to the dated rows of the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain.reorganisations import hamlets_in
from app.domain.text import fold
from app.models.reorganisations import Reorganisation, UnitLineage
from app.models.units import Unit, UnitCode, UnitKind, UnitName, UnitParent
from app.services.deeds import fresh_id, record
from app.services.reorganisation_plans import Plan
from app.services.unit_tree import give_code, give_kind, give_name, give_parent
from app.store import communities
from app.store import reorganisations as store
from app.store.actors import Work
from app.store.units import kind_on


def _rename(work: Work, plan: Plan, _row: Reorganisation) -> None:
    """A new name, kind or code from the day on; the old ones stay what they were before it."""
    body, unit, day = plan.body, plan.unit, plan.day
    if body.name is not None:
        _succeed(work, plan, UnitName, "name", body.name)
        give_name(work, unit.id, body.name, day)
    if body.unit_kind is not None:
        before = kind_on(work.session, unit.id, day)
        store.end_rows(work.session, unit.id, day, [UnitKind])
        give_kind(work, unit.id, body.unit_kind, day)
        plan.changes["unit_kind"] = {"before": before, "after": body.unit_kind}
    if body.code is not None:
        _succeed(work, plan, UnitCode, "code", body.code, scheme=body.code_scheme)
        give_code(work, unit.id, body.code_scheme, body.code, day)
    _reorder(work, plan)


def _succeed(work: Work, plan: Plan, table: Any, what: str, after: str, **where: Any) -> None:
    """End the row in force; the one who calls opens the next."""
    row = store.row_on(work.session, table, plan.unit.id, plan.day, **where)
    plan.changes[what] = {"before": getattr(row, what) if row else None, "after": after}
    if row is not None:
        row.valid_to = plan.day
    work.session.flush()


def _reorder(work: Work, plan: Plan) -> None:
    """The place in the official order is not dated: it says how lists are read today."""
    order = plan.body.official_order
    if order is not None:
        before = str(plan.unit.official_order)
        plan.changes["official_order"] = {"before": before, "after": str(order)}
        plan.unit.official_order = order
        work.session.flush()


def _move(work: Work, plan: Plan, _row: Reorganisation) -> None:
    row = store.row_on(work.session, UnitParent, plan.unit.id, plan.day)
    after = plan.body.parent or ""
    plan.changes["parent"] = {"before": row.parent_id if row else None, "after": after}
    if row is not None:
        row.valid_to = plan.day
    work.session.flush()
    give_parent(work, plan.unit.id, after, plan.day)


def _correct(work: Work, plan: Plan, _row: Reorganisation) -> None:
    """What was written wrongly is mended in its own row, for all of its days."""
    body, unit, day = plan.body, plan.unit, plan.day
    name = store.row_on(work.session, UnitName, unit.id, day)
    if body.name is not None and name is not None:
        plan.changes["name"] = {"before": name.name, "after": body.name}
        name.name, name.fold = body.name, fold(body.name)
    if body.unit_kind is not None:
        plan.changes["unit_kind"] = {
            "before": kind_on(work.session, unit.id, day),
            "after": body.unit_kind,
        }
        given = store.row_on(work.session, UnitKind, unit.id, day)
        (given or unit).kind = body.unit_kind
    if body.code is not None:
        row = store.row_on(work.session, UnitCode, unit.id, day, scheme=body.code_scheme)
        plan.changes["code"] = {"before": row.code if row else None, "after": body.code}
        if row is not None:
            row.code = body.code
        else:
            give_code(work, unit.id, body.code_scheme, body.code, day)
    _reorder(work, plan)


def _merge(work: Work, plan: Plan, row: Reorganisation) -> None:
    """Units end, one takes them over with all that stood below them."""
    for unit in plan.sources:
        _end(work, unit, plan.day)
    founded = _found(work, plan)
    _write_lineage(work, plan, row, founded)
    heir = founded or plan.targets[0]
    moved = [
        child
        for unit in plan.sources
        for child in store.move_children(work.session, unit.id, plan.day)
    ]
    gone = {unit.id for unit in plan.sources}
    for child, until in moved:
        if child not in gone:
            give_parent(work, child, heir, plan.day, until)
    _pass_on_hosting(work, plan, [heir])
    if moved:
        plan.changes["children"] = {"before": None, "after": str(len(moved))}


def _divide(work: Work, plan: Plan, row: Reorganisation) -> None:
    """A unit goes into several; it ends unless it is one of them. Nobody is moved by this."""
    for unit in plan.closing:
        _end(work, unit, plan.day)
    founded = _found(work, plan)
    _write_lineage(work, plan, row, founded)
    _rehome(work, plan, founded)
    _pass_on_hosting(work, plan, [*plan.targets, *([founded] if founded else [])])


def _close(work: Work, plan: Plan, _row: Reorganisation) -> None:
    _end(work, plan.unit, plan.day)
    _rehome(work, plan, None)
    _pass_on_hosting(work, plan, [plan.parent_before] if plan.parent_before else [])


def _rehome(work: Work, plan: Plan, founded: str | None) -> None:
    """What stood below a unit that ends goes to the parent that was named for it."""
    untils: dict[str, date | None] = {}
    for unit in plan.closing:
        untils |= dict(store.move_children(work.session, unit.id, plan.day))
    for child in set(plan.children) - set(untils):
        row = store.row_on(work.session, UnitParent, child, plan.day)
        untils[child], row.valid_to = row.valid_to, plan.day
    work.session.flush()
    for child, parent in plan.children.items():
        after = (founded or "") if parent == "founded" else parent
        give_parent(work, child, after, plan.day, untils.get(child))
    if plan.children:
        plan.changes["children"] = {"before": None, "after": str(len(plan.children))}


def _pass_on_hosting(work: Work, plan: Plan, heirs: list[str]) -> None:
    """A community goes on when its host ends: the successors host it, or the unit above."""
    ending = [unit.id for unit in (plan.sources if plan.body.kind == "merge" else plan.closing)]
    for unit_id in ending:
        for community_id in communities.pass_on(work.session, unit_id, heirs):
            record(
                work,
                "community.host",
                ("community", community_id),
                community_id=community_id,
                held=plan.held,
                before=unit_id,
                hosts=heirs,
            )


def _end(work: Work, unit: Unit, day: date) -> None:
    store.end(work.session, unit.id, day)
    store.end_rows(work.session, unit.id, day)


def _found(work: Work, plan: Plan) -> str | None:
    """The unit that the decision founds: where it says nothing else, of the kind and below the
    parent of the one that it takes over."""
    given = plan.body.founded
    if given is None:
        return None
    first, before = plan.unit, plan.parent_before
    unit = Unit(
        id=fresh_id(work),
        kind=given.kind or plan.kind_before,
        valid_from=plan.day,
        official_order=first.official_order
        if given.official_order is None
        else given.official_order,
    )
    work.session.add(unit)
    work.session.flush()
    give_name(work, unit.id, given.name, plan.day)
    parent = given.parent or before
    if parent:
        give_parent(work, unit.id, parent, plan.day)
    if given.code:
        give_code(work, unit.id, plan.body.code_scheme, given.code, plan.day)
    work.session.flush()
    return unit.id


def _write_lineage(work: Work, plan: Plan, row: Reorganisation, founded: str | None) -> None:
    """n rows for a merge, m for a division; hamlets only where a part goes."""
    share = "whole" if plan.body.kind == "merge" else "part"
    targets = [*plan.targets, *([founded] if founded else [])]
    pairs = [(unit, target) for unit in plan.sources for target in targets]
    for position, (unit, target) in enumerate(pairs):
        named = plan.body.hamlets.get("founded" if target == founded else target, "")
        work.session.add(
            UnitLineage(
                id=fresh_id(work),
                reorganisation_id=row.id,
                from_id=unit.id,
                to_id=target,
                share=share,
                position=position,
                hamlets=hamlets_in(named) if share == "part" else [],
            )
        )
    work.session.flush()


APPLY: Mapping[str, Callable[[Work, Plan, Reorganisation], None]] = {
    "rename": _rename,
    "move": _move,
    "correct": _correct,
    "merge": _merge,
    "split": _divide,
    "part_transfer": _divide,
    "close": _close,
}
