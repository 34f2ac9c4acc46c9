"""`sen codes import`: the shipped lists one after the other, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.db import Database
from app.domain.code_lists import read
from app.models.reorganisations import AdministrativeCode
from app.settings import Settings
from app.store import code_lists
from tests.server import sen

CODES = Path(__file__).parent.parent / "app/content/codes"
FIRST, SECOND = CODES / "vn-2025-07-01.csv", CODES / "vn-2026-10-10.csv"


@pytest.mark.parametrize("path", [FIRST, SECOND], ids=lambda path: path.stem)
def test_the_shipped_lists_are_whole(path: Path) -> None:
    listed = read(path.read_text(encoding="utf-8"))
    provinces = [one for one in listed.places.values() if one.parent_code is None]
    assert (len(provinces), len(listed.places) - len(provinces)) == (34, 3321)
    assert {len(one.code) for one in listed.places.values()} == {2, 5}
    assert {one.licence for one in listed.places.values()} in ({"MIT"}, {"BSD-3-Clause"})


def _rows(database: Database) -> tuple[int, int]:
    """(rows, rows still valid)."""

    def count(session: object) -> tuple[int, int]:
        from sqlalchemy.orm import Session

        assert isinstance(session, Session)
        table = col(AdministrativeCode.id)
        everything = session.execute(select(func.count(table))).scalar_one()
        valid = session.execute(
            select(func.count(table)).where(col(AdministrativeCode.valid_to).is_(None))
        ).scalar_one()
        return int(everything), int(valid)

    return database.read_now(count)


def test_one_list_follows_the_other_and_every_day_keeps_its_own(
    settings: Settings, database: Database
) -> None:
    foreseen = sen(settings, "codes", "import", str(FIRST), "--dry-run")
    assert foreseen.stdout.startswith("added 3355, renamed 0, moved 0, closed 0")
    assert _rows(database) == (0, 0)
    sen(settings, "codes", "import", str(FIRST))
    assert _rows(database) == (3355, 3355)
    again = sen(settings, "codes", "import", str(FIRST))
    assert "nothing was written" in again.stderr
    report = sen(settings, "codes", "import", str(SECOND)).stdout
    renamed = [line for line in report.splitlines() if line.startswith("~")]
    assert f"renamed {len(renamed)}, moved 0, closed 0" in report
    assert any("388/NQ-UBTVQH16" in line for line in renamed)
    assert any("Đồng Nai" in line for line in renamed)
    assert _rows(database) == (3355 + len(renamed), 3355)
    for day, name in ((date(2025, 7, 1), "Tỉnh Đồng Nai"), (date(2026, 10, 10), "Thành phố")):
        listed = database.read_now(lambda s, day=day: code_lists.on(s, "gso", day))  # type: ignore[misc]
        assert len(listed) == 3355
        assert listed["75"].name.startswith(name)


def test_an_older_list_a_part_of_a_list_and_no_list_are_refused(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    sen(settings, "codes", "import", str(SECOND))
    older = sen(settings, "codes", "import", str(FIRST))
    assert "later one is there" in older.stderr
    part = tmp_path / "part.csv"
    part.write_text("code,name,kind,source,licence\n01,Hà Nội,thanh-pho,s,l\n", encoding="utf-8")
    more = ("--scheme", "gso", "--valid-from", "2027-01-01")
    assert "only a part" in sen(settings, "codes", "import", str(part), *more).stderr
    assert "--scheme" in sen(settings, "codes", "import", str(part)).stderr
    part.write_text("a,b\n", encoding="utf-8")
    assert "columns" in sen(settings, "codes", "import", str(part), *more).stderr
    assert _rows(database) == (3355, 3355)
