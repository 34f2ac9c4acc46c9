"""Attempts: her own alone. Numbers, receipts and ends are given by conditional UPDATEs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.models.communities import Community
from app.models.contests import (
    Attempt,
    Contest,
    ContestOffice,
    ContestRound,
    Entrant,
    RoundQuestion,
    RoundTurn,
)
from app.models.question_bank import BankQuestionVersion
from app.store.changes import rows_of
from app.store.records import upsert

IN_PROGRESS = col(Attempt.state) == "in_progress"


@dataclass(frozen=True, slots=True)
class Held:
    """An attempt with its round and contest; `community` is the contest's slug."""

    attempt: Attempt
    round: ContestRound
    contest: Contest
    community: str


_WHOLE = (
    select(Attempt, ContestRound, Contest, col(Community.slug))
    .join(ContestRound, col(ContestRound.id) == col(Attempt.round_id))
    .join(Contest, col(Contest.id) == col(ContestRound.contest_id))
    .join(Community, col(Community.id) == col(Contest.community_id))
)
# A burst of papers asks these: they are composed once.
_HERS = _WHOLE.where(
    col(Attempt.id) == bindparam("attempt"), col(Attempt.person_id) == bindparam("person")
).execution_options(populate_existing=True)
_HERS_HELD = _HERS.with_for_update(of=Attempt)
_ROUNDS: Any = ContestRound.__table__  # type: ignore[attr-defined]
_PLACES = (
    update(_ROUNDS)
    .where(_ROUNDS.c.id == bindparam("round"))
    .values(entries=_ROUNDS.c.entries + bindparam("many"))
    .returning(_ROUNDS.c.entries)
)
#: What stands once a paper was handed in.
ENDING = (
    *("state", "answers", "prediction", "submitted_at", "ended_by", "seq", "entry", "leaf"),
    *("duration_ms", "correct", "points"),
)
_ATTEMPTS: Any = Attempt.__table__  # type: ignore[attr-defined]
_END = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.state == "in_progress")
    .values({name: bindparam(f"new_{name}") for name in ENDING})
)
_TURNS: Any = RoundTurn.__table__  # type: ignore[attr-defined]
_END_TURN = (
    update(_TURNS)
    .where(_TURNS.c.round_id == bindparam("round"), _TURNS.c.person_id == bindparam("person"))
    .values(attempt_id=None)
)


def get(session: Session, person_id: str | None, attempt_id: str, *, held: bool = False) -> Held:
    """Her own, else Hidden. `held`: whoever hands it in keeps its row until she commits."""
    if not is_id(attempt_id) or person_id is None:
        raise Hidden
    found = session.execute(
        _HERS_HELD if held else _HERS, {"attempt": attempt_id, "person": person_id}
    ).one_or_none()
    if found is None:
        raise Hidden
    return Held(*found)


def of_person(session: Session, person_id: str, round_id: str | None = None) -> list[Held]:
    """Hers, the oldest first; of one round or of all."""
    wanted = [col(Attempt.person_id) == person_id]
    if round_id is not None:
        wanted.append(col(Attempt.round_id) == round_id)
    rows = session.execute(_WHOLE.where(*wanted).order_by(col(Attempt.id)))
    return [Held(*row) for row in rows]


def entered(session: Session, person_id: str) -> dict[str, Entrant]:
    """Contest → who she was at her first attempt in it."""
    rows = session.execute(select(Entrant).where(col(Entrant.person_id) == person_id)).scalars()
    return {row.contest_id: row for row in rows}


def turn(session: Session, round_id: str, person_id: str) -> RoundTurn | None:
    return session.get(RoundTurn, (round_id, person_id), populate_existing=True)


def roles(session: Session, contest_id: str, person_id: str) -> set[str]:
    """Her offices in a contest."""
    return set(
        session.execute(
            select(col(ContestOffice.role)).where(
                col(ContestOffice.contest_id) == contest_id,
                col(ContestOffice.person_id) == person_id,
            )
        ).scalars()
    )


# -- beginning ---------------------------------------------------------------------------------


def take_turn(
    session: Session, round_id: str, person_id: str, attempt_id: str, most: int | None
) -> int | None:
    """The number of her next attempt; None while one is in progress or none is left."""
    session.execute(
        upsert(session)(RoundTurn)
        .values(round_id=round_id, person_id=person_id, taken=0)
        .on_conflict_do_nothing()
    )
    wanted = [
        col(RoundTurn.round_id) == round_id,
        col(RoundTurn.person_id) == person_id,
        col(RoundTurn.attempt_id).is_(None),
    ]
    if most is not None:
        wanted.append(col(RoundTurn.taken) < most)
    return session.execute(
        update(RoundTurn)
        .where(*wanted)
        .values(taken=col(RoundTurn.taken) + 1, attempt_id=attempt_id)
        .returning(col(RoundTurn.taken))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()


def freeze(session: Session, entrant: Entrant) -> None:
    """Who she is, at her first attempt in the contest; later ones change nothing."""
    session.execute(
        upsert(session)(Entrant).values(**entrant.model_dump()).on_conflict_do_nothing()
    )


# -- saving and handing in ---------------------------------------------------------------------


def save(
    session: Session,
    attempt_id: str,
    rev: int,
    answers: Mapping[str, Any],
    prediction: int | None,
    now: datetime,
) -> bool:
    """The answers so far; False where it was handed in or `rev` is not newer."""
    result = session.execute(
        update(Attempt)
        .where(col(Attempt.id) == attempt_id, IN_PROGRESS, col(Attempt.rev) < rev)
        .values(rev=rev, answers=answers, prediction=prediction, saved_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def next_seq(session: Session, round_id: str, many: int = 1) -> int:
    """The last of so many new places in the order in which a round's papers came."""
    given = session.connection().execute(_PLACES, {"round": round_id, "many": many})
    return int(given.scalar_one())


def end(session: Session, papers: Sequence[tuple[Attempt, Mapping[str, Any]]]) -> bool:
    """Handed in, once each; False where one was already."""
    ended = [
        {"attempt": row.id, **{f"new_{name}": values[name] for name in ENDING}}
        for row, values in papers
    ]
    if rows_of(session.connection().execute(_END, ended)) != len(ended):
        return False
    for row, values in papers:
        for name in ENDING:
            set_committed_value(row, name, values[name])
    return True


def end_turns(session: Session, rows: Iterable[Attempt]) -> None:
    """Of these women nothing is in progress in that round any more."""
    session.connection().execute(
        _END_TURN, [{"round": row.round_id, "person": row.person_id} for row in rows]
    )


def due(session: Session, now: datetime, most: int, round_id: str | None = None) -> list[Attempt]:
    """Papers whose time is up, the earliest first, held until the commit."""
    wanted = [IN_PROGRESS, col(Attempt.deadline_at) <= now]
    if round_id is not None:
        wanted.append(col(Attempt.round_id) == round_id)
    return list(
        session.execute(
            select(Attempt)
            .where(*wanted)
            .order_by(col(Attempt.deadline_at), col(Attempt.id))
            .limit(most)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).scalars()
    )


def any_due(session: Session, now: datetime) -> bool:
    return bool(
        session.execute(
            select(exists().where(IN_PROGRESS, col(Attempt.deadline_at) <= now))
        ).scalar()
    )


def with_rounds(
    session: Session, round_ids: Iterable[str]
) -> dict[str, tuple[ContestRound, Contest]]:
    rows = session.execute(
        select(ContestRound, Contest)
        .join(Contest, col(Contest.id) == col(ContestRound.contest_id))
        .where(col(ContestRound.id).in_(set(round_ids)))
    )
    return {row[0].id: (row[0], row[1]) for row in rows}


# -- practice ----------------------------------------------------------------------------------


def asked_for_real(session: Session, round_id: str, now: datetime) -> bool:
    """Whether a round that counts and has not closed asks a question of this one."""
    mine, theirs = aliased(RoundQuestion), aliased(RoundQuestion)
    same = or_(
        col(theirs.bank_question_id) == col(mine.bank_question_id),
        col(theirs.prompt) == col(mine.prompt),
    )
    found = session.execute(
        select(col(theirs.round_id))
        .join(mine, same)
        .join(ContestRound, col(ContestRound.id) == col(theirs.round_id))
        .join(Contest, col(Contest.id) == col(ContestRound.contest_id))
        .where(
            col(mine.round_id) == round_id,
            col(theirs.round_id) != round_id,
            col(ContestRound.practice).is_(False),
            col(ContestRound.closes_at) > now,
            col(Contest.state) != "withdrawn",
        )
        .limit(1)
    )
    return found.first() is not None


def explanations(session: Session, round_id: str) -> dict[str, str]:
    """Key of a question of the round → what the bank's version explains."""
    rows = session.execute(
        select(col(RoundQuestion.key), col(BankQuestionVersion.explanation))
        .join(
            BankQuestionVersion,
            (col(BankQuestionVersion.question_id) == col(RoundQuestion.bank_question_id))
            & (col(BankQuestionVersion.number) == col(RoundQuestion.bank_version)),
        )
        .where(col(RoundQuestion.round_id) == round_id)
    )
    return {row[0]: row[1] for row in rows}
