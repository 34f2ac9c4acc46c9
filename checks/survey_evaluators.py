"""The browser's evaluator of surveys, the server's and a naive third on random forms and answers:
`python -m checks.survey_evaluators [--cases 10000] [--mutants]`. Prints what differs; ends with 1
then. `--mutants`: copies of the script with one rule changed too, each of which must differ.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Page, sync_playwright

from app.domain.surveys import answers, reading
from tests import survey_forms, survey_naive
from tools.pictures.camera import launch

SCRIPT = Path("app/static/survey.js")
CASES = 10_000
#: All cases at once, kept in the page: a page for each would take minutes.
KEEP = "(cases) => { window.cases = JSON.parse(cases); }"
ALL = """() => JSON.stringify(window.cases.map(([form, given]) => {
  const found = window.SenSurvey.evaluate(form, given);
  return {
    visible: found.visible,
    kept: [...found.kept],
    faults: [...found.faults].map(([key, wrong]) =>
      [key, [wrong.code, wrong.facts.least ?? wrong.facts.most ?? null]]),
  };
}))"""
#: Whether a changed script says the same.
SAME = f"([all, script]) => {{ (0, eval)(script); return all === ({ALL})(); }}"
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
    ('text.replaceAll(".", "")', "text"),
    ("fraction || !DOUBTFUL", "true || !DOUBTFUL"),
)
#: (visible keys, kept answers, question → its fault: the code and the bound that it names).
Said = tuple[list[str], dict[str, Any], dict[str, list[Any]]]


@dataclass(frozen=True)
class Cases:
    """Random forms, each with answers, and what the two on the server say; worked out once."""

    count: int
    seed: int = 1

    @cached_property
    def given(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        random = Random(self.seed)  # noqa: S311 - nothing secret
        forms = [survey_forms.form(random) for _ in range(self.count)]
        return [(form, survey_forms.answers(random, form)) for form in forms]

    @cached_property
    def server(self) -> list[Said]:
        return [_server(form, given) for form, given in self.given]

    @cached_property
    def naive(self) -> list[tuple[list[str], dict[str, Any], list[str]]]:
        return [survey_naive.naive(form, given) for form, given in self.given]

    def browser(self, page: Page) -> str:
        """What the script says, as the page writes it."""
        page.evaluate(script())
        page.evaluate(KEEP, json.dumps(self.given))
        return str(page.evaluate(ALL))


def _server(form: dict[str, Any], given: dict[str, Any]) -> Said:
    found = answers.evaluate(reading.read(form, lambda _: True), given, lambda *_: True)
    faults = {
        key: [wrong.code, wrong.facts.get("least", wrong.facts.get("most"))]
        for key, wrong in found.faults.items()
    }
    return found.visible, found.kept, faults


def script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def differences(page: Page, cases: Cases) -> list[str]:
    """What the three say differently, case by case."""
    found = [
        (one["visible"], dict(one["kept"]), dict(one["faults"]))
        for one in json.loads(cases.browser(page))
    ]
    told = zip(cases.given, cases.server, found, cases.naive, strict=True)
    return [
        f"{number}: server {server}, browser {theirs}, naive {naive}, given {given}"
        for number, (given, server, theirs, naive) in enumerate(told)
        if server != theirs or (server[0], server[1], sorted(server[2])) != naive
    ]


def unnoticed(page: Page, cases: Cases) -> Iterator[str]:
    """Changed rules that no case tells from the true ones."""
    said = cases.browser(page)
    for true, false in MUTANTS:
        changed = script().replace(true, false)
        if changed == script() or page.evaluate(SAME, [said, changed]):
            yield f"{true} → {false}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", action="store_true")
    wanted = parser.parse_args()
    cases = Cases(wanted.cases, wanted.seed)
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page()
        found = differences(page, cases)
        missed = list(unnoticed(page, cases)) if wanted.mutants else []
    for line in [*found[:10], *missed]:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{wanted.cases} forms, {len(found)} differences\n")
    if wanted.mutants:
        sys.stdout.write(f"{len(MUTANTS)} changed rules, {len(missed)} unnoticed\n")
    sys.exit(1 if found or missed else 0)


if __name__ == "__main__":
    main()
