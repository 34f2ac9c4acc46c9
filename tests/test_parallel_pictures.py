"""Many at once: a day's quota, the ten of a subject and a picture's one subject hold."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.ids import new_id
from app.domain.pictures import Arrival, Arrived, Look
from app.domain.refusals import Conflict, Invalid
from app.integrations import storage
from app.models.pictures import Picture, PictureDay
from app.services import pictures
from app.settings import Settings
from app.store import actors
from tests import samples
from tests.factories import HOME, Scene, work_of
from tests.loops import run_apart
from tests.server import served

TIGHT = {"SEN_THREADS": "4", "SEN_BUSY_TIMEOUT_MS": "1000", "SEN_LOCK_TIMEOUT_MS": "1000"}
MANY, QUOTA = 40, 25


def test_forty_uploads_at_once_keep_to_the_day_and_leave_no_file_behind(
    settings: Settings, database: Database, scene: Scene, tmp_path: Path
) -> None:
    dot = samples.png(30, 20)
    headers = {"authorization": f"Bearer {scene.tokens['member']}"}

    async def send(client: httpx.AsyncClient) -> httpx.Response:
        files = [("files", ("a.png", dot))]
        return await client.post(f"/communities/{HOME}/pictures", headers=headers, files=files)

    async def run(address: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            return list(await asyncio.gather(*(send(client) for _ in range(MANY))))

    with served(
        settings, tmp_path / "server.log", **TIGHT, SEN_PICTURES_PER_DAY=str(QUOTA)
    ) as address:
        answers = run_apart(run(address))
    assert Counter(answer.status_code for answer in answers) == {201: QUOTA, 422: MANY - QUOTA}

    def held(session: Session) -> tuple[int, set[str | None]]:
        sent = session.execute(select(col(PictureDay.sent))).scalar_one()
        return sent, set(session.execute(select(col(Picture.original_key))).scalars())

    sent, keys = database.read_now(held)
    assert (sent, len(keys)) == (QUOTA, QUOTA)
    assert set(storage.of(settings).keys(clock.now())) == keys


def at_once(deeds: list[Callable[[], None]]) -> Counter[str]:
    """Every deed in a thread of its own; what each said."""
    said: Counter[str] = Counter()
    lock, gate = threading.Lock(), threading.Barrier(len(deeds))

    def run(deed: Callable[[], None]) -> None:
        gate.wait()
        try:
            deed()
            word = "done"
        except (Conflict, Invalid) as refusal:
            word = refusal.errors[0].code if isinstance(refusal, Invalid) else refusal.code
        with lock:
            said[word] += 1

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


class Hers:
    """The member's pictures, and attaching them."""

    def __init__(self, database: Database, scene: Scene) -> None:
        self.database = database
        self.community = scene.communities[HOME]
        self.token = scene.tokens["member"]

    def run(self, fn: Callable[..., Any], *args: Any, **more: Any) -> Any:
        actor = actors.by_token(self.database, self.token, clock.now(), clock.today())
        assert actor is not None
        return self.database.write_now(
            lambda session: fn(work_of(session, actor=actor), *args, **more)
        )

    def pictures(self, count: int) -> list[str]:
        one = Arrived(storage.new_key(), "", 1, Look("image/png", 1, 1))
        kept = self.run(pictures.keep, self.community, Arrival((one,) * count, 1000))
        return [picture.id for picture in kept]

    def attach(self, ids: list[str], subject: str) -> None:
        self.run(pictures.attach, ids, "post", subject, community_id=self.community)

    def rows(self) -> list[Picture]:
        def find(session: Session) -> list[Picture]:
            return list(session.execute(select(Picture)).scalars())

        return self.database.read_now(find)


def test_one_picture_belongs_to_one_subject_whoever_was_first(
    database: Database, scene: Scene
) -> None:
    hers = Hers(database, scene)
    (one,) = hers.pictures(1)
    subjects = [new_id(n) for n in range(12)]
    said = at_once([partial(hers.attach, [one], subject) for subject in subjects])
    assert said == {"done": 1, "picture-unusable": 11}
    (row,) = hers.rows()
    assert row.subject_id in subjects


def test_a_subject_never_has_more_than_ten_nor_two_in_one_place(
    database: Database, scene: Scene
) -> None:
    hers = Hers(database, scene)
    sets = [hers.pictures(10) for _ in range(8)]
    subject = new_id(1)
    said = at_once([partial(hers.attach, ids, subject) for ids in sets])
    assert set(said) <= {"done", "pictures-changed", "picture-unusable"}
    assert said["done"] >= 1
    attached = [row for row in hers.rows() if row.subject_id == subject]
    assert sorted(row.position or 0 for row in attached) == list(range(10))
    assert {row.id for row in attached} in [set(ids) for ids in sets], "never a mixture"
