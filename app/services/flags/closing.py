"""The end of a case: its reporters are told once, ten seconds later.

Posts and comments call `gone` when readers see them no more, in the same transaction.
"""

from __future__ import annotations

from typing import Any

from app.domain.refusals import Conflict
from app.domain.review import UNDO_WINDOW
from app.models.review import ReviewItem
from app.services import telling
from app.services.telling import Event
from app.store import flags, members, records, reviews
from app.store.actors import Work

KIND = "flag"


def gone(work: Work, subject_type: str, subject_id: str, *, by_board: bool) -> None:
    """The text that was reported went another way: taken by the board, or back by its author."""
    case = flags.opened(work.session, subject_type, subject_id)
    if case is None:
        return
    item = reviews.current(work.session, KIND, case.id)
    traces: dict[str, Any] = {"claimed_by": None, "claim_until": None}
    if by_board:
        traces |= {"decided_by": work.actor.person_id, "decided_at": work.now}
    to = "approved" if by_board else "withdrawn"
    if (
        item is None
        or not flags.move(work.session, case, state=to)
        or not reviews.move(work.session, item, to, **traces)
    ):
        raise Conflict("wrong-state")
    thank_later(work, item)


def thank_later(work: Work, item: ReviewItem) -> None:
    """When the decision can be undone no more."""
    records.enqueue(
        work.session,
        "thank_reporters",
        work.now + UNDO_WINDOW,
        work.now,
        slot=item.id,
        item=item.id,
    )


def thank(work: Work, item_id: str) -> None:
    """Each reporter once, unless the decision was undone; nobody learns what was done to whom."""
    item = reviews.by_id(work.session, item_id)
    last = reviews.current(work.session, KIND, item.subject_id) if item is not None else None
    if item is None or last is None or last.id != item.id:
        return
    case = flags.again(work.session, item.subject_id)
    kind = "flag.gone" if item.state == "withdrawn" else "flag.thanks"
    for person_id in flags.to_thank(work.session, case.id, work.now):
        member = members.open_of_person(work.session, person_id, case.community_id)
        if member is not None:
            # In her inbox and the day's summary: no list of the board names who reported.
            event = Event(kind, key=f"{kind}:{item.id}", urgency="digest")
            telling.tell(work, member, event)
