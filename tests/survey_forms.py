"""Random forms and answers, and a naive reading of contract.md's "The survey schema"."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
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
    *({"r1": "zz"}, {"r9": "a"}, "3,5", "3.5", "+7", " 8 ", "3,", "1e3", "٣", "9" * 41),
    *("10000000000000001", "2026-2-1", "no", "y" * 501),
    *("2026-02-29", "20260228", "2026-W09-1", "0000-01-01", "24:00", "8:30", "08:30:59"),
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
        if limits := _limits(random, kind):
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


def _limits(random: Random, kind: str) -> dict[str, Any]:
    if random.random() < 0.5:
        return {}
    low = random.randint(0, 3)
    if kind in ("multiple", "ranking", "matrix_multiple"):
        return {"min_choices": low, "max_choices": low + random.randint(0, 2)}
    if kind in ("short_text", "long_text"):
        return {"min_length": low, "max_length": low + random.randint(0, 12), "pattern": "(a+)+b"}
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
    value = _value(random, one)
    if kind == "number" and random.random() < 0.5:
        return str(value).replace(".", random.choice((",", ".")))
    return str(value) if random.random() < 0.5 else value


def _some(random: Random, keys: list[str], *, several: bool) -> Any:
    if several:
        return random.sample(keys, random.randint(0, len(keys)))
    return random.choice(keys)


def naive(of: Form, given: dict[str, Any]) -> tuple[list[str], dict[str, Any], list[str]]:
    """(visible, kept, faulty), question by question, written from the contract's words."""
    visible: list[str] = []
    kept: dict[str, Any] = {}
    faulty = [key for key in given if not _asked(of, key)]
    section: Any = None
    for one in of["questions"]:
        if one["type"] == "section":
            section = one.get("show_if") if true(one.get("show_if"), kept) else False
        if section is False or not true(one.get("show_if"), kept):
            continue
        visible.append(one["key"])
        if one["type"] == "section":
            continue
        value = read(one, given.get(one["key"]))
        if value == "FAULT":
            faulty.append(one["key"])
            continue
        if value is not None:
            kept[one["key"]] = value
        lacking = value is None or ("rows" in one and set(value) != {r["key"] for r in one["rows"]})
        if one.get("required") and lacking:
            faulty.append(one["key"])
    return visible, kept, sorted(faulty)


def _asked(of: Form, key: str) -> bool:
    return any(one["key"] == key and one["type"] != "section" for one in of["questions"])


def true(condition: Any, kept: dict[str, Any]) -> bool:
    match condition:
        case None:
            return True
        case {"all": inner}:
            return not [one for one in inner if not true(one, kept)]
        case {"any": inner}:
            return bool([one for one in inner if true(one, kept)])
        case {"not": inner}:
            return not [one for one in inner if true(one, kept)]
        case {"question": key, **rest}:
            [(operator, value)] = rest.items()
            return _true(str(operator), kept.get(key), value)
    raise AssertionError(condition)


def _true(operator: str, answer: Any, value: Any) -> bool:
    if operator == "answered":
        return bool(value == (answer is not None))
    if answer is None:
        return operator == "is_not"
    said = answer[0] if isinstance(answer, list) and len(answer) == 1 else answer
    meant: dict[str, Callable[[], Any]] = {
        "is": lambda: said == value,
        "is_not": lambda: said != value,
        "in": lambda: said in value,
        "contains": lambda: value in answer,
        "lt": lambda: answer < value,
        "lte": lambda: answer <= value,
        "gt": lambda: answer > value,
        "gte": lambda: answer >= value,
    }
    return bool(meant[operator]())


def read(one: dict[str, Any], raw: Any) -> Any:
    """The answer as it is kept, None where there is none, or "FAULT"."""
    kind, limits = one["type"], one.get("validate", {})
    if raw is None or raw == "" or raw == [] or raw == {}:
        return None
    if kind in ("multiple", "ranking"):
        return _list(one, raw)
    if kind.startswith("matrix"):
        return _rows(one, raw)
    if keys := option_keys(one):
        chosen = raw[0] if isinstance(raw, list) and len(raw) == 1 else raw
        return chosen if isinstance(chosen, str) and chosen in keys else "FAULT"
    if kind in ("rating", "nps", "number"):
        return _number(kind, limits, raw)
    if kind == "consent":
        yes = isinstance(raw, (str, bool, int, float)) and raw in ("yes", "on", "true", True)
        no = isinstance(raw, (str, bool, int, float)) and raw in ("no", "false", False)
        return "yes" if yes else None if no else "FAULT"
    return _text(kind, limits, raw) if isinstance(raw, str) else "FAULT"


def _list(one: dict[str, Any], raw: Any) -> Any:
    chosen = [raw] if isinstance(raw, str) else raw
    keys, limits = option_keys(one), one.get("validate", {})
    if not isinstance(chosen, list) or any(key not in keys for key in chosen):
        return "FAULT"
    alone = any(option["exclusive"] for option in one["options"] if option["key"] in chosen)
    few = len(chosen) < limits.get("min_choices", 0) and not alone
    many = len(chosen) > limits.get("max_choices", 999) or (alone and len(chosen) > 1)
    if few or many or len(chosen) != len(set(chosen)):
        return "FAULT"
    return chosen if one["type"] == "ranking" else sorted(chosen, key=keys.index)


def _rows(one: dict[str, Any], raw: Any) -> Any:
    if not isinstance(raw, dict) or set(raw) - {row["key"] for row in one["rows"]}:
        return "FAULT"
    kind = "multiple" if one["type"] == "matrix_multiple" else "single"
    said = {
        row: "FAULT" if value == {} else read({**one, "type": kind}, value)
        for row, value in raw.items()
    }
    if "FAULT" in said.values():
        return "FAULT"
    return {row: value for row, value in said.items() if value is not None} or None


def _number(kind: str, limits: dict[str, Any], raw: Any) -> Any:
    if isinstance(raw, str):
        if len(raw) > 40 or not re.fullmatch(r"[-+]?[0-9]+([,.][0-9]+)?", raw.strip(), re.ASCII):
            return "FAULT"
        raw = float(raw.replace(",", "."))
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return "FAULT"
    least, most = {"rating": (1, 5), "nps": (0, 10)}.get(kind, (-math.inf, math.inf))
    least, most = limits.get("min", least), limits.get("max", most)
    whole = kind != "number" or limits.get("integer", False)
    if abs(raw) > 10**15 or not least <= raw <= most or (whole and raw % 1):
        return "FAULT"
    return raw


def _text(kind: str, limits: dict[str, Any], raw: str) -> Any:
    text = unicodedata.normalize("NFC", re.sub(r"[\u200b\ufeff]", "", raw))
    text = text.replace("\r\n", "\n").replace("\t", " ").strip()
    if not text:
        return None
    if kind in ("short_text", "long_text"):
        most = limits.get("max_length") or (500 if kind == "short_text" else 5000)
        return text if limits.get("min_length", 0) <= len(text) <= most else "FAULT"
    if kind == "file":
        return text if re.fullmatch(r"[\w-]{1,32}", text, re.ASCII) else "FAULT"
    if kind == "time":
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", text, re.ASCII):
            return "FAULT"
        text = text[:5]
    elif not (re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) and _is_day(text)):
        return "FAULT"
    return text if limits.get("min", "") <= text <= limits.get("max", "~") else "FAULT"


def _is_day(text: str) -> bool:
    year, month, day = map(int, text.split("-"))
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
