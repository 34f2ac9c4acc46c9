"""Reading a ruleset that somebody wrote: every fault at once, each with its place and code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.contests.ruleset import (
    LONGEST_PRIZE,
    MOST_ATTEMPTS,
    MOST_PRIZES,
    VALUES,
    Attempts,
    Prediction,
    Prize,
    Ruleset,
)
from app.domain.refusals import FieldError, Invalid
from app.domain.text import nfc

KEYS = (
    "attempts",
    "scoring",
    "eligible",
    "fallback",
    "prediction",
    "rank",
    "time_precision",
    "final_tie",
    "prizes",
    "one_prize_per",
    "exclude_roles",
    "n_counts",
)
LONGEST_LIST = 100
SINGLE = tuple(key for key in KEYS if key in VALUES and key not in {"rank", "exclude_roles"})


def read(value: Any, at: str = "/ruleset") -> Ruleset:
    """The ruleset, names of prizes in NFC. `at` is the JSON pointer of the value.

    Raises Invalid with a FieldError for each fault: `ruleset-wrong` (no object, list or pair where
    one belongs), `ruleset-key-missing`, `ruleset-key-unknown`, `ruleset-value-unknown`,
    `attempts-max-wrong`, `rank-empty`, `rank-twice`, `rank-needs-prediction`, `prize-name-wrong`,
    `prize-count-wrong`, `prize-twice`, `role-twice`.
    """
    errors = list(_faults(value, at))
    if errors:
        raise Invalid(*errors)
    guess = value["prediction"]
    return Ruleset(
        Attempts(value["attempts"]["max"], value["attempts"]["counted"]),
        prediction=guess and Prediction(guess["target"], guess["distance"]),
        rank=tuple(value["rank"]),
        prizes=tuple(Prize(nfc(name), count) for name, count in value["prizes"]),
        exclude_roles=tuple(value["exclude_roles"]),
        **{key: value[key] for key in SINGLE},
    )


def whole(value: Any, lowest: int, highest: int) -> bool:
    """Whether it is a whole number within; `true` and 1.0 are none."""
    return type(value) is int and lowest <= value <= highest


def _faults(value: Any, at: str) -> Iterator[FieldError]:
    yield from _keys(value, at, KEYS)
    if not isinstance(value, Mapping):
        return
    for key in SINGLE:
        if key in value:
            yield from _one_of(key, value[key], f"{at}/{key}")
    for key, faults in (
        ("attempts", _attempts),
        ("prediction", _prediction),
        ("rank", _rank),
        ("prizes", _prizes),
        ("exclude_roles", _roles),
    ):
        if key in value:
            yield from faults(value[key], f"{at}/{key}")
    if value.get("rank") == ["prediction_distance"] and value.get("prediction", 1) is None:
        yield FieldError(f"{at}/rank", "rank-needs-prediction")


def _keys(value: Any, at: str, keys: tuple[str, ...]) -> Iterator[FieldError]:
    if not isinstance(value, Mapping):
        yield FieldError(at, "ruleset-wrong")
        return
    for key in keys:
        if key not in value:
            yield FieldError(f"{at}/{key}", "ruleset-key-missing")
    for key in value:
        if key not in keys:
            pointer = str(key).replace("~", "~0").replace("/", "~1")
            yield FieldError(f"{at}/{pointer}", "ruleset-key-unknown")


def _one_of(place: str, value: Any, at: str) -> Iterator[FieldError]:
    if not isinstance(value, str) or value not in VALUES[place]:
        yield FieldError(at, "ruleset-value-unknown", {"allowed": ", ".join(VALUES[place])})


def _attempts(value: Any, at: str) -> Iterator[FieldError]:
    yield from _keys(value, at, ("max", "counted"))
    if isinstance(value, Mapping):
        most = value.get("max")
        if most is not None and not whole(most, 1, MOST_ATTEMPTS):
            yield FieldError(f"{at}/max", "attempts-max-wrong", {"most": MOST_ATTEMPTS})
        if "counted" in value:
            yield from _one_of("attempts.counted", value["counted"], f"{at}/counted")


def _prediction(value: Any, at: str) -> Iterator[FieldError]:
    if value is None:
        return
    yield from _keys(value, at, ("target", "distance"))
    if isinstance(value, Mapping):
        for key in ("target", "distance"):
            if key in value:
                yield from _one_of(f"prediction.{key}", value[key], f"{at}/{key}")


def _rank(value: Any, at: str) -> Iterator[FieldError]:
    yield from _list_of("rank", value, at, "rank-twice")
    if value == []:
        yield FieldError(at, "rank-empty")


def _roles(value: Any, at: str) -> Iterator[FieldError]:
    yield from _list_of("exclude_roles", value, at, "role-twice")


def _list_of(place: str, value: Any, at: str, twice: str) -> Iterator[FieldError]:
    if not isinstance(value, list) or len(value) > LONGEST_LIST:
        yield FieldError(at, "ruleset-wrong")
        return
    for number, one in enumerate(value):
        yield from _one_of(place, one, f"{at}/{number}")
        if one in value[:number]:
            yield FieldError(f"{at}/{number}", twice)


def _prizes(value: Any, at: str) -> Iterator[FieldError]:
    if not isinstance(value, list) or len(value) > LONGEST_LIST:
        yield FieldError(at, "ruleset-wrong")
        return
    names: set[str] = set()
    for number, pair in enumerate(value):
        here = f"{at}/{number}"
        if not isinstance(pair, list) or len(pair) != 2:
            yield FieldError(here, "ruleset-wrong")
            continue
        name = nfc(pair[0]) if isinstance(pair[0], str) else ""
        if not 1 <= len(name) <= LONGEST_PRIZE or "\n" in name:
            yield FieldError(f"{here}/0", "prize-name-wrong", {"most": LONGEST_PRIZE})
        elif name in names:
            yield FieldError(f"{here}/0", "prize-twice")
        if not whole(pair[1], 1, MOST_PRIZES):
            yield FieldError(f"{here}/1", "prize-count-wrong", {"most": MOST_PRIZES})
        names.add(name)
