"""What ends the coming of answers and sheets: the closing, its days, a release (ADR 0034)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.domain.refusals import Conflict, Gone, Invalid
from app.models.audit import AuditRow
from app.models.survey_responses import SurveyPending, SurveySheet
from app.models.surveys import Survey
from app.schemas.survey_responses import PaperCreate
from app.schemas.survey_results import ReleaseCreate
from app.schemas.survey_sheets import PaperChange
from app.schemas.surveys import SurveyChange, SurveyClosing, SurveyWithdrawal
from app.services.surveys import (
    correcting,
    crosstabs,
    entering,
    publishing,
    reading,
    releasing,
    results,
    typing_in,
    writing,
)
from app.services.surveys.crosstabs import Wanted
from app.store.actors import digest
from app.web.paging import first_page
from tests import survey_counts, surveys
from tests.factories import Scene, work_of
from tests.services.desk import Desk
from tests.survey_desk import SEALS, col, personal_link, send, ticket_of, women

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}
ANSWER = {"one": "a"}
Make = Callable[..., Survey]


@pytest.fixture
def make(desk: Desk) -> Make:
    """As it is made by hand: thirty days for what comes late. `ago`: since its closing."""

    def made(ago: timedelta = -HOUR, **more: Any) -> Survey:
        now = clock.now()
        window: dict[str, Any] = {
            "opens_at": now - 60 * DAY,
            "closes_at": now - ago,
            "offline_days": 30,
        }
        return desk.database.write_now(
            lambda s: surveys.survey(work_of(s), desk.scene, FORM, **window | more)
        )

    return made


def type_in(desk: Desk, of: Survey, sheet: str = "1") -> str | None:
    body = PaperCreate(sheet=sheet, answers=ANSWER)
    return desk.run("contests", typing_in.type_in, of.id, body).id


def correct(desk: Desk, response: str | None, answer: str = "b") -> None:
    body = PaperChange(sheet="1", answers={"one": answer})
    desk.run("contests", correcting.correct, response or "", body)


def release(desk: Desk, of: Survey) -> None:
    for who in ("contests", "chair"):
        body = ReleaseCreate(question="one", audience="public")
        desk.run(who, releasing.release, of.id, body)


def put_off(desk: Desk, of: Survey, by: timedelta = 3 * DAY) -> bool:
    body = SurveyChange(closes_at=clock.now() + by, reason="Chị em xin thêm giờ")
    return desk.run("contests", writing.change, of.id, body).open


def set_closing(database: Database, of: Survey, ago: timedelta) -> None:
    passed = update(Survey).where(col(Survey.id) == of.id).values(closes_at=clock.now() - ago)
    database.write_now(lambda s: s.execute(passed))


def refused(code: str, call: Callable[[], Any]) -> None:
    with pytest.raises(Conflict) as caught:
        call()
    assert caught.value.code == code


# -- sheets ------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", ["identified", "token", "anonymous"])
def test_once_results_are_out_no_sheet_is_taken(desk: Desk, make: Make, identity: str) -> None:
    of = make(HOUR, identity=identity)
    assert desk.run("contests", typing_in.form, of.id, "", "", "").open
    type_in(desk, of)
    release(desk, of)
    refused("survey-closed", lambda: type_in(desk, of, "2"))
    assert not desk.run("contests", typing_in.form, of.id, "", "", "").open
    assert "typing" not in desk.run("contests", reading.read, of.id).allowed_actions

    def there(session: Session) -> set[str]:
        rows = select(col(SurveySheet.sheet)).where(col(SurveySheet.survey_id) == of.id)
        return set(session.execute(rows).scalars())

    assert desk.database.read_now(there) == {"1"}
    waiting = select(func.count()).select_from(SurveyPending)
    many = desk.database.read_now(lambda s: s.execute(waiting).scalar_one())
    assert many == (identity == "anonymous")


def test_a_sheet_is_put_right_as_long_as_one_is_taken(desk: Desk, make: Make) -> None:
    of, other = make(HOUR), make()
    mine, its = type_in(desk, of), type_in(desk, other)
    assert mine
    correct(desk, mine)
    release(desk, of)
    refused("survey-closed", lambda: correct(desk, mine))
    assert not desk.run("contests", correcting.form, mine).open
    (line,) = desk.run("contests", correcting.page, of.id, first_page()).items
    assert not line.may_correct
    gone = SurveyWithdrawal(reason="Hỏi nhầm")
    desk.run("chair", publishing.withdraw, other.id, gone)
    refused("survey-closed", lambda: correct(desk, its))


def test_thirty_days_after_the_closing_nothing_is_taken(desk: Desk, make: Make) -> None:
    of, late = make(29 * DAY), make(30 * DAY)
    mine = type_in(desk, of)
    refused("survey-closed", lambda: type_in(desk, late))
    set_closing(desk.database, of, 30 * DAY)
    refused("survey-closed", lambda: correct(desk, mine))


def test_what_was_released_while_it_was_open_ends_with_the_closing(
    desk: Desk, scene: Scene, make: Make
) -> None:
    of, person = make(), women(desk.database, 1)[0]
    release(desk, of)
    type_in(desk, of)
    assert of.closes_at
    late: dict[str, Any] = {
        "now": of.closes_at + HOUR,
        "ticket": ticket_of(of, clock.now(), person),
        "way": "offline",
    }
    refused(
        "survey-closed",
        lambda: send(desk.database, scene, of.id, person, answers=ANSWER, **late),
    )
    set_closing(desk.database, of, HOUR)
    refused("survey-closed", lambda: type_in(desk, of, "2"))


# -- the closing is put off --------------------------------------------------------------------


def test_a_closing_that_passed_an_hour_ago_is_put_off(desk: Desk, make: Make) -> None:
    of = make(HOUR)
    assert "edit" in desk.run("contests", reading.read, of.id).allowed_actions
    assert put_off(desk, of)
    kept = desk.database.read_now(lambda s: s.get_one(Survey, of.id))
    assert kept.offline_days == 30


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_closing_is_not_put_off_once_results_are_out(
    desk: Desk, make: Make, withdrawn: bool
) -> None:
    """Taken back or not: somebody has read them."""
    of = make(HOUR)
    release(desk, of)
    if withdrawn:
        desk.run("chair", releasing.withdraw, of.id, "one")
    refused("survey-not-reopened", lambda: put_off(desk, of))
    assert "edit" not in desk.run("contests", reading.read, of.id).allowed_actions
    refused("survey-not-reopened", lambda: put_off(desk, make(31 * DAY)))


def test_what_was_released_while_it_was_open_is_put_off_before_the_closing_alone(
    desk: Desk, make: Make
) -> None:
    of = make()
    release(desk, of)
    assert put_off(desk, of)
    set_closing(desk.database, of, HOUR)
    refused("survey-not-reopened", lambda: put_off(desk, of))


def test_a_release_while_she_puts_it_off_is_seen(desk: Desk, make: Make) -> None:
    of = make(HOUR)
    released = update(Survey).values(offline_days=0).execution_options(synchronize_session=False)

    def late(session: Session) -> None:
        read = session.get_one(Survey, of.id)
        session.execute(released)
        work = work_of(session, actor=desk.actor("contests"))
        writing.change(work, read.id, SurveyChange(closes_at=work.now + DAY, reason="Thêm giờ"))

    refused("stale-version", lambda: desk.database.write_now(late))


def test_a_survey_without_a_closing_gets_its_first(desk: Desk, make: Make) -> None:
    of = make()
    never = update(Survey).values(closes_at=None, opens_at=clock.now() + HOUR)
    desk.database.write_now(lambda s: s.execute(never))
    with pytest.raises(Invalid) as early:
        put_off(desk, of, HOUR / 2)
    assert [(one.pointer, one.code) for one in early.value.errors] == [
        ("/closes_at", "closes-before-opening")
    ]
    with pytest.raises(Invalid) as none:
        desk.run("contests", writing.change, of.id, SurveyChange(reason="Chưa rõ"))
    assert [(one.pointer, one.code) for one in none.value.errors] == [("/closes_at", "missing")]
    put_off(desk, of, 3 * DAY)
    kept = desk.database.read_now(lambda s: s.get_one(Survey, of.id))
    assert kept.closes_at is not None


# -- a personal link ---------------------------------------------------------------------------


@pytest.mark.parametrize("closed", [False, True])
def test_a_link_that_expired_after_she_began_delivers_in_both_windows(
    desk: Desk, scene: Scene, make: Make, closed: bool
) -> None:
    of = make(HOUR if closed else -HOUR, identity="token")
    now = clock.now()
    expires, began = now - 2 * HOUR, now - 3 * HOUR
    for secret in ("hers", "late", "web", "bare"):
        desk.database.write_now(
            lambda s, one=secret: personal_link(work_of(s), of, expires, one)  # type: ignore[misc]
        )

    def deliver(secret: str, at: Any, way: str) -> Any:
        sealed = at and entering.ticket(SEALS, of, at, f"token\0{digest(secret)}")
        body: dict[str, Any] = {"token": secret, "answers": ANSWER, "ticket": sealed, "way": way}
        return send(desk.database, scene, of.id, None, **body)

    assert deliver("hers", began, "offline").answers == ANSWER
    for secret, at, way in (
        ("late", expires, "offline"),
        ("web", began, "web"),
        ("bare", None, "offline"),
    ):
        with pytest.raises((Gone, Conflict)) as caught:
            deliver(secret, at, way)
        open_ = way == "offline" and at
        assert caught.value.code == (
            "survey-token-expired" if open_ or not closed else "survey-closed"
        )


# -- figures while something may come ------------------------------------------------------------


@pytest.mark.parametrize("early", [False, True])
def test_what_still_comes_after_the_closing_comes_by_ten(
    desk: Desk, make: Make, early: bool
) -> None:
    of = make(-HOUR if early else HOUR)
    survey_counts.answer(desk.database, of, [(20, ANSWER)])
    if early:
        desk.run("chair", publishing.close, of.id, SurveyClosing(reason="Đủ phiếu"))
    type_in(desk, of)
    for who in ("adviser", "editor"):
        found = desk.run(who, results.read, of.id)
        assert (found.n, found.moves_by) == (20, 10)
    table = desk.run("adviser", crosstabs.read, of.id, Wanted(), str)
    assert (table.n, table.moves_by) == (20, 10)
    assert desk.run("chair", results.read, of.id).n == 21
    looks = select(func.count()).where(col(AuditRow.action) == "survey.look_results")
    assert desk.database.read_now(lambda s: s.execute(looks).scalar_one()) == 1
    release(desk, of)
    assert desk.run("adviser", results.read, of.id).n == 21
