"""Cross-tables of surveys: what they say, and what they keep to themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.refusals import Conflict, Forbidden, Invalid
from app.models.surveys import Survey, SurveyKey
from app.schemas.survey_crosstabs import CrosstabRead
from app.schemas.survey_responses import PaperCreate
from app.schemas.survey_sheets import PaperChange
from app.services.surveys import correcting, crosstab_sheets, crosstabs, typing_in
from app.services.surveys.crosstabs import Wanted
from app.store import survey_crosstabs as store
from tests import survey_crowds, surveys
from tests.factories import Scene, work_of
from tests.services.desk import Desk
from tests.survey_crowds import of

Q = surveys.question
FORM = {"title": "Chị cần gì?", "questions": [Q("one"), Q("two"), Q("many", "multiple")]}


def label(code: str) -> str:
    return code.removeprefix("survey.crosstab.")


def counts(found: CrosstabRead) -> list[list[int | None]]:
    return [[cell.count for cell in row.cells] for row in found.rows]


class Stage:
    """A survey with its answers, and who asks."""

    def __init__(self, desk: Desk, scene: Scene) -> None:
        self.desk, self.scene = desk, scene

    def survey(
        self, crowd: Any, form: Any = FORM, *, units: Any = (), closed: bool = True, **more: Any
    ) -> str:
        def make(session: Session) -> str:
            work = work_of(session)
            if closed:
                more["closes_at"] = work.now - timedelta(minutes=1)
            row = surveys.survey(work, self.scene, form, **more)
            survey_crowds.add(work, row, crowd, units=units)
            return row.id

        return self.desk.database.write_now(make)

    def table(self, survey: str, rows: str, columns: str = "", **more: str) -> CrosstabRead:
        wanted = Wanted(rows, columns, **more)
        return self.desk.run("adviser", crosstabs.read, survey, wanted, label)


@pytest.fixture
def stage(desk: Desk, scene: Scene) -> Stage:
    return Stage(desk, scene)


BIG = of({("a", "a"): 30, ("a", "b"): 10, ("b", "a"): 12, ("b", "b"): 28}, "one", "two")


def test_a_table_of_two_questions(stage: Stage) -> None:
    found = stage.table(stage.survey(BIG), "one", "two")
    assert found.shown
    assert counts(found) == [[30, 10, 0, 0, 0], [12, 28, 0, 0, 0], *[[0] * 5] * 3]
    assert [row.count for row in found.rows] == [40, 40, 0, 0, 0]
    assert [one.count for one in found.columns] == [42, 38, 0, 0, 0]
    assert (found.n, found.moves_by, found.hidden) == (80, None, 0)
    cell = found.rows[0].cells[0]
    assert (cell.row_percent, cell.column_percent) == (75.0, 71.4)
    assert (found.chi_square, found.cramers_v, found.silence) == (16.241, 0.451, None)


def test_it_is_the_same_table_whichever_stands_in_the_rows(stage: Stage) -> None:
    crowd = of(
        {
            (x, y): n
            for x, row in zip("abcd", ROWS, strict=True)
            for y, n in zip("abcd", row, strict=True)
        },
        "one",
        "two",
    )
    survey = stage.survey(crowd)
    one, other = stage.table(survey, "one", "two"), stage.table(survey, "two", "one")
    assert one.hidden
    assert counts(one) == [list(row) for row in zip(*counts(other), strict=True)]
    assert one.chi_square is None
    assert one.silence == "hidden"


ROWS = ((20, 3, 11, 9), (8, 14, 2, 12), (9, 9, 15, 4), (13, 7, 6, 16))


def test_few_who_did_not_answer_stand_with_the_fewest(stage: Stage) -> None:
    crowd = of({("a", "a"): 30, ("a", "b"): 20, ("b", "a"): 20, ("b", None): 2}, "one", "two")
    found = stage.table(stage.survey(crowd), "one", "two")
    assert [one.keys for one in found.columns] == [["a"], ["c"], ["d"], ["b", "?"]]
    assert [one.count for one in found.columns] == [50, 0, 0, 22]
    assert found.columns[-1].missing


def test_a_question_of_several_by_one_of_one(stage: Stage) -> None:
    crowd = [
        {"one": one, "many": many}
        for one, many, n in (("a", ["a", "b"], 20), ("a", ["a"], 10), ("b", ["b"], 15))
        for _ in range(n)
    ]
    found = stage.table(stage.survey(crowd), "many", "one")
    assert found.several == "rows"
    assert [row.keys for row in found.rows][:2] == [["a"], ["b"]]
    assert counts(found)[:2] == [[30, 0, 0, 0, 0], [20, 15, 0, 0, 0]]
    assert [one.count for one in found.columns][:2] == [30, 15]
    assert found.silence == "several"
    turned = stage.table(stage.survey(crowd), "one", "many")
    assert turned.several == "columns"
    assert counts(turned) == [list(row) for row in zip(*counts(found), strict=True)]


def test_at_most_one_of_several_is_the_same_table_as_of_one(stage: Stage) -> None:
    """The list hides c with d; with a row each, the table would tell what it keeps."""
    answers = {("a", "a"): 40, ("b", "a"): 12, ("c", "a"): 6, ("d", "b"): 3, ("a", "b"): 20}
    crowd = of(answers, "one", "two")
    listed = [{**each, "one": [each["one"]]} for each in crowd]
    limited = Q("one", "multiple", validate={"max_choices": 1})
    asked = Q("more", show_if={"question": "one", "contains": "a"})
    single = stage.table(stage.survey(crowd), "one", "two")
    survey = stage.survey(listed, {**FORM, "questions": [limited, Q("two"), asked]})
    found = stage.table(survey, "one", "two")
    assert found.several is None
    assert [row.keys for row in found.rows][2:] == [["c", "d"], ["?"]]
    assert (found.rows, found.columns) == (single.rows, single.columns)
    whole = stage.desk.run("adviser", crosstabs.filtered, survey, "one:a", label)
    assert whole.left == 60


def test_who_chose_and_who_did_not_are_both_kept(stage: Stage) -> None:
    """27 of 30 chose it: then the 3 who did not are a small cell too."""
    crowd = [
        *({"one": "a", "many": ["a", "b"]} for _ in range(27)),
        *({"one": "a", "many": ["b"]} for _ in range(3)),
        *({"one": "b", "many": ["a"]} for _ in range(20)),
        *({"one": "b", "many": ["b"]} for _ in range(20)),
    ]
    found = stage.table(stage.survey(crowd), "many", "one")
    assert counts(found)[0][:2] == [None, None]
    assert found.rows[0].count == 47


def test_an_open_survey_grows_by_ten(stage: Stage) -> None:
    crowd = [*BIG, *of({("c", "c"): 7}, "one", "two")]
    open_ = stage.table(stage.survey(crowd, closed=False), "one", "two")
    assert (open_.n, open_.moves_by) == (80, 10)
    assert counts(open_)[:2] == [[30, 10, 0, 0, 0], [12, 28, 0, 0, 0]]
    assert stage.table(stage.survey(crowd), "one", "two").n == 87


def test_a_filter_is_a_column_of_the_table(stage: Stage) -> None:
    survey = stage.survey(BIG)
    found = stage.table(survey, "one", where="two:b")
    assert [row.cells[0].count for row in found.rows] == [10, 28, 0, 0, 0]
    assert [row.count for row in found.rows] == [None] * 5
    assert found.columns[0].count == 38
    whole = stage.desk.run("adviser", crosstabs.filtered, survey, "two:b", label)
    assert (whole.left, [one.key for one in whole.results]) == (38, ["one", "many"])
    assert [line.cells[0].count for line in whole.results[0].lines] == [10, 28, 0, 0, 0]


@pytest.mark.parametrize("few", [4, 77])
def test_a_filter_leaves_enough_on_both_sides(stage: Stage, few: int) -> None:
    crowd = of({("a", "a"): few, ("a", "b"): 81 - few}, "one", "two")
    survey = stage.survey(crowd)
    for option in ("two:a", "two:b"):
        assert stage.table(survey, "one", where=option).reason == "few"
        whole = stage.desk.run("adviser", crosstabs.filtered, survey, option, label)
        assert (whole.shown, whole.left, whole.results) == (False, None, [])


@pytest.mark.parametrize(
    ("wanted", "pointer", "code"),
    [
        (Wanted("one", "one"), "/columns", "crosstab-same"),
        (Wanted("one", "zz"), "/columns", "crosstab-question"),
        (Wanted("text", "one"), "/rows", "crosstab-question"),
        (Wanted("one", "unit", unit_level="zz"), "/unit_level", "crosstab-level"),
        (Wanted("many", "other"), "/columns", "crosstab-two-several"),
        (Wanted("one", "two", where="many:a"), "/where", "crosstab-one-filter"),
        (Wanted("one", where="two:a,many:a"), "/where", "crosstab-one-filter"),
        (Wanted("one", where="many:a"), "/where", "crosstab-filter"),
        (Wanted("one", where="two:zz"), "/where", "crosstab-filter"),
        (Wanted("one", where="two"), "/where", "crosstab-filter"),
        (Wanted("one", where="one:a"), "/columns", "crosstab-same"),
    ],
)
def test_what_no_table_can_stand_on(stage: Stage, wanted: Wanted, pointer: str, code: str) -> None:
    more = [Q("other", "multiple"), Q("text", "short_text")]
    survey = stage.survey(BIG, {**FORM, "questions": [*FORM["questions"], *more]})
    with pytest.raises(Invalid) as refused:
        stage.desk.run("adviser", crosstabs.read, survey, wanted, label)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [(pointer, code)]


def test_anonymous_answers_have_no_unit_and_members_no_table(stage: Stage) -> None:
    survey = stage.survey(BIG, identity="anonymous")
    with pytest.raises(Invalid) as refused:
        stage.table(survey, "one", "unit")
    assert refused.value.errors[0].code == "crosstab-unit-anonymous"
    with pytest.raises(Forbidden):
        stage.desk.run("member", crosstabs.read, survey, Wanted(), label)


def test_few_responses_show_nothing(stage: Stage) -> None:
    found = stage.table(stage.survey(BIG[:4]), "one", "two")
    assert (found.n, found.shown, found.reason) == (None, False, "few")


def test_a_question_of_some_is_shown_only_where_the_others_are_shown_in_full(stage: Stage) -> None:
    """Whoever was asked is a sum of another question's lines."""
    asked = Q("more", show_if={"question": "two", "is": "b"})
    form = {"title": "Chị cần gì?", "questions": [Q("one"), Q("two"), asked]}
    kept = {("a", "a", None): 30, ("a", "b", "a"): 10, ("b", "a", None): 12, ("b", "b", "b"): 28}
    open_ = stage.survey(of(kept, "one", "two", "more"), form)
    found = stage.table(open_, "more", "one")
    assert found.shown
    assert [row.keys for row in found.rows] == [["a"], ["b"], ["c"], ["d"], ["?"]]
    assert counts(found)[-1][:2] == [30, 12]
    closed = stage.survey(of({**kept, ("b", "c", None): 3}, "one", "two", "more"), form)
    assert stage.table(closed, "more", "one").reason == "conditional"
    assert stage.table(closed, "more", "two").reason == "conditional"


def test_versions_are_merged_from_the_meaning_on(stage: Stage) -> None:
    survey = stage.survey(BIG)

    def mean_anew(session: Session) -> None:
        work = work_of(session)
        row = session.get_one(Survey, survey)
        work.session.add(surveys.version_of(work, row, FORM, 2))
        key = session.get_one(SurveyKey, (survey, "one", "question", ""))
        key.meaning, row.current = 2, 2
        survey_crowds.add(work, row, of({("a", "b"): 20, ("b", "b"): 20}, "one", "two"), number=2)

    stage.desk.database.write_now(mean_anew)
    found = stage.table(survey, "one", "two")
    assert found.n == 120
    assert counts(found) == [[0, 20, 0, 0, 0], [0, 20, 0, 0, 0], *[[0] * 5] * 2, [42, 38, 0, 0, 0]]


def test_the_file_says_what_the_page_says(stage: Stage) -> None:
    survey = stage.survey([*BIG, *of({("a", "c"): 6, ("b", "c"): 1}, "one", "two")])
    made = stage.desk.run("adviser", crosstab_sheets.file, survey, Wanted("one", "two"), label)
    lines = made.content.decode("utf-8-sig").split("\r\n")
    assert lines[:2] == ["Chị cần gì?", "base,87"]
    assert lines[3] == ",Ý a,Ý b,Ý c,Ý d,missing,sum"
    assert lines[4].count("hidden") == 2
    assert made.name.startswith("bang-cheo-")


def test_a_table_is_counted_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = stage.survey(BIG)
    first = stage.table(survey, "one", "two")
    monkeypatch.setattr(store, "pairs", None)
    assert stage.table(survey, "one", "two") == first


def test_a_sheet_put_right_is_counted_anew(stage: Stage) -> None:
    """Two at once too, by which no figure of a single question changes."""
    survey = stage.survey(BIG, closed=False)
    sheets = [
        stage.desk.run(
            "contests",
            typing_in.type_in,
            survey,
            PaperCreate(sheet=str(number), answers={"one": "a", "two": "a" if number < 6 else "b"}),
        ).id
        for number in range(1, 11)
    ]
    assert counts(stage.table(survey, "one", "two"))[0][:2] == [35, 15]
    for number, two, done in ((1, "b", (34, 16)), (6, "a", (35, 15)), (7, "a", (36, 14))):
        body = PaperChange(sheet=str(number), answers={"one": "a", "two": two})
        stage.desk.run("contests", correcting.correct, sheets[number - 1] or "", body)
        assert tuple(counts(stage.table(survey, "one", "two"))[0][:2]) == done
        left = stage.desk.run("adviser", crosstabs.filtered, survey, "two:a", label).left
        assert left == done[0] + 12
    stage.desk.run(
        "contests",
        correcting.correct,
        sheets[0] or "",
        PaperChange(sheet="1", answers={"one": "b", "two": "b"}),
    )
    swapped = PaperChange(sheet="8", answers={"one": "a", "two": "a"})
    stage.desk.run("contests", correcting.correct, sheets[7] or "", swapped)
    assert [row[:2] for row in counts(stage.table(survey, "one", "two"))[:2]] == [
        [37, 12],
        [12, 29],
    ]


@pytest.mark.parametrize("wanted", ["", "one"])
def test_a_draft_has_no_tables(stage: Stage, wanted: str) -> None:
    survey = stage.survey(BIG)
    drafted = {"state": "draft", "current": 0, "published_at": None, "published_by": None}
    stage.desk.database.write_now(
        lambda s: s.execute(update(Survey).where(col(Survey.id) == survey).values(**drafted))
    )
    asked: tuple[Any, ...] = (Wanted(wanted, "two" if wanted else ""), label)
    for call, more in ((crosstabs.read, asked), (crosstabs.filtered, ("", label))):
        with pytest.raises(Conflict, match="survey-draft-results"):
            stage.desk.run("chair", call, survey, *more)
