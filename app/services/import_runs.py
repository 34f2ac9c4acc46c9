"""The two stages of an import, a piece at a time: foreseeing, which changes nothing, and applying.

Each piece is one transaction that moves the import's cursor and names the next piece, so a worker
that dies takes up where it was, and its readers see how far it has come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app import clock
from app.domain import members as rules
from app.domain import names
from app.domain.imports.judging import Judgement, Neighbour, Neighbours, judge
from app.domain.permissions import Actor, Thing
from app.domain.refusals import Conflict
from app.domain.twins import Profile
from app.models.communities import Community
from app.models.imports import ImportRow, MemberImport
from app.models.members import Member
from app.schemas.imports import ImportRowRead, RowCreation
from app.services import consenting, filling, parting
from app.services.deeds import permit, record
from app.services.filing import Filing, open_file
from app.services.import_cards import row_read
from app.services.import_reading import profile_of, unit_names
from app.store import communities, imports, members, neighbours, records
from app.store.actors import Work

FORESEEN_AT_ONCE = 300
#: Each opens a whole file: more would keep others waiting for the write lock.
APPLIED_AT_ONCE = 50
#: What the line above the signatures of a list says (seed §17).
SIGNED = ("management", "contact")
NOBODY = Profile("", "")
Worded = Callable[[str], str]
Stage = Callable[[Work, MemberImport, Sequence[ImportRow]], None]


def begin_foreseeing(work: Work, one: MemberImport) -> None:
    """The first piece at once, so that a short list is ready with the answer."""
    _piece(work, one, 0, "foresee_import", _foresee)


def begin_applying(work: Work, one: MemberImport) -> None:
    _later(work, one, 0, "apply_import")


def go_on(work: Work, one: MemberImport) -> None:
    """From where it stopped; the new version gives its jobs new slots."""
    if not imports.move(work.session, one, "applying"):
        raise Conflict("import-running")
    _later(work, one, imports.gone_through(work.session, one.id), "apply_import")


def foresee(work: Work, import_id: str, after: int) -> None:
    one = imports.held(work.session, import_id)
    if one is not None and one.state == "reading":
        _piece(work, one, after, "foresee_import", _foresee)


def apply(work: Work, import_id: str, after: int) -> None:
    one = imports.held(work.session, import_id)
    if one is not None and one.state == "applying":
        # The log names who let the list in; the worker has no name of its own.
        by_her = replace(work, actor=Actor(person_id=one.applied_by), batch_id=one.id)
        _piece(by_her, one, after, "apply_import", _apply)


def _piece(work: Work, one: MemberImport, after: int, task: str, stage: Stage) -> None:
    most = FORESEEN_AT_ONCE if stage is _foresee else APPLIED_AT_ONCE
    rows = imports.women(work.session, one.id, after, most)
    stage(work, one, rows)
    one.cursor += len(rows)
    if len(rows) == most and one.cursor < one.rows:
        work.session.flush()
        _later(work, one, rows[-1].no, task)
    elif stage is _foresee:
        one.state = "ready"
    else:
        one.state, one.finished_at = "done", work.now
        record(
            work,
            "import.finish",
            ("import", one.id),
            community_id=one.community_id,
            held="officer",
            created=one.created,
            updated=one.updated,
            skipped=one.skipped,
            refused=one.refused,
        )
    work.session.flush()


def _later(work: Work, one: MemberImport, after: int, task: str) -> None:
    slot = f"{one.id}:{one.version}:{after}"
    records.enqueue(
        work.session,
        task,
        work.now,
        work.now,
        slot=slot,
        list=one.id,
        after=after,
    )


# -- foreseeing --------------------------------------------------------------------------------


def _foresee(work: Work, one: MemberImport, rows: Sequence[ImportRow]) -> None:
    near, same = _neighbours(work, one, rows), _same(work, one, rows)
    for no, woman in neighbours.rows(
        work.session, one.id, rows[0].no if rows else 0, [profile_of(r.woman) for r in _read(rows)]
    ):
        near.add(Neighbour(profile_of(woman), no=no))
    for row in rows:
        if row.foreseen == "refused" or row.woman is None:
            continue
        found = same.get(row.no) or _judge(row, near)
        row.foreseen, row.reasons = found.outcome, list(found.reasons)
        row.member_id = found.beside.member_id if found.beside else None
        row.twin_no = found.beside.no if found.beside else None
        if found.outcome == "created":
            near.add(Neighbour(profile_of(row.woman), no=row.no))


def _read(rows: Sequence[ImportRow]) -> list[Any]:
    return [row for row in rows if row.woman is not None]


def _neighbours(work: Work, one: MemberImport, rows: Sequence[ImportRow]) -> Neighbours:
    profiles = [profile_of(row.woman) for row in _read(rows)]
    return Neighbours(neighbours.files(work.session, one.community_id, profiles))


def _same(work: Work, one: MemberImport, rows: Sequence[ImportRow]) -> dict[int, Judgement]:
    """The same file again makes nothing, whatever has become of its women since."""
    known = imports.files_of_same(work.session, one, [row.no for row in rows])
    return {
        no: Judgement("skipped", ("already_here",), Neighbour(NOBODY, member_id=member_id))
        for no, member_id in known.items()
    }


def _judge(row: ImportRow, near: Neighbours) -> Judgement:
    woman = row.woman or {}
    profile = profile_of(woman)
    return judge(profile, woman["union_status"], near.near(profile))


# -- applying ----------------------------------------------------------------------------------


def _apply(work: Work, one: MemberImport, rows: Sequence[ImportRow]) -> None:
    """Judged anew: what was foreseen may have changed since."""
    community = communities.by_id(work.session, one.community_id)
    near, made = _neighbours(work, one, rows), dict[str, int]()
    same = _same(work, one, rows)
    for row in rows:
        if row.foreseen == "refused" or row.woman is None:
            row.outcome = "refused"
        else:
            found = same.get(row.no) or _judge(row, near)
            row.twin_no = made.get(_file_of(found))
            row.member_id = _file_of(found) or None
            if found.outcome == "created":
                member = open_file(work, community, _filing(work, one, row))
                row.member_id = member.id
                made[member.id] = row.no
                near.add(_as_neighbour(row, member))
            elif row.member_id and found.reasons in {(), ("already_here",)}:
                _known(work, one, members.again(work.session, row.member_id), found)
            row.outcome, row.reasons = found.outcome, list(found.reasons)
        setattr(one, row.outcome, getattr(one, row.outcome) + 1)
    work.session.flush()


def _known(work: Work, one: MemberImport, member: Member, found: Judgement) -> None:
    """She is here: empty places are filled, and what she has signed is kept."""
    filling.fill(work, member, found.fills)
    if one.consent == "paper" and member.state in rules.OPEN:
        for purpose in SIGNED:
            consenting.give(work, member, purpose, "paper", one.filed)


def _file_of(found: Judgement) -> str:
    return (found.beside.member_id if found.beside else None) or ""


def _as_neighbour(row: ImportRow, member: Member) -> Neighbour:
    woman = row.woman or {}
    return Neighbour(profile_of(woman), member.state, member.id, union_status=woman["union_status"])


def _filing(work: Work, one: MemberImport, row: ImportRow) -> Filing:
    woman = row.woman or {}
    year = clock.in_vietnam(work.now).year
    return Filing(
        name=names.of(woman["full_name"]),
        way="paper" if one.consent == "paper" else "officer",
        phone=woman["phone"],
        birth_year=woman["birth_year"],
        unit_id=woman["unit_id"],
        hamlet=woman["hamlet"],
        union_status=woman["union_status"],
        under_18=rules.is_minor(woman["birth_year"], year),
        consents=SIGNED if one.consent == "paper" else (),
        filed=one.filed,
        recorded_by=one.applied_by or one.created_by,
    )


def forget(work: Work, one: MemberImport) -> bool:
    """What a list said of people is kept no longer than it is worked with."""
    forget_rows(work, one)
    one.emptied_at = work.now
    if one.state == "ready":
        one.state = "discarded"
    return True


def forget_rows(work: Work, one: MemberImport) -> None:
    """With the texts that showed how an old font was read."""
    imports.forget_rows(work.session, one.id)
    bare = {"before": None, "after": None}
    one.sheets = [
        {**sheet, "columns": [{**column, **bare} for column in sheet["columns"]]}
        for sheet in one.sheets
    ]


# -- one row, by a person ----------------------------------------------------------------------


def create_anyway(
    work: Work, import_id: str, no: int, body: RowCreation, worded: Worded
) -> ImportRowRead:
    """Somebody looked: another woman, or she herself again after her file had ended. Once."""
    one = imports.get(work.session, work.actor, import_id)
    held = permit(work, "member.record", Thing(community_id=one.community_id))
    row = imports.row(work.session, one.id, no)
    if one.state != "done" or row.outcome != "skipped" or row.woman is None:
        raise Conflict("wrong-state", state=row.outcome or one.state)
    community: Community = communities.by_id(work.session, one.community_id)
    work.batch_id = one.id
    beside = members.again(work.session, row.member_id) if row.member_id else None
    filing = replace(
        _filing(work, one, row),
        recorded_by=work.actor.person_id,
        person_id=beside.person_id if body.same_person and beside else None,
    )
    member = open_file(work, community, filing)
    if beside is not None and not body.same_person:
        parting.note(work, member, beside, held)
    if not imports.take_row(
        work.session, row, "created", member_id=member.id, reasons=["made_by_hand"]
    ):
        raise Conflict("wrong-state", state="created")
    imports.count_one_made(work.session, one.id)
    record(
        work,
        "import.create_row",
        ("import", one.id),
        community_id=community.id,
        held=held,
        outbox=False,
        row=row.row,
    )
    work.session.refresh(row)
    return row_read(row, unit_names(work, [row]), worded, whole=True)
