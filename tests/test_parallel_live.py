"""A live round under load: one answer a woman, one step a press, and points that lose nobody's."""

from __future__ import annotations

import time
from collections import Counter

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.db import Database
from app.models.audit import AuditRow
from app.models.live_rounds import LiveAnswer, LivePlayer, LiveRound
from tests import live
from tests.factories import Scene
from tests.test_parallel import MANY, Call, address, at_once, count, posting, statuses

__all__ = ["address"]
HOSTS = ("contests", "chair", "vice_chair")


@pytest.fixture
def round_id(database: Database, scene: Scene) -> str:
    return database.write_now(lambda session: live.waiting(session, scene))


def step(address: str, scene: Scene, round_id: str, name: str) -> httpx.Response:
    call = posting(f"/live-rounds/{round_id}/steps", scene.tokens["contests"], step=name)
    return at_once(address, [call])[0]


def answering(scene: Scene, round_id: str, who: str, key: str, option: str) -> Call:
    path = f"/live-rounds/{round_id}/answers"
    return posting(path, scene.tokens[who], question=key, option=option)


def asked(address: str, scene: Scene, round_id: str) -> None:
    assert step(address, scene, round_id, "ask").status_code == 200
    time.sleep(2.2)  # until the question is pushed


def test_fifty_answers_of_one_woman_are_one(
    address: str, scene: Scene, database: Database, round_id: str
) -> None:
    joining = posting(f"/live-rounds/{round_id}/players", scene.tokens["member"])
    assert statuses(at_once(address, [joining] * MANY)) == {200: MANY}
    assert count(database, col(LivePlayer.live_round_id) == round_id) == 1
    asked(address, scene, round_id)
    calls = [answering(scene, round_id, "member", "q1", "ab"[n % 2]) for n in range(MANY)]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: MANY // 2, 409: MANY // 2}
    assert count(database, col(LiveAnswer.live_round_id) == round_id) == 1
    kept = database.read_now(lambda s: s.execute(select(LiveAnswer)).scalar_one())
    said = {one.json()["mine"]["option"] for one in answers if one.status_code == 200}
    assert said == {kept.option}


def test_hosts_who_press_next_together_take_one_step(
    address: str, scene: Scene, database: Database, round_id: str
) -> None:
    path = f"/live-rounds/{round_id}/steps"
    for version in (1, None):  # a page names the version it shows, a program need not
        body = {"step": "ask", "version": version} if version else {"step": "ask"}
        calls = [posting(path, scene.tokens[HOSTS[n % 3]], **body) for n in range(20)]
        assert statuses(at_once(address, calls)) == {200: 1, 409: 19}
        assert step(address, scene, round_id, "close").status_code == 200
    row = database.read_now(lambda s: s.execute(select(LiveRound)).scalar_one())
    assert (row.place, row.version) == (2, 5)
    assert count(database, col(AuditRow.action) == "live_round.step") == 4


def test_answers_that_meet_the_closing_are_counted_or_refused(
    address: str, scene: Scene, database: Database, round_id: str
) -> None:
    names = database.write_now(lambda session: live.players(session, scene, 30))
    players = f"/live-rounds/{round_id}/players"
    at_once(address, [posting(players, scene.tokens[name]) for name in names])
    asked(address, scene, round_id)
    closing = posting(f"/live-rounds/{round_id}/steps", scene.tokens["chair"], step="close")
    calls = [answering(scene, round_id, name, "q1", "b") for name in names]
    answers = at_once(address, [*calls[:15], closing, *calls[15:]])
    counted = sum(answer.status_code == 200 for answer in answers) - 1
    assert statuses(answers) == Counter({200: counted + 1, 409: 30 - counted})
    assert count(database, col(LiveAnswer.live_round_id) == round_id) == counted
    earned, shown = database.read_now(
        lambda s: (
            s.execute(select(func.sum(col(LiveAnswer.points)))).scalar_one() or 0,
            s.execute(select(func.sum(col(LivePlayer.points)))).scalar_one(),
        )
    )
    assert earned == shown  # nobody answered after the board was counted
