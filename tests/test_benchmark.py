"""The benchmark runs to its end; what it finds is measured elsewhere, on a quiet machine."""

from __future__ import annotations

import re

import pytest

from benchmarks import __main__ as shares
from benchmarks import contests, entries, feed, rosters, surveys

pytestmark = [pytest.mark.once, pytest.mark.slow]


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


def test_exports_of_a_survey_are_measured_with_their_memory() -> None:
    found = list(surveys.measure("sqlite", 4_000))
    assert [one.kind for one in found] == ["csv", "xlsx"]
    assert [one.fault for one in found] == ["", ""]
    assert all(one.size > 100_000 for one in found)


@pytest.mark.parametrize("kill", [False, True], ids=["alive", "killed"])
def test_papers_handed_in_are_neither_lost_nor_doubled(kill: bool) -> None:
    found = entries.measure("sqlite", seconds=4, rate=25, kill=kill)
    assert found.faults == []
    assert len(found.entries) == len(found.late) == 100
    assert (found.again > 0) is kill
