"""Surveys on paper and on the wall over HTTP: printed forms, typed sheets, links, posters."""

from __future__ import annotations

import base64
import csv
import io
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.models.audit import AuditRow
from app.models.survey_responses import SurveyPending, SurveyResponse, SurveySheet, SurveyToken
from app.models.surveys import Survey, SurveyChannel, SurveyQuota
from app.store import survey_tallies
from tests import surveys
from tests.factories import Scene, work_of
from tests.survey_desk import col

FORM = {
    "title": {"vi": "Chị cần gì?", "en": "What do you need?"},
    "questions": [
        surveys.question("one", required=True),
        surveys.question("why", "multiple", show_if={"question": "one", "is": "a"}),
        surveys.question("more", "short_text"),
    ],
}
Clients = Callable[..., TestClient]
Make = Callable[..., str]


@pytest.fixture
def make(database: Database, scene: Scene) -> Make:
    def made(form: Any = FORM, **more: Any) -> str:
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more).id)

    return made


def typed(client: TestClient, survey: str, sheet: str, answer: str = "a", **more: Any) -> Any:
    body = {"sheet": sheet, "answers": {"one": answer}, **more}
    return client.post(f"/surveys/{survey}/paper-responses", json=body)


# -- printed -----------------------------------------------------------------------------------


def test_the_form_is_printed_in_both_languages(
    browser_of: Clients, as_: Clients, make: Make
) -> None:
    survey = make()
    page = browser_of("membership").get(f"/surveys/{survey}/print?first=17&many=3").text
    assert page.count('class="survey-sheet"') == 3
    numbers = re.findall(r'survey-number">Phiếu số: <strong>(\S+)</strong>', page)
    assert numbers == ["17", "18", "19"]
    assert "Nếu câu 1 chọn “Ý a” thì trả lời câu 2, không thì sang câu 3." in page
    assert "Phiếu có ghi tên chị." in page
    assert page.count("data:image/svg+xml") == 3
    read = as_("contests").get(f"/surveys/{survey}/print?lang=en").json()
    (step,) = read["steps"]
    assert step["questions"][1]["guide"] == (
        "If you chose “Ý a” in question 1, answer question 2; otherwise go on to question 3."
    )
    assert (read["title"], read["numbers"], read["next"]) == ("What do you need?", [""], 2)


@pytest.mark.parametrize(
    ("identity", "said"),
    [("anonymous", "máy không giữ phiếu là của ai"), ("token", "không giữ tên chị")],
)
def test_the_paper_is_honest_about_who_will_know(
    browser_of: Clients, make: Make, identity: str, said: str
) -> None:
    page = browser_of("chair").get(f"/surveys/{make(identity=identity)}/print").text
    assert said in page
    assert ("data:image/svg+xml" in page) == (identity != "token")


@pytest.mark.parametrize("asked", ["many=51", "many=0", "first=0", "first=-3", "channel=khong"])
def test_a_pile_that_cannot_be_is_422(as_: Clients, make: Make, asked: str) -> None:
    assert as_("contests").get(f"/surveys/{make()}/print?{asked}").status_code == 422


def test_every_type_has_its_place_on_paper(browser_of: Clients, make: Make) -> None:
    page = browser_of("chair").get(f"/surveys/{make(surveys.EVERY_TYPE)}/print").text
    for said in ("Khoanh tròn một số", "Ghi 1 vào ô", "Ngày ………", "Mỗi dòng đánh dấu một ô"):
        assert said in page
    assert "18. Chị đồng ý không?" in page


def test_the_next_numbers_are_of_the_same_way(
    browser_of: Clients, as_: Clients, make: Make
) -> None:
    survey = make()
    way = as_("contests").post(f"/surveys/{survey}/channels", json={"name": "Thôn 2"}).json()
    pile = f"/surveys/{survey}/print?first=1&many=2&channel={way['code']}"
    page = browser_of("membership").get(pile).text
    href = f"/surveys/{survey}/print?first=3&amp;many=2&amp;lang=vi&amp;channel={way['code']}"
    assert f'href="{href}"' in page


def test_the_paper_says_what_must_be_answered(browser_of: Clients, make: Make) -> None:
    must, free = "Câu có dấu * xin chị trả lời", "Câu nào không muốn trả lời"
    page = browser_of("membership").get(f"/surveys/{make()}/print").text
    assert (must in page, free in page) == (True, False)
    picture = {"title": "Ảnh", "questions": [surveys.question("f", "file", required=True)]}
    page = browser_of("membership").get(f"/surveys/{make(picture)}/print").text
    assert (must in page, free in page, " *" in page) == (False, True, False)


def test_a_picture_that_must_be_sent_is_not_asked_of_paper(as_: Clients, make: Make) -> None:
    form = {**FORM, "questions": [*FORM["questions"], surveys.question("f", "file", required=True)]}
    taken = typed(as_("membership"), make(form), "1")
    assert taken.status_code == 201, taken.text
    asked = as_("membership").get(f"/paper-responses/{taken.json()['id']}/edit").json()
    assert [one["required"] for one in asked["steps"][0]["questions"]] == [
        True,
        False,
        False,
        False,
    ]
    mended = {"sheet": "1", "answers": {"one": "b"}}
    put = as_("membership").patch(f"/paper-responses/{taken.json()['id']}", json=mended)
    assert put.status_code == 200, put.text


# -- typed in ----------------------------------------------------------------------------------


def test_the_same_sheet_is_refused_and_says_who_typed_it(as_: Clients, make: Make) -> None:
    survey = make()
    assert typed(as_("membership"), survey, "017").status_code == 201
    again = typed(as_("contests"), survey, "17", "b")
    assert (again.status_code, again.json()["code"]) == (409, "survey-sheet-used-by")
    assert "Nguyễn Thị membership đã nhập phiếu số 17 lúc" in again.json()["detail"]


def test_full_width_digits_are_the_same_sheet(as_: Clients, make: Make) -> None:
    survey, board = make(), as_("membership")
    assert typed(board, survey, "1").json()["sheet"] == "1"
    again = typed(board, survey, "１")
    assert (again.status_code, again.json()["code"]) == (409, "survey-sheet-used-by")
    long = typed(board, survey, "ß" * 150)
    assert (long.status_code, long.json()["errors"][0]["code"]) == (422, "sheet-number")


def test_of_an_anonymous_sheet_nobody_knows_who_typed_it(
    as_: Clients, make: Make, database: Database
) -> None:
    survey = make(identity="anonymous")
    before = _rows(database)
    assert typed(as_("membership"), survey, "17").status_code == 201
    again = typed(as_("membership"), survey, "17")
    assert (again.status_code, again.json()["code"]) == (409, "survey-sheet-used")
    assert "17" in again.json()["detail"]
    assert "Nguyễn" not in again.text
    assert _rows(database) == before
    listed = as_("contests").get(f"/surveys/{survey}/paper-responses").json()
    assert listed["items"] == [
        {
            "sheet": "17",
            "response": None,
            "person_name": None,
            "typed_by_name": None,
            "typed_at": None,
            "may_correct": False,
        }
    ]


def _rows(database: Database) -> int:
    return database.read_now(lambda s: len(s.execute(select(AuditRow)).scalars().all()))


def test_faults_of_a_sheet_stand_beside_their_question_and_nothing_is_kept(
    browser_of: Clients, make: Make, database: Database
) -> None:
    survey, browser = make(), browser_of("membership")
    form = {"sheet": "5", "answers.one": "", "answers.more": "Lớp nấu ăn"}
    shown = browser.post(f"/surveys/{survey}/paper-responses", data=form)
    assert shown.status_code == 422
    assert "Xin chị trả lời câu này." in shown.text
    assert "Lớp nấu ăn" in shown.text
    kept = database.read_now(lambda s: s.execute(select(SurveySheet)).scalars().all())
    assert kept == []


def test_a_browser_without_javascript_goes_on_to_the_next_sheet(
    browser_of: Clients, make: Make, database: Database, scene: Scene
) -> None:
    survey, browser = make(), browser_of("membership")
    code = database.write_now(lambda s: _channel(s, scene, survey))
    form = {"sheet": "A-09", "answers.one": "a", "answers.why": ["a", "b"], "channel": code}
    saved = browser.post(f"/surveys/{survey}/paper-responses", data=form, follow_redirects=False)
    assert saved.status_code == 303, saved.text
    page = browser.get(saved.headers["location"]).text
    assert 'value="A-10"' in page
    assert f'value="{code}" lang="vi" selected' in page
    assert "Đã nhập phiếu giấy." in page
    row = database.read_now(lambda s: s.execute(select(SurveyResponse)).scalar_one())
    assert row.answers == {"one": "a", "why": ["a", "b"]}
    assert row.channel_id is not None


def _channel(session: Any, scene: Scene, survey: str) -> str:
    work = work_of(session)
    session.add(
        SurveyChannel(
            id="kenh",
            survey_id=survey,
            code="hopthondong1",
            name="Họp thôn Đông",
            created_by=scene.persons["contests"],
            created_at=work.now,
        )
    )
    return "hopthondong1"


def test_whose_sheet_it_is_is_said_by_name(
    as_: Clients, make: Make, scene: Scene, database: Database
) -> None:
    survey, board = make(), as_("membership")
    unknown = typed(board, survey, "1", person="Trần Thị Không Có")
    assert unknown.json()["errors"][0]["code"] == "survey-person-unknown"
    alike = typed(board, survey, "1", person="nguyen thi member")
    assert alike.json()["errors"][0]["code"] == "survey-person-alike"
    assert "Nguyễn Thị member" in alike.text
    taken = typed(board, survey, "1", person="Nguyễn Thị member")
    assert taken.status_code == 201, taken.text
    row = database.read_now(lambda s: s.get_one(SurveyResponse, taken.json()["id"]))
    assert row.person_id == scene.persons["member"]
    missing = as_("contests").get(f"/surveys/{survey}/missing").json()
    assert scene.members["member"] not in {one["member"] for one in missing["items"]}
    refused = typed(board, make(identity="anonymous"), "1", person=scene.members["member"])
    assert refused.json()["errors"][0]["code"] == "survey-paper-unnamed"


def test_the_missing_page_leads_to_her_sheet(browser_of: Clients, make: Make, scene: Scene) -> None:
    survey, browser = make(), browser_of("chair")
    person = scene.members["member"]
    page = browser.get(f"/surveys/{survey}/missing").text
    link = f"/surveys/{survey}/paper-responses/new?person={person}"
    assert link in page
    shown = browser.get(link).text
    assert "Nguyễn Thị member" in shown
    assert f'name="person" value="{person}"' in shown


# -- put right ---------------------------------------------------------------------------------


def test_a_mistyped_sheet_is_put_right_by_who_typed_it(
    as_: Clients, make: Make, database: Database
) -> None:
    survey, board = make(), as_("membership")
    other = typed(board, survey, "1").json()["id"]
    taken = typed(board, survey, "2", "a").json()["id"]
    database.write_now(lambda s: s.add(_quota(survey, "b")))
    shown = board.get(f"/paper-responses/{taken}/edit").json()
    assert (shown["sheet"], shown["typed_by_name"]) == ("2", "Nguyễn Thị membership")
    body = {"sheet": "03", "answers": {"one": "b", "why": ["c"], "more": "Học may"}}
    done = board.patch(f"/paper-responses/{taken}", json=body)
    assert done.json() == {"survey": survey, "sheet": "3", "id": taken, "channel": None}
    row = database.read_now(lambda s: s.get_one(SurveyResponse, taken))
    assert row.answers == {"one": "b", "more": "Học may"}, "what is not asked is not kept"
    assert _taken(database, survey) == 1
    board.patch(f"/paper-responses/{taken}", json={"sheet": "3", "answers": {"one": "c"}})
    assert _taken(database, survey) == 0
    clash = board.patch(f"/paper-responses/{taken}", json={**body, "sheet": "1"})
    assert clash.json()["code"] == "survey-sheet-used-by"
    sheets = database.read_now(lambda s: set(s.execute(select(col(SurveySheet.sheet))).scalars()))
    assert sheets == {"1", "3"}
    wrong = board.patch(f"/paper-responses/{other}", json={"sheet": "1", "answers": {}})
    assert wrong.json()["errors"][0]["pointer"] == "/answers/one"


def _quota(survey: str, option: str) -> SurveyQuota:
    return SurveyQuota(survey_id=survey, question="one", option=option, most=1)


def _taken(database: Database, survey: str) -> int:
    return database.read_now(lambda s: s.get_one(SurveyQuota, (survey, "one", "b")).taken)


def test_another_typist_may_not_look_and_the_look_is_recorded(
    as_: Clients, make: Make, database: Database
) -> None:
    survey = make()
    taken = typed(as_("contests"), survey, "1").json()["id"]
    assert as_("membership").get(f"/paper-responses/{taken}/edit").status_code == 403
    (line,) = as_("membership").get(f"/surveys/{survey}/paper-responses").json()["items"]
    assert (line["may_correct"], line["typed_by_name"]) == (False, "Nguyễn Thị contests")
    assert as_("chair").get(f"/paper-responses/{taken}/edit").status_code == 200
    assert as_("member").get(f"/paper-responses/{taken}/edit").status_code == 403
    looks = select(AuditRow).where(col(AuditRow.action) == "survey.look")
    assert len(database.read_now(lambda s: s.execute(looks).scalars().all())) == 1


def test_what_was_counted_is_counted_anew(as_: Clients, make: Make, database: Database) -> None:
    survey, board = make(), as_("contests")
    taken = typed(board, survey, "1").json()["id"]
    for answer in ("b", "c"):
        assert database.write_now(survey_tallies.fold) == 1
        body = {"sheet": "1", "answers": {"one": answer}}
        assert board.patch(f"/paper-responses/{taken}", json=body).status_code == 200
        assert database.read_now(lambda s: survey_tallies.differences(s, survey)) == []
        counts = database.read_now(lambda s: survey_tallies.counts(s, survey))
        assert {key[3]: n for key, n in counts.items() if key[1] == "one" and n} == {
            "?": 1,
            "": 1,
            answer: 1,
        }


def test_a_web_answer_is_no_sheet(as_: Clients, make: Make, client: TestClient) -> None:
    survey = make()
    sent = as_("member").post(f"/surveys/{survey}/responses", json={"answers": {"one": "a"}})
    assert as_("chair").get(f"/paper-responses/{sent.json()['id']}/edit").status_code == 404


# -- personal links ----------------------------------------------------------------------------


def links(board: TestClient, survey: str, many: int, **more: Any) -> Any:
    until = (clock.now() + timedelta(days=7)).isoformat()
    body = {"many": many, "label": "=Chi hội 3", "expires_at": until, **more}
    return board.post(f"/surveys/{survey}/tokens", json=body)


def test_five_thousand_links_are_a_file_in_seconds(as_: Clients, make: Make) -> None:
    survey, board = make(identity="token"), as_("contests")
    begun = time.monotonic()
    made = links(board, survey, 5000)
    assert time.monotonic() - begun < 10
    held = base64.b64decode(made.json()["csv"].partition("base64,")[2]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(held)))
    assert rows[0] == ["Số", "Ghi chú", "Đường dẫn"]
    assert len(rows) == 5001
    assert rows[5000] == ["5000", "'=Chi hội 3", made.json()["links"][4999]["link"]]


def test_a_browser_makes_links_and_prints_their_codes(browser_of: Clients, make: Make) -> None:
    survey, browser = make(identity="token"), browser_of("contests")
    form = {"many": "130", "label": "Chi hội 3", "expires_at": "2099-12-05T17:00"}
    page = browser.post(f"/surveys/{survey}/tokens", data=form)
    assert page.status_code == 201, page.text
    assert re.search(r'download="duong-dan-\w+-[\d-]+\.csv"', page.text)
    some = re.findall(r'name="links" value="([^"]+)"', page.text)
    assert [len(one.split()) for one in some] == [120, 10]
    sheet = browser.post(f"/surveys/{survey}/tokens/sheet", data={"links": some[1]})
    assert sheet.status_code == 200, sheet.text
    assert sheet.text.count("data:image/svg+xml") == 10
    assert "Chi hội 3 · Số <strong>121</strong>" in sheet.text
    pasted = "\n".join(re.findall(r"https?://\S+token=[\w-]+", page.text)[:2])
    again = browser.post(f"/surveys/{survey}/tokens/sheet", data={"links": pasted})
    assert again.text.count("data:image/svg+xml") == 2


def test_codes_of_another_survey_are_not_printed(as_: Clients, make: Make) -> None:
    board = as_("contests")
    one, other = make(identity="token"), make(identity="token")
    secret = links(board, one, 1).json()["links"][0]["token"]
    refused = board.post(f"/surveys/{other}/tokens/sheet", json={"links": [secret, "abc"]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "survey-links-unknown"
    many = board.post(f"/surveys/{one}/tokens/sheet", json={"links": [secret] * 121})
    assert many.status_code == 422


def test_links_that_nobody_used_are_withdrawn(as_: Clients, make: Make, client: TestClient) -> None:
    survey, board = make(identity="token"), as_("contests")
    made = links(board, survey, 3).json()
    first, second, _ = (one["token"] for one in made["links"])
    answer = {"answers": {"one": "a"}, "token": first}
    assert client.post(f"/surveys/{survey}/responses", json=answer).status_code == 201
    path = f"/surveys/{survey}/tokens/withdrawal"
    done = board.post(path, json={"batch": made["batch"]}).json()
    (batch,) = done["batches"]
    assert (batch["many"], batch["used"], batch["live"]) == (3, 1, 0)
    gone = client.post(f"/surveys/{survey}/responses", json={**answer, "token": second})
    assert (gone.status_code, gone.json()["code"]) == (410, "survey-token-expired")
    used = client.post(f"/surveys/{survey}/responses", json=answer)
    assert (used.status_code, used.json()["code"]) == (409, "survey-token-used")
    again = board.post(path, json={"batch": made["batch"]})
    assert (again.status_code, again.json()["code"]) == (409, "survey-links-ended")


def test_links_are_told_apart_in_a_browser(
    as_: Clients, make: Make, database: Database, client: TestClient
) -> None:
    survey, other, board = make(identity="token"), make(identity="token"), as_("contests")
    used, ended, foreign = (
        links(board, where, 1).json()["links"][0]["token"] for where in (survey, survey, other)
    )
    client.post(f"/surveys/{survey}/responses", json={"answers": {"one": "a"}, "token": used})
    early = clock.now() - timedelta(minutes=1)
    database.write_now(
        lambda s: s.execute(
            update(SurveyToken)
            .where(col(SurveyToken.used_at).is_(None), col(SurveyToken.survey_id) == survey)
            .values(expires_at=early)
        )
    )
    path = f"/surveys/{survey}/responses/new?token="
    said = {
        used: (200, "Chị đã trả lời khảo sát này"),
        ended: (410, "Đường dẫn riêng này đã hết hạn"),
        foreign: (422, "Đường dẫn riêng này là của một khảo sát khác."),
        "khongco": (404, "Đường dẫn riêng này không đúng"),
    }
    for secret, (status, sentence) in said.items():
        page = client.get(path + secret, headers={"accept": "text/html"})
        assert (page.status_code, sentence in page.text) == (status, True), page.text


def test_a_closed_survey_makes_no_more_links(as_: Clients, make: Make, database: Database) -> None:
    survey = make(identity="token")
    database.write_now(lambda s: s.execute(update(Survey).values(state="closed")))
    assert links(as_("contests"), survey, 1).json()["code"] == "survey-over"


# -- on the wall, and the buttons ------------------------------------------------------------------


def test_a_poster_says_how_long_and_until_when(
    browser_of: Clients, make: Make, database: Database, scene: Scene
) -> None:
    survey = make(identity="anonymous")
    code = database.write_now(lambda s: _channel(s, scene, survey))
    page = browser_of("member").get(f"/surveys/{survey}/poster?size=a5&channel={code}").text
    assert "poster-a5" in page
    assert "Chỉ mất chừng 1 phút" in page
    assert f"/s/{code}" in page
    assert "Mời các chị trả lời khảo sát “Chị cần gì?”." in page
    assert "Họp thôn Đông" in page


@pytest.mark.parametrize(("identity", "asked"), [("identified", "size=a3"), ("token", "")])
def test_no_poster_without_a_way_in(as_: Clients, make: Make, identity: str, asked: str) -> None:
    refused = as_("contests").get(f"/surveys/{make(identity=identity)}/poster?{asked}")
    assert refused.status_code == (422 if asked else 409)


BOARD = ["print", "typing", "sheets", "missing", "poster"]


@pytest.mark.parametrize(
    ("role", "identity", "ways"),
    [
        ("member", "identified", ["responses", "poster"]),
        ("member", "token", []),
        ("membership", "identified", ["print", "typing", "sheets", "poster"]),
        ("contests", "identified", BOARD),
        ("contests", "anonymous", ["print", "typing", "sheets", "poster"]),
        ("contests", "token", ["print", "typing", "sheets", "tokens"]),
        ("adviser", "identified", ["poster"]),
    ],
)
def test_the_page_shows_what_she_may_do(
    as_: Clients, browser_of: Clients, make: Make, role: str, identity: str, ways: list[str]
) -> None:
    survey = make(identity=identity)
    known = {"responses", "print", "typing", "sheets", "tokens", "missing", "poster"}
    found = as_(role).get(f"/surveys/{survey}").json()["allowed_actions"]
    assert [one for one in found if one in known] == ways
    page = browser_of(role).get(f"/surveys/{survey}").text
    assert ("In phiếu giấy" in page) == ("print" in ways)
    assert ('href="/surveys/' + survey + '/responses/new"' in page) == ("responses" in ways)


def test_after_her_answer_the_button_is_gone(as_: Clients, make: Make) -> None:
    survey, member = make(), as_("member")
    member.post(f"/surveys/{survey}/responses", json={"answers": {"one": "a"}})
    assert "responses" not in member.get(f"/surveys/{survey}").json()["allowed_actions"]


def test_pending_sheets_are_anonymous(as_: Clients, make: Make, database: Database) -> None:
    survey = make(identity="anonymous")
    typed(as_("membership"), survey, "1")
    row = database.read_now(lambda s: s.execute(select(SurveyPending)).scalar_one())
    assert (row.way, row.answers) == ("paper", {"one": "a"})
