"""Answering surveys over HTTP: programs, browsers without JavaScript, and what leaves no trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.jobs.worker import Worker
from app.models.audit import AuditRow
from app.models.base import SQLModel
from app.models.notices import Notice
from app.models.survey_responses import SurveyPending
from app.models.surveys import Survey
from tests import surveys
from tests.factories import HOME, Scene, work_of
from tests.survey_desk import col, women

FORM = {
    "title": "Chị cần gì?",
    "questions": [
        surveys.question("one", required=True),
        surveys.question("more", "short_text"),
        surveys.question("order", "ranking"),
    ],
}


@pytest.fixture
def make(database: Database, scene: Scene) -> Callable[..., str]:
    def made(form: Any = FORM, **more: Any) -> str:
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more).id)

    return made


def test_an_answer_by_name_answers_201_and_the_look_at_it_is_recorded(
    as_: Callable[..., TestClient], make: Callable[..., str], database: Database
) -> None:
    survey, member = make(), as_("member")
    form = member.get(f"/surveys/{survey}/responses/new").json()
    body = {"answers": {"one": "a"}, "ticket": form["ticket"], "version_number": 1}
    sent = member.post(f"/surveys/{survey}/responses", json=body)
    assert sent.status_code == 201
    assert sent.json()["answers"] == {"one": "a"}
    assert member.post(f"/surveys/{survey}/responses", json=body).status_code == 409
    board = as_("contests")
    listed = board.get(f"/surveys/{survey}/responses").json()
    assert [one["person_name"] for one in listed["items"]] == ["Nguyễn Thị member"]
    read = board.get(f"/responses/{sent.json()['id']}").json()
    assert read["questions"] == [{"key": "one", "text": "Câu one?", "said": ["Ý a"]}]
    assert as_("moderator").get(f"/surveys/{survey}/responses").status_code == 403
    looks = select(func.count()).where(col(AuditRow.action) == "survey.look")
    assert database.read_now(lambda s: s.execute(looks).scalar_one()) == 2
    mine = member.get("/me/data").json()
    assert mine["survey_answers"][0]["answers"] == {"one": "a"}
    assert mine["survey_participations"] == [{"survey": "Chị cần gì?", "identity": "identified"}]


def test_a_browser_without_javascript_sends_every_type(
    browser_of: Callable[..., TestClient], make: Callable[..., str], database: Database
) -> None:
    survey, browser = make(surveys.EVERY_TYPE), browser_of("member")
    page = browser.get(f"/surveys/{survey}/responses/new").text
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket
    sent = browser.post(
        f"/surveys/{survey}/responses",
        data={
            "ticket": ticket[1],
            "version_number": "1",
            "answers.single": "a",
            "answers.multiple": ["a", "b"],
            "answers.matrix_single.r1": "a",
            "answers.matrix_multiple.r2": ["a", "c"],
            "answers.rating": "4",
            "answers.number": "1,5",
            "answers.ranking.b": "1",
            "answers.ranking.a": "2",
            "answers.consent": "yes",
        },
    )
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        f"/surveys/{survey}/responses/thanks",
    )
    assert browser.get(sent.headers["location"]).status_code == 200
    kept = database.read_now(
        lambda s: s.execute(text("SELECT answers FROM survey_response")).scalar_one()
    )
    for part in ('"r1": "a"', '"rating": 4', '"number": 1.5', '["b", "a"]', '"consent": "yes"'):
        assert part in str(kept).replace("'", '"')


def test_the_tab_leads_to_the_survey_and_the_thanks_lead_on(
    browser_of: Callable[..., TestClient],
    as_: Callable[..., TestClient],
    make: Callable[..., str],
) -> None:
    root, survey, browser = f"/communities/{HOME}", make(), browser_of("member")
    onward = f'href="{root}/surveys"'
    tab = browser.get(f"{root}/contests").text
    for words in ("1 khảo sát chờ chị trả lời", onward, f'href="/surveys/{survey}/responses/new"'):
        assert words in tab
    assert f'href="{root}/contests"' in browser.get(f"{root}/surveys").text
    member, new = as_("member"), f"/surveys/{survey}/responses/new"
    body = {"answers": {"one": "a"}, "ticket": member.get(new).json()["ticket"]}
    sent = member.post(f"/surveys/{survey}/responses", json=body | {"version_number": 1})
    assert sent.status_code == 201
    pages = [browser.get(at).text for at in (new, f"/surveys/{survey}/responses/thanks")]
    assert [page.count(f'class="button button-quiet" {onward}') for page in pages] == [1, 1]
    seen = member.get(f"{root}/contests").json()["surveys"]
    assert ([one["answered"] for one in seen["open"]], seen["results"]) == ([True], False)
    assert "1 khảo sát đang mở" in browser.get(f"{root}/contests").text


def test_the_thanks_of_a_personal_link_lead_nowhere(
    browser_of: Callable[..., TestClient], make: Callable[..., str]
) -> None:
    page = browser_of().get(f"/surveys/{make(identity='token')}/responses/thanks")
    assert page.status_code == 200
    assert f"/communities/{HOME}/surveys" not in page.text


def test_what_was_typed_comes_back(
    browser_of: Callable[..., TestClient], make: Callable[..., str], database: Database
) -> None:
    survey, browser = make(), browser_of("member")
    typed = {"answers.more": "Chuyện dài của tôi"}
    wrong = browser.post(f"/surveys/{survey}/responses", data=typed)
    assert wrong.status_code == 422
    assert "Xin chị trả lời câu này." in wrong.text
    assert "Chuyện dài của tôi" in wrong.text

    def close(session: Session) -> None:
        session.get_one(Survey, survey).closes_at = clock.now()

    database.write_now(close)
    late = browser.post(f"/surveys/{survey}/responses", data={**typed, "answers.one": "a"})
    assert late.status_code == 409
    assert "Khảo sát đã đóng" in late.text
    assert "Chuyện dài của tôi" in late.text


def test_too_much_text_is_413(as_: Callable[..., TestClient], make: Callable[..., str]) -> None:
    body = {"answers": {"one": "a", "more": "x" * 10_000_000}}
    sent = as_("member").post(f"/surveys/{make()}/responses", json=body)
    assert (sent.status_code, sent.json()["code"]) == (413, "body-too-large")


def test_an_anonymous_answer_leaves_two_rows_and_nothing_else(
    as_: Callable[..., TestClient],
    make: Callable[..., str],
    database: Database,
    scene: Scene,
    loud: None,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """With a key that would be kept: no row names her and the moment, and no line of the log."""
    survey, member = make(identity="anonymous"), as_("member")

    def rows(session: Session) -> dict[str, int]:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }

    before = database.read_now(rows)
    key = {"idempotency-key": "k1"}
    sent = member.post(f"/surveys/{survey}/responses", json={"answers": {"one": "a"}}, headers=key)
    assert sent.json() == {
        "survey": survey,
        "identity": "anonymous",
        "thanks": "",
        **dict.fromkeys(("lang", "id", "version_number", "submitted_at", "way", "answers")),
    }
    after = database.read_now(rows)
    grown = {name for name, many in after.items() if many != before[name]}
    assert grown == {"survey_participation", "survey_pending"}
    written = "".join(capfd.readouterr())
    assert "request" in written
    assert survey not in written
    assert scene.persons["member"] not in written
    again = member.post(f"/surveys/{survey}/responses", json={"answers": {"one": "a"}}, headers=key)
    assert again.status_code == 409
    assert as_("contests").get(f"/surveys/{survey}/responses").status_code == 409


def test_five_thousand_links_are_made_at_once_and_kept_as_digests(
    as_: Callable[..., TestClient], make: Callable[..., str], client: TestClient
) -> None:
    survey, board = make(identity="token"), as_("contests")
    until = (clock.now() + timedelta(days=7)).isoformat()
    body = {"many": 5000, "label": "Chi hội 3", "expires_at": until}
    made = board.post(f"/surveys/{survey}/tokens", json=body)
    assert made.status_code == 201
    links = made.json()["links"]
    assert len({one["token"] for one in links}) == 5000
    assert all(len(one["token"]) == 22 for one in links)
    assert links[0]["link"].endswith(links[0]["token"])
    body = {"answers": {"one": "a"}, "token": links[0]["token"]}
    assert client.post(f"/surveys/{survey}/responses", json=body).status_code == 201
    used = client.post(f"/surveys/{survey}/responses", json=body)
    assert (used.status_code, used.json()["code"]) == (409, "survey-token-used")
    unknown = client.post(f"/surveys/{survey}/responses", json={**body, "token": "zzz"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "survey-token-unknown")
    page = client.get(f"/surveys/{survey}/responses/new?token={links[1]['token']}")
    assert page.json()["ticket"]
    (batch,) = board.get(f"/surveys/{survey}/tokens").json()["batches"]
    assert (batch["many"], batch["used"], batch["label"]) == (5000, 1, "Chi hội 3")


def test_a_sheet_is_typed_in_once(
    as_: Callable[..., TestClient], make: Callable[..., str], scene: Scene, database: Database
) -> None:
    survey, board = make(), as_("membership")
    path = f"/surveys/{survey}/paper-responses"
    body = {"answers": {"one": "a"}, "sheet": "017", "person": scene.members["member"]}
    taken = board.post(path, json=body)
    assert taken.status_code == 201, taken.text
    read = as_("contests").get(f"/responses/{taken.json()['id']}").json()
    assert (read["way"], read["sheet"]) == ("paper", "17")
    assert read["typed_by_name"] == "Nguyễn Thị membership"
    again = board.post(path, json={**body, "sheet": "18"})
    assert (again.status_code, again.json()["code"]) == (409, "survey-answered-by-her")
    hidden = make(identity="anonymous")
    taken = board.post(
        f"/surveys/{hidden}/paper-responses", json={"answers": {"one": "a"}, "sheet": "1"}
    )
    assert taken.json() == {"survey": hidden, "sheet": "1", "id": None, "channel": None}
    pending = database.read_now(lambda s: s.execute(select(SurveyPending)).scalar_one())
    assert pending.way == "paper"


def test_those_who_are_missing_are_reminded_once(
    as_: Callable[..., TestClient], make: Callable[..., str], database: Database
) -> None:
    women(database, 3)
    survey, board = make(), as_("contests")
    assert (
        as_("member")
        .post(f"/surveys/{survey}/responses", json={"answers": {"one": "a"}})
        .status_code
        == 201
    )
    listed = board.get(f"/surveys/{survey}/missing").json()
    assert [one["name"] for one in listed["items"]] == ["Vũ Thị 0", "Vũ Thị 1", "Vũ Thị 2"]
    assert board.post(f"/surveys/{survey}/reminder").status_code == 200
    again = board.post(f"/surveys/{survey}/reminder")
    assert (again.status_code, again.json()["code"]) == (409, "survey-reminded")
    Worker(database).settle()
    told = select(func.count()).where(col(Notice.kind) == "survey.reminder")
    assert database.read_now(lambda s: s.execute(told).scalar_one()) == 3


@pytest.mark.parametrize("page", ["responses", "tokens", "missing", "paper-responses/new"])
def test_the_board_has_its_pages(
    browser_of: Callable[..., TestClient], make: Callable[..., str], page: str
) -> None:
    shown = browser_of("chair").get(f"/surveys/{make()}/{page}")
    assert shown.status_code == 200
    assert "<h1" in shown.text
