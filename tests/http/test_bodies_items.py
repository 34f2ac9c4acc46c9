"""A list of things arrives from a form's checkboxes as it arrives in JSON."""

from __future__ import annotations

import pytest
from pydantic import BaseModel
from starlette.datastructures import FormData

from app.schemas.people import TokenCreate
from app.schemas.reviews import Batch
from app.web import bodies

pytestmark = pytest.mark.once


def value_of(fields: list[tuple[str, str]], model: type[BaseModel]) -> object:
    return bodies.from_form(FormData([*fields]), model).value


def test_every_ticked_box_is_one_item_in_the_order_of_the_page() -> None:
    fields = [("decision", "approval"), ("items", "b@2"), ("items", "a@11")]

    assert value_of(fields, Batch) == {
        "decision": "approval",
        "items": [{"id": "b", "version": "2"}, {"id": "a", "version": "11"}],
    }


def test_an_item_without_a_version_names_none() -> None:
    assert value_of([("items", "a")], Batch) == {"items": [{"id": "a"}]}


def test_the_schema_takes_what_the_form_became() -> None:
    batch = Batch.model_validate(value_of([("decision", "refusal"), ("items", "a@3")], Batch))

    assert [(item.id, item.version) for item in batch.items] == [("a", 3)]


def test_a_list_of_words_stays_a_list_of_words() -> None:
    fields = [("scopes", "members:read"), ("scopes", "a@3")]

    assert value_of(fields, TokenCreate) == {"scopes": ["members:read", "a@3"]}
