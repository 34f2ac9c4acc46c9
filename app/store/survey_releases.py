"""Which results were let out: one open row per question and audience, by a partial unique index."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.survey_releases import SurveyRelease
from app.models.surveys import Survey, SurveyKey
from app.store.changes import rows_of
from app.store.records import upsert

_STILL_MEANT = and_(
    col(SurveyKey.survey_id) == col(SurveyRelease.survey_id),
    col(SurveyKey.question) == col(SurveyRelease.question),
    col(SurveyKey.part) == "question",
    col(SurveyKey.meaning) == col(SurveyRelease.meaning),
)


def standing(session: Session, survey_id: str) -> list[SurveyRelease]:
    """What was not taken back, waiting ones too, of questions that still mean what they meant then:
    with a new meaning a release lapses."""
    return list(
        session.execute(
            select(SurveyRelease)
            .join(SurveyKey, _STILL_MEANT)
            .where(
                col(SurveyRelease.survey_id) == survey_id,
                col(SurveyRelease.withdrawn_at).is_(None),
            )
            .order_by(col(SurveyRelease.question), col(SurveyRelease.audience))
            .execution_options(populate_existing=True)
        ).scalars()
    )


def waiting(session: Session, community_id: str, person_id: str) -> list[tuple[str, str, str]]:
    """(survey, its title, question) of what others have asked to let out; the oldest first."""
    found = session.execute(
        select(col(Survey.id), col(Survey.title), col(SurveyRelease.question))
        .join(SurveyRelease, col(SurveyRelease.survey_id) == col(Survey.id))
        .join(SurveyKey, _STILL_MEANT)
        .where(
            col(Survey.community_id) == community_id,
            col(SurveyRelease.released_at).is_(None),
            col(SurveyRelease.withdrawn_at).is_(None),
            col(SurveyRelease.opened_by) != person_id,
        )
        .order_by(col(SurveyRelease.opened_at), col(SurveyRelease.id))
    )
    return [(survey, title, question) for survey, title, question in found]


def any_of(session: Session, survey_id: str) -> bool:
    """Whether anything of it was let out and stands."""
    found = session.execute(
        select(col(SurveyRelease.id))
        .join(SurveyKey, _STILL_MEANT)
        .where(
            col(SurveyRelease.survey_id) == survey_id,
            col(SurveyRelease.released_at).is_not(None),
            col(SurveyRelease.withdrawn_at).is_(None),
        )
        .limit(1)
    )
    return found.first() is not None


def any_in(session: Session, community_id: str) -> bool:
    """Whether anything of its surveys was let out and stands."""
    found = session.execute(
        select(col(SurveyRelease.id))
        .join(Survey, col(Survey.id) == col(SurveyRelease.survey_id))
        .join(SurveyKey, _STILL_MEANT)
        .where(
            col(Survey.community_id) == community_id,
            col(SurveyRelease.released_at).is_not(None),
            col(SurveyRelease.withdrawn_at).is_(None),
        )
        .limit(1)
    )
    return found.first() is not None


def for_everybody(session: Session, community_id: str, most: int) -> list[Survey]:
    """Surveys of which everybody may read something that means what it meant then; the newest
    first."""
    out = (
        select(col(SurveyRelease.survey_id))
        .join(
            SurveyKey,
            and_(
                col(SurveyKey.survey_id) == col(SurveyRelease.survey_id),
                col(SurveyKey.question) == col(SurveyRelease.question),
                col(SurveyKey.part) == "question",
                col(SurveyKey.meaning) == col(SurveyRelease.meaning),
            ),
        )
        .where(
            col(SurveyRelease.survey_id) == col(Survey.id),
            col(SurveyRelease.audience) == "public",
            col(SurveyRelease.released_at).is_not(None),
            col(SurveyRelease.withdrawn_at).is_(None),
        )
    )
    return list(
        session.execute(
            select(Survey)
            .where(col(Survey.community_id) == community_id, out.exists())
            .order_by(col(Survey.id).desc())
            .limit(most)
        ).scalars()
    )


def hold(session: Session, row: SurveyRelease) -> SurveyRelease:
    """The open row for its question and audience, made of this one where there is none; held until
    the transaction ends."""
    session.execute(
        upsert(session)(SurveyRelease).values(**row.model_dump()).on_conflict_do_nothing()
    )
    return session.execute(
        select(SurveyRelease)
        .where(
            col(SurveyRelease.survey_id) == row.survey_id,
            col(SurveyRelease.question) == row.question,
            col(SurveyRelease.meaning) == row.meaning,
            col(SurveyRelease.audience) == row.audience,
            col(SurveyRelease.withdrawn_at).is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def release(session: Session, row: SurveyRelease, person_id: str, now: datetime) -> bool:
    done = session.execute(
        update(SurveyRelease)
        .where(col(SurveyRelease.id) == row.id, col(SurveyRelease.released_at).is_(None))
        .values(released_at=now, released_by=person_id)
        .execution_options(synchronize_session="fetch")
    )
    return bool(rows_of(done))


def withdraw(session: Session, row: SurveyRelease, person_id: str, now: datetime) -> bool:
    done = session.execute(
        update(SurveyRelease)
        .where(col(SurveyRelease.id) == row.id, col(SurveyRelease.withdrawn_at).is_(None))
        .values(withdrawn_at=now, withdrawn_by=person_id)
        .execution_options(synchronize_session="fetch")
    )
    return bool(rows_of(done))
