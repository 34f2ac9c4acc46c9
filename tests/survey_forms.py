"""Random forms of docs/survey-schema.md, and random answers to them."""

from __future__ import annotations

from random import Random
from typing import Any

from app.domain.surveys.form import TYPES

Form = dict[str, Any]
SOME_KEYS = ("a", "b", "c", "d", "1", "10", "constructor", "__proto__")
DAYS = ("2024-02-29", "2026-01-01", "2026-11-28", "1999-12-31")
TIMES = ("00:00", "08:30", "12:05", "23:59")
NUMBERS = (0, 1, 2, 3, 3.5, 4, 5, 10, -1, 100)
WORDS = ("chị", "nhóm chị em", "ba  chữ", "x" * 12, "Cần Thơ")
#: What no type takes, and what only some do.
ODD: tuple[Any, ...] = (
    *("zz", "", "  ", None, [], {}, True, False, 0, 1, 2.5, 1e16, -0.0, [["a"]], ["a", "a"]),
    *("5.000", "1.514.000", "1.500,5", "0.500", "5,000", "1.50", "12.5000", "5.000.00", " +2.000 "),
    *({"r1": "zz"}, {"r9": "a"}, "3,5", "3.5", "+7", " 8 ", "3,", "1e3", "٣", "9" * 41),
    *("10000000000000001", "2026-2-1", "no", "y" * 501),
    *("2026-02-29", "20260228", "2026-W09-1", "0000-01-01", "24:00", "8:30", "08:30:59"),
    *("29/2/2024", "1/13/2026"),
    *("cha\u0323\u0302m", "a\u200bb", "👩\u200d🌾", "a\r\nb", "\ufeffx\t", "on", "true", "yes"),
)  # fmt: skip
OPTIONED = ("single", "dropdown", "multiple", "ranking", "image_choice")


def form(random: Random) -> Form:
    """One that `reading.read` takes: types, sections, conditions on what stands before."""
    questions: list[dict[str, Any]] = []
    for number in range(random.randint(1, 12)):
        kind = random.choice(sorted(TYPES))
        one: dict[str, Any] = {"key": f"q{number}", "type": kind, "text": f"Câu {number}?"}
        if random.random() < 0.1:
            one["key"] = f"{number}"
        one["required"] = random.random() < 0.4
        if kind in OPTIONED or kind.startswith("matrix"):
            one["options"] = _options(random)
        if kind.startswith("matrix"):
            one["rows"] = [{"key": f"r{n}", "text": "Dòng"} for n in range(random.randint(1, 3))]
        if limits := _limits(random, one):
            one["validate"] = limits
        before = [old for old in questions if old["type"] != "section"]
        if before and random.random() < 0.6:
            one["show_if"] = _condition(random, before, 1)
        questions.append(one)
    if all(one["type"] == "section" for one in questions):
        questions.append({"key": "end", "type": "short_text", "text": "Còn gì nữa?"})
    return {"title": "Khảo sát", "questions": questions}


def _options(random: Random) -> list[dict[str, Any]]:
    chosen = random.sample(SOME_KEYS, random.randint(1, 5))
    return [{"key": key, "text": "Ý", "exclusive": random.random() < 0.15} for key in chosen]


def _limits(random: Random, one: dict[str, Any]) -> dict[str, Any]:
    if random.random() < 0.5:
        return {}
    kind, low = one["type"], random.randint(0, 3)
    if kind in ("multiple", "ranking", "matrix_multiple"):
        low = min(low, sum(not option["exclusive"] for option in one["options"]))
        return {"min_choices": low, "max_choices": max(1, low + random.randint(0, 2))}
    if kind in ("short_text", "long_text"):
        return {"min_length": low, "max_length": low + random.randint(1, 12), "pattern": "(a+)+b"}
    if kind == "number":
        return {"min": low, "max": low + 4.5, "integer": random.random() < 0.5}
    if kind == "rating":
        return {"min": low, "max": low + 4}
    if kind in ("date", "time"):
        least, most = sorted(random.sample(DAYS if kind == "date" else TIMES, 2))
        return random.choice([{"min": least}, {"max": most}, {"min": least, "max": most}])
    return {}


def _condition(random: Random, before: list[dict[str, Any]], depth: int) -> dict[str, Any]:
    if depth < 4 and random.random() < 0.4:
        inner = [_condition(random, before, depth + 1) for _ in range(random.randint(1, 3))]
        return {random.choice(("all", "any", "not")): inner}
    one = random.choice(before)
    kind, may = one["type"], ["is", "is_not", "in"]
    if kind.startswith("matrix") or random.random() < 0.15:
        return {"question": one["key"], "answered": random.random() < 0.5}
    if kind in ("multiple", "ranking", "short_text", "long_text"):
        may.append("contains")
    if kind in ("rating", "nps", "number", "date", "time"):
        may += ["lt", "lte", "gt", "gte"]
    operator = random.choice(may)
    values = [_value(random, one) for _ in range(3)]
    return {"question": one["key"], operator: values if operator == "in" else values[0]}


def option_keys(one: dict[str, Any]) -> list[str]:
    own = {"yes_no": ["yes", "no"], "likert": ["1", "2", "3", "4", "5"]}
    return [option["key"] for option in one.get("options", ())] or own.get(one["type"], [])


def _value(random: Random, one: dict[str, Any]) -> Any:
    if keys := option_keys(one):
        return random.choice(keys)
    return random.choice(
        {
            **dict.fromkeys(("rating", "nps", "number"), NUMBERS),
            "date": DAYS,
            "time": TIMES,
            "consent": ("yes",),
        }.get(one["type"], WORDS)
    )


def answers(random: Random, of: Form) -> dict[str, Any]:
    found = {
        one["key"]: random.choice(ODD) if random.random() < 0.15 else _answer(random, one)
        for one in of["questions"]
        if one["type"] != "section" and random.random() < 0.85
    }
    if random.random() < 0.03:
        found["nowhere"] = "a"
    return found


def _answer(random: Random, one: dict[str, Any]) -> Any:
    kind, keys = one["type"], option_keys(one)
    if kind.startswith("matrix"):
        rows = [row["key"] for row in one["rows"] if random.random() < 0.8]
        return {row: _some(random, keys, several=kind == "matrix_multiple") for row in rows}
    if kind in ("multiple", "ranking"):
        return _some(random, keys, several=True)
    if kind in ("number", "rating", "nps") and random.random() < 0.1:
        return random.choice(("5.000", "4,000", "1,500", "3,0", "3.0"))
    value = _value(random, one)
    if kind == "number" and random.random() < 0.5:
        return str(value).replace(".", random.choice((",", ".")))
    return str(value) if random.random() < 0.5 else value


def _some(random: Random, keys: list[str], *, several: bool) -> Any:
    if several:
        return random.sample(keys, random.randint(0, len(keys)))
    return random.choice(keys)
