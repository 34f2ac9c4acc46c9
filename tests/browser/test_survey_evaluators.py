"""The browser, the server and a naive third agree on what a survey asks and takes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from checks import survey_evaluators

pytestmark = pytest.mark.browser
CASES = 1000
#: One operator or rule changed in a copy of the script.
MUTANTS = (
    ('"lt") return answer < value', '"lt") return answer <= value'),
    ('"lte") return answer <= value', '"lte") return answer < value'),
    ('"gt") return answer > value', '"gt") return answer >= value'),
    ("return answer >= value", "return answer > value"),
    ("condition.all.every", "condition.all.some"),
    ("condition.any.some", "condition.any.every"),
    ("!condition.not.some", "!condition.not.every"),
    ('"is_not") return !is', '"is_not") return is'),
    ("answer.includes(value)", "!answer.includes(value)"),
    ("(answer !== undefined) === value", "(answer === undefined) === value"),
    ("value.some((one) => is", "value.every((one) => is"),
    ("chosen.length < 2 || !alone", "true"),
    ("if (!shown || !open) continue", "if (!shown) continue"),
    ('.replace(",", ".")', ""),
)


def test_three_evaluators_agree(browser: Browser) -> None:
    assert survey_evaluators.differences(browser, CASES) == []


@pytest.mark.parametrize(("true", "false"), MUTANTS)
def test_the_check_finds_a_changed_rule(browser: Browser, true: str, false: str) -> None:
    script = survey_evaluators.SCRIPT.read_text(encoding="utf-8")
    assert script.count(true) == 1
    assert survey_evaluators.differences(browser, CASES, script=script.replace(true, false))
