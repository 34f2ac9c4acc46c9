"""Filling what a file does not say from a list or a sheet; what it says stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app import clock
from app.domain import members as rules
from app.domain import twins
from app.models.members import Member
from app.services import counting
from app.services.deeds import record
from app.store import members
from app.store.actors import Work


def fill(work: Work, member: Member, fills: Mapping[str, Any]) -> None:
    """`fills`: field → value, of `domain.imports.judging.FILLS`; counters and keys move along."""
    if not fills:
        return
    before = (member.unit_id, member.union_status)
    for name, value in fills.items():
        if name == "birth_year":
            _born(work, member, value)
        else:
            setattr(member, name, value)
    member.version += 1
    work.session.flush()
    counting.changed(work.session, member, *before)
    record(
        work,
        "member.fill",
        ("member", member.id),
        community_id=member.community_id,
        held="officer",
        after=dict(fills),
        person_id=member.person_id,
        fields=sorted(fills),
    )


def _born(work: Work, member: Member, year: int) -> None:
    """The year is the person's: all her files are found by it."""
    members.person(work.session, member.person_id).birth_year = year
    for one in members.of_person(work.session, member.person_id):
        one.twin_key = twins.key(one.fold, year)
        one.under_18 = rules.is_minor(year, clock.in_vietnam(work.now).year)
