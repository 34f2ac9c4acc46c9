"""The `sen` command as a process: results alone on standard output, sentences on standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import i18n
from app.domain.ids import is_id
from app.main import create_app
from app.settings import Settings, UnsafeSettings
from app.sqlite import sqlite_is_safe
from tests.conftest import SECRET, make_settings
from tests.factories import HOME, Scene
from tests.server import ROOT, sen

PHONE = "0977000001"


def test_an_account_is_made_and_its_id_alone_is_printed(settings: Settings) -> None:
    role = ("--role", "moderator", "--community", HOME)
    made = sen(settings, "account", "create", "--phone", PHONE, "--name", "Hà Thị Mới", *role)
    assert made.returncode == 0, made.stderr
    assert is_id(made.stdout.removesuffix("\n"))
    again = sen(settings, "account", "create", "--phone", PHONE, "--name", "Hà Thị Khác")
    assert (again.returncode, again.stdout) == (1, "")
    assert "login-in-use" in again.stderr


def test_a_password_from_standard_input_opens_the_door(settings: Settings) -> None:
    word = "hoa sen nở tháng sáu 2026"
    made = sen(
        settings,
        *("account", "create", "--phone", PHONE, "--name", "Hà Thị Mới", "--password-stdin"),
        given=word + "\n",
    )
    assert made.returncode == 0, made.stderr
    assert word not in made.stdout + made.stderr
    app = create_app(settings)
    client = TestClient(app, base_url="http://testserver")
    assert client.post("/sessions", json={"login": PHONE, "password": word}).status_code == 201
    app.state.house.close()


def test_a_token_is_printed_alone_and_narrowed_to_its_scopes(
    settings: Settings, scene: Scene
) -> None:
    phone = ("--phone", scene.phones["moderator"])
    made = sen(settings, "token", "create", *phone, "--scope", "members:read")
    assert made.returncode == 0, made.stderr
    token = made.stdout.removesuffix("\n")
    assert token.isprintable()
    assert " " not in token
    app = create_app(settings)
    client = TestClient(app, base_url="http://testserver")
    client.headers["authorization"] = f"Bearer {token}"
    assert client.get(f"/communities/{HOME}/members").status_code == 200
    assert client.post(f"/members/{scene.members['hoa']}/approval").status_code == 403
    app.state.house.close()


def test_a_token_for_nobody_is_refused_with_a_sentence(settings: Settings) -> None:
    done = sen(settings, "token", "create", "--phone", "0977999999")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    told = i18n.field_error("person-unknown", "en", {})
    assert done.stderr == f"refused: /phone: {told} (person-unknown)\n"


def test_a_first_branch_starts_with_one_command_and_its_chair_gets_a_link(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    done = sen(
        settings,
        *("start", "--unit", "Hội LHPN xã Bát Tràng", "--community", "Phụ nữ Bát Tràng"),
        *("--slug", "phu-nu-bat-trang", "--chair", "Trần Thị Gốm", "--phone", "0977000002"),
        SEN_PUBLIC_URL="http://testserver",
    )
    assert done.returncode == 0, done.stderr
    link = done.stdout.removesuffix("\n")
    assert link.startswith("http://testserver/password-links/")
    app = create_app(settings)
    client = TestClient(app, base_url="http://testserver")
    path = link.removeprefix("http://testserver")
    word = "gốm sứ ven sông Hồng 2026"
    assert client.post(path, json={"password": word}).status_code == 200
    signed_in = client.post("/sessions", json={"login": "0977000002", "password": word})
    assert signed_in.status_code == 201
    assert client.get("/communities/phu-nu-bat-trang").json()["regulation"]["version"] == 1
    app.state.house.close()


def test_what_cannot_be_opened_or_written_is_told_in_a_sentence(
    settings: Settings, tmp_path: Path
) -> None:
    told = sen(settings, "backup", str(tmp_path / "nowhere" / "x.zip"))
    assert (told.returncode, "Traceback" in told.stderr) == (1, False)
    assert "cannot be written: No such file or directory" in told.stderr
    file = tmp_path / "a-file"
    file.touch()
    for more, sentence in (
        ({"SEN_DATA_DIR": str(file)}, "is a file, not a folder"),
        ({"SEN_DATABASE_URL": "nonsense"}, "is no address of a database"),
    ):
        told = sen(settings, "migrate", **more)
        assert (told.returncode, "Traceback" in told.stderr) == (1, False)
        assert sentence in told.stderr


def test_the_doctor_speaks_vietnamese_and_finds_no_grave_fault(settings: Settings) -> None:
    assert sen(settings, "verify").returncode == 0  # seals what the template left unsealed
    done = sen(settings, "doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert any("ơ sở dữ liệu" in line or "SQLite" in line for line in done.stdout.splitlines())


def test_the_document_is_json_alone_and_needs_no_database(tmp_path: Path) -> None:
    done = sen(make_settings(tmp_path / "nowhere"), "openapi")
    assert done.returncode == 0
    assert json.loads(done.stdout)["openapi"].startswith("3.")
    assert not (tmp_path / "nowhere").exists()


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = sen(make_settings(tmp_path), "verify")
    assert done.returncode == 1
    assert "sen migrate" in done.stderr
    assert "Traceback" not in done.stderr


# -- settings that endanger people's data --------------------------------------------------------

SAFE = {"profile": "production", "secret_key": SECRET, "public_url": "https://sen.example"}


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secret_key", ""),
        ("secret_key", "short"),
        ("secret_key", "a" * 64),
        ("public_url", ""),
        ("public_url", "http://sen.example"),
        ("public_url", "sen.example"),
        ("facebook_url", "http://graph.example"),
    ],
)
def test_production_refuses_what_endangers_data(tmp_path: Path, name: str, value: str) -> None:
    Settings(**{**SAFE, "data_dir": tmp_path})  # type: ignore[arg-type]
    with pytest.raises((UnsafeSettings, ValueError), match=f"SEN_{name.upper()}"):
        Settings(**{**SAFE, "data_dir": tmp_path, name: value})  # type: ignore[arg-type]


@pytest.mark.once
def test_the_command_says_why_it_does_not_start(tmp_path: Path) -> None:
    done = sen(
        make_settings(tmp_path), "serve", SEN_PROFILE="production", SEN_PUBLIC_URL="http://x"
    )
    assert done.returncode == 1
    assert "SEN_PUBLIC_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stderr


OLD_SQLITE = """
import sys
from app import db
db.sqlite_driver.sqlite_version_info = (3, 40, 1)
from app.settings import Settings
try:
    db.Database(Settings())
except db.UnsafeSettings as error:
    sys.exit(f"refused: {error}")
"""


@pytest.mark.once
def test_production_refuses_an_sqlite_with_the_wal_reset_bug(tmp_path: Path) -> None:
    given = {
        "SEN_PROFILE": "production",
        "SEN_PUBLIC_URL": "https://sen.example",
        "SEN_SECRET_KEY": SECRET,
        "SEN_DATA_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", OLD_SQLITE],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "WAL-reset" in done.stderr
    assert not (tmp_path / "sen.db").exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_the_releases_without_the_bug_are_known(version: tuple[int, ...], safe: bool) -> None:
    assert sqlite_is_safe(version) is safe
