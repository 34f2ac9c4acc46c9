"""The guard against a second file: which files may be hers, and why."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from app.domain import mergers, twins
from app.domain.twins import Profile
from app.models.members import Member
from app.models.people import Person
from app.schemas.communities import UnitName
from app.schemas.twins import ApartRead, TwinRead
from app.store import twins as rows
from app.store import units
from app.store.actors import Work

#: As many as a card shows.
MOST = 5


def profile(member: Member, person: Person) -> Profile:
    return Profile(
        member.full_name,
        member.fold,
        person.birth_year,
        member.unit_id,
        member.hamlet,
        member.phone,
    )


def likely_twins(
    work: Work,
    community_id: str,
    woman: Profile,
    exclude: Collection[str] = (),
    most: int = MOST,
) -> list[TwinRead]:
    """Files that may be hers, the strongest first; she herself need not have one yet.

    `exclude`: ids of files and of persons that are known not to be meant. One query for the files
    and one for the names of their units, however many there are.
    """
    found = [
        (twins.likeness(woman, one.profile), one)
        for one in rows.candidates(work.session, community_id, woman, exclude)
    ]
    likely = [(likeness, one) for likeness, one in found if likeness.suspicious]
    likely.sort(key=lambda pair: (-pair[0].score, pair[1].id))
    shown = likely[:most]
    names = units.names(work.session, [one.unit_id for _, one in shown if one.unit_id], work.today)
    return [
        TwinRead(
            id=one.id,
            full_name=one.full_name,
            file_no=one.file_no,
            state=one.state,
            same_phone=bool(woman.phone) and one.phone == woman.phone,
            reasons=[*likeness.reasons, *twins.earlier(one.state)],
            birth_year=one.birth_year,
            unit=UnitName(id=one.unit_id, name=names.get(one.unit_id, "")) if one.unit_id else None,
            hamlet=one.hamlet,
            score=likeness.score,
        )
        for likeness, one in shown
    ]


def of_member(
    work: Work, member: Member, person: Person, apart: Collection[ApartRead]
) -> list[TwinRead]:
    """The twins of her card: without her own other files, and those of another woman."""
    if member.state == mergers.MERGED:
        return []
    known = [member.id, member.person_id, *(one.id for one in apart)]
    found = likely_twins(work, member.community_id, profile(member, person), known)
    for twin in found:
        twin.merger_href = merger_href(member, twin)
    return found


def merger_href(member: Member, twin: TwinRead) -> str:
    """The kept file is the one that stands farther; of two that stand alike the older one."""
    mine = (-mergers.rank(member.state), member.id)
    kept, goes = (
        (member.id, twin.id)
        if mine < (-mergers.rank(twin.state), twin.id)
        else (twin.id, member.id)
    )
    return f"/members/{goes}/merger?{urlencode({'into': kept})}"


def apart_from(work: Work, member: Member) -> list[ApartRead]:
    return [ApartRead(**one._asdict()) for one in rows.apart_from(work.session, member.id)]
