"""`sen verify`: surveys against their own rows."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy.orm import Session

from app.services.surveys.answering import chose
from app.services.surveys.writing import digest
from app.store import survey_checks


def faults(session: Session) -> list[str]:
    """A line per fault."""
    found = [
        f"survey: {survey_id} version {number} has another form than that of its hash"
        for survey_id, number, form, kept in survey_checks.published_forms(session)
        if digest(form) != kept
    ]
    for said, ids in (
        ("is of somebody who took no part", survey_checks.unlisted(session)),
        ("came by a link that is not used", survey_checks.unused_links(session)),
        ("is anonymous and tells who gave it, or when", survey_checks.telling(session)),
    ):
        found += [f"survey: response {response_id} {said}" for response_id in ids]
    found += [
        f"survey: {survey_id} gave {told} places, {real} responses have one"
        for survey_id, told, real in survey_checks.miscounted(session)
    ]
    return found + _quotas(session)


def _quotas(session: Session) -> list[str]:
    found = []
    for survey_id, quotas in groupby(survey_checks.quotas(session), lambda one: one.survey_id):
        answers = survey_checks.answers(session, survey_id)
        for one in quotas:
            real = sum(chose(given, one.question, one.option) for given in answers)
            if real != one.taken:
                found.append(
                    f"survey: {survey_id} quota {one.question}={one.option} says {one.taken}, "
                    f"responses say {real}"
                )
    return found
