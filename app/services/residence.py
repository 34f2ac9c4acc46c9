"""What a member's unit is today: what she said, what became of it, and what was found out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.domain.lineage import Said
from app.models.members import Member
from app.schemas.communities import UnitName
from app.schemas.members import MemberUnit
from app.store import placements, reorganisations, units
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Residence:
    """`said`: the unit that she named, and what it is today; `now`: where she belongs, if that
    is another one and known."""

    said: MemberUnit
    now: UnitName | None


def of(work: Work, members: Sequence[Member]) -> dict[str, Residence]:
    """By member; who named no unit has none. A constant number of queries."""
    named = {one.id: one.unit_id for one in members if one.unit_id}
    if not named:
        return {}
    lineage = reorganisations.lineage(work.session)
    names = units.names(work.session, named.values(), work.today)
    touched = {unit for unit in named.values() if lineage.steps_of(unit)}
    found: dict[str, str | None] = {}
    if touched:
        known = _placed(work, [one for one, unit in named.items() if unit in touched])
        for one in members:
            if one.unit_id in touched:
                said = Said(one.unit_id, clock.in_vietnam(one.applied_at).date(), one.applied_at)
                found[one.id] = lineage.unit_on(said, work.today, known.get(one.id)).unit
    heirs = {unit: lineage.now(unit, work.today) for unit in touched}
    ended = {unit for unit, now in heirs.items() if unit not in now}
    wanted = {unit for now in heirs.values() for unit in now} | {u for u in found.values() if u}
    names |= units.names(work.session, wanted, work.today) if wanted else {}
    residences = {}
    for member_id, unit in named.items():
        now = found.get(member_id)
        residences[member_id] = Residence(
            MemberUnit(
                id=unit,
                name=names.get(unit, ""),
                ended=unit in ended,
                now=[UnitName(id=heir, name=names.get(heir, "")) for heir in heirs.get(unit, [])]
                if unit in ended
                else [],
            ),
            UnitName(id=now, name=names.get(now, "")) if now and now != unit else None,
        )
    return residences


def _placed(work: Work, member_ids: list[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in placements.of_members(work.session, member_ids):
        if row.ended_at is None:
            found.setdefault(row.member_id, {})[row.reorganisation_id] = row.unit_id
    return found


def held(work: Work, member: Member) -> list[dict[str, object]]:
    """Every placement that was ever noted on her, for her own page of what is held."""
    rows = placements.of_members(work.session, [member.id])
    names = units.names(work.session, {row.unit_id for row in rows}, work.today)
    return [
        {"unit": names.get(row.unit_id, ""), "placed_at": row.placed_at, "ended_at": row.ended_at}
        for row in rows
    ]
