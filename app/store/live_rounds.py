"""Live rounds: the host's steps, players and their one answer a question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.contests.live import BOARD_PLACES
from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.contests import Contest
from app.models.live_rounds import LiveAnswer, LivePlayer, LiveQuestion, LiveRound
from app.store import contests
from app.store.changes import change
from app.store.hot import HotDatabase, HotRead
from app.store.keyset import beyond
from app.store.records import upsert


def get(
    session: Session, actor: Actor, live_id: str, *, held: bool = False
) -> tuple[Contest, LiveRound]:
    """`held`: no host takes a step until this transaction has ended."""
    found = None
    if is_id(live_id):
        statement = (
            select(Contest, LiveRound)
            .join(LiveRound, col(LiveRound.contest_id) == col(Contest.id))
            .where(col(LiveRound.id) == live_id, contests.seen_by(actor))
        )
        if held:
            statement = statement.with_for_update(read=True, of=LiveRound).execution_options(
                populate_existing=True
            )
        found = session.execute(statement).one_or_none()
    if found is None:
        raise Hidden
    return found[0], found[1]


def page(
    session: Session, contest_id: str, most: int, after: tuple[Any, ...] | None
) -> list[LiveRound]:
    """The newest first."""
    return list(
        session.execute(
            select(LiveRound)
            .where(
                col(LiveRound.contest_id) == contest_id, beyond(after, col(LiveRound.id), down=True)
            )
            .order_by(col(LiveRound.id).desc())
            .limit(most)
        ).scalars()
    )


def questions(session: Session, live_id: str) -> list[LiveQuestion]:
    return list(
        session.execute(
            select(LiveQuestion)
            .where(col(LiveQuestion.live_round_id) == live_id)
            .order_by(col(LiveQuestion.place))
        ).scalars()
    )


def drop(session: Session, question: LiveQuestion) -> None:
    """The questions after it move up."""
    live_id, place = question.live_round_id, question.place
    mine = col(LiveQuestion.live_round_id) == live_id
    session.execute(delete(LiveQuestion).where(mine, col(LiveQuestion.key) == question.key))
    session.expunge(question)
    # One after another: a UNIQUE place is looked at row by row.
    for later in questions(session, live_id):
        if later.place > place:
            later.place -= 1
            session.flush()


def step(session: Session, live: LiveRound, **values: Any) -> bool:
    """One conditional UPDATE from the version that was read; False when somebody was faster."""
    return change(session, live, **values)


def count_up(session: Session, live_id: str) -> None:
    """A question was closed: everybody's points are those of all her answers."""
    earned = (
        select(func.coalesce(func.sum(col(LiveAnswer.points)), 0))
        .where(
            col(LiveAnswer.live_round_id) == col(LivePlayer.live_round_id),
            col(LiveAnswer.person_id) == col(LivePlayer.person_id),
        )
        .scalar_subquery()
    )
    session.execute(
        update(LivePlayer)
        .where(col(LivePlayer.live_round_id) == live_id)
        .values(points=earned)
        .execution_options(synchronize_session=False)
    )


# -- players ---------------------------------------------------------------------------------------


def player(session: Session, live_id: str, person_id: str) -> LivePlayer | None:
    return session.execute(
        select(LivePlayer)
        .where(col(LivePlayer.live_round_id) == live_id, col(LivePlayer.person_id) == person_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def join(session: Session, values: dict[str, Any]) -> None:
    """Once a person; again changes nothing."""
    session.execute(upsert(session)(LivePlayer).values(**values).on_conflict_do_nothing())


def answer(session: Session, values: dict[str, Any]) -> bool:
    """The first one alone; False when there is one."""
    statement = (
        upsert(session)(LiveAnswer)
        .values(**values)
        .on_conflict_do_nothing()
        .returning(col(LiveAnswer.person_id))
    )
    return session.execute(statement).scalar_one_or_none() is not None


def answer_of(session: Session, live_id: str, key: str, person_id: str) -> LiveAnswer | None:
    return session.get(LiveAnswer, (live_id, key, person_id))


def better(session: Session, live_id: str, points: int) -> int:
    """How many players have more points."""
    return session.execute(
        select(func.count()).where(
            col(LivePlayer.live_round_id) == live_id, col(LivePlayer.points) > points
        )
    ).scalar_one()


def counts(session: Session, live_id: str, key: str) -> tuple[int, int]:
    """(players, answers to the question `key`)."""
    players = select(func.count()).where(col(LivePlayer.live_round_id) == live_id)
    answers = select(func.count()).where(
        col(LiveAnswer.live_round_id) == live_id, col(LiveAnswer.question_key) == key
    )
    row = session.execute(select(players.scalar_subquery(), answers.scalar_subquery())).one()
    return int(row[0]), int(row[1])


def played(session: Session, person_id: str) -> list[tuple[LivePlayer, str, int]]:
    """Hers: (player, title of the round, questions answered), the newest first."""
    answers = (
        select(func.count())
        .where(
            col(LiveAnswer.live_round_id) == col(LivePlayer.live_round_id),
            col(LiveAnswer.person_id) == col(LivePlayer.person_id),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(LivePlayer, col(LiveRound.title), answers)
        .join(LiveRound, col(LiveRound.id) == col(LivePlayer.live_round_id))
        .where(col(LivePlayer.person_id) == person_id)
        .order_by(col(LivePlayer.joined_at).desc())
    )
    return [(row[0], row[1], row[2]) for row in rows]


# -- what is pushed --------------------------------------------------------------------------------

_VERSION = HotRead(select(col(LiveRound.version)).where(col(LiveRound.id) == bindparam("id")))
_STATE = HotRead(
    select(
        col(LiveRound.version),
        col(LiveRound.state),
        col(LiveRound.place),
        col(LiveRound.asked_at),
        select(func.count())
        .where(col(LiveQuestion.live_round_id) == col(LiveRound.id))
        .scalar_subquery(),
    ).where(col(LiveRound.id) == bindparam("id"))
)
_QUESTION = HotRead(
    select(
        col(LiveQuestion.key),
        col(LiveQuestion.prompt),
        col(LiveQuestion.options),
        col(LiveQuestion.answer),
        col(LiveQuestion.points),
        col(LiveQuestion.seconds),
    ).where(
        col(LiveQuestion.live_round_id) == bindparam("id"),
        col(LiveQuestion.place) == bindparam("place"),
    )
)
_BOARD = HotRead(
    select(col(LivePlayer.full_name), col(LivePlayer.points))
    .where(col(LivePlayer.live_round_id) == bindparam("id"))
    .order_by(col(LivePlayer.points).desc(), col(LivePlayer.joined_at), col(LivePlayer.person_id))
    .limit(BOARD_PLACES)
)


@dataclass(frozen=True, slots=True)
class Standing:
    version: int
    state: str
    place: int
    asked_at: datetime | None
    total: int


def version(database: HotDatabase, live_id: str) -> int | None:
    rows = _VERSION.rows(database, id=live_id)
    return int(rows[0][0]) if rows else None


def standing(database: HotDatabase, live_id: str) -> Standing:
    version, state, place, asked_at, total = _STATE.rows(database, id=live_id)[0]
    if isinstance(asked_at, str):
        asked_at = datetime.fromisoformat(asked_at)
    return Standing(version, state, place, asked_at, total)


def asked(database: HotDatabase, live_id: str, place: int) -> dict[str, Any]:
    row = _QUESTION.rows(database, id=live_id, place=place)[0]
    options = json.loads(row[2]) if isinstance(row[2], str) else row[2]
    names = ("key", "prompt", "options", "answer", "points", "seconds")
    return dict(zip(names, (*row[:2], options, *row[3:]), strict=True))


def board(database: HotDatabase, live_id: str) -> list[tuple[str, int]]:
    """The first ten by name and points."""
    return [(row[0], int(row[1])) for row in _BOARD.rows(database, id=live_id)]
