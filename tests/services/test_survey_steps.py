"""Answering on a poor phone: step by step without a script, tickets, what is delivered late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.refusals import Conflict, Invalid
from app.models.survey_responses import SurveyDraft, SurveyResponse
from app.models.surveys import Survey
from app.schemas.survey_responses import AnswerForm
from app.schemas.survey_steps import StepSave, StepTaken
from app.services.surveys import filling_in, stepping
from app.store import survey_mixing
from tests import surveys
from tests.factories import Scene, work_of
from tests.services.test_survey_responses import found, refused
from tests.survey_desk import SEALS, actor_of, send, ticket_of, women

KEY = "mot-ma-cua-trinh-duyet"
FORM: dict[str, Any] = {
    "title": {"vi": "Chị cần gì?", "en": "What do you need?"},
    "questions": [
        {"key": "s1", "type": "section", "text": {"vi": "Về chị", "en": "About you"}},
        {"key": "kids", "type": "yes_no", "text": {"vi": "Con nhỏ?", "en": "Children?"}},
        surveys.question(
            "many", "number", required=True, show_if={"question": "kids", "is": "yes"}
        ),
        {
            "key": "s2",
            "type": "section",
            "text": "Chỉ cho chị có con",
            "show_if": {"question": "kids", "is": "yes"},
        },
        surveys.question("school", "short_text"),
        {"key": "s3", "type": "section", "text": "Điều chị cần"},
        surveys.question("need", required=True),
    ],
}


@pytest.fixture
def make(database: Database, scene: Scene) -> Callable[..., Survey]:
    def made(form: Any = FORM, **more: Any) -> Survey:
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more))

    return made


def stepped(
    database: Database, scene: Scene, of: Survey, step: int, *, who: str = "", **body: Any
) -> StepTaken:
    """`who`: a person, without one the scene's member."""

    def run(session: Session) -> StepTaken:
        work = work_of(session, actor=actor_of(session, scene, who or scene.persons["member"]))
        return stepping.save(work, SEALS, of.id, step, StepSave(**body))

    return database.write_now(run)


def form_of(database: Database, scene: Scene, of: Survey, **more: Any) -> AnswerForm:
    def run(session: Session) -> AnswerForm:
        actor = actor_of(session, scene, scene.persons["member"])
        given = {"token": "", "channel": "", "draft_key": "", "lang": "vi", **more}
        return filling_in.form(work_of(session, actor=actor), SEALS, of.id, **given)

    return database.read_now(run)


def test_each_step_is_kept_and_the_conditions_are_followed(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make()
    assert stepped(database, scene, of, 0, answers={"kids": "no"}, go="next").step == 2
    more = stepped(database, scene, of, 0, answers={"kids": "yes"}, go="next")
    assert (more.step, more.told) == (0, "more")
    error = refused(
        lambda: stepped(database, scene, of, 0, answers={"kids": "yes"}, go="next"),
        Invalid,
        "answer-missing",
    )
    assert isinstance(error, Invalid)
    assert [one.pointer for one in error.errors] == ["/answers/many"]
    both: dict[str, Any] = {"kids": "yes", "many": "2"}
    assert stepped(database, scene, of, 0, answers=both, go="next").step == 1
    whole: dict[str, Any] = {**both, "school": "Trường làng", "need": "a"}
    assert stepped(database, scene, of, 1, answers=whole, go="next").step == 2
    assert stepped(database, scene, of, 2, answers=whole, go="next").step == 3
    assert stepped(database, scene, of, 3, answers=whole, go="back").step == 2
    kept = found(database, scene, of)
    assert (kept.rev, kept.answers) == (6, whole)
    page = form_of(database, scene, of, step=99)
    assert page.step == 3
    asked = {one.key: one.visible for step in page.steps for one in step.questions}
    assert asked == {"kids": True, "many": True, "school": True, "need": True}


def test_back_and_keep_want_nothing_complete(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make()
    assert stepped(database, scene, of, 2, answers={"kids": "no"}, go="back").step == 0
    kept = stepped(database, scene, of, 2, answers={"kids": "no"}, go="stay")
    assert (kept.step, kept.told) == (2, "kept")
    assert stepped(database, scene, of, 0, answers={}, go="back").step == 0


def test_another_language_keeps_everything_and_falls_back(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make()
    kept = stepped(database, scene, of, 2, answers={"kids": "no"}, lang="en")
    assert kept.address.startswith("/language/en?next=%2Fsurveys%2F")
    page = form_of(database, scene, of, lang="en", step=2)
    assert page.languages == ["vi", "en"]
    assert (page.title, page.steps[0].title) == ("What do you need?", "About you")
    assert page.steps[2].title == "Điều chị cần"
    assert page.steps[0].questions[0].saved == "no"


def test_an_anonymous_draft_is_hers_and_her_codes(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    """A code that somebody gave her finds that one nothing."""
    of = make(identity="anonymous")
    page = form_of(database, scene, of)
    assert page.draft_key
    refused(lambda: stepped(database, scene, of, 0, answers={"kids": "no"}), Invalid, "missing")
    taken = stepped(database, scene, of, 0, answers={"kids": "no"}, draft_key=KEY)
    assert f"draft_key={KEY}" in taken.address
    assert found(database, scene, of, KEY).answers == {"kids": "no"}
    other = women(database, 1)[0]
    stepped(database, scene, of, 0, who=other, answers={"kids": "yes"}, draft_key=KEY)
    assert found(database, scene, of, KEY).answers == {"kids": "no"}


def test_after_the_closing_no_step_is_kept(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make(closes_at=surveys_now(database) - timedelta(seconds=1))
    refused(
        lambda: stepped(database, scene, of, 0, answers={"kids": "no"}), Conflict, "survey-closed"
    )
    assert form_of(database, scene, of).ticket is None


def surveys_now(database: Database) -> Any:
    return database.read_now(lambda s: work_of(s).now)


# -- tickets and the queue -------------------------------------------------------------------------


def test_a_ticket_of_an_anonymous_survey_says_the_day_alone(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make(identity="anonymous", offline_days=30)
    at, persons = surveys_now(database), women(database, 2)
    morning = at.replace(hour=1)
    assert ticket_of(of, morning, persons[0]) == ticket_of(of, morning + timedelta(hours=3))
    for person in persons:
        assert person not in ticket_of(of, at, person)
    assert of.closes_at
    body: dict[str, Any] = {"answers": {"kids": "no", "need": "a"}, "way": "offline"}
    late = of.closes_at + timedelta(days=29)
    send(database, scene, of.id, persons[0], ticket=ticket_of(of, at), now=late, **body)
    refused(
        lambda: send(
            database, scene, of.id, persons[0], ticket=ticket_of(of, at), now=late, **body
        ),
        Conflict,
        "survey-answered",
    )


def test_what_the_queue_sends_again_is_the_same_answer(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, person = make(offline_days=30), women(database, 1)[0]
    at = surveys_now(database)
    body: dict[str, Any] = {
        "answers": {"kids": "no", "need": "a"},
        "way": "offline",
        "ticket": ticket_of(of, at, person),
    }
    first = send(database, scene, of.id, person, **body)
    assert of.closes_at
    late = of.closes_at + timedelta(days=31)
    for now in (None, late):
        again = send(database, scene, of.id, person, now=now, **body)
        assert again.model_dump() == first.model_dump()
    for change in ({"answers": {"need": "b"}}, {"way": "web"}):
        refused(
            lambda other=change: send(database, scene, of.id, person, **{**body, **other}),  # type: ignore[misc]
            Conflict,
            "survey-answered",
        )
    rows = select(func.count()).select_from(SurveyResponse)
    assert database.read_now(lambda s: s.execute(rows).scalar_one()) == 1


def test_once_results_are_out_nothing_comes_any_more(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, person = make(offline_days=30), women(database, 1)[0]
    assert of.closes_at
    ticket = ticket_of(of, surveys_now(database), person)
    out = of.closes_at + timedelta(days=3, hours=2)
    database.write_now(lambda s: survey_mixing.end_delivery(s, s.get_one(Survey, of.id), out))
    refused(
        lambda: send(
            *(database, scene, of.id, person),
            answers={"need": "a"},
            way="offline",
            ticket=ticket,
            now=out,
        ),
        Conflict,
        "survey-closed",
    )


def test_no_draft_comes_back_after_the_answer(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make()
    stepped(database, scene, of, 0, answers={"kids": "no"})
    send(database, scene, of.id, scene.persons["member"], answers={"need": "a"})
    refused(
        lambda: stepped(database, scene, of, 0, answers={"kids": "no"}), Conflict, "survey-answered"
    )
    rows = select(func.count()).select_from(SurveyDraft)
    assert database.read_now(lambda s: s.execute(rows).scalar_one()) == 0
    assert form_of(database, scene, of).draft is None
