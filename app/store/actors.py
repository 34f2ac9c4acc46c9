"""Who asks, and the transaction she asks in.

The look-up runs before every request as hot reads, through the read side, holding nothing
afterwards (design.md §3). Rights are computed from the live unit tree, never from the token.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, cast, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.domain.permissions import STRANGER, Actor, Membership, Post
from app.models.care import CareHolder
from app.models.communities import CommunityHost
from app.models.members import Member
from app.models.people import Account, Appointment, Person, SignIn, Token
from app.models.units import UnitParent
from app.store.hot import HotDatabase, HotRead

BOARD_SIGN_IN = timedelta(hours=12)


@dataclass(slots=True)
class Work:
    """One unit of work as routers and services see it: the session, who asks, and when."""

    session: Session
    actor: Actor
    now: datetime
    today: date
    request_id: str = ""
    lang: str = "vi"
    address: str = ""
    hot: HotDatabase | None = None
    batch_id: str | None = None
    effects: list[Any] = field(default_factory=list)


def digest(secret: str) -> str:
    """What the database keeps of a bearer secret: tokens of 256 bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


_PERSON: Any = (
    col(Account.id).label("account_id"),
    col(Person.id).label("person_id"),
    col(Person.full_name),
    col(Person.call_me),
    col(Account.administrator),
)
_BY_COOKIE = HotRead(
    select(
        col(SignIn.expires_at),
        col(SignIn.created_at),
        col(SignIn.id),
        col(SignIn.shared_device),
        *_PERSON,
    )
    .join(Account, col(Account.id) == col(SignIn.account_id))
    .join(Person, col(Person.id) == col(Account.person_id))
    .where(
        col(SignIn.digest) == bindparam("digest"),
        col(SignIn.ended_at).is_(None),
    )
)
_BY_TOKEN = HotRead(
    select(col(Token.expires_at), col(Token.scopes), *_PERSON)
    .join(Account, col(Account.id) == col(Token.account_id))
    .join(Person, col(Person.id) == col(Account.person_id))
    .where(
        col(Token.digest) == bindparam("digest"),
        col(Token.ended_at).is_(None),
    )
)
_LENDER = aliased(Appointment)
#: The kinds of rows that say what a person holds.
POST, MEMBER, CIRCLE = 0, 1, 2
_HELD = HotRead(
    union_all(
        select(
            col(Appointment.role).label("what"),
            col(Appointment.community_id).label("community_id"),
            col(Appointment.unit_id).label("detail"),
            literal(POST).label("kind"),
        )
        .outerjoin(_LENDER, col(_LENDER.id) == col(Appointment.delegated_from))
        .where(
            col(Appointment.person_id) == bindparam("person"),
            col(Appointment.valid_from) <= bindparam("day"),
            or_(col(Appointment.valid_to).is_(None), col(Appointment.valid_to) > bindparam("day")),
            # A right that was lent lives no longer than the lender's own.
            or_(col(_LENDER.valid_to).is_(None), col(_LENDER.valid_to) > bindparam("day")),
        ),
        select(col(Member.id), col(Member.community_id), col(Member.state), literal(MEMBER)).where(
            col(Member.person_id) == bindparam("person")
        ),
        select(
            col(CareHolder.id), col(CareHolder.community_id), literal(""), literal(CIRCLE)
        ).where(
            col(CareHolder.person_id) == bindparam("person"),
            col(CareHolder.valid_from) <= bindparam("day"),
            or_(col(CareHolder.valid_to).is_(None), col(CareHolder.valid_to) > bindparam("day")),
        ),
    )
)


def _below() -> HotRead:
    """Every unit of the tree below one unit on one day, itself included."""
    # PostgreSQL takes the type of a recursive column from its first row, and a parameter has none.
    tree = select(cast(bindparam("unit"), String).label("id")).cte("tree", recursive=True)
    child = select(col(UnitParent.unit_id)).join(tree, col(UnitParent.parent_id) == tree.c.id)
    tree = tree.union(
        child.where(
            col(UnitParent.valid_from) <= bindparam("day"),
            or_(col(UnitParent.valid_to).is_(None), col(UnitParent.valid_to) > bindparam("day")),
        )
    )
    return HotRead(
        select(tree.c.id, col(CommunityHost.community_id)).outerjoin(
            CommunityHost, col(CommunityHost.unit_id) == tree.c.id
        )
    )


_BELOW = _below()


def by_cookie(database: HotDatabase, secret: str, now: datetime, day: date) -> Actor:
    """The person behind a session cookie; a stranger when it has ended."""
    key = digest(secret)
    found = database.fresh(("cookie", key, day), lambda: _signed_in(database, key, day))
    if found is None:
        return STRANGER
    actor, created_at, expires_at = found
    ends = min(expires_at, created_at + BOARD_SIGN_IN) if actor.posts else expires_at
    return actor if now < ends else STRANGER


def _signed_in(
    database: HotDatabase, key: str, day: date
) -> tuple[Actor, datetime, datetime] | None:
    """(actor, since, until), whatever the time is."""
    rows = _BY_COOKIE.rows(database, digest=key)
    if not rows:
        return None
    expires_at, created_at, sign_in_id, shared, *person = rows[0]
    actor = _actor(database, person, day, sign_in_id=sign_in_id, shared_device=bool(shared))
    return actor, as_moment(created_at), as_moment(expires_at)


def by_token(database: HotDatabase, secret: str, now: datetime, day: date) -> Actor | None:
    """The account behind a bearer token, narrowed to its scopes; None when it has ended."""
    key = digest(secret)
    found = database.fresh(("token", key, day), lambda: _bearing(database, key, day))
    if found is None:
        return None
    actor, expires_at = found
    return actor if expires_at is None or now < expires_at else None


def _bearing(database: HotDatabase, key: str, day: date) -> tuple[Actor, datetime | None] | None:
    """(actor, until), whatever the time is."""
    rows = _BY_TOKEN.rows(database, digest=key)
    if not rows:
        return None
    expires_at, scopes, *person = rows[0]
    actor = _actor(database, person, day, scopes=_scopes(scopes))
    return actor, as_moment(expires_at) if expires_at else None


def _actor(database: HotDatabase, person: list[Any], day: date, **more: Any) -> Actor:
    account_id, person_id, name, call_me, administrator = person
    held = _HELD.rows(database, person=person_id, day=day)
    return Actor(
        person_id=person_id,
        account_id=account_id,
        name=name,
        call_me=call_me,
        administrator=bool(administrator),
        posts=tuple(_post(database, row, day) for row in held if row[3] == POST),
        memberships=tuple(Membership(*row[:3]) for row in held if row[3] == MEMBER),
        circles=frozenset(row[1] for row in held if row[3] == CIRCLE),
        **more,
    )


def _post(database: HotDatabase, row: Any, day: date) -> Post:
    role, community_id, unit_id, _ = row
    if unit_id is None:
        return Post(role, frozenset({community_id}))
    below = _BELOW.rows(database, unit=unit_id, day=day)
    return Post(
        role,
        frozenset(community for _, community in below if community),
        frozenset(unit for unit, _ in below),
    )


def _scopes(stored: Any) -> frozenset[str] | None:
    """The driver gives JSON as text on SQLite and as a list on PostgreSQL."""
    if isinstance(stored, str):
        stored = json.loads(stored)
    return None if stored is None else frozenset(stored)


def as_moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value))
