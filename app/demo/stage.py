"""What the demonstration's deeds share: the community, its people, and a moment of the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app import clock
from app.domain.permissions import STRANGER, Actor, Post
from app.models.communities import Community
from app.models.members import Invitation
from app.models.people import Account, Person
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Official:
    """Someone of the board, the panel or a unit, with the role that she holds."""

    person: Person
    account: Account
    role: str


@dataclass(frozen=True, slots=True)
class Stage:
    """`units`: key of the content files → id; `officials`: by key; `invitations`: by the answer
    to the form's question how she came to know the group."""

    community: Community
    units: Mapping[str, str]
    officials: Mapping[str, Official]
    invitations: Mapping[str, Invitation]

    def actor(self, key: str) -> Actor:
        """One of the board as she acts in the community."""
        official = self.officials[key]
        return Actor(
            person_id=official.person.id,
            account_id=official.account.id,
            name=official.person.full_name,
            posts=(Post(official.role, frozenset({self.community.id})),),
        )


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happened at a moment; deeds are done in their order in time."""

    at: datetime
    do: Callable[[Work], None]


def at(work: Work, moment: datetime, actor: Actor = STRANGER) -> Work:
    """The same unit of work at a moment of the past, asked for by `actor`."""
    return replace(work, now=moment, today=clock.in_vietnam(moment).date(), actor=actor)
