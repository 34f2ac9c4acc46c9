"""Free texts coded by two apart, compared, agreed, counted; what goes with a response."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select
from sqlmodel import col

from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.survey_codes import SurveyCode, SurveyCoding, SurveyCodingCode, SurveyText
from app.models.survey_responses import SurveyResponse
from app.schemas.survey_codes import (
    CodesGiven,
    ComparisonCreate,
)
from app.services.surveys import coding, coding_agreement, coding_book, held
from tests.services.desk import Desk
from tests.services.survey_coding_desk import (
    ALL,
    FIRST,
    SECOND,
    THIRD,
    agreement,
    book,
    give,
    made,
    names,
    refused,
    texts,
)
from tests.survey_desk import women
from tests.survey_texts import TEXTS


@pytest.fixture
def survey(desk: Desk) -> str:
    return made(desk)


# -- coding --------------------------------------------------------------------------------------


def test_a_coder_sees_her_own_codes_until_the_two_are_compared(desk: Desk, survey: str) -> None:
    book(desk, survey, "Đường đi", "Giờ họp")
    found = names(desk, survey)
    name = found["Đường xa, giờ họp muộn"]
    assert give(desk, FIRST, survey, name, "duong-di", "gio-hop", version=0) == 1
    hers = texts(desk, FIRST, survey, text=name).items[0]
    assert (hers.codes, hers.version, hers.agreed) == (["duong-di", "gio-hop"], 1, None)
    # The second, before she begins and after: nothing of the first's.
    before = texts(desk, SECOND, survey, text=name).items[0]
    assert (before.codes, before.version, before.agreed) == ([], 0, None)
    assert texts(desk, SECOND, survey, code="duong-di").items == []
    assert len(texts(desk, SECOND, survey, uncoded=True).items) == 6
    give(desk, SECOND, survey, name, "gio-hop", version=0)
    assert texts(desk, SECOND, survey, text=name).items[0].codes == ["gio-hop"]
    assert texts(desk, SECOND, survey, code="duong-di").items == []
    assert desk.run(SECOND, coding_book.read, survey, "why").own
    closed = agreement(desk, SECOND, survey)
    assert (closed.open, closed.may_open, closed.items, closed.both) == (False, True, [], 0)
    assert [(one.coded, one.mine) for one in closed.coders] == [(1, False), (1, True)]
    # A third person codes nothing and may read both.
    refused(lambda: give(desk, THIRD, survey, name), Conflict, "survey-coders-two")
    third = agreement(desk, THIRD, survey)
    assert (third.open, third.both, third.differing) == (True, 1, 1)
    # Asked for: both are open, and what both coded stays.
    desk.run(FIRST, coding_agreement.compare, survey, ComparisonCreate(question="why"), ALL)
    opened = agreement(desk, SECOND, survey)
    assert (opened.open, opened.both, opened.decisions) == (True, 1, 2)
    assert (opened.items[0].first, opened.items[0].second) == (["duong-di", "gio-hop"], ["gio-hop"])
    refused(lambda: give(desk, FIRST, survey, name), Conflict, "survey-codes-compared")
    other = found["Xe buýt ít chuyến"]
    assert give(desk, FIRST, survey, other) == 1
    assert give(desk, FIRST, survey, other, "duong-di", version=1) == 2


def test_when_both_are_done_her_look_compares(desk: Desk, survey: str) -> None:
    book(desk, survey, "Đường đi")
    found = names(desk, survey)
    for words, name in found.items():
        for who in (FIRST, SECOND):
            give(desk, who, survey, name, *(["duong-di"] if "Đường" in words else []))
    read = agreement(desk, FIRST, survey)
    assert (read.open, read.compared, read.both) == (True, True, 6)
    assert (read.overall, [one.kappa for one in read.kappas], read.items) == (1.0, [1.0], [])
    name = next(iter(found.values()))
    refused(lambda: give(desk, SECOND, survey, name), Conflict, "survey-codes-compared")


def test_a_third_click_says_what_holds(desk: Desk, survey: str) -> None:
    book(desk, survey, "Đường đi", "Giờ họp")
    name = names(desk, survey)["Đường xa, giờ họp muộn"]
    body = CodesGiven(codes=["gio-hop"], version=0)

    def decide() -> int:
        return desk.run(FIRST, coding.decide, survey, "why", name, body).version

    give(desk, FIRST, survey, name, "duong-di")
    refused(decide, Conflict, "survey-codes-apart")
    give(desk, SECOND, survey, name, "gio-hop")
    refused(decide, Conflict, "survey-codes-apart")
    desk.run(SECOND, coding_agreement.compare, survey, ComparisonCreate(question="why"), ALL)
    assert desk.run(FIRST, coding_book.read, survey, "why").undecided == 1
    assert decide() == 1
    refused(decide, Conflict, "stale-version")
    assert agreement(desk, FIRST, survey).items == []
    shown = agreement(desk, FIRST, survey, "all")
    assert (shown.items[0].decided, shown.differing, shown.undecided) == (["gio-hop"], 1, 0)
    assert texts(desk, THIRD, survey, text=name).items[0].agreed == ["gio-hop"]
    # κ is of what the two gave apart.
    assert shown.both == 1
    assert desk.run(FIRST, coding_book.read, survey, "why").undecided == 0


def test_alone_she_has_nothing_to_compare(desk: Desk, survey: str) -> None:
    book(desk, survey, "A")
    give(desk, FIRST, survey, next(iter(names(desk, survey).values())), "a")
    asked = ComparisonCreate(question="why")
    refused(
        lambda: desk.run(FIRST, coding_agreement.compare, survey, asked, ALL),
        *(Conflict, "survey-coders-missing"),
    )
    assert not agreement(desk, THIRD, survey).open


def test_two_tabs_of_one_coder(desk: Desk, survey: str) -> None:
    book(desk, survey, "A", "B")
    name = next(iter(names(desk, survey).values()))
    assert give(desk, FIRST, survey, name, "a", version=0) == 1
    refused(lambda: give(desk, FIRST, survey, name, "b", version=0), Conflict, "stale-version")
    assert give(desk, FIRST, survey, name, "b", "b", version=1) == 2
    assert texts(desk, FIRST, survey, text=name).items[0].codes == ["b"]


@pytest.mark.parametrize("name", ["", "x" * 26, "0" * 26, "../../etc"])
def test_a_text_of_nowhere_is_hidden(desk: Desk, survey: str, name: str) -> None:
    with pytest.raises(Hidden):
        give(desk, FIRST, survey, name)


def test_a_text_under_another_question_is_hidden(desk: Desk, survey: str) -> None:
    name = next(iter(names(desk, survey).values()))
    for question in ("more", "one", "khong-co"):
        with pytest.raises(Hidden):
            desk.run(FIRST, coding.code, survey, question, name, CodesGiven())


def test_an_unknown_code_takes_no_place(desk: Desk, survey: str) -> None:
    name = next(iter(names(desk, survey).values()))
    refused(lambda: give(desk, FIRST, survey, name, "la"), Invalid, "survey-code-unknown")
    assert texts(desk, THIRD, survey).coding


# -- what goes, what is held ---------------------------------------------------------------------


def test_with_a_response_its_texts_and_codings_go(desk: Desk) -> None:
    person = women(desk.database, 1)
    survey = made(desk, TEXTS, persons=person)
    book(desk, survey, "A")
    for name in names(desk, survey).values():
        give(desk, FIRST, survey, name, "a")
    desk.database.write_now(
        lambda s: s.execute(
            delete(SurveyResponse).where(col(SurveyResponse.person_id) == person[0])
        )
    )
    for table in (SurveyText, SurveyCoding, SurveyCodingCode):
        kept = desk.database.read_now(
            lambda s, table=table: s.execute(  # type: ignore[misc]
                select(func.count()).select_from(table)
            ).scalar_one()
        )
        assert kept == 5
    assert desk.database.read_now(
        lambda s: s.execute(select(func.count()).select_from(SurveyCode)).scalar_one()
    )


def test_her_own_page_says_what_she_coded(desk: Desk, survey: str) -> None:
    book(desk, survey, "A")
    for name in names(desk, survey).values():
        give(desk, FIRST, survey, name, "a")
    told = desk.run(FIRST, lambda work: held.held(work, None, work.actor.person_id or ""))
    (one,) = told["survey_codings"]
    assert (one["survey"], one["question"], one["texts"]) == ("Chị cần gì?", "why", 6)
    assert one["decided"] is False
    assert one["first_at"] <= one["last_at"]
