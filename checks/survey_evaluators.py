"""The browser's evaluator of surveys, the server's and a naive third on random forms and answers:
`python -m checks.survey_evaluators [--cases 10000]`. Prints what differs; ends with 1 then.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from app.domain.surveys import answers, reading
from tests import survey_forms
from tools.pictures.camera import launch

SCRIPT = Path("app/static/survey.js")
#: All cases at once: a page for each would take minutes.
ALL = """(cases) => JSON.parse(cases).map(([form, given]) => {
  const found = window.SenSurvey.evaluate(form, given);
  return {
    visible: found.visible,
    kept: [...found.kept],
    faults: [...found.faults].map(([key, wrong]) => [key, wrong.code]),
  };
})"""


def in_browser(browser: Browser, script: str, cases: list[Any]) -> list[dict[str, Any]]:
    page = browser.new_page()
    page.evaluate(script)
    found = list(page.evaluate(ALL, json.dumps(cases)))
    page.close()
    return found


def differences(
    browser: Browser, count: int, seed: int = 1, script: str | None = None
) -> list[str]:
    """What the three say differently, case by case."""
    random = Random(seed)  # noqa: S311 - nothing secret
    forms = [survey_forms.form(random) for _ in range(count)]
    cases = [(form, survey_forms.answers(random, form)) for form in forms]
    answered = in_browser(browser, script or SCRIPT.read_text(encoding="utf-8"), cases)
    found: list[str] = []
    for number, ((form, given), theirs) in enumerate(zip(cases, answered, strict=True)):
        ours = answers.evaluate(reading.read(form, lambda _: True), given, lambda *_: True)
        codes = {key: wrong.code for key, wrong in ours.faults.items()}
        server = (ours.visible, ours.kept, codes)
        if server != (theirs["visible"], dict(theirs["kept"]), dict(theirs["faults"])):
            found.append(f"{number}: server {server}, browser {theirs}, form {form}, given {given}")
        plain = survey_forms.naive(form, given)
        if (ours.visible, ours.kept, sorted(codes)) != plain:
            found.append(f"{number}: server {server}, naive {plain}, form {form}, given {given}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with sync_playwright() as playwright, launch(playwright) as browser:
        found = differences(browser, wanted.cases, wanted.seed)
    for line in found[:10]:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{wanted.cases} forms, {len(found)} differences\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
