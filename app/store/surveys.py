"""Surveys and their forms: a draft is its board's, what was published is its community's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.domain.surveys import reading
from app.domain.surveys.form import Form
from app.models.surveys import Survey, SurveyVersion
from app.store.keyset import beyond

#: Who sees a survey before it is out: contract.md gives surveys to the role `contests`.
KEEPERS = ("chair", "vice_chair", "contests", "adviser")
#: Read forms, by their digest: what was published never changes.
MOST_FORMS = 256


def get(session: Session, actor: Actor, survey_id: str) -> Survey:
    """Raises Hidden for what she may not see, as for what is not there."""
    found = None
    if is_id(survey_id):
        found = session.execute(
            select(Survey).where(col(Survey.id) == survey_id, seen_by(actor))
        ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def by_code(session: Session, code: str) -> Survey:
    """For whoever has the link; a draft has none. Raises Hidden."""
    found = session.execute(
        select(Survey).where(col(Survey.code) == code, col(Survey.state) != "draft")
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The surveys that she may know of."""
    member_of = {m.community_id for m in actor.memberships if m.state == "approved"}
    served = actor.communities_as(*BOARD_ROLES, "adviser")
    return or_(
        col(Survey.community_id).in_(actor.communities_as(*KEEPERS)),
        and_(col(Survey.community_id).in_(member_of | served), col(Survey.state) != "draft"),
    )


def page(
    session: Session, actor: Actor, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[Survey]:
    """The newest first."""
    return list(
        session.execute(
            select(Survey)
            .where(
                col(Survey.community_id) == community_id,
                seen_by(actor),
                beyond(after, col(Survey.id), down=True),
            )
            .order_by(col(Survey.id).desc())
            .limit(most)
        ).scalars()
    )


def open_now(session: Session, community_id: str, now: datetime, most: int) -> list[Survey]:
    """Those that members may answer now, the first to close first."""
    opens, closes = col(Survey.opens_at), col(Survey.closes_at)
    return list(
        session.execute(
            select(Survey)
            .where(
                col(Survey.community_id) == community_id,
                col(Survey.state) == "published",
                col(Survey.identity) != "token",
                or_(opens.is_(None), opens <= now),
                or_(closes.is_(None), closes > now),
            )
            .order_by(closes.is_(None), closes, col(Survey.id))
            .limit(most)
        ).scalars()
    )


def versions(session: Session, survey_id: str) -> list[SurveyVersion]:
    """The newest first; at most one is a draft."""
    return list(
        session.execute(
            select(SurveyVersion)
            .where(col(SurveyVersion.survey_id) == survey_id)
            .order_by(col(SurveyVersion.number).desc())
        ).scalars()
    )


def version(session: Session, survey_id: str, number: int) -> SurveyVersion:
    """Raises Hidden where there is none."""
    found = session.get(SurveyVersion, (survey_id, number))
    if found is None:
        raise Hidden
    return found


def form(session: Session, survey_id: str, number: int) -> Form:
    """The form of a version, read once."""
    row = version(session, survey_id, number)
    if row.published_at is None:
        return reading.formed(row.form)
    kept = _forms.get(row.sha256)
    if kept is None:
        if len(_forms) >= MOST_FORMS:
            _forms.clear()
        kept = _forms[row.sha256] = reading.formed(row.form)
    return kept


_forms: dict[str, Form] = {}
