"""Counters of members: one delta row for every change of state (design.md §7).

Scope `community:<id>` holds `state:<state>` and `not_union`; `units:<id>` holds a unit's members.
"Members" are those inside: approved or paused.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.domain.members import INSIDE
from app.models.members import Member
from app.store import records


def scope(community_id: str) -> str:
    return f"community:{community_id}"


def unit_scope(community_id: str) -> str:
    return f"units:{community_id}"


def moved(session: Session, member: Member, before: str | None, after: str) -> None:
    """Count one member's way from one state to another (`before` None: she is new)."""
    if before is not None:
        records.add(session, scope(member.community_id), f"state:{before}", -1)
    records.add(session, scope(member.community_id), f"state:{after}", 1)
    inside = (after in INSIDE) - (before in INSIDE)
    if member.union_status != "member":
        records.add(session, scope(member.community_id), "not_union", inside)
    records.add(session, unit_scope(member.community_id), member.unit_id or "", inside)


def refiled(session: Session, member: Member, unit_before: str | None, status_before: str) -> None:
    """Count one who is inside under the unit and the Union status that her file has got."""
    if member.state not in INSIDE:
        return
    if member.unit_id != unit_before:
        records.add(session, unit_scope(member.community_id), unit_before or "", -1)
        records.add(session, unit_scope(member.community_id), member.unit_id or "", 1)
    change = (member.union_status != "member") - (status_before != "member")
    records.add(session, scope(member.community_id), "not_union", change)


def members_inside(totals: dict[str, int]) -> int:
    return sum(totals.get(f"state:{state}", 0) for state in INSIDE)


def changed(session: Session, member: Member, unit_before: str | None, union_before: str) -> None:
    """Count what a member inside is now: her unit, and whether she is a Union member."""
    if member.state not in INSIDE:
        return
    known = (member.union_status != "member") - (union_before != "member")
    records.add(session, scope(member.community_id), "not_union", known)
    if member.unit_id != unit_before:
        records.add(session, unit_scope(member.community_id), unit_before or "", -1)
        records.add(session, unit_scope(member.community_id), member.unit_id or "", 1)
