"""Taking a list out: who asks says what for; with phone numbers a second person must agree.

Each download is made from what stands then, is logged once for the list and once for every woman
in it, so that her own page tells her.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from app import clock
from app.domain.members import INSIDE, STATES
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Gone, Invalid
from app.integrations import tables
from app.integrations.tables import Cell
from app.models.communities import Community
from app.models.imports import MemberExport
from app.schemas.base import FileRead, form
from app.schemas.communities import UnitName
from app.schemas.imports import ExportCreate, ExportForm, ExportList, ExportRead
from app.services.applications import unit_choices
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.services.reviewing import BOARD
from app.store import audit, communities, exports, members, units
from app.store.actors import Work

LASTS = timedelta(days=7)
TWO_PERSON = "export_phones"
Label = Callable[[str], str]


def export_form(work: Work, slug: str) -> ExportForm:
    community = permitted(work, slug, "member.export")
    action = f"/communities/{slug}/exports"
    return ExportForm(
        action=action,
        schema=form(action, ExportCreate).schema_,
        community=slug,
        units=unit_choices(work, community),
        needs_second=_takes_two(community),
    )


def _takes_two(community: Community) -> bool:
    return TWO_PERSON in community.settings.get("two_person", [])


def create(work: Work, slug: str, body: ExportCreate) -> ExportRead:
    community = communities.get(work.session, slug)
    held = permit(work, "member.export", Thing(community_id=community.id))
    if not body.purpose:
        raise Invalid.at("/purpose", "purpose-missing")
    if body.state not in {*STATES, "inside", "all"}:
        raise Invalid.at("/state", "state-unknown")
    if body.unit and units.find(work.session, body.unit) is None:
        raise Invalid.at("/unit", "unit-unknown")
    export = MemberExport(
        id=fresh_id(work),
        community_id=community.id,
        with_phones=body.with_phones,
        needs_second=body.with_phones and _takes_two(community),
        state=body.state,
        unit_id=body.unit,
        purpose=body.purpose,
        first_by=work.actor.person_id or "",
        first_at=work.now,
        expires_at=work.now + LASTS,
    )
    work.session.add(export)
    work.session.flush()
    _record(work, export, "export.ask", held)
    return read_of(work, export)


def allow(work: Work, export_id: str) -> ExportRead:
    """The second person agrees; who asked cannot."""
    export = exports.get(work.session, work.actor, export_id)
    held = permit(work, "member.export", Thing(community_id=export.community_id))
    if export.first_by == work.actor.person_id:
        raise Conflict("already-approved-by-you", approvals=1)
    if not export.needs_second or work.now >= export.expires_at:
        raise Conflict("wrong-state", state=_status(work, export))
    if not exports.allow(work.session, export, work.actor.person_id or "", work.now):
        raise Conflict("wrong-state", state=_status(work, export))
    _record(work, export, "export.allow", held)
    return read_of(work, export)


def page(work: Work, slug: str, paging: Page) -> ExportList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "member.list", thing)
    found = exports.page(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(found, lambda one: (one.id,))
    return ExportList(
        items=_all(work, shown),
        next=following,
        community=slug,
        may_export=may(work, "member.export", thing),
    )


def read(work: Work, export_id: str) -> ExportRead:
    export = exports.get(work.session, work.actor, export_id)
    permit(work, "member.list", Thing(community_id=export.community_id))
    return read_of(work, export)


def read_of(work: Work, export: MemberExport) -> ExportRead:
    return _all(work, [export])[0]


def _all(work: Work, found: Sequence[MemberExport]) -> list[ExportRead]:
    """Exports of one community: the names of all of them are asked for at once."""
    if not found:
        return []
    slug = communities.by_id(work.session, found[0].community_id).slug
    people = [who for one in found for who in (one.first_by, one.second_by)]
    names = members.person_names(work.session, people)
    unit_ids = {one.unit_id for one in found if one.unit_id}
    unit_names = units.names(work.session, unit_ids, work.today) if unit_ids else {}
    return [
        ExportRead(
            id=one.id,
            community=slug,
            with_phones=one.with_phones,
            state=one.state,
            unit=UnitName(id=one.unit_id, name=unit_names.get(one.unit_id, ""))
            if one.unit_id
            else None,
            purpose=one.purpose,
            status=_status(work, one),
            approvals=1 + (one.second_by is not None),
            asked_by=names.get(one.first_by, BOARD),
            asked_at=one.first_at,
            allowed_by=names.get(one.second_by or ""),
            allowed_at=one.second_at,
            expires_at=one.expires_at,
            downloads=one.downloads,
            allowed_actions=_actions(work, one),
        )
        for one in found
    ]


def _status(work: Work, export: MemberExport) -> str:
    if work.now >= export.expires_at:
        return "ended"
    return "waiting" if export.needs_second and export.second_by is None else "ready"


def _actions(work: Work, export: MemberExport) -> list[str]:
    if not may(work, "member.export", Thing(community_id=export.community_id)):
        return []
    status = _status(work, export)
    if status == "waiting":
        return ["approval"] if export.first_by != work.actor.person_id else []
    return ["files"] if status == "ready" else []


def _record(work: Work, export: MemberExport, action: str, held: str, **facts: Any) -> None:
    record(
        work,
        action,
        ("export", export.id),
        community_id=export.community_id,
        held=held,
        outbox=False,
        with_phones=export.with_phones,
        **facts,
    )


# -- the file ----------------------------------------------------------------------------------


def file(work: Work, export_id: str, kind: str, label: Label) -> FileRead:
    """The list as it stands now. Raises `Conflict` while it waits, `Gone` when it has ended."""
    export = exports.get(work.session, work.actor, export_id)
    held = permit(work, "member.export", Thing(community_id=export.community_id))
    status = _status(work, export)
    if status == "ended":
        raise Gone("export-ended")
    if status == "waiting":
        raise Conflict("export-waits", approvals=1)
    states = {"inside": INSIDE, "all": frozenset(STATES)}.get(export.state, {export.state})
    found = exports.rows(work.session, export, states)
    ids = [row[0] for row in found]
    audit.write_looks(
        work.session, work.actor.person_id, export.community_id, ids, work.now, "member.export"
    )
    exports.count_download(work.session, export)
    _record(work, export, "export.download", held, rows=len(ids), kind=kind)
    community = communities.by_id(work.session, export.community_id)
    lines = list(_lines(work, export, found, label))
    marked = [[label("demo")]] if community.demo else []
    name = f"{community.slug}-{clock.in_vietnam(work.now):%Y%m%d-%H%M}.{kind}"
    return FileRead(
        name=name,
        content=tables.as_csv([*marked, *lines])
        if kind == "csv"
        else tables.as_xlsx([*marked, *lines], label("list"), header=len(marked)),
    )


def _lines(
    work: Work, export: MemberExport, found: list[Any], label: Label
) -> Iterator[list[Cell]]:
    names = units.names(work.session, {row[4] for row in found if row[4]}, work.today)
    phone = [label("phone")] if export.with_phones else []
    heads = ("union", "verified", "state", "file_no", "joined")
    yield [
        *(label(code) for code in ("no", "full_name", "birth_year")),
        *phone,
        *(label(code) for code in ("unit", "hamlet", *heads)),
    ]
    for no, row in enumerate(found, 1):
        yield [
            no,
            row[1],
            row[2],
            *([row[3] or ""] if export.with_phones else []),
            names.get(row[4] or "", ""),
            row[5],
            label(f"union.{row[6]}"),
            label(f"union.{row[7]}") if row[7] else "",
            label(f"state.{row[8]}"),
            row[9],
            f"{clock.in_vietnam(row[10]):%d/%m/%Y}" if row[10] else "",
        ]
