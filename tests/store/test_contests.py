"""What has begun stays as it is, on both databases, whoever writes to the tables."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.db import Database
from app.domain.permissions import STRANGER
from app.domain.refusals import Hidden
from app.models.contests import Contest, ContestRound, RoundQuestion
from app.store import contests as store
from tests import contests
from tests.factories import Scene, work_of


@pytest.mark.parametrize(
    "change",
    [
        update(Contest).values(ruleset_sha256="0" * 64),
        update(Contest).values(begun_at=None),
        update(ContestRound).values(nonce="1" * 64),
        update(RoundQuestion).where(col(RoundQuestion.key) == "q1").values(answer=["a"]),
        delete(RoundQuestion).where(col(RoundQuestion.key) == "q1"),
    ],
    ids=["rules", "begun", "nonce", "answer", "question"],
)
def test_what_decides_stays_once_it_has_begun(
    database: Database, scene: Scene, change: Any
) -> None:
    def begin(session: Session) -> None:
        work = work_of(session)
        contest = contests.contest(work, scene)
        opened = contests.round_of(work, contest)
        assert store.begin(session, contest.id, opened.id, work.now)
        assert not store.begin(session, contest.id, opened.id, work.now)

    database.write_now(begin)
    with pytest.raises(DBAPIError, match="has begun"):
        database.write_now(lambda session: session.execute(change))
    # What decides nothing may change.
    database.write_now(lambda session: session.execute(update(ContestRound).values(entries=1)))


def test_a_draft_is_hidden_from_its_members(database: Database, scene: Scene) -> None:
    database.write_now(lambda session: _draft(session, scene))


def _draft(session: Session, scene: Scene) -> None:
    work = work_of(session)
    contest = contests.contest(work, scene)
    opened = contests.round_of(work, contest)
    member = contests.actor(work, scene)
    assert store.get(session, member, contest.id).id == contest.id
    assert store.round_of(session, member, opened.id)[1].id == opened.id
    contest.state = "draft"
    session.flush()
    for who in (member, STRANGER):
        with pytest.raises(Hidden):
            store.get(session, who, contest.id)
        with pytest.raises(Hidden):
            store.round_of(session, who, opened.id)
