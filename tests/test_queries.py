"""Hot routes ask the database as often for fifty rows as for five (design.md §9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from starlette.testclient import TestClient

from app.db import Database, Within
from app.models.bulletins import Bulletin
from app.models.imports import MemberExport, MemberImport
from app.models.members import Member
from app.models.notices import Notice
from app.models.page_postings import PagePosting
from app.models.paper import PaperSheet
from app.models.posts import Post
from app.models.question_bank import BankQuestion, BankReader
from app.models.takedowns import TakedownRequest
from app.services import care, threads
from app.services.deeds import fresh_id
from app.store.actors import Work
from tests import contests, factories
from tests.factories import HOME, Scene, work_of
from tests.http import world_needs

FEW, MANY = 5, 50
ROUTES = {
    "member list": f"/communities/{HOME}/members?limit=100",
    "member search": f"/communities/{HOME}/members?limit=100&q=pham",
    "inbox": f"/communities/{HOME}/review?limit=100",
    "untold": f"/communities/{HOME}/notices?limit=100",
    "today": f"/communities/{HOME}/today",
    "invitations": f"/communities/{HOME}/invitations?limit=100",
    "audit log": "/audit?limit=100",
    "figures": f"/communities/{HOME}/figures",
    "figures by unit": f"/communities/{HOME}/figures/units",
    "joined": f"/communities/{HOME}/members?limit=100&joined_from=2020-01-01",
    "appointments": f"/communities/{HOME}/appointments",
    "waiting to be let in": f"/communities/{HOME}/platform-entries?limit=100",
    "lists that came in": f"/communities/{HOME}/imports?limit=100",
    "lists that went out": f"/communities/{HOME}/exports?limit=100",
    "sheets of paper": f"/communities/{HOME}/paper-sheets?limit=100",
    "takedowns": f"/communities/{HOME}/takedowns?limit=100",
    "texts for the Page": f"/communities/{HOME}/page-postings?limit=100",
    "questions": f"/communities/{HOME}/questions?limit=100",
    "closed circle": f"/communities/{HOME}/care-cases?limit=100",
    "question bank": f"/communities/{HOME}/question-bank?limit=100",
    "contests": f"/communities/{HOME}/contests?limit=100",
    "names in the group": f"/communities/{HOME}/platform-accounts?limit=100",
}
ROUTES |= {
    "content": f"/communities/{HOME}/content",
    "calendar": f"/communities/{HOME}/calendar",
    "news for everyone": f"/communities/{HOME}/bulletins?limit=100",
    "needs": f"/communities/{HOME}/needs",
    "what members hope for": f"/communities/{HOME}/need-list?limit=100&view=all",
    "work of needs": f"/communities/{HOME}/need-desk",
    "answers to needs": f"/communities/{HOME}/need-answers",
}
#: The card reads more than a list's row, but a bounded number of tables.
MOST = {"member list": 6, "inbox": 14, "today": 29, "figures": 22, "card": 40}


class Counted:
    """Statements of one database's engines and of its hot cursor."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.statements: list[str] = []

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        self.statements.clear()
        # What is remembered asks nothing: here the route itself is counted.
        self.database.proven.forget()
        plain_hot, plain_within = self.database.hot, Within.hot

        def hot(sql: str, parameters: Any) -> list[Any]:
            self.statements.append(sql)
            return plain_hot(sql, parameters)

        def within(reads: Within, sql: str, parameters: Any) -> list[Any]:
            self.statements.append(sql)
            return plain_within(reads, sql, parameters)

        def executed(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self.statements.append(statement)

        engines = {self.database.reader, self.database.writer}
        self.database.hot = hot  # type: ignore[method-assign]
        Within.hot = within  # type: ignore[method-assign,assignment]
        for engine in engines:
            event.listen(engine, "before_cursor_execute", executed)
        try:
            yield self.statements
        finally:
            self.database.hot = plain_hot  # type: ignore[method-assign]
            Within.hot = plain_within  # type: ignore[method-assign]
            for engine in engines:
                event.remove(engine, "before_cursor_execute", executed)


def fill(database: Database, scene: Scene, to: int) -> None:
    """Applicants, each with a letter that waits to be passed on."""

    def write(session: Any) -> None:
        work = work_of(session)
        while len(scene.members) < to + 6:
            member_id = factories.apply(work, scene, f"dong{len(scene.members)}")
            session.add(_letter(work, session.get(Member, member_id)))
            session.add_all(_lists(work, scene, len(scene.members)))
            _bulletin(work, scene)
            _letters(work, session.get(Member, member_id))
            _bank(work, scene, len(scene.members))
            world_needs.furnish(session, scene, HOME, "questions")
            contests.round_of(work, contests.contest(work, scene))

    database.write_now(write)


def _bulletin(work: Work, scene: Scene) -> None:
    """News of today for everyone."""
    community, post_id = scene.communities[HOME], fresh_id(work)
    work.session.add(
        Post(
            id=post_id,
            community_id=community,
            kind="bulletin",
            state="published",
            audience="public",
            author_id=scene.persons["editor"],
            created_at=work.now,
            changed_at=work.now,
            published_at=work.now,
        )
    )
    work.session.flush()
    work.session.add(Bulletin(post_id=post_id, community_id=community))
    work.session.flush()


def _lists(work: Work, scene: Scene, number: int) -> list[Any]:
    """A list that came in, one that went out, a sheet of paper: each of another person."""
    who = list(scene.persons.values())[number % len(scene.persons)]
    common: dict[str, Any] = {"community_id": scene.communities[HOME]}
    unit = scene.units["commune"]
    return [
        MemberImport(
            **common, id=fresh_id(work), filename="", digest="", created_by=who, created_at=work.now
        ),
        MemberExport(
            **common,
            id=fresh_id(work),
            with_phones=False,
            needs_second=False,
            unit_id=unit,
            purpose="",
            first_by=who,
            first_at=work.now,
            expires_at=work.now,
        ),
        PaperSheet(**common, id=fresh_id(work), no=number, created_by=who, created_at=work.now),
        *_outgoing(work, common, number, who),
    ]


def _outgoing(work: Work, common: dict[str, Any], number: int, who: str) -> list[Any]:
    """A request to take content down, and a text for the Page."""
    return [
        TakedownRequest(
            **common,
            id=fresh_id(work),
            year=2020,
            number=number,
            kind="authority",
            asked_by="Xã",
            received_at=work.now,
            due_at=work.now + timedelta(hours=24),
            hours=24,
            address="x",
            owner_id=who,
            recorded_by=who,
            recorded_at=work.now,
        ),
        PagePosting(
            **common,
            id=fresh_id(work),
            text="Chào",
            wanted_at=work.now,
            created_by=who,
            created_at=work.now,
            changed_at=work.now,
        ),
    ]


def _bank(work: Work, scene: Scene, number: int) -> None:
    """A question of the bank, each of another topic; the chair has opened it."""
    community, chair = scene.communities[HOME], scene.persons["chair"]
    work.session.merge(
        BankReader(community_id=community, person_id=chair, agreed_at=work.now, last_at=work.now)
    )
    work.session.add(
        BankQuestion(
            id=fresh_id(work),
            community_id=community,
            topic=f"topic-{number}",
            difficulty="easy",
            kind="choice",
            text="Một?",
            fold="mot",
            twin_key=f"{number:064}",
            created_at=work.now,
        )
    )


def _letters(work: Work, member: Member) -> None:
    """A question that somebody keeps, and a case of the closed circle."""
    question = threads.begin(work, member, private=False, words="Học yoga ở đâu ạ?")
    question.owner_id, question.owned_at = member.person_id, work.now
    care.receive(work, member.community_id, member, "post", fresh_id(work), "Em bị đánh")


def _letter(work: Work, member: Member) -> Notice:
    return Notice(
        id=fresh_id(work),
        community_id=member.community_id,
        member_id=member.id,
        person_id=member.person_id,
        event=fresh_id(work),
        kind="apply.received",
        title="Đã nhận",
        text="Đã nhận.",
        outside_text="Đã nhận.",
        created_at=work.now,
        visible_from=work.now - timedelta(minutes=1),
    )


def test_the_number_of_queries_does_not_grow_with_the_rows(
    app: Any,
    as_: Callable[..., TestClient],
    browser_of: Callable[..., TestClient],
    scene: Scene,
) -> None:
    """One place for all routes: filling it costs more than asking."""
    database: Database = app.state.house.database
    counted = Counted(database)
    clients = {"json": as_("chair"), "page": browser_of("chair")}
    routes = {(name, shape): path for name, path in ROUTES.items() for shape in clients}
    routes["card", "json"] = f"/members/{scene.members['lan']}"

    def asked() -> dict[tuple[str, str], int]:
        found = {}
        for (name, shape), path in routes.items():
            clients[shape].get(path)  # what is compiled or cached once is no query of the route
            with counted.watching() as statements:
                assert clients[shape].get(path).status_code == 200, path
                found[name, shape] = len(statements)
        return found

    fill(database, scene, FEW)
    few = asked()
    fill(database, scene, MANY)
    assert asked() == few
    for (name, shape), number in few.items():
        if shape == "json":
            assert 0 < number <= MOST.get(name, 20), (name, number)
