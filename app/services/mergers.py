"""Joined files as they are read: on the card, side by side, on her own pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from app.domain import mergers as rules
from app.domain import phones, twins
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.models.members import Member
from app.models.mergers import Merger
from app.schemas.communities import UnitName
from app.schemas.twins import FileRead, MergedFileRead, MergerPage, MergerRead
from app.services.deeds import may, permit
from app.services.twins import apart_from, profile
from app.store import communities, members, mergers, units
from app.store.actors import Work
from app.store.twins import are_apart

BOARD = "Ban Quản trị"


def joined_to(work: Work, member: Member) -> list[MergedFileRead]:
    """The files under this one, for those who judge."""
    rows = mergers.below(work.session, member.id)
    if not rows:
        return []
    names = members.person_names(work.session, [merger.merged_by for merger, _ in rows])
    files = _files(work, [file for _, file in rows])
    return [
        MergedFileRead(
            **files[file.id].model_dump(),
            merged_by=names.get(merger.merged_by, BOARD),
            merged_at=merger.merged_at,
            reason=merger.reason,
            state_before=merger.from_state,
        )
        for merger, file in rows
    ]


def last(work: Work, member: Member, *, judges: bool, decides: bool) -> MergerRead | None:
    """The last merger of this file into another; she herself reads the number and the day."""
    merger = mergers.last(work.session, member.id)
    if merger is None or (merger.undone_at is not None and not judges):
        return None
    kept = members.again(work.session, merger.into_id)
    names = (
        members.person_names(work.session, [merger.merged_by, merger.undone_by]) if judges else {}
    )
    return MergerRead(
        into=kept.id if judges else None,
        file_no=kept.file_no,
        full_name=kept.full_name if judges else "",
        merged_by=names.get(merger.merged_by, BOARD),
        merged_at=merger.merged_at,
        reason=merger.reason if judges else "",
        filled=sorted(merger.filled) if judges else [],
        undone_by=names.get(merger.undone_by, BOARD) if merger.undone_by else None,
        undone_at=merger.undone_at,
        left=merger.left if judges else [],
        may_undo=decides and merger.undone_at is None and kept.state != rules.MERGED,
    )


# -- side by side ------------------------------------------------------------------------------


def page(work: Work, member_id: str, reference: str) -> MergerPage:
    """Two files before the deed; without a second one the question which it is."""
    member = members.get(work.session, work.actor, member_id)
    thing = Thing(member.community_id, member.person_id)
    permit(work, "review.read", thing)
    kept, obstacle = None, ""
    try:
        kept = found(work, member, reference) if reference.strip() else None
    except Invalid as error:
        obstacle = error.errors[0].code
    files = _files(work, [member, kept] if kept else [member])
    likeness = twins.likeness(*_profiles(work, member, kept)) if kept else twins.NEVER
    return MergerPage(
        community=communities.by_id(work.session, member.community_id).slug,
        file=files[member.id],
        into=files[kept.id] if kept else None,
        same_phone=bool(kept and kept.phone and kept.phone == member.phone),
        reasons=list(likeness.reasons),
        fills=sorted(rules.fills(facts(kept), facts(member))) if kept else [],
        obstacle=obstacle_between(work, member, kept) if kept else obstacle,
        swap_href=f"/members/{kept.id}/merger?{urlencode({'into': member.id})}" if kept else "",
        may_merge=may(work, "member.decide", thing),
    )


def found(work: Work, member: Member, reference: str, pointer: str = "/into") -> Member:
    """The other file of the same community, by id or by number."""
    other = mergers.in_community(work.session, member.community_id, reference)
    if other is None:
        raise Invalid.at(pointer, "file-unknown")
    if other.id == member.id:
        raise Invalid.at(pointer, "same-file")
    return other


def obstacle_between(work: Work, member: Member, kept: Member) -> str:
    """The code of what forbids the one to go into the other; empty where nothing does."""
    apart = are_apart(work.session, rules.pair(member.id, kept.id))
    return rules.obstacle(member.state, kept.state, apart=apart)


def facts(member: Member) -> dict[str, Any]:
    """The fields that one file may take from another."""
    return {name: getattr(member, name) for name in rules.EMPTY}


def _profiles(work: Work, *files: Member | None) -> list[twins.Profile]:
    return [profile(file, members.person(work.session, file.person_id)) for file in files if file]


def _files(work: Work, files: Iterable[Member]) -> dict[str, FileRead]:
    """As they stand side by side, by id: a constant number of queries."""
    listed = list(files)
    ids = [file.id for file in listed]
    people = {file.person_id for file in listed}
    years = members.birth_years(work.session, people)
    names = units.names(work.session, [f.unit_id for f in listed if f.unit_id], work.today)
    consents = mergers.consents(work.session, ids)
    messages = mergers.messages(work.session, ids)
    accounts = mergers.with_account(work.session, people)
    return {
        file.id: FileRead(
            id=file.id,
            full_name=file.full_name,
            file_no=file.file_no,
            state=file.state,
            version=file.version,
            birth_year=years.get(file.person_id),
            phone=phones.mask(file.phone) if file.phone else None,
            unit=UnitName(id=file.unit_id, name=names.get(file.unit_id, ""))
            if file.unit_id
            else None,
            hamlet=file.hamlet,
            union_status=file.union_status,
            platform_name=file.platform_name,
            applied_at=file.applied_at,
            joined_at=file.joined_at,
            consents=consents.get(file.id, []),
            messages=messages.get(file.id, 0),
            has_account=file.person_id in accounts,
        )
        for file in listed
    }


# -- her own pages -----------------------------------------------------------------------------


def kept_numbers(work: Work, files: Iterable[Member]) -> dict[str, str]:
    """Of those among some files that were joined to others: the numbers of the kept ones."""
    merged = [file.id for file in files if file.state == rules.MERGED]
    return mergers.kept_numbers(work.session, merged) if merged else {}


def held(work: Work, member: Member) -> dict[str, list[dict[str, Any]]]:
    """Every merger that her file had a part in, and whose files hers was held apart from."""
    rows = mergers.of_member(work.session, member.id)
    others = mergers.numbers(work.session, [_other(row, member) for row in rows])
    return {
        "mergers": [
            {
                "merged_at": row.merged_at,
                "other_file": others[_other(row, member)],
                "note": row.reason,
                "undone_at": row.undone_at,
            }
            for row in rows
        ],
        "held_apart": [
            {"other_file": row.file_no, "note": row.reason, "noted_at": row.noted_at}
            for row in apart_from(work, member)
        ],
    }


def _other(row: Merger, member: Member) -> str:
    return row.into_id if row.from_id == member.id else row.from_id
