"""Many at once tell, plan, send and settle: each person hears once. And a sender is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain import weeks
from app.domain.notices import DAILY
from app.jobs.worker import Worker
from app.models.notices import Delivery, Notice, NoticePreference
from app.models.weekly_sheets import WeeklySheet
from app.services import digests, telling
from app.services.telling import Event
from app.settings import Settings
from app.store import communities, members
from tests.factories import HOME, Scene, work_of
from tests.post_office import PostOffice, opened
from tests.server import ROOT, served, surroundings
from tests.test_parallel import TIGHT, at_once, count, posting, statuses

T = TypeVar("T")
PLACES, TELLERS, LETTERS = 4, 60, 40
WITHIN = 30.0


@pytest.fixture
def places(settings: Settings) -> Iterator[list[Database]]:
    """Several processes' worth of engines over one database."""
    patient = settings.model_copy(update={"busy_timeout_ms": 20_000, "lock_timeout_ms": 20_000})
    made = [Database(patient) for _ in range(PLACES)]
    yield made
    for one in made:
        one.close()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as found:
        yield found


def everyone(places: list[Database], times: int, fn: Callable[[Session], T]) -> list[T]:
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(lambda n: places[n % PLACES].write_now(fn), range(times)))


def wants_email(session: Session, scene: Scene) -> None:
    """An address that is confirmed, no quiet hours and no summary soon: the suite runs at any
    hour."""
    session.add(
        NoticePreference(
            person_id=scene.persons["member"],
            email="member@thu.example",
            email_confirmed_at=clock.now(),
            quiet_from=0,
            quiet_to=0,
            daily_hour=(clock.in_vietnam(clock.now()).hour + 2) % 24,
            changed_at=clock.now(),
        )
    )


def letters(session: Session, scene: Scene, many: int) -> None:
    work = work_of(session)
    member = members.again(session, scene.members["member"])
    for number in range(many):
        telling.tell(work, member, Event("member.reinstated", f"letter:{number}"))


def test_one_event_told_by_many_at_once_reaches_her_once(
    places: list[Database], scene: Scene
) -> None:
    """As a member and as a person of the board alike: it is one person and one event."""
    event = Event("member.reinstated", "again:1")

    def tell(session: Session) -> bool:
        work = work_of(session)
        if next(turn) % 2:
            member = members.again(session, scene.members["member"])
            return telling.tell(work, member, event) is not None
        home = communities.get(session, HOME)
        return telling.tell_person(work, scene.persons["member"], home, event) is not None

    turn = iter(range(TELLERS))
    assert Counter(everyone(places, TELLERS, tell)) == {True: 1, False: TELLERS - 1}
    assert count(places[0], col(Notice.event) == "again:1") == 1


def test_several_workers_send_each_letter_once(
    places: list[Database], scene: Scene, office: PostOffice
) -> None:
    places[0].write_now(lambda session: wants_email(session, scene))
    places[0].write_now(lambda session: letters(session, scene, LETTERS))
    for place in places:
        place.settings = place.settings.model_copy(
            update={"smtp_url": office.url, "mail_from": "thu@nhom.example"}
        )

    def work_off(place: Database) -> None:
        worker = Worker(place)
        worker.settle()

    with ThreadPoolExecutor(PLACES) as pool:
        list(pool.map(work_off, places))
    ids = [letter["Message-ID"] for letter in office.letters()]
    assert len(ids) == len(set(ids)) == LETTERS
    assert by_state(places[0]) == {"sent": LETTERS}


def by_state(database: Database) -> dict[str, int]:
    return database.read_now(
        lambda s: {
            state: int(n)
            for state, n in s.execute(
                select(col(Delivery.state), func.count()).group_by(col(Delivery.state))
            )
        }
    )


def test_the_summary_of_a_day_is_written_once_by_many(places: list[Database], scene: Scene) -> None:
    places[0].write_now(lambda session: letters(session, scene, 1))
    day = clock.today()

    def write(session: Session) -> bool:
        return digests.write(work_of(session), scene.persons["member"], day) is not None

    assert Counter(everyone(places, 20, write)) == {True: 1, False: 19}
    assert count(places[0], col(Notice.kind) == DAILY) == 1


def test_a_sheet_is_settled_once(
    settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> None:
    week = weeks.name(clock.today())
    path = f"/communities/{HOME}/weekly-sheets/{week}/settlement"
    with served(settings, tmp_path / "server.log", **TIGHT) as address:
        tokens = [scene.tokens[who] for who in ("chair", "editor", "questions", "moderator")]
        answers = at_once(address, [posting(path, token) for token in tokens * 5])
    assert statuses(answers) == {200: 1, 409: 19}
    lost = {answer.json()["decided_by"] for answer in answers if answer.status_code == 409}
    assert len(lost) == 1
    assert count(database, col(WeeklySheet.week) == week) == 1


@pytest.mark.slow
def test_a_sender_killed_after_the_letter_left_sends_no_second_one(
    settings: Settings, scene: Scene, database: Database, office: PostOffice
) -> None:
    """SIGKILL between handing over and recording: the letter is out, and nobody knows."""
    database.write_now(lambda session: wants_email(session, scene))
    database.write_now(lambda session: letters(session, scene, 1))
    office.manner = "hang"
    first = sender(settings, office)
    try:
        wait_until(lambda: len(office.taken) == 1, "no letter left")
    finally:
        first.kill()
        assert first.wait(10) == -9
    assert by_state(database) == {"sending": 1}
    office.manner = "ok"
    second = sender(settings, office)
    try:
        wait_until(lambda: by_state(database) == {"unknown": 1}, "it was not taken up again")
        time.sleep(2)
    finally:
        second.kill()
        second.wait(10)
    assert len(office.taken) == 1
    untold = and_(col(Notice.told_at).is_(None), col(Notice.kind) != DAILY)
    assert count(database, untold) == 1, "the board does not see it"
    assert count(database, col(Delivery.problem) == "sender-died") == 1


def sender(settings: Settings, office: PostOffice) -> subprocess.Popen[bytes]:
    more: dict[str, Any] = {"SEN_SMTP_URL": office.url, "SEN_MAIL_FROM": "thu@nhom.example"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.dying_sender"],
        cwd=ROOT,
        env=surroundings(settings, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
