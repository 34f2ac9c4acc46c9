"""Answering surveys: who may, when, once, what is kept, and what is told apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.permissions import STRANGER
from app.domain.refusals import Conflict, Forbidden, Gone, Hidden, Invalid, NotSignedIn, Refusal
from app.models.survey_responses import (
    SurveyDraft,
    SurveyParticipation,
    SurveyPending,
    SurveyResponse,
)
from app.models.surveys import Survey, SurveyKey, SurveyQuota
from app.schemas.survey_responses import DraftRead, DraftSave
from app.services.surveys import drafting, filling_in, mixing
from app.store import survey_mixing
from app.store.actors import Work
from tests import surveys
from tests.factories import Scene, work_of
from tests.survey_desk import SEALS, actor_of, personal_link, send, ticket_of, women

FORM = {
    "title": "Chị cần gì?",
    "questions": [
        surveys.question("one", required=True),
        surveys.question("more", "short_text", show_if={"question": "one", "is": "a"}),
        surveys.question("two", "multiple"),
    ],
}
KEY = "mot-ma-cua-trinh-duyet"


@pytest.fixture
def make(database: Database, scene: Scene) -> Callable[..., Survey]:
    def made(form: Any = FORM, **more: Any) -> Survey:
        return database.write_now(lambda s: surveys.survey(work_of(s), scene, form, **more))

    return made


def count(database: Database, table: Any) -> int:
    return database.read_now(
        lambda s: int(s.execute(select(func.count()).select_from(table)).scalar_one())
    )


def refused(call: Callable[[], Any], kind: type[Refusal], code: str) -> Refusal:
    with pytest.raises(kind) as caught:
        call()
    errors = getattr(caught.value, "errors", ())
    assert code in {caught.value.code, *(one.code for one in errors)}
    return caught.value


def test_an_answer_by_name_is_kept_with_what_was_visible(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, member = make(), scene.persons["member"]
    given = {"one": "b", "more": "giấu", "two": ["b", "a"]}
    taken = send(database, scene, of.id, member, answers=given)
    assert taken.answers == {"one": "b", "two": ["a", "b"]}
    assert taken.id is not None
    refused(
        lambda: send(database, scene, of.id, member, answers={"one": "a"}),
        Conflict,
        "survey-answered",
    )
    assert count(database, SurveyResponse) == count(database, SurveyParticipation) == 1


def test_what_is_wrong_is_said_by_its_question_and_nothing_is_kept(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make()
    for answers, key, code in (
        ({}, "one", "answer-missing"),
        ({"one": "z"}, "one", "answer-option"),
        ({"one": "a", "nine": 1}, "nine", "answer-unknown"),
    ):
        error = refused(
            lambda given=answers: send(  # type: ignore[misc]
                database, scene, of.id, scene.persons["member"], answers=given
            ),
            Invalid,
            code,
        )
        assert isinstance(error, Invalid)
        assert [one.pointer for one in error.errors] == [f"/answers/{key}"]
    assert count(database, SurveyParticipation) == 0


def test_who_may_not_is_told_why(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, links = make(), make(identity="token")
    body: dict[str, Any] = {"answers": {"one": "a"}}
    refused(lambda: send(database, scene, of.id, None, **body), NotSignedIn, "not-signed-in")
    refused(lambda: send(database, scene, "x" * 26, None, **body), NotSignedIn, "not-signed-in")
    member = scene.persons["member"]
    refused(
        lambda: send(database, scene, links.id, member, **body), Forbidden, "survey-token-needed"
    )


def test_the_window_is_half_open(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, persons = make(), women(database, 2)
    assert of.opens_at
    assert of.closes_at
    body, tick = {"answers": {"one": "a"}}, timedelta(milliseconds=1)
    for moment, code in ((of.opens_at - tick, "survey-not-open"), (of.closes_at, "survey-closed")):
        refused(
            lambda at=moment: send(database, scene, of.id, persons[0], now=at, **body),  # type: ignore[misc]
            Conflict,
            code,
        )
    send(database, scene, of.id, persons[0], now=of.opens_at, **body)
    send(database, scene, of.id, persons[1], now=of.closes_at - tick, **body)


def test_a_phone_without_a_network_delivers_what_it_began_in_time(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, never = make(offline_days=30), make()
    persons = women(database, 2)
    assert of.closes_at
    day, tick = timedelta(days=1), timedelta(seconds=1)
    body: dict[str, Any] = {"answers": {"one": "a"}, "way": "offline"}
    member = scene.persons["member"]
    in_time = ticket_of(of, of.closes_at - tick, member)
    late = ticket_of(of, of.closes_at, member)
    hers = ticket_of(of, of.closes_at - tick, persons[0])
    for survey, after, ticket, way in (
        (of, day, None, "offline"),
        (of, day, late, "offline"),
        (of, day, in_time, "web"),
        (of, 30 * day, in_time, "offline"),
        (never, day, ticket_of(never, of.closes_at - tick, member), "offline"),
    ):
        more = {**body, "ticket": ticket, "way": way, "now": of.closes_at + after}
        refused(
            lambda to=survey, given=more: send(database, scene, to.id, member, **given),  # type: ignore[misc]
            Conflict,
            "survey-closed",
        )
    earlier = in_time.replace(of.closes_at.date().isoformat()[:4], "2020", 1)
    other = ticket_of(never, of.closes_at - tick, member)
    for forged in ("x~y~z", "x", "é", in_time + "a", earlier, other, hers):
        refused(
            lambda bad=forged: send(database, scene, of.id, member, ticket=bad, **body),  # type: ignore[misc]
            Invalid,
            "survey-ticket-wrong",
        )
    send(database, scene, of.id, persons[0], ticket=hers, now=of.closes_at + 29 * day, **body)


def test_links_are_told_apart(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, other = make(identity="token"), make(identity="token")

    def links(session: Session) -> None:
        work = work_of(session)
        personal_link(work, of, work.now + timedelta(hours=1), "hers")
        personal_link(work, of, work.now - timedelta(hours=1), "ended")
        personal_link(work, other, work.now + timedelta(hours=1), "other")

    database.write_now(links)
    body: dict[str, Any] = {"answers": {"one": "a"}}
    taken = send(database, scene, of.id, None, token="hers", **body)
    assert taken.answers == {"one": "a"}
    for token, kind, code in (
        ("hers", Conflict, "survey-token-used"),
        ("ended", Gone, "survey-token-expired"),
        ("other", Invalid, "survey-token-other"),
        ("nobody's", Hidden, "survey-token-unknown"),
    ):
        refused(
            lambda one=token: send(database, scene, of.id, None, token=one, **body),  # type: ignore[misc]
            kind,
            code,
        )


def test_places_and_quotas_end_exactly(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, few, persons = make(), make(most=1), women(database, 2)
    quota = SurveyQuota(survey_id=of.id, question="one", option="a", most=1)
    database.write_now(lambda s: s.add(quota))
    send(database, scene, of.id, persons[0], answers={"one": "a"})
    refused(
        lambda: send(database, scene, of.id, persons[1], answers={"one": "a"}),
        Conflict,
        "survey-quota-full",
    )
    send(database, scene, of.id, persons[1], answers={"one": "b"})
    send(database, scene, few.id, persons[0], answers={"one": "a"})
    refused(
        lambda: send(database, scene, few.id, persons[1], answers={"one": "a"}),
        Conflict,
        "survey-full",
    )


def test_an_old_version_is_taken_from_a_page_opened_while_it_was_asked(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, persons = make(), women(database, 2)
    old = ticket_of(of, work_now(database), persons[0])
    newer = {"title": "Chị cần gì?", "questions": [surveys.question("two", "multiple")]}

    def publish(session: Session) -> None:
        work, row = work_of(session), session.get_one(Survey, of.id)
        session.add(surveys.version_of(work, row, newer, 2))
        row.current = 2
        gone = session.get_one(SurveyKey, (of.id, "two", "option", "d"))
        gone.retired = 2

    database.write_now(publish)
    body: dict[str, Any] = {"answers": {"one": "a"}, "version_number": 1}
    refused(
        lambda: send(database, scene, of.id, persons[0], **body), Conflict, "survey-version-old"
    )
    taken = send(database, scene, of.id, persons[0], ticket=old, **body)
    assert taken.version_number == 1
    refused(
        lambda: send(database, scene, of.id, persons[1], answers={}, version_number=3),
        Invalid,
        "survey-version-unknown",
    )


def work_now(database: Database) -> Any:
    return database.read_now(lambda s: work_of(s).now)


# -- drafts ----------------------------------------------------------------------------------------


def drafted(database: Database, scene: Scene, of: Survey, **body: Any) -> DraftRead:
    def run(session: Session) -> DraftRead:
        work = work_of(session, actor=actor_of(session, scene, scene.persons["member"]))
        return drafting.save(work, SEALS, of.id, DraftSave(**body))

    return database.write_now(run)


def found(database: Database, scene: Scene, of: Survey, key: str = "") -> DraftRead:
    def run(session: Session) -> DraftRead:
        work = work_of(session, actor=actor_of(session, scene, scene.persons["member"]))
        return drafting.read(work, SEALS, of.id, key, "")

    return database.read_now(run)


def test_a_draft_is_found_on_another_phone_and_goes_with_the_answer(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make()
    drafted(database, scene, of, rev=1, answers={"one": "a"})
    drafted(database, scene, of, rev=3, answers={"one": "b"})
    drafted(database, scene, of, rev=3, answers={"one": "b"})
    refused(
        lambda: drafted(database, scene, of, rev=2, answers={"one": "c"}),
        Conflict,
        "survey-draft-older",
    )
    assert found(database, scene, of).answers == {"one": "b"}
    send(database, scene, of.id, scene.persons["member"], answers={"one": "b"})
    assert count(database, SurveyDraft) == 0
    refused(lambda: drafted(database, scene, of, rev=4, answers={}), Conflict, "survey-answered")


def test_an_anonymous_draft_is_found_by_her_browser_alone(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make(identity="anonymous")
    refused(lambda: drafted(database, scene, of, rev=1, answers={"one": "a"}), Invalid, "missing")
    drafted(database, scene, of, rev=1, answers={"one": "a"}, key=KEY)
    assert found(database, scene, of).rev == 0
    assert found(database, scene, of, KEY).rev == 1
    row = database.read_now(lambda s: s.execute(select(SurveyDraft)).scalar_one())
    assert row.expires_at.hour == row.expires_at.minute == 0
    send(database, scene, of.id, scene.persons["member"], answers={"one": "a"}, draft_key=KEY)
    assert count(database, SurveyDraft) == 0


# -- anonymous -------------------------------------------------------------------------------------


def mixed(database: Database, of: Survey, now: Any = None) -> int:
    return database.write_now(
        lambda s: mixing.mix(work_of(s, **({"now": now} if now else {})), of.id)
    )


def test_ten_wait_and_are_moved_together(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of, persons = make(identity="anonymous"), women(database, 11)
    for person in persons[:9]:
        taken = send(database, scene, of.id, person, answers={"one": "a"})
        assert taken.model_dump(exclude_none=True) == {
            "survey": of.id,
            "identity": "anonymous",
            "thanks": "",
        }
    assert mixed(database, of) == 0
    send(database, scene, of.id, persons[9], answers={"one": "b"})
    assert mixed(database, of) == 10
    assert count(database, SurveyPending) == 0
    rows = database.read_now(lambda s: s.execute(select(SurveyResponse)).scalars().all())
    assert len(rows) == 10
    assert {(r.person_id, r.token, r.submitted_at, r.typed_by, r.unit_id) for r in rows} == {
        (None,) * 5
    }
    assert count(database, SurveyParticipation) == 10
    refused(
        lambda: send(database, scene, of.id, persons[0], answers={"one": "a"}),
        Conflict,
        "survey-answered",
    )


@pytest.mark.parametrize(("left", "moved", "dropped"), [(7, 7, 0), (5, 5, 0), (4, 0, 4)])
def test_at_the_end_the_rest_moves_or_is_too_few(
    database: Database,
    scene: Scene,
    make: Callable[..., Survey],
    left: int,
    moved: int,
    dropped: int,
) -> None:
    of = make(identity="anonymous", k=5, offline_days=1)
    for person in women(database, left):
        send(database, scene, of.id, person, answers={"one": "a"})
    assert of.closes_at
    assert mixed(database, of, of.closes_at + timedelta(hours=23)) == 0
    mixed(database, of, of.closes_at + timedelta(days=1))
    assert count(database, SurveyResponse) == moved
    assert count(database, SurveyPending) == 0
    row = database.read_now(lambda s: s.get_one(Survey, of.id))
    assert row.dropped == dropped
    assert database.read_now(lambda s: survey_mixing.waiting(s, of.id)) == 0


def test_the_form_says_who_will_know(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make(surveys.EVERY_TYPE, identity="anonymous")

    def form(session: Session) -> Any:
        actor = actor_of(session, scene, scene.persons["member"])
        return filling_in.form(work_of(session, actor=actor), SEALS, of.id, "", "", "", "en")

    shown = database.read_now(form)
    assert (shown.window, shown.mixed_at, shown.waiting, shown.answered) == ("open", 10, 0, False)
    assert shown.minutes == 6
    assert shown.ticket
    assert len([one for step in shown.steps for one in step.questions]) == 18
    likert = next(q for step in shown.steps for q in step.questions if q.type == "likert")
    assert likert.options[0].text == "Strongly disagree"


def test_a_stranger_without_a_link_learns_nothing(
    database: Database, scene: Scene, make: Callable[..., Survey]
) -> None:
    of = make(identity="token")

    def form(work: Work, survey_id: str) -> Any:
        return filling_in.form(work, SEALS, survey_id, "", "", "", "")

    for named in (of.id, "x" * 26):
        with pytest.raises(NotSignedIn):
            database.read_now(lambda s, one=named: form(work_of(s, actor=STRANGER), one))  # type: ignore[misc]
