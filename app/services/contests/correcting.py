"""A key that was wrong: what another one would change, and marking every paper again by it.

The committed key stays as it was sealed; the corrected one is in force. Correct answers and points
of the papers may change, nothing else; the change is a new version of the result, and prizes of a
published one stay until that version is published.
"""

from __future__ import annotations

from app.domain.contests import reading
from app.domain.contests.differences import Held, difference
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.contest_results import KeyCorrection
from app.models.contests import Contest, ContestRound, RoundQuestion
from app.schemas.base import form
from app.schemas.contest_results import DifferenceRead, ResultRead
from app.schemas.contest_rulings import (
    CorrectionBoard,
    CorrectionCreate,
    CorrectionPreview,
    CorrectionRead,
    KeyOption,
    KeyQuestion,
)
from app.services.contests import comparing, computing, gathering, readiness, result_views
from app.services.contests.gathering import Given
from app.services.contests.hand import WRITE, in_hand
from app.services.deeds import fresh_id, permit, record
from app.store import contest_entries, contest_results, contest_rulings, contests, members
from app.store.actors import Work

Asked = tuple[RoundQuestion, list[str]]


def board(work: Work, round_id: str) -> CorrectionBoard:
    """The questions with the key in force, and what was corrected."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, WRITE, Thing(contest.community_id))
    readiness.must_be_over(work, of)
    asked = contests.questions(work.session, of.id)
    done = contest_rulings.corrections(work.session, of.id)
    key = contest_rulings.committed(asked) | {one.question: one.answer for one in done}
    prompts = {one.key: one.prompt for one in asked}
    names = members.person_names(work.session, [one.corrected_by for one in done])
    action = f"/rounds/{of.id}/key-corrections"
    return CorrectionBoard(
        action=action,
        schema=form(action, CorrectionCreate).schema_,
        community=result_views.slug_of(work, contest),
        round=of.id,
        round_title=of.title,
        questions=[
            KeyQuestion(
                key=one.key,
                place=one.place,
                prompt=one.prompt,
                options=[
                    KeyOption(**each, right=each["key"] in key[one.key]) for each in _all(one)
                ],
            )
            for one in asked
            if one.kind == "choice"
        ],
        corrections=[
            CorrectionRead(
                **row.model_dump(include={"no", "question", "answer", "reason", "corrected_at"}),
                prompt=prompts[row.question],
                corrected_by=result_views.named(names, row.corrected_by),
            )
            for row in reversed(done)
        ],
    )


def _all(question: RoundQuestion) -> list[dict[str, str]]:
    return [{"key": one["key"], "text": one["text"]} for one in question.options]


def preview(work: Work, round_id: str, body: CorrectionCreate) -> CorrectionPreview:
    """Who rises, who falls, whose prize changes; nothing is written."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, WRITE, Thing(contest.community_id))
    readiness.must_be_over(work, of)
    question, before = _read(work, of, body)
    now = gathering.gather(work, contest, of)
    then = gathering.gather(work, contest, of, {question.key: sorted(set(body.answer))})
    texts = {one["key"]: one["text"] for one in question.options}
    same = zip(now.round.attempts, then.round.attempts, strict=True)
    return CorrectionPreview(
        round=of.id,
        round_title=of.title,
        community=result_views.slug_of(work, contest),
        question=question.key,
        answer=sorted(set(body.answer)),
        reason=body.reason,
        prompt=question.prompt,
        before=[texts[one] for one in before],
        after=[texts[one] for one in sorted(set(body.answer))],
        papers=sum(one != other for one, other in same),
        difference=_difference(work, contest, of, now, then),
    )


def _difference(
    work: Work, contest: Contest, of: ContestRound, now: Given, then: Given
) -> DifferenceRead | None:
    """Against the last version; None where nothing has been computed yet."""
    latest = contest_results.latest(work.session, of.id)
    if latest is None:
        return None
    before, after = (
        {row.attempt.person: Held(row.rank, row.prize) for row in one.result.rows}
        for one in (now, then)
    )
    found = difference(before, after)
    told = comparing.told(work, contest, latest, found, then.result.n)
    return told.model_copy(update={"n_before": now.result.n})


def correct(work: Work, round_id: str, body: CorrectionCreate) -> ResultRead:
    """Marks every paper again and computes the next version, with this reason."""
    contest, of, held = in_hand(work, round_id, WRITE)
    readiness.must_be_whole(work, of)
    question, before = _read(work, of, body)
    answer = sorted(set(body.answer))
    if answer == sorted(before):
        raise Conflict("key-as-before")
    row = KeyCorrection(
        id=fresh_id(work),
        round_id=of.id,
        no=contest_rulings.next_no(work.session, KeyCorrection, of.id),
        question=question.key,
        answer=answer,
        reason=body.reason.strip(),
        corrected_by=work.actor.person_id or "",
        corrected_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    changed = regrade(work, contest, of)
    record(
        work,
        "contest_key.correct",
        ("contest_round", of.id),
        community_id=contest.community_id,
        held=held,
        before={"answer": before},
        after={"answer": answer, "reason": row.reason},
        outbox=False,
        question=question.key,
        papers=changed,
    )
    given = gathering.gather(work, contest, of)
    result = computing.keep(work, contest, of, given, row.reason, held)
    return result_views.first(work, contest, of, result)


def regrade(work: Work, contest: Contest, of: ContestRound) -> int:
    """Correct answers and points of every paper by the key in force; how many changed."""
    rules = reading.read(contest.ruleset)
    asked = contests.questions(work.session, of.id)
    key = contest_rulings.committed(asked) | contest_rulings.corrected(work.session, of.id)
    marked = gathering.scores(work, of, rules, asked, key)
    changed = [
        {"attempt": attempt, "to_correct": score.correct, "to_points": score.points}
        for attempt, (score, correct, points) in marked.items()
        if (score.correct, score.points) != (correct, points)
    ]
    contest_entries.grade(work.session, changed)
    return len(changed)


def _read(work: Work, of: ContestRound, body: CorrectionCreate) -> Asked:
    """The question and its key in force. Refuses what is no question or option of the round."""
    asked = {one.key: one for one in contests.questions(work.session, of.id)}
    question = asked.get(body.question)
    if question is None or question.kind != "choice":
        raise Invalid.at("/question", "correction-question-unknown")
    options = {one["key"] for one in question.options}
    if not body.answer or not options.issuperset(body.answer):
        raise Invalid.at("/answer", "correction-answer-wrong")
    if not body.reason.strip():
        raise Invalid.at("/reason", "ruling-without-reason")
    corrected = contest_rulings.corrected(work.session, of.id)
    return question, corrected.get(question.key, question.answer)
