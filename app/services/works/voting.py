"""Votes of members for works: given, taken back, counted, and what is unusual about them."""

from __future__ import annotations

from collections import Counter, defaultdict

from app.domain.contests import voting as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.contests import Contest
from app.models.works import ContestWork, VoteStrike, WorkFlag
from app.schemas.base import Empty
from app.schemas.work_judging import (
    FlagRead,
    HourRead,
    StrikeRead,
    VoteCount,
    VoterRead,
    VotesRead,
)
from app.schemas.works import WorkRead
from app.services.deeds import fresh_id, may, permit
from app.services.reviewing import BOARD
from app.services.works.cards import card
from app.services.works.subjects import (
    CHECK,
    Case,
    contest_of,
    entry_of,
    is_juror,
    opened,
    rules_of,
    voting,
)
from app.store import communities, members, units, work_votes, works
from app.store.actors import Work
from app.store.work_votes import Cast

VOTE, STRIKE = "vote.write", "vote.strike"


def give(work: Work, work_id: str, _body: Empty) -> WorkRead:
    """One vote a member and work. Again says the same and changes nothing."""
    case = _votable(work, work_id)
    member = members.open_of_person(
        work.session, work.actor.person_id or "", case.contest.community_id
    )
    if member is None:
        raise Conflict("work-author-left")
    work_votes.add(
        work.session,
        {
            "work_id": case.piece.id,
            "person_id": member.person_id,
            "member_id": member.id,
            "voted_at": work.now,
        },
    )
    return card(work, case)


def take_back(work: Work, work_id: str) -> None:
    case = _votable(work, work_id)
    work_votes.drop(work.session, case.piece.id, work.actor.person_id or "")


def _votable(work: Work, work_id: str) -> Case:
    """A work of somebody else that takes part, while votes are taken."""
    case = opened(work, work_id)
    permit(work, VOTE, case.thing)
    now = voting(work, rules_of(work, case.contest))
    if now != "open":
        raise Conflict(f"votes-{now}")
    if case.piece.state != "accepted":
        raise Conflict("wrong-state", state=case.piece.state)
    return case


# -- as the board sees them --------------------------------------------------------------------


def read(work: Work, contest_id: str) -> VotesRead:
    contest = contest_of(work, contest_id)
    permit(work, CHECK, Thing(contest.community_id))
    return read_of(work, contest)


def read_of(work: Work, contest: Contest) -> VotesRead:
    if is_juror(work, contest.id):
        raise Conflict("work-juror-blind")
    terms = rules_of(work, contest)
    now = voting(work, terms)
    # Until the voting has ended the figures are nobody's, the chair's and the adviser's included.
    every = work_votes.cast(work.session, contest.id) if now == "closed" else []
    pieces = {one.id: one for one in works.of_contest(work.session, contest.id)}
    counted = [vote for vote in every if vote.strike is None and vote.work in pieces]
    struck = [vote for vote in every if vote.strike is not None and vote.work in pieces]
    return VotesRead(
        contest=contest.id,
        contest_title=contest.title,
        community=communities.by_id(work.session, contest.community_id).slug,
        voting=now,
        votes_until=terms.votes_until,
        total=len(counted),
        hours=[
            HourRead(hour=hour, votes=votes)
            for hour, votes in rules.hourly(vote.at for vote in every)
        ],
        works=_counts(pieces, counted, struck) if now == "closed" else [],
        flags=_flags(work, contest, pieces, every) if now == "closed" else [],
        strikes=_strikes(work, contest),
        may_strike=now == "closed" and may(work, STRIKE, Thing(contest.community_id)),
    )


def _counts(
    pieces: dict[str, ContestWork], counted: list[Cast], struck: list[Cast]
) -> list[VoteCount]:
    votes = Counter(vote.work for vote in counted)
    out = Counter(vote.work for vote in struck)
    rows = [
        VoteCount(
            work=piece.id,
            entry=entry_of(piece),
            title=piece.title,
            votes=votes[piece.id],
            struck=out[piece.id],
        )
        for piece in pieces.values()
    ]
    return sorted(rows, key=lambda row: -row.votes)


# -- what is unusual ---------------------------------------------------------------------------


def check(work: Work, contest_id: str, _body: Empty) -> VotesRead:
    """Look through the votes once more. Nothing is taken out."""
    contest = contest_of(work, contest_id)
    permit(work, STRIKE, Thing(contest.community_id))
    if voting(work, rules_of(work, contest)) != "closed":
        raise Conflict("votes-running")
    look_through(work, contest)
    return read_of(work, contest)


def look_through(work: Work, contest: Contest) -> None:
    """Note every hour and every run of accounts that stands out, with what it rests on."""
    by_work: dict[str, list[rules.Vote]] = defaultdict(list)
    for vote in work_votes.cast(work.session, contest.id):
        by_work[vote.work].append(rules.Vote(vote.person, vote.at, vote.joined_at, vote.unit))
    work_votes.note(
        work.session,
        [
            {
                "id": fresh_id(work),
                "work_id": piece,
                "kind": one.kind,
                "since": one.since,
                "until": one.until,
                "evidence": {
                    "people": list(one.people),
                    "usual": one.usual,
                    "marks": list(one.marks),
                },
                "found_at": work.now,
            }
            for piece, votes in by_work.items()
            for one in rules.unusual(votes)
        ],
    )


def _flags(
    work: Work, contest: Contest, pieces: dict[str, ContestWork], every: list[Cast]
) -> list[FlagRead]:
    rows = [one for one in work_votes.flags(work.session, contest.id) if one.work_id in pieces]
    people = {person for one in rows for person in one.evidence["people"]}
    names = members.person_names(work.session, people)
    found = {(vote.work, vote.person): vote for vote in every}
    unit_names = units.names(
        work.session,
        {vote.unit for vote in every if vote.unit and vote.person in people},
        work.today,
    )
    return [_flag(work, one, pieces[one.work_id], found, names, unit_names) for one in rows]


def _flag(
    work: Work,
    one: WorkFlag,
    piece: ContestWork,
    found: dict[tuple[str, str], Cast],
    names: dict[str, str],
    unit_names: dict[str, str],
) -> FlagRead:
    votes = [
        vote for person in one.evidence["people"] if (vote := found.get((one.work_id, person)))
    ]
    return FlagRead(
        **one.model_dump(include={"id", "kind", "since", "until"}),
        work=one.work_id,
        entry=entry_of(piece),
        usual=one.evidence["usual"],
        marks=one.evidence["marks"],
        voters=[
            VoterRead(
                person=vote.person,
                name=names.get(vote.person, ""),
                unit=unit_names.get(vote.unit or "", ""),
                joined_at=vote.joined_at,
                voted_at=vote.at,
                struck=vote.strike is not None,
            )
            for vote in votes
        ],
        struck=sum(vote.strike is not None for vote in votes),
        may_strike=may(work, STRIKE, Thing(piece.community_id, piece.person_id)),
    )


def _strikes(work: Work, contest: Contest) -> list[StrikeRead]:
    rows = work_votes.strikes(work.session, contest.id)
    names = members.person_names(
        work.session, [person for row in rows for person in (row.decided_by, row.lifted_by)]
    )
    pieces = works.by_ids(work.session, [row.work_id for row in rows])
    return [strike_read(row, pieces[row.work_id], names) for row in rows]


def strike_read(row: VoteStrike, piece: ContestWork, names: dict[str, str]) -> StrikeRead:
    return StrikeRead(
        **row.model_dump(
            include={
                "id",
                "votes",
                "reason",
                "evidence",
                "decided_at",
                "lifted_at",
                "lifted_reason",
            }
        ),
        work=row.work_id,
        entry=entry_of(piece),
        decided_by=names.get(row.decided_by, BOARD),
        lifted_by=names.get(row.lifted_by or ""),
    )
