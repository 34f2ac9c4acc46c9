"""The benchmark runs to its end; what it finds is measured elsewhere, on a quiet machine."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from benchmarks import rosters
from tests.server import ROOT

pytestmark = [pytest.mark.once, pytest.mark.slow]


def test_the_benchmark_prints_a_share() -> None:
    short = ("--only", "sqlite", "--seconds", "0.3", "--rounds", "1", "--members", "200")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *short],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    share = re.search(r"^sqlite +share (\d\.\d{3}) ", done.stdout, re.MULTILINE)
    assert share, done.stdout
    assert float(share[1]) > 0


def test_a_pasted_list_is_measured_in_time_and_memory() -> None:
    """No promise of speed here; ten times what a quiet machine needs is a fault."""
    found = rosters.measure(1500)
    assert (found.names, found.matched + found.unmatched) == (1500, 1500)
    assert found.matched == 1000
    assert 0 < found.seconds < 5
    assert 0 < found.peak < 64 * 1024 * 1024
