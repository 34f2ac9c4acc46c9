"""Publishing a round's result: by two people where the list says so, and never by a winner."""

from __future__ import annotations

from app.domain.contests import reading, results, tables
from app.domain.contests.attempts import Attempt
from app.domain.contests.results import Result, Row
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Forbidden, Hidden
from app.models.contest_results import ContestResult
from app.models.contests import Contest, ContestRound
from app.schemas.contest_results import PublicationCreate, ResultRead
from app.services import sharing, telling
from app.services.contests import gathering, readiness, result_views
from app.services.contests.hand import AGREE, KIND, PUBLISH, in_hand, log
from app.services.deeds import permit
from app.services.reviewing import Subject
from app.services.telling import Event
from app.store import contest_results, contest_tables, contests, members, shared_decisions
from app.store.actors import Work


def screen(work: Work, round_id: str) -> ResultRead:
    """The latest version before it is approved: winners, what changed, who comes next."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, PUBLISH, Thing(contest.community_id))
    latest = contest_results.latest(work.session, of.id)
    if latest is None:
        raise Hidden
    return result_views.first(work, contest, of, latest)


def publish(work: Work, round_id: str, body: PublicationCreate) -> ResultRead:
    """One agreement more; the last one needed publishes the latest version."""
    contest, of, held = in_hand(work, round_id, PUBLISH)
    latest = contest_results.latest(work.session, of.id)
    if latest is None:
        raise Conflict("no-result-yet")
    if body.no is not None and body.no != latest.no:
        raise Conflict("stale-version", version=latest.no)
    _must_be_ready(work, contest, of, latest)
    first = None
    if sharing.takes_two(work, contest.community_id, result_views.TWO_PERSON):
        waits = shared_decisions.opened(work.session, AGREE, latest.id)
        first = waits.first_by if waits else None
        subject = Subject(KIND, latest.id, contest.community_id, None, latest.state, latest.no)
        if not sharing.agree(work, AGREE, subject, held, None, ""):
            return result_views.first(work, contest, of, latest)
    before = contest_results.latest(work.session, of.id, published=True)
    if not contest_results.publish(
        work.session, latest, first, work.actor.person_id or "", work.now
    ):
        raise Conflict("result-published")
    log(work, contest, latest, "contest_result.publish", held)
    _tell(work, contest, of, latest, before)
    add_up(work, contest)
    return result_views.first(work, contest, of, latest)


def _must_be_ready(work: Work, contest: Contest, of: ContestRound, latest: ContestResult) -> None:
    if latest.state == "published":
        raise Conflict("result-published")
    mine = contest_results.row_of(work.session, latest.id, work.actor.person_id or "")
    if mine is not None and mine.prize is not None:
        raise Forbidden("own-case")
    waiting = readiness.complaints_open(work, of)
    if waiting:
        raise Conflict("complaints-open", open=waiting)
    readiness.must_be_whole(work, of)
    if gathering.gather(work, contest, of).sha256 != latest.inputs_sha256:
        raise Conflict("result-outdated")


def _tell(
    work: Work,
    contest: Contest,
    of: ContestRound,
    result: ContestResult,
    before: ContestResult | None,
) -> None:
    """Whoever has another prize than was published before, for better or worse."""
    now = contest_results.prizes(work.session, result.id)
    then = contest_results.prizes(work.session, before.id) if before else {}
    changed = [one for one in {**then, **now} if now.get(one) != then.get(one)]
    for person in changed:
        member = members.open_of_person(work.session, person, contest.community_id)
        if member is None:
            continue
        event = Event(
            "contest.prize" if person in now else "contest.result_changed",
            key=f"contest.result:{result.id}",
            subject=(KIND, result.id),
            path=f"/rounds/{of.id}/naming" if person in now else f"/rounds/{of.id}/results/latest",
        )
        telling.tell(
            work, member, event, vong=of.title, cuoc_thi=contest.title, giai=now.get(person, "")
        )


# -- what the published rounds add up to -------------------------------------------------------


def add_up(work: Work, contest: Contest) -> None:
    """The cumulative table and the units' counts, written anew from the published results."""
    held = contest_results.in_force(work.session, contest.id)
    totals = tables.cumulative(
        reading.read(contest.ruleset),
        [_as_result(work, result) for _, result in held],
        [result.question_count for _, result in held],
    )
    contest_tables.replace_standings(
        work.session,
        contest.id,
        [
            {
                "contest_id": contest.id,
                "place": place,
                "rank": one.rank,
                "person_id": one.person,
                "rounds": one.rounds,
                "all_correct": one.all_correct,
                "correct": one.correct,
                "points": one.points,
                "duration_ms": one.duration_ms,
                "rounds_held": one.rounds_held,
            }
            for place, one in enumerate(totals, 1)
        ],
    )
    contest_tables.count_units(work.session, contest.id, [of.id for of, _ in held])


def _as_result(work: Work, result: ContestResult) -> Result:
    """As far as the cumulative table asks."""
    rows = tuple(
        Row(
            0,
            Attempt("", person, correct, points, None, duration, 0, 0),
            None,
            eligible=True,
            prize=None,
        )
        for person, correct, points, duration in contest_results.scored(work.session, result.id)
    )
    return results.Result(result.n, rows, (), ())
