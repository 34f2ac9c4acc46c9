"""`show_if`: when a question is asked. Pure, and the same in the browser (`static/survey.js`).

A condition is `{"all"|"any"|"not": [condition…]}` (`not`: none of them holds) or a test
`{"question": key, OPERATOR: value}`. A question that was not shown has no answer. Without an answer
only `is_not` and `{"answered": false}` hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.surveys.form import LISTS, MATRICES, MOMENTS, NUMBERS, SINGLE, TEXTS, Form, Question
from app.domain.surveys.values import is_number, moment_fits

GROUPS = ("all", "any", "not")
OPERATORS = ("is", "is_not", "in", "contains", "lt", "lte", "gt", "gte", "answered")
ORDERS = ("lt", "lte", "gt", "gte")
DEEPEST, MOST_TESTS = 5, 50
Condition = Mapping[str, Any]


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Whether the question is shown; `answers` are normal ones of the questions shown so far."""
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(one, answers) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, answers) for one in condition["any"])
    if "not" in condition:
        return not any(holds(one, answers) for one in condition["not"])
    operator = next(key for key in condition if key != "question")
    return _test(operator, answers.get(condition["question"]), condition[operator])


def _test(operator: str, answer: Any, value: Any) -> bool:
    if operator == "answered":
        return bool((answer is not None) is value)
    if operator == "is_not":
        return not _is(answer, value)
    if answer is None:
        return False
    if operator == "is":
        return _is(answer, value)
    if operator == "in":
        return any(_is(answer, one) for one in value)
    if operator == "contains":
        return bool(value in answer)
    return _ordered(operator, answer, value)


def _is(answer: Any, value: Any) -> bool:
    """A list is a value when it holds that one alone."""
    return answer == [value] if isinstance(answer, list) else answer == value


def _ordered(operator: str, answer: Any, value: Any) -> bool:
    if operator == "lt":
        return bool(answer < value)
    if operator == "lte":
        return bool(answer <= value)
    if operator == "gt":
        return bool(answer > value)
    return bool(answer >= value)


def faults(condition: Any, earlier: Mapping[str, Question]) -> Iterator[str]:
    """Codes of what is wrong with a condition that may look at the questions `earlier`."""
    tests = list(_tests(condition, 1))
    if any(isinstance(one, str) for one in tests):
        yield "condition-wrong"
        return
    if len(tests) > MOST_TESTS:
        yield "condition-long"
        return
    for test in tests:
        question = earlier.get(test["question"])
        if question is None:
            yield "condition-forward"
        elif not _fits(question, test):
            yield "condition-value"


def _tests(condition: Any, depth: int) -> Iterator[Any]:
    """Every test of it; a text instead of one says that something is not a condition."""
    if not isinstance(condition, dict) or depth > DEEPEST:
        yield "wrong"
        return
    keys = list(condition)
    if len(keys) == 1 and keys[0] in GROUPS:
        inner = condition[keys[0]]
        if not isinstance(inner, list) or not inner:
            yield "wrong"
            return
        for one in inner:
            yield from _tests(one, depth + 1)
    elif len(keys) == 2 and isinstance(condition.get("question"), str):
        operator = next(key for key in keys if key != "question")
        yield condition if operator in OPERATORS else "wrong"
    else:
        yield "wrong"


def _fits(question: Question, test: Mapping[str, Any]) -> bool:
    operator = next(key for key in test if key != "question")
    value = test[operator]
    if operator == "answered":
        return isinstance(value, bool) and question.type != "section"
    if operator == "in":
        return isinstance(value, list) and all(_value_fits(question, one) for one in value)
    if operator in ORDERS:
        return question.type in NUMBERS | MOMENTS and _value_fits(question, value)
    if operator == "contains":
        if question.type in TEXTS:
            return isinstance(value, str) and value != ""
        return question.type in LISTS and _value_fits(question, value)
    return _value_fits(question, value)


def _value_fits(question: Question, value: Any) -> bool:
    if question.type in SINGLE | LISTS:
        return value in question.option_keys if isinstance(value, str) else False
    if question.type in NUMBERS:
        return is_number(value)
    if question.type in MOMENTS:
        return moment_fits(question.type, value)
    return isinstance(value, str) and question.type not in MATRICES | {"section"}


def mentioned(condition: Any) -> Sequence[str]:
    """Keys of the questions that it looks at."""
    return [] if condition is None else [one["question"] for one in _tests(condition, 1)]


def of(form: Form, key: str) -> list[Condition]:
    """Those under which a question is asked: its section's and its own."""
    section: Condition | None = None
    for one in form.questions:
        if one.key == key:
            return [condition for condition in (section, one.show_if) if condition is not None]
        if one.type == "section":
            section = one.show_if
    return []
