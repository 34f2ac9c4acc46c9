"""Her inbox, her wishes, links in letters: in JSON, as forms, without signing in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.domain import weeks
from app.integrations.mail_links import SALT
from app.models.notices import NoticePreference
from app.services import telling
from app.services.telling import Event
from app.store import communities
from tests.conftest import SECRET, Watch
from tests.factories import HOME, Scene, work_of

As = Callable[..., TestClient]
EMAIL = "hoa@thu.example"


@pytest.fixture
def database(app: Any) -> Database:
    found: Database = app.state.house.database
    return found


def tell(database: Database, scene: Scene, who: str, number: int = 1) -> None:
    def write(session: Any) -> None:
        work = work_of(session)
        home = communities.get(session, HOME)
        event = Event("takedown.clock", f"t{number}", "board", ("takedown", "1"), "/takedowns/1")
        telling.tell_person(work, scene.persons[who], home, event, han="mai", con_lai="5 giờ")

    database.write_now(write)


def prefer(database: Database, scene: Scene, **values: Any) -> None:
    row = NoticePreference(
        person_id=scene.persons["member"], email=EMAIL, changed_at=clock.now(), **values
    )
    database.write_now(lambda session: session.add(row))


def sealed(*values: str) -> str:
    return str(URLSafeTimedSerializer(SECRET).dumps(list(values), salt=SALT))


# -- the inbox ---------------------------------------------------------------------------------


def test_a_person_of_the_board_has_an_inbox_with_links(
    as_: As, browser_of: As, database: Database, scene: Scene
) -> None:
    for number in (1, 2):
        tell(database, scene, "editor", number)
    found = as_("editor").get("/me/notices").json()
    assert found["unread"] == 2
    assert found["items"][0]["path"] == "/takedowns/1"
    page = browser_of("editor").get(f"/communities/{HOME}/today").text
    assert "2 thư chưa đọc" in page
    assert "/me/notices" in page
    done = browser_of("editor").post("/me/notices/reading")
    assert (done.status_code, done.headers["location"]) == (303, "/me/notices")
    assert as_("editor").get("/me/notices").json()["unread"] == 0
    assert as_("chair").get("/me/notices").json()["items"] == []


def test_nobody_reads_a_letter_of_another(as_: As, database: Database, scene: Scene) -> None:
    tell(database, scene, "editor")
    letter = as_("editor").get("/me/notices").json()["items"][0]["id"]
    assert as_("chair").post(f"/me/notices/{letter}/reading").status_code == 404
    assert as_("editor").post(f"/me/notices/{letter}/reading").json()["read_at"]


# -- wishes ------------------------------------------------------------------------------------


def test_wishes_as_a_form_say_all_of_it(browser_of: As, as_: As) -> None:
    form = {
        "_method": "PATCH",
        "by_email": "true",
        "about_posts": "true",
        "daily_hour": "7",
        "quiet_from": "22:00",
        "quiet_to": "05:45",
    }
    done = browser_of("member").post("/me/preferences", data=form)
    assert (done.status_code, done.headers["location"]) == (303, "/me/preferences?done=saved")
    found = as_("member").get("/me/preferences").json()
    assert (found["by_sms"], found["about_news"], found["about_posts"]) == (False, False, True)
    assert (found["daily"], found["daily_hour"], found["quiet_to"]) == (False, 7, "05:45")
    assert found["phone"].startswith("•••")


@pytest.mark.parametrize(
    "body",
    [
        {"daily_hour": 24},
        {"daily_hour": -1},
        {"quiet_from": "24:00"},
        {"quiet_to": "6h30"},
        {"quiet_to": "٠٦:٣٠"},
        {"muted": ["x"]},
    ],
)
def test_wishes_that_cannot_be_are_refused(as_: As, body: dict[str, Any]) -> None:
    assert as_("member").patch("/me/preferences", json=body).status_code == 422


@pytest.mark.parametrize(
    "email",
    [
        "",
        "hoa",
        "hoa@",
        "@thu.vn",
        "hoa@thu",
        "hoa@thu.vn\nBcc: x@y.vn",
        "hoa@thu.vn, x@y.vn",
        "hoa hoa@thu.vn",
        "họa@thu.vn",
        "hoa@thu.vn>",
        "a" * 65 + "@thu.vn",
    ],
)
def test_what_is_no_address_is_told_beside_the_field(browser_of: As, email: str) -> None:
    answer = browser_of("member").post("/me/preferences/email", data={"email": email})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_her_data_holds_her_wishes(as_: As, database: Database, scene: Scene) -> None:
    prefer(database, scene)
    held = as_("member").get("/me/data").json()
    assert held["notice_preference"]["email"] == EMAIL
    assert held["deliveries"] == []
    as_("member").delete("/me/preferences/email")
    assert EMAIL not in as_("member").get("/me/data").text


# -- links in letters --------------------------------------------------------------------------


def test_one_click_of_a_mail_program_ends_letters(
    client: TestClient, as_: As, database: Database, scene: Scene
) -> None:
    """RFC 8058: a POST without cookies, from anywhere, once or twice."""
    prefer(database, scene, email_confirmed_at=clock.now())
    link = "/unsubscribe/" + sealed("unsubscribe", scene.persons["member"])
    for _ in range(2):
        done = client.post(
            link,
            data={"List-Unsubscribe": "One-Click"},
            headers={"origin": "https://mail.example", "sec-fetch-site": "cross-site"},
        )
        assert (done.status_code, done.json()["done"]) == (200, True)
    assert not as_("member").get("/me/preferences").json()["by_email"]
    said = as_("chair").get("/audit?limit=100").json()["items"]
    assert [row["action"] for row in said].count("preference.unsubscribe") <= 1


def test_opening_a_link_changes_nothing_and_hides_the_address(
    browser_of: As, as_: As, database: Database, scene: Scene
) -> None:
    """Programs that look into letters open every link."""
    prefer(database, scene)
    browser = browser_of(None)
    for purpose, more in (("unsubscribe", ()), ("confirm", (EMAIL,))):
        door = {"unsubscribe": "unsubscribe", "confirm": "mail-addresses"}[purpose]
        page = browser.get(f"/{door}/" + sealed(purpose, scene.persons["member"], *more))
        assert page.status_code == 200
        assert "h•••@thu.example" in page.text
        assert EMAIL not in page.text
    found = as_("member").get("/me/preferences").json()
    assert (found["by_email"], found["email_confirmed_at"]) == (True, None)


def test_an_address_is_confirmed_by_its_link_without_signing_in(
    browser_of: As, as_: As, database: Database, scene: Scene
) -> None:
    prefer(database, scene)
    link = "/mail-addresses/" + sealed("confirm", scene.persons["member"], EMAIL)
    done = browser_of(None).post(link)
    assert done.status_code == 200
    assert "Đã xác nhận" in done.text
    assert as_("member").get("/me/preferences").json()["email_confirmed_at"]


def test_a_link_of_another_address_or_of_last_week_is_gone(
    client: TestClient, database: Database, scene: Scene, watch: Watch
) -> None:
    prefer(database, scene)
    person = scene.persons["member"]
    other = client.post("/mail-addresses/" + sealed("confirm", person, "x@thu.example"))
    assert other.status_code == 410
    old = URLSafeTimedSerializer(SECRET)
    signer: Any = old.make_signer(SALT)
    signer.get_timestamp = lambda: int((clock.now() - timedelta(days=4)).timestamp())
    late = signer.sign(old.dump_payload(["confirm", person, EMAIL])).decode()
    assert client.post(f"/mail-addresses/{late}").status_code == 410


@pytest.mark.parametrize("door", ["unsubscribe", "mail-addresses"])
def test_a_link_that_was_not_made_here_is_nothing(
    client: TestClient, database: Database, scene: Scene, door: str
) -> None:
    prefer(database, scene)
    person = scene.persons["member"]
    wrong = {"unsubscribe": "confirm", "mail-addresses": "unsubscribe"}[door]
    forged = str(URLSafeTimedSerializer("another secret").dumps([door, person], salt=SALT))
    for link in ("x", forged, sealed(wrong, person, EMAIL), sealed(door, "01" * 13)):
        assert client.get(f"/{door}/{link}").status_code == 404
        assert client.post(f"/{door}/{link}").status_code == 404


# -- the weekly sheet --------------------------------------------------------------------------


def test_the_sheet_is_a_page_and_a_picture(browser_of: As, as_: As) -> None:
    week = weeks.name(clock.today())
    here = f"/communities/{HOME}/weekly-sheets/{week}"
    page = browser_of("chair").get(here)
    assert page.status_code == 200
    assert f"{here}/picture.png" in page.text
    assert f"/communities/{HOME}/members?joined_from=" in page.text
    form = {"_method": "PATCH", "praise": "<script>alert(1)</script>", "version": "1"}
    assert browser_of("chair").post(here, data=form).status_code == 303
    assert "<script>alert(1)" not in browser_of("chair").get(here).text
    picture = as_("adviser").get(f"{here}/picture.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert as_("other_chair").get(f"{here}/picture.png").status_code == 403
    assert (
        as_("chair").get(f"/communities/{HOME}/weekly-sheets/2026-W99/picture.png").status_code
        == 404
    )
    stale = browser_of("chair").post(here, data={**form, "praise": "khác"})
    assert stale.status_code == 409
    assert "khác" in stale.text
