"""What is held of her papers, for her own page. What is sealed until publication is not shown."""

from __future__ import annotations

from typing import Any

from app.store import attempts
from app.store.actors import Work


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    entrants = attempts.entered(work.session, person_id)
    return [
        {
            "contest": one.contest.title,
            "community": one.community,
            "round": one.round.title,
            "practice": one.round.practice,
            **one.attempt.model_dump(
                include={
                    *("id", "number", "state", "started_at", "deadline_at", "saved_at"),
                    *("answers", "prediction", "submitted_at", "ended_by", "entry", "leaf"),
                }
            ),
            "entered_as": entrants[one.contest.id].model_dump(
                include={"full_name", "unit_name", "phone_masked", "frozen_at"}
            )
            if one.contest.id in entrants
            else None,
        }
        for one in attempts.of_person(work.session, person_id)
    ]
