"""Coding at once: two coders in many tabs, a third who is late, texts that come in but once."""

from __future__ import annotations

import httpx
import pytest
from sqlmodel import col

from app.db import Database
from app.models.survey_codes import (
    SurveyCode,
    SurveyCoder,
    SurveyCoding,
    SurveyCodingCode,
    SurveyComparison,
    SurveyText,
)
from tests import survey_texts
from tests.factories import Scene
from tests.test_parallel import MANY, Call, address, at_once, count, posting, statuses

__all__ = ["address"]
CODERS = ("chair", "vice_chair", "contests")


def putting(path: str, token: str, **body: object) -> Call:
    headers = {"authorization": f"Bearer {token}"}
    return lambda client: client.put(path, headers=headers, json=body)


def getting(path: str, token: str) -> Call:
    return lambda client: client.get(path, headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def survey(scene: Scene, database: Database) -> str:
    return database.write_now(lambda s: survey_texts.survey_with(s, scene))


@pytest.fixture
def names(address: str, scene: Scene, survey: str) -> list[str]:
    """Two codes stand, and the texts have come in."""
    headers = {"authorization": f"Bearer {scene.tokens['chair']}"}
    with httpx.Client(base_url=address, headers=headers, timeout=30) as client:
        for label in ("a", "b"):
            body = {"question": "why", "label": label}
            assert client.post(f"/surveys/{survey}/codes", json=body).status_code == 201
        listed = client.get(f"/surveys/{survey}/texts?question=why").json()["items"]
    return [one["id"] for one in listed]


def test_texts_come_in_once_whoever_looks(
    address: str, scene: Scene, database: Database, survey: str
) -> None:
    path = f"/surveys/{survey}/texts?question=why"
    answers = at_once(address, [getting(path, scene.tokens[CODERS[n % 3]]) for n in range(MANY)])
    assert statuses(answers) == {200: MANY}
    assert count(database, col(SurveyText.survey_id) == survey) == len(survey_texts.TEXTS)
    assert {one["n"] for one in (answer.json() for answer in answers)} == {6}


def test_two_coders_in_many_tabs_each_win_once(
    address: str, scene: Scene, database: Database, survey: str, names: list[str]
) -> None:
    """Both begin, and change, the same text in tabs that saw the same: one tab of each holds."""
    path = f"/surveys/{survey}/texts/{names[0]}/why/codes"
    for version in (0, 1):
        answers = at_once(
            address,
            [
                putting(path, scene.tokens[CODERS[n % 2]], codes=["ab"[n % 2]], version=version)
                for n in range(MANY)
            ],
        )
        assert statuses(answers) == {200: 2, 409: MANY - 2}
        lost = {a.json()["code"] for a in answers if a.status_code == 409}
        assert lost == {"stale-version"}
    assert count(database, col(SurveyCoding.text_id) == names[0]) == 2
    assert count(database, col(SurveyCodingCode.text_id) == names[0]) == 2
    assert count(database, col(SurveyCoding.version) == 2) == 2


def test_of_three_at_once_two_code(
    address: str, scene: Scene, database: Database, survey: str, names: list[str]
) -> None:
    calls = [
        putting(f"/surveys/{survey}/texts/{name}/why/codes", scene.tokens[who], codes=["a"])
        for name in names
        for who in CODERS
    ]
    answers = at_once(address, calls)
    assert statuses(answers) == {200: 2 * len(names), 409: len(names)}
    refused = {a.json()["code"] for a in answers if a.status_code == 409}
    assert refused == {"survey-coders-two"}
    assert count(database, col(SurveyCoder.survey_id) == survey) == 2


def test_a_comparison_fixes_what_both_coded(
    address: str, scene: Scene, database: Database, survey: str, names: list[str]
) -> None:
    """Asked for while both change their codes: whoever is later than it is told so."""
    path = f"/surveys/{survey}/texts/{names[0]}/why/codes"
    tokens = [scene.tokens[who] for who in CODERS[:2]]
    assert statuses(at_once(address, [putting(path, t, codes=[]) for t in tokens])) == {200: 2}
    asking = posting(f"/surveys/{survey}/comparison", tokens[0], question="why")
    changing = [putting(path, tokens[n % 2], codes=["a"]) for n in range(MANY)]
    answers = at_once(address, [*changing[:25], asking, *changing[25:]])
    assert answers[25].status_code == 200
    assert {a.status_code for a in answers} <= {200, 409}
    assert statuses(at_once(address, changing)) == {409: MANY}
    assert count(database, col(SurveyComparison.survey_id) == survey) == 1
    assert count(database, col(SurveyCoding.text_id) == names[0]) == 2


def test_a_code_of_fifty_is_made_once(
    address: str, scene: Scene, database: Database, survey: str
) -> None:
    path, token = f"/surveys/{survey}/codes", scene.tokens["contests"]
    answers = at_once(address, [posting(path, token, question="why", label="Đi lại")] * MANY)
    assert statuses(answers) == {201: 1, 422: MANY - 1}
    assert count(database, col(SurveyCode.survey_id) == survey) == 1


def test_a_third_click_of_many_holds_once(
    address: str, scene: Scene, database: Database, survey: str, names: list[str]
) -> None:
    of_text = f"/surveys/{survey}/texts/{names[0]}/why"
    tokens = [scene.tokens[who] for who in CODERS]
    for token, code in zip(tokens, ("a", "b"), strict=False):
        answer = at_once(address, [putting(f"{of_text}/codes", token, codes=[code])])
        assert statuses(answer) == {200: 1}
    at_once(address, [posting(f"/surveys/{survey}/comparison", tokens[0], question="why")])
    decisions = [
        putting(f"{of_text}/agreement", tokens[n % 3], codes=["ab"[n % 2]], version=0)
        for n in range(MANY)
    ]
    assert statuses(at_once(address, decisions)) == {200: 1, 409: MANY - 1}
    assert count(database, col(SurveyCoding.place) == 3) == 1
