"""Single answers on their way out, page by page within one picture of the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.surveys.form import Form
from app.models.members import Member
from app.models.people import Person
from app.models.survey_responses import SurveyResponse
from app.models.surveys import SurveyChannel, SurveyKey
from app.store import surveys

PAGE = 2000


def pages(connection: Connection, survey_id: str, until: datetime) -> Iterator[Sequence[Row[Any]]]:
    """(id, number, way, unit_id, channel_id, person_id, submitted_at, answers) of every response
    that stood at `until`, a page at a time in the order of their ids."""
    after = ""
    while True:
        rows = connection.execute(
            select(
                col(SurveyResponse.id),
                col(SurveyResponse.number),
                col(SurveyResponse.way),
                col(SurveyResponse.unit_id),
                col(SurveyResponse.channel_id),
                col(SurveyResponse.person_id),
                col(SurveyResponse.submitted_at),
                col(SurveyResponse.answers),
            )
            .where(
                col(SurveyResponse.survey_id) == survey_id,
                col(SurveyResponse.id) > after,
                _until(until),
            )
            .order_by(col(SurveyResponse.id))
            .limit(PAGE)
        ).all()
        if rows:
            yield rows
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def _until(moment: datetime) -> Any:
    at = col(SurveyResponse.submitted_at)
    return or_(at.is_(None), at <= moment)


def members(session: Session, survey_id: str, community_id: str, until: datetime) -> list[str]:
    """The files of those who answered by name."""
    return list(
        session.execute(
            select(col(Member.id))
            .join(SurveyResponse, col(SurveyResponse.person_id) == col(Member.person_id))
            .where(
                col(SurveyResponse.survey_id) == survey_id,
                col(Member.community_id) == community_id,
                _until(until),
            )
        ).scalars()
    )


def names(connection: Connection, person_ids: set[str]) -> dict[str, str]:
    rows = connection.execute(
        select(col(Person.id), col(Person.full_name)).where(col(Person.id).in_(person_ids))
    )
    return {row[0]: row[1] for row in rows}


def channels(connection: Connection, survey_id: str) -> dict[str, str]:
    rows = connection.execute(
        select(col(SurveyChannel.id), col(SurveyChannel.name)).where(
            col(SurveyChannel.survey_id) == survey_id
        )
    )
    return {row[0]: row[1] for row in rows}


def forms(session: Session, survey_id: str) -> list[tuple[int, Form]]:
    """The published versions, the oldest first; the draft alone where there is none."""
    rows = surveys.versions(session, survey_id)
    published = [row for row in rows if row.published_at is not None]
    return [
        (row.number, surveys.form(session, survey_id, row.number))
        for row in reversed(published or rows)
    ]


def meanings(session: Session, survey_id: str) -> dict[str, int]:
    """Question → the version from which it means what it means now."""
    rows = session.execute(
        select(col(SurveyKey.question), col(SurveyKey.meaning)).where(
            col(SurveyKey.survey_id) == survey_id, col(SurveyKey.part) == "question"
        )
    )
    return {row[0]: row[1] for row in rows}
