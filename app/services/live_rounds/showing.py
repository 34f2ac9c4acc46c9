"""What everybody sees of a live round at a moment, and what a stream pushes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.contests import live as rules
from app.schemas.live_rounds import LiveEvents, LivePlace, LiveQuestionRead, LiveShown
from app.services.live_rounds.subjects import opened
from app.store import live_rounds as store
from app.store.actors import Work
from app.store.hot import HotDatabase

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """One event: from `at` on it may be told; nothing follows when it is the last."""

    version: int
    at: datetime
    data: str
    last: bool


def shown(database: HotDatabase, live_id: str, now: datetime) -> LiveShown:
    """Before its moment a question is not there; while it is asked neither answer nor board is."""
    standing = store.standing(database, live_id)
    asked = None
    if standing.asked_at is not None and standing.asked_at <= now:
        asked = store.asked(database, live_id, standing.place)
    settled = standing.state in {"closed", "ended"}
    return LiveShown(
        state=standing.state,  # type: ignore[arg-type]
        place=standing.place,
        total=standing.total,
        version=standing.version,
        question=None if asked is None else _question(asked, standing.asked_at or now),
        answer=asked["answer"] if asked and settled else None,
        board=_board(database, live_id) if settled else None,
    )


def _question(asked: dict[str, object], asked_at: datetime) -> LiveQuestionRead:
    return LiveQuestionRead.model_validate(
        {
            **asked,
            "asked_at": asked_at,
            "closes_at": asked_at + timedelta(seconds=int(str(asked["seconds"]))),
        }
    )


def _board(database: HotDatabase, live_id: str) -> list[LivePlace]:
    rows = store.board(database, live_id)
    ranks = rules.places([points for _, points in rows])
    return [
        LivePlace(rank=rank, name=name, points=points)
        for rank, (name, points) in zip(ranks, rows, strict=True)
    ]


def events(work: Work, live_id: str) -> LiveEvents:
    """Whose stream it will be; asked anew each time a stream is opened."""
    _, live, _ = opened(work, live_id)
    return LiveEvents(key=live.id, person=work.actor.person_id or "")


def said(database: HotDatabase, live_id: str, known: int | None) -> Said | None:
    """What a stream that told version `known` has to tell; None for nothing new.

    A question that is still to come is given with its moment, and told then.
    """
    version = store.version(database, live_id)
    if version is None or version == known:
        return None
    at = store.standing(database, live_id).asked_at or LONG_AGO
    now = shown(database, live_id, at)
    return Said(now.version, at, now.model_dump_json(), now.state == "ended")
