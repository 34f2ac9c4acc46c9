"""Who serves a contest: those whom its rules may keep from its prizes."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.contests import Contest
from app.schemas.contests import ContestOffices, OfficeCreate, OfficePerson, OfficeRead
from app.services.contests.reading import WRITE, read_of, seen
from app.services.contests.writing import log
from app.services.deeds import may, permit
from app.services.reviewing import BOARD
from app.store import appointments, contests, members, platforms
from app.store import contest_writing as store
from app.store.actors import Work


def read(work: Work, contest_id: str) -> ContestOffices:
    return _read_of(work, seen(work, contest_id))


def _read_of(work: Work, row: Contest) -> ContestOffices:
    rows = contests.offices(work.session, row.id)
    names = members.person_names(work.session, [one.person_id for one in rows])
    keeps = may(work, WRITE, Thing(community_id=row.community_id)) and row.state != "withdrawn"
    return ContestOffices(
        contest=read_of(work, row),
        offices=[
            OfficeRead.model_validate(
                {
                    "person": one.person_id,
                    "name": names.get(one.person_id, BOARD),
                    "role": one.role,
                    "since": one.since,
                }
            )
            for one in rows
        ],
        people=[
            OfficePerson(id=one.id, name=one.full_name)
            for one in (_people(work, row) if keeps else [])
        ],
        may_write=keeps,
        may_release=keeps and row.begun_at is None,
    )


def _people(work: Work, row: Contest) -> list[Any]:
    found = appointments.of_community(work.session, row.community_id, work.today)
    return list({person.id: person for _, person in found}.values())


def add(work: Work, contest_id: str, body: OfficeCreate) -> ContestOffices:
    """At any time: who comes to serve late is kept from prizes all the same. Twice is once."""
    row, held = _kept(work, contest_id)
    person_id = _person(work, row, body)
    if store.enlist(work.session, row.id, person_id, body.role, work.now):
        log(work, row, "contest.enlist", held, person=person_id, role=body.role)
    return _read_of(work, row)


def _person(work: Work, row: Contest, body: OfficeCreate) -> str:
    if (body.person is None) == (body.member is None):
        raise Invalid.at("/person", "office-person-missing")
    if body.person is not None:
        if body.person not in {one.id for one in _people(work, row)}:
            raise Invalid.at("/person", "office-person-unknown")
        return body.person
    file_no = (body.member or "").upper()
    found = platforms.by_file_no(work.session, row.community_id, file_no)
    if found is None:
        raise Invalid.at("/member", "office-member-unknown")
    return found.person_id


def release(work: Work, contest_id: str, role: str, person_id: str) -> None:
    """Until the first attempt; from then on whoever served stays kept from its prizes."""
    row, held = _kept(work, contest_id)
    if row.begun_at is not None:
        raise Conflict("office-begun")
    if not store.release(work.session, row.id, person_id, role):
        raise Hidden
    log(work, row, "contest.release", held, person=person_id, role=role)


def _kept(work: Work, contest_id: str) -> tuple[Contest, str]:
    row = seen(work, contest_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    if row.state == "withdrawn":
        raise Conflict("contest-withdrawn")
    return row, held


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """The contests that she serves, for her own page."""
    return [
        {"contest": contest.id, "title": contest.title, "role": one.role, "since": one.since}
        for one, contest in contests.offices_of(work.session, person_id)
    ]
