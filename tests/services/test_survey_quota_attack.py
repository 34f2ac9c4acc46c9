"""No limit of an anonymous survey tells a keeper what the last woman chose (ADR 0031)."""

from __future__ import annotations

from typing import Any

import pytest

from app.db import Database
from app.domain.refusals import Invalid
from app.models.surveys import Survey, SurveyQuota
from app.schemas.survey_quotas import QuotasWrite
from app.services.surveys import mixing, quotas
from tests import survey_desk, surveys
from tests.factories import Scene, work_of
from tests.services.desk import Desk

FORM = {"title": "Tâm sự", "questions": [surveys.question("one", required=True)]}
MOST, ENOUGH = 12, 4


@pytest.fixture
def survey_id(database: Database, scene: Scene) -> str:
    def make(session: Any) -> str:
        of = surveys.survey(work_of(session), scene, FORM, identity="anonymous", most=30)
        for option, most in (("a", MOST), ("b", ENOUGH)):
            session.add(SurveyQuota(survey_id=of.id, question="one", option=option, most=most))
        return of.id

    return database.write_now(make)


def told(desk: Desk, survey_id: str, **body: Any) -> Any:
    """What one write answers: where it is refused, or the page without its version."""
    try:
        read = desk.run("contests", quotas.write, survey_id, QuotasWrite.model_validate(body))
    except Invalid as refused:
        return [(one.pointer, one.code, one.facts) for one in refused.errors]
    return facts(read)


def facts(read: Any) -> Any:
    return [(q.option, q.most, q.taken, q.full) for q in read.quotas], read.taken, read.full


def every_look(desk: Desk, survey_id: str) -> list[Any]:
    """Every limit below the next that is allowed, each tried, and the page."""
    kept = [{"question": "one", "option": o, "most": m} for o, m in (("a", MOST), ("b", ENOUGH))]
    looks = [facts(desk.run("contests", quotas.read, survey_id))]
    for place, old in enumerate((MOST, ENOUGH)):
        for most in range(1, old + mixing.LEAST):
            tried = [{**one, "most": most} if n == place else one for n, one in enumerate(kept)]
            looks.append(told(desk, survey_id, quotas=tried))
    looks += [told(desk, survey_id, quotas=kept, total=most) for most in range(1, 40)]
    return looks


def test_a_keeper_who_tries_every_limit_learns_nothing_of_a_single_answer(
    desk: Desk, database: Database, scene: Scene, survey_id: str
) -> None:
    persons = survey_desk.women(database, 10)
    before = every_look(desk, survey_id)
    assert [
        look for look in before if look and look[0] == ("/total", "quota-below-taken", {})
    ] == []
    for number, person in enumerate(persons[:9]):
        chosen = "b" if number < ENOUGH else "a"
        survey_desk.send(database, scene, survey_id, person, answers={"one": chosen})
        assert desk.database.read_now(lambda s: s.get_one(Survey, survey_id)).taken == number + 1
    assert every_look(desk, survey_id) == before
    survey_desk.send(database, scene, survey_id, persons[9], answers={"one": "c"})
    database.write_now(lambda s: mixing.mix(work_of(s), survey_id))
    read = desk.run("contests", quotas.read, survey_id)
    assert facts(read) == ([("a", MOST, None, False), ("b", ENOUGH, None, True)], None, False)


def test_its_limits_are_raised_by_ten_or_taken_away(desk: Desk, survey_id: str) -> None:
    a, b = ({"question": "one", "option": o, "most": m} for o, m in (("a", MOST), ("b", ENOUGH)))
    step = ("quota-step", {"least": mixing.LEAST, "most": MOST})
    assert told(desk, survey_id, quotas=[{**a, "most": MOST + 9}, b]) == [("/quotas/0/most", *step)]
    paged = {"page": True, "places": {"one.a": MOST - 1, "one.b": ENOUGH}, "total": 31}
    assert told(desk, survey_id, **paged) == [
        ("/places/one.a", *step),
        ("/total", "quota-step", {"least": mixing.LEAST, "most": 30}),
    ]
    raised = told(desk, survey_id, quotas=[{**a, "most": MOST + 10}], total=40)
    assert raised == ([("a", MOST + 10, None, False)], None, False)
    assert told(desk, survey_id, quotas=[], total=None) == ([], None, False)
