"""An import as it is read: the card, a line of the list, one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.domain import phones
from app.domain.permissions import Thing
from app.models.imports import ImportRow, MemberImport
from app.schemas.communities import UnitName
from app.schemas.imports import (
    EarlierImport,
    ImportLine,
    ImportRead,
    ImportRowRead,
    Outcomes,
    SheetRead,
    Why,
)
from app.services.applications import unit_choices
from app.services.deeds import may
from app.services.import_reading import unit_names
from app.services.reviewing import BOARD
from app.store import communities, imports, jobs, members, units
from app.store.actors import Work

Worded = Callable[[str], str]
#: Rows that are shown on the card; the rest has its own page.
SHOWN = 5


def card(work: Work, one: MemberImport, worded: Worded) -> ImportRead:
    community = communities.by_id(work.session, one.community_id)
    whole = may(work, "member.record", Thing(community_id=community.id))
    names = members.person_names(work.session, [one.created_by, one.applied_by])
    problems = imports.rows_page(work.session, one.id, ["refused", "skipped"], 0, SHOWN)
    unit_name = unit_names(work, problems)
    counted = imports.foreseen(work.session, one.id)
    return ImportRead(
        id=one.id,
        community=community.slug,
        filename=one.filename,
        unit=_unit(work, one),
        state=one.state,
        version=one.version,
        sheets=[SheetRead.model_validate(sheet) for sheet in one.sheets],
        rows=one.rows,
        gone_through=one.cursor,
        foreseen=Outcomes(
            **{name: counted.get(name, 0) for name in Outcomes.model_fields},
        ),
        outcomes=outcomes(one),
        consent=one.consent,
        filed=one.filed,
        created_by=names.get(one.created_by, BOARD),
        created_at=one.created_at,
        applied_by=names.get(one.applied_by or ""),
        applied_at=one.applied_at,
        finished_at=one.finished_at,
        emptied_at=one.emptied_at,
        same_file=[
            EarlierImport(id=other.id, created_at=other.created_at, state=other.state)
            for other in imports.of_same_file(work.session, one)
        ],
        problems=[row_read(row, unit_name, worded, whole=whole) for row in problems],
        units=unit_choices(work, community) if whole else [],
        allowed_actions=_allowed(work, one) if whole else [],
    )


def stopped(work: Work, one: MemberImport) -> bool:
    """Being applied, and no job goes on with it: the last one failed too often."""
    return one.state == "applying" and not jobs.alive(work.session, "apply_import", f"{one.id}:")


def _allowed(work: Work, one: MemberImport) -> list[str]:
    if one.state == "ready":
        return ["application", "change", "discard"]
    if stopped(work, one):
        return ["going-on"]
    return ["discard"] if one.state == "reading" else []


def _unit(work: Work, one: MemberImport) -> UnitName | None:
    if one.unit_id is None:
        return None
    names = units.names(work.session, [one.unit_id], work.today)
    return UnitName(id=one.unit_id, name=names.get(one.unit_id, ""))


def outcomes(one: MemberImport) -> Outcomes:
    return Outcomes(
        created=one.created, updated=one.updated, skipped=one.skipped, refused=one.refused
    )


def lines(work: Work, found: Sequence[MemberImport]) -> list[ImportLine]:
    names = members.person_names(work.session, [one.created_by for one in found])
    return [
        ImportLine(
            id=one.id,
            filename=one.filename,
            state=one.state,
            rows=one.rows,
            outcomes=outcomes(one),
            created_by=names.get(one.created_by, BOARD),
            created_at=one.created_at,
        )
        for one in found
    ]


def row_read(
    row: ImportRow, unit_name: Mapping[str, str], worded: Worded, *, whole: bool
) -> ImportRowRead:
    """One woman of the list; without the right to record, her phone is masked."""
    woman = row.woman or {}
    phone = woman.get("phone")
    return ImportRowRead(
        no=row.no,
        sheet=row.sheet,
        row=row.row,
        kind=row.kind,
        raw=row.raw if whole else [],
        full_name=woman.get("full_name", ""),
        birth_year=woman.get("birth_year"),
        phone=phone if whole or not phone else phones.mask(phone),
        unit=unit_name.get(woman.get("unit_id") or "", ""),
        hamlet=woman.get("hamlet", ""),
        foreseen=row.foreseen,
        outcome=row.outcome,
        reasons=[Why(code=code, detail=worded(code)) for code in row.reasons],
        noted=[Why(code=code, detail=worded(code)) for code in row.noted],
        member=row.member_id,
        twin_row=row.twin_no,
        ended_before=any(code.startswith("earlier_") for code in row.reasons),
    )
