"""What a result waits for: papers that are due, essays without marks, complaints without answer."""

from __future__ import annotations

from app.domain.contests import moments
from app.domain.contests.windows import Window
from app.domain.refusals import Conflict
from app.models.contests import ContestRound
from app.services.contests import closing, essay_marking
from app.store import complaints
from app.store.actors import Work


def closed(work: Work, of: ContestRound) -> bool:
    """By the server's clock, to the millisecond."""
    window = Window(moments.to_ms(of.opens_at), moments.to_ms(of.closes_at))
    return window.state(moments.to_ms(work.now)) == "closed"


def must_be_over(work: Work, of: ContestRound) -> None:
    """Refuses `round-not-closed`, and a practice round, which has no result."""
    if of.practice:
        raise Conflict("practice-without-result")
    if not closed(work, of):
        raise Conflict("round-not-closed", closes_at=of.closes_at.isoformat())


def must_be_whole(work: Work, of: ContestRound) -> None:
    """Every paper is in, every essay marked."""
    closing.close_due(work, of.id)
    waiting = essays_waiting(work, of)
    if waiting:
        raise Conflict("essays-not-marked", waiting=waiting)


def essays_waiting(work: Work, of: ContestRound) -> int:
    """Essay answers that still want a mark."""
    return essay_marking.unmarked(work.session, of.id)


def essay_points(work: Work, of: ContestRound) -> dict[str, int]:
    """Attempt → what its essays give, in hundredths."""
    return essay_marking.essay_points(work.session, of.id)


def complaints_open(work: Work, of: ContestRound) -> int:
    """Complaints about the round that nobody has answered."""
    return complaints.open_complaints(work.session, of.id)
