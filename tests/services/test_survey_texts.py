"""Free texts: read without who wrote them, searched, and their codebook."""

from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.survey_codes import SurveyText
from app.schemas.survey_codes import (
    SurveyCodeChange,
    SurveyCodeCreate,
)
from app.services.surveys import coding_book, coding_texts
from app.web.paging import encode
from tests import survey_texts
from tests.services.desk import Desk
from tests.services.survey_coding_desk import (
    FIRST,
    THIRD,
    book,
    close,
    give,
    made,
    names,
    refused,
    texts,
)
from tests.survey_texts import TEXTS


@pytest.fixture
def survey(desk: Desk) -> str:
    return made(desk)


# -- reading -------------------------------------------------------------------------------------


def test_texts_are_read_without_who_wrote_them_and_found_without_marks(
    desk: Desk, survey: str
) -> None:
    page = texts(desk, FIRST, survey)
    assert sorted(one.text for one in page.items) == sorted(
        [*(one for one in TEXTS if "0912" not in one), "Gọi tôi số ••• hoặc •••"]
    )
    assert (page.n, page.enough, page.coding, page.next) == (6, True, True, None)
    assert set(page.items[0].model_dump()) == {
        *("id", "text", "codes", "version", "fixed", "agreed"),
    }
    found = texts(desk, FIRST, survey, q="duong").items
    assert sorted(one.text for one in found) == sorted(t for t in TEXTS if t.startswith("Đường"))
    assert texts(desk, FIRST, survey, q="0912").items == []
    assert texts(desk, FIRST, survey, q="gmail").items == []


def test_two_questions_have_orders_and_names_that_join_nothing(desk: Desk) -> None:
    both = [{"why": f"lời {n}", "more": f"thêm {n}"} for n in range(30)]
    survey = made(desk, [], identity="anonymous", k=5)

    def answer(session: Session) -> list[str]:
        return [survey_texts.answer(session, survey, one) for one in both]

    responses = desk.database.write_now(answer)
    first = texts(desk, FIRST, survey).items
    second = texts(desk, FIRST, survey, "more").items
    assert not {one.id for one in first} & {one.id for one in second}
    assert not {one.id for one in first} & set(responses)
    orders = [[one.text.split()[1] for one in items] for items in (first, second)]
    assert sorted(orders[0]) == sorted(orders[1])
    same = sum(one == other for one, other in zip(*orders, strict=True))
    assert same <= 8


def test_a_list_goes_on_where_it_ended(desk: Desk, survey: str) -> None:
    seen, after = list[str](), None
    for _ in range(4):
        page = desk.run(FIRST, coding_texts.page, survey, Page(2, after, encode), "why")
        seen += [one.id for one in page.items]
        if page.next is None:
            break
        after = (page.items[-1].id,)
    assert seen == sorted(set(seen))
    assert len(seen) == 6


def test_an_anonymous_survey_shows_none_under_k_and_while_open_by_ten(desk: Desk) -> None:
    survey = made(desk, TEXTS[:4], identity="anonymous", k=5)
    page = texts(desk, FIRST, survey)
    assert (page.items, page.n, page.enough) == ([], None, False)

    def more(number: int) -> None:
        desk.database.write_now(
            lambda s: [survey_texts.answer(s, survey, {"why": f"lời {n}"}) for n in range(number)]
        )

    more(5)
    assert texts(desk, FIRST, survey).n is None
    more(1)
    assert texts(desk, FIRST, survey).n == 10
    more(3)
    assert texts(desk, FIRST, survey).n == 10
    name = names(desk, survey)["lời 0"]
    assert name

    close(desk, survey)
    assert texts(desk, FIRST, survey).n == 13


def test_a_text_that_may_not_be_shown_is_not_coded(desk: Desk) -> None:
    survey = made(desk, TEXTS[:4], identity="anonymous", k=4)

    close(desk, survey)
    name = texts(desk, FIRST, survey).items[0].id
    desk.database.write_now(
        lambda s: s.execute(delete(SurveyText).where(col(SurveyText.id) != name))
    )
    with pytest.raises(Hidden):
        give(desk, FIRST, survey, name)


def test_who_may_not_is_told_so(desk: Desk, survey: str) -> None:
    for who in ("moderator", "adviser", "member"):
        with pytest.raises(Forbidden):
            texts(desk, who, survey)
    with pytest.raises(Hidden):
        texts(desk, "other_contests", survey)
    refused(lambda: texts(desk, FIRST, survey, "one"), Invalid, "survey-text-question")
    refused(lambda: texts(desk, FIRST, survey, code="la"), Invalid, "survey-code-unknown")


# -- the codebook --------------------------------------------------------------------------------


def test_a_code_is_made_renamed_retired_and_taken_back(desk: Desk, survey: str) -> None:
    book(desk, survey, "Đường đi")
    one = desk.run(FIRST, coding_book.read, survey, "why").codes[0]
    assert (one.key, one.label, one.version) == ("duong-di", "Đường đi", 1)
    refused(lambda: book(desk, survey, "đường ĐI"), Invalid, "survey-code-taken")
    named = SurveyCodeCreate(question="why", label="Khác", key="duong-di")
    refused(
        lambda: desk.run(FIRST, coding_book.create, survey, named), Invalid, "survey-code-taken"
    )
    change = SurveyCodeChange(label="Đi lại", label_en="Travel", version=1)
    assert desk.run(FIRST, coding_book.change, one.id, change).version == 2
    refused(lambda: desk.run(FIRST, coding_book.change, one.id, change), Conflict, "stale-version")
    gone = desk.run(FIRST, coding_book.change, one.id, SurveyCodeChange(retired=True))
    assert (gone.retired, gone.label, gone.key) == (True, "Đi lại", "duong-di")
    name = next(iter(names(desk, survey).values()))
    refused(lambda: give(desk, FIRST, survey, name, "duong-di"), Invalid, "survey-code-retired")
    desk.run(FIRST, coding_book.change, one.id, SurveyCodeChange(retired=False))
    assert give(desk, FIRST, survey, name, "duong-di") == 1
    desk.run(FIRST, coding_book.change, one.id, SurveyCodeChange(retired=True))
    assert give(desk, FIRST, survey, name, "duong-di", version=1) == 2


def test_small_counts_are_hidden(desk: Desk) -> None:
    """The issue's own example: {A 40, B 12, C 6, D 3} hides C and D."""
    survey = made(desk, [f"lời {n}" for n in range(61)])
    book(desk, survey, "A", "B", "C", "D", "E")
    listed = [one.id for one in texts(desk, FIRST, survey).items]
    keys = ["a"] * 40 + ["b"] * 12 + ["c"] * 6 + ["d"] * 3
    for name, key in zip(listed, keys, strict=True):
        give(desk, FIRST, survey, name, key)
    read = desk.run(FIRST, coding_book.read, survey, "why")
    assert [one.count for one in read.codes] == [40, 12, None, None, 0]
    assert [one.suppressed for one in read.codes] == [False, False, True, True, False]
    assert (read.base, read.own) == (61, True)
    # Whoever is no coder reads what holds.
    assert desk.run(THIRD, coding_book.read, survey, "why").codes == read.codes


def test_counts_of_too_few_texts_are_all_hidden(desk: Desk, survey: str) -> None:
    book(desk, survey, "A")
    for name in list(names(desk, survey).values())[:3]:
        give(desk, FIRST, survey, name, "a")
    read = desk.run(FIRST, coding_book.read, survey, "why")
    assert (read.base, read.codes[0].count, read.codes[0].suppressed) == (None, None, True)
