"""The day's summary: one a person and day, at her hour, of what is new since the last one.

`LINES` is the registry: a noun adds a function that answers what is new for one person in one of
her communities. What a line says may leave the product, so it counts and names nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import clock, content
from app.domain import letters as filling
from app.domain.notices import DAILY, DIGEST
from app.models.communities import Community
from app.models.notices import Notice
from app.services.telling import Event, tell_person
from app.store import (
    appointments,
    bulletins,
    communities,
    members,
    notice_preferences,
    notices,
    page_postings,
    questions,
    records,
    reviews,
    takedowns,
)
from app.store.actors import Work

TASK = "write_digests"
AT_ONCE = 100
#: What was missed while nobody worked is written for so many hours.
CATCH_UP = 3
FIRST_LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the summary is for, in one of her communities, and since when."""

    person_id: str
    community: Community
    on_board: bool
    since: datetime


Lines = Callable[[Work, Reader], list[str]]


def letters_for_her(work: Work, reader: Reader) -> list[str]:
    new = notices.count_new(
        work.session, reader.person_id, reader.community.id, reader.since, work.now
    )
    return [line("digest.letters", new)] if new else []


def what_waits(work: Work, reader: Reader) -> list[str]:
    if not reader.on_board:
        return []
    found = reviews.waiting(work.session, reader.community.id, work.now)
    waiting = sum(found["states"].get(state, (0, None))[0] for state in ("submitted", "escalated"))
    community_id = reader.community.id
    running, late, _ = takedowns.waiting(work.session, community_id, work.now)
    counted = {
        "digest.waiting": waiting,
        "digest.late": found["late"] + late,
        "digest.questions": questions.count_open(work.session, community_id)[0],
        "digest.takedowns": running,
        "digest.pages": sum(page_postings.stuck(work.session, community_id).values()),
        "digest.untold": notices.count_untold(work.session, community_id, work.now),
    }
    return [line(key, count) for key, count in counted.items() if count]


def new_bulletins(work: Work, reader: Reader) -> list[str]:
    since = reader.since, work.now
    new = bulletins.published(work.session, reader.community.id, *since, ["bulletin"])
    return [line("digest.bulletins", new)] if new else []


def line(key: str, count: int) -> str:
    """A line of content/notices*.toml, with how many."""
    return filling.fill(content.notices()[key].text, n=str(count))


#: Asked in this order; nouns that come later add themselves here.
LINES: list[Lines] = [letters_for_her, new_bulletins, what_waits]


def enqueue_due(work: Work) -> None:
    """One job an hour of the Vietnamese day, also for the hours just missed."""
    hour = clock.in_vietnam(work.now).hour
    for due in range(max(0, hour - CATCH_UP), hour + 1):
        day = work.today.isoformat()
        records.enqueue(
            work.session, TASK, work.now, work.now, slot=f"{day}:{due}", day=day, hour=due, after=""
        )


def write_some(work: Work, day: date, hour: int, after: str) -> None:
    """The summaries of one piece of an hour's persons; the rest is a job of its own."""
    since = work.now - FIRST_LOOK_BACK
    found = notice_preferences.due_for_digest(work.session, hour, since, day, AT_ONCE, after)
    for person_id in found:
        write(work, person_id, day)
    if len(found) == AT_ONCE:
        slot = f"{day.isoformat()}:{hour}:{found[-1]}"
        records.enqueue(
            work.session,
            TASK,
            work.now,
            work.now,
            slot=slot,
            day=day.isoformat(),
            hour=hour,
            after=found[-1],
        )


def write(work: Work, person_id: str, day: date) -> Notice | None:
    """One person's summary; none where nothing is new or the day has one."""
    since = notice_preferences.last_digest(work.session, person_id) or work.now - FIRST_LOOK_BACK
    said: list[tuple[Community, list[str]]] = []
    for reader in _readers(work, person_id, since):
        lines = [line for lines in LINES for line in lines(work, reader)]
        if lines:
            said.append((reader.community, lines))
    # Who serves a real community is not told of the demonstration too: nothing of it leaves.
    shown = [one for one in said if not one[0].demo] or said
    if not shown:
        return None
    sentences = [
        (f"{filling.bare(community.name)}: " if len(shown) > 1 else "") + "; ".join(lines) + "."
        for community, lines in shown
    ]
    event = Event(DAILY, f"{DAILY}:{day.isoformat()}", DIGEST, ("person", person_id))
    return tell_person(work, person_id, shown[0][0], event, viec_moi=" ".join(sentences))


def _readers(work: Work, person_id: str, since: datetime) -> list[Reader]:
    board = {
        row.community_id
        for row in appointments.in_force(work.session, person_id, work.today)
        if row.community_id and row.role != "adviser"
    }
    mine = {row.community_id for row in members.of_person(work.session, person_id)}
    found = communities.slugs(work.session, board | mine)
    return [Reader(person_id, c, c.id in board, since) for c in found]
