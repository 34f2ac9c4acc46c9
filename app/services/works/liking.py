"""Likes on Facebook: read there at a moment by one person, confirmed by another."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.works import LikeSnapshot
from app.schemas.base import Empty
from app.schemas.works import LikesWrite, WorkRead
from app.services.deeds import fresh_id, permit
from app.services.works.cards import card
from app.services.works.deciding import must_see_authors
from app.services.works.subjects import Case, note, opened
from app.store import work_likes
from app.store.actors import Work

LIKE = "work.like"


def enter(work: Work, work_id: str, body: LikesWrite) -> WorkRead:
    case, held = _likable(work, work_id)
    at = body.counted_at or work.now
    if at > work.now:
        raise Invalid.at("/counted_at", "moment-in-future")
    row = LikeSnapshot(
        id=fresh_id(work),
        work_id=case.piece.id,
        counted_at=at,
        likes=body.likes,
        entered_by=work.actor.person_id or "",
        entered_at=work.now,
    )
    if not work_likes.add(work.session, row):
        raise Conflict("likes-known")
    note(work, case, "like", held, snapshot=row.id, outbox=False)
    return card(work, case)


def confirm(work: Work, snapshot_id: str, _body: Empty) -> WorkRead:
    """By another person than who entered them, once."""
    case, held = _likable(work, _snapshot(work, snapshot_id).work_id)
    if not work_likes.confirm(work.session, snapshot_id, work.actor.person_id or "", work.now):
        row = _snapshot(work, snapshot_id)
        own = row.entered_by == work.actor.person_id
        raise Conflict("already-approved-by-you" if own else "likes-confirmed", approvals=1)
    note(work, case, "confirm_likes", held, snapshot=snapshot_id, outbox=False)
    return card(work, case)


def read(work: Work, snapshot_id: str) -> WorkRead:
    """The work that it belongs to."""
    return card(work, _likable(work, _snapshot(work, snapshot_id).work_id)[0])


def _likable(work: Work, work_id: str) -> tuple[Case, str]:
    case = opened(work, work_id)
    held = permit(work, LIKE, Thing(case.piece.community_id))
    must_see_authors(work, case)
    if case.piece.state != "accepted":
        raise Conflict("wrong-state", state=case.piece.state)
    return case, held


def _snapshot(work: Work, snapshot_id: str) -> LikeSnapshot:
    row = work_likes.get(work.session, snapshot_id)
    if row is None:
        raise Hidden
    return row
