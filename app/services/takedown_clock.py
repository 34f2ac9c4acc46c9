"""The clock of the takedown register: who is reminded when, and what stands on “Hôm nay”."""

from __future__ import annotations

from typing import Any

from app.domain import takedowns as rules
from app.models.communities import Community
from app.models.takedowns import TakedownRequest
from app.schemas.takedowns import TakedownReminderRead, TakedownsToday
from app.services.takedowns import code_of, late_minutes
from app.store import appointments
from app.store import takedowns as store
from app.store.actors import Work

LEADS = ("chair", "vice_chair")


def remind_all(work: Work, _: None) -> bool:
    """What the clock calls."""
    return bool(remind(work))


def remind(work: Work) -> int:
    """Half the time, two hours before, overdue: each once to the owner and the chair."""
    leads: dict[str, set[str]] = {}
    rows = []
    for request in store.running(work.session):
        due = rules.reminders_due(request.received_at, request.due_at, work.now)
        if due and request.community_id not in leads:
            leads[request.community_id] = _leads(work, request.community_id)
        for kind in due:
            rows += [
                _row(work, request, kind, person)
                for person in {request.owner_id, *leads[request.community_id]}
            ]
    return store.remind(work.session, rows)


def _leads(work: Work, community_id: str) -> set[str]:
    """The chair; where nobody is in the chair, who stands in for her."""
    rows = appointments.of_community(work.session, community_id, work.today)
    for role in LEADS:
        found = {person.id for one, person in rows if one.role == role}
        if found:
            return found
    return set()


def _row(work: Work, request: TakedownRequest, kind: str, person: str) -> dict[str, Any]:
    return {"request_id": request.id, "kind": kind, "person_id": person, "at": work.now}


def today(work: Work, community: Community) -> TakedownsToday:
    """Of several reminders about one request the last one is shown."""
    count, late, next_due_at = store.waiting(work.session, community.id, work.now)
    found: dict[str, tuple[TakedownRequest, str]] = {}
    person = work.actor.person_id or ""
    for request, kind in store.reminders(work.session, community.id, person) if count else ():
        known = found.get(request.id)
        if known is None or rules.REMINDERS.index(kind) > rules.REMINDERS.index(known[1]):
            found[request.id] = request, kind
    return TakedownsToday(
        open=count,
        late=late,
        next_due_at=next_due_at,
        reminders=[
            TakedownReminderRead(
                id=request.id,
                code=code_of(request),
                kind=kind,
                due_at=request.due_at,
                late_minutes=late_minutes(work, request),
            )
            for request, kind in found.values()
        ],
    )
