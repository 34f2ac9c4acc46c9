"""Bulletins under many hands at once: read by two, published once, never four at the top."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.jobs import periodic
from app.models.audit import AuditRow
from app.models.bulletins import Bulletin, Pin, VisitMark
from app.models.posts import Post
from app.models.review import SharedDecision
from app.schemas.bulletins import Publication
from app.schemas.members import Decision
from app.schemas.posts import PostCreate
from app.services import checking
from app.services.bulletins import publishing
from app.services.posts import deciding, writing
from app.store import visits
from app.web.meter import Meter
from tests.factories import HOME, Scene, work_of
from tests.services.desk import Desk
from tests.test_parallel import address, at_once, count, posting, statuses

__all__ = ["address"]
READERS = ("chair", "vice_chair", "moderator")
KEEPERS = ("chair", "vice_chair", "editor")


def written(desk: Desk) -> str:
    body = PostCreate(kind="bulletin", title="Tin", body="Chữ", source="Báo")
    return desk.run("editor", writing.create, HOME, body).id


def approved(desk: Desk) -> str:
    post_id = written(desk)
    for who in ("chair", "moderator"):
        desk.run(who, deciding.approve, post_id, Decision())
    return post_id


def test_many_who_read_at_once_are_two_and_approve_once(
    address: str, scene: Scene, database: Database
) -> None:
    post_id = written(Desk(database, scene))
    answers = at_once(
        address,
        [posting(f"/posts/{post_id}/approval", scene.tokens[READERS[n % 3]]) for n in range(30)],
    )
    assert statuses(answers) == {200: 2, 409: 28}
    assert sorted(a.json()["state"] for a in answers if a.status_code == 200) == [
        "approved",
        "submitted",
    ]
    shared = (col(SharedDecision.subject_id) == post_id,)
    assert count(database, *shared) == 1
    deeds = (col(AuditRow.action) == "post.approve", col(AuditRow.subject_id) == post_id)
    assert count(database, *deeds) == 1
    _no_faults(database)


def test_many_who_publish_at_once_publish_once(
    address: str, scene: Scene, database: Database
) -> None:
    post_id = approved(Desk(database, scene))
    at = (clock.now() + timedelta(hours=1)).isoformat()
    answers = at_once(
        address,
        [posting(f"/posts/{post_id}/publication", scene.tokens[KEEPERS[n % 3]]) for n in range(20)],
    )
    assert statuses(answers) == {200: 1, 409: 19}
    late = at_once(
        address, [posting(f"/posts/{post_id}/publication", scene.tokens["chair"], at=at)]
    )
    assert statuses(late) == {409: 1}
    assert count(database, col(AuditRow.action) == "post.publish") == 1
    _no_faults(database)


def test_four_workers_at_the_hour_publish_once(scene: Scene, database: Database) -> None:
    desk = Desk(database, scene)
    ids = [approved(desk) for _ in range(5)]
    soon = clock.now() + timedelta(hours=1)
    for post_id in ids:
        desk.run("editor", publishing.publish, post_id, Publication(at=soon))

    def hour_comes(session: Session) -> None:
        for post_id in ids:
            row = session.get(Bulletin, post_id)
            assert row is not None
            row.due_at = clock.now() - timedelta(minutes=1)

    database.write_now(hour_comes)
    failed: list[BaseException] = []

    def work_off() -> None:
        try:
            database.write_now(lambda session: periodic.each_half_minute(work_of(session)))
        except BaseException as error:
            failed.append(error)

    _together(work_off, 4)
    assert failed == []
    assert count(database, col(Post.state) == "published", col(Post.id).in_(ids)) == 5
    assert count(database, col(AuditRow.action) == "post.publish") == 5
    _no_faults(database)


def test_six_pinned_at_once_are_three(address: str, scene: Scene, database: Database) -> None:
    desk = Desk(database, scene)
    ids = [approved(desk) for _ in range(6)]
    for post_id in ids:
        desk.run("editor", publishing.publish, post_id, Publication())
    answers = at_once(
        address,
        [
            posting(f"/posts/{post_id}/pin", scene.tokens[KEEPERS[n % 3]])
            for n, post_id in enumerate(ids * 3)
        ],
    )
    assert set(statuses(answers)) == {200, 409}
    assert count(database, col(Pin.post_id).is_not(None)) == 3
    assert count(database, col(AuditRow.action) == "post.pin") == 3


def test_four_servers_that_saw_the_same_people_count_them_once(
    scene: Scene, database: Database
) -> None:
    actor = Desk(database, scene).actor("member")
    meters = [Meter(b"one secret of all servers") for _ in range(4)]
    today = clock.today()
    for meter in meters:
        for n in range(300):
            meter.saw(
                actor if n == 0 else Desk(database, scene).actor("stranger"), str(n), "", today
            )
    waiting: list[Any] = [meter.take() for meter in meters]

    def flush() -> None:
        marks = waiting.pop()
        database.write_now(lambda session: visits.keep(session, marks, today))

    _together(flush, 4)
    month = f"{today:%Y-%m}"
    found = database.read_now(lambda session: visits.by_month(session, [month]))
    assert found == {month: (300, 1)}
    tomorrow = today + timedelta(days=1)
    database.write_now(lambda session: visits.keep(session, [], tomorrow))
    assert count(database, col(VisitMark.kind) == "visit") == 0
    assert database.read_now(lambda session: visits.by_month(session, [month])) == found


def _together(do: Any, times: int) -> None:
    threads = [threading.Thread(target=do) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _no_faults(database: Database) -> None:
    database.write_now(checking.seal_first)
    assert database.read_now(lambda session: checking.faults(session, clock.now())) == []
