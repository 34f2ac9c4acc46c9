"""The editor of a form: a question is added, written, moved, copied, taken out, and looked at."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.base import Versioned
from app.schemas.survey_questions import (
    FormWords,
    SurveyQuestionCreate,
    SurveyQuestionMove,
    SurveyQuestionWrite,
)
from app.schemas.surveys import SurveyRead
from app.services.surveys import (
    previewing,
    publishing,
    question_pages,
    questions,
    reading,
    versioning,
)
from tests.services.desk import Desk
from tests.services.test_surveys import GO, codes, confirmed, made, redrafted, schema
from tests.surveys import EVERY_TYPE, question

NOW = Versioned()


def add(desk: Desk, survey: SurveyRead, kind: str, **more: Any) -> Any:
    said = {"type": kind, "text": {"vi": "Câu mới?"}, **more}
    return desk.run(
        "contests", questions.create, survey.id, SurveyQuestionCreate.model_validate(said)
    )


def put(desk: Desk, survey: SurveyRead, key: str, **said: Any) -> Any:
    body = SurveyQuestionWrite.model_validate({"text": {"vi": "Lời khác?"}, **said})
    return desk.run("contests", questions.change, survey.id, key, body)


def move(desk: Desk, survey: SurveyRead, key: str, to: Any) -> Any:
    return desk.run("contests", questions.move, survey.id, key, SurveyQuestionMove(to=to))


def drop(desk: Desk, survey: SurveyRead, key: str) -> None:
    desk.run("contests", questions.remove, survey.id, key, NOW)


def written(desk: Desk, survey: SurveyRead) -> list[dict[str, Any]]:
    draft = desk.run("contests", versioning.draft_form, survey.id).draft
    return list(draft.schema_["questions"])


@pytest.mark.parametrize("one", EVERY_TYPE["questions"], ids=lambda one: one["type"])
def test_every_type_is_written_as_it_was(desk: Desk, one: dict[str, Any]) -> None:
    survey = made(desk, schema(question("q1")), publish=False)
    more = {"help": {"vi": "Lời thêm", "en": "More"}, "required": True}
    if "options" in one:
        more["more_options"] = "Ý một\nÝ hai\n\n"
    if "rows" in one:
        more["more_rows"] = "Dòng một\nDòng hai"
    new = add(desk, survey, one["type"], **more)
    page = desk.run("contests", question_pages.edit_form, survey.id, new.key)
    # A section has a number of its own.
    number = 1 if one["type"] == "section" else 2
    assert (page.type, page.number, page.help["en"]) == (one["type"], number, "More")
    assert [part.key for part in page.options] == (["o1", "o2"] if "options" in one else [])
    assert [part.key for part in page.rows] == (["r1", "r2"] if "rows" in one else [])
    assert page.required == (one["type"] != "section")
    said = {
        "text": page.text,
        "help": page.help,
        "required": page.required,
        "options": {part.key: part.vi for part in page.options},
        "rows": {part.key: part.vi for part in page.rows},
    }
    assert put(desk, survey, new.key, **said).question == new.question


def test_options_keep_their_keys_and_none_comes_twice(desk: Desk) -> None:
    survey = made(desk, schema(question("q1")), publish=False)
    new = add(desk, survey, "multiple", more_options="Một\nHai\nBa")
    said = {
        "options": {"o1": "Một", "o2": "Hai lần", "o3": "Ba"},
        "options_en": {"o2": "Twice"},
        "option_places": {"o1": 3, "o2": 1, "o3": 2},
        "exclusive": ["o3"],
        "limits": {"max_choices": "2", "min_choices": ""},
    }
    kept = put(desk, survey, new.key, **said).question
    assert kept["options"] == [
        {"key": "o2", "text": {"vi": "Hai lần", "en": "Twice"}},
        {"key": "o3", "text": "Ba", "exclusive": True},
        {"key": "o1", "text": "Một"},
    ]
    assert kept["validate"] == {"max_choices": 2}
    desk.run("contests", publishing.publish, survey.id, GO)
    draft = redrafted(desk, survey, None)
    put(desk, survey, new.key, options={"o1": "Một", "o2": "Hai"})
    said = {"options": {"o1": "Một", "o2": "Hai"}, "more_options": "Bốn"}
    kept = put(desk, survey, new.key, **said).question
    assert [one["key"] for one in kept["options"]] == ["o1", "o2", "o4"]
    drop(desk, survey, new.key)
    again = add(desk, survey, "multiple", more_options="Khác")
    assert again.key not in {new.key, *(one["key"] for one in draft.schema_["questions"])}
    sha = desk.run("contests", versioning.draft_form, survey.id).draft.sha256
    assert confirmed(desk, survey, sha).current == 2


def test_a_condition_of_three_choices(desk: Desk) -> None:
    form = schema(question("q1"), question("q2", "multiple"), question("q3", "number"))
    survey = made(desk, form, publish=False)
    new = add(desk, survey, "yes_no", when="q1", test="is", value=["q1=a", "", "q1=b"])
    assert new.question["show_if"] == {"question": "q1", "in": ["a", "b"]}
    page = desk.run("contests", question_pages.edit_form, survey.id, new.key)
    assert page.condition is not None
    assert (page.condition.when, page.condition.value) == ("q1", ["a", "b"])
    assert [one.key for one in page.earlier] == ["q1", "q2", "q3"]
    kept = put(desk, survey, new.key, when="q3", test="gte", written="2,5").question
    assert kept["show_if"] == {"question": "q3", "gte": 2.5}
    assert "show_if" not in put(desk, survey, new.key).question
    for said, fault in (
        ({"when": new.key}, ("/when", "condition-question")),
        ({"when": "q9"}, ("/when", "condition-question")),
        ({"when": "q1"}, ("/value", "condition-unsaid")),
        ({"when": "q1", "value": ["q2=a"]}, ("/value", "condition-other")),
        ({"when": "q1", "value": ["q1=z"]}, ("/when", "condition-value")),
        ({"when": "q3", "test": "lt"}, ("/written", "condition-unsaid")),
        ({"when": "q3", "test": "lt", "written": "nhiều"}, ("/written", "answer-number")),
        ({"when": "q3", "test": "lt", "written": "1e400"}, ("/written", "answer-number")),
    ):
        with pytest.raises(Invalid) as wrong:
            put(desk, survey, new.key, **said)
        assert codes(wrong) == [fault]


def test_a_condition_on_a_day_is_typed_as_people_write_days(desk: Desk) -> None:
    form = schema(question("q1", "date"), question("q2", "time"))
    survey = made(desk, form, publish=False)
    new = add(desk, survey, "yes_no", when="q1", test="gt", written="31/12/2000")
    assert new.question["show_if"] == {"question": "q1", "gt": "2000-12-31"}
    page = desk.run("contests", question_pages.edit_form, survey.id, new.key)
    assert page.condition is not None
    assert page.condition.written == "31/12/2000"
    for said, code in (
        ({"when": "q1", "test": "gt", "written": "31/2/2000"}, "answer-date"),
        ({"when": "q1", "test": "gt", "written": "hôm nay"}, "answer-date"),
        ({"when": "q2", "test": "gt", "written": "7 giờ rưỡi"}, "answer-time"),
    ):
        with pytest.raises(Invalid) as wrong:
            put(desk, survey, new.key, **said)
        assert codes(wrong) == [("/written", code)]


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        ("number", {"question": "q1", "in": [1, 2]}),
        ("number", {"not": [{"question": "q1", "in": [3, 4]}]}),
        ("number", {"question": "q1", "gte": 1514.125}),
        ("date", {"question": "q1", "lt": "2026-01-02"}),
        ("short_text", {"question": "q1", "in": ["a", "b"]}),
        ("short_text", {"question": "q1", "contains": " a "}),
        ("single", {"question": "q1", "in": ["a", "b"]}),
        ("multiple", {"not": [{"question": "q1", "contains": "a"}]}),
    ],
)
def test_saved_unchanged_a_question_keeps_its_condition(
    desk: Desk, kind: str, condition: dict[str, Any]
) -> None:
    form = schema(question("q1", kind), question("q2", "yes_no", show_if=condition))
    survey = made(desk, form, publish=False)
    page = desk.run("contests", question_pages.edit_form, survey.id, "q2")
    if page.condition is None:
        said: dict[str, Any] = {"keep_condition": True}
    else:
        said = page.condition.model_dump()
        said["value"] = [f"q1={one}" for one in said["value"]]
    assert put(desk, survey, "q2", **said).question["show_if"] == condition


def test_limits_of_numbers_are_read_as_they_are_typed(desk: Desk) -> None:
    survey = made(desk, schema(question("q1", "number")), publish=False)
    for said, kept in (("1.500", 1500), ("2,5", 2.5), (1.125, 1.125), (3.0, 3)):
        limits = put(desk, survey, "q1", limits={"max": said}).question["validate"]
        assert limits == {"max": kept}
    for said in ("inf", "nan", "1e400"):
        with pytest.raises(Invalid) as wrong:
            put(desk, survey, "q1", limits={"max": said})
        assert codes(wrong) == [("/limits/max", "limit-wrong")]


def test_what_is_looked_at_stays_above(desk: Desk) -> None:
    looks = question("q2", show_if={"all": [{"question": "q1", "is": "a"}]})
    survey = made(desk, schema(question("q1"), looks), publish=False)
    with pytest.raises(Conflict, match="question-before-condition"):
        move(desk, survey, "q2", "up")
    with pytest.raises(Conflict, match="question-looked-at") as seen:
        drop(desk, survey, "q1")
    assert seen.value.facts == {"text": looks["text"]}
    with pytest.raises(Invalid) as gone:
        put(desk, survey, "q1", options={"b": "Ý b"})
    assert codes(gone) == [("/more_options", "option-looked-at")]
    kept = put(desk, survey, "q2", options={"a": "Ý"}, keep_condition=True).question
    assert kept["show_if"] == looks["show_if"]
    assert desk.run("contests", question_pages.edit_form, survey.id, "q2").condition is None
    put(desk, survey, "q2", options={"a": "Ý"})
    assert move(desk, survey, "q2", "up").number == 1
    with pytest.raises(Conflict, match="question-at-end"):
        move(desk, survey, "q2", "up")


def test_copied_and_taken_out(desk: Desk) -> None:
    survey = made(desk, schema(question("q1"), question("q2")), publish=False)
    twin = desk.run("contests", questions.copy, survey.id, "q1", NOW)
    assert (twin.key, twin.number) == ("q03", 2)
    assert [one["key"] for one in written(desk, survey)] == ["q1", "q03", "q2"]
    drop(desk, survey, "q1")
    drop(desk, survey, "q2")
    with pytest.raises(Conflict, match="question-alone"):
        drop(desk, survey, "q03")
    with pytest.raises(Hidden):
        drop(desk, survey, "q1")
    new = add(desk, survey, "yes_no", after="q03")
    assert new.number == 2


def test_faults_stand_beside_their_fields(desk: Desk) -> None:
    survey = made(desk, schema(question("q1")), publish=False)
    for kind, said, fault in (
        ("single", {}, ("/more_options", "options-number")),
        ("riddle", {}, ("/type", "question-kind-unchosen")),
        ("matrix_single", {"more_options": "Ý"}, ("/more_rows", "options-number")),
        ("single", {"more_options": "x" * 501}, ("/more_options", "text-long")),
        ("number", {"limits": {"min": "5", "max": "2"}}, ("/limits/max", "limit-order")),
        ("number", {"limits": {"min": "năm"}}, ("/limits/min", "limit-wrong")),
        ("yes_no", {"text": {"en": "Only"}}, ("/text/vi", "survey-text-missing")),
        ("short_text", {"limits": {"pattern": "(("}}, ("/limits/pattern", "pattern-wrong")),
        ("yes_no", {"after": "q9"}, ("/after", "question-gone")),
    ):
        with pytest.raises(Invalid) as wrong:
            add(desk, survey, kind, **said)
        assert codes(wrong) == [fault]
    with pytest.raises(Invalid) as wrong:
        put(desk, survey, "q1", options={"a": "x" * 501})
    assert codes(wrong) == [("/options/a", "text-long")]
    nameless = made(desk, schema(question("q1")), publish=False, identity="anonymous")
    with pytest.raises(Invalid) as wrong:
        add(desk, nameless, "file")
    assert codes(wrong) == [("/type", "question-file-names")]


def test_two_tabs_are_told_apart(desk: Desk) -> None:
    survey = made(desk, schema(question("q1")), publish=False)
    first = add(desk, survey, "yes_no", version=survey.version)
    assert first.version == survey.version + 1
    with pytest.raises(Conflict, match="stale-version"):
        add(desk, survey, "yes_no", version=survey.version)
    with pytest.raises(Conflict, match="stale-version"):
        put(desk, survey, "q1", options={"a": "Ý"}, version=survey.version)
    with pytest.raises(Forbidden):
        desk.run("adviser", questions.copy, survey.id, "q1", NOW)


def test_words_around_and_the_preview(desk: Desk) -> None:
    survey = made(desk, EVERY_TYPE, publish=False)
    body = FormWords.model_validate(
        {"title": {"vi": "Tên mới", "en": "New"}, "ending": {"vi": "Cảm ơn chị."}}
    )
    desk.run("contests", questions.reword, survey.id, body)
    shown = desk.run("contests", previewing.preview, survey.id, "en")
    assert (shown.title, shown.introduction, shown.ending) == ("New", "", "Cảm ơn chị.")
    assert [len(step.questions) for step in shown.steps] == [len(EVERY_TYPE["questions"]) - 1]
    assert shown.minutes == desk.run("contests", reading.read, survey.id).minutes
    with pytest.raises(Invalid) as empty:
        desk.run("contests", questions.reword, survey.id, FormWords())
    assert codes(empty) == [("/title/vi", "survey-text-missing")]
    assert desk.faults() == []


def test_a_fault_of_its_own_is_told_and_not_what_others_say_of_it(desk: Desk) -> None:
    looks = question("q2", show_if={"question": "q1", "is": "a"})
    survey = made(desk, schema(question("q1"), looks), publish=False)
    many = "\n".join(f"Ý {n}" for n in range(501))
    for said, fault in (
        ({"text": {"vi": "x" * 2001}}, ("/text/vi", "text-long")),
        ({"text": {"vi": "Câu", "en": "x" * 2001}}, ("/text/en", "text-long")),
        ({"help": {"vi": "Câu", "en": "x" * 2001}}, ("/help/en", "text-long")),
        ({"options": {"a": "Ý"}, "options_en": {"a": "x" * 501}}, ("/options_en/a", "text-long")),
        ({"more_options": many}, ("/more_options", "options-number")),
    ):
        whole = {"options": {"a": "Ý a", "b": "Ý b"}, **said}
        with pytest.raises(Invalid) as wrong:
            put(desk, survey, "q1", **whole)
        assert codes(wrong) == [fault]
    words = {name: {"vi": "Lời", "en": "x" * 5001} for name in ("title", "introduction")}
    with pytest.raises(Invalid) as wrong:
        desk.run("contests", questions.reword, survey.id, FormWords.model_validate(words))
    assert codes(wrong) == [("/title/en", "text-long"), ("/introduction/en", "text-long")]


def test_one_question_too_many_is_told_over_the_page(desk: Desk) -> None:
    form = schema(*(question(f"q{n}", "yes_no") for n in range(1, 201)))
    survey = made(desk, form, publish=False)
    with pytest.raises(Invalid) as wrong:
        add(desk, survey, "yes_no")
    assert codes(wrong) == [("", "survey-questions-number")]
    with pytest.raises(Invalid) as wrong:
        desk.run("contests", questions.copy, survey.id, "q7", NOW)
    assert codes(wrong) == [("", "survey-questions-number")]
