"""Anonymous responses are moved together, shuffled, so that no row tells whose it is (ADR 0031)."""

from __future__ import annotations

import secrets
from typing import Any

from app.models.surveys import Survey
from app.services.surveys import answering
from app.store import records, survey_mixing, survey_responses
from app.store.actors import Work

TASK = "mix_survey_answers"
#: So many at least are moved together while the survey is open.
LEAST = 10


def enqueue_due(work: Work) -> None:
    """A job for each survey of which enough wait, or of which nothing more can come."""
    for survey, many in survey_mixing.surveys_waiting(work.session):
        if many >= LEAST or survey_mixing.over(survey, work.now):
            slot = f"{survey.id}:{work.now.isoformat()}"
            records.enqueue(work.session, TASK, work.now, work.now, slot=slot, survey=survey.id)
    survey_responses.forget_drafts(work.session, work.now)


def mix(work: Work, survey_id: str) -> int:
    """Move all that wait; how many. At the end fewer than the survey's `k` are dropped: each of so
    few would be known by what it says."""
    survey = work.session.get_one(Survey, survey_id)
    many, over = (
        survey_mixing.waiting(work.session, survey_id),
        survey_mixing.over(survey, work.now),
    )
    if not many or (many < LEAST and not over):
        return 0
    rows = survey_mixing.take_waiting(work.session, survey_id)
    if len(rows) < min(survey.k, LEAST):
        survey_mixing.count_dropped(work.session, survey_id, len(rows))
    else:
        secrets.SystemRandom().shuffle(rows)
        survey_mixing.keep(work.session, [_kept(survey_id, row) for row in rows])
    survey_mixing.rewrite(work.session, survey_id)
    return len(rows)


def _kept(survey_id: str, row: dict[str, Any]) -> dict[str, Any]:
    return {"id": answering.by_chance(), "survey_id": survey_id, "counted": False, **row}
