"""Many of the board let a question out at once: one opens, one completes it."""

from __future__ import annotations

from app.db import Database
from tests import surveys
from tests.factories import Scene, work_of
from tests.test_parallel import address, at_once, posting, statuses
from tests.test_parallel_surveys import KEEPERS

__all__ = ["address"]
FORM = {"title": "Chị cần gì?", "questions": [surveys.question("q1")]}


def test_a_question_is_let_out_once(address: str, scene: Scene, database: Database) -> None:
    """The first of one waits, the first of another completes it, all others are told."""
    survey_id = database.write_now(lambda s: surveys.survey(work_of(s), scene, FORM)).id
    body = {"question": "q1", "audience": "public"}
    path = f"/surveys/{survey_id}/releases"
    answers = at_once(
        address, [posting(path, scene.tokens[KEEPERS[n % 3]], **body) for n in range(30)]
    )
    assert statuses(answers) == {200: 2, 409: 28}
    states = [a.json()["state"] for a in answers if a.status_code == 200]
    assert sorted(states) == ["released", "waiting"]
    codes = {a.json()["code"] for a in answers if a.status_code == 409}
    assert codes <= {"already-approved-by-you", "survey-released"}
