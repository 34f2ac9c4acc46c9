"""Anonymous answers are moved, and then nothing readable is left of where they waited."""

from __future__ import annotations

from typing import Any

from app.jobs.outside import Bench, by_the_clock
from app.services.surveys import mixing
from app.store.survey_mixing import SCRUBBED


def mix(bench: Bench, payload: dict[str, Any]) -> None:
    """Scrubbed even where nothing moved: the try before may have ended between the two."""
    bench.database.write_now(
        lambda session: mixing.mix(by_the_clock(session, bench.settings), payload["survey"])
    )
    bench.database.scrub(SCRUBBED)
