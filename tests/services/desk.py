"""Services as their callers use them: one unit of work, one person, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.domain.permissions import STRANGER, Actor
from app.jobs.worker import Worker
from app.models.members import Member
from app.schemas.members import InformationRequest, ReasonedDecision
from app.services import checking
from app.store import actors, members
from app.store.actors import Work
from tests.factories import Scene, work_of

P = ParamSpec("P")
R = TypeVar("R")


class Desk:
    """`desk.run("moderator", decisions.approve, member_id, body)`: she does it now."""

    def __init__(self, database: Database, scene: Scene) -> None:
        self.database = database
        self.scene = scene

    def actor(self, who: str) -> Actor:
        """Her rights at this moment, from her token; "stranger" has none."""
        if who == "stranger":
            return STRANGER
        found = actors.by_token(self.database, self.scene.tokens[who], clock.now(), clock.today())
        assert found is not None
        return found

    def run(
        self, who: str, fn: Callable[Concatenate[Work, P], R], *args: P.args, **more: P.kwargs
    ) -> R:
        actor = self.actor(who)

        def inside(session: Session) -> R:
            work = work_of(session, actor=actor, hot=self.database)
            return fn(work, *args, **more)

        return self.database.write_now(inside)

    def member(self, name: str) -> Member:
        """Her row as it stands, by the scene's name or by id."""
        member_id = self.scene.members.get(name, name)
        return self.database.read_now(lambda session: members.again(session, member_id))

    def work_off(self) -> None:
        """Everything that the clock would have done by now."""
        worker = Worker(self.database, "test")
        worker.round()
        worker.settle()

    def faults(self) -> list[str]:
        """What `sen verify` would say."""
        self.database.write_now(checking.seal_first)
        return self.database.read_now(lambda session: checking.faults(session, clock.now()))


def because(words: str, **more: Any) -> ReasonedDecision:
    return ReasonedDecision(words=words, **more)


def question(words: str, **more: Any) -> InformationRequest:
    return InformationRequest(words=words, **more)
