"""A naive reading of docs/survey-schema.md, against which the evaluators are held."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.survey_forms import Form, option_keys


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
    whole = kind != "number" or limits.get("integer", False)
    if isinstance(raw, str):
        raw = _typed_number(raw, whole)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return "FAULT"
    least, most = {"rating": (1, 5), "nps": (0, 10)}.get(kind, (-math.inf, math.inf))
    least, most = limits.get("min", least), limits.get("max", most)
    if abs(raw) > 10**15 or not least <= raw <= most or (whole and raw % 1):
        return "FAULT"
    return raw


def _typed_number(raw: str, whole: bool) -> Any:
    text = raw.strip()
    if len(raw) > 40 or not re.fullmatch(r"[-+]?[0-9][0-9.,]*", text, re.ASCII):
        return "FAULT"
    units, comma, decimals = text.lstrip("+-").partition(",")
    first, *more = units.split(".")
    grouped = first[0] != "0" and len(first) < 4
    if grouped and more and all(len(one) == 3 for one in more):
        units = first + "".join(more)
    elif len(more) == 1 and not comma:
        units, comma, decimals = first, ".", more[0]
    elif more or (whole and grouped and len(decimals) == 3):
        return "FAULT"
    if comma and not decimals.isdigit():
        return "FAULT"
    return float(f"{'-' if text[0] == '-' else ''}{units}.{decimals or 0}")


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
    else:
        text = re.sub(r"^(\d\d?)/(\d\d?)/(\d{4})$", _turned, text, flags=re.ASCII)
        if not (re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) and _is_day(text)):
            return "FAULT"
    return text if limits.get("min", "") <= text <= limits.get("max", "~") else "FAULT"


def _turned(day: re.Match[str]) -> str:
    return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"


def _is_day(text: str) -> bool:
    year, month, day = map(int, text.split("-"))
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
