"""Answers to surveys. Every "once" is a key or one conditional UPDATE (ADR 0031)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.models.survey_responses import (
    SurveyDraft,
    SurveyParticipation,
    SurveyResponse,
    SurveySheet,
    SurveyToken,
)
from app.models.surveys import Survey, SurveyChannel, SurveyKey, SurveyQuota
from app.store.changes import rows_of
from app.store.records import upsert


def published(session: Session, survey_id: str) -> Survey | None:
    """For whoever holds a personal link; None where there is none, or a draft."""
    if not is_id(survey_id):
        return None
    return session.execute(
        select(Survey).where(col(Survey.id) == survey_id, col(Survey.state) != "draft")
    ).scalar_one_or_none()


def keeps_answers(session: Session, given: Mapping[str, Any]) -> bool:
    """Whether a sent key may be kept with who sent it: of an anonymous survey nothing is."""
    identity = session.execute(
        select(col(Survey.identity)).where(col(Survey.id) == given["id"])
    ).scalar_one_or_none()
    return identity != "anonymous"


# -- once ------------------------------------------------------------------------------------------


def take_part(session: Session, survey_id: str, person_id: str) -> bool:
    """False where she has answered."""
    return (
        session.execute(
            upsert(session)(SurveyParticipation)
            .values(survey_id=survey_id, person_id=person_id)
            .on_conflict_do_nothing()
            .returning(col(SurveyParticipation.person_id))
        ).first()
        is not None
    )


def took_part(session: Session, survey_id: str, person_id: str) -> bool:
    return session.get(SurveyParticipation, (survey_id, person_id)) is not None


def response_of(
    session: Session, survey_id: str, person_id: str | None, token: str | None
) -> SurveyResponse | None:
    """Hers by name, or that of a personal link; of anonymous ones there is none to find."""
    hers = (
        col(SurveyResponse.token) == token if token else col(SurveyResponse.person_id) == person_id
    )
    return session.execute(
        select(SurveyResponse).where(col(SurveyResponse.survey_id) == survey_id, hers)
    ).scalar_one_or_none()


def token(session: Session, digest: str) -> SurveyToken | None:
    return session.execute(
        select(SurveyToken)
        .where(col(SurveyToken.digest) == digest)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def use_token(session: Session, digest: str, now: datetime) -> bool:
    """False where somebody was faster."""
    used = session.execute(
        update(SurveyToken)
        .where(col(SurveyToken.digest) == digest, col(SurveyToken.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(used))


def take_place(session: Session, survey_id: str) -> bool:
    """One of the places of a survey that has a `most`; False when all are taken."""
    taken = session.execute(
        update(Survey)
        .where(col(Survey.id) == survey_id, col(Survey.taken) < col(Survey.most))
        .values(taken=col(Survey.taken) + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(taken))


def quotas(session: Session, survey_id: str) -> list[tuple[str, str]]:
    """Question and option, always in the same order: so two takers never wait for each other."""
    return [
        (question, option)
        for question, option in session.execute(
            select(col(SurveyQuota.question), col(SurveyQuota.option))
            .where(col(SurveyQuota.survey_id) == survey_id)
            .order_by(col(SurveyQuota.question), col(SurveyQuota.option))
        )
    ]


def take_quota(session: Session, survey_id: str, question: str, option: str) -> bool:
    taken = session.execute(
        update(SurveyQuota)
        .where(
            col(SurveyQuota.survey_id) == survey_id,
            col(SurveyQuota.question) == question,
            col(SurveyQuota.option) == option,
            col(SurveyQuota.taken) < col(SurveyQuota.most),
        )
        .values(taken=col(SurveyQuota.taken) + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(taken))


def use_sheet(session: Session, survey_id: str, sheet: str) -> bool:
    """False where that sheet was typed in before."""
    return (
        session.execute(
            upsert(session)(SurveySheet)
            .values(survey_id=survey_id, sheet=sheet)
            .on_conflict_do_nothing()
            .returning(col(SurveySheet.sheet))
        ).first()
        is not None
    )


def name_sheet(session: Session, survey_id: str, sheet: str, response_id: str) -> None:
    session.execute(
        update(SurveySheet)
        .where(col(SurveySheet.survey_id) == survey_id, col(SurveySheet.sheet) == sheet)
        .values(response_id=response_id)
    )


def retired(session: Session, survey_id: str, question: str) -> set[str]:
    """Options of a question that a later version left out."""
    return set(
        session.execute(
            select(col(SurveyKey.key)).where(
                col(SurveyKey.survey_id) == survey_id,
                col(SurveyKey.question) == question,
                col(SurveyKey.part) == "option",
                col(SurveyKey.retired).is_not(None),
            )
        ).scalars()
    )


def channel(session: Session, survey_id: str, code: str) -> SurveyChannel | None:
    return session.execute(
        select(SurveyChannel).where(
            col(SurveyChannel.survey_id) == survey_id, col(SurveyChannel.code) == code
        )
    ).scalar_one_or_none()


def channel_names(session: Session, survey_id: str) -> dict[str, str]:
    rows = session.execute(
        select(col(SurveyChannel.id), col(SurveyChannel.name)).where(
            col(SurveyChannel.survey_id) == survey_id
        )
    )
    return {row[0]: row[1] for row in rows}


# -- drafts ----------------------------------------------------------------------------------------


def draft(session: Session, survey_id: str, digest: str, now: datetime) -> SurveyDraft | None:
    return session.execute(
        select(SurveyDraft)
        .where(
            col(SurveyDraft.digest) == digest,
            col(SurveyDraft.survey_id) == survey_id,
            col(SurveyDraft.expires_at) > now,
        )
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def save_draft(session: Session, row: SurveyDraft) -> bool:
    """False where something newer is saved."""
    values = row.model_dump()
    written = upsert(session)(SurveyDraft).values(**values)
    return (
        session.execute(
            written.on_conflict_do_update(
                index_elements=["digest"],
                set_={name: values[name] for name in ("answers", "rev", "expires_at")},
                where=and_(
                    col(SurveyDraft.rev) < row.rev, col(SurveyDraft.survey_id) == row.survey_id
                ),
            ).returning(col(SurveyDraft.rev))
        ).first()
        is not None
    )


def drop_draft(session: Session, digest: str) -> None:
    session.execute(delete(SurveyDraft).where(col(SurveyDraft.digest) == digest))


def forget_drafts(session: Session, now: datetime) -> None:
    session.execute(delete(SurveyDraft).where(col(SurveyDraft.expires_at) <= now))


def mark_reminded(session: Session, survey_id: str, now: datetime) -> bool:
    """False where they were reminded before."""
    marked = session.execute(
        update(Survey)
        .where(col(Survey.id) == survey_id, col(Survey.reminded_at).is_(None))
        .values(reminded_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(marked))
