"""A database with the demonstration, and looking into it as somebody who serves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.paging import Page
from app.domain.permissions import STRANGER, Actor, Post
from app.migrations import migrate
from app.models.members import Member
from app.models.people import Appointment
from app.settings import Settings
from app.store import communities
from app.store.actors import Work

#: Half past two in the afternoon of a Wednesday in Vietnam.
NOW = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
SLUG = "gia-lam-khoe-dep"
POSTGRES = os.environ.get("SEN_TEST_DATABASE", "sqlite") == "postgresql"
PAGE = Page(limit=100, after=None, encode=str)

T = TypeVar("T")


def work(session: Session, actor: Actor = STRANGER) -> Work:
    return Work(
        session=session,
        actor=actor,
        now=NOW,
        today=clock.in_vietnam(NOW).date(),
        address="http://testserver",
    )


@dataclass(frozen=True)
class Loaded:
    database: Database

    def see(self, look: Callable[[Session], T]) -> T:
        """What `look` finds. What it writes, as a look at a card does, is not kept."""

        def looking(session: Session) -> T:
            found = look(session)
            session.expunge_all()
            session.rollback()
            return found

        return self.database.write_now(looking)

    def as_role(self, role: str, look: Callable[[Work], T]) -> T:
        """`look` as somebody who holds `role` in the community."""

        def read(session: Session) -> T:
            community = communities.get(session, SLUG)
            person_id = (
                session.execute(
                    select(col(Appointment.person_id)).where(
                        col(Appointment.role) == role,
                        col(Appointment.community_id) == community.id,
                    )
                )
                .scalars()
                .first()
            )
            post = Post(role, frozenset({community.id}))
            return look(work(session, Actor(person_id=person_id, posts=(post,))))

        return self.see(read)


@contextmanager
def fresh(tmp: Path, request: pytest.FixtureRequest, name: str) -> Iterator[Database]:
    """An empty migrated database of the engine under test."""
    url = request.getfixturevalue("postgres").create_database(name) if POSTGRES else ""
    settings = Settings(data_dir=tmp, database_url=url)
    migrate(settings)
    with closing(Database(settings)) as database:
        yield database


def everyone(session: Session) -> list[Member]:
    return list(session.execute(select(Member)).scalars())


def named(session: Session, full_name: str, state: str) -> Member:
    return session.execute(
        select(Member).where(col(Member.full_name) == full_name, col(Member.state) == state)
    ).scalar_one()
