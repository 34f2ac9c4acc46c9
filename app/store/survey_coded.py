"""What coders gave to the texts of one question, together: for lists, counts and agreement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.surveys.coding import DECIDED
from app.models.survey_codes import SurveyCode, SurveyCoding, SurveyCodingCode, SurveyText
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey
from app.store.records import upsert
from app.store.survey_codes import Asked


@dataclass(slots=True)
class Coded:
    """Of one text: place → the keys of the codes given there, and the version of the giving."""

    given: dict[int, frozenset[str]] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)


def given(
    session: Session | Connection, of: Asked, names: Iterable[str] | None = None
) -> dict[str, Coded]:
    """Name → what was given; of all texts without `names`."""
    statement = (
        select(
            col(SurveyCoding.text_id),
            col(SurveyCoding.place),
            col(SurveyCoding.version),
            col(SurveyCode.key),
        )
        .join(SurveyText, col(SurveyText.id) == col(SurveyCoding.text_id))
        .join(SurveyResponse, col(SurveyResponse.id) == col(SurveyText.response_id))
        .outerjoin(
            SurveyCodingCode,
            (col(SurveyCodingCode.text_id) == col(SurveyCoding.text_id))
            & (col(SurveyCodingCode.place) == col(SurveyCoding.place)),
        )
        .outerjoin(SurveyCode, col(SurveyCode.id) == col(SurveyCodingCode.code_id))
        .where(
            col(SurveyText.survey_id) == of.survey_id,
            col(SurveyText.question) == of.question,
            of.meant(),
        )
    )
    if names is not None:
        statement = statement.where(col(SurveyCoding.text_id).in_(set(names)))
    found: dict[str, Coded] = {}
    for name, place, version, key in session.execute(statement):
        one = found.setdefault(name, Coded())
        one.versions[place] = version
        one.given[place] = one.given.get(place, frozenset()) | ({key} if key else frozenset())
    return found


def of_person(session: Session, person_id: str) -> list[dict[str, Any]]:
    """What she coded and decided, question by question: how many texts, from when till when."""
    decided = col(SurveyCoding.place) == DECIDED
    rows = session.execute(
        select(
            col(Survey.title),
            col(SurveyText.question),
            decided.label("decided"),
            func.count(),
            func.min(col(SurveyCoding.coded_at)),
            func.max(col(SurveyCoding.coded_at)),
        )
        .join(SurveyText, col(SurveyText.id) == col(SurveyCoding.text_id))
        .join(Survey, col(Survey.id) == col(SurveyText.survey_id))
        .where(col(SurveyCoding.coder_id) == person_id)
        .group_by(col(Survey.id), col(Survey.title), col(SurveyText.question), decided)
        .order_by(col(Survey.id), col(SurveyText.question), decided)
    )
    return [
        {
            "survey": title,
            "question": question,
            "decided": bool(was_decided),
            "texts": many,
            "first_at": first,
            "last_at": last,
        }
        for title, question, was_decided, many, first, last in rows
    ]


# -- giving ---------------------------------------------------------------------------------------


def coding(session: Session, name: str, place: int) -> SurveyCoding | None:
    return session.execute(
        select(SurveyCoding)
        .where(col(SurveyCoding.text_id) == name, col(SurveyCoding.place) == place)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def begin(session: Session, row: SurveyCoding) -> bool:
    """False where the place of that text is taken."""
    written = upsert(session)(SurveyCoding).values(**row.model_dump())
    return (
        session.execute(
            written.on_conflict_do_nothing().returning(col(SurveyCoding.version))
        ).first()
        is not None
    )


def give(session: Session, name: str, place: int, code_ids: Iterable[str]) -> None:
    """These codes and no others."""
    session.execute(
        delete(SurveyCodingCode).where(
            col(SurveyCodingCode.text_id) == name, col(SurveyCodingCode.place) == place
        )
    )
    rows = [{"text_id": name, "place": place, "code_id": one} for one in sorted(code_ids)]
    if rows:
        session.execute(insert(SurveyCodingCode), rows)


def coded(session: Session, of: Asked) -> dict[int, int]:
    """Place → how many texts are coded there."""
    rows = session.execute(
        select(col(SurveyCoding.place), func.count())
        .join(SurveyText, col(SurveyText.id) == col(SurveyCoding.text_id))
        .join(SurveyResponse, col(SurveyResponse.id) == col(SurveyText.response_id))
        .where(
            col(SurveyText.survey_id) == of.survey_id,
            col(SurveyText.question) == of.question,
            of.meant(),
        )
        .group_by(col(SurveyCoding.place))
    )
    return {row[0]: row[1] for row in rows}
