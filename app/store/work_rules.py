"""The rules of a contest of works, its entry numbers and the places that are taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.contests import Contest
from app.models.works import WorkRules, WorkTurn
from app.store.changes import rows_of
from app.store.records import upsert


def get(session: Session, contest_id: str) -> WorkRules | None:
    return session.get(WorkRules, contest_id, populate_existing=True)


def begin(session: Session, contest_id: str, now: datetime) -> None:
    """The first work was sent in: rules and ruleset stay as they are from here on."""
    for table, key in ((WorkRules, WorkRules.contest_id), (Contest, Contest.id)):
        session.execute(
            update(table)
            .where(col(key) == contest_id, col(table.begun_at).is_(None))
            .values(begun_at=now)
            .execution_options(synchronize_session=False)
        )


def change(session: Session, row: WorkRules, **values: Any) -> bool:
    """From the version that was read, and only before a work was sent in."""
    result = session.execute(
        update(WorkRules)
        .where(
            col(WorkRules.contest_id) == row.contest_id,
            col(WorkRules.version) == row.version,
            col(WorkRules.begun_at).is_(None),
        )
        .values(version=row.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return bool(rows_of(result))


def next_number(session: Session, contest_id: str, board: str, version: int) -> int | None:
    """The board's next entry number, by one UPDATE of its counter; None where the rules are others
    than those that were read."""
    column = "sent_individual" if board == "individual" else "sent_collective"
    counter = getattr(WorkRules, column)
    return session.execute(
        update(WorkRules)
        .where(col(WorkRules.contest_id) == contest_id, col(WorkRules.version) == version)
        .values({column: counter + 1})
        .returning(counter)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()


def take_turn(session: Session, contest_id: str, board: str, owner_id: str, most: int) -> bool:
    """One more work of this person or unit; False when it would be more than `most`."""
    statement = upsert(session)(WorkTurn).values(
        contest_id=contest_id, board=board, owner_id=owner_id, sent=1
    )
    return (
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["contest_id", "board", "owner_id"],
                set_={"sent": col(WorkTurn.sent) + 1},
                where=col(WorkTurn.sent) < most,
            ).returning(col(WorkTurn.sent))
        ).scalar_one_or_none()
        is not None
    )


def give_turn_back(session: Session, contest_id: str, board: str, owner_id: str) -> None:
    session.execute(
        update(WorkTurn)
        .where(
            col(WorkTurn.contest_id) == contest_id,
            col(WorkTurn.board) == board,
            col(WorkTurn.owner_id) == owner_id,
            col(WorkTurn.sent) > 0,
        )
        .values(sent=col(WorkTurn.sent) - 1)
        .execution_options(synchronize_session=False)
    )
