"""Free texts of surveys, codebooks and what coders gave. Every "once" is a key (ADR 0031)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, select, true
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.domain.surveys.coding import DECIDED, FIRST, SECOND
from app.domain.text import search_terms
from app.models.survey_codes import (
    SurveyCode,
    SurveyCoder,
    SurveyCoding,
    SurveyCodingCode,
    SurveyComparison,
    SurveyText,
)
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey, SurveyKey
from app.store import surveys
from app.store.keyset import beyond
from app.store.records import upsert

#: Texts that are brought in together: so many stand in memory.
AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answers are free texts, since it means what it means now; or, with `until`,
    as it was meant in the versions till there."""

    survey_id: str
    question: str
    since: int
    until: int | None = None

    def meant(self) -> ColumnElement[bool]:
        number = col(SurveyResponse.number)
        return and_(number >= self.since, true() if self.until is None else number <= self.until)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`q`: words to be found; `code` and `uncoded` look at these places alone."""

    q: str = ""
    code: str = ""
    uncoded: bool = False
    places: tuple[int, ...] = (FIRST, SECOND, DECIDED)
    text: str = ""


def since(session: Session, survey_id: str, question: str) -> int:
    """The version from which it means what it means now."""
    found = session.get(SurveyKey, (survey_id, question, "question", ""))
    return found.meaning if found else 1


# -- texts ---------------------------------------------------------------------------------------


def _words(of: Asked) -> ColumnElement[Any]:
    words: ColumnElement[Any] = col(SurveyResponse.answers)[of.question].as_string()
    return words


def _of(of: Asked) -> ColumnElement[bool]:
    return and_(
        col(SurveyText.survey_id) == of.survey_id,
        col(SurveyText.question) == of.question,
        of.meant(),
    )


_RESPONSE = col(SurveyResponse.id) == col(SurveyText.response_id)


def outside(session: Session, of: Asked, after: str) -> list[tuple[str, str]]:
    """Responses whose text has no name yet, in the order of their ids: so two who bring them in
    at once never wait for each other."""
    rows = session.execute(
        select(col(SurveyResponse.id), _words(of))
        .where(
            col(SurveyResponse.survey_id) == of.survey_id,
            of.meant(),
            col(SurveyResponse.id) > after,
            _words(of).is_not(None),
            ~exists().where(_RESPONSE, col(SurveyText.question) == of.question),
        )
        .order_by(col(SurveyResponse.id))
        .limit(AT_ONCE)
    )
    return [(row[0], row[1]) for row in rows]


def bring_in(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Each once, whoever is faster."""
    if rows:
        session.execute(upsert(session)(SurveyText).on_conflict_do_nothing(), rows)


def number(session: Session, of: Asked) -> int:
    return session.execute(
        select(func.count()).select_from(SurveyText).join(SurveyResponse, _RESPONSE).where(_of(of))
    ).scalar_one()


def page(
    session: Session | Connection,
    of: Asked,
    wanted: Wanted,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[tuple[str, str]]:
    """(name, words) in an order of chance."""
    statement = (
        select(col(SurveyText.id), _words(of))
        .join(SurveyResponse, _RESPONSE)
        .where(_of(of), *_filters(wanted), beyond(after, col(SurveyText.id)))
        .order_by(col(SurveyText.id))
        .limit(most)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = [
        (literal(" ") + col(SurveyText.fold)).contains(f" {term}", autoescape=True)
        for term in search_terms(wanted.q)
    ]
    at = and_(
        col(SurveyCoding.text_id) == col(SurveyText.id),
        col(SurveyCoding.place).in_(wanted.places),
    )
    if wanted.text:
        filters.append(col(SurveyText.id) == wanted.text)
    if wanted.uncoded:
        filters.append(~exists().where(at))
    if wanted.code:
        filters.append(
            exists().where(
                col(SurveyCodingCode.text_id) == col(SurveyText.id),
                col(SurveyCodingCode.place).in_(wanted.places),
                col(SurveyCodingCode.code_id) == wanted.code,
            )
        )
    return filters


def texts(session: Session, of: Asked, names: Iterable[str]) -> dict[str, str]:
    """Name → words."""
    rows = session.execute(
        select(col(SurveyText.id), _words(of))
        .join(SurveyResponse, _RESPONSE)
        .where(_of(of), col(SurveyText.id).in_(set(names)))
    )
    return {row[0]: row[1] for row in rows}


def must_have(session: Session, of: Asked, name: str) -> None:
    """Raises Hidden."""
    if not is_id(name) or not texts(session, of, [name]):
        raise Hidden


# -- the codebook --------------------------------------------------------------------------------


def codes(session: Session, survey_id: str, question: str) -> list[SurveyCode]:
    """The oldest first, the retired too: a codebook is short."""
    return list(
        session.execute(
            select(SurveyCode)
            .where(col(SurveyCode.survey_id) == survey_id, col(SurveyCode.question) == question)
            .order_by(col(SurveyCode.id))
        ).scalars()
    )


def code(session: Session, actor: Any, code_id: str) -> tuple[SurveyCode, Survey]:
    """Raises Hidden."""
    found = session.get(SurveyCode, code_id) if is_id(code_id) else None
    if found is None:
        raise Hidden
    return found, surveys.get(session, actor, found.survey_id)


def add_code(session: Session, row: SurveyCode) -> bool:
    """False where the key is taken."""
    written = upsert(session)(SurveyCode).values(**row.model_dump())
    return (
        session.execute(
            written.on_conflict_do_nothing().returning(col(SurveyCode.id))
        ).scalar_one_or_none()
        is not None
    )


# -- coders --------------------------------------------------------------------------------------


def coders(session: Session, survey_id: str, question: str) -> dict[int, str]:
    """Place → person."""
    rows = session.execute(
        select(col(SurveyCoder.place), col(SurveyCoder.person_id)).where(
            col(SurveyCoder.survey_id) == survey_id, col(SurveyCoder.question) == question
        )
    )
    return {row[0]: row[1] for row in rows}


def take_place(
    session: Session, survey_id: str, question: str, person_id: str, now: datetime
) -> int | None:
    """Hers, held until this transaction ends; None where two others have both."""
    mine = _held(session, survey_id, question, person_id)
    for place in (FIRST, SECOND):
        if mine is None:
            session.execute(
                upsert(session)(SurveyCoder)
                .values(
                    survey_id=survey_id,
                    question=question,
                    place=place,
                    person_id=person_id,
                    began_at=now,
                )
                .on_conflict_do_nothing()
            )
            mine = _held(session, survey_id, question, person_id)
    return mine


def _held(session: Session, survey_id: str, question: str, person_id: str) -> int | None:
    return session.execute(
        select(col(SurveyCoder.place))
        .where(
            col(SurveyCoder.survey_id) == survey_id,
            col(SurveyCoder.question) == question,
            col(SurveyCoder.person_id) == person_id,
        )
        .with_for_update()
    ).scalar_one_or_none()


def hold_coders(session: Session, survey_id: str, question: str) -> None:
    """Nobody codes this question until the transaction ends."""
    session.execute(
        select(col(SurveyCoder.place))
        .where(col(SurveyCoder.survey_id) == survey_id, col(SurveyCoder.question) == question)
        .order_by(col(SurveyCoder.place))
        .with_for_update()
    ).all()


def compared(session: Session, survey_id: str, question: str) -> bool:
    found = select(col(SurveyComparison.asked_at)).where(
        col(SurveyComparison.survey_id) == survey_id, col(SurveyComparison.question) == question
    )
    return session.execute(found).first() is not None


def compare(session: Session, row: SurveyComparison) -> bool:
    """False where it was asked for before."""
    written = upsert(session)(SurveyComparison).values(**row.model_dump())
    return (
        session.execute(
            written.on_conflict_do_nothing().returning(col(SurveyComparison.question))
        ).first()
        is not None
    )
