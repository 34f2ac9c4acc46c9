"""Whether a contest is the Union's own, its poster, and reports of fakes: read by anybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.jobs.periodic import each_half_minute
from app.models.audit import AuditRow
from app.models.contests import Contest
from app.models.fake_reports import FakeReport
from app.models.notices import Notice
from tests import contests, works
from tests.factories import HOME, Scene, work_of

As = Callable[..., TestClient]
REPORT = {"place": "facebook.com/hoi-thi-gia", "what": "Đòi nộp 200 nghìn", "phone": "0911 222 333"}
UNKNOWN = "Hội không có cuộc thi nào mang mã này"


@pytest.fixture
def contest(database: Database, scene: Scene) -> Contest:
    def make(session: Session) -> Contest:
        work = work_of(session)
        made = contests.contest(work, scene)
        made.decision_number, made.help_phone = "12/QĐ-HPN", "024 3825 9999"
        contests.round_of(work, made)
        contests.round_of(work, made, number=2, practice=True)
        return made

    return database.write_now(make)


def _set(database: Database, contest: Contest, **values: Any) -> None:
    database.write_now(lambda s: s.execute(update(Contest).values(**values)))


def test_anybody_reads_that_it_is_the_union_s(client: TestClient, contest: Contest) -> None:
    answer = client.get(f"/kiem-tra/{contest.code}")
    assert answer.status_code == 200
    said = answer.json()
    assert said["owner"] == "Đơn vị commune"
    assert (said["title"], said["decision_number"], said["fee"]) == (
        "Tìm hiểu về Hội",
        "12/QĐ-HPN",
        False,
    )
    assert said["ruleset_sha256"] == contest.ruleset_sha256
    assert [one["title"] for one in said["rounds"]] == ["Vòng 1"]  # the practice is nobody's
    assert said["address"] == f"http://testserver/kiem-tra/{contest.code}"
    again = client.get(
        f"/kiem-tra/{contest.code}", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_its_page_says_no_fee_and_what_facebook_shows(
    browser_of: As, contest: Contest, client: TestClient
) -> None:
    page = browser_of().get(f"/kiem-tra/{contest.code}").text
    for words in (
        "Kiểm tra cuộc thi có đúng của Hội không",
        "Hội không thu phí dự thi",
        "Đơn vị commune",
        "12/QĐ-HPN",
        "024 3825 9999",
        contest.ruleset_sha256,
        f'property="og:url" content="http://testserver/kiem-tra/{contest.code}"',
        f"/fake-reports/new?code={contest.code}",
    ):
        assert words in page, words
    card = client.get(f"/kiem-tra/{contest.code}/card.png")
    assert card.content.startswith(b"\x89PNG")
    assert card.headers["content-type"] == "image/png"


def test_a_code_is_found_as_it_was_heard(client: TestClient, contest: Contest) -> None:
    code = contest.code
    heard = code.upper().replace("0", "O").replace("1", "l")
    for typed in (f"{heard[:4]}-{heard[4:8]}-{heard[8:]}", f" {heard[:6]} {heard[6:]} "):
        found = client.get("/kiem-tra", params={"code": typed}).json()["found"]
        assert found["code"] == code
    assert client.get(f"/kiem-tra/{heard}").json()["code"] == code
    assert client.get("/kiem-tra").json() == {"code": "", "found": None}


@pytest.mark.parametrize("code", ["khong-co", "ZZZZ-ZZZZ-ZZZZ", "%00", "a" * 90])
def test_what_is_not_known_is_a_calm_404_that_warns(
    browser_of: As, client: TestClient, contest: Contest, code: str
) -> None:
    program = client.get(f"/kiem-tra/{code}")
    assert program.status_code == 404
    if code == "%00":
        return
    assert program.json()["code"] == "contest-unknown"
    page = browser_of().get(f"/kiem-tra/{code}")
    assert page.status_code == 404
    assert UNKNOWN in page.text
    assert "Đừng chuyển tiền" in page.text
    assert "Hỏi Hội LHPN xã, phường" in page.text
    assert "/fake-reports/new" in page.text
    typed = browser_of().get("/kiem-tra", params={"code": code})
    assert (typed.status_code, UNKNOWN in typed.text) == (200, True)


def test_a_draft_is_not_known_and_what_was_stopped_is(
    client: TestClient, browser_of: As, contest: Contest, database: Database
) -> None:
    other = client.get("/kiem-tra/zzzzzzzzzzzz").content
    _set(database, contest, state="draft")
    for path in ("", "/rules", "/card.png"):
        assert client.get(f"/kiem-tra/{contest.code}{path}").status_code == 404
    assert client.get(f"/kiem-tra/{contest.code}").content == other
    _set(database, contest, state="withdrawn")
    assert client.get(f"/kiem-tra/{contest.code}").json()["state"] == "withdrawn"
    assert "đã dừng" in browser_of().get(f"/kiem-tra/{contest.code}").text


def test_the_printed_rules_prove_their_hash(
    client: TestClient, browser_of: As, contest: Contest
) -> None:
    said = client.get(f"/kiem-tra/{contest.code}/rules").json()
    canonical = json.dumps(
        said["ruleset"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == said["sha256"]
    page = browser_of().get(f"/kiem-tra/{contest.code}/rules").text
    assert said["articles"][0]["heading"] in page


def test_works_are_ruled_by_their_own_terms(
    client: TestClient, as_: As, browser_of: As, database: Database, scene: Scene
) -> None:
    made = database.write_now(
        lambda session: works.contest(work_of(session), scene, vote_weight=30).model_dump()
    )
    public = client.get(f"/kiem-tra/{made['code']}/rules").json()["articles"]
    inside = as_("member").get(f"/contests/{made['id']}/rules").json()["statutes"]
    assert [one["lang"] for one in inside] == ["vi", "en"]
    assert inside[0]["articles"] == public
    said = "\n".join(line for one in public for line in one["lines"])
    assert "70% điểm của Ban Giám khảo và 30% điểm bình chọn" in said
    assert "– Ý tưởng: trọng số 60." in said
    assert "câu hỏi" not in said
    assert "câu hỏi" not in browser_of("member").get(f"/contests/{made['id']}/rules").text


def test_the_poster_is_for_those_who_see_the_contest(
    browser_of: As, as_: As, client: TestClient, contest: Contest, database: Database
) -> None:
    path = f"/contests/{contest.id}/poster"
    page = browser_of("contests").get(path).text
    for words in ("Hội không thu phí dự thi", "1 giải Nhất", "data:image/svg", "poster-a4"):
        assert words in page, words
    assert "poster-a5" in browser_of("contests").get(f"{path}?size=a5").text
    assert as_("contests").get(f"{path}?size=a3").status_code == 422
    assert client.get(path).status_code == 401
    assert as_("other_contests").get(path).status_code == 404
    _set(database, contest, state="draft")
    assert as_("contests").get(path).json()["code"] == "poster-unpublished"


# -- fakes -----------------------------------------------------------------------------------------


def _send(client: TestClient, **more: Any) -> str:
    answer = client.post("/fake-reports", json={**REPORT, "community": HOME, **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == "/kiem-tra"
    return str(answer.json()["community"])


def test_a_stranger_reports_and_the_board_handles(
    client: TestClient, as_: As, browser_of: As, contest: Contest, database: Database, scene: Scene
) -> None:
    assert _send(client, contest=contest.code.upper(), community=None) == HOME
    here = f"/communities/{HOME}/fake-reports"
    (line,) = as_("contests").get(here).json()["items"]
    assert (line["contest"], line["place"]) == ("Tìm hiểu về Hội", REPORT["place"])
    path = f"/fake-reports/{line['id']}"
    assert as_("contests").get(path).json()["phone"] == "0911222333"
    for who in ("adviser", "editor"):
        assert as_(who).get(path).json()["phone"] is None
        assert "0911" not in browser_of(who).get(path).text
    assert as_("member").get(path).status_code == 403
    assert as_("other_contests").get(path).status_code == 404
    assert as_("editor").post(f"{path}/handling", json={"note": "x"}).status_code == 403
    assert as_("contests").post(f"{path}/handling", json={}).status_code == 422
    done = browser_of("contests").post(
        f"{path}/handling", data={"note": "Đã báo công an xã.", "version": "1"}
    )
    assert done.status_code == 303
    late = as_("chair").post(f"{path}/handling", json={"note": "Nữa."})
    assert (late.status_code, late.json()["code"]) == (409, "fake-report-handled")
    assert as_("contests").get(here).json()["items"] == []
    assert len(as_("contests").get(f"{here}?state=handled").json()["items"]) == 1
    looks = database.read_now(
        lambda s: list(s.execute(select(col(AuditRow.actor_id), col(AuditRow.action))).all())
    )
    mine = [row[1] for row in looks if row[0] == scene.persons["contests"]]
    # The page that she is led to and those before it: every look at the phone.
    assert mine.count("fake_report.look") == 1
    assert mine.count("fake_report.handle") == 1


def test_the_board_is_told_once_an_hour_however_many_come(
    client: TestClient, contest: Contest, database: Database, scene: Scene
) -> None:
    for _ in range(3):
        _send(client)
    told = database.read_now(
        lambda s: sorted(
            s.execute(
                select(col(Notice.person_id)).where(col(Notice.kind) == "fake_report.new")
            ).scalars()
        )
    )
    assert told == sorted((scene.persons["chair"], scene.persons["contests"]))


def test_robots_are_held_up_and_nothing_typed_is_lost(
    browser_of: As, contest: Contest, client: TestClient
) -> None:
    browser = browser_of()
    page = browser.get(f"/fake-reports/new?code={contest.code}").text
    assert "Đừng chuyển tiền" in page
    assert 'name="website"' in page
    answer = browser.post("/fake-reports", data={**REPORT, "contest": contest.code})
    assert answer.status_code == 422
    assert REPORT["place"] in answer.text
    for wrong, pointer in (
        ({"phone": "123"}, "/phone"),
        ({"place": ""}, "/place"),
        ({"community": "khong-co"}, "/community"),
        ({"community": None}, "/community"),
    ):
        refused = client.post("/fake-reports", json={**REPORT, "community": HOME, **wrong})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == pointer


def test_the_phone_is_forgotten_thirty_days_after_handling(
    client: TestClient, as_: As, contest: Contest, database: Database
) -> None:
    _send(client)
    _send(client)
    one, other = as_("contests").get(f"/communities/{HOME}/fake-reports").json()["items"]
    as_("contests").post(f"/fake-reports/{one['id']}/handling", json={"note": "Xong."})

    def later(days: float) -> dict[str, str]:
        def run(session: Session) -> dict[str, str]:
            each_half_minute(work_of(session, now=clock.now() + timedelta(days=days)))
            session.flush()
            return {row.id: row.phone for row in session.execute(select(FakeReport)).scalars()}

        return database.write_now(run)

    assert set(later(29.9).values()) == {"0911222333"}
    assert later(30.1) == {one["id"]: "", other["id"]: "0911222333"}
