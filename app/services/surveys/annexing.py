"""The figures that the annex of a report prints: what the board reads, in Vietnamese."""

from __future__ import annotations

from dataclasses import replace

from app.domain.permissions import Thing
from app.schemas.survey_exports import ReportCell, ReportQuestion, ReportResults
from app.services.deeds import permit
from app.services.surveys import results
from app.services.surveys.codebooks import EXPORT
from app.store.actors import Work


def for_report(work: Work, survey_id: str) -> ReportResults:
    """What the annex of a report prints, in Vietnamese: the newest meaning of each question."""
    asking = results.ask(work, survey_id)
    permit(work, EXPORT, Thing(community_id=asking.survey.community_id))
    found = results.shown(replace(work, lang="vi"), asking)
    return ReportResults(
        n=found.n,
        questions=[
            ReportQuestion(
                key=question.key,
                row=part.key if question.rows else "",
                everyone=question.everyone,
                base=part.base,
                n=part.n,
                missing=part.missing,
                options=[
                    ReportCell(**one.model_dump(include={"key", "text", "count", "suppressed"}))
                    for one in part.options
                ],
            )
            for question in found.questions
            if not question.earlier
            for part in question.rows or [question]
        ],
    )
