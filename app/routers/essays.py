"""Marking the essays of a round."""

from __future__ import annotations

from app.schemas.essays import EssayMarkCreate, EssayQueue
from app.services.contests import essay_marking
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


@router.read("/rounds/{id}/essays", essay_marking.MARK, "contests/essays.html", statuses=(409,))
def read_essay_queue(work: Work, id: str) -> EssayQueue:
    """The next answer that she may mark, without a name."""
    return essay_marking.queue(work, id)


@router.create(
    "/rounds/{id}/essay-marks",
    essay_marking.MARK,
    "contests/essays.html",
    form=read_essay_queue,
    goes_to=lambda q: f"/rounds/{q.round}/essays?done=saved",
)
def mark_essay(work: Work, id: str, body: EssayMarkCreate) -> EssayQueue:
    """One mark, kept for good; the next answer comes back."""
    return essay_marking.mark(work, id, body)
