"""The reform of 2025 in the demonstration: 22 units, 17, then 4 communes (app/content/reform.toml).

The units that a decision founds are planted first, without their code; a code passes to them once
the decision has ended those that bore it before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app import content
from app.content import ReformChange, ReformDecision
from app.demo.unit_tree import SINCE
from app.domain.permissions import Actor
from app.models.units import Unit
from app.schemas.units import ReorganisationCreate
from app.services import reorganising, unit_tree
from app.services.deeds import fresh_id
from app.store import units
from app.store.actors import Work


def carry_out(work: Work, planted: Mapping[str, str]) -> dict[str, str]:
    """Key of the content files → id, with the units that the reform brings; after `plant`."""
    known = dict(planted)
    first_days = {one.key: one.effective_on for one in content.reform_decisions()}
    for order, unit in enumerate(content.reform_units(), len(known)):
        since = first_days[unit.decision] if unit.decision else SINCE
        row = Unit(id=fresh_id(work), kind=unit.kind, valid_from=since, official_order=order)
        work.session.add(row)
        work.session.flush()
        known[unit.key] = row.id
        unit_tree.give_name(work, row.id, unit.name, since)
        unit_tree.give_parent(work, row.id, known[unit.parent], since)
    work.session.flush()
    by_the_system = replace(work, actor=Actor(administrator=True))
    for decision in content.reform_decisions():
        for change in content.reform_changes():
            if change.decision == decision.key:
                _decide(by_the_system, decision, change, known)
        _codes(work, decision.key, decision.effective_on, known)
    return known


def _decide(
    work: Work, decision: ReformDecision, change: ReformChange, known: Mapping[str, str]
) -> None:
    first, *others = (known[key] for key in change.units)
    body = ReorganisationCreate.model_validate(
        {
            "kind": change.kind,
            "decision_number": decision.number,
            "decided_on": decision.decided_on,
            "issuer": decision.issuer,
            "effective_on": decision.effective_on,
            "note": content.reform_note(),
            "with_units": others,
            "into": [known[key] for key in change.into],
        }
    )
    reorganising.reorganise(work, first, body)


def _codes(work: Work, decision: str, day: date, known: Mapping[str, str]) -> None:
    """The list that begins on the day: new units by the file, all others keep their code."""
    codes = {unit.key: unit.code for unit in content.units() if unit.code}
    codes |= {u.key: u.code for u in content.reform_units() if u.code and u.decision <= decision}
    keys = {unit_id: key for key, unit_id in known.items()}
    for unit in units.tree(work.session, day):
        code = codes.get(keys.get(unit.id, ""))
        if code and unit.code is None:
            unit_tree.give_code(work, unit.id, content.code_scheme(), code, day)
    work.session.flush()
