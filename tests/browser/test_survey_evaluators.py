"""The browser, the server and a naive third agree on what a survey asks and takes.

Few cases here; `python -m checks.survey_evaluators --mutants` tries ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from checks import survey_evaluators
from checks.survey_evaluators import Cases

pytestmark = pytest.mark.browser
CASES = 1000


@pytest.fixture(scope="module")
def cases() -> Cases:
    return Cases(CASES)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    yield made
    made.close()


def test_three_evaluators_agree(page: Page, cases: Cases) -> None:
    assert survey_evaluators.differences(page, cases) == []


def test_the_check_finds_each_changed_rule(page: Page, cases: Cases) -> None:
    assert list(survey_evaluators.unnoticed(page, cases)) == []
