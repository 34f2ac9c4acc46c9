"""Surveys against their own rows, for `sen verify`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.survey_responses import (
    SurveyParticipation,
    SurveyPending,
    SurveyResponse,
    SurveyToken,
)
from app.models.surveys import Survey, SurveyQuota, SurveyVersion


def published_forms(session: Session) -> list[tuple[str, int, dict[str, Any], str]]:
    """(survey, number, form, the hash it was published under)."""
    rows = session.execute(
        select(
            col(SurveyVersion.survey_id),
            col(SurveyVersion.number),
            col(SurveyVersion.form),
            col(SurveyVersion.sha256),
        ).where(col(SurveyVersion.published_at).is_not(None))
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def unlisted(session: Session) -> list[str]:
    """Responses by name of women who are not among those who took part."""
    return _ids(
        session,
        select(col(SurveyResponse.id)).where(
            col(SurveyResponse.person_id).is_not(None),
            ~exists().where(
                col(SurveyParticipation.survey_id) == col(SurveyResponse.survey_id),
                col(SurveyParticipation.person_id) == col(SurveyResponse.person_id),
            ),
        ),
    )


def unused_links(session: Session) -> list[str]:
    """Responses by a personal link that was not used for them."""
    return _ids(
        session,
        select(col(SurveyResponse.id))
        .join(SurveyToken, col(SurveyToken.digest) == col(SurveyResponse.token))
        .where(
            or_(
                col(SurveyToken.used_at).is_(None),
                col(SurveyToken.survey_id) != col(SurveyResponse.survey_id),
            )
        ),
    )


def telling(session: Session) -> list[str]:
    """Anonymous responses that say whose they are, or when they came."""
    return _ids(
        session,
        select(col(SurveyResponse.id))
        .join(Survey, col(Survey.id) == col(SurveyResponse.survey_id))
        .where(
            col(Survey.identity) == "anonymous",
            or_(
                *(
                    col(getattr(SurveyResponse, name)).is_not(None)
                    for name in ("person_id", "token", "unit_id", "submitted_at", "typed_by")
                )
            ),
        ),
    )


def miscounted(session: Session) -> list[tuple[str, int, int]]:
    """(survey, places given, responses that have one) where the two differ."""

    def of(table: Any) -> Any:
        mine = col(table.survey_id) == col(Survey.id)
        return select(func.count()).select_from(table).where(mine).scalar_subquery()

    real = of(SurveyResponse) + of(SurveyPending) + col(Survey.dropped)
    rows = session.execute(
        select(col(Survey.id), col(Survey.taken), real).where(
            and_(col(Survey.most).is_not(None), col(Survey.taken) != real)
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def quotas(session: Session) -> list[SurveyQuota]:
    """Of surveys of which nothing was dropped: what was given can be counted there."""
    return list(
        session.execute(
            select(SurveyQuota)
            .join(Survey, col(Survey.id) == col(SurveyQuota.survey_id))
            .where(col(Survey.dropped) == 0)
            .order_by(col(SurveyQuota.survey_id), col(SurveyQuota.question))
        ).scalars()
    )


def answers(session: Session, survey_id: str) -> list[dict[str, Any]]:
    """All answers of a survey, those that wait too."""
    return [
        row[0]
        for table in (SurveyResponse, SurveyPending)
        for row in session.execute(
            select(col(table.answers)).where(col(table.survey_id) == survey_id)
        )
    ]


def _ids(session: Session, query: Any) -> list[str]:
    return [str(one) for one in session.execute(query.order_by(col(SurveyResponse.id))).scalars()]
