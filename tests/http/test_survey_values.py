"""Values of surveys over HTTP: what is typed, what drafts keep, what no form may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.db import Database
from tests import surveys
from tests.factories import Scene, work_of

As = Callable[..., TestClient]


@pytest.fixture
def make(database: Database, scene: Scene) -> Callable[..., str]:
    def made(*asked: Any, **more: Any) -> str:
        form = {"title": "Chị cần gì?", "questions": list(asked)}
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more).id)

    return made


def test_a_number_comes_back_from_its_page_as_it_was(
    as_: As, browser_of: As, make: Callable[..., str]
) -> None:
    survey = make(surveys.question("n", "number"), surveys.question("whole", "number"))
    draft = {"rev": 1, "answers": {"n": 1.125, "whole": "5.000"}}
    assert as_("member").put(f"/surveys/{survey}/draft", json=draft).status_code == 200
    page = browser_of("member").get(f"/surveys/{survey}/responses/new").text
    assert 'value="1,125"' in page
    assert 'value="5.000"' in page
    sent = {"answers.n": "1,125", "answers.whole": "5.000"}
    assert browser_of("member").post(f"/surveys/{survey}/responses", data=sent).status_code == 303
    [kept] = as_("contests").get(f"/surveys/{survey}/responses").json()["items"]
    assert kept["answers"] == {"n": 1.125, "whole": 5000}
