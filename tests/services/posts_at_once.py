"""Seven moderators and some authors at once: random operations on the same posts, and what holds.

Each thread does what a person may try (write, edit, send, take back, approve, return, refuse,
remove, undo, reverse), mostly on posts that others have in hand. What is refused is counted; what
breaks is a fault. Used by `test_posts_at_once.py` for some hundred operations and by
`python -m checks.posts` for twenty thousand.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database, DatabaseAway
from app.domain.permissions import Actor
from app.domain.refusals import Refusal
from app.models.audit import AuditRow
from app.models.posts import Post
from app.models.review import OPEN, ReviewItem
from app.schemas.members import Decision, ReasonedDecision
from app.schemas.people import TokenCreate
from app.schemas.posts import PostChange, PostCreate, PostSubmission, PostWithdrawal
from app.services import checking, commanding
from app.services.posts import deciding, returning, writing
from app.store import actors, posts
from app.store.actors import Work
from tests.factories import HOME, Scene, work_of

MODERATORS = 7
AUTHORS = 5
#: Posts that are worked on at the same time; a finished one makes room for a new one.
IN_HAND = 24
#: How often the whole is looked at in between.
LOOK_EVERY = 250
WORDS = ReasonedDecision(words="Chị xem lại giúp")


@dataclass(slots=True)
class Found:
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def run(database: Database, scene: Scene, operations: int, seed: int = 1) -> Found:
    """Everything is asked of the services as a request would, each in a transaction of its own."""
    moderators = [_official(database, scene, n) for n in range(MODERATORS)]
    authors = [_author(database, n) for n in range(AUTHORS)]
    crowd = _Crowd(database, Found())
    for author in authors:
        crowd.write(author, random.Random(seed))
    workers = [(who, True) for who in moderators] + [(who, False) for who in authors]
    share = operations // len(workers)
    with ThreadPoolExecutor(len(workers)) as pool:
        for n, (who, decides) in enumerate(workers):
            pool.submit(crowd.work, who, random.Random(seed * 1000 + n), share, decides)
    crowd.look()
    database.write_now(checking.seal_first)
    crowd.found.faults += database.read_now(_decided_twice)
    return crowd.found


def _official(database: Database, scene: Scene, n: int) -> Actor:
    """The board's own people first, then moderators made for this."""
    if n < 3:
        names = ("moderator", "chair", "vice_chair")
        return _by_token(database, scene.tokens[names[n]])
    return _made(database, f"09117700{n:02d}", "moderator")


def _author(database: Database, n: int) -> Actor:
    return _made(database, f"09117800{n:02d}", "member")


def _by_token(database: Database, token: str) -> Actor:
    found = actors.by_token(database, token, clock.now(), clock.today())
    assert found is not None
    return found


def _made(database: Database, phone: str, role: str) -> Actor:
    def make(session: Session) -> str:
        work = work_of(session)
        commanding.create_account(
            work,
            phone=phone,
            name=f"Người {phone}",
            role=role,
            community=HOME,
            unit=None,
            hashed=None,
        )
        return commanding.create_token(work, phone, TokenCreate(label="thử"))

    return _by_token(database, database.write_now(make))


class _Crowd:
    """The posts in hand, shared by every thread."""

    def __init__(self, database: Database, found: Found) -> None:
        self.database = database
        self.found = found
        self.ids: list[str] = []
        self._lock = threading.Lock()
        self._closed: dict[str, str] = {}

    def work(self, who: Actor, chance: random.Random, times: int, decides: bool) -> None:
        for n in range(times):
            try:
                self._one(who, chance, decides)
            except Refusal as refusal:
                with self._lock:
                    self.found.refused[refusal.code] += 1
            except DatabaseAway:
                # No lock in time: a calm 503, and nothing half done.
                with self._lock:
                    self.found.refused["away"] += 1
            except Exception as error:
                with self._lock:
                    self.found.faults.append(f"{type(error).__name__}: {error}"[:300])
            if n % LOOK_EVERY == LOOK_EVERY - 1:
                self.look()

    def write(self, who: Actor, chance: random.Random) -> None:
        body = PostCreate(body=f"Bài {chance.random()}", draft=chance.random() < 0.2)
        post = self._do(who, "write", lambda work: writing.create(work, HOME, body))
        with self._lock:
            self.ids.append(post.id)
            if len(self.ids) > IN_HAND:
                self.ids.pop(0)

    def _one(self, who: Actor, chance: random.Random, decides: bool) -> None:
        if not decides and chance.random() < 0.15:
            self.write(who, chance)
            return
        with self._lock:
            post_id = chance.choice(self.ids)
        name = chance.choices(*zip(*(BOARD if decides else HERS), strict=True))[0]
        version = self._version(post_id) if chance.random() < 0.8 else None
        deed = DEEDS[name]
        self._do(who, name, lambda work: deed(work, post_id, version, chance))

    def _version(self, post_id: str) -> int:
        return self.database.read_now(lambda session: posts.again(session, post_id).version)

    def _do(self, who: Actor, name: str, deed: Callable[[Work], Any]) -> Any:
        result = self.database.write_now(
            lambda session: deed(work_of(session, actor=who, hot=self.database))
        )
        with self._lock:
            self.found.done[name] += 1
        return result

    def look(self) -> None:
        """No text shown that nobody approved; no closed item open again or decided otherwise."""
        unapproved, states = self.database.read_now(
            lambda session: (posts.unapproved_shown(session), _item_states(session))
        )
        with self._lock:
            self.found.faults += [f"shown unapproved: {post_id}" for post_id in unapproved]
            for item, state in states.items():
                before = self._closed.get(item)
                if before not in {None, state} and not (
                    before in {"approved", "refused"} and state == "reversed"
                ):
                    self.found.faults.append(f"item {item} was {before} and is {state}")
                if state not in OPEN:
                    self._closed[item] = state


def _item_states(session: Session) -> dict[str, str]:
    rows = session.execute(
        select(col(ReviewItem.id), col(ReviewItem.state)).where(col(ReviewItem.kind) == "post")
    )
    return {row[0]: row[1] for row in rows}


def _decided_twice(session: Session) -> list[str]:
    """Final decisions that stand, by text: one less what took it back is none or one."""
    standing: Counter[tuple[str, int]] = Counter()
    rows = session.execute(
        select(col(AuditRow.subject_id), col(AuditRow.action), col(AuditRow.facts))
        .where(col(AuditRow.subject_type) == "post")
        .order_by(col(AuditRow.id))
    )
    for post_id, action, facts in rows:
        if action in {"post.approve", "post.refuse"}:
            standing[post_id, facts["revision"]] += 1
        elif action == "post.undo":
            standing[post_id, facts["revision"]] -= 1
    return [
        f"{post_id}, text {number}: {count} decisions stand"
        for (post_id, number), count in standing.items()
        if count not in {0, 1}
    ] + checking.faults(session, clock.now())


def _change(work: Work, post_id: str, version: int | None, chance: random.Random) -> object:
    body = f"Sửa {chance.random()}"
    return writing.change(
        work, post_id, PostChange(body=body, version=version, draft=chance.random() < 0.2)
    )


DEEDS: dict[str, Callable[[Work, str, int | None, random.Random], object]] = {
    "change": _change,
    "submit": lambda work, post, version, _: writing.submit(
        work, post, PostSubmission(version=version)
    ),
    "withdraw": lambda work, post, version, chance: writing.withdraw(
        work, post, PostWithdrawal(version=version, only_edit=chance.random() < 0.5)
    ),
    "approve": lambda work, post, version, _: deciding.approve(
        work, post, Decision(version=version)
    ),
    "ask": lambda work, post, version, _: deciding.ask(work, post, _words(version)),
    "refuse": lambda work, post, version, _: deciding.refuse(work, post, _words(version)),
    "remove": lambda work, post, version, _: deciding.remove(work, post, _words(version)),
    "reverse": lambda work, post, version, _: returning.reverse(work, post, _words(version)),
    "undo": lambda work, post, _version, chance: returning.undo(
        work, post, chance.choice(("approved", "refused"))
    ),
}
BOARD = (("approve", 40), ("ask", 12), ("refuse", 12), ("remove", 4), ("reverse", 6), ("undo", 16))
HERS = (("change", 50), ("submit", 20), ("withdraw", 10))


def _words(version: int | None) -> ReasonedDecision:
    return WORDS.model_copy(update={"version": version})


def states(database: Database) -> Counter[str]:
    """How many posts ended in which state."""
    return Counter(
        database.read_now(lambda session: list(session.execute(select(col(Post.state))).scalars()))
    )
