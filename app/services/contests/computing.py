"""Computing a round's result: a new version where something decides otherwise, else the last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.contests import moments
from app.domain.refusals import Invalid
from app.models.contest_results import ContestResult
from app.models.contests import Contest, ContestRound
from app.schemas.contest_results import ResultCreate, ResultRead
from app.services import sharing
from app.services.contests import gathering, readiness, result_views
from app.services.contests.gathering import Given
from app.services.contests.hand import AGREE, WRITE, in_hand, log
from app.services.deeds import fresh_id
from app.store import contest_results
from app.store.actors import Work


def compute(work: Work, round_id: str, body: ResultCreate) -> ResultRead:
    """The first version needs no reason; the same inputs give the same version again."""
    contest, of, held = in_hand(work, round_id, WRITE)
    readiness.must_be_whole(work, of)
    given = gathering.gather(work, contest, of)
    before = contest_results.latest(work.session, of.id)
    if before is not None and before.inputs_sha256 == given.sha256:
        work.effects.append("stands already")
        return result_views.first(work, contest, of, before)
    if before is not None and not body.reason:
        raise Invalid.at("/reason", "result-reason-missing")
    return result_views.first(work, contest, of, keep(work, contest, of, given, body.reason, held))


def keep(
    work: Work, contest: Contest, of: ContestRound, given: Given, reason: str, held: str
) -> ContestResult:
    """The next version; who had begun to approve the one before has approved nothing."""
    before = contest_results.latest(work.session, of.id)
    result = given.result
    row = ContestResult(
        id=fresh_id(work),
        round_id=of.id,
        no=before.no + 1 if before else 1,
        reason=reason if before else "",
        n=result.n,
        persons=len(result.rows),
        question_count=given.round.question_count,
        size=given.size,
        root=given.root,
        ruleset_sha256=contest.ruleset_sha256,
        key=given.key,
        inputs=given.inputs,
        inputs_sha256=given.sha256,
        unawarded=[[prize.name, prize.count] for prize in result.unawarded],
        computed_by=work.actor.person_id or "",
        computed_at=work.now,
    )
    contest_results.keep(work.session, row, rows(row.id, given))
    if before is not None:
        sharing.close(work, AGREE, before.id)
    log(work, contest, row, "contest_result.compute", held, after={"reason": reason})
    return row


def rows(result_id: str, given: Given) -> Iterator[dict[str, Any]]:
    """The rows of a version as they are kept."""
    over = given.round.passed_over
    for place, row in enumerate(given.result.rows, 1):
        one = row.attempt
        yield {
            "result_id": result_id,
            "person_id": one.person,
            "place": place,
            "rank": row.rank,
            "attempt_id": one.id,
            "correct": one.correct,
            "points": one.points,
            "prediction_distance": row.prediction_distance,
            "duration_ms": one.duration_ms,
            "submitted_at": moments.from_ms(one.submitted_at),
            "manual": one.manual,
            "eligible": row.eligible,
            "passed_over": one.person in over,
            "prize": row.prize,
        }
