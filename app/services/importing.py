"""Bringing a list in: a dry run that changes nothing, then the list itself, row by row.

read = created + updated + skipped + refused: every woman of the file has exactly one outcome, and
the same file again creates nothing (domain/imports/judging.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from app import clock
from app.domain.imports.headers import names_her
from app.domain.imports.reading import Sheet, SheetRead
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.models.communities import Community
from app.models.imports import ImportMapping, MemberImport
from app.schemas.base import form
from app.schemas.imports import (
    ImportApply,
    ImportChange,
    ImportCreate,
    ImportForm,
    ImportRead,
)
from app.services import import_reading, import_runs
from app.services.applications import open_units, unit_choices
from app.services.deeds import fresh_id, permit, permitted, record
from app.services.import_cards import card, stopped
from app.services.import_reading import FIELDS
from app.store import communities, imports
from app.store.actors import Work

Worded = Callable[[str], str]
#: A sheet, and how its headings say it is read.
Headed = tuple[Sheet, SheetRead]


def import_form(work: Work, slug: str) -> ImportForm:
    community = permitted(work, slug, "member.record")
    action = f"/communities/{slug}/imports"
    return ImportForm(
        action=action,
        schema=form(action, ImportCreate).schema_,
        community=slug,
        units=unit_choices(work, community),
    )


def create(
    work: Work, slug: str, body: ImportCreate, sheets: Sequence[Headed], worded: Worded
) -> ImportRead:
    """Read a file and begin its dry run; short lists are foreseen at once."""
    community = communities.get(work.session, slug)
    held = permit(work, "member.record", Thing(community_id=community.id))
    _must_be_open(work, community, body.unit)
    one = MemberImport(
        id=fresh_id(work),
        community_id=community.id,
        unit_id=body.unit,
        filename=body.file.name,
        digest=hashlib.sha256(body.file.content).hexdigest(),
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    work.session.add(one)
    work.session.flush()
    _read_into(work, community, one, sheets)
    record(
        work,
        "import.create",
        ("import", one.id),
        community_id=community.id,
        held=held,
        outbox=False,
        rows=one.rows,
    )
    import_runs.begin_foreseeing(work, one)
    return card(work, one, worded)


def _must_be_open(work: Work, community: Community, unit_id: str | None) -> None:
    if unit_id and unit_id not in {unit.id for unit in open_units(work, community)}:
        raise Invalid.at("/unit", "unit-unknown")


def _read_into(
    work: Work,
    community: Community,
    one: MemberImport,
    sheets: Sequence[Headed],
    given: Mapping[int, Mapping[str, int]] | None = None,
) -> None:
    read = import_reading.understood(work, community, sheets, one.unit_id, given)
    if not any(sheet.header for sheet in read):
        raise Invalid.at("/file", "list-without-header")
    where = import_reading.Place(work, community, one.unit_id)
    year = clock.in_vietnam(work.now).year
    rows = import_reading.as_rows(one.id, read, where, year)
    imports.replace_rows(work.session, one.id, rows)
    one.sheets = import_reading.shown(read)
    one.rows = import_reading.women_in(read)
    work.session.flush()
    for no, columns in (given or {}).items():
        header = read[no].header
        if header is not None:
            _keep(work, one, header.signature, columns)


def _keep(work: Work, one: MemberImport, signature: str, columns: Mapping[str, int]) -> None:
    kept = ImportMapping(
        id=fresh_id(work),
        community_id=one.community_id,
        unit=one.unit_id or "",
        signature=signature,
        columns=dict(columns),
        set_by=work.actor.person_id or "",
        set_at=work.now,
    )
    imports.keep_mapping(work.session, kept)


def change(work: Work, import_id: str, body: ImportChange, worded: Worded) -> ImportRead:
    """Read the same file in another way: another unit, other columns. The way is remembered."""
    one, community, held = _mine(work, import_id)
    _check(one, body.version, "ready")
    unit = body.unit if "unit" in body.model_fields_set else one.unit_id
    _must_be_open(work, community, unit)
    given = _columns(one, body)
    sheets = import_reading.as_headed(import_reading.sheets_of(work, one))
    if not imports.move(work.session, one, "reading", unit_id=unit, cursor=0):
        raise Conflict("stale-version", version=one.version, state=one.state)
    _read_into(work, community, one, sheets, given)
    record(
        work,
        "import.change",
        ("import", one.id),
        community_id=community.id,
        held=held,
        outbox=False,
        rows=one.rows,
    )
    import_runs.begin_foreseeing(work, one)
    return card(work, one, worded)


def _columns(one: MemberImport, body: ImportChange) -> dict[int, dict[str, int]]:
    """The columns of each sheet, from 0; a sheet whose columns are not told keeps its own."""
    known = {sheet["no"]: sheet for sheet in one.sheets}
    given = {
        no - 1: {c["field"]: c["no"] - 1 for c in sheet["columns"] if c["field"]}
        for no, sheet in known.items()
        if sheet["header"]
    }
    told: dict[int, dict[str, int]] = {}
    for key, column in body.columns.items():
        number, _, field = key.partition(".")
        sheet = known.get(int(number)) if number.isascii() and number.isdigit() else None
        wide = len(sheet["columns"]) if sheet else 0
        if sheet is None or field not in FIELDS or column > wide:
            raise Invalid.at(f"/columns/{key}"[:200], "column-unknown")
        columns = told.setdefault(int(number) - 1, {})
        if column:
            columns[field] = column - 1
    for no, columns in told.items():
        if not names_her(columns):
            raise Invalid(FieldError(f"/columns/{no + 1}.full_name", "name-missing"))
    return {**given, **told}


def apply(work: Work, import_id: str, body: ImportApply, worded: Worded) -> ImportRead:
    """From the dry run to the files themselves; one list at a time in a community."""
    one, community, held = _mine(work, import_id)
    _check(one, body.version, "ready")
    filed = body.filed or ""
    if body.consent == "paper" and not filed:
        raise Invalid.at("/filed", "filed-missing")
    moved = imports.move(
        work.session,
        one,
        "applying",
        cursor=0,
        consent=body.consent,
        filed=filed if body.consent == "paper" else "",
        applied_by=work.actor.person_id,
        applied_at=work.now,
    )
    if not moved:
        stale = one.state != "ready"
        raise Conflict("wrong-state", state=one.state) if stale else Conflict("import-running")
    record(
        work,
        "import.apply",
        ("import", one.id),
        community_id=community.id,
        held=held,
        outbox=False,
        rows=one.rows,
        consent=one.consent,
    )
    import_runs.begin_applying(work, one)
    return card(work, one, worded)


def go_on(work: Work, import_id: str, worded: Worded) -> ImportRead:
    """A list that stopped in the middle goes on where it was."""
    one, community, held = _mine(work, import_id)
    if not stopped(work, one):
        raise Conflict("import-running" if one.state == "applying" else "wrong-state")
    import_runs.go_on(work, one)
    record(
        work,
        "import.go_on",
        ("import", one.id),
        community_id=community.id,
        held=held,
        outbox=False,
    )
    return card(work, one, worded)


def discard(work: Work, import_id: str) -> None:
    """Nothing was made of it; what its rows say is forgotten at once."""
    one, community, held = _mine(work, import_id)
    if one.state not in {"reading", "ready"} or not imports.move(
        work.session, one, "discarded", emptied_at=work.now
    ):
        raise Conflict("wrong-state", state=one.state)
    import_runs.forget_rows(work, one)
    record(
        work,
        "import.discard",
        ("import", one.id),
        community_id=community.id,
        held=held,
        outbox=False,
    )


def _mine(work: Work, import_id: str) -> tuple[MemberImport, Community, str]:
    one = imports.get(work.session, work.actor, import_id)
    held = permit(work, "member.record", Thing(community_id=one.community_id))
    return one, communities.by_id(work.session, one.community_id), held


def _check(one: MemberImport, version: int | None, state: str) -> None:
    if one.state != state:
        raise Conflict("wrong-state", state=one.state, version=one.version)
    if version is not None and version != one.version:
        raise Conflict("stale-version", version=one.version, state=one.state)
