"""Responses of the tests, straight in the database, and what is counted of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.db import Database
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey
from app.services.deeds import fresh_id
from app.services.surveys.answering import by_chance
from app.store import survey_tallies
from tests.factories import work_of


def answer(
    database: Database,
    of: Survey,
    groups: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    number: int = 1,
    channel: str | None = None,
) -> None:
    """So many answer so."""

    def write(session: Any) -> None:
        work, named = work_of(session), of.identity != "anonymous"
        session.add_all(
            SurveyResponse(
                id=fresh_id(work) if named else by_chance(),
                survey_id=of.id,
                number=number,
                channel_id=channel,
                answers=dict(answers),
                submitted_at=work.now if named else None,
            )
            for many, answers in groups
            for _ in range(many)
        )

    database.write_now(write)


def fold(database: Database) -> int:
    """All that waits; how many."""
    done = 0
    while many := database.write_now(survey_tallies.fold):
        done += many
    return done


#: The example of issue 6: C and D are hidden.
EXAMPLE = [(40, {"q1": "a"}), (12, {"q1": "b"}), (6, {"q1": "c"}), (3, {"q1": "d"})]
