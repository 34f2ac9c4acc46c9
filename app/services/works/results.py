"""Results of a contest of works: computed as versions, approved by two, told with every part."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.domain.contests import judged
from app.domain.contests.exclusion import excluded
from app.domain.contests.reading import read as ruleset_of
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.works import entry_number
from app.models.contests import Contest
from app.models.works import WorkResult, WorkRules
from app.schemas.work_judging import (
    ResultCompute,
    ResultPublish,
    ResultRow,
    ResultVersion,
    UnawardedRead,
    WorkResultRead,
)
from app.services import sharing
from app.services.deeds import fresh_id, may, permit
from app.services.reviewing import Subject
from app.services.works import naming
from app.services.works.cards import snapshot
from app.services.works.ruling import read_of
from app.services.works.subjects import (
    READ,
    RESULT,
    contest_of,
    is_juror,
    log,
    owner_of,
    roles_of,
    rules_of,
    stage,
    voting,
)
from app.services.works.voting import look_through
from app.store import communities, contests, members, work_likes, work_marks, work_votes, works
from app.store.actors import Work

KIND, TWO_PERSON = "work_result", "contest_results"


def read(work: Work, contest_id: str, no: int | None = None) -> WorkResultRead:
    """What is out; the newest version, or `no`, for those who approve it."""
    contest = contest_of(work, contest_id)
    permit(work, READ, Thing(contest.community_id))
    keeps = _keeps(work, contest)
    row = work_marks.result(work.session, contest.id, published=not keeps, no=no)
    return _read(work, contest, row, keeps=keeps)


def _keeps(work: Work, contest: Contest) -> bool:
    """She reads results before they are out: those who approve them, unless they mark too."""
    return may(work, RESULT, Thing(contest.community_id)) and not is_juror(work, contest.id)


def compute(work: Work, contest_id: str, body: ResultCompute) -> WorkResultRead:
    """Another version. Nothing that was computed before changes."""
    contest = contest_of(work, contest_id)
    held = permit(work, RESULT, Thing(contest.community_id))
    if is_juror(work, contest.id):
        raise Conflict("work-juror-blind")
    terms = rules_of(work, contest)
    _must_be_closed(work, contest, terms)
    no = work_marks.next_no(work.session, contest.id)
    if no > 1 and not body.reason:
        raise Invalid.at("/reason", "reason-missing")
    row = WorkResult(
        id=fresh_id(work),
        contest_id=contest.id,
        no=no,
        reason=body.reason or "",
        computed_by=work.actor.person_id or "",
        computed_at=work.now,
        **_computed(work, contest, terms),
    )
    work.session.add(row)
    work.session.flush()
    look_through(work, contest)
    log(work, contest, "work_result.compute", held, no=no)
    return _read(work, contest, row, keeps=True)


def _must_be_closed(work: Work, contest: Contest, terms: WorkRules) -> None:
    if stage(work, terms) != "closed":
        raise Conflict("work-intake-open", closes_at=terms.closes_at.isoformat())
    if voting(work, terms) in {"before", "open"}:
        raise Conflict("votes-running")
    waiting = works.of_contest(work.session, contest.id, ("submitted",))
    if waiting:
        raise Conflict("works-waiting", count=len(waiting))


def _computed(work: Work, contest: Contest, terms: WorkRules) -> dict[str, Any]:
    """What stands in a version, from everything that decides it."""
    ruleset = ruleset_of(contest.ruleset)
    out = excluded(ruleset, roles_of(work, contest))
    pieces = [
        piece for piece in works.of_contest(work.session, contest.id) if piece.person_id not in out
    ]
    jurors = {
        one.person_id for one in contests.offices(work.session, contest.id) if one.role == "juror"
    }
    marks = work_marks.marks(work.session, contest.id)
    near = work_marks.conflicts(work.session, contest.id)
    votes = work_votes.counts(work.session, contest.id)
    outcome = judged.compute(
        judged.Terms(
            weights={one["key"]: one["weight"] for one in terms.criteria},
            full=terms.full_mark,
            quorum=terms.quorum,
            jury_weight=Fraction(100 - terms.vote_weight, 100),
            cap=terms.cap,
            standardised=terms.standardised,
        ),
        ruleset,
        [
            judged.Judged(
                id=piece.id,
                board=piece.board,
                number=piece.number or 0,
                owner=owner_of(piece),
                votes=votes.get(piece.id, 0),
                marks={
                    juror: hers
                    for juror, hers in marks.get(piece.id, {}).items()
                    if juror in jurors and juror not in near.get(piece.id, {})
                },
            )
            for piece in pieces
        ],
        contest.id,
    )
    known = {piece.id: piece for piece in pieces}
    return {
        "rows": [
            {name: _plain(value) for name, value in row._asdict().items()}
            | {
                "number": known[row.work].number,
                "title": known[row.work].title,
                "person": known[row.work].person_id,
                "member": known[row.work].member_id,
            }
            for row in outcome.rows
        ],
        "caps": {board: str(cap) for board, cap in outcome.caps.items()},
        "unawarded": {
            board: [[prize.name, prize.count] for prize in left]
            for board, left in outcome.unawarded.items()
            if left
        },
    }


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


# -- approval ----------------------------------------------------------------------------------


def publish(work: Work, contest_id: str, body: ResultPublish) -> WorkResultRead:
    """By two people where the community's list names results of contests."""
    contest = contest_of(work, contest_id)
    held = permit(work, RESULT, Thing(contest.community_id))
    if is_juror(work, contest.id):
        raise Conflict("work-juror-blind")
    row = work_marks.result(work.session, contest.id, held=True)
    if row is None:
        raise Conflict("work-no-result")
    if body.no not in {None, row.no}:
        raise Conflict("stale-version", version=row.no)
    if row.published_at is not None:
        raise Conflict("work-results-out")
    terms = rules_of(work, contest)
    stands = _in_the_way(work, contest, terms, row)
    if stands:
        raise Conflict(stands[0])
    subject = Subject(KIND, row.id, contest.community_id, None, "computed", row.no)
    if sharing.takes_two(work, contest.community_id, TWO_PERSON) and not sharing.agree(
        work, "publish", subject, held, None, ""
    ):
        return _read(work, contest, row, keeps=True)
    before = work_marks.result(work.session, contest.id, published=True)
    if not work_marks.publish(work.session, row, work.actor.person_id or "", work.now):
        raise Conflict("work-results-out")
    naming.tell(work, contest, row, before)
    log(work, contest, "work_result.publish", held, no=row.no)
    return _read(work, contest, row, keeps=True)


def _in_the_way(work: Work, contest: Contest, terms: WorkRules, row: WorkResult) -> list[str]:
    """Why this version cannot go out: a work without its quorum, or votes and marks since then."""
    found = ["works-below-quorum"] if any(one["final"] is None for one in row.rows) else []
    now = _computed(work, contest, terms)
    if now != {name: getattr(row, name) for name in now}:
        found.append("work-result-old")
    return found


# -- as it is told -----------------------------------------------------------------------------


def _read(work: Work, contest: Contest, row: WorkResult | None, *, keeps: bool) -> WorkResultRead:
    terms = rules_of(work, contest)
    rows = _rows(work, contest, row, keeps=keeps) if row is not None else []
    known = work_marks.versions(work.session, contest.id) if keeps else []
    newest = row is not None and (not known or row.no == known[0].no)
    waits = row is not None and row.published_at is None and newest and keeps
    stands = _in_the_way(work, contest, terms, row) if waits and row is not None else []
    first = sharing.opened(work, "publish", row.id) if waits and row is not None else None
    closed = stage(work, terms) == "closed" and voting(work, terms) in {"none", "closed"}
    liked = [one for one in rows if one.likes is not None] if terms.likes else []
    return WorkResultRead(
        contest=contest.id,
        contest_title=contest.title,
        community=communities.by_id(work.session, contest.community_id).slug,
        no=row.no if row is not None else 0,
        reason=row.reason if row is not None else "",
        computed_at=row.computed_at if row is not None else None,
        published_at=row.published_at if row is not None else None,
        approvals=int(first is not None),
        rules=read_of(work, contest, terms),
        caps=row.caps if row is not None else {},
        rows=rows,
        unawarded=[
            UnawardedRead(board=board, prize=prize, count=count)
            for board, left in (row.unawarded if row is not None else {}).items()
            for prize, count in left
        ],
        most_liked=max(liked, key=lambda one: one.likes.likes if one.likes else 0, default=None),
        versions=[
            ResultVersion(
                no=one.no,
                reason=one.reason,
                computed_at=one.computed_at,
                published=one.published_at is not None,
            )
            for one in known
        ],
        stands_in_the_way=stands,
        allowed_actions=["compute"] * (keeps and closed) + ["publish"] * (waits and not stands),
    )


def _rows(work: Work, contest: Contest, row: WorkResult, *, keeps: bool) -> list[ResultRow]:
    """Names as at her first work; members read those who agreed to be named."""
    people = [one["person"] for one in row.rows]
    entrants = contests.entrants(work.session, contest.id, people)
    agreed = {
        consent.member_id
        for consent in members.consents_of(work.session, {one["member"] for one in row.rows})
        if consent.purpose == "publication" and consent.withdrawn_at is None
    }
    chosen = works.namings(work.session, [one["work"] for one in row.rows])
    told = {
        one["work"]
        for one in row.rows
        if keeps or (one["member"] in agreed and chosen.get(one["work"]) != "nothing")
    }
    likes = work_likes.of_works(work.session, [one["work"] for one in row.rows])
    confirmed = {
        piece: next((one for one in found if one.confirmed_by is not None), None)
        for piece, found in likes.items()
    }
    return [
        ResultRow(
            **{name: one[name] for name in judged.Row._fields},
            entry=entry_number(one["board"], one["number"]),
            title=one["title"],
            author=entrants[one["person"]].full_name if one["work"] in told else None,
            unit=entrants[one["person"]].unit_name if one["work"] in told else None,
            likes=snapshot(work, found, {}) if (found := confirmed.get(one["work"])) else None,
        )
        for one in row.rows
    ]
