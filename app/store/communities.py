"""Communities, readable by anyone, and the texts in force in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.refusals import Hidden
from app.models.communities import (
    Community,
    CommunityHost,
    JoinForm,
    PrivacyNotice,
    ReasonTemplate,
    Regulation,
)
from app.models.units import Unit
from app.store.hot import HotDatabase, HotRead
from app.store.keyset import beyond
from app.store.units import in_force

_BY_SLUG = HotRead(
    select(col(Community.id), col(Community.slug), col(Community.name), col(Community.demo)).where(
        col(Community.slug) == bindparam("slug")
    )
)


def hot_id(database: HotDatabase, slug: str) -> str:
    """The id behind a slug. A slug never changes and is never given again, so it is remembered."""
    known = database.slugs.get(slug)
    if known is None:
        rows = _BY_SLUG.rows(database, slug=slug)
        if not rows:
            raise Hidden
        known = database.slugs[slug] = str(rows[0][0])
    return known


def get(session: Session, slug: str) -> Community:
    community = session.execute(
        select(Community).where(col(Community.slug) == slug)
    ).scalar_one_or_none()
    if community is None:
        raise Hidden
    return community


def by_id(session: Session, community_id: str) -> Community:
    return session.execute(select(Community).where(col(Community.id) == community_id)).scalar_one()


def every(session: Session) -> list[Community]:
    return list(session.execute(select(Community).order_by(col(Community.created_at))).scalars())


def page(session: Session, most: int, after: tuple[Any, ...] | None) -> list[Community]:
    """In the order of founding: ids rise with time."""
    return list(
        session.execute(
            select(Community)
            .where(beyond(after, col(Community.id)))
            .order_by(col(Community.id))
            .limit(most)
        ).scalars()
    )


def slugs(session: Session, ids: frozenset[str] | set[str]) -> list[Community]:
    return list(
        session.execute(
            select(Community).where(col(Community.id).in_(ids)).order_by(col(Community.name))
        ).scalars()
    )


def hosts(session: Session, community_id: str, day: date) -> list[str]:
    """The host units that live on a day (all of them where none does); the first one is the
    controller of the members' data."""
    rows = session.execute(
        select(col(CommunityHost.unit_id), in_force(Unit, day))
        .join(Unit, col(Unit.id) == col(CommunityHost.unit_id))
        .where(col(CommunityHost.community_id) == community_id)
        .order_by(col(CommunityHost.official_order), col(CommunityHost.unit_id))
    ).all()
    return [row[0] for row in rows if row[1]] or [row[0] for row in rows]


def pass_on(session: Session, from_id: str, to_ids: Sequence[str]) -> list[str]:
    """The communities of one unit get these as hosts too, in order, after those they have."""
    hosted = session.execute(
        select(col(CommunityHost.community_id)).where(col(CommunityHost.unit_id) == from_id)
    ).scalars()
    found = sorted(hosted)
    for community_id in found:
        rows = session.execute(
            select(col(CommunityHost.unit_id), col(CommunityHost.official_order)).where(
                col(CommunityHost.community_id) == community_id
            )
        ).all()
        known, last = {row[0] for row in rows}, max(row[1] for row in rows)
        for place, unit_id in enumerate((one for one in to_ids if one not in known), last + 1):
            session.add(
                CommunityHost(community_id=community_id, unit_id=unit_id, official_order=place)
            )
    session.flush()
    return found


def regulation(
    session: Session, community_id: str, kind: str, day: date, version: int | None = None
) -> Regulation:
    """The version in force on a day, or the one that is named."""
    statement = select(Regulation).where(
        col(Regulation.community_id) == community_id, col(Regulation.kind) == kind
    )
    if version is None:
        statement = statement.where(col(Regulation.in_force_from) <= day)
    else:
        statement = statement.where(col(Regulation.version) == version)
    found = session.execute(
        statement.order_by(col(Regulation.version).desc()).limit(1)
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def regulations(
    session: Session,
    community_id: str,
    most: int | None = None,
    after: tuple[Any, ...] | None = None,
) -> list[Regulation]:
    """The group's before the board's, the newest version of each first."""
    return list(
        session.execute(
            select(Regulation)
            .where(
                col(Regulation.community_id) == community_id,
                beyond(after, col(Regulation.kind), col(Regulation.version), down=True),
            )
            .order_by(col(Regulation.kind).desc(), col(Regulation.version).desc())
            .limit(most)
        ).scalars()
    )


def last_version(session: Session, community_id: str, kind: str) -> int:
    found = session.execute(
        select(func.max(col(Regulation.version))).where(
            col(Regulation.community_id) == community_id, col(Regulation.kind) == kind
        )
    ).scalar_one()
    return int(found or 0)


def join_form(session: Session, community_id: str) -> JoinForm:
    return session.execute(
        select(JoinForm)
        .where(col(JoinForm.community_id) == community_id)
        .order_by(col(JoinForm.version).desc())
        .limit(1)
    ).scalar_one()


def privacy_notice(session: Session, community_id: str) -> PrivacyNotice:
    return session.execute(
        select(PrivacyNotice)
        .where(col(PrivacyNotice.community_id) == community_id)
        .order_by(col(PrivacyNotice.version).desc())
        .limit(1)
    ).scalar_one()


def reasons(
    session: Session,
    community_id: str,
    decision: str | None = None,
    most: int | None = None,
    after: tuple[Any, ...] | None = None,
) -> list[ReasonTemplate]:
    statement = select(ReasonTemplate).where(
        col(ReasonTemplate.community_id) == community_id,
        beyond(after, col(ReasonTemplate.official_order), col(ReasonTemplate.code)),
    )
    if decision is not None:
        statement = statement.where(col(ReasonTemplate.decision) == decision)
    return list(
        session.execute(
            statement.order_by(col(ReasonTemplate.official_order), col(ReasonTemplate.code)).limit(
                most
            )
        ).scalars()
    )


def reason(session: Session, community_id: str, code: str) -> ReasonTemplate | None:
    return session.execute(
        select(ReasonTemplate).where(
            col(ReasonTemplate.community_id) == community_id, col(ReasonTemplate.code) == code
        )
    ).scalar_one_or_none()
