"""The takedown register under load: one end each, every number once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.db import Database
from app.models.audit import AuditRow
from app.models.takedowns import TakedownReminder, TakedownRequest, TakedownStep
from app.services import takedown_clock
from tests.factories import HOME, Scene, work_of
from tests.test_parallel import MANY, address, at_once, count, posting, statuses

__all__ = ["address"]
WRITERS = ("moderator", "chair", "vice_chair", "editor")
PATH = f"/communities/{HOME}/takedowns"


def request(**more: Any) -> dict[str, Any]:
    return {
        "kind": "complaint",
        "asked_by": "Lan",
        "received_at": (clock.now() - timedelta(hours=1)).isoformat(),
        "address": "https://facebook.com/1",
        **more,
    }


def test_fifty_ends_of_one_request_are_one_end(
    address: str, scene: Scene, database: Database
) -> None:
    """Completed against rejected against withdrawn: everyone else learns who was faster."""
    (made,) = at_once(address, [posting(PATH, scene.tokens["chair"], **request())])
    one = made.json()["id"]
    ends: tuple[tuple[str, dict[str, str]], ...] = (
        ("completion", {"finding": "founded", "words": "Gấp"}),
        ("rejection", {"words": "Không đúng"}),
        ("withdrawal", {"words": "Đã rút"}),
    )
    answers = at_once(
        address,
        [
            posting(f"/takedowns/{one}/{noun}", scene.tokens[WRITERS[n % 4]], **body)
            for n in range(MANY)
            for noun, body in (ends[n % 3],)
        ],
    )
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["code"] for problem in lost} == {"already-decided"}
    assert len({(problem["decided_by"], problem["decided_at"]) for problem in lost}) == 1
    assert lost[0]["decided_by"].startswith("Nguyễn Thị ")
    ended = col(TakedownStep.kind).in_(("completed", "rejected", "withdrawn"))
    assert count(database, col(TakedownStep.request_id) == one, ended) == 1
    deeds = ("takedown.complete", "takedown.reject", "takedown.withdraw")
    assert count(database, col(AuditRow.action).in_(deeds)) == 1


def test_requests_that_come_together_get_numbers_without_a_gap(
    address: str, scene: Scene, database: Database
) -> None:
    answers = at_once(
        address,
        [posting(PATH, scene.tokens[WRITERS[n % 4]], **request()) for n in range(MANY)],
    )
    assert statuses(answers) == {201: MANY}
    numbers = sorted(int(answer.json()["code"].split("/")[0]) for answer in answers)
    assert numbers == list(range(1, MANY + 1))


def test_workers_that_remind_at_once_remind_once(database: Database, scene: Scene) -> None:
    def make(session: Any) -> None:
        session.add(
            TakedownRequest(
                id="t1",
                community_id=scene.communities[HOME],
                year=2026,
                number=1,
                kind="authority",
                asked_by="Xã",
                received_at=clock.now() - timedelta(hours=30),
                due_at=clock.now() - timedelta(hours=6),
                hours=24,
                address="x",
                owner_id=scene.persons["moderator"],
                recorded_by=scene.persons["moderator"],
                recorded_at=clock.now(),
            )
        )

    database.write_now(make)
    given = [database.write_now(lambda s: takedown_clock.remind(work_of(s))) for _ in range(3)]
    assert given == [6, 0, 0]
    rows = database.read_now(lambda s: s.execute(select(TakedownReminder)).scalars().all())
    assert {(row.kind, row.person_id) for row in rows} == {
        (kind, scene.persons[who])
        for kind in ("half", "last_call", "overdue")
        for who in ("moderator", "chair")
    }
