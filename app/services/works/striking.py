"""Votes that the board takes out, by a decision with its reason; and puts back."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.contests import Contest
from app.models.works import VoteStrike
from app.schemas.work_judging import StrikeCreate, StrikeLift, StrikeRead, VotesRead
from app.services.deeds import fresh_id, permit
from app.services.works.subjects import Case, contest_of, is_juror, note, opened, rules_of, voting
from app.services.works.voting import STRIKE, read_of, strike_read
from app.store import members, work_votes
from app.store.actors import Work


def strike(work: Work, contest_id: str, body: StrikeCreate) -> VotesRead:
    """Votes of some people for a work count no more: with a reason, and what it rests on."""
    contest = contest_of(work, contest_id)
    permit(work, STRIKE, Thing(contest.community_id))
    case = _named(work, contest, body.work)
    held = permit(work, STRIKE, case.thing)
    if voting(work, rules_of(work, contest)) != "closed":
        raise Conflict("votes-running")
    if is_juror(work, contest.id):
        raise Conflict("work-juror-blind")
    people, evidence = _people(work, contest, body)
    row = VoteStrike(
        id=fresh_id(work),
        contest_id=contest.id,
        work_id=case.piece.id,
        votes=len(people),
        reason=body.reason,
        evidence=evidence,
        decided_by=work.actor.person_id or "",
        decided_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    row.votes = work_votes.strike(work.session, row.id, case.piece.id, people)
    if not row.votes:
        raise Conflict("votes-struck-already")
    work.session.flush()
    note(work, case, "strike", held, votes=row.votes, strike=row.id, outbox=False)
    return read_of(work, contest)


def _named(work: Work, contest: Contest, work_id: str) -> Case:
    """The work that a body names, of this contest."""
    try:
        case = opened(work, work_id)
    except Hidden:
        raise Invalid.at("/work", "work-elsewhere") from None
    if case.contest.id != contest.id:
        raise Invalid.at("/work", "work-elsewhere")
    return case


def _people(work: Work, contest: Contest, body: StrikeCreate) -> tuple[list[str], str]:
    """Whose votes, and what the decision rests on: a flag's finding, or what was written."""
    if body.flag is None:
        if not body.people:
            raise Invalid.at("/people", "missing")
        if not body.evidence:
            raise Invalid.at("/evidence", "ruling-without-evidence")
        return body.people, body.evidence
    for flag in work_votes.flags(work.session, contest.id):
        if flag.id == body.flag and flag.work_id == body.work:
            return list(flag.evidence["people"]), body.evidence or f"{flag.kind}:{flag.id}"
    raise Invalid.at("/flag", "work-elsewhere")


def lift(work: Work, strike_id: str, body: StrikeLift) -> VotesRead:
    """They count again: with a reason too, once."""
    row = _struck(work, strike_id)
    case = opened(work, row.work_id)
    held = permit(work, STRIKE, case.thing)
    done = {
        "lifted_by": work.actor.person_id,
        "lifted_at": work.now,
        "lifted_reason": body.reason,
    }
    if not work_votes.lift(work.session, row, **done):
        raise Conflict("votes-lifted")
    note(work, case, "lift_strike", held, votes=row.votes, strike=row.id, outbox=False)
    return read_of(work, case.contest)


def lift_form(work: Work, strike_id: str) -> StrikeRead:
    row = _struck(work, strike_id)
    case = opened(work, row.work_id)
    permit(work, STRIKE, case.thing)
    names = members.person_names(work.session, [row.decided_by, row.lifted_by])
    return strike_read(row, case.piece, names)


def _struck(work: Work, strike_id: str) -> VoteStrike:
    """Raises Hidden, as for what she may not see."""
    row = work_votes.strike_of(work.session, strike_id)
    contest_of(work, row.contest_id if row is not None else "")
    assert row is not None
    return row
