"""Writing surveys: each change one conditional UPDATE from the version that was read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.surveys.keys import Known, Place
from app.models.surveys import Survey, SurveyChannel, SurveyKey, SurveyQuota, SurveyVersion
from app.store import surveys
from app.store.changes import rows_of
from app.store.keyset import beyond
from app.store.records import upsert


def move(session: Session, row: Survey, *only: ColumnElement[bool], **values: Any) -> bool:
    """From the version that was read, where `only` holds too; False when somebody was faster."""
    result = session.execute(
        update(Survey)
        .where(col(Survey.id) == row.id, col(Survey.version) == row.version, *only)
        .values(version=row.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return bool(rows_of(result))


def draft(session: Session, survey_id: str) -> SurveyVersion | None:
    """The version that is being written."""
    return session.execute(
        select(SurveyVersion)
        .where(col(SurveyVersion.survey_id) == survey_id, col(SurveyVersion.published_at).is_(None))
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def drop(session: Session, draft: SurveyVersion) -> None:
    session.delete(draft)
    session.flush()


def publish(session: Session, draft: SurveyVersion, by: str, now: datetime) -> None:
    draft.published_by, draft.published_at = by, now
    session.flush()


# -- keys --------------------------------------------------------------------------------------


def keys(session: Session, survey_id: str) -> dict[Place, Known]:
    rows = session.execute(
        select(
            col(SurveyKey.question),
            col(SurveyKey.part),
            col(SurveyKey.key),
            col(SurveyKey.type),
            col(SurveyKey.retired),
        ).where(col(SurveyKey.survey_id) == survey_id)
    )
    return {(r[0], r[1], r[2]): Known(r[3], r[4] is not None) for r in rows}


def introduce(
    session: Session, survey_id: str, number: int, places: Iterable[Place], types: dict[Place, str]
) -> None:
    session.add_all(
        SurveyKey(
            survey_id=survey_id,
            question=place[0],
            part=place[1],
            key=place[2],
            type=types[place],
            introduced=number,
            meaning=number,
        )
        for place in places
    )
    session.flush()


def retire(session: Session, survey_id: str, number: int, places: Iterable[Place]) -> None:
    for question, part, key in places:
        session.get_one(SurveyKey, (survey_id, question, part, key)).retired = number
    session.flush()


def mean_anew(session: Session, survey_id: str, number: int, questions: Iterable[str]) -> None:
    """From this version on these questions ask something else: results begin anew."""
    for question in questions:
        session.execute(
            update(SurveyKey)
            .where(col(SurveyKey.survey_id) == survey_id, col(SurveyKey.question) == question)
            .values(meaning=number)
            .execution_options(synchronize_session=False)
        )


# -- channels ----------------------------------------------------------------------------------


def channels(
    session: Session, survey_id: str, most: int, after: tuple[Any, ...] | None
) -> list[SurveyChannel]:
    """In the order in which they were made."""
    return list(
        session.execute(
            select(SurveyChannel)
            .where(
                col(SurveyChannel.survey_id) == survey_id,
                beyond(after, col(SurveyChannel.id), down=False),
            )
            .order_by(col(SurveyChannel.id))
            .limit(most)
        ).scalars()
    )


def add_channel(session: Session, row: SurveyChannel) -> bool:
    """False where the survey has one of that name."""
    return (
        session.execute(
            upsert(session)(SurveyChannel)
            .values(**row.model_dump())
            .on_conflict_do_nothing(index_elements=["survey_id", "name"])
            .returning(col(SurveyChannel.id))
        ).first()
        is not None
    )


def behind(session: Session, code: str) -> tuple[Survey, SurveyChannel | None]:
    """What a printed code opens, the survey's own or a channel's. Raises Hidden."""
    found = session.execute(
        select(Survey, SurveyChannel)
        .join(SurveyChannel, col(SurveyChannel.survey_id) == col(Survey.id))
        .where(col(SurveyChannel.code) == code, col(Survey.state) != "draft")
    ).one_or_none()
    if found is not None:
        return found[0], found[1]
    return surveys.by_code(session, code), None


# -- quotas ------------------------------------------------------------------------------------


def quotas(session: Session, survey_id: str) -> dict[tuple[str, str], SurveyQuota]:
    rows = session.execute(
        select(SurveyQuota)
        .where(col(SurveyQuota.survey_id) == survey_id)
        .order_by(col(SurveyQuota.question), col(SurveyQuota.option))
        .execution_options(populate_existing=True)
    ).scalars()
    return {(one.question, one.option): one for one in rows}


def raise_quota(session: Session, one: SurveyQuota, most: int) -> bool:
    """False where more places were given already."""
    result = session.execute(
        update(SurveyQuota)
        .where(
            col(SurveyQuota.survey_id) == one.survey_id,
            col(SurveyQuota.question) == one.question,
            col(SurveyQuota.option) == one.option,
            col(SurveyQuota.taken) <= most,
        )
        .values(most=most)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def drop_quotas(session: Session, survey_id: str, keys: Iterable[tuple[str, str]]) -> None:
    places = [
        and_(col(SurveyQuota.question) == question, col(SurveyQuota.option) == option)
        for question, option in keys
    ]
    if places:
        session.execute(
            delete(SurveyQuota)
            .where(col(SurveyQuota.survey_id) == survey_id, or_(*places))
            .execution_options(synchronize_session=False)
        )
