"""Who the closed circle is: named by the chair, in the order in which they are asked."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from app.domain import care
from app.domain.permissions import BOARD_ROLES, Thing
from app.domain.refusals import Conflict, Invalid
from app.models.care import CareHolder
from app.schemas.care import CareCircle, HolderCreate, HolderEnd, HolderRead
from app.services.deeds import fresh_id, may, permit, record
from app.store import accounts, appointments, communities, members
from app.store import care as store
from app.store.actors import Work


def chain(work: Work, community_id: str, without: str | None = None) -> list[str]:
    """The persons in the order of asking: who was named and serves, the role, the chair.

    `without`: the woman whom a case is about.
    """
    serving = store.on_board(work.session, community_id, BOARD_ROLES, work.today)
    people = {person for _, person in serving}
    named = [
        row.person_id
        for row in store.holders(work.session, community_id, work.today)
        if row.valid_from <= work.today and row.person_id in people
    ]
    by_office = [person for role in ("questions", "chair") for r, person in serving if r == role]
    return [person for person in care.chain(named, by_office) if person != without]


def names(work: Work, persons: list[str]) -> list[str]:
    found = members.person_names(work.session, persons)
    return [found[person] for person in persons if person in found]


def read(work: Work, slug: str) -> CareCircle:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "care.read", thing)
    named = store.holders(work.session, community.id, work.today)
    board = appointments.board_people(work.session, community.id, work.today)
    return CareCircle(
        named=_read(work, named, slug),
        chain=names(work, chain(work, community.id)),
        has_commune_officer=any(row.commune_officer for row in named),
        community=slug,
        may_name=may(work, "care.name", thing),
        board=accounts.choices(work.session, [person.id for person in board]),
        today=work.today,
    )


def _read(work: Work, rows: list[CareHolder], slug: str) -> list[HolderRead]:
    found = members.person_names(work.session, [row.person_id for row in rows])
    return [
        HolderRead(
            id=row.id,
            community=slug,
            name=found.get(row.person_id, ""),
            place=row.place,
            commune_officer=row.commune_officer,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    ]


def name(work: Work, slug: str, body: HolderCreate) -> HolderRead:
    """One of the board, at a place of the chain; a person and a place once, by their keys."""
    community = communities.get(work.session, slug)
    held = permit(work, "care.name", Thing(community_id=community.id))
    board = appointments.board_people(work.session, community.id, work.today)
    if body.person not in {person.id for person in board}:
        raise Invalid.at("/person", "person-unknown")
    places = [row.place for row in store.holders(work.session, community.id, work.today)]
    holder = CareHolder(
        id=fresh_id(work),
        community_id=community.id,
        person_id=body.person,
        place=body.place or max(places, default=0) + 1,
        commune_officer=body.commune_officer,
        valid_from=body.valid_from or work.today,
        named_by=work.actor.person_id or "",
        named_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(holder)
            work.session.flush()
    except IntegrityError:
        raise Conflict("circle-place-taken") from None
    _record(work, "care.name", holder, held)
    return _read(work, [holder], slug)[0]


def end(work: Work, holder_id: str, body: HolderEnd) -> HolderRead:
    """From the day `valid_to` on she is in the circle no more, unless by her office."""
    holder = store.holder(work.session, work.actor, holder_id)
    held = permit(work, "care.name", Thing(community_id=holder.community_id))
    if body.valid_to < holder.valid_from:
        raise Invalid.at("/valid_to", "period-backwards")
    if not store.end_term(work.session, holder, body.valid_to):
        raise Conflict("circle-place-ended")
    _record(work, "care.unname", holder, held)
    return _read(work, [holder], communities.by_id(work.session, holder.community_id).slug)[0]


def _record(work: Work, action: str, holder: CareHolder, held: str) -> None:
    record(
        work,
        action,
        ("care_holder", holder.id),
        community_id=holder.community_id,
        held=held,
        outbox=False,
        place=holder.place,
    )
