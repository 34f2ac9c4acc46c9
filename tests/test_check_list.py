"""`sen check-list`: a list is understood before anybody works with it, and no name is printed."""

from __future__ import annotations

import json
from pathlib import Path

from app.settings import Settings
from tests.server import sen

LIST = """STT,Họ và tên,Năm sinh,SĐT
Chi hội Đông,,,
1,Lê Thị Hoa,1979,912345678
2,Trần Thị Lan,1850,0912345679
Cộng,,2,
"""


def test_a_list_is_told_by_class_and_code(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "danh-sach.csv"
    file.write_text(LIST, encoding="utf-8")
    told = sen(settings, "check-list", str(file))
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == [
        {
            "sheet": "",
            "header": 1,
            "columns": {"number": 1, "full_name": 2, "birth": 3, "phone": 4},
            "fonts": {},
            "rows": {"header": 1, "unit": 1, "data": 2, "total": 1},
            "readable": 1,
            "refused": {"birth_impossible": [4]},
            "noted": {"phone_zero_added": [3]},
        }
    ]
    assert "Hoa" not in told.stdout + told.stderr


def test_what_is_no_list_is_said_by_code(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "danh-sach.xlsx"
    file.write_bytes(b"PK\x03\x04")
    told = sen(settings, "check-list", str(file))
    assert (told.returncode, told.stdout) == (1, "")
    assert "file-broken" in told.stderr
