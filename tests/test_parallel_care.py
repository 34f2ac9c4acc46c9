"""Questions and the closed circle under load: taken once, received once, passed on once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.db import Database
from app.jobs import periodic
from app.models.audit import AuditRow
from app.models.care import CareCase, CareHolder, CareTurn
from app.models.members import Member
from app.models.questions import Question, QuestionMessage
from app.schemas.questions import QuestionCreate
from app.services import care, questions
from tests.factories import HOME, Scene, work_of
from tests.services.desk import Desk
from tests.test_parallel import address, at_once, count, posting, statuses

__all__ = ["address"]
ANSWERERS = ("questions", "chair", "vice_chair")
MANY = 30


def asked(database: Database, scene: Scene, text: str = "Vay vốn ở đâu?") -> str:
    made = Desk(database, scene).run("member", questions.ask, HOME, QuestionCreate(text=text))
    return made.id


def together(database: Database, many: int, fn: Callable[[Session, int], Any]) -> list[Any]:
    """`fn` in units of work of their own, all started at one moment."""
    gate = threading.Barrier(many)

    def run(number: int) -> Any:
        gate.wait(10)
        return database.write_now(lambda session: fn(session, number))

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


def test_two_officers_take_one_question_and_one_keeps_it(
    address: str, scene: Scene, database: Database
) -> None:
    question = asked(database, scene)
    answers = at_once(
        address,
        [
            posting(f"/questions/{question}/claim", scene.tokens[ANSWERERS[n % 3]])
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    kept = next(answer.json() for answer in answers if answer.status_code == 200)
    lost = {answer.json()["decided_by"] for answer in answers if answer.status_code == 409}
    assert lost == {kept["owner"]["name"]}
    claims = (col(AuditRow.action) == "question.claim", col(AuditRow.subject_id) == question)
    assert count(database, *claims) == 1


def test_answers_to_one_version_are_one_answer(
    address: str, scene: Scene, database: Database
) -> None:
    question = asked(database, scene)
    answers = at_once(
        address,
        [
            posting(
                f"/questions/{question}/answers",
                scene.tokens[ANSWERERS[n % 3]],
                text=f"Trả lời {n}",
                version=1,
            )
            for n in range(12)
        ],
    )
    assert statuses(answers) == {200: 1, 409: 11}
    assert count(database, col(QuestionMessage.sender) == "board") == 1


def test_many_who_receive_one_source_make_one_case(database: Database, scene: Scene) -> None:
    """A post that thirty officers hand over at one moment: one row, one number, one thread."""

    actor = Desk(database, scene).actor("moderator")

    def receive(session: Session, number: int) -> str:
        member = session.get(Member, scene.members["member"])
        assert member is not None
        work = work_of(session, actor=actor)
        case = care.receive(work, member.community_id, member, "post", "p1", "Em bị đánh")
        return case.id

    assert len(set(together(database, MANY, receive))) == 1
    assert count(database, col(CareCase.id).is_not(None)) == 1
    assert count(database, col(Question.private)) == 1
    assert count(database, col(QuestionMessage.id).is_not(None)) == 1
    assert count(database, col(CareTurn.case_id).is_not(None)) == 1
    assert count(database, col(AuditRow.action) == "care.receive") == 1
    assert database.read_now(lambda s: s.execute(select(col(CareCase.no))).scalar_one()) == 1


def test_one_question_led_away_by_many_is_one_case(
    address: str, scene: Scene, database: Database
) -> None:
    question = asked(database, scene)
    answers = at_once(
        address,
        [
            posting(f"/questions/{question}/care", scene.tokens[ANSWERERS[n % 3]])
            for n in range(MANY)
        ],
    )
    assert set(statuses(answers)) <= {200, 404}
    assert statuses(answers)[200] >= 1
    assert count(database, col(CareCase.source_id) == question) == 1


def test_different_cases_get_numbers_of_their_own(database: Database, scene: Scene) -> None:
    def receive(session: Session, number: int) -> int:
        work = work_of(session)
        home = scene.communities[HOME]
        return care.receive(work, home, None, "flag", f"f{number}", "Có người bị đánh").no

    assert sorted(together(database, 12, receive)) == list(range(1, 13))


def test_many_clocks_pass_a_case_on_once(database: Database, scene: Scene) -> None:
    asked(database, scene, "Chồng em hay đánh em")

    def overdue(session: Session) -> None:
        late = work_of(session).now - timedelta(minutes=1)
        session.execute(update(CareCase).values(due_at=late))

    database.write_now(overdue)
    together(database, 12, lambda session, _: periodic.each_half_minute(work_of(session)))
    assert count(database, col(CareTurn.case_id).is_not(None)) == 2
    assert count(database, col(AuditRow.action) == "care.pass") == 1


def test_a_look_and_the_clock_at_one_moment_agree(database: Database, scene: Scene) -> None:
    """Whoever comes first: looked at, it waits for nobody; passed on, somebody was asked."""
    asked(database, scene, "Chồng em hay đánh em")
    desk = Desk(database, scene)
    actor = desk.actor("questions")
    case_id = database.read_now(lambda s: s.execute(select(col(CareCase.id))).scalar_one())

    def overdue(session: Session) -> None:
        late = work_of(session).now - timedelta(minutes=1)
        session.execute(update(CareCase).values(due_at=late))

    database.write_now(overdue)

    def either(session: Session, number: int) -> None:
        work = work_of(session, actor=actor) if number % 2 else work_of(session)
        if number % 2:
            care.look(work, case_id)
        else:
            periodic.each_half_minute(work)

    together(database, 12, either)
    case = database.read_now(lambda s: s.execute(select(CareCase)).scalar_one())
    assert case.looked_at is not None
    assert case.due_at is None
    turns = count(database, col(CareTurn.case_id).is_not(None))
    assert turns == 1 + count(database, col(AuditRow.action) == "care.pass")


def test_one_person_and_one_place_of_the_circle_are_named_once(
    address: str, scene: Scene, database: Database
) -> None:
    path = f"/communities/{HOME}/care-circle"
    people = [scene.persons[name] for name in ("editor", "contests")]
    answers = at_once(
        address,
        [posting(path, scene.tokens["chair"], person=people[n % 2], place=1) for n in range(12)],
    )
    assert statuses(answers) == {201: 1, 409: 11}
    assert count(database, col(CareHolder.place) == 1) == 1


def test_her_words_and_an_officer_at_one_moment_lose_nothing(
    address: str, scene: Scene, database: Database
) -> None:
    """While she writes, the thread is led away and answered: her words are all in the circle."""
    question = asked(database, scene)
    calls = [
        posting(f"/questions/{question}/messages", scene.tokens["member"], text=f"Em nói thêm {n}")
        for n in range(10)
    ]
    calls += [posting(f"/questions/{question}/care", scene.tokens["chair"]) for _ in range(5)]
    calls += [
        posting(f"/questions/{question}/answers", scene.tokens["questions"], text="Chào chị")
        for _ in range(5)
    ]
    found = Counter(answer.status_code for answer in at_once(address, calls))
    assert set(found) <= {200, 404, 409}
    assert count(database, col(QuestionMessage.sender) == "member") == 11
    row = database.read_now(lambda s: s.execute(select(Question)).scalar_one())
    assert (row.private, row.fold) == (True, "")
