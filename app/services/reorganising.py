"""Reorganising a unit: one decision, what it does to the tree, and whereto its people went."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from app.domain import reorganisations as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.reorganisations import Reorganisation, ReorganisedUnit
from app.schemas.units import ReorganisationCreate, ReorganisationRead
from app.services import histories, tree_changes
from app.services.deeds import fresh_id, permit, record
from app.services.reorganisation_plans import Plan, planned
from app.store import reorganisations as store
from app.store import units
from app.store.actors import Work


def reorganise(work: Work, unit_id: str, body: ReorganisationCreate) -> ReorganisationRead:
    """Carry out one decision on one unit, all or nothing, at the day of its effect."""
    store.hold_tree(work.session)
    unit = units.find(work.session, unit_id)
    if unit is None:
        raise Hidden
    held = permit(work, "unit.write", Thing(unit_id=unit.id))
    plan = planned(work, unit, body)
    plan.held = held
    try:
        with work.session.begin_nested():
            row = _written(work, plan)
            tree_changes.APPLY[body.kind](work, plan, row)
            row.changes = plan.changes
            work.session.flush()
            _stays_a_tree(work, plan)
    except IntegrityError:
        raise _lost(work, plan) from None
    record(
        work,
        "unit.reorganise",
        ("unit", unit.id),
        held=held,
        kind=body.kind,
        reorganisation=row.id,
        effective_on=body.effective_on.isoformat(),
        decision=body.decision_number,
    )
    return histories.as_read(work, [row])[0]


def _stays_a_tree(work: Work, plan: Plan) -> None:
    """Several units that move by one decision may close a circle that none of them closes alone."""
    days = [plan.day, *store.days_of_moves(work.session, plan.day)]
    if any(rules.has_circle(store.parents_on(work.session, day)) for day in days):
        pointer = {"move": "/parent", "merge": "/into"}.get(plan.body.kind, "/children")
        raise Invalid.at(pointer, "under-itself")


def _lost(work: Work, plan: Plan) -> Conflict:
    """Which of the keys stood in the way: the decision's own, or a change of the same day."""
    key = rules.decision_key(plan.body.decision_number, plan.body.issuer)
    twin = store.recorded(work.session, plan.unit.id, plan.body.kind, key, plan.day)
    return Conflict("decision-recorded" if twin else "same-day")


def _written(work: Work, plan: Plan) -> Reorganisation:
    body = plan.body
    row = Reorganisation(
        id=fresh_id(work),
        kind=body.kind,
        unit_id=plan.unit.id,
        decision_number=body.decision_number,
        decision_key=rules.decision_key(body.decision_number, body.issuer),
        decided_on=body.decided_on,
        issuer=body.issuer,
        effective_on=body.effective_on,
        note=body.note,
        recorded_by=work.actor.person_id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    aspect = rules.ASPECTS[body.kind]
    for unit in plan.sources if aspect else []:
        work.session.add(
            ReorganisedUnit(
                reorganisation_id=row.id,
                unit_id=unit.id,
                aspect=aspect or "",
                effective_on=body.effective_on,
            )
        )
    work.session.flush()
    return row
