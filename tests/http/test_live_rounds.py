"""A live round by hand: what is shown when, who may what, what an answer is worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.db import Database
from app.models.contests import Contest
from app.store import bank_readers
from tests import contests
from tests.conftest import Watch
from tests.factories import HOME, Scene, work_of

As = Callable[..., TestClient]


def question(n: int, **more: Any) -> dict[str, Any]:
    options = [{"key": key, "text": f"Ý {key}"} for key in "abcd"]
    said = {"key": f"q{n}", "prompt": f"Câu số {n}?", "options": options, "answer": "b"}
    return {**said, "points": 10_000, "seconds": 20, **more}


@pytest.fixture
def contest(database: Database, scene: Scene) -> Contest:
    return database.write_now(lambda session: contests.contest(work_of(session), scene))


@pytest.fixture
def live(contest: Contest, as_: As) -> str:
    """Its address; it waits with three questions."""
    made = as_("contests").post(
        f"/contests/{contest.id}/live-rounds",
        json={"title": "Rung chuông vàng 20/10", "questions": [question(n) for n in (1, 2, 3)]},
    )
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/live-rounds/{made.json()['id']}/desk"
    return f"/live-rounds/{made.json()['id']}"


def step(client: TestClient, live: str, name: str, **more: Any) -> Any:
    return client.post(f"{live}/steps", json={"step": name, **more})


def answer(client: TestClient, live: str, key: str, option: str = "b") -> Any:
    return client.post(f"{live}/answers", json={"question": key, "option": option})


def test_nothing_is_shown_before_its_moment(live: str, as_: As, watch: Watch) -> None:
    host, member = as_("contests"), as_("member")
    assert member.post(f"{live}/players").status_code == 200
    waits = member.get(live).json()
    assert (waits["state"], waits["question"], waits["total"]) == ("waiting", None, 3)
    assert (waits["mine"]["option"], waits["may_join"]) == (None, False)
    assert step(host, live, "ask").json()["state"] == "asking"
    assert member.get(live).json()["question"] is None  # two seconds until everybody has it
    assert answer(member, live, "q1").json()["errors"][0]["code"] == "live-question-unknown"
    watch.forward(seconds=2)
    asked = member.get(live).json()
    assert asked["question"]["key"] == "q1"
    assert (asked["answer"], asked["board"]) == (None, None)
    assert "answer" not in asked["question"]
    assert "q2" not in member.get(live).text
    given = answer(member, live, "q1").json()
    assert given["mine"] == {"option": "b", "earned": None, "points": None, "rank": None}
    closed = step(host, live, "close").json()
    assert (closed["answer"], closed["players"], closed["answers"]) == ("b", 1, 1)
    mine = member.get(live).json()
    assert mine["answer"] == "b"
    assert (mine["mine"]["rank"], mine["board"][0]["rank"]) == (1, 1)
    assert mine["mine"]["earned"] == mine["mine"]["points"] == mine["board"][0]["points"]
    assert 9_900 < mine["mine"]["points"] < 10_000


def test_points_fall_with_the_server_s_clock_and_end_with_the_time(
    live: str, as_: As, watch: Watch
) -> None:
    host, member = as_("contests"), as_("member")
    member.post(f"{live}/players")
    step(host, live, "ask")
    watch.forward(seconds=2 + 10)
    assert answer(member, live, "q1").status_code == 200
    step(host, live, "close")
    assert 7_400 < member.get(live).json()["mine"]["points"] <= 7_500
    step(host, live, "ask")
    watch.forward(seconds=2 + 20)
    late = answer(member, live, "q2")
    assert (late.status_code, late.json()["code"]) == (409, "live-question-closed")
    step(host, live, "close")
    mine = member.get(live).json()["mine"]
    assert (mine["option"], mine["earned"]) == (None, 0)
    step(host, live, "ask")
    watch.forward(seconds=3)
    assert answer(member, live, "q3", "a").status_code == 200  # wrong
    ended = step(host, live, "end").json()
    assert (ended["state"], ended["next_steps"]) == ("ended", [])
    assert member.get(live).json()["mine"]["earned"] == 0
    assert answer(member, live, "q3").status_code == 409
    (held,) = member.get("/me/data").json()["live_rounds"]
    assert (held["title"], held["answers"]) == ("Rung chuông vàng 20/10", 2)


def test_the_first_answer_counts_and_a_re_sent_tap_says_the_same(
    live: str, as_: As, watch: Watch
) -> None:
    host, member = as_("contests"), as_("member")
    step(host, live, "ask")
    watch.forward(seconds=3)
    assert answer(member, live, "q1").json()["code"] == "live-not-joined"
    assert member.post(f"{live}/players").status_code == 200
    assert member.post(f"{live}/players").status_code == 200
    assert answer(member, live, "q1", "z").status_code == 422
    assert answer(member, live, "q2").status_code == 422  # a question that is still to come
    assert answer(member, live, "q1", "a").status_code == 200
    assert answer(member, live, "q1", "a").status_code == 200
    second = answer(member, live, "q1", "b")
    assert (second.status_code, second.json()["code"]) == (409, "live-answered")
    assert as_("contests").get(f"{live}/desk").json()["answers"] == 1


def test_who_may_what(
    live: str, contest: Contest, as_: As, client: TestClient, database: Database
) -> None:
    for who in ("editor", "adviser", "member"):
        assert as_(who).get(live).status_code == 200
        assert as_(who).get(f"{live}/desk").status_code == 403
        assert step(as_(who), live, "ask").status_code == 403
    assert client.get(live).status_code == 401
    assert client.get(f"{live}/events").status_code == 401
    for path in (live, f"{live}/events", f"{live}/desk"):
        assert as_("other_contests").get(path).status_code == 404
    assert as_("other_member").post(f"{live}/players").status_code == 404
    assert as_("contests").post(f"{live}/players").status_code == 403  # no member of the group
    database.write_now(lambda s: s.execute(update(Contest).values(state="draft")))
    assert as_("member").get(f"{live}/events").status_code == 404
    refused = step(as_("contests"), live, "ask")
    assert (refused.status_code, refused.json()["code"]) == (409, "live-unpublished")


def test_the_host_s_steps_go_one_way(live: str, as_: As, watch: Watch) -> None:
    host, other = as_("contests"), as_("chair")
    assert step(host, live, "close").json()["code"] == "live-moved"
    assert step(host, live, "ask", version=1).status_code == 200
    lost = step(other, live, "ask", version=1)
    assert (lost.status_code, lost.json()["state"]) == (409, "asking")
    assert host.post(f"{live}/questions", json=question(9)).json()["code"] == "live-begun"
    assert host.delete(f"{live}/questions/q3").status_code == 409
    for _ in range(2):
        assert step(other, live, "close").status_code == 200
        assert step(host, live, "ask").status_code == 200
    step(host, live, "close")
    assert step(host, live, "ask").json()["code"] == "live-no-question"
    assert step(host, live, "end").status_code == 200
    assert as_("member").post(f"{live}/players").json()["code"] == "live-ended"


def test_questions_come_and_go_while_it_waits(live: str, as_: As) -> None:
    host = as_("contests")
    assert host.post(f"{live}/questions", json=question(4)).status_code == 201
    assert host.delete(f"{live}/questions/q2").status_code == 204
    assert host.delete(f"{live}/questions/q2").status_code == 404
    desk = host.get(f"{live}/desk").json()
    assert [(one["key"], one["place"]) for one in desk["questions"]] == [
        ("q1", 1),
        ("q3", 2),
        ("q4", 3),
    ]
    for wrong, pointer in (
        ({"answer": "z"}, "/answer"),
        ({"options": [{"key": "a", "text": "Một"}]}, "/options"),
        ({"prompt": ""}, "/prompt"),
        ({"key": "q1"}, "/key"),
        ({"seconds": 0}, "/seconds"),
    ):
        refused = host.post(f"{live}/questions", json=question(5, **wrong))
        assert refused.status_code == 422, wrong
        assert refused.json()["errors"][0]["pointer"] == pointer


def test_questions_are_drawn_from_the_bank(
    contest: Contest, as_: As, database: Database, scene: Scene
) -> None:
    host = as_("contests")
    path = f"/contests/{contest.id}/live-rounds"
    drawn = {
        "title": "Từ ngân hàng",
        "blueprint": [{"topic": "suc-khoe", "difficulty": "easy", "count": 2}],
    }
    assert host.post(path, json=drawn).json()["code"] == "bank-not-opened"
    bank = f"/communities/{HOME}/question-bank"
    host.post(f"{bank}/opening", json={"agrees": True})
    for n in range(3):
        options = [{"text": "Một"}, {"text": "Hai", "right": True}, {"text": "Ba", "right": n == 2}]
        body = {"topic": "suc-khoe", "difficulty": "easy", "text": f"Câu {n}?", "options": options}
        assert host.post(bank, json=body).status_code == 201
    made = host.post(path, json=drawn)
    assert made.status_code == 201, made.text
    questions = made.json()["questions"]
    assert {one["prompt"] for one in questions} == {"Câu 0?", "Câu 1?"}  # one right option alone
    for one in questions:
        texts = {option["key"]: option["text"] for option in one["options"]}
        assert texts[one["answer"]] == "Hai"
    drawn["blueprint"][0]["count"] = 3  # type: ignore[index]
    short = host.post(path, json=drawn).json()
    assert short["errors"][0]["code"] == "bank-too-small"
    # She has opened the bank, so she only looks on.
    live = f"/live-rounds/{made.json()['id']}"

    def opened(session: Session) -> None:
        community, person = scene.communities[HOME], scene.persons["member"]
        bank_readers.agree(session, community, person, work_of(session).now)

    database.write_now(opened)
    assert as_("member").post(f"{live}/players").json()["code"] == "live-host"


def test_pages_and_forms_work_without_scripts(
    live: str, contest: Contest, browser_of: As, watch: Watch
) -> None:
    host, member = browser_of("contests"), browser_of("member")
    listed = host.get(f"/contests/{contest.id}/live-rounds").text
    assert f"{live}/desk" in listed
    form = {"prompt": "Hội thành lập năm nào?", "options.0": "1930", "options.1": "1945"}
    missing = host.post(f"{live}/questions", data=form)
    assert missing.status_code == 422
    assert 'value="1930"' in missing.text
    more = {"answer": "0", "points": "2,5", "seconds": "15"}
    assert host.post(f"{live}/questions", data={**form, **more}).status_code == 303
    desk = host.get(f"{live}/desk").text
    assert "Hội thành lập năm nào?" in desk
    assert "2,50 điểm, 15 giây" in desk
    page = member.get(live).text
    assert 'http-equiv="refresh"' in page
    assert "Tải lại" in page
    assert member.post(f"{live}/players", data={}).status_code == 303
    version = host.get(f"{live}/desk").text.partition('name="version" value="')[2].partition('"')[0]
    assert host.post(f"{live}/steps", data={"step": "ask", "version": version}).status_code == 303
    stale = host.post(f"{live}/steps", data={"step": "ask", "version": version})
    assert stale.status_code == 409
    assert "Có người vừa bấm trước" in stale.text
    watch.forward(seconds=3)
    assert 'name="option" value="b"' in member.get(live).text
    sent = member.post(f"{live}/answers", data={"question": "q1", "option": "b"})
    assert sent.status_code == 303
    assert "Đã nhận câu trả lời của chị" in member.get(live).text
    host.post(f"{live}/steps", data={"step": "close"})
    assert "đáp án đúng" in member.get(live).text
    assert "đứng thứ 1" in member.get(live).text
    host.post(f"{live}/steps", data={"step": "end"})
    ended = member.get(live).text
    assert 'http-equiv="refresh"' not in ended
    assert "Rung chuông vàng đã dự" in member.get("/me/data").text


def test_the_stream_of_a_round_that_ended_says_so_and_ends(live: str, as_: As) -> None:
    step(as_("contests"), live, "end")
    said = as_("member").get(f"{live}/events")
    assert said.headers["content-type"].startswith("text/event-stream")
    assert said.headers["cache-control"] == "no-store"
    assert '"state":"ended"' in said.text
    assert said.text.endswith("\n\n")
