"""Rounds for tests: the contract's ruleset, files of `sen contest recompute`, golden cases."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.contests import files, reading
from app.domain.contests.results import Result, Round, compute
from app.domain.contests.ruleset import Ruleset

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.toml"))
#: As it stands in contract.md.
RULESET: Mapping[str, Any] = {
    "attempts": {"max": None, "counted": "most_correct_then_earliest"},
    "scoring": "exact_set",
    "eligible": "all_correct",
    "fallback": "highest_correct",
    "prediction": {"target": "persons_all_correct", "distance": "abs"},
    "rank": ["-correct", "prediction_distance", "submitted_at"],
    "time_precision": "ms",
    "final_tie": "server_seq",
    "prizes": [["Nhất", 1], ["Nhì", 3], ["Ba", 5]],
    "one_prize_per": "contest",
    "exclude_roles": ["organiser", "juror", "adviser"],
    "n_counts": "after_disqualification",
}


def changed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's ruleset with some values changed; `a.b` names a value inside, "null" none."""
    made = copy.deepcopy(dict(RULESET))
    for name, value in changes.items():
        outer, _, inner = name.partition(".")
        target, key = (made[outer], inner) if inner else (made, outer)
        target[key] = None if value == "null" else value
    return made


def rules(**changes: Any) -> Ruleset:
    """The ruleset; `attempts__max=3` names a value inside."""
    return reading.read(changed({name.replace("__", "."): v for name, v in changes.items()}))


def result(file: Mapping[str, Any]) -> Result:
    return compute(round_of(file))


def round_of(file: Mapping[str, Any]) -> Round:
    return files.read(json.dumps(file).encode())


def answer(file: Mapping[str, Any]) -> bytes:
    """What `sen contest recompute` prints."""
    return files.written(result(file))


def golden(path: Path) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """(file, what must come out, the values that it shows)."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    file = {
        "ruleset": changed(case.get("rules", {})),
        "question_count": 10,
        "attempts": [_attempt(seq, line) for seq, line in enumerate(_table(case["attempts"]), 1)],
        "disqualified": case.get("disqualified", []),
        "earlier_winners": case.get("earlier_winners", []),
    }
    if "draw_seed" in case:
        file["draw_seed"] = case["draw_seed"]
    names = ("rank", "person", "attempt", "correct", "prediction_distance", "prize")
    rows = [dict(zip(names, line.split(), strict=True)) for line in _lines(case["rows"])]
    told = {
        "n": case.get("n"),
        "rows": [{name: _value(text) for name, text in row.items()} for row in rows],
        "unawarded": case["unawarded"],
    }
    return file, told, case["values"]


def _attempt(seq: int, line: dict[str, Any]) -> dict[str, Any]:
    at = line["submitted_at"]
    return {
        "points": line["correct"] * 100,
        "duration_ms": 60_000,
        **line,
        "submitted_at": f"2025-04-{at}" if at.endswith("Z") else f"2025-04-{at}+07:00",
        "seq": seq,
    }


def _table(text: str) -> list[dict[str, Any]]:
    head, *lines = _lines(text)
    names = [name.replace("attempt", "id") for name in head.split()]
    return [dict(zip(names, map(_value, line.split()), strict=True)) for line in lines]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _value(text: str) -> Any:
    return None if text == "-" else int(text) if text.isdecimal() else text
