"""The roll: the member list, a hot read with folded search."""

from __future__ import annotations

from typing import Any

from app import clock
from app.domain import phones
from app.domain.ids import is_id
from app.domain.members import STATES
from app.domain.paging import Page, well_shaped
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.text import search_terms
from app.schemas.members import MemberList, RollFilters
from app.services.deeds import may, permit
from app.store import communities
from app.store import roll as rolls
from app.store.actors import Work
from app.store.roll import EVERYBODY, Kept, Listed

ORDERS = ("name", "newest")


def page(
    work: Work,
    slug: str,
    paging: Page,
    *,
    q: str = "",
    state: str = "",
    unit_id: str = "",
    order: str = "name",
    kept: Kept = EVERYBODY,
) -> MemberList:
    """One page; phones are masked here for everyone, the card shows and records them."""
    assert work.hot is not None
    community_id = communities.hot_id(work.hot, slug)
    thing = Thing(community_id=community_id)
    permit(work, "member.list", thing)
    if state and state not in STATES:
        raise Invalid.at("/state", "state-unknown")
    if order not in ORDERS:
        raise Invalid.at("/order", "order-unknown")
    if unit_id and not is_id(unit_id):
        raise Invalid.at("/unit", "unit-unknown")
    shape = (str,) if order == "newest" else (str, str)
    if not well_shaped(paging.after, *shape):
        raise Invalid.at("/cursor", "bad-cursor")
    rows = rolls.page(
        work.hot,
        community_id,
        most=paging.limit + 1,
        order=order,
        terms=search_terms(q),
        file_no=q.strip().upper(),
        phone=_phone(q) if may(work, "member.contact", thing) else "",
        state=state,
        unit_id=unit_id,
        kept=kept,
        after=paging.after,
    )
    shown, following = paging.cut(
        rows, lambda row: (row.id,) if order == "newest" else (row.sort_key, row.id)
    )
    lines = [_line(row) for row in shown]
    return MemberList.model_validate({"items": lines, "next": following, "community": slug})


def kept(filters: RollFilters) -> Kept:
    """Days become moments in Vietnam; a day on which something ends is not in it any more."""
    if filters.model_fields_set.isdisjoint(RollFilters.model_fields):
        return EVERYBODY  # the hot list asks for nothing of this
    days = ("joined_from", "joined_to", "left_from", "left_to")
    moments = {name: getattr(filters, name) for name in days}
    return Kept(
        inside=filters.inside,
        union=filters.union,
        verified=filters.verified,
        reason=filters.reason,
        **{name: clock.day_start(day) if day else None for name, day in moments.items()},
    )


def _phone(q: str) -> str:
    """A whole number finds the woman who lost her code."""
    try:
        return phones.parse(q).number if any(c.isdigit() for c in q) else ""
    except phones.InvalidPhone:
        return ""


def _line(row: Listed) -> dict[str, Any]:
    """A row as the schema takes it: validated all at once, not one model after another."""
    return {
        "id": row.id,
        "full_name": row.full_name,
        "file_no": row.file_no,
        "phone": phones.mask(row.phone) if row.phone else None,
        "unit": row.unit_id,
        "union_status": row.union_status,
        "state": row.state,
        "version": row.version,
        "joined_at": row.joined_at,
        "applied_at": row.applied_at,
    }
