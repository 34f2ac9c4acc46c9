"""The question bank under load: one edit of a version, an import that doubles nothing."""

from __future__ import annotations

from typing import Any

import httpx
from sqlmodel import col

from app.db import Database
from app.models.audit import AuditRow
from app.models.question_bank import BankQuestion, BankQuestionVersion, BankReader
from tests.factories import HOME, Scene
from tests.test_parallel import MANY, Call, address, at_once, count, posting, statuses

__all__ = ["address"]
BANK = f"/communities/{HOME}/question-bank"
KEEPERS = ("contests", "chair", "vice_chair")
HEAD = "topic,difficulty,question,A,B,right\n"


def question(**more: Any) -> dict[str, Any]:
    options = [{"text": "Một"}, {"text": "Hai", "right": True}]
    said = {"topic": "suc-khoe", "difficulty": "easy", "text": "Mấy?", "options": options}
    return {**said, **more}


def changing(path: str, token: str, **body: Any) -> Call:
    headers = {"authorization": f"Bearer {token}"}
    return lambda client: client.patch(path, headers=headers, json=body)


def agree(address: str, scene: Scene, times: int = 1) -> list[httpx.Response]:
    calls = [
        posting(f"{BANK}/opening", scene.tokens[who], agrees=True)
        for who in KEEPERS
        for _ in range(times)
    ]
    return at_once(address, calls)


def test_fifty_edits_of_one_version_are_one_new_version(
    address: str, scene: Scene, database: Database
) -> None:
    agree(address, scene)
    (made,) = at_once(address, [posting(BANK, scene.tokens["chair"], **question())])
    path = f"/bank-questions/{made.json()['id']}"
    edits = [
        changing(path, scene.tokens[KEEPERS[n % 3]], **question(text=f"Câu {n}?", version=1))
        for n in range(MANY)
    ]
    assert statuses(at_once(address, edits)) == {200: 1, 409: MANY - 1}
    assert count(database, col(BankQuestionVersion.number) > 0) == 2
    assert count(database, col(AuditRow.action) == "question_bank.change") == 1


def test_an_import_sent_many_times_at_once_doubles_nothing(
    address: str, scene: Scene, database: Database
) -> None:
    """In two orders, so that transactions that wait for each other's rows would lock up."""
    agree(address, scene)
    rows = [f"suc-khoe,easy,Câu số {n}?,x,y,B\n" for n in range(60)]
    tables = (HEAD + "".join(rows), HEAD + "".join(reversed(rows)))
    answers = at_once(
        address,
        [
            posting(f"{BANK}/import", scene.tokens[KEEPERS[n % 3]], text=tables[n % 2])
            for n in range(12)
        ],
    )
    assert statuses(answers) == {200: 12}
    assert sorted(answer.json()["added"] for answer in answers) == [0] * 11 + [60]
    assert count(database, col(BankQuestion.version) == 1) == 60
    assert count(database, col(BankQuestionVersion.number) == 1) == 60


def test_the_same_question_written_at_once_stands_once(
    address: str, scene: Scene, database: Database
) -> None:
    agree(address, scene)
    calls = [posting(BANK, scene.tokens[KEEPERS[n % 3]], **question()) for n in range(20)]
    assert statuses(at_once(address, calls)) == {201: 1, 422: 19}
    assert count(database, col(BankQuestionVersion.number) == 1) == 1


def test_agreeing_at_once_is_one_agreement_and_every_look_counts(
    address: str, scene: Scene, database: Database
) -> None:
    assert statuses(agree(address, scene, times=10)) == {200: 30}
    assert count(database, col(BankReader.times) == 0) == 3
    assert count(database, col(AuditRow.action) == "question_bank.agree") == 3
    headers = {"authorization": f"Bearer {scene.tokens['chair']}"}
    at_once(address, [lambda client: client.get(BANK, headers=headers) for _ in range(20)])
    assert count(database, col(BankReader.times) == 20) == 1
    assert count(database, col(AuditRow.action) == "question_bank.open") == 20
