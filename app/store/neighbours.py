"""What stands near the women of a list: files of the community, earlier rows of the same list."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain import twins
from app.domain.imports.judging import Neighbour
from app.domain.twins import Profile
from app.models.imports import ImportRow
from app.models.members import Member
from app.models.people import Person


def files(session: Session, community_id: str, profiles: Collection[Profile]) -> list[Neighbour]:
    """Files of the community with the folded name, the twin key or the phone of one of these."""
    folds = {one.fold for one in profiles if one.fold}
    keys = {twins.key(one.fold, one.birth_year) for one in profiles}
    phones = {one.phone for one in profiles if one.phone}
    # Each arm by its own index: one OR of them would read the whole community.
    arms = [
        select(col(Member.id)).where(col(Member.community_id) == community_id, found)
        for found in (
            col(Member.fold).in_(folds),
            col(Member.twin_key).in_(keys),
            col(Member.phone).in_(phones),
        )
    ]
    rows = session.execute(
        select(
            col(Member.id),
            col(Member.state),
            col(Member.full_name),
            col(Member.fold),
            col(Member.unit_id),
            col(Member.hamlet),
            col(Member.phone),
            col(Member.union_status),
            col(Person.birth_year),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Member.id).in_(union(*arms)))
        .order_by(col(Member.id))
    )
    return [
        Neighbour(
            profile=Profile(row[2], row[3], row[8], row[4], row[5], row[6]),
            state=row[1],
            member_id=row[0],
            union_status=row[7],
        )
        for row in rows
    ]


def rows(
    session: Session, import_id: str, before: int, profiles: Collection[Profile]
) -> list[tuple[int, dict[str, Any]]]:
    """(no, woman) of earlier rows that are foreseen to get a file, with the name or the phone."""
    folds = {one.fold for one in profiles if one.fold}
    phones = {one.phone for one in profiles if one.phone}
    found: dict[int, dict[str, Any]] = {}
    for near in (col(ImportRow.fold).in_(folds), col(ImportRow.phone).in_(phones)):
        rows = session.execute(
            select(col(ImportRow.no), col(ImportRow.woman)).where(
                col(ImportRow.import_id) == import_id,
                col(ImportRow.no) < before,
                col(ImportRow.foreseen) == "created",
                near,
            )
        )
        found |= {row[0]: row[1] for row in rows}
    return sorted(found.items())
