"""Marking essays: one answer after another, without a name, by those who serve the contest."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.domain.contests import essays as rules
from app.domain.permissions import Thing
from app.domain.question_bank.table import points_text
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.contests import Contest, ContestRound, RoundQuestion
from app.models.essays import EssayMark
from app.schemas.base import form
from app.schemas.essays import EssayAnswer, EssayMarkCreate, EssayQueue
from app.services.deeds import permit, record
from app.store import communities, essays
from app.store import contests as contest_store
from app.store.actors import Work

MARK = "essay.mark"
MARKERS = frozenset({"juror", "organiser"})


def queue(work: Work, round_id: str) -> EssayQueue:
    """The next answer that she may mark; after closing only."""
    contest, of, _held = _opened(work, round_id)
    me = work.actor.person_id or ""
    closed = of.closes_at <= work.now
    action = f"/rounds/{of.id}/essay-marks"
    return EssayQueue(
        action=action,
        schema=form(action, EssayMarkCreate).schema_,
        community=communities.by_id(work.session, contest.community_id).slug,
        contest=contest.id,
        contest_title=contest.title,
        round=of.id,
        round_title=of.title,
        closed=closed,
        answer=_next(work, of, me) if closed else None,
        marked=len(essays.given(work.session, me, of.id)),
    )


def mark(work: Work, round_id: str, body: EssayMarkCreate) -> EssayQueue:
    """Saved at once and for good. Refused: her own paper, a second mark, a fourth."""
    contest, of, held = _opened(work, round_id)
    if work.now < of.closes_at:
        raise Conflict("round-open")
    question = _question(work, of, body)
    paper = essays.paper(work.session, of.id, body.attempt)
    if paper is None:
        raise Hidden
    if paper.person_id == work.actor.person_id:
        raise Forbidden("own-case")
    before = [
        one for one in essays.marks_of(work.session, paper.id) if one.question_key == question.key
    ]
    if not rules.wanted([one.points for one in before], question.points):
        raise Conflict("essay-marked")
    one = EssayMark(
        attempt_id=paper.id,
        question_key=question.key,
        place=len(before) + 1,
        round_id=of.id,
        marker_id=work.actor.person_id or "",
        points=body.points,
        note=body.note,
        marked_at=work.now,
    )
    if not essays.add(work.session, one):
        raise Conflict("essay-marked")
    record(
        work,
        "essay.mark",
        ("attempt", paper.id),
        community_id=contest.community_id,
        held=held,
        after={"points": body.points, "note": body.note},
        outbox=False,
        entry=paper.entry,
        question=question.key,
        place=one.place,
    )
    return queue(work, round_id)


def _opened(work: Work, round_id: str) -> tuple[Contest, ContestRound, str]:
    contest, of = contest_store.round_of(work.session, work.actor, round_id)
    held = permit(work, MARK, Thing(community_id=contest.community_id))
    if not _serves(work, contest):
        raise Conflict("not-essay-marker")
    return contest, of, held


def marks(work: Work, contest: Contest, of: ContestRound) -> bool:
    """Whether she is one of those who mark essays of this round."""
    return _serves(work, contest) and bool(essays.questions(work.session, of.id))


def _serves(work: Work, contest: Contest) -> bool:
    return any(
        one.person_id == work.actor.person_id and one.role in MARKERS
        for one in contest_store.offices(work.session, contest.id)
    )


def _question(work: Work, of: ContestRound, body: EssayMarkCreate) -> RoundQuestion:
    for one in essays.questions(work.session, of.id):
        if one.key == body.question:
            if body.points > one.points:
                raise Invalid.at("/points", "essay-points-high", most=points_text(one.points))
            return one
    raise Hidden


def _next(work: Work, of: ContestRound, marker: str) -> EssayAnswer | None:
    for question in essays.questions(work.session, of.id):
        paper = essays.waiting(work.session, question, marker)
        if paper is not None:
            return EssayAnswer(
                attempt=paper.id,
                entry=paper.entry or "",
                question=question.key,
                prompt_html=question.prompt_html,
                text=paper.answers[question.key][0],
                full=question.points,
            )
    return None


# -- for the result --------------------------------------------------------------------------------


def unmarked(session: Session, round_id: str) -> int:
    """How many written answers still want a mark: the result waits for them."""
    return sum(essays.unmarked(session, one) for one in essays.questions(session, round_id))


def essay_points(session: Session, round_id: str) -> dict[str, int]:
    """Attempt → what its essays give, hundredths; a paper without a settled mark is left out."""
    full = {one.key: one.points for one in essays.questions(session, round_id)}
    found: dict[str, int] = {}
    for (attempt, key), marks in essays.marks(session, round_id).items():
        points = rules.settled(marks, full[key])
        if points is not None:
            found[attempt] = found.get(attempt, 0) + points
    return found


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """The marks that she gave, for her own page; whose paper it was she never knew."""
    kept = {"round_id", "question_key", "points", "note", "marked_at"}
    return [one.model_dump(include=kept) for one in essays.given(work.session, person_id)]
