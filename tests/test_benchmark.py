"""The benchmark runs to its end; what it finds is measured elsewhere, on a quiet machine.

Its servers are forks of what is imported already, its places copies of one that is migrated.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.main import make_house
from app.migrations import migrate
from app.settings import Settings
from benchmarks import __main__ as shares
from benchmarks import (
    contests,
    entries,
    feed,
    rosters,
    servers,
    survey_exports,
    survey_pages,
    survey_rates,
    surveys,
)
from tests import forked_sen
from tests.conftest import make_settings

pytestmark = [pytest.mark.once, pytest.mark.slow]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = make_settings(tmp_path_factory.mktemp("migrated"))
    migrate(settings)
    return settings.data_dir / "sen.db"


@pytest.fixture(autouse=True)
def _shorter(migrated: Path, doors: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def copied(settings: Settings) -> None:
        shutil.copy(migrated, settings.data_dir / "sen.db")

    def housed(settings: Settings) -> Any:
        doors.state.house = make_house(settings)
        return doors

    for bench in (shares, entries):
        monkeypatch.setattr(bench, "migrate", copied)
    for bench in (feed, survey_pages):
        monkeypatch.setattr(bench, "create_app", housed)
    # What a process of its own would hold is measured there; here that it is measured at all.
    monkeypatch.setattr(survey_exports, "apart", survey_exports.export)
    monkeypatch.setattr(servers, "start_sen", forked_sen.start)


#: As briefly as it goes: what is found is not judged.
BRIEFLY = ("--only", "sqlite", "--seconds", "0.3", "--rounds", "1")


def test_the_benchmark_prints_a_share(capsys: pytest.CaptureFixture[str]) -> None:
    shares.main([*BRIEFLY, "--members", "200"])
    said = capsys.readouterr().out
    share = re.search(r"^sqlite +share (\d\.\d{3}) ", said, re.MULTILINE)
    assert share, said
    assert float(share[1]) > 0


def test_the_feed_is_measured_in_every_way(capsys: pytest.CaptureFixture[str]) -> None:
    feed.main([*BRIEFLY, "--posts", "400", "--waiting", "10"])
    said = capsys.readouterr().out
    found = re.findall(r"^sqlite +(.+): share (\d\.\d{3}),", said, re.MULTILINE)
    assert [way for way, _ in found] == [
        "the feed as JSON",
        "the feed as a page",
        "public bulletins",
    ]
    assert all(float(share) > 0 for _, share in found)
    for figure in ("10,000th page", "search of a rare word", "10 posts approved in bulk"):
        assert figure in said


def test_a_pasted_list_is_measured_in_time_and_memory() -> None:
    """No promise of speed here; ten times what a quiet machine needs is a fault."""
    found = rosters.measure(1500)
    assert (found.names, found.matched + found.unmatched) == (1500, 1500)
    assert found.matched == 1000
    assert 0 < found.seconds < 5
    assert 0 < found.peak < 64 * 1024 * 1024


def test_a_large_round_is_computed_in_time_and_memory() -> None:
    """A tenth of what is promised for 2 s of a quiet machine; ten times its share is a fault."""
    found = contests.measure(people=11_000, attempts=30_000, rounds=3)
    assert 0 < found.result < 2
    assert 0 < found.peak < 40 * 1024 * 1024


def test_a_survey_is_measured_from_its_forms_to_its_exports() -> None:
    found = list(surveys.measure("sqlite", 4_000, seconds=1))
    told = [str(one) for one in found]
    for name in ("csv", "xlsx", "list of responses", "sen verify", "forms handed in"):
        assert any(name in line for line in told), told
    exports = [one for one in found if isinstance(one, survey_exports.Export)]
    assert [one.fault for one in exports] == ["", ""]
    assert all(one.size > 100_000 for one in exports)
    (rate,) = (one for one in found if isinstance(one, survey_rates.Rate))
    assert (rate.fault, rate.stand) == ("", len(rate.late))
    (verified,) = (one for one in found if str(one).startswith("sen verify"))
    assert verified.fault == ""


@pytest.mark.parametrize("kill", [False, True], ids=["alive", "killed"])
def test_papers_handed_in_are_neither_lost_nor_doubled(kill: bool) -> None:
    found = entries.measure("sqlite", seconds=4, rate=25, kill=kill)
    assert found.faults == []
    assert len(found.entries) == len(found.late) == 100
    assert (found.again > 0) is kill
