"""Opening a woman's file: person, member, consents, acceptance, review item, counters, log.

Whatever way she came (the join form, an officer's form, a paper sheet, a list), a file begins here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain import twins
from app.domain.ids import new_code, new_file_no
from app.domain.names import Name
from app.domain.refusals import Conflict
from app.models.communities import Community, Regulation, RegulationAcceptance
from app.models.members import Consent, Member
from app.models.people import Person
from app.services import counting
from app.services.applications import open_item
from app.services.deeds import fresh_id, record
from app.store import communities, members
from app.store.actors import Work

FILE_NO_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What a new file says, already checked.

    `way`: how the consents were given (`form`, `officer`, `paper`), `filed`: where the signed paper
    lies. `recorded_by`: the officer who wrote it down, None for the woman herself. `person_id`: of
    a woman who was here before.
    """

    name: Name
    way: str
    form_version: int = 1
    phone: str | None = None
    phone_shared: bool = False
    call_me: str = "chi"
    birth_year: int | None = None
    unit_id: str | None = None
    hamlet: str = ""
    union_status: str = "unknown"
    platform_name: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    under_18: bool = False
    consents: tuple[str, ...] = ()
    filed: str = ""
    regulation: Regulation | None = None
    invitation_id: str | None = None
    recorded_by: str | None = None
    reached_through: str = ""
    person_id: str | None = None


def open_file(work: Work, community: Community, filing: Filing) -> Member:
    """One file, all or nothing. Raises `Conflict` when she has an open one."""
    person = _person(work, filing)
    member = _insert(work, community, person, filing)
    _consent(work, community, member, filing)
    open_item(work, member)
    counting.moved(work.session, member, None, "submitted")
    record(
        work,
        "member.apply",
        ("member", member.id),
        community_id=community.id,
        held="officer" if filing.recorded_by else "anyone",
        after={"name": member.full_name, "phone": member.phone},
        person_id=person.id,
        state="submitted",
    )
    return member


def _person(work: Work, filing: Filing) -> Person:
    """A new person, or the woman herself when she is signed in (design.md §6)."""
    if filing.person_id is not None:
        return members.person(work.session, filing.person_id)
    if work.actor.person_id and not filing.recorded_by:
        return members.person(work.session, work.actor.person_id)
    name = filing.name
    person = Person(
        id=fresh_id(work),
        full_name=name.full,
        given_name=name.given,
        family_middle=name.family_middle,
        fold=name.fold,
        sort_key=name.sort_key,
        call_me=filing.call_me,
        birth_year=filing.birth_year,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def _insert(work: Work, community: Community, person: Person, filing: Filing) -> Member:
    """The member's row; a file number that is taken is drawn again."""
    for _ in range(FILE_NO_TRIES):
        # In the loop: after a lost race the unique index has told, and this says it in words.
        if not filing.recorded_by and members.open_of_person(work.session, person.id, community.id):
            raise Conflict("already-member")
        member = Member(
            id=fresh_id(work),
            community_id=community.id,
            person_id=person.id,
            code=new_code(),
            file_no=new_file_no(),
            phone=filing.phone,
            phone_shared=filing.phone_shared,
            full_name=filing.name.full,
            fold=filing.name.fold,
            sort_key=filing.name.sort_key,
            twin_key=twins.key(filing.name.fold, person.birth_year),
            unit_id=filing.unit_id,
            hamlet=filing.hamlet,
            union_status=filing.union_status,
            platform_name=filing.platform_name,
            reached_through=filing.reached_through,
            answers=dict(filing.answers),
            form_version=filing.form_version,
            under_18=filing.under_18,
            invitation_id=filing.invitation_id,
            recorded_by=filing.recorded_by,
            applied_at=work.now,
        )
        try:
            with work.session.begin_nested():
                work.session.add(member)
                work.session.flush()
            return member
        except IntegrityError:
            continue
    raise Conflict("wrong-state")


def _consent(work: Work, community: Community, member: Member, filing: Filing) -> None:
    notice = communities.privacy_notice(work.session, community.id)
    for purpose in filing.consents:
        work.session.add(
            Consent(
                id=fresh_id(work),
                member_id=member.id,
                purpose=purpose,
                notice_version=notice.version,
                way=filing.way,
                filed=filing.filed,
                given_at=work.now,
            )
        )
    if filing.regulation is not None:
        work.session.add(
            RegulationAcceptance(
                id=fresh_id(work),
                member_id=member.id,
                regulation_id=filing.regulation.id,
                accepted_at=work.now,
                way=filing.way,
            )
        )
