"""A reorganisation before it is carried out: the body checked against the tree of its day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain import reorganisations as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.reorganisations import Life
from app.models.units import Unit, UnitParent
from app.schemas.units import ReorganisationCreate
from app.services.deeds import permit
from app.store import reorganisations as store
from app.store import units
from app.store.actors import Work


@dataclass(slots=True)
class Plan:
    """A checked body: the units that change, and those that take them over."""

    body: ReorganisationCreate
    unit: Unit
    sources: list[Unit]
    targets: list[str]
    founds: bool
    children: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    #: The right by which this is done, for the log.
    held: str = ""
    #: Kind and parent that the unit has on the day, before anything is changed.
    kind_before: str = ""
    parent_before: str | None = None

    @property
    def day(self) -> date:
        return self.body.effective_on

    @property
    def closing(self) -> list[Unit]:
        """Those of the sources that end: a part leaves, a split unit may be its own successor."""
        if self.body.kind not in {"merge", "split", "close"}:
            return []
        return [unit for unit in self.sources if unit.id not in self.targets]


def planned(work: Work, unit: Unit, body: ReorganisationCreate) -> Plan:
    given = body.model_fields_set - {"kind"}
    given = {name for name in given if getattr(body, name) not in (None, [], {})}
    targets = list(dict.fromkeys(body.into))
    errors = rules.shape_errors(body.kind, given, len(targets) + (body.founded is not None))
    if errors:
        raise Invalid(*errors)
    key = rules.decision_key(body.decision_number, body.issuer)
    if store.recorded(work.session, unit.id, body.kind, key, body.effective_on):
        raise Conflict("decision-recorded")
    sources = [unit, *_others(work, unit, body)]
    plan = Plan(body, unit, sources, targets, founds=body.founded is not None)
    errors = _targets(work, plan) + _dates(work, plan) + _parent(work, plan)
    errors += _children(work, plan) + _code(work, plan)
    if errors:
        raise Invalid(*errors)
    _order_is_clear(work, plan)
    plan.kind_before = units.kind_on(work.session, unit.id, plan.day)
    above = store.row_on(work.session, UnitParent, unit.id, plan.day)
    plan.parent_before = above.parent_id if above else None
    return plan


def _others(work: Work, unit: Unit, body: ReorganisationCreate) -> list[Unit]:
    """The other units that go the same way; she needs the right over each."""
    if body.kind != "merge":
        return []
    found = []
    for unit_id in dict.fromkeys(body.with_units):
        other = units.find(work.session, unit_id)
        if other is None or other.id == unit.id:
            raise Invalid.at("/with_units", "unit-unknown")
        permit(work, "unit.write", Thing(unit_id=other.id))
        found.append(other)
    return found


def life(work: Work, unit: Unit, kind: str) -> Life:
    return Life(
        unit.id, unit.valid_from, unit.valid_to, store.last_change(work.session, unit.id, kind)
    )


def _dates(work: Work, plan: Plan) -> list[FieldError]:
    body = plan.body
    errors = [
        rules.dated_wrongly(life(work, unit, body.kind), plan.day, body.kind, "/effective_on")
        for unit in plan.sources
    ]
    for unit in plan.closing:
        if unit.valid_to is not None and plan.day < unit.valid_to:
            facts = {"day": unit.valid_to.isoformat()}
            errors.append(FieldError("/effective_on", "before-last-change", facts))
    return [error for error in errors if error is not None][:1]


def _targets(work: Work, plan: Plan) -> list[FieldError]:
    errors: list[FieldError | None] = []
    sources = {unit.id for unit in plan.sources}
    if plan.body.kind not in {"merge", "split", "part_transfer"}:
        plan.targets = []
        return []
    for target in plan.targets:
        if target in sources and (plan.body.kind != "split"):
            # Of several that are merged one may live on; a unit alone never goes into itself.
            if len(plan.sources) > 1 and plan.body.kind == "merge":
                plan.sources = [unit for unit in plan.sources if unit.id != target]
                sources.discard(target)
            else:
                return [FieldError("/into", "into-itself")]
        found = units.find(work.session, target)
        alive = Life(found.id, found.valid_from, found.valid_to) if found else None
        errors.append(rules.not_there(alive, plan.day, "/into"))
        if found is not None:
            permit(work, "unit.write", Thing(unit_id=found.id))
        above = store.parents_on(work.session, plan.day) if plan.body.kind == "merge" else {}
        if any(above and rules.under_itself(one, target, above) for one in sources):
            return [FieldError("/into", "under-itself")]
    named = {"founded", *plan.targets}
    if set(plan.body.hamlets) - named:
        errors.append(FieldError("/hamlets", "unit-unknown"))
    return [error for error in errors if error is not None][:1]


def _parent(work: Work, plan: Plan) -> list[FieldError]:
    """The new parent of a move, or of a founded unit: there on the day, and not below itself."""
    body, pointer = plan.body, "/parent"
    wanted = body.parent if body.kind == "move" else None
    if body.founded is not None and body.founded.parent:
        wanted, pointer = body.founded.parent, "/founded/parent"
    if wanted is None and plan.founds:
        above = store.row_on(work.session, UnitParent, plan.unit.id, plan.day)
        wanted, pointer = (above.parent_id if above else None), "/founded/parent"
    if wanted is None:
        return []
    parent = units.find(work.session, wanted)
    alive = Life(parent.id, parent.valid_from, parent.valid_to) if parent else None
    error = rules.not_there(alive, plan.day, pointer)
    if error is not None:
        return [error]
    permit(work, "unit.write", Thing(unit_id=wanted))
    if any(wanted == unit.id for unit in plan.closing):
        return [FieldError(pointer, "unit-closed-then", {"day": plan.day.isoformat()})]
    if body.kind == "move" and would_circle(work, plan.unit.id, wanted, plan.day):
        return [FieldError(pointer, "under-itself")]
    return []


def would_circle(work: Work, unit_id: str, parent_id: str, day: date) -> bool:
    """On the day itself, or on a later day on which a recorded move takes effect."""
    days = [day, *store.days_of_moves(work.session, day)]
    return any(
        rules.under_itself(unit_id, parent_id, store.parents_on(work.session, one)) for one in days
    )


def _children(work: Work, plan: Plan) -> list[FieldError]:
    """What stands below a unit that ends: with a merge it goes along, else each is named."""
    if plan.body.kind == "merge":
        later = any(store.starts_below(work.session, u.id, plan.day) for u in plan.sources)
        return [FieldError("/children", "children-left")] if later else []
    error = _below(work, plan)
    if error is not None:
        return [error]
    if "founded" in plan.children.values() and not plan.founds:
        return [FieldError("/children", "unit-unknown")]
    for child, parent_id in plan.children.items():
        if parent_id != "founded":
            error = _new_parent(work, plan, child, parent_id)
            if error is not None:
                return [error]
    return []


def _below(work: Work, plan: Plan) -> FieldError | None:
    """Take over which children move: all of a unit that ends, some of one that lives on."""
    for unit in plan.closing:
        below = set(store.children(work.session, unit.id, plan.day))
        if store.starts_below(work.session, unit.id, plan.day) or below - set(plan.body.children):
            return FieldError("/children", "children-left")
        plan.children |= {child: plan.body.children[child] for child in below}
    if plan.body.kind in {"split", "part_transfer"} and not plan.closing:
        below = set(store.children(work.session, plan.unit.id, plan.day))
        if set(plan.body.children) - below:
            return FieldError("/children", "unit-unknown")
        plan.children |= plan.body.children
    return None


def _new_parent(work: Work, plan: Plan, child: str, parent_id: str) -> FieldError | None:
    parent = units.find(work.session, parent_id)
    alive = Life(parent.id, parent.valid_from, parent.valid_to) if parent else None
    error = rules.not_there(alive, plan.day, "/children")
    if error is not None:
        return error
    if any(unit.id == parent_id for unit in plan.closing):
        return FieldError("/children", "children-left")
    permit(work, "unit.write", Thing(unit_id=parent_id))
    if would_circle(work, child, parent_id, plan.day):
        return FieldError("/children", "under-itself")
    return None


def _code(work: Work, plan: Plan) -> list[FieldError]:
    """A code names one unit at a time; one that ends on the day leaves it to its successor."""
    body = plan.body
    code = body.founded.code if body.founded is not None else body.code
    if not code:
        return []
    pointer = "/founded/code" if body.founded is not None else "/code"
    since = plan.day
    holder = store.holder_of_code(
        work.session, body.code_scheme, code, since, None, but=plan.unit.id
    )
    ending = {unit.id for unit in plan.closing}
    if holder is not None and holder not in ending:
        return [FieldError(pointer, "code-held")]
    return []


def _order_is_clear(work: Work, plan: Plan) -> None:
    """One unit, one day, one change of a kind; and none that receives and ends on one day."""
    aspect = rules.ASPECTS[plan.body.kind]
    if aspect is None:
        return
    for unit in plan.sources:
        if store.changed_on(work.session, unit.id, plan.day, aspect):
            raise Conflict("same-day")
        if aspect == "territory" and store.received_on(work.session, unit.id, plan.day):
            raise Conflict("same-day")
    for unit in plan.closing:
        if store.begins_on(work.session, unit.id, plan.day):
            raise Conflict("same-day")
    kept = {unit.id for unit in plan.sources}
    for target in plan.targets:
        if target not in kept and store.changed_on(work.session, target, plan.day):
            raise Conflict("same-day")
