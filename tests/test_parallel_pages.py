"""The Page under load: many workers, many hands, one post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.db import Database
from app.integrations.page_desk import PageDesk
from app.jobs.worker import Worker
from app.models.audit import AuditRow
from app.models.communities import Community
from app.models.page_postings import PagePosting
from app.schemas.page_postings import PageConnectionWrite, PagePostingCreate
from app.services import page_connections, page_postings
from app.settings import Settings
from tests.factories import HOME, Scene
from tests.graph import PAGE, TOKEN, Graph, Served
from tests.services.desk import Desk
from tests.test_parallel import address, at_once, count, posting, statuses

__all__ = ["address"]
HANDS = ("editor", "chair", "vice_chair")


@pytest.fixture
def graph() -> Iterator[Graph]:
    with Served() as served:
        yield served


@pytest.fixture
def settings(make_place: Callable[..., Settings], graph: Graph) -> Settings:
    return make_place(facebook_url=graph.address)


@pytest.fixture
def desk(database: Database, scene: Scene, settings: Settings) -> Desk:
    """Connected, and one person is enough."""
    found = Desk(database, scene)
    database.write_now(lambda s: s.execute(update(Community).values(settings={})))
    checked = page_connections.Checked(*PageDesk(settings).checked(PAGE, TOKEN))
    body = PageConnectionWrite(page_id=PAGE, token=TOKEN)
    found.run("chair", page_connections.connect, HOME, body, checked)
    return found


def test_four_workers_send_twenty_postings_once_each(
    desk: Desk, settings: Settings, graph: Graph
) -> None:
    for number in range(20):
        body = PagePostingCreate(text=f"Bài {number}")
        desk.run("editor", page_postings.create, HOME, body)

    def work() -> None:
        database = Database(settings)
        worker = Worker(database)
        worker.settle()
        database.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(graph.messages) == sorted(f"Bài {number}" for number in range(20))
    assert count(desk.database, col(PagePosting.state) == "sent") == 20
    assert count(desk.database, col(AuditRow.action) == "page.sent") == 20


def test_many_hands_send_a_failed_one_again_once(
    desk: Desk, graph: Graph, address: str, scene: Scene
) -> None:
    graph.trouble = [("feed", "expired")]
    one = desk.run("editor", page_postings.create, HOME, PagePostingCreate(text="Chào"))
    desk.work_off()
    answers = at_once(
        address,
        [
            posting(f"/page-postings/{one.id}/attempt", scene.tokens[HANDS[n % 3]])
            for n in range(20)
        ],
    )
    assert statuses(answers) == {200: 1, 409: 19}
    desk.work_off()
    assert graph.messages == ["Chào"]


def test_a_text_is_ticked_for_the_group_once(desk: Desk, address: str, scene: Scene) -> None:
    tick: dict[str, Any] = {"text": "Chào", "subject_type": "bulletin", "subject_id": "b1"}
    path = f"/communities/{HOME}/group-postings"
    answers = at_once(
        address, [posting(path, scene.tokens[HANDS[n % 3]], **tick) for n in range(20)]
    )
    assert statuses(answers) == {201: 1, 409: 19}
    assert count(desk.database, col(PagePosting.channel) == "group") == 1
    lost = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert lost == {"group-ticked"}
