"""What results keep of a person, for her own page of what is held."""

from __future__ import annotations

from typing import Any

from app.store import contest_results, contest_rulings
from app.store.actors import Work


def held(work: Work, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """Her places in published results, what was decided about her, how she wished to be named."""
    ruled, named = contest_rulings.of_person(work.session, person_id)
    return {
        "contest_results": contest_results.of_person(work.session, person_id),
        "contest_rulings": [
            one.model_dump(include={"round_id", "kind", "reason", "ruled_at"}) for one in ruled
        ],
        "winner_namings": [
            one.model_dump(include={"round_id", "choice", "chosen_at"}) for one in named
        ],
    }
