"""Essay answers and their marks: which answer waits for a marker, what the marks are."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.contests.essays import MARKERS
from app.domain.contests.works import FAR
from app.models.contests import Attempt, ContestRound, RoundQuestion
from app.models.essays import EssayMark


def questions(session: Session, round_id: str) -> list[RoundQuestion]:
    """The essays among a round's questions, in order."""
    return list(
        session.execute(
            select(RoundQuestion)
            .where(col(RoundQuestion.round_id) == round_id, col(RoundQuestion.kind) == "essay")
            .order_by(col(RoundQuestion.place))
        ).scalars()
    )


def waiting(session: Session, question: RoundQuestion, marker_id: str) -> Attempt | None:
    """The first paper, by its entry number, whose answer she may mark and has not."""
    marked = _marked(question, marker_id)
    return session.execute(
        select(Attempt)
        .outerjoin(marked, marked.c.attempt_id == col(Attempt.id))
        .where(
            *_written(question),
            col(Attempt.person_id) != marker_id,
            func.coalesce(marked.c.hers, 0) == 0,
            _wanted(question, marked),
        )
        .order_by(col(Attempt.entry))
        .limit(1)
    ).scalar_one_or_none()


def unmarked(session: Session, question: RoundQuestion) -> int:
    """How many written answers to it still want a mark."""
    marked = _marked(question, "")
    return session.execute(
        select(func.count())
        .select_from(Attempt)
        .outerjoin(marked, marked.c.attempt_id == col(Attempt.id))
        .where(*_written(question), _wanted(question, marked))
    ).scalar_one()


def _marked(question: RoundQuestion, marker_id: str) -> Subquery:
    """Attempt → number of marks, how far apart, how many of them are hers."""
    hers = case((col(EssayMark.marker_id) == marker_id, 1), else_=0)
    return (
        select(
            col(EssayMark.attempt_id),
            func.count().label("marks"),
            (func.max(EssayMark.points) - func.min(EssayMark.points)).label("apart"),
            func.sum(hers).label("hers"),
        )
        .where(
            col(EssayMark.round_id) == question.round_id,
            col(EssayMark.question_key) == question.key,
        )
        .group_by(col(EssayMark.attempt_id))
        .subquery()
    )


def _written(question: RoundQuestion) -> tuple[ColumnElement[bool], ...]:
    """A paper handed in that answers it; an empty answer gives nothing and needs no mark.

    An essay's text stands alone in its list of answers.
    """
    answer = col(Attempt.answers)[(question.key, 0)].as_string()
    return (
        col(Attempt.round_id) == question.round_id,
        col(Attempt.state) == "submitted",
        func.trim(func.coalesce(answer, "")) != "",
    )


def _wanted(question: RoundQuestion, marked: Subquery) -> ColumnElement[bool]:
    """`domain.contests.essays.wanted`, in the database."""
    return or_(
        func.coalesce(marked.c.marks, 0) < MARKERS,
        and_(
            marked.c.marks == MARKERS,
            marked.c.apart * FAR.denominator > question.points * FAR.numerator,
        ),
    )


def paper(session: Session, round_id: str, attempt_id: str) -> Attempt | None:
    """A paper of the round that was handed in."""
    return session.execute(
        select(Attempt).where(
            col(Attempt.id) == attempt_id,
            col(Attempt.round_id) == round_id,
            col(Attempt.state) == "submitted",
        )
    ).scalar_one_or_none()


def marks_of(session: Session, attempt_id: str) -> list[EssayMark]:
    """Of one paper, in the order in which they were given."""
    return list(
        session.execute(
            select(EssayMark)
            .where(col(EssayMark.attempt_id) == attempt_id)
            .order_by(col(EssayMark.question_key), col(EssayMark.place))
        ).scalars()
    )


def marks(session: Session, round_id: str) -> dict[tuple[str, str], list[int]]:
    """(attempt, question) → its marks in order."""
    found: dict[tuple[str, str], list[int]] = {}
    rows = session.execute(
        select(col(EssayMark.attempt_id), col(EssayMark.question_key), col(EssayMark.points))
        .where(col(EssayMark.round_id) == round_id)
        .order_by(col(EssayMark.attempt_id), col(EssayMark.question_key), col(EssayMark.place))
    )
    for attempt_id, key, points in rows:
        found.setdefault((attempt_id, key), []).append(points)
    return found


def given(session: Session, marker_id: str, round_id: str | None = None) -> list[EssayMark]:
    """What she gave, the newest first."""
    hers = select(EssayMark).where(col(EssayMark.marker_id) == marker_id)
    if round_id is not None:
        hers = hers.where(col(EssayMark.round_id) == round_id)
    return list(session.execute(hers.order_by(col(EssayMark.marked_at).desc())).scalars())


def add(session: Session, mark: EssayMark) -> bool:
    """False when somebody took this place, or she has marked the answer already."""
    try:
        with session.begin_nested():
            session.add(mark)
            session.flush()
    except IntegrityError:
        return False
    return True


def rounds_with_essays(session: Session, contest_id: str) -> set[str]:
    """The rounds of a contest that ask for an essay."""
    return set(
        session.execute(
            select(col(RoundQuestion.round_id))
            .join(ContestRound, col(ContestRound.id) == col(RoundQuestion.round_id))
            .where(col(ContestRound.contest_id) == contest_id, col(RoundQuestion.kind) == "essay")
        ).scalars()
    )
