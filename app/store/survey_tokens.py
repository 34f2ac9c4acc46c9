"""Personal links: made many at once, found by the digest alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.survey_responses import SurveyToken


@dataclass(frozen=True, slots=True)
class Batch:
    batch: str
    label: str
    expires_at: datetime
    many: int
    used: int


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    session.execute(insert(SurveyToken), list(rows))


def batches(session: Session, survey_id: str) -> list[Batch]:
    """The newest first."""
    found = session.execute(
        select(
            col(SurveyToken.batch),
            col(SurveyToken.label),
            col(SurveyToken.expires_at),
            func.count(),
            func.count(col(SurveyToken.used_at)),
        )
        .where(col(SurveyToken.survey_id) == survey_id)
        .group_by(col(SurveyToken.batch), col(SurveyToken.label), col(SurveyToken.expires_at))
        .order_by(col(SurveyToken.batch).desc())
    )
    return [Batch(*row) for row in found]
