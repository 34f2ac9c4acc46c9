"""Many responses to a survey of the tests, straight in the database."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert

from app.domain.ids import new_id
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey
from app.store import records
from app.store.actors import Work


def add(
    work: Work,
    of: Survey,
    crowd: Iterable[Mapping[str, Any]],
    *,
    units: Iterable[str | None] = (),
    number: int = 1,
) -> None:
    """One response each, in this order."""
    places = iter(units)
    now = records.milliseconds(work.now)
    rows = [
        {
            "id": new_id(now + place),
            "survey_id": of.id,
            "number": number,
            "way": "web",
            "answers": dict(answers),
            "counted": False,
            "unit_id": next(places, None),
            "token": secrets.token_hex(8) if of.identity != "anonymous" else None,
        }
        for place, answers in enumerate(crowd)
    ]
    if rows:
        work.session.execute(insert(SurveyResponse), rows)
    work.session.flush()


def of(counts: Mapping[tuple[Any, ...], int], *keys: str) -> list[dict[str, Any]]:
    """As many of each as is said; None: not answered."""
    return [
        {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        for values, n in counts.items()
        for _ in range(n)
    ]
