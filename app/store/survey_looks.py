"""Looking at single answers, at what is held of one person, and at who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.models.members import Member
from app.models.people import Person
from app.models.survey_responses import (
    SurveyDraft,
    SurveyParticipation,
    SurveyResponse,
    SurveySheet,
    SurveyToken,
)
from app.models.surveys import Survey, SurveyVersion
from app.store.keyset import beyond


@dataclass(frozen=True, slots=True)
class Answered:
    """A response with who gave it: by name, or by which link."""

    response: SurveyResponse
    person_name: str | None
    label: str | None
    place: int | None


_NAMED = (
    select(
        SurveyResponse,
        col(Person.full_name),
        col(SurveyToken.label),
        col(SurveyToken.place),
    )
    .outerjoin(Person, col(Person.id) == col(SurveyResponse.person_id))
    .outerjoin(SurveyToken, col(SurveyToken.digest) == col(SurveyResponse.token))
)


def page(
    session: Session, survey_id: str, most: int, after: tuple[Any, ...] | None
) -> list[Answered]:
    """The newest first."""
    rows = session.execute(
        _NAMED.where(
            col(SurveyResponse.survey_id) == survey_id,
            beyond(after, col(SurveyResponse.id), down=True),
        )
        .order_by(col(SurveyResponse.id).desc())
        .limit(most)
    )
    return [Answered(*row) for row in rows]


def one(session: Session, response_id: str) -> Answered:
    """Raises Hidden."""
    row = (
        session.execute(_NAMED.where(col(SurveyResponse.id) == response_id)).first()
        if is_id(response_id)
        else None
    )
    if row is None:
        raise Hidden
    return Answered(*row)


def sheet_of(session: Session, response_id: str) -> str | None:
    return session.execute(
        select(col(SurveySheet.sheet)).where(col(SurveySheet.response_id) == response_id)
    ).scalar_one_or_none()


def of_person(session: Session, person_id: str) -> list[tuple[SurveyResponse, str, dict[str, Any]]]:
    """Her answers by name, each with the survey's title and the form that she filled in."""
    return [
        (response, title, form)
        for response, title, form in session.execute(
            select(SurveyResponse, col(Survey.title), col(SurveyVersion.form))
            .join(Survey, col(Survey.id) == col(SurveyResponse.survey_id))
            .join(
                SurveyVersion,
                and_(
                    col(SurveyVersion.survey_id) == col(SurveyResponse.survey_id),
                    col(SurveyVersion.number) == col(SurveyResponse.number),
                ),
            )
            .where(col(SurveyResponse.person_id) == person_id)
            .order_by(col(SurveyResponse.id))
        )
    ]


def participations(session: Session, person_id: str) -> list[tuple[str, str]]:
    """Titles and identities of the surveys that she answered."""
    return [
        (title, identity)
        for title, identity in session.execute(
            select(col(Survey.title), col(Survey.identity))
            .join(SurveyParticipation, col(SurveyParticipation.survey_id) == col(Survey.id))
            .where(col(SurveyParticipation.person_id) == person_id)
            .order_by(col(Survey.id))
        )
    ]


def by_name(session: Session, community_ids: list[str]) -> list[str]:
    """Surveys by name that are asked or were."""
    return list(
        session.execute(
            select(col(Survey.id)).where(
                col(Survey.community_id).in_(community_ids),
                col(Survey.identity) == "identified",
                col(Survey.state) != "draft",
            )
        ).scalars()
    )


def drafts(session: Session, digests: list[str], now: datetime) -> list[tuple[SurveyDraft, str]]:
    """What is begun under these digests, each with the survey's title."""
    return [
        (draft, title)
        for draft, title in session.execute(
            select(SurveyDraft, col(Survey.title))
            .join(Survey, col(Survey.id) == col(SurveyDraft.survey_id))
            .where(col(SurveyDraft.digest).in_(digests), col(SurveyDraft.expires_at) > now)
            .order_by(col(SurveyDraft.survey_id))
        )
    ]


def _missing(of: Survey) -> Any:
    return and_(
        col(Member.community_id) == of.community_id,
        col(Member.state) == "approved",
        col(Member.deceased).is_(False),
        ~exists().where(
            col(SurveyParticipation.survey_id) == of.id,
            col(SurveyParticipation.person_id) == col(Member.person_id),
        ),
    )


_UNIT = func.coalesce(col(Member.unit_id), "")


def missing(session: Session, of: Survey, most: int, after: tuple[Any, ...] | None) -> list[Member]:
    """Unit by unit, there by name."""
    return list(
        session.execute(
            select(Member)
            .where(_missing(of), beyond(after, _UNIT, col(Member.sort_key), col(Member.id)))
            .order_by(_UNIT, col(Member.sort_key), col(Member.id))
            .limit(most)
        ).scalars()
    )


def missing_after(session: Session, of: Survey, after: str, most: int) -> list[Member]:
    """The next who have not answered, by id."""
    return list(
        session.execute(
            select(Member)
            .where(_missing(of), col(Member.id) > after)
            .order_by(col(Member.id))
            .limit(most)
        ).scalars()
    )


def answered(session: Session, survey_id: str) -> int:
    return session.execute(
        select(func.count())
        .select_from(SurveyParticipation)
        .where(col(SurveyParticipation.survey_id) == survey_id)
    ).scalar_one()
