"""The tables over a contest's published rounds: persons added up, and units beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.contests import reading, tables
from app.domain.contests.tables import FEWEST_MEMBERS, Unit
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.models.contest_results import ContestStanding
from app.models.contests import Contest, Entrant
from app.schemas.contest_tables import StandingList, StandingRow, UnitRowRead, UnitTable
from app.services import counting
from app.services.contests import result_views
from app.services.contests.hand import READ
from app.services.deeds import may, permit
from app.store import (
    contest_results,
    contest_rulings,
    contest_tables,
    contests,
    records,
    units,
)
from app.store.actors import Work


def standings(work: Work, contest_id: str, paging: Page) -> StandingList:
    """Members see of others only who agreed to be named; nobody before a round is published."""
    contest = contests.get(work.session, work.actor, contest_id)
    permit(work, READ, Thing(contest.community_id))
    after = paging.key(int)
    found = contest_tables.standings(
        work.session, contest.id, paging.limit + 1, int(after[0]) if after else 0
    )
    page, following = paging.cut(found, lambda row: (row.place,))
    return StandingList(
        items=_rows(work, contest, page),
        next=following,
        contest=contest.id,
        contest_title=contest.title,
        community=result_views.slug_of(work, contest),
        rounds_held=page[0].rounds_held if page else 0,
        by_points=reading.read(contest.ruleset).scores_by_points,
    )


def _unnamed(work: Work, contest: Contest, known: Mapping[str, Entrant]) -> set[str]:
    """The files of those who wish no name in one of the rounds."""
    chosen = [
        contest_rulings.naming(work.session, of.id, list(known))
        for of, _ in contest_results.in_force(work.session, contest.id)
    ]
    return {
        known[person].member_id
        for choices in chosen
        for person, choice in choices.items()
        if choice == "nothing"
    }


def _rows(work: Work, contest: Contest, page: list[ContestStanding]) -> list[StandingRow]:
    everyone = may(work, result_views.EVERYONE, Thing(contest.community_id))
    known = contests.entrants(work.session, contest.id, [row.person_id for row in page])
    files = [one.member_id for one in known.values()]
    agreed = contest_results.consenting(work.session, files, "publication")
    agreed -= _unnamed(work, contest, known)

    def who(row: ContestStanding) -> Entrant | None:
        found = known.get(row.person_id)
        mine = row.person_id == work.actor.person_id
        return found if found and (everyone or mine or found.member_id in agreed) else None

    return [
        StandingRow.model_validate(
            row.model_dump(exclude={"contest_id", "place", "person_id", "rounds_held"})
            | {
                "member": person.member_id if person else None,
                "name": person.full_name if person else None,
                "unit": person.unit_name if person else None,
                "every_round": row.rounds == row.rounds_held,
                "mine": row.person_id == work.actor.person_id,
            }
        )
        for row in page
        for person in (who(row),)
    ]


def unit_table(work: Work, contest_id: str) -> UnitTable:
    """Units by entrants and by rate; who has no unit is in no row."""
    contest = contests.get(work.session, work.actor, contest_id)
    permit(work, READ, Thing(contest.community_id))
    counted = contest_tables.unit_counts(work.session, contest.id)
    members = records.totals(work.session, counting.unit_scope(contest.community_id))
    rows = tables.units(
        Unit(one.unit_id, members.get(one.unit_id), one.entrants, one.attempts)
        for one in counted
        if one.unit_id
    )
    names = units.names(work.session, {row.unit.id for row in rows}, work.today) if rows else {}
    return UnitTable(
        contest=contest.id,
        contest_title=contest.title,
        community=result_views.slug_of(work, contest),
        units=[
            UnitRowRead(
                unit=names.get(row.unit.id, ""),
                members=row.unit.members,
                entrants=row.unit.entrants,
                attempts=row.unit.attempts,
                by_entrants=row.by_entrants,
                rate=None if row.rate is None else str(row.rate),
                by_rate=row.by_rate,
            )
            for row in rows
        ],
        fewest=FEWEST_MEMBERS,
    )
