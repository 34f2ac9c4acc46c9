"""A journey over real HTTP with the log in a file: nothing that was typed stands in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.db import Database
from app.settings import Settings
from tests.factories import HOME, Scene
from tests.server import served

NAME = "Đoàn Thị Bích Ngọc Lan"
PHONE = "0966123457"
PASSWORD = "hoa gạo đầu làng 2026"
ANSWER = "nhà em sau đình làng Xuân Quan"
#: A line of the log may say this much and no more.
FIELDS = {"id", "method", "route", "status", "ms", "event", "level", "timestamp"}
ERROR_FIELDS = FIELDS | {"error", "frames", "code", "task", "attempt"}


@pytest.mark.slow
def test_no_line_of_the_log_holds_what_was_typed(
    settings: Settings, scene: Scene, database: Database, tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    typed = Typed(scene)
    with (
        served(settings, log, SEN_LOG_LEVEL="debug", SEN_EMBEDDED_WORKER="true") as address,
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        _journey(client, scene, typed)
        _errors(client, scene, typed)
        _unforeseen(client, scene, database)
    lines = log.read_text(encoding="utf-8")
    assert lines.count('"event": "request"') > 20, "the journey left no log"
    assert '"status": 500' in lines, "nothing went wrong in it"
    for secret in typed.words:
        assert secret not in lines, "typed words stand in the log"
    for line in lines.splitlines():
        if line.startswith("{"):
            assert set(json.loads(line)) <= ERROR_FIELDS, line


class Typed:
    """Everything a person typed or was given to keep."""

    def __init__(self, scene: Scene) -> None:
        self.words = [NAME, "Ngoc", "Ngọc", PHONE, PHONE[1:], PASSWORD, ANSWER, "Xuân Quan"]
        self.words += [scene.tokens["moderator"], scene.cookies["chair"], scene.phones["hoa"]]
        self.words += [scene.phones["moderator"], scene.codes["hoa"]]

    def add(self, *words: str) -> None:
        self.words += [word for word in words if word]


def _journey(client: httpx.Client, scene: Scene, typed: Typed) -> None:
    """She applies, is asked, answers, is approved, sets a password, signs in."""
    moderator = {"authorization": f"Bearer {scene.tokens['moderator']}"}
    body: dict[str, Any] = {
        "full_name": NAME,
        "phone": PHONE,
        "accepted_regulation": 1,
        "consents": ["management", "contact"],
    }
    applied = client.post(f"/communities/{HOME}/members", json=body).json()
    typed.add(applied["code"], applied["file_no"])
    member, page = f"/members/{applied['id']}", f"/applications/{applied['code']}"
    question = {"question": "Chị ở thôn nào, gần đình làng không?"}
    assert client.post(f"{member}/information-request", json=question, headers=moderator).is_success
    typed.add(question["question"])
    assert client.get(page, params={"phone": PHONE}).is_success
    visit = client.post(f"{page}/visits", json={"phone": PHONE})
    typed.add(*visit.cookies.values())
    answer = {"phone": PHONE, "text": ANSWER}
    headers = {"sec-fetch-site": "same-origin"}
    assert client.post(f"{page}/answers", json=answer, headers=headers).is_success
    assert client.post(f"{member}/approval", headers=moderator).is_success
    chosen = {"phone": PHONE, "password": PASSWORD}
    assert client.post(f"{page}/password", json=chosen, headers=headers).is_success
    signed_in = client.post(
        "/sessions", json={"login": PHONE, "password": PASSWORD}, headers=headers
    )
    assert signed_in.status_code == 201
    typed.add(*signed_in.cookies.values())
    assert client.get("/me", headers=headers).is_success
    assert client.get("/me/data", headers={"accept": "text/html"}).status_code < 500
    search = {"q": "bich ngoc", "phone": PHONE}
    assert client.get(f"/communities/{HOME}/members", params=search, headers=moderator).is_success
    typed.add("bich ngoc", "bich%20ngoc", "bich+ngoc")
    link = client.post(f"{member}/password-links")
    assert link.status_code in {401, 403}


def _errors(client: httpx.Client, scene: Scene, typed: Typed) -> None:
    """The same words where they are refused: in bodies, addresses, headers and cookies."""
    client.cookies.clear()
    wrong = "0966999888"
    typed.add(wrong, "sai-mat-khau-cua-em", "made-up-token", "made-up-cookie", "lien-ket-bi-mat")
    assert client.get(f"/applications/{scene.codes['hoa']}", params={"phone": wrong}).is_error
    login = {"login": PHONE, "password": "sai-mat-khau-cua-em"}
    assert client.post("/sessions", json=login).status_code == 401
    for path in ("/password-links/lien-ket-bi-mat", f"/{PHONE}", f"/members/{PHONE}"):
        assert client.get(path).is_error
    broken = f'{{"full_name": "{NAME}", "phone": "{PHONE}", '
    join = f"/communities/{HOME}/members"
    assert client.post(join, content=broken.encode()).status_code == 422
    assert client.post(join, json={"full_name": NAME, "phone": 12, PHONE: 1}).status_code == 422
    assert client.post(join, data={"full_name": NAME, "phone": PHONE}).status_code == 422
    bearer = {"authorization": "Bearer made-up-token"}
    assert client.get("/me", headers=bearer).status_code == 401
    assert client.get("/me", headers={"cookie": "sen=made-up-cookie"}).status_code == 401


def _unforeseen(client: httpx.Client, scene: Scene, database: Database) -> None:
    """A 500 whose exception quotes the row: the stored answers are no object but her phone."""
    statement = text("UPDATE member SET answers = :words WHERE id = :id")
    words = json.dumps(f"{NAME} {PHONE}")
    if not database.sqlite:
        statement = text("UPDATE member SET answers = CAST(:words AS jsonb) WHERE id = :id")
    given = {"words": words, "id": scene.members["lan"]}
    database.write_now(lambda session: session.execute(statement, given))
    moderator = {"authorization": f"Bearer {scene.tokens['moderator']}"}
    answer = client.get(f"/members/{scene.members['lan']}", headers=moderator)
    assert answer.status_code == 500
    assert PHONE not in answer.text
    assert answer.json()["code"] == "internal"
