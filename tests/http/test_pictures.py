"""Pictures over HTTP: sent by forms and programs, made anew, shown to those who may see them."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.testclient import TestClient

from app import clock
from app.db import Database
from app.integrations import storage
from app.integrations.storage import StorageAway
from app.jobs.worker import Worker
from app.models.audit import AuditRow
from app.models.machinery import Job
from app.models.pictures import Picture
from app.services import pictures
from app.settings import Settings
from tests import samples
from tests.factories import HOME, OTHER, Scene, work_of
from tests.http.wires import refused

As = Callable[..., TestClient]
PICTURES = f"/communities/{HOME}/pictures"
FILE = samples.jpeg(1200, 800)


def settle(client: TestClient) -> None:
    Worker(client.app.state.house.database, "test").settle()  # type: ignore[attr-defined]


def chosen(*files: bytes, name: str = "ảnh tổ 3.jpg") -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, one)) for one in files]


def packed(*files: bytes) -> dict[str, Any]:
    content = [base64.b64encode(one).decode() for one in files]
    return {"files": [{"name": f"{n}.jpg", "content": one} for n, one in enumerate(content)]}


def send(client: TestClient, *files: bytes) -> list[str]:
    """The ids of pictures that are ready."""
    made = client.post(PICTURES, files=chosen(*(files or (FILE,))))
    assert made.status_code == 201, made.text
    settle(client)
    return [one["id"] for one in made.json()["pictures"]]


def lying(settings: Settings) -> set[str]:
    """Every file in the storage."""
    return set(storage.of(settings).keys(clock.now() + timedelta(days=9)))


def rows(database: Database) -> list[Picture]:
    def find(session: Session) -> list[Picture]:
        return list(session.execute(select(Picture).order_by(col(Picture.id))).scalars())

    return database.read_now(find)


def put(database: Database, picture_id: str, audience: str) -> None:
    """As another noun would: attached to something, shown to an audience."""

    def inside(session: Session) -> None:
        one = session.get(Picture, picture_id)
        assert one is not None
        one.subject_type, one.subject_id, one.position = "post", one.id, 0
        one.loose_since = None
        session.flush()
        pictures.publish(work_of(session), ("post", one.id), audience)

    database.write_now(inside)


# -- sending -----------------------------------------------------------------------------------


def test_a_picture_is_sent_waits_is_made_and_shown(as_: As, settings: Settings) -> None:
    member = as_("member")
    made = member.post(PICTURES, files=chosen(FILE))
    assert made.status_code == 201
    body = made.json()
    assert (body["state"], body["id"]) == ("waiting", body["pictures"][0]["id"])
    address = made.headers["location"]
    assert address == f"/pictures/{body['id']}"
    waits = member.get(f"{address}/small")
    assert (waits.status_code, waits.headers["retry-after"]) == (202, "2")
    assert waits.json() == {"state": "waiting"}
    settle(member)
    ready = member.get(address).json()
    assert (ready["state"], ready["large_width"], ready["small_height"]) == ("ready", 1200, 320)
    assert ready["allowed_actions"] == ["change", "delete"]
    for size, width in (("small", 480), ("large", 1200)):
        shown = member.get(f"{address}/{size}")
        assert Image.open(io.BytesIO(shown.content)).width == width
        assert samples.SECRET.encode() not in shown.content
        assert {
            name: shown.headers[name]
            for name in (
                "content-type",
                "content-security-policy",
                "x-content-type-options",
                "content-disposition",
                "cache-control",
            )
        } == {
            "content-type": "image/jpeg",
            "content-security-policy": "sandbox; default-src 'none'",
            "x-content-type-options": "nosniff",
            "content-disposition": "inline",
            "cache-control": "private, no-cache",
        }
        again = member.get(f"{address}/{size}", headers={"if-none-match": shown.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_original_is_never_served_and_goes_an_hour_after(
    as_: As, settings: Settings, database: Database, watch: Any
) -> None:
    member = as_("member")
    send(member)
    (one,) = rows(database)
    assert one.original_key is None
    assert len(lying(settings)) == 3
    watch.forward(hours=2)
    settle(member)
    assert lying(settings) == {one.small_key, one.large_key}
    for key in lying(settings):
        for address in (f"/media/{key}", f"/static/{key}", f"/pictures/{key}"):
            assert member.get(address).status_code == 404


def test_a_program_sends_several_in_base64_and_a_form_the_same(as_: As) -> None:
    member = as_("member")
    by_program = member.post(PICTURES, json=packed(FILE, samples.png(30, 20)))
    by_form = member.post(PICTURES, files=chosen(FILE, samples.png(30, 20)))
    assert (by_program.status_code, by_form.status_code) == (201, 201)
    assert len(by_program.json()["pictures"]) == len(by_form.json()["pictures"]) == 2
    assert by_form.headers["location"] == PICTURES
    settle(member)
    listed = member.get(PICTURES, params={"limit": 3}).json()
    assert [one["state"] for one in listed["items"]] == ["ready"] * 3
    rest = member.get(PICTURES, params={"limit": 3, "cursor": listed["next"]}).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert as_("moderator").get(PICTURES).json()["items"] == [], "only her own"


def test_a_page_without_javascript_sends_and_describes(browser_of: As) -> None:
    browser = browser_of("member")
    page = browser.get(f"{PICTURES}/new")
    assert 'enctype="multipart/form-data"' in page.text
    key = re.findall(r'name="_key" value="([^"]+)"', page.text)[0]
    sent = browser.post(PICTURES, files=chosen(FILE), data={"_key": key})
    assert sent.status_code == 303
    twice = browser.post(PICTURES, files=chosen(FILE), data={"_key": key})
    assert twice.headers["location"] == sent.headers["location"], "a double tap"
    settle(browser)
    page = browser.get(sent.headers["location"])
    assert 'width="1200" height="800"' in page.text
    said = {
        "_method": "PATCH",
        "version": "1",
        "alt": "Chị em tổ 3",
        "shows": "adult",
        "consent": "Đã hỏi",
    }
    changed = browser.post(sent.headers["location"], data=said)
    assert changed.status_code == 303
    page = browser.get(changed.headers["location"])
    assert 'alt="Chị em tổ 3"' in page.text
    stale = browser.post(sent.headers["location"], data={**said, "alt": "Lời khác"})
    assert stale.status_code == 409
    assert "Lời khác" in stale.text
    gone = browser.post(sent.headers["location"], data={"_method": "DELETE"})
    assert gone.status_code == 303
    assert browser.get(sent.headers["location"]).status_code == 404


# -- bad input ---------------------------------------------------------------------------------

ZIP = b"PK\x03\x04" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "picture-unknown"),
        (ZIP, "picture-unknown"),
        (SVG, "picture-unknown"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture-broken"),
        (samples.bomb(10_000, 10_000), "picture-too-many-pixels"),
        (b"\xff\xd8\xff" + bytes(12 * 2**20), "picture-too-large"),
    ],
    ids=["empty", "a zip named jpg", "svg", "broken", "100 megapixels", "13 MB"],
)
def test_what_cannot_be_taken_is_told_beside_the_field_and_nothing_is_kept(
    as_: As, browser_of: As, settings: Settings, database: Database, file: bytes, code: str
) -> None:
    for files in (chosen(file), chosen(FILE, file)):
        refused_ = as_("member").post(PICTURES, files=files)
        assert refused_.status_code == 422
        (error,) = refused_.json()["errors"]
        assert (error["pointer"], error["code"]) == ("/files", code)
        assert "ảnh tổ 3.jpg" in error["detail"]
    page = browser_of("member").post(PICTURES, files=chosen(file))
    assert page.status_code == 422
    assert "ảnh tổ 3.jpg" in page.text
    assert lying(settings) == set()
    assert rows(database) == []


def test_no_file_eleven_files_and_too_much_together(as_: As, settings: Settings) -> None:
    member = as_("member")
    refused(member, "POST", PICTURES, 422, "invalid", json={"files": []})
    assert member.post(PICTURES, data={"other": "x"}).status_code == 422
    assert member.post(PICTURES, files=chosen(*[samples.png(3, 3)] * 11)).status_code == 422
    assert member.post(PICTURES, json=packed(*[samples.png(3, 3)] * 11)).status_code == 422
    heavy = chosen(*[bytes(11 * 2**20)] * 7)
    assert member.post(PICTURES, files=heavy).status_code == 413
    assert lying(settings) == set()


def test_heic_without_its_reader_is_told_what_to_do(as_: As, app: Any) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    heic = samples.saved(samples.scene(300, 200), "HEIF")
    member = as_("member")
    send(member, heic)
    house = app.state.house
    limits = house.pictures
    house.pictures = type(limits)(limits.bytes, limits.pixels, limits.per_day, heic=False)
    (error,) = member.post(PICTURES, files=chosen(heic)).json()["errors"]
    assert error["code"] == "picture-heic"
    assert "iPhone" in error["detail"]


@pytest.mark.parametrize(
    "file",
    [
        samples.jpeg() + ZIP + SVG,
        samples.saved(samples.scene(30, 20), "GIF", comment=b"<script>alert(1)</script>"),
        samples.saved(samples.scene(30, 20), "PNG") + b"<?php echo 1 ?>",
    ],
    ids=["a zip behind a jpeg", "html in a gif", "php behind a png"],
)
def test_of_a_polyglot_only_pixels_are_served(as_: As, file: bytes) -> None:
    member = as_("member")
    (one,) = send(member, file)
    for size in ("small", "large"):
        content = member.get(f"/pictures/{one}/{size}").content
        assert content.startswith(b"\xff\xd8\xff")
        assert all(word not in content for word in (b"<script", b"<?php", b"PK\x03\x04", b"<svg"))


def test_one_that_turns_out_broken_says_so_and_shows_nothing(
    as_: As, browser_of: As, settings: Settings, watch: Any
) -> None:
    member = as_("member")
    (one,) = send(member, samples.noise(900, 900)[:30_000])
    told = member.get(f"/pictures/{one}").json()
    assert (told["state"], told["failure"]) == ("failed", "picture-broken")
    assert member.get(f"/pictures/{one}/small").status_code == 404
    assert "bị hỏng" in browser_of("member").get(f"/pictures/{one}").text
    watch.forward(hours=2)
    settle(member)
    assert lying(settings) == set()


def test_a_day_has_a_quota_that_counts_what_was_deleted_too(
    make_place: Callable[..., Settings], scene: Scene
) -> None:
    from app.main import create_app

    app = create_app(make_place(pictures_per_day=3))
    client = TestClient(app, base_url="http://testserver")
    client.headers["authorization"] = f"Bearer {scene.tokens['member']}"
    dot = samples.png(3, 3)
    first = client.post(PICTURES, files=chosen(dot, dot)).json()["id"]
    assert client.delete(f"/pictures/{first}").status_code == 204
    (error,) = client.post(PICTURES, files=chosen(dot, dot)).json()["errors"]
    assert (error["code"], error["pointer"]) == ("picture-quota", "/files")
    assert client.post(PICTURES, files=chosen(dot)).status_code == 201
    assert client.post(PICTURES, files=chosen(dot)).status_code == 422
    client.headers["authorization"] = f"Bearer {scene.tokens['chair']}"
    assert client.post(PICTURES, files=chosen(dot)).status_code == 201, "each person her own"
    app.state.house.close()


def test_a_request_that_is_not_kept_keeps_no_file(
    as_: As, settings: Settings, database: Database
) -> None:
    for who, address, status in (
        ("member", f"/communities/{OTHER}/pictures", 403),
        ("member", "/communities/khong-co/pictures", 404),
        ("adviser", PICTURES, 403),
        ("nobody", PICTURES, 403),
    ):
        assert as_(who).post(address, files=chosen(FILE)).status_code == status, (who, address)
    assert lying(settings) == set()
    key = {"idempotency-key": "once"}
    first = as_("member").post(PICTURES, files=chosen(FILE), headers=key)
    again = as_("member").post(PICTURES, files=chosen(FILE), headers=key)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    assert lying(settings) == {one.original_key for one in rows(database)}
    other = as_("member").post(PICTURES, files=chosen(samples.png(3, 3)), headers=key)
    assert other.status_code == 422
    assert len(lying(settings)) == 1


def test_a_storage_that_is_away_is_a_calm_503(
    as_: As, browser_of: As, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = as_("member")
    (one,) = send(member)

    def away(*_: Any) -> bytes:
        raise StorageAway

    monkeypatch.setattr(app.state.house.media, "get", away)
    refused(member, "GET", f"/pictures/{one}/small", 503, "storage-away")
    monkeypatch.setattr(app.state.house.media, "put", away)
    refused(member, "POST", PICTURES, 503, "storage-away", files=chosen(FILE))
    page = browser_of("member").post(PICTURES, files=chosen(FILE))
    assert page.status_code == 503
    assert "Kho ảnh" in page.text


# -- who sees it -------------------------------------------------------------------------------

ALL = {"member", "moderator", "chair", "adviser", "officer", "administrator", "nobody", "stranger"}
DESK = {"moderator", "chair", "adviser"}
SEEN = {
    "owner": DESK | {"owner"},
    "members": DESK | {"owner", "member"},
    "public": ALL | {"owner", "other_member", "other_chair"},
    "circle": set(),
}


@pytest.mark.parametrize("audience", [None, *SEEN])
def test_an_audience_sees_it_and_for_everyone_else_it_is_not_there(
    as_: As, client: TestClient, database: Database, scene: Scene, audience: str | None
) -> None:
    (one,) = send(as_("questions"))
    if audience is not None:
        put(database, one, audience)
    wanted = SEEN[audience or "owner"]
    for who in sorted(SEEN["public"]):
        asker = client if who == "stranger" else as_("questions" if who == "owner" else who)
        for address in ("", "/small", "/large"):
            answer = asker.get(f"/pictures/{one}{address}")
            absent = asker.get(f"/pictures/{'0' * 26}{address}")
            if who in wanted:
                assert answer.status_code == 200, (who, address)
            else:
                assert answer.status_code == (401 if who == "stranger" else 404), (who, address)
                assert answer.content == absent.content
    if not wanted:
        return
    cached = as_("questions").get(f"/pictures/{one}/small").headers["cache-control"]
    assert cached == ("public, max-age=3600" if audience == "public" else "private, no-cache")


def test_whose_it_is_and_what_was_agreed_is_not_told_to_everyone(
    as_: As, client: TestClient, database: Database, scene: Scene
) -> None:
    (one,) = send(as_("member"))
    said = {"alt": "Tổ 3", "shows": "child", "consent": "Mẹ cháu đồng ý"}
    assert as_("member").patch(f"/pictures/{one}", json=said).status_code == 200
    put(database, one, "public")
    public = client.get(f"/pictures/{one}")
    assert public.json()["consent"] is None
    assert scene.persons["member"] not in public.text
    assert as_("adviser").get(f"/pictures/{one}").json()["consent"]["words"] == "Mẹ cháu đồng ý"


def test_after_it_was_handed_in_only_the_board_mends_it_and_that_is_recorded(
    as_: As, database: Database
) -> None:
    (one,) = send(as_("member"))
    put(database, one, "members")
    address = f"/pictures/{one}"
    refused(as_("member"), "PATCH", address, 409, "picture-in-use", json={"alt": "Lời mới"})
    refused(as_("member"), "DELETE", address, 409, "picture-in-use")
    refused(as_("moderator"), "DELETE", address, 409, "picture-in-use")
    refused(as_("other_member"), "PATCH", address, 404, "not-found", json={"alt": "x"})
    refused(as_("adviser"), "PATCH", address, 403, "forbidden", json={"alt": "x"})
    mended = as_("moderator").patch(address, json={"alt": "Sân nhà văn hóa", "version": 1})
    assert (mended.json()["alt"], mended.json()["version"]) == ("Sân nhà văn hóa", 2)
    refused(
        as_("moderator"), "PATCH", address, 409, "stale-version", json={"alt": "y", "version": 1}
    )

    def logged(session: Session) -> list[tuple[str, str]]:
        found = select(AuditRow).where(col(AuditRow.subject_type) == "picture")
        return [(row.action, row.right) for row in session.execute(found).scalars()]

    assert database.read_now(logged) == [("picture.change", "post:moderator")]


def test_her_own_page_shows_what_is_held_of_her_pictures(as_: As, browser_of: As) -> None:
    (one,) = send(as_("member"))
    as_("member").patch(f"/pictures/{one}", json={"alt": "Tổ 3 tập dân vũ"})
    (held,) = as_("member").get("/me/data").json()["pictures"]
    assert (held["id"], held["alt"], held["audience"]) == (one, "Tổ 3 tập dân vũ", "owner")
    assert "Tổ 3 tập dân vũ" in browser_of("member").get("/me/data").text


def test_every_job_came_to_its_end(as_: As, database: Database) -> None:
    send(as_("member"), FILE, samples.png(30, 20), samples.noise(90, 90)[:500])

    def states(session: Session) -> set[str]:
        found = select(col(Job.state)).where(col(Job.task) == "convert_picture")
        return set(session.execute(found).scalars())

    assert database.read_now(states) == {"done"}
