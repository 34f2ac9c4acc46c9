"""Board, panel and officers of the demonstration, appointed on 8 May 2024 (seed §4, §13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app import content
from app.content import Officer
from app.demo.stage import Official, at
from app.domain import names
from app.models.communities import Community
from app.models.people import Account, Appointment, Person
from app.services.deeds import fresh_id
from app.store.actors import Work

APPOINTED_ON = date(2024, 5, 8)
_APPOINTED_AT = datetime(2024, 5, 8, 2, 0, tzinfo=UTC)
#: Kind of the nominating unit → level of the Union (Plan 55 II.2).
LEVELS = {
    "central": "central",
    "province": "city",
    "district_legacy": "district",
    "commune": "grassroots",
}
_BOARD_DOCUMENT = "Quyết định thành lập Ban Quản trị nhóm ngày 8/5/2024"
_PANEL_DOCUMENT = "Quyết định thành lập Ban Cố vấn, giám sát ngày 8/5/2024"
_OFFICER_DOCUMENT = "Phân công nhiệm vụ cán bộ Hội ngày 8/5/2024"


def appoint(work: Work, community: Community, units: Mapping[str, str]) -> dict[str, Official]:
    """Everyone with an appointment, by key: the board before the panel in official order."""
    then = at(work, _APPOINTED_AT)
    board, advisers = content.board(), content.advisers()
    appointed: dict[str, Official] = {}
    for officer in board:
        place = _Place(community.id, None, officer.rank, _BOARD_DOCUMENT)
        appointed[officer.key] = _appoint(then, officer, place)
    for officer in advisers:
        place = _Place(community.id, None, len(board) + officer.rank, _PANEL_DOCUMENT)
        appointed[officer.key] = _appoint(then, officer, place)
    for officer in content.officers():
        place = _Place(None, units[officer.unit], officer.rank, _OFFICER_DOCUMENT)
        appointed[officer.key] = _appoint(then, officer, place)
    return appointed


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an appointment counts, in which order, and by which paper."""

    community_id: str | None
    unit_id: str | None
    rank: int
    document: str


def _appoint(work: Work, officer: Officer, place: _Place) -> Official:
    person = _person(work, officer)
    account = Account(id=fresh_id(work), person_id=person.id, invented=True, created_at=work.now)
    work.session.add(account)
    kinds = {unit.key: unit.kind for unit in content.units()}
    work.session.add(
        Appointment(
            id=fresh_id(work),
            person_id=person.id,
            role=officer.role,
            title=officer.title,
            community_id=place.community_id,
            unit_id=place.unit_id,
            nominating_unit=officer.nominated_by,
            nominating_level=LEVELS[kinds[officer.unit]],
            rank_order=place.rank,
            document=f"{place.document} ({content.illustration_mark()})",
            valid_from=APPOINTED_ON,
            created_at=work.now,
        )
    )
    work.session.flush()
    return Official(person, account, officer.role)


def _person(work: Work, officer: Officer) -> Person:
    name = names.of(officer.full_name)
    person = Person(
        id=fresh_id(work),
        full_name=name.full,
        given_name=name.given,
        family_middle=name.family_middle,
        fold=name.fold,
        sort_key=name.sort_key,
        birth_year=officer.birth_year,
        invented=True,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person
