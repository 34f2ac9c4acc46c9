"""Two versions of a result beside each other, with names: for those who decide."""

from __future__ import annotations

from app.domain.contests.differences import Difference, Move, difference
from app.models.contest_results import ContestResult
from app.models.contests import Contest
from app.schemas.contest_results import DifferenceRead, MoveRead
from app.store import contest_results, contests
from app.store.actors import Work

#: So many of those whose rank alone changes.
MOVES = 50


def against_before(work: Work, contest: Contest, result: ContestResult) -> DifferenceRead | None:
    before = contest_results.latest(work.session, result.round_id, before=result.no)
    if before is None:
        return None
    found = difference(
        contest_results.held(work.session, before.id), contest_results.held(work.session, result.id)
    )
    return told(work, contest, before, found, result.n)


def told(
    work: Work, contest: Contest, before: ContestResult, found: Difference, n: int | None
) -> DifferenceRead:
    moves = found.moves[:MOVES]
    persons = [one.person for one in (*found.prizes, *moves)]
    known = contests.entrants(work.session, contest.id, persons)

    def move(one: Move) -> MoveRead:
        who = known[one.person]
        return MoveRead(
            member=who.member_id,
            name=who.full_name,
            rank_before=one.before.rank if one.before else None,
            rank_after=one.after.rank if one.after else None,
            prize_before=one.before.prize if one.before else None,
            prize_after=one.after.prize if one.after else None,
        )

    return DifferenceRead(
        against=before.no,
        n_before=before.n,
        n_after=n,
        rose=found.rose,
        fell=found.fell,
        came=found.came,
        went=found.went,
        prizes=[move(one) for one in found.prizes],
        moves=[move(one) for one in moves],
    )
