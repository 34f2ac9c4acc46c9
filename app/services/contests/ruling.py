"""Decisions about a person's place in a round: out, in again, a prize given on, a place by hand.

Each names its reason and what it rests on and stays as it was written. It decides nothing about a
prize by itself: the next version of the result does, once it is published.
"""

from __future__ import annotations

from app.domain.contests import exclusion, reading
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.contest_results import ContestRuling
from app.models.contests import Contest, ContestRound
from app.schemas.base import form
from app.schemas.contest_rulings import PlaceCreate, RulingBoard, RulingCreate, RulingRead
from app.services import telling
from app.services.contests import gathering, readiness, result_views
from app.services.contests.hand import in_hand
from app.services.deeds import fresh_id, permit, record
from app.services.telling import Event
from app.store import contest_entries, contest_results, contest_rulings, contests, members
from app.store.actors import Work

RULE = "ruling.write"
MARKED = "manual"


def board(work: Work, round_id: str) -> RulingBoard:
    """What was decided, who comes next, and whether the result knows of it yet."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, RULE, Thing(contest.community_id))
    readiness.must_be_over(work, of)
    return _board(work, contest, of)


def _board(work: Work, contest: Contest, of: ContestRound) -> RulingBoard:
    rulings = contest_rulings.rulings(work.session, of.id)
    latest = contest_results.latest(work.session, of.id)
    people = [who for one in rulings for who in (one.ruled_by, one.person_id)]
    names = members.person_names(work.session, people)
    known = contests.entrants(work.session, contest.id, [one.person_id for one in rulings])
    action = f"/rounds/{of.id}/disqualifications"
    return RulingBoard(
        action=action,
        schema=form(action, RulingCreate).schema_,
        community=result_views.slug_of(work, contest),
        round=of.id,
        round_title=of.title,
        contest=contest.id,
        n=latest.n if latest else None,
        rulings=[
            RulingRead(
                **one.model_dump(include={"no", "kind", "place", "reason", "evidence", "ruled_at"}),
                member=known[one.person_id].member_id,
                name=known[one.person_id].full_name,
                ruled_by=result_views.named(names, one.ruled_by),
            )
            for one in reversed(rulings)
        ],
        runners_up=result_views.runners_up(work, contest, of, latest) if latest else [],
        outdated=latest is not None and any(one.ruled_at > latest.computed_at for one in rulings),
        ranks_by_place=MARKED in contest.ruleset["rank"],
    )


def disqualify(work: Work, round_id: str, body: RulingCreate) -> RulingBoard:
    return _rule(work, round_id, body, "disqualified")


def reinstate(work: Work, round_id: str, body: RulingCreate) -> RulingBoard:
    return _rule(work, round_id, body, "reinstated")


def waive(work: Work, round_id: str, body: RulingCreate) -> RulingBoard:
    """She does not take her prize: everyone below moves up; once a person."""
    return _rule(work, round_id, body, "waived")


def place(work: Work, round_id: str, body: PlaceCreate) -> RulingBoard:
    """A place by hand, where the rules rank by it; the last one counts."""
    return _rule(work, round_id, body, "placed", body.place)


def _rule(
    work: Work, round_id: str, body: RulingCreate, kind: str, by_hand: int | None = None
) -> RulingBoard:
    contest, of, _ = in_hand(work, round_id, RULE)
    person = _person(work, contest, of, body)
    held = permit(work, RULE, Thing(contest.community_id, person))
    before = contest_rulings.rulings(work.session, of.id)
    now = exclusion.Ruling(person, kind, body.reason, body.evidence)
    if kind in {"disqualified", "reinstated"}:
        exclusion.rule(map(gathering.as_ruling, _of_kinds(before)), now)
    else:
        _beside(contest, before, now)
    row = ContestRuling(
        id=fresh_id(work),
        round_id=of.id,
        no=contest_rulings.next_no(work.session, ContestRuling, of.id),
        person_id=person,
        kind=kind,
        place=by_hand,
        reason=body.reason.strip(),
        evidence=body.evidence.strip(),
        ruled_by=work.actor.person_id or "",
        ruled_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    record(
        work,
        f"contest_ruling.{kind}",
        ("contest_ruling", row.id),
        community_id=contest.community_id,
        held=held,
        after={"reason": row.reason, "evidence": row.evidence, "place": by_hand},
        person_id=person,
        outbox=False,
        round=of.id,
    )
    if kind in {"disqualified", "reinstated"}:
        _tell(work, contest, of, row)
    return _board(work, contest, of)


def _tell(work: Work, contest: Contest, of: ContestRound, row: ContestRuling) -> None:
    """The printed rules promise that she learns of it, with the reason."""
    member = members.open_of_person(work.session, row.person_id, contest.community_id)
    if member is not None:
        kind = f"contest.{row.kind}"
        event = Event(kind, f"{kind}:{row.id}", subject=("contest_ruling", row.id))
        telling.tell(work, member, event, vong=of.title, cuoc_thi=contest.title, ly_do=row.reason)


def _of_kinds(rulings: list[ContestRuling]) -> list[ContestRuling]:
    return [one for one in rulings if one.kind in {"disqualified", "reinstated"}]


def _beside(contest: Contest, before: list[ContestRuling], now: exclusion.Ruling) -> None:
    """A waiver holds once; a place is given where it decides something."""
    for name in ("reason", "evidence"):
        if not getattr(now, name).strip():
            raise Invalid.at(f"/{name}", f"ruling-without-{name}")
    if now.kind == "waived" and any(
        (one.person_id, one.kind) == (now.person, now.kind) for one in before
    ):
        raise Conflict("ruled-already")
    if now.kind == "placed" and MARKED not in reading.read(contest.ruleset).rank:
        raise Conflict("no-rank-by-hand")


def _person(work: Work, contest: Contest, of: ContestRound, body: RulingCreate) -> str:
    """Whom it is about, by her entry number or her file."""
    if body.entry:
        found = contest_entries.by_entry(work.session, of.id, body.entry.strip())
    else:
        found = contest_entries.by_member(work.session, contest.id, of.id, body.member)
    if found is None:
        raise Invalid.at("/entry", "entry-unknown")
    return found
