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
from app.schemas.bridge import BulletinPosting
from app.schemas.bulletins import Publication
from app.schemas.members import Decision
from app.schemas.page_postings import PageConnectionWrite, PagePostingCreate
from app.schemas.posts import PostRead
from app.services import page_connections, page_postings
from app.services.bulletins import bridging, publishing
from app.services.posts import deciding
from app.settings import Settings
from tests.factories import HOME, Scene
from tests.graph import PAGE, TOKEN, Graph, Served
from tests.services.desk import Desk
from tests.services.test_bulletins import written
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


def approved_by_one(desk: Desk) -> PostRead:
    """A bulletin that everyone reads."""
    post = written(desk)
    desk.run("chair", deciding.approve, post.id, Decision())
    return desk.run("editor", publishing.publish, post.id, Publication())


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


def test_a_bulletin_is_planned_for_the_page_once(desk: Desk, address: str, scene: Scene) -> None:
    post = approved_by_one(desk)
    answers = at_once(
        address,
        [
            posting(f"/posts/{post.id}/page-postings", scene.tokens[HANDS[n % 3]], text="Tin mới")
            for n in range(10)
        ],
    )
    assert statuses(answers) == {201: 1, 409: 9}
    lost = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert lost == {"page-posting-live"}
    assert count(desk.database, col(PagePosting.subject_id) == post.id) == 1


def test_withdrawn_and_sent_at_once_it_is_dropped_or_its_address_is_known(
    desk: Desk, settings: Settings, graph: Graph, address: str, scene: Scene
) -> None:
    """Ten bulletins are withdrawn while two workers send their postings: no third way out."""
    bulletins = [approved_by_one(desk) for _ in range(10)]
    for number, post in enumerate(bulletins):
        body = BulletinPosting(text=f"Tin {number}")
        desk.run("editor", bridging.plan, post.id, body)

    def work() -> None:
        database = Database(settings)
        Worker(database).settle()
        database.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    calls = [posting(f"/posts/{post.id}/withdrawal", scene.tokens["editor"]) for post in bulletins]
    assert statuses(at_once(address, calls)) == {200: 10}
    for thread in threads:
        thread.join()
    work()
    sent = count(desk.database, col(PagePosting.state) == "sent")
    dropped = count(desk.database, col(PagePosting.state) == "cancelled")
    assert sent + dropped == 10
    assert len(graph.messages) == sent
    assert count(desk.database, col(PagePosting.outside_address) != "") == sent
