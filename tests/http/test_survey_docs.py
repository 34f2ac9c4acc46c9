"""docs/survey-schema.md: its example is published and answered, its tables name what there is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.domain.surveys import conditions, form, reading
from tests.factories import HOME

DOC = (Path(__file__).parents[2] / "docs" / "survey-schema.md").read_text("utf-8")
ANSWERS: dict[str, Any] = {
    "kids": "yes",
    "many": 2,
    "which": ["cook", "yoga"],
    "when": {"noon": "no", "evening": "yes"},
    "from": "19:30",
    "phone": "0912345678",
    "agree": True,
}


def example() -> dict[str, Any]:
    block = re.search(r"```json\n(.*?)```", DOC, re.DOTALL)
    assert block
    read: dict[str, Any] = json.loads(block[1])
    return read


def rows(heading: str) -> dict[str, str]:
    """The names in the first column of a table → what stands beside them."""
    table = DOC.partition(heading)[2].partition("\n\n")[0]
    return {
        name: line
        for line in table.splitlines()[1:]
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }


def test_the_example_is_published_and_answered(as_: Callable[..., TestClient]) -> None:
    keeper, member = as_("contests"), as_("member")
    body = {"identity": "identified", "schema": example()}
    made = keeper.post(f"/communities/{HOME}/surveys", json=body)
    assert made.status_code == 201, made.text
    here = f"/surveys/{made.json()['id']}"
    assert keeper.post(f"{here}/publication").json()["schema"] == example()
    sent = member.post(f"{here}/responses", json={"answers": ANSWERS})
    assert sent.status_code == 201, sent.text


def test_a_wrong_answer_is_refused_beside_its_question(as_: Callable[..., TestClient]) -> None:
    keeper = as_("contests")
    body = {"identity": "identified", "schema": example()}
    here = f"/surveys/{keeper.post(f'/communities/{HOME}/surveys', json=body).json()['id']}"
    keeper.post(f"{here}/publication")
    answers = {**ANSWERS, "phone": "none", "which": ["none", "yoga"]}
    wrong = as_("member").post(f"{here}/responses", json={"answers": answers})
    assert {(one["pointer"], one["code"]) for one in wrong.json()["errors"]} == {
        ("/answers/which", "answer-exclusive"),
        ("/answers/phone", "answer-pattern"),
    }


def test_the_tables_name_every_type_limit_and_operator() -> None:
    types = rows("| type | options ")
    assert types.keys() == form.TYPES
    for kind, line in types.items():
        said = set(re.findall(r"`(\w+)`", line.split("|")[3]))
        assert said == reading.LIMITS.get(kind, frozenset()), kind
    assert rows("| operator | value ").keys() == set(conditions.OPERATORS)
    assert rows("## A question\n\n| key ").keys() == reading.QUESTION_KEYS
    assert rows("## The form\n\n| key ").keys() == reading.KEYS
