"""`sen contest recompute` as a process: the contract's bytes on standard output, or a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.domain.contests.samples import GOLDEN, RULESET, answer, golden
from tests.server import ROOT

pytestmark = pytest.mark.once

FILE: dict[str, Any] = golden(next(path for path in GOLDEN if path.stem == "worked-example"))[0]


def recompute(path: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "contest", "recompute", str(path)],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_the_worked_example_is_the_same_bytes_in_every_zone_and_tongue(tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    file.write_text(json.dumps(FILE, ensure_ascii=False), encoding="utf-8")
    for around in ({"TZ": "America/New_York", "LC_ALL": "C"}, {"PYTHONHASHSEED": "7"}):
        done = recompute(file, **around)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == answer(FILE)
    assert '"prize": "Nhất"'.encode() in answer(FILE)


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    file.write_text(json.dumps({**FILE, "ruleset": {**RULESET, "scoring": "x"}}), encoding="utf-8")
    done = recompute(file)
    assert (done.returncode, done.stdout) == (1, b"")
    said = done.stderr.decode()
    assert "/ruleset/scoring: Only one of these values may stand here: exact_set" in said
    file.write_text(json.dumps({**FILE, "question_count": 9}), encoding="utf-8")
    said = recompute(file).stderr.decode()
    assert "/attempts/0/correct: more than there are questions" in said
    assert "Traceback" not in said


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = recompute(tmp_path / "nothing.json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "No such file" in done.stderr.decode()
