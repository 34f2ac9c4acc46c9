"""Communities, readable by anyone, and the texts in force in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.domain.refusals import Hidden
from app.models.communities import (
    Community,
    CommunityHost,
    JoinForm,
    PrivacyNotice,
    ReasonTemplate,
    Regulation,
)
from app.store.hot import HotDatabase, HotRead

_BY_SLUG = HotRead(
    select(Community.id, Community.slug, Community.name, Community.demo).where(
        Community.slug == bindparam("slug")
    )
)


def hot_id(database: HotDatabase, slug: str) -> str:
    rows = _BY_SLUG.rows(database, slug=slug)
    if not rows:
        raise Hidden()
    return str(rows[0][0])


def get(session: Session, slug: str) -> Community:
    community = session.execute(
        select(Community).where(Community.slug == slug)
    ).scalar_one_or_none()
    if community is None:
        raise Hidden()
    return community


def by_id(session: Session, community_id: str) -> Community:
    return session.execute(select(Community).where(Community.id == community_id)).scalar_one()


def every(session: Session) -> list[Community]:
    return list(session.execute(select(Community).order_by(Community.created_at)).scalars())


def slugs(session: Session, ids: frozenset[str] | set[str]) -> list[Community]:
    return list(
        session.execute(
            select(Community).where(Community.id.in_(ids)).order_by(Community.name)  # type: ignore[attr-defined]
        ).scalars()
    )


def hosts(session: Session, community_id: str) -> list[str]:
    """The host units' ids; the first one is the controller of the members' data."""
    return list(
        session.execute(
            select(CommunityHost.unit_id)
            .where(CommunityHost.community_id == community_id)
            .order_by(CommunityHost.official_order)
        ).scalars()
    )


def regulation(
    session: Session, community_id: str, kind: str, day: date, version: int | None = None
) -> Regulation:
    """The version in force on a day, or the one that is named."""
    statement = select(Regulation).where(
        Regulation.community_id == community_id, Regulation.kind == kind
    )
    if version is None:
        statement = statement.where(Regulation.in_force_from <= day)
    else:
        statement = statement.where(Regulation.version == version)
    found = session.execute(
        statement.order_by(Regulation.version.desc()).limit(1)  # type: ignore[attr-defined]
    ).scalar_one_or_none()
    if found is None:
        raise Hidden()
    return found


def regulations(session: Session, community_id: str) -> list[Regulation]:
    return list(
        session.execute(
            select(Regulation)
            .where(Regulation.community_id == community_id)
            .order_by(Regulation.kind.desc(), Regulation.version.desc())  # type: ignore[attr-defined]
        ).scalars()
    )


def last_version(session: Session, community_id: str, kind: str) -> int:
    found = session.execute(
        select(func.max(Regulation.version)).where(
            Regulation.community_id == community_id, Regulation.kind == kind
        )
    ).scalar_one()
    return int(found or 0)


def join_form(session: Session, community_id: str) -> JoinForm:
    return session.execute(
        select(JoinForm)
        .where(JoinForm.community_id == community_id)
        .order_by(JoinForm.version.desc())  # type: ignore[attr-defined]
        .limit(1)
    ).scalar_one()


def privacy_notice(session: Session, community_id: str) -> PrivacyNotice:
    return session.execute(
        select(PrivacyNotice)
        .where(PrivacyNotice.community_id == community_id)
        .order_by(PrivacyNotice.version.desc())  # type: ignore[attr-defined]
        .limit(1)
    ).scalar_one()


def reasons(session: Session, community_id: str, decision: str | None = None) -> list[ReasonTemplate]:
    statement = select(ReasonTemplate).where(ReasonTemplate.community_id == community_id)
    if decision is not None:
        statement = statement.where(ReasonTemplate.decision == decision)
    return list(
        session.execute(
            statement.order_by(ReasonTemplate.official_order, ReasonTemplate.code)
        ).scalars()
    )


def reason(session: Session, community_id: str, code: str) -> ReasonTemplate | None:
    return session.execute(
        select(ReasonTemplate).where(
            ReasonTemplate.community_id == community_id, ReasonTemplate.code == code
        )
    ).scalar_one_or_none()
