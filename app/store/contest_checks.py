"""What everybody may know of a contest that was published, by its code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, case, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.communities import Community, CommunityHost
from app.models.contests import Contest, ContestRound
from app.models.units import Unit, UnitName
from app.store.hot import HotDatabase, HotRead
from app.store.units import in_force

_DAY: Any = bindparam("day", type_=Date)
_PUBLIC = HotRead(
    select(
        col(Contest.id),
        col(Contest.code),
        col(Contest.kind),
        col(Contest.title),
        col(Contest.state),
        col(Contest.decision_number),
        col(Contest.help_phone),
        col(Contest.ruleset),
        col(Contest.ruleset_sha256),
        col(Contest.published_at),
        col(Contest.unit_id),
        col(Contest.community_id),
        col(Community.slug),
        col(Community.name),
        col(Community.demo),
    )
    .join(Community, col(Community.id) == col(Contest.community_id))
    .where(col(Contest.code) == bindparam("code"), col(Contest.state) != "draft")
)
_ROUNDS = HotRead(
    select(
        col(ContestRound.number),
        col(ContestRound.title),
        col(ContestRound.opens_at),
        col(ContestRound.closes_at),
    )
    .where(
        col(ContestRound.contest_id) == bindparam("contest"), col(ContestRound.practice).is_(False)
    )
    .order_by(col(ContestRound.number))
)
#: The first host that lives on the day; where none does, the first of all.
_HOST = HotRead(
    select(col(CommunityHost.unit_id))
    .join(Unit, col(Unit.id) == col(CommunityHost.unit_id))
    .where(col(CommunityHost.community_id) == bindparam("community"))
    .order_by(
        case((in_force(Unit, _DAY), 0), else_=1),
        col(CommunityHost.official_order),
        col(CommunityHost.unit_id),
    )
    .limit(1)
)
_NAME = HotRead(
    select(col(UnitName.name))
    .where(col(UnitName.unit_id) == bindparam("unit"), col(UnitName.valid_from) <= _DAY)
    .order_by(col(UnitName.valid_from).desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Published:
    """A contest as everybody may read it; moments as the driver gives them."""

    id: str
    code: str
    kind: str
    title: str
    state: str
    decision_number: str
    help_phone: str
    ruleset: dict[str, Any]
    ruleset_sha256: str
    published_at: Any
    unit_id: str | None
    community_id: str
    community: str
    community_name: str
    demo: bool


def published(database: HotDatabase, code: str) -> Published | None:
    rows = _PUBLIC.rows(database, code=code)
    if not rows:
        return None
    row = list(rows[0])
    if isinstance(row[7], str):
        row[7] = json.loads(row[7])
    return Published(*row)


def windows(database: HotDatabase, contest_id: str) -> list[Any]:
    """(number, title, opens at, closes at) of the rounds that count."""
    return _ROUNDS.rows(database, contest=contest_id)


def owner(database: HotDatabase, found: Published, day: date) -> str:
    """The name of the unit that holds it: its own, or the community's first host."""
    unit = found.unit_id
    if unit is None:
        hosts = _HOST.rows(database, community=found.community_id, day=day)
        unit = hosts[0][0] if hosts else ""
    names = _NAME.rows(database, unit=unit, day=day)
    return str(names[0][0]) if names else ""


def by_code(session: Session, code: str) -> Contest | None:
    return session.execute(
        select(Contest).where(col(Contest.code) == code, col(Contest.state) != "draft")
    ).scalar_one_or_none()


def titles(session: Session, contest_ids: Iterable[str]) -> dict[str, str]:
    rows = session.execute(
        select(col(Contest.id), col(Contest.title)).where(col(Contest.id).in_(set(contest_ids)))
    )
    return {row[0]: row[1] for row in rows}
