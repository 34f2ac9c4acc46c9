"""Reading lists that came in: all of them, one, its rows."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.schemas.imports import ImportList, ImportRead, ImportRowList
from app.services import import_reading
from app.services.deeds import may, permit
from app.services.import_cards import card, lines, row_read
from app.store import communities, imports
from app.store.actors import Work

Worded = Callable[[str], str]
OUTCOMES = ("created", "updated", "skipped", "refused")


def page(work: Work, slug: str, paging: Page) -> ImportList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "import.read", thing)
    found = imports.page(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(found, lambda one: (one.id,))
    return ImportList(
        items=lines(work, shown),
        next=following,
        community=slug,
        may_write=may(work, "member.record", thing),
    )


def read(work: Work, import_id: str, worded: Worded) -> ImportRead:
    one = imports.get(work.session, work.actor, import_id)
    permit(work, "import.read", Thing(community_id=one.community_id))
    return card(work, one, worded)


def rows(work: Work, import_id: str, outcome: str, paging: Page, worded: Worded) -> ImportRowList:
    """Women of the list by outcome, or by what is foreseen; empty: all."""
    one = imports.get(work.session, work.actor, import_id)
    thing = Thing(community_id=one.community_id)
    permit(work, "import.read", thing)
    if outcome and outcome not in OUTCOMES:
        raise Invalid.at("/outcome", "state-unknown")
    after = paging.key(int)
    found = imports.rows_page(
        work.session,
        one.id,
        [outcome] if outcome else [],
        after[0] if after else 0,
        paging.limit + 1,
    )
    shown, following = paging.cut(found, lambda row: (row.no,))
    whole = may(work, "member.record", thing)
    names = import_reading.unit_names(work, shown)
    return ImportRowList(
        items=[row_read(row, names, worded, whole=whole) for row in shown],
        next=following,
        community=communities.by_id(work.session, one.community_id).slug,
        import_id=one.id,
        filename=one.filename,
        state=one.state,
        outcome=outcome,
        allowed_actions=["creation"] if whole and one.state == "done" else [],
    )
