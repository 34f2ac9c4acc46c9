"""Free texts tell how many wrote them: they are shown where the results say so, and then all."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.surveys import Survey, SurveyKey
from app.schemas.survey_codes import ComparisonCreate
from app.services.surveys import coding_agreement, coding_book, coding_export
from app.store import survey_codes
from app.web.words import labels
from tests import surveys
from tests.factories import work_of
from tests.services.desk import Desk
from tests.services.survey_coding_desk import (
    ALL,
    FIRST,
    SECOND,
    agreement,
    book,
    close,
    give,
    made,
    names,
    refused,
    texts,
)
from tests.survey_counts import answer

Q1, WHY = surveys.question("q1"), surveys.question("why", "long_text")
ON = {"any": [{"question": "q1", "is": "c"}, {"question": "q1", "is": "d"}]}
WROTE = {"q1": "a", "why": "Đường xa"}
#: Of 40 two wrote nothing: the results hide them.
TWO_SILENT = [(38, WROTE), (2, {"q1": "a"})]
#: "why" is asked of c (7, shown) and of d (3, hidden with b).
ON_HIDDEN = [
    (20, {"q1": "a"}),
    (4, {"q1": "b"}),
    (7, {**WROTE, "q1": "c"}),
    (3, {**WROTE, "q1": "d"}),
]


def asked(desk: Desk, groups: Any, why: Any = WHY, *, identity: str = "anonymous") -> str:
    """A survey that is closed."""
    form = {"title": "Chị cần gì?", "questions": [Q1, why]}
    of = desk.database.write_now(
        lambda s: surveys.survey(work_of(s), desk.scene, form, identity=identity)
    )
    answer(desk.database, of, groups)
    close(desk, of.id)
    return of.id


def lines(desk: Desk, survey: str, earlier: int = 0) -> int:
    """How many texts the file has."""
    file = desk.run(FIRST, coding_export.file, survey, labels("vi"), "why", earlier)
    target = io.BytesIO()
    desk.database.read_now(lambda s: file.write(s.connection(), target))
    return len(list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"))))) - 1


@pytest.mark.parametrize("why", [WHY, {**WHY, "show_if": ON}])
def test_texts_tell_no_count_that_the_results_hide(desk: Desk, why: Any) -> None:
    survey = asked(desk, ON_HIDDEN if "show_if" in why else TWO_SILENT, why)
    page = texts(desk, FIRST, survey)
    assert (page.enough, page.n, page.items) == (False, None, [])
    refused(lambda: lines(desk, survey), Conflict, "survey-texts-few")
    read = desk.run(FIRST, coding_book.read, survey, "why")
    assert (read.base, read.n, read.undecided) == (None, None, 0)


def test_texts_are_shown_where_the_results_count_them(desk: Desk) -> None:
    survey = asked(desk, [(33, WROTE), (7, {"q1": "a"})])
    page = texts(desk, FIRST, survey)
    assert (page.enough, page.n, len(page.items)) == (True, 33, 33)
    assert lines(desk, survey) == 33
    named = asked(desk, TWO_SILENT, identity="identified")
    assert texts(desk, FIRST, named).n == 38


def test_what_was_coded_before_tells_nothing_either(desk: Desk) -> None:
    survey = asked(desk, [(10, WROTE)])
    book(desk, survey, "A")
    found = [one.id for one in texts(desk, FIRST, survey).items]
    for name in found:
        give(desk, FIRST, survey, name, "a")
    of = desk.database.read_now(lambda s: s.get_one(Survey, survey))
    answer(desk.database, of, [(2, {"q1": "a"})])
    page = texts(desk, FIRST, survey)
    assert (page.n, page.coded, page.items) == (None, 0, [])
    assert [one.coded for one in agreement(desk, FIRST, survey).coders] == [0]
    assert desk.run(FIRST, coding_book.read, survey, "why").base is None
    with pytest.raises(Hidden):
        give(desk, FIRST, survey, found[0])


def test_every_text_comes_in_whatever_the_batch(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_codes, "AT_ONCE", 4)
    for identity in ("anonymous", "identified"):
        survey = asked(desk, [(13, {"q1": "a", "why": "Ở xa"})], identity=identity)
        assert lines(desk, survey) == 13
        assert len(texts(desk, FIRST, survey, q="xa").items) == 13


def test_each_look_at_single_texts_of_the_comparison_is_recorded(desk: Desk) -> None:
    survey = made(desk)
    book(desk, survey, "A")
    name = next(iter(names(desk, survey).values()))
    give(desk, FIRST, survey, name, "a")
    give(desk, SECOND, survey, name)

    def looks() -> int:
        wanted = select(func.count()).where(col(AuditRow.action) == "survey.read_texts")
        return desk.database.read_now(lambda s: s.execute(wanted).scalar_one())

    before = looks()
    assert agreement(desk, FIRST, survey).items == []
    assert looks() == before
    desk.run(FIRST, coding_agreement.compare, survey, ComparisonCreate(question="why"), ALL)
    assert looks() == before + 1
    assert len(agreement(desk, SECOND, survey).items) == 1
    assert looks() == before + 2


def test_what_was_meant_before_is_read_apart(desk: Desk) -> None:
    """Of an anonymous survey too, as the results count it: nobody reads its answers elsewhere."""
    survey = asked(desk, [(30, WROTE)])
    book(desk, survey, "A")
    old = texts(desk, FIRST, survey).items[0].id
    give(desk, FIRST, survey, old, "a")

    def anew(session: Any) -> Survey:
        of: Survey = session.get_one(Survey, survey)
        form = {"title": "Chị cần gì?", "questions": [Q1, {**WHY, "text": "Vì sao?"}]}
        session.add(surveys.version_of(work_of(session), of, form, 2))
        of.current = 2
        session.get_one(SurveyKey, (survey, "why", "question", "")).meaning = 2
        return of

    of = desk.database.write_now(anew)
    answer(desk.database, of, [(10, {"q1": "a", "why": "Bận"})], number=2)
    now, before = texts(desk, FIRST, survey), texts(desk, FIRST, survey, earlier=1)
    assert [(one.number, one.text) for one in now.meanings] == [(1, "Câu why?")]
    assert {one.text for one in now.items} == {"Bận"}
    assert (now.n, now.earlier, now.coding) == (10, 0, True)
    assert (before.n, before.earlier, before.coding) == (30, 1, False)
    assert {one.text for one in before.items} == {"Đường xa"}
    assert (lines(desk, survey), lines(desk, survey, 1)) == (10, 30)
    with pytest.raises(Hidden):
        give(desk, FIRST, survey, old)
    refused(lambda: lines(desk, survey, 2), Invalid, "survey-text-question")
    refused(lambda: lines(desk, survey, 3), Invalid, "survey-text-question")
    answer(desk.database, of, [(2, {"q1": "a"})], number=1)
    assert texts(desk, FIRST, survey, earlier=1).n is None
    assert texts(desk, FIRST, survey).n == 10
