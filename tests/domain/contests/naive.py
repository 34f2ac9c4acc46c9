"""A second, slow way to a result, written apart from the engine: filter, compare, count.

It knows the contract and the engine's input and nothing of its modules. Everybody is compared with
everybody; a rank is one more than the number of people who stand before.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

Attempt = dict[str, Any]


def recompute(file: dict[str, Any]) -> dict[str, Any]:
    rules, questions = file["ruleset"], file["question_count"]
    attempts = [dict(one, at=_at(one, rules)) for one in file["attempts"]]
    within = [one for one in attempts if _within(one, attempts, rules)]
    hers = {one["person"]: one for one in within if _is_result(one, within, rules)}
    out = set(file["disqualified"])
    n = _n(rules, questions, within, hers, out)
    rows = [
        dict(one, distance=_distance(one, n)) for person, one in hers.items() if person not in out
    ]
    chain = list(rules["rank"])
    nobody = not any(row["correct"] == questions for row in rows)
    falls = nobody and rules["eligible"] == "all_correct" and rules["fallback"] == "highest_correct"
    if falls and "-correct" not in chain:
        chain.insert(0, "-correct")
    for row in rows:
        row["may"] = falls or rules["eligible"] == "all" or row["correct"] == questions
    for row in rows:
        better = [one for one in rows if _compared(one, row, chain, rules) == "before"]
        equal = [one for one in rows if _compared(one, row, chain, rules) == "equal"]
        row["rank"] = row["place"] = 1 + len(better)
        row["place"] += sum(_lot(one, rules, file) < _lot(row, rules, file) for one in equal)
        if rules["final_tie"] != "shared":
            row["rank"] = row["place"]
    rows.sort(key=lambda row: row["place"])
    _award(rows, rules, set(file["earlier_winners"]))
    slots = [name for name, count in rules["prizes"] for _ in range(count)]
    taking = [row for row in rows if row["takes"]]
    left = slots[len(taking) :]
    return {
        "n": n,
        "rows": [
            {
                "rank": row["rank"],
                "person": row["person"],
                "attempt": row["id"],
                "correct": row["correct"],
                "prediction_distance": row["distance"],
                "prize": row["prize"],
            }
            for row in rows
        ],
        "unawarded": [[name, left.count(name)] for name, _ in rules["prizes"] if name in left],
    }


def _at(one: Attempt, rules: dict[str, Any]) -> datetime:
    moment = datetime.fromisoformat(one["submitted_at"])
    if rules["time_precision"] == "s":
        return moment.replace(microsecond=0)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _duration(one: Attempt, rules: dict[str, Any]) -> int:
    return int(one["duration_ms"] // 1000 if rules["time_precision"] == "s" else one["duration_ms"])


def _earlier(one: Attempt, other: Attempt) -> bool:
    if one["at"] != other["at"]:
        return bool(one["at"] < other["at"])
    return bool(one["seq"] < other["seq"])


def _within(one: Attempt, attempts: list[Attempt], rules: dict[str, Any]) -> bool:
    most = rules["attempts"]["max"]
    hers = [other for other in attempts if other["person"] == one["person"]]
    return most is None or sum(_earlier(other, one) for other in hers) < most


def _is_result(one: Attempt, within: list[Attempt], rules: dict[str, Any]) -> bool:
    """Whether none of her other attempts beats it."""
    others = [o for o in within if o["person"] == one["person"] and o is not one]
    counted = rules["attempts"]["counted"]
    if counted == "first":
        return all(_earlier(one, other) for other in others)
    if counted == "last":
        return all(_earlier(other, one) for other in others)
    return not any(_beats(other, one, rules) for other in others)


def _beats(other: Attempt, one: Attempt, rules: dict[str, Any]) -> bool:
    shortest = rules["attempts"]["counted"] == "highest_then_shortest"
    what = "points" if shortest and rules["scoring"] in ("partial", "points") else "correct"
    if other[what] != one[what]:
        return bool(other[what] > one[what])
    if shortest and _duration(other, rules) != _duration(one, rules):
        return _duration(other, rules) < _duration(one, rules)
    return _earlier(other, one)


def _n(
    rules: dict[str, Any],
    questions: int,
    within: list[Attempt],
    hers: dict[str, Attempt],
    out: set[str],
) -> int | None:
    if rules["prediction"] is None:
        return None
    if rules["n_counts"] == "before":
        out = set()
    persons = [one for person, one in hers.items() if person not in out]
    turns = [one for one in within if one["person"] not in out]
    return {
        "persons_all_correct": len([one for one in persons if one["correct"] == questions]),
        "attempts_all_correct": len([one for one in turns if one["correct"] == questions]),
        "participants": len(persons),
        "attempts": len(turns),
    }[rules["prediction"]["target"]]


def _distance(one: Attempt, n: int | None) -> int | None:
    if n is None or one["prediction"] is None:
        return None
    return int(max(n, one["prediction"]) - min(n, one["prediction"]))


def _compared(a: Attempt, b: Attempt, chain: list[str], rules: dict[str, Any]) -> str:
    """Whether `a` stands `before` or `behind` b, or is `equal` in all that the chain names."""
    if a["may"] != b["may"]:
        return "before" if a["may"] else "behind"
    for key in chain:
        mine, theirs = _key(a, key, rules), _key(b, key, rules)
        if mine != theirs:
            return "before" if mine < theirs else "behind"
    return "equal"


def _key(one: Attempt, key: str, rules: dict[str, Any]) -> Any:
    if key in ("-correct", "-points"):
        return -one[key[1:]]
    if key == "prediction_distance":
        return float("inf") if one["distance"] is None else one["distance"]
    if key == "duration_ms":
        return _duration(one, rules)
    return one["at"] if key == "submitted_at" else one["manual"]


def _lot(one: Attempt, rules: dict[str, Any], file: dict[str, Any]) -> Any:
    if rules["final_tie"] == "draw":
        return hashlib.sha256((file["draw_seed"] + one["id"]).encode()).digest()
    return one["seq"]


def _award(rows: list[Attempt], rules: dict[str, Any], winners: set[str]) -> None:
    if rules["one_prize_per"] == "none":
        winners = set()
    for row in rows:
        row["takes"] = row["may"] and row["person"] not in winners
        row["prize"] = None
    slots = [name for name, count in rules["prizes"] for _ in range(count)]
    for row in rows:
        # Whoever takes and has a better rank has taken a place before her group.
        place = sum(other["takes"] and other["rank"] < row["rank"] for other in rows)
        if row["takes"] and place < len(slots):
            row["prize"] = slots[place]
