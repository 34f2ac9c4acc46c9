"""A form becomes JSON by the schema it will meet (design.md §2)."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.datastructures import FormData

from app.domain.refusals import Invalid
from app.schemas.applications import MemberCreate
from app.schemas.people import SessionCreate, TokenCreate
from app.web.bodies import from_form

pytestmark = pytest.mark.once


def shaped(*pairs: tuple[str, str], model: Any = MemberCreate) -> Any:
    value = from_form(FormData(list(pairs)), model).value
    value.pop("declare_18", None)
    return value


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([], {}),
        ([("full_name", "Hoa")], {"full_name": "Hoa"}),
        ([("answers.hamlet", "Thôn 3")], {"answers": {"hamlet": "Thôn 3"}}),
        (
            [("answers.interests", "health"), ("answers.interests", "law")],
            {"answers": {"interests": ["health", "law"]}},
        ),
        ([("consents", "management")], {"consents": ["management"]}),
        ([("consents", "a"), ("consents", "b")], {"consents": ["a", "b"]}),
        ([("birth_year", ""), ("unit", "  ")], {}),
        ([("answers.hamlet", "")], {}),
        ([("full_name", "Hoa"), ("full_name", "Lan")], {"full_name": "Lan"}),
        ([("_key", "k"), ("_shown", "s"), ("_method", "PATCH")], {}),
        ([("strange", "x")], {"strange": "x"}),
    ],
)
def test_fields_take_the_shape_of_the_schema(
    pairs: list[tuple[str, str]], value: dict[str, Any]
) -> None:
    assert shaped(*pairs) == value


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [([], False), (["on"], True), (["1"], True), (["false", "on"], True), (["false"], False)],
)
def test_an_absent_tick_is_false(typed: list[str], ticked: bool) -> None:
    body = from_form(FormData([("declare_18", text) for text in typed]), MemberCreate)
    assert body.value["declare_18"] is ticked
    assert from_form(FormData(), SessionCreate).value["shared_device"] is False


def test_a_list_that_may_be_absent_is_absent() -> None:
    assert "scopes" not in shaped(model=TokenCreate)
    assert shaped(("scopes", "members:read"), model=TokenCreate)["scopes"] == ["members:read"]


def test_a_nested_and_a_plain_field_of_one_name_do_not_break_it() -> None:
    for pairs in (
        [("answers", "x"), ("answers.hamlet", "y")],
        [("answers.hamlet", "y"), ("answers", "x")],
    ):
        assert "answers" in shaped(*pairs)


def test_what_was_typed_is_kept_as_it_was_typed() -> None:
    body = from_form(FormData([("full_name", "  Hoa "), ("_key", "k1")]), MemberCreate)
    assert body.typed == {"full_name": ["  Hoa "], "_key": ["k1"]}
    assert body.hidden("_key") == "k1"
    assert body.hidden("_shown") is None


def test_letters_that_were_broken_on_the_way_are_told() -> None:
    with pytest.raises(Invalid) as broken:
        from_form(FormData([("full_name", "Nguy\ufffdn")]), MemberCreate)
    assert [error.code for error in broken.value.errors] == ["wrong-encoding"]
