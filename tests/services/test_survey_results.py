"""Results of surveys: counted once, suppressed for all, let out by two, moved in batches."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid, NotSignedIn
from app.models.audit import AuditRow
from app.models.communities import Community
from app.models.surveys import Survey, SurveyChannel, SurveyKey
from app.schemas.survey_results import ReleaseCreate, ResultsRead
from app.services import today
from app.services.surveys import (
    annexing,
    mixing,
    reading,
    releasing,
    reporting,
    result_tables,
    results,
)
from app.web.words import labels
from tests import survey_desk, surveys
from tests.factories import HOME, work_of
from tests.services.desk import Desk
from tests.survey_counts import EXAMPLE, answer, fold

FORM = {"title": "Chị cần gì?", "questions": [surveys.question("q1")]}
Make = Callable[..., Survey]
HOUR = timedelta(hours=1)


@pytest.fixture
def make(desk: Desk) -> Make:
    def made(form: Any = FORM, groups: Any = (), *, going: bool = False, **more: Any) -> Survey:
        now = clock.now()
        if not going:
            more |= {"opens_at": now - 2 * HOUR, "closes_at": now - HOUR}
        of = desk.database.write_now(lambda s: surveys.survey(work_of(s), desk.scene, form, **more))
        answer(desk.database, of, groups)
        return of

    return made


def counts(found: ResultsRead, key: str = "q1") -> dict[str, int | None]:
    one = next(one for one in found.questions if one.key == key)
    return {option.key: option.count for option in one.options}


def looks(desk: Desk) -> list[str]:
    return desk.database.read_now(
        lambda s: list(
            s.execute(
                select(col(AuditRow.right)).where(col(AuditRow.action) == "survey.look_results")
            ).scalars()
        )
    )


SHOWN = {"a": 40, "b": 12, "c": None, "d": None}


# -- readers ---------------------------------------------------------------------------------------


def test_board_and_adviser_read_the_same_suppressed_figures(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)
    for who in ("chair", "contests", "editor", "adviser"):
        found = desk.run(who, results.read, of.id)
        assert (found.reader, found.n, counts(found)) == ("board", 61, SHOWN)
        percents = [one.percent for one in found.questions[0].options]
        assert percents == [65.6, 19.7, None, None]


def test_whoever_nothing_was_let_out_to_reads_nothing(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)
    for who, refusal in (
        ("member", Forbidden),
        ("other_chair", Hidden),
        ("nobody", Hidden),
        ("stranger", NotSignedIn),
    ):
        with pytest.raises(refusal):
            desk.run(who, results.read, of.id)
        with pytest.raises(NotSignedIn if who == "stranger" else Hidden):
            desk.run(who, results.read, "x" * 26)


def test_a_narrowed_token_reads_aggregates_alone(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)
    narrow = replace(desk.actor("chair"), scopes=frozenset({"surveys:aggregate"}))

    def read(session: Any, **more: Any) -> ResultsRead:
        return results.read(work_of(session, actor=narrow), of.id, **more)

    assert desk.database.write_now(read).n == 61
    with pytest.raises(Forbidden):
        desk.database.write_now(lambda s: read(s, exact=True))
    assert looks(desk) == []


def test_fewer_than_k_say_nothing(desk: Desk, make: Make) -> None:
    found = desk.run("chair", results.read, make(groups=[(4, {"q1": "a"})]).id)
    assert (found.n, counts(found)) == (None, dict.fromkeys("abcd"))
    assert [(one.shown, one.base, one.n, one.missing) for one in found.questions] == [
        (False, None, None, None)
    ]


def test_each_live_look_of_who_may_read_single_answers_is_recorded(desk: Desk, make: Make) -> None:
    of, closed = make(groups=EXAMPLE, going=True), make(groups=EXAMPLE)
    for who in ("contests", "editor", "adviser", "chair"):
        desk.run(who, results.read, of.id)
        desk.run(who, results.read, closed.id)
    assert looks(desk) == ["post:contests", "post:chair"]
    found = desk.run("chair", results.read, closed.id, exact=True)
    assert counts(found) == {"a": 40, "b": 12, "c": 6, "d": 3}
    assert len(looks(desk)) == 3
    with pytest.raises(Forbidden):
        desk.run("adviser", results.read, of.id, exact=True)


@pytest.mark.parametrize("folded", [False, True])
def test_nobody_else_sees_answers_come_one_by_one(desk: Desk, make: Make, folded: bool) -> None:
    of = make(groups=[(12, {"q1": "a"}), (8, {"q1": "b"})], going=True)
    before = desk.run("adviser", results.read, of.id)
    answer(desk.database, of, [(6, {"q1": "b"}), (3, {"q1": "c"})])
    if folded:
        fold(desk.database)
    for who in ("adviser", "editor"):
        found = desk.run(who, results.read, of.id)
        assert (found.n, found.moves_by) == (20, 10)
        assert found.questions == before.questions
    live = desk.run("chair", results.read, of.id)
    assert (live.n, live.moves_by, counts(live)["b"]) == (29, None, 14)
    answer(desk.database, of, [(4, {"q1": "c"})])
    assert desk.run("adviser", results.read, of.id).n == 30


def test_of_an_anonymous_survey_nobody_reads_exact_figures(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE, identity="anonymous")
    with pytest.raises(Conflict) as refused:
        desk.run("chair", results.read, of.id, exact=True)
    assert refused.value.code == "survey-exact-anonymous"
    assert desk.run("chair", results.read, of.id).n == 61
    assert looks(desk) == []


def test_a_draft_has_no_results(desk: Desk, make: Make) -> None:
    of = make()

    def back(session: Any) -> None:
        session.get_one(Survey, of.id).state = "draft"

    desk.database.write_now(back)
    with pytest.raises(Conflict) as refused:
        desk.run("contests", results.read, of.id)
    assert refused.value.code == "survey-draft-results"


def test_channels_hide_their_small_cells_too(desk: Desk, make: Make) -> None:
    of = make(groups=[(30, {"q1": "a"})])

    def ways(session: Any) -> None:
        work = work_of(session)
        session.add_all(
            SurveyChannel(
                id=f"channel-{name}", survey_id=of.id, code=f"code-{name}", name=name,
                created_by=of.created_by, created_at=work.now,
            )
            for name in ("few", "many", "none")
        )  # fmt: skip

    desk.database.write_now(ways)
    answer(desk.database, of, [(3, {"q1": "a"})], channel="channel-few")
    answer(desk.database, of, [(12, {"q1": "a"})], channel="channel-many")
    fold(desk.database)
    found = desk.run("editor", results.read, of.id)
    told = {one.name: one.count for one in found.channels}
    assert told == {"few": None, "many": None, "none": 0, "": 30}


# -- batches ---------------------------------------------------------------------------------------


def test_an_open_anonymous_survey_moves_by_ten(desk: Desk, make: Make) -> None:
    of = make(going=True, identity="anonymous")
    persons = iter(survey_desk.women(desk.database, 31))

    def sent(many: int) -> list[int | None]:
        for _ in range(many):
            survey_desk.send(desk.database, desk.scene, of.id, next(persons), answers={"q1": "a"})
        desk.database.write_now(lambda s: mixing.enqueue_due(work_of(s)))
        desk.work_off()
        found = [desk.run(who, results.read, of.id) for who in ("chair", "contests", "adviser")]
        assert {one.moves_by for one in found} == {10}
        return [one.n for one in found]

    assert sent(9) == [0, 0, 0]
    assert sent(1) == [10, 10, 10]
    assert sent(9) == [10, 10, 10]
    assert sent(12) == [31, 31, 31]
    assert desk.faults() == []


# -- let out ---------------------------------------------------------------------------------------


def let_out(desk: Desk, of: Survey, audience: str, who: str = "contests", key: str = "q1") -> Any:
    body = ReleaseCreate.model_validate({"question": key, "audience": audience})
    return desk.run(who, releasing.release, of.id, body)


def test_two_people_let_a_question_out_to_members(desk: Desk, make: Make) -> None:
    form = {**FORM, "questions": [surveys.question("q1"), surveys.question("q2")]}
    of = make(form, EXAMPLE)
    first = let_out(desk, of, "members")
    assert (first.state, first.approvals) == ("waiting", 1)
    with pytest.raises(Conflict) as same:
        let_out(desk, of, "members")
    assert same.value.code == "already-approved-by-you"
    with pytest.raises(Forbidden):
        desk.run("member", results.read, of.id)
    done = let_out(desk, of, "members", "chair")
    assert (done.state, done.approvals) == ("released", 2)
    with pytest.raises(Conflict) as again:
        let_out(desk, of, "members", "vice_chair")
    assert again.value.code == "survey-released"
    found = desk.run("member", results.read, of.id)
    assert (found.reader, found.rounded, found.channels) == ("members", False, [])
    assert [one.key for one in found.questions] == ["q1"]
    assert counts(found) == SHOWN
    with pytest.raises(NotSignedIn):
        desk.run("stranger", results.read, of.id)


def test_what_waits_is_told_to_those_who_may_agree(desk: Desk, make: Make) -> None:
    def told(who: str) -> list[tuple[int, str]]:
        return [(one.count, one.href) for one in desk.run(who, today.today, HOME).releases]

    form = {**FORM, "questions": [surveys.question("q1"), surveys.question("q2")]}
    of = make(form, EXAMPLE)
    for key, audience in (("q2", "public"), ("q1", "members"), ("q1", "public")):
        let_out(desk, of, audience, key=key)
    first = f"/surveys/{of.id}/results#q-q2"
    assert {who: told(who) for who in ("chair", "vice_chair", "contests", "editor", "adviser")} == {
        "chair": [(2, first)], "vice_chair": [(2, first)], "contests": [], "editor": [],
        "adviser": [],
    }  # fmt: skip
    let_out(desk, of, "members", "chair")
    let_out(desk, of, "public", "chair")
    assert told("vice_chair") == [(1, first)]
    desk.run("chair", releasing.withdraw, of.id, "q2")
    assert told("vice_chair") == []


def test_what_everybody_reads_is_rounded(desk: Desk, make: Make) -> None:
    of = make(groups=[(41, {"q1": "a"}), (12, {"q1": "b"}), (8, {"q1": "c"})])
    let_out(desk, of, "public")
    let_out(desk, of, "public", "chair")
    for who in ("stranger", "nobody", "member"):
        found = desk.run(who, results.read, of.id)
        assert (found.rounded, found.n) == (True, 60)
        assert counts(found) == {"a": 40, "b": 10, "c": None, "d": 0}
        assert found.questions[0].options[0].percent == 66.7
    assert counts(desk.run("adviser", results.read, of.id))["a"] == 41


def test_it_is_taken_back_waiting_or_out(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)
    let_out(desk, of, "public")
    desk.run("contests", releasing.withdraw, of.id, "q1")
    with pytest.raises(Hidden):
        desk.run("contests", releasing.withdraw, of.id, "q1")
    let_out(desk, of, "public", "chair")
    let_out(desk, of, "public")
    assert desk.run("stranger", results.read, of.id).reader == "public"
    desk.run("vice_chair", releasing.withdraw, of.id, "q1")
    with pytest.raises(NotSignedIn):
        desk.run("stranger", results.read, of.id)
    assert desk.run("adviser", releasing.page, of.id).releases == []


def test_one_person_is_enough_where_the_list_does_not_name_it(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)

    def alone(session: Any) -> None:
        community = session.get_one(Community, desk.scene.communities[HOME])
        community.settings = {**community.settings, "two_person": []}

    desk.database.write_now(alone)
    done = let_out(desk, of, "members")
    assert (done.state, done.approvals) == ("released", 1)


def test_only_keepers_let_out_and_only_what_was_asked(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)
    for who in ("editor", "adviser", "member"):
        with pytest.raises(Forbidden):
            let_out(desk, of, "members", who)
    with pytest.raises(Invalid):
        let_out(desk, of, "members", key="q9")


def test_with_a_new_meaning_a_release_lapses(desk: Desk, make: Make) -> None:
    of = make(groups=EXAMPLE)
    let_out(desk, of, "members")
    let_out(desk, of, "members", "chair")

    def anew(session: Any) -> None:
        row = session.get_one(Survey, of.id)
        session.add(surveys.version_of(work_of(session), row, FORM, 2))
        row.current = 2
        session.get_one(SurveyKey, (of.id, "q1", "question", "")).meaning = 2

    desk.database.write_now(anew)
    with pytest.raises(Forbidden):
        desk.run("member", results.read, of.id)
    assert "results" not in desk.run("member", reading.read, of.id).allowed_actions
    assert desk.run("chair", releasing.page, of.id).releases == []
    with pytest.raises(Hidden):
        desk.run("contests", releasing.withdraw, of.id, "q1")
    assert let_out(desk, of, "members").state == "waiting"
    desk.run("contests", releasing.withdraw, of.id, "q1")
    assert desk.run("chair", releasing.page, of.id).releases == []


# -- on paper --------------------------------------------------------------------------------------


def test_every_shape_says_who_was_not_asked(desk: Desk, make: Make) -> None:
    """Of 50 three were not asked: they stand with those who did not answer."""
    more = surveys.question("more", show_if={"question": "q1", "is": "a"})
    of = make(
        {**FORM, "questions": [*FORM["questions"], more]},
        [(40, {"q1": "a", "more": "a"}), (7, {"q1": "a"}), (3, {"q1": "b"})],
    )
    found = desk.run("contests", annexing.for_report, of.id).questions[1]
    assert (found.everyone, found.base, found.n, found.missing) == (True, 50, 40, 10)
    file = desk.run("contests", result_tables.file, of.id, "csv", labels("vi"))
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    (line,) = [row for row in rows if (row["Mã câu"], row["Mã phương án"]) == ("more", "a")]
    told = ("Tính trên số người", "Số người trả lời", "Không trả lời")
    assert [line[name] for name in told] == ["50", "40", ""]
    assert line["Không trả lời hoặc không được hỏi"] == "10"


def test_a_share_is_the_same_everywhere_and_numbers_have_points(desk: Desk, make: Make) -> None:
    form = {**FORM, "questions": [*FORM["questions"], surveys.question("income", "number")]}
    amounts = [(6, {"q1": "b", "income": 1_000_000 * n}) for n in range(13)]
    of = make(form, [(5, {"q1": "a"}), *amounts[:12], (3, {"q1": "b", "income": 12_000_000})])
    found = desk.run("contests", results.read, of.id)
    assert [one.percent for one in found.questions[0].options][:2] == [6.3, 93.8]
    assert found.questions[1].options[0].text == "0 – 1.999.999"


def test_the_annex_has_the_same_figures(desk: Desk, make: Make) -> None:
    of = make(groups=[*EXAMPLE[:3], (2, {})])
    found = desk.run("contests", annexing.for_report, of.id)
    assert found.n == 60
    (one,) = found.questions
    assert (one.base, one.n, one.missing) == (60, None, None)
    assert [(cell.text, cell.count) for cell in one.options] == [
        ("Ý a", 40), ("Ý b", 12), ("Ý c", None), ("Ý d", 0),
    ]  # fmt: skip
    assert desk.run("contests", reporting.file, of.id, found).content.startswith(b"PK")
