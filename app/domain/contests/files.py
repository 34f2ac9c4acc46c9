"""The file of `sen contest recompute`: exactly what contract.md says goes in and comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.domain.contests import moments, reading
from app.domain.contests.attempts import Attempt
from app.domain.contests.results import Result, Round
from app.domain.contests.ruleset import HIGHEST_PREDICTION, Ruleset

MOST_QUESTIONS = 1000
LONGEST_ID = 200
HIGHEST = 2**53


class Unreadable(ValueError):
    """What the file says cannot be: where (a JSON pointer) and which code."""

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(f"{pointer} {code}")
        self.pointer, self.code = pointer, code


def read(data: bytes) -> Round:
    """Raises Unreadable, or Invalid for a fault of the ruleset.

    Codes: `not-json`, `not-an-object`, `not-a-list`, `missing`, `not-whole`, `not-text`,
    `not-a-time`, `twice`, `more-than-questions`, `draw-seed-missing`.
    """
    try:
        given = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("", "not-json") from error
    if not isinstance(given, Mapping):
        raise Unreadable("", "not-an-object")
    rules = reading.read(_field(given, "ruleset"))
    questions = _whole(_field(given, "question_count"), "/question_count", 1, MOST_QUESTIONS)
    seed = given.get("draw_seed") or None
    if seed is not None:
        _text(seed, "/draw_seed")
    elif rules.final_tie == "draw":
        raise Unreadable("/draw_seed", "draw-seed-missing")
    return Round(
        rules,
        questions,
        _attempts(_field(given, "attempts"), rules, questions),
        draw_seed=seed,
        disqualified=_people(given, "disqualified"),
        earlier_winners=_people(given, "earlier_winners"),
        waived=_people(given, "waived"),
    )


def written(result: Result) -> bytes:
    """One line of JSON in UTF-8 with its line break."""
    told = {
        "n": result.n,
        "rows": [
            {
                "rank": row.rank,
                "person": row.attempt.person,
                "attempt": row.attempt.id,
                "correct": row.attempt.correct,
                "prediction_distance": row.prediction_distance,
                "prize": row.prize,
            }
            for row in result.rows
        ],
        "unawarded": [[prize.name, prize.count] for prize in result.unawarded],
    }
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _attempts(value: Any, rules: Ruleset, questions: int) -> tuple[Attempt, ...]:
    ids: set[str] = set()
    seqs: set[int] = set()
    found = []
    for number, each in enumerate(_list(value, "/attempts")):
        try:
            one = _attempt(each, rules, questions)
            if one.id in ids:
                raise Unreadable("/id", "twice")
            if one.seq in seqs:
                raise Unreadable("/seq", "twice")
        except Unreadable as error:
            raise Unreadable(f"/attempts/{number}{error.pointer}", error.code) from None
        ids.add(one.id)
        seqs.add(one.seq)
        found.append(one)
    return tuple(found)


def _attempt(value: Any, rules: Ruleset, questions: int) -> Attempt:
    if not isinstance(value, Mapping):
        raise Unreadable("", "not-an-object")
    correct = _whole(_field(value, "correct"), "/correct", 0, MOST_QUESTIONS)
    if correct > questions:
        raise Unreadable("/correct", "more-than-questions")
    guess = _field(value, "prediction") if rules.prediction else value.get("prediction")
    if guess is not None:
        _whole(guess, "/prediction", 0, HIGHEST_PREDICTION)
    return Attempt(
        id=_text(_field(value, "id"), "/id"),
        person=_text(_field(value, "person"), "/person"),
        correct=correct,
        points=_whole(value.get("points", 0), "/points", 0, HIGHEST),
        prediction=guess,
        duration_ms=_whole(_field(value, "duration_ms"), "/duration_ms", 0, HIGHEST),
        submitted_at=_moment(_field(value, "submitted_at")),
        seq=_whole(_field(value, "seq"), "/seq", 0, HIGHEST),
        manual=_whole(value.get("manual", 0), "/manual", -HIGHEST, HIGHEST),
    )


def _people(given: Mapping[str, Any], name: str) -> frozenset[str]:
    listed = _list(given.get(name, []), f"/{name}")
    return frozenset(_text(one, f"/{name}/{number}") for number, one in enumerate(listed))


def _field(value: Mapping[str, Any], name: str) -> Any:
    if name not in value:
        raise Unreadable(f"/{name}", "missing")
    return value[name]


def _list(value: Any, at: str) -> list[Any]:
    if not isinstance(value, list):
        raise Unreadable(at, "not-a-list")
    return value


def _whole(value: Any, at: str, low: int, high: int) -> int:
    if not reading.whole(value, low, high):
        raise Unreadable(at, "not-whole")
    return int(value)


def _moment(value: Any) -> int:
    if not isinstance(value, str):
        raise Unreadable("/submitted_at", "not-a-time")
    try:
        return moments.read(value)
    except ValueError as error:
        raise Unreadable("/submitted_at", "not-a-time") from error


def _text(value: Any, at: str) -> str:
    """A text that can be written again: no lone surrogate, not endless."""
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_ID:
        raise Unreadable(at, "not-text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(at, "not-text") from error
    return value


def _no_constant(_name: str) -> None:
    raise ValueError("NaN and Infinity are no numbers of JSON")
