"""Personal links: made many at once, found by the digest alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.survey_responses import SurveyToken
from app.store.changes import rows_of


@dataclass(frozen=True, slots=True)
class Batch:
    """`live`: what still opens the survey."""

    batch: str
    label: str
    expires_at: datetime
    many: int
    used: int
    live: int


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    session.execute(insert(SurveyToken), list(rows))


def batches(session: Session, survey_id: str, now: datetime) -> list[Batch]:
    """The newest first."""
    live = and_(col(SurveyToken.used_at).is_(None), col(SurveyToken.expires_at) > now)
    found = session.execute(
        select(
            col(SurveyToken.batch),
            col(SurveyToken.label),
            func.max(col(SurveyToken.expires_at)),
            func.count(),
            func.count(col(SurveyToken.used_at)),
            func.count(case((live, 1))),
        )
        .where(col(SurveyToken.survey_id) == survey_id)
        .group_by(col(SurveyToken.batch), col(SurveyToken.label))
        .order_by(col(SurveyToken.batch).desc())
    )
    return [Batch(*row) for row in found]


def withdraw(session: Session, survey_id: str, batch: str, now: datetime) -> int:
    """What nobody used ends now; how many."""
    ended = session.execute(
        update(SurveyToken)
        .where(
            col(SurveyToken.survey_id) == survey_id,
            col(SurveyToken.batch) == batch,
            col(SurveyToken.used_at).is_(None),
            col(SurveyToken.expires_at) > now,
        )
        .values(expires_at=now)
        .execution_options(synchronize_session=False)
    )
    return rows_of(ended)


def of_digests(session: Session, survey_id: str, digests: Sequence[str]) -> dict[str, SurveyToken]:
    rows = session.execute(
        select(SurveyToken).where(
            col(SurveyToken.survey_id) == survey_id, col(SurveyToken.digest).in_(digests)
        )
    ).scalars()
    return {row.digest: row for row in rows}
