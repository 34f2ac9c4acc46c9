"""One neutral word to her who began a paper and has not handed it in."""

from __future__ import annotations

from app import clock
from app.domain.contests import moments, windows
from app.models.contests import Attempt, ContestRound
from app.services import telling
from app.services.telling import Event
from app.store import attempts, members, records
from app.store.actors import Work

TASK = "remind_of_paper"


def enqueue(work: Work, round_: ContestRound, row: Attempt) -> None:
    """A job once an attempt (UNIQUE of task and slot). Practice reminds of nothing."""
    if round_.practice:
        return
    started, deadline = moments.to_ms(row.started_at), moments.to_ms(row.deadline_at)
    at = windows.reminder_at(started, deadline, round_.time_limit_s)
    records.enqueue(
        *(work.session, TASK, moments.from_ms(at), work.now),
        slot=row.id,
        attempt=row.id,
        person=row.person_id,
    )


def remind(work: Work, attempt_id: str, person_id: str) -> None:
    """While it is in progress and time is left; a notice once a person and event (UNIQUE)."""
    held = attempts.get(work.session, person_id, attempt_id)
    if held.attempt.state != "in_progress" or held.attempt.deadline_at <= work.now:
        return
    entrant = attempts.entered(work.session, person_id)[held.contest.id]
    until = clock.in_vietnam(held.attempt.deadline_at)
    event = Event(
        "contest.unfinished",
        key=f"contest.unfinished:{attempt_id}",
        subject=("attempt", attempt_id),
        path=f"/attempts/{attempt_id}",
    )
    telling.tell(
        work,
        members.again(work.session, entrant.member_id),
        event,
        han=f"{until:%H:%M} ngày {until.day}/{until.month}/{until.year}",
    )
