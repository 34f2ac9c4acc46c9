"""Contests in a browser and for programs: the form of the rules, pages, what nobody is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.store import contests as store
from tests.contests import RULESET
from tests.factories import HOME, OTHER, Scene
from tests.http.wires import FRAGMENT

As = Callable[..., TestClient]
CONTESTS = f"/communities/{HOME}/contests"
TEXT = "1. Bí-mật-một?\nA. sai\n*B. đúng-kín\n2. Bí-mật-hai?\n*A. x\nB. y"
FORM: dict[str, Any] = {
    "kind": "quiz",
    "title": "Tìm hiểu về Hội",
    "introduction": "Mời <b>chị em</b> **cùng thi**.",
    "help_phone": "0912 345 678",
    "ruleset.attempts.max": "4",
    "ruleset.attempts.counted": "first",
    "ruleset.scoring": "points",
    "ruleset.eligible": "all",
    "ruleset.fallback": "no_award",
    "ruleset.prediction.target": "none",
    "ruleset.n_counts": "before",
    "ruleset.rank.0": "-points",
    "ruleset.rank.2": "duration_ms",
    "ruleset.final_tie": "shared",
    "ruleset.time_precision": "s",
    "ruleset.prizes.0.0": "Giải A",
    "ruleset.prizes.0.1": "2",
    "ruleset.prizes.1.0": "",
    "ruleset.prizes.1.1": "",
    "ruleset.one_prize_per": "none",
    "ruleset.exclude_roles": ["organiser", "bank_reader"],
}


def at(hours: float) -> str:
    return (clock.now() + timedelta(hours=hours)).isoformat()


def wall(hours: float) -> str:
    return clock.in_vietnam(clock.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def contest(as_: As) -> dict[str, Any]:
    keeper = as_("contests")
    made = keeper.post(CONTESTS, json={"title": "Tìm hiểu về Hội", "ruleset": RULESET})
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/contests/{made.json()['id']}"
    published: dict[str, Any] = keeper.post(f"/contests/{made.json()['id']}/publication").json()
    return published


def a_round(as_: As, contest: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"title": "Vòng 1", "opens_at": at(-1), "closes_at": at(1), "text": TEXT, **more}
    made = as_("contests").post(f"/contests/{contest['id']}/rounds", json=body)
    assert made.status_code == 201, made.text
    read: dict[str, Any] = made.json()
    return read


def begin(database: Database, one: dict[str, Any]) -> None:
    database.write_now(lambda s: store.begin(s, one["contest"], one["id"], clock.now()))


def test_a_contest_as_json(contest: dict[str, Any], as_: As, client: TestClient) -> None:
    one = a_round(as_, contest)
    read = as_("member").get(f"/contests/{contest['id']}").json()
    fields = {"id", "community", "kind", "title", "introduction", "state", "version", "ruleset"}
    fields |= {"ruleset_sha256", "code", "decision_number", "help_phone", "published_at", "rounds"}
    assert fields <= read.keys()
    assert (read["state"], read["community"], read["ruleset"]) == ("published", HOME, RULESET)
    assert [(r["id"], r["state"], r["questions"]) for r in read["rounds"]] == [
        (one["id"], "open", 2)
    ]
    listed = as_("member").get(CONTESTS).json()
    assert [r["id"] for r in listed["open"]] == [one["id"]]
    assert as_("member").get(f"/communities/{HOME}").json()["open_rounds"] == listed["open"]
    for reader in (client, as_("nobody")):
        assert reader.get(f"/communities/{HOME}").json()["open_rounds"] == []


def test_the_form_rules_every_value_and_shows_the_rules_before_it_saves(
    browser_of: As, as_: As
) -> None:
    browser = browser_of("contests")
    page = browser.get(f"{CONTESTS}/new").text
    for sentence in (
        "Kết quả của mỗi người là lượt có nhiều câu đúng nhất. Nếu có nhiều lượt bằng nhau thì "
        "lấy lượt nộp sớm nhất.",
        "Cuộc thi không có câu dự đoán.",
        "người đã mở ngân hàng câu hỏi",
    ):
        assert sentence in page
    assert 'value="Nhất"' in page
    assert f'formaction="{CONTESTS}/preview"' in page
    # The button of the preview says POST after the form's own method.
    shown = browser.post(f"{CONTESTS}/preview", data={**FORM, "_method": ["POST", "POST"]})
    assert shown.status_code == 200, shown.text
    assert "Thể lệ sẽ in như sau" in shown.text
    assert "– Giải A: 2 giải." in shown.text
    assert re.search(r'name="ruleset\.attempts\.max"[^>]*value="4"', shown.text)
    assert as_("contests").get(CONTESTS).json()["items"] == []
    made = browser.post(CONTESTS, data=FORM)
    assert made.status_code == 303, made.text
    path = made.headers["location"].partition("?")[0]
    read = as_("contests").get(path).json()
    assert read["ruleset"] == {
        "attempts": {"max": 4, "counted": "first"},
        "scoring": "points",
        "eligible": "all",
        "fallback": "no_award",
        "prediction": None,
        "rank": ["-points", "duration_ms"],
        "time_precision": "s",
        "final_tie": "shared",
        "prizes": [["Giải A", 2]],
        "one_prize_per": "none",
        "exclude_roles": ["organiser", "bank_reader"],
        "n_counts": "before",
    }
    page = browser.get(path).text
    assert "Mời &lt;b&gt;chị em&lt;/b&gt; <strong>cùng thi</strong>." in page
    assert "Hội không thu phí dự thi." in page
    # The edit form holds it all, and saving it as it is changes no rule.
    form = browser.get(f"{path}/edit").text
    assert re.search(r'value="bank_reader"[^>]*checked', form)
    again = {**FORM, "_method": "PATCH", "version": str(read["version"]), "title": "Tên mới"}
    del again["kind"]
    assert browser.post(path, data=again).status_code == 303
    after = as_("contests").get(path).json()
    assert (after["title"], after["ruleset_sha256"]) == ("Tên mới", read["ruleset_sha256"])


@pytest.mark.parametrize(
    ("wrong", "pointer", "said"),
    [
        ({"ruleset.attempts.max": "năm"}, "/ruleset/attempts/max", "từ 1 đến 1000"),
        ({"ruleset.attempts.max": "0"}, "/ruleset/attempts/max", "từ 1 đến 1000"),
        ({"ruleset.prizes.0.1": "-1"}, "/ruleset/prizes/0/1", "Số giải là số nguyên"),
        ({"ruleset.prizes.1.1": "2"}, "/ruleset/prizes/1/0", "Tên giải có từ 1 đến 80"),
        ({"ruleset.prizes.1.0": "Giải A"}, "/ruleset/prizes/1/0", "đã có ở trên"),
        ({"ruleset.rank.1": "-points"}, "/ruleset/rank/1", "đã có ở trên"),
        ({"ruleset.rank.0": "", "ruleset.rank.2": ""}, "/ruleset/rank", "ít nhất một tiêu chí"),
        ({"help_phone": "gọi chị Hoa"}, "/help_phone", "chỉ gồm chữ số"),
        ({"ruleset.scoring": "luck"}, "/ruleset/scoring", "chỉ nhận một trong các giá trị"),
    ],
)
def test_what_was_typed_stays_and_the_sentence_stands_beside_it(
    browser_of: As, wrong: dict[str, str], pointer: str, said: str
) -> None:
    browser = browser_of("contests")
    for path in (CONTESTS, f"{CONTESTS}/preview"):
        answer = browser.post(path, data={**FORM, **wrong})
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Tìm hiểu về Hội"' in answer.text
    told = browser.post(
        CONTESTS, data={**FORM, **wrong}, headers={"accept": "application/json"}
    ).json()
    assert pointer in {one["pointer"] for one in told["errors"]}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"scoring": "x"}, "/ruleset/scoring"),
        ({"prediction": {"target": "persons_all_correct"}}, "/ruleset/prediction/distance"),
        ({"prediction": None, "rank": ["prediction_distance"]}, "/ruleset/rank"),
        ({"prizes": [["Nhất", 0]]}, "/ruleset/prizes/0/1"),
        ({"exclude_roles": ["chair"]}, "/ruleset/exclude_roles/0"),
        ({"extra": 1}, "/ruleset/extra"),
    ],
)
def test_every_fault_of_a_program_s_rules_has_its_pointer(
    as_: As, change: dict[str, Any], pointer: str
) -> None:
    body = {"title": "Thi", "ruleset": {**RULESET, **change}}
    answer = as_("contests").post(CONTESTS, json=body)
    assert answer.status_code == 422
    assert pointer in {one["pointer"] for one in answer.json()["errors"]}
    missing = {key: value for key, value in RULESET.items() if key != "scoring"}
    answer = as_("contests").post(CONTESTS, json={"title": "Thi", "ruleset": missing})
    assert [one["code"] for one in answer.json()["errors"]] == ["ruleset-key-missing"]
    for nothing in (["x"], "x", 3):
        answer = as_("contests").post(CONTESTS, json={"title": "Thi", "ruleset": nothing})
        assert answer.status_code == 422


def test_windows_are_vietnamese_whatever_zone_they_come_in(
    contest: dict[str, Any], as_: As, browser_of: As
) -> None:
    typed = {"title": "Vòng 1", "opens_at": "2030-10-20T08:00", "closes_at": "2030-10-20T20:00"}
    made = browser_of("contests").post(
        f"/contests/{contest['id']}/rounds",
        data={**typed, "time_limit_s": "10", "weeks": "1", "text": TEXT},
    )
    assert made.status_code == 303, made.text
    read = as_("member").get(made.headers["location"].partition("?")[0]).json()
    assert (read["opens_at"], read["closes_at"]) == ("2030-10-20T01:00:00Z", "2030-10-20T13:00:00Z")
    assert read["time_limit_s"] == 600
    zoned = {"opens_at": "2030-10-19T21:00:00-04:00", "closes_at": "2030-10-20T13:00:00.001Z"}
    read = a_round(as_, contest, **zoned)
    assert read["opens_at"] == "2030-10-20T01:00:00Z"
    assert read["closes_at"] == "2030-10-20T13:00:00.001000Z"
    for wrong, code in (
        ({"closes_at": "2030-10-20T01:00:00Z"}, "closes-before-opening"),
        ({"closes_at": "hôm nay"}, None),
        ({"opens_at": "1030-10-20T01:00:00Z"}, "moment-unknown"),
        ({"time_limit_s": 0}, None),
        ({"time_limit_s": 10**9}, None),
        ({"weeks": 0}, None),
        ({"weeks": 61}, None),
    ):
        body = {"title": "V", **zoned, "text": TEXT, **wrong}
        answer = as_("contests").post(f"/contests/{contest['id']}/rounds", json=body)
        assert answer.status_code == 422, wrong
        assert code is None or code in {one["code"] for one in answer.json()["errors"]}


def test_no_right_answer_and_no_count_leaves_before_release(
    contest: dict[str, Any], as_: As, browser_of: As, database: Database
) -> None:
    one = a_round(as_, contest)
    key = as_("contests").get(f"/rounds/{one['id']}/questions").json()["questions"]
    secrets = [answer for question in key for answer in question["answer"]]
    begin(database, one)
    paths = [CONTESTS, f"/contests/{contest['id']}", f"/contests/{contest['id']}/rules"]
    paths += [f"/contests/{contest['id']}/offices", f"/rounds/{one['id']}", f"/communities/{HOME}"]
    for who in ("member", "moderator", "adviser", "chair", "contests"):
        pages = [browser_of(who).get(path).text for path in paths]
        pages += [as_(who).get(path).text for path in paths]
        if who == "adviser":
            pages += [as_(who).get("/audit").text, browser_of(who).get("/audit").text]
        for secret in ("Bí-mật", "đúng-kín", '"entries"', "begun", *secrets):
            assert not any(secret in page for page in pages), (who, secret)
    for who in ("member", "moderator", "adviser", "nobody"):
        assert as_(who).get(f"/rounds/{one['id']}/questions").status_code in {403, 404}
        assert as_(who).get(f"/rounds/{one['id']}/edit").status_code in {403, 404}
    actions = {who: as_(who).get(f"/rounds/{one['id']}").json()["allowed_actions"] for who in
               ("member", "moderator", "adviser", "contests")}  # fmt: skip
    assert actions == {
        "member": ["attempts"],
        "moderator": [],
        "adviser": [],
        "contests": ["questions", "extension"],
    }


def test_the_member_s_way_leads_from_the_bar_to_the_round(
    contest: dict[str, Any], as_: As, browser_of: As
) -> None:
    member = browser_of("member")
    assert "Chưa có vòng thi nào" in member.get(f"/contests/{contest['id']}").text
    one = a_round(as_, contest)
    home = member.get(f"/communities/{HOME}").text
    assert f'href="{CONTESTS}"' in home
    assert f'href="/rounds/{one["id"]}"' in home
    listed = member.get(CONTESTS).text
    assert "Làm bài" in listed
    page = member.get(f"/rounds/{one['id']}").text
    assert f'href="/rounds/{one["id"]}/attempts/new"' in page
    assert one["commitment"] in page
    assert "Sửa vòng thi" not in page
    rules = member.get(f"/contests/{contest['id']}/rules").text
    assert rules.count(contest["ruleset_sha256"]) == 3
    assert 'lang="en"' in rules
    more = browser_of("adviser").get(f"/communities/{HOME}/more").text
    assert f'href="{CONTESTS}"' in more


def test_the_keeper_s_pages_do_what_they_say(
    contest: dict[str, Any], browser_of: As, as_: As, database: Database
) -> None:
    browser = browser_of("contests")
    one = a_round(as_, contest)
    path = f"/rounds/{one['id']}"
    form = browser.get(f"{path}/edit").text
    assert f'value="{wall(1)}"' in form
    typed = {"title": "Vòng mở đầu", "opens_at": wall(-1), "closes_at": wall(2), "version": "1"}
    assert browser.post(path, data={**typed, "_method": "PATCH"}).status_code == 303
    page = browser.get(f"{path}/questions").text
    assert "đúng-kín" in page
    assert "*B. đúng-kín" in page
    wrong = browser.post(
        f"{path}/questions", data={"_method": "PUT", "version": "2", "text": "1. Mấy?\nA. một"}
    )
    assert wrong.status_code == 422
    assert "Câu 1: cần từ 2 đến 10 phương án." in wrong.text
    assert "1. Mấy?\nA. một</textarea>" in wrong.text
    put = {"_method": "PUT", "version": "2", "text": "1. Mấy?\nA. một\n*B. hai"}
    answer = browser.post(f"{path}/questions", data=put)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}/questions?done=saved")
    early = browser.post(
        f"{path}/extension", data={"closes_at": wall(1), "reason": "Mất mạng", "version": "3"}
    )
    assert early.status_code == 422
    assert "Giờ đóng mới phải muộn hơn giờ đóng cũ." in early.text
    late = {"closes_at": wall(5), "reason": "Mất mạng cả xã", "version": "3"}
    assert browser.post(f"{path}/extension", data=late).status_code == 303
    assert "Mất mạng cả xã" in browser.get("/audit").text
    begin(database, one)
    page = browser.get(path).text
    assert f'action="{path}/deletion"' not in page
    refused = browser.post(path, data={**typed, "_method": "PATCH", "version": "4"})
    assert refused.status_code == 409
    assert "Vòng thi đã có người vào thi" in refused.text
    rules = browser.post(
        f"/contests/{contest['id']}", data={**FORM, "_method": "PATCH", "kind": []}
    )
    assert rules.status_code == 409
    assert "Thể lệ không đổi được nữa" in rules.text
    empty = a_round(as_, contest, opens_at=at(3), closes_at=at(4))
    gone = browser.post(f"/rounds/{empty['id']}/deletion", data={"version": "1"})
    assert gone.headers["location"] == f"/contests/{contest['id']}?done=saved"
    other = a_round(as_, contest, opens_at=at(3), closes_at=at(4))
    assert as_("contests").delete(f"/rounds/{other['id']}").status_code == 204


def test_offices_by_form(contest: dict[str, Any], browser_of: As, as_: As, scene: Scene) -> None:
    browser, path = browser_of("chair"), f"/contests/{contest['id']}/offices"
    juror = {"role": "juror", "person": scene.persons["adviser"]}
    assert browser.post(path, data=juror).headers["location"] == f"{path}?done=saved"
    page = browser_of("member").get(path).text
    assert "Nguyễn Thị adviser" in page
    assert "Thêm người" not in page
    wrong = browser.post(path, data={"role": "juror", "member": "ZZZZZZ"})
    assert wrong.status_code == 422
    assert "Không thấy thành viên nào có mã hồ sơ này." in wrong.text
    mine = as_("adviser").get("/me/data").json()["contest_offices"]
    assert [(one["title"], one["role"]) for one in mine] == [("Tìm hiểu về Hội", "juror")]
    assert "Tìm hiểu về Hội" in browser_of("adviser").get("/me/data").text
    away = browser.post(f"{path}/juror/{juror['person']}", data={"_method": "DELETE"})
    assert away.headers["location"] == f"{path}?done=saved"
    assert as_("chair").delete(f"{path}/juror/{juror['person']}").status_code == 404


def test_in_fragments_too(contest: dict[str, Any], browser_of: As, as_: As) -> None:
    one = a_round(as_, contest)
    browser = browser_of("contests")
    paths = [CONTESTS, f"{CONTESTS}/new", f"/contests/{contest['id']}/edit"]
    paths += [f"/contests/{contest['id']}/rounds/new", f"/rounds/{one['id']}/edit"]
    for path in paths:
        answer = browser.get(path, headers=FRAGMENT)
        assert answer.status_code == 200
        assert "<html" not in answer.text


def test_another_community_s_contest_is_not_there(
    contest: dict[str, Any], as_: As, client: TestClient
) -> None:
    one = a_round(as_, contest)
    for who in ("other_chair", "other_member", "officer", "administrator"):
        for path in (f"/contests/{contest['id']}", f"/rounds/{one['id']}"):
            assert as_(who).get(path).status_code in {403, 404}
            assert as_(who).get(path + "/edit").status_code in {403, 404}
    assert client.get(f"/contests/{contest['id']}").status_code == 401
    assert as_("chair").get(f"/communities/{OTHER}/contests").status_code == 403
