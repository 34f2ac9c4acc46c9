"""Who may not compete by role, and who is taken out of a round by decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.domain.contests.ruleset import Ruleset
from app.domain.refusals import Conflict, Invalid

#: What was decided about a person last (None: nothing yet) → what may be decided now.
NEXT: Mapping[str | None, str] = {
    None: "disqualified",
    "reinstated": "disqualified",
    "disqualified": "reinstated",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision about a person's place in a round. `evidence` names what it rests on."""

    person: str
    kind: str
    reason: str
    evidence: str


def excluded(ruleset: Ruleset, roles: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Who has a role that keeps her out. `roles`: person → her roles in this contest."""
    out = frozenset(ruleset.exclude_roles)
    return frozenset(person for person, hers in roles.items() if not out.isdisjoint(hers))


def rule(before: Iterable[Ruling], now: Ruling) -> tuple[Ruling, ...]:
    """The rulings with one more.

    Refuses (Invalid) `ruling-without-reason` and `ruling-without-evidence`; (Conflict)
    `ruled-already` when a person is taken out twice or put back without having been taken out.
    """
    for name in ("reason", "evidence"):
        if not getattr(now, name).strip():
            code = "ruling-without-reason" if name == "reason" else "ruling-without-evidence"
            raise Invalid.at(f"/{name}", code)
    rulings = tuple(before)
    last = {one.person: one.kind for one in rulings}.get(now.person)
    if NEXT[last] != now.kind:
        raise Conflict("ruled-already")
    return (*rulings, now)


def disqualified(rulings: Iterable[Ruling]) -> frozenset[str]:
    """Who is out after all rulings in their order: the last one about a person holds."""
    last = {one.person: one.kind for one in rulings}
    return frozenset(person for person, kind in last.items() if kind == "disqualified")
