"""Whether the installation can serve."""

from __future__ import annotations

from app.schemas.house import HealthRead
from app.store import installation
from app.store.actors import Work


def ready(work: Work) -> HealthRead:
    """One small read over the schema; an absent database answers 503 before this."""
    installation.answers(work.session)
    return HealthRead(status="ready")
