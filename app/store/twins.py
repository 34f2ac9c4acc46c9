"""Where a woman's other files may be: found through indexes alone, in one bounded query.

What `domain.twins.likeness` calls suspicious agrees in the phone, or in the folded name, or in the
initials: then in the year give or take one, or in the unit where a year is missing. Each of these
is one arm with a limit of its own; scoring is the rule's business.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, or_, select, union
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain import twins as rules
from app.domain.twins import Profile
from app.models.members import Member
from app.models.mergers import PairApart
from app.models.people import Person
from app.store.changes import rows_of

#: Rows that one arm reads at most, the newest first.
ARM = 400


class Candidate(NamedTuple):
    """Another file, as far as it is compared and shown."""

    id: str
    full_name: str
    fold: str
    file_no: str
    state: str
    phone: str | None
    unit_id: str | None
    hamlet: str
    birth_year: int | None
    applied_at: datetime

    @property
    def profile(self) -> Profile:
        return Profile(
            self.full_name, self.fold, self.birth_year, self.unit_id, self.hamlet, self.phone
        )


def candidates(
    session: Session, community_id: str, woman: Profile, exclude: Collection[str] = ()
) -> list[Candidate]:
    """Files of the community that may be hers; merged ones are found through the kept one."""
    arms = [_arm(community_id, *conditions).subquery() for conditions in _conditions(woman)]
    found = union(*(select(arm.c.id) for arm in arms)).subquery()
    rows = session.execute(
        select(
            col(Member.id),
            col(Member.full_name),
            col(Member.fold),
            col(Member.file_no),
            col(Member.state),
            col(Member.phone),
            col(Member.unit_id),
            col(Member.hamlet),
            col(Person.birth_year),
            col(Member.applied_at),
        )
        .join(found, found.c.id == col(Member.id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Member.id).not_in(exclude), col(Member.person_id).not_in(exclude))
    )
    return [Candidate._make(row) for row in rows]


def _conditions(woman: Profile) -> list[tuple[ColumnElement[bool], ...]]:
    twin_key, same_name = col(Member.twin_key), col(Member.fold) == woman.fold
    initials = rules.key(woman.fold)
    around = rules.keys_around(woman.fold, woman.birth_year)
    arms: list[tuple[ColumnElement[bool], ...]] = []
    if woman.phone:
        arms.append((col(Member.phone) == woman.phone,))
    if around:
        # Years farther apart outweigh an equal name and even an equal phone.
        arms += [(same_name, twin_key.in_((initials, *around))), (twin_key.in_(around),)]
    else:
        arms.append((same_name,))
    if initials and woman.unit_id:
        same_unit = col(Member.unit_id) == woman.unit_id
        if around:
            arms.append((twin_key == initials, same_unit))
        else:
            # The colon follows the digits: every year, and none.
            arms.append((twin_key >= initials, twin_key < initials + ":", same_unit))
    return arms


def _arm(community_id: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(col(Member.id))
        .where(
            col(Member.community_id) == community_id,
            col(Member.state) != "merged",
            *conditions,
        )
        # Not by id: SQLite would walk an index of ids instead of using the arm's own.
        .order_by(col(Member.applied_at).desc())
        .limit(ARM)
    )


# -- two women ---------------------------------------------------------------------------------


class Apart(NamedTuple):
    """A file that was found to be another woman's."""

    id: str
    full_name: str
    file_no: str
    state: str
    reason: str
    noted_by: str
    noted_at: datetime


def apart_from(session: Session, member_id: str, most: int = 50) -> list[Apart]:
    """The files that are another woman's, the latest word first."""
    first, second = col(PairApart.first_id), col(PairApart.second_id)
    rows = session.execute(
        select(
            col(Member.id),
            col(Member.full_name),
            col(Member.file_no),
            col(Member.state),
            col(PairApart.reason),
            col(Person.full_name),
            col(PairApart.noted_at),
        )
        .join(
            PairApart,
            or_(
                (first == member_id) & (second == col(Member.id)),
                (second == member_id) & (first == col(Member.id)),
            ),
        )
        .join(Person, col(Person.id) == col(PairApart.noted_by))
        .order_by(col(PairApart.id).desc())
        .limit(most)
    )
    return [Apart._make(row) for row in rows]


def are_apart(session: Session, pair: tuple[str, str]) -> bool:
    statement = select(col(PairApart.id)).where(
        col(PairApart.first_id) == pair[0], col(PairApart.second_id) == pair[1]
    )
    return session.execute(statement).first() is not None


def forget_apart(session: Session, pair: tuple[str, str]) -> bool:
    """Whether the pair stood until now."""
    result = session.execute(
        delete(PairApart).where(
            col(PairApart.first_id) == pair[0], col(PairApart.second_id) == pair[1]
        )
    )
    return bool(rows_of(result))
