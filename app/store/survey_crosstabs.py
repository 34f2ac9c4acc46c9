"""Counts of two answers at once, grouped by the database: no response leaves it.

The answers are JSON; a key has letters, digits, `_` and `-` alone (`domain/surveys/reading.py`), so
that it may stand in a path.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select, true
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.surveys.axes import UNIT, Axis, Raw
from app.models.survey_responses import SurveyResponse, SurveyTally

_ANSWERS: Any = col(SurveyResponse.answers)


def responses(session: Session, survey_id: str) -> int:
    """How many there are: those that the tallies hold, and those that no fold has counted yet."""
    folded = (
        select(func.coalesce(func.sum(col(SurveyTally.n)), 0))
        .where(
            col(SurveyTally.survey_id) == survey_id,
            *(part == "" for part in _WHOLE),
        )
        .scalar_subquery()
    )
    later = (
        select(func.count())
        .select_from(SurveyResponse)
        .where(col(SurveyResponse.survey_id) == survey_id, col(SurveyResponse.counted).is_(False))
        .scalar_subquery()
    )
    return int(session.execute(select(folded + later)).scalar_one())


_WHOLE = (col(SurveyTally.question), col(SurveyTally.row), col(SurveyTally.value))


def before_last(session: Session, survey_id: str, many: int) -> str:
    """The id of the last response but so many; empty where there are no more."""
    return (
        session.execute(
            select(col(SurveyResponse.id))
            .where(col(SurveyResponse.survey_id) == survey_id)
            .order_by(col(SurveyResponse.id).desc())
            .offset(many)
            .limit(1)
        ).scalar_one_or_none()
        or ""
    )


def pairs(session: Session, survey_id: str, until: str | None, one: Axis, other: Axis) -> list[Raw]:
    """(version, answer to one, answer to the other, how many); None: no answer. Of a question of
    several it is whether there is one."""
    return _grouped(session, _of(survey_id, until), _value(one), _value(other))


def choices(
    session: Session, survey_id: str, until: str | None, several: Axis, other: Axis
) -> list[Raw]:
    """(version, chosen option, answer to the other, how many), whoever chose several each time."""
    each = _elements(session, several)
    return _grouped(session, _of(survey_id, until), each.c.value, _value(other), each)


def _of(survey_id: str, until: str | None) -> ColumnElement[bool]:
    mine = col(SurveyResponse.survey_id) == survey_id
    return mine if until is None else and_(mine, col(SurveyResponse.id) <= until)


def _grouped(
    session: Session, among: ColumnElement[bool], one: Any, other: Any, each: Any = None
) -> list[Raw]:
    # Grouped outside: PostgreSQL does not know two parameters for the same key.
    inner = select(
        col(SurveyResponse.number).label("number"), one.label("one"), other.label("other")
    )
    if each is not None:
        inner = inner.select_from(SurveyResponse).join(each, true())
    found = inner.where(among).subquery()
    rows = session.execute(
        select(found.c.number, found.c.one, found.c.other, func.count()).group_by(
            found.c.number, found.c.one, found.c.other
        )
    )
    return [(number, _text(a), _text(b), n) for number, a, b, n in rows]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _value(axis: Axis) -> Any:
    if axis.type == UNIT:
        return col(SurveyResponse.unit_id)
    keys: tuple[str | int, ...] = (*_keys(axis), 0) if axis.listed else _keys(axis)
    found = _ANSWERS[keys].as_string()
    return case((found.is_not(None), literal("1"))) if axis.several else found


def _keys(axis: Axis) -> tuple[str, ...]:
    return (axis.question, axis.row) if axis.row else (axis.question,)


def _elements(session: Session, axis: Axis) -> Any:
    """The chosen options, a row each."""
    keys = _keys(axis)
    if session.get_bind().dialect.name == "postgresql":
        each = func.jsonb_array_elements_text(_ANSWERS[keys])
        return each.table_valued("value").render_derived()
    path = "$" + "".join(f'."{key}"' for key in keys)
    return func.json_each(_ANSWERS, path).table_valued("value")
