"""What is held of her in surveys, for her own page."""

from __future__ import annotations

from typing import Any

from app.store import survey_coded, survey_looks
from app.store.actors import Work


def held(work: Work, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """Her answers by name, and where she took part; of anonymous ones no more is held. What she
    coded, as an officer."""
    return {
        "survey_answers": [
            {
                "survey": title,
                **row.model_dump(include={"id", "number", "way", "answers", "submitted_at"}),
            }
            for row, title in survey_looks.of_person(work.session, person_id)
        ],
        "survey_participations": [
            {"survey": title, "identity": identity}
            for title, identity in survey_looks.participations(work.session, person_id)
        ],
        "survey_codings": survey_coded.of_person(work.session, person_id),
    }
