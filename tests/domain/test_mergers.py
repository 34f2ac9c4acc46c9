"""Which file may go into which, what the kept one takes, and what is given back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import mergers
from app.domain.members import INSIDE, STATES, WAITING

EMPTY = dict(mergers.EMPTY)
FULL = {
    "phone": "0912345678",
    "phone_shared": True,
    "unit_id": "u1",
    "hamlet": "Thôn 1",
    "platform_name": "Hương",
    "union_status": "member",
    "deceased": True,
}
FACTS = st.fixed_dictionaries(
    {name: st.sampled_from([EMPTY[name], FULL[name]]) for name in EMPTY}
    | {"unit_id": st.sampled_from([None, "u1", "u2"])}
)


@pytest.mark.parametrize("file", STATES)
@pytest.mark.parametrize("into", STATES)
def test_nobody_loses_her_place_by_a_merger(file: str, into: str) -> None:
    code = mergers.obstacle(file, into)
    if "merged" in (file, into):
        assert code == "already-merged"
    elif file in INSIDE:
        keeps = into == "suspended" or file == into == "approved"
        assert code == ("" if keeps else "merge-the-other-way")
    elif file in WAITING:
        assert code == ("" if into in INSIDE | WAITING else "merge-the-other-way")
    else:
        assert code == ""


@pytest.mark.parametrize("one", sorted(set(STATES) - {"merged"}))
@pytest.mark.parametrize("other", sorted(set(STATES) - {"merged"}))
def test_one_of_the_two_ways_is_always_open(one: str, other: str) -> None:
    assert "" in (mergers.obstacle(one, other), mergers.obstacle(other, one))


@pytest.mark.parametrize("one", sorted(set(STATES) - {"merged"}))
def test_two_women_are_not_joined(one: str) -> None:
    assert mergers.obstacle(one, one, apart=True) == "held-apart"


def test_an_empty_file_takes_everything() -> None:
    assert mergers.fills(EMPTY, FULL) == FULL


def test_a_full_file_takes_nothing() -> None:
    assert mergers.fills(FULL, EMPTY) == {}
    assert mergers.fills(FULL, {**FULL, "phone": "0987654321", "hamlet": "Thôn 2"}) == {}


def test_a_hamlet_of_another_commune_is_not_taken() -> None:
    assert "hamlet" not in mergers.fills({**EMPTY, "unit_id": "u2"}, FULL)
    assert mergers.fills({**EMPTY, "unit_id": "u1"}, FULL)["hamlet"] == "Thôn 1"


def test_whose_phone_is_shared_goes_with_the_phone() -> None:
    own = {**EMPTY, "phone": "0987654321"}
    assert "phone_shared" not in mergers.fills(own, FULL)


@given(FACTS, FACTS)
def test_what_was_taken_is_given_back_exactly(kept: dict[str, object], other: object) -> None:
    assert isinstance(other, dict)
    taken = mergers.fills(kept, other)
    filled = {name: EMPTY[name] for name in taken}
    back, left = mergers.gives_back({**kept, **taken}, other, filled)
    assert left == []
    assert {**kept, **taken, **back} == kept


def test_what_somebody_changed_since_is_left_alone() -> None:
    filled = dict(EMPTY)
    changed = {**FULL, "phone": "0987654321", "hamlet": "Thôn 2"}
    back, left = mergers.gives_back(changed, FULL, filled)
    assert sorted(left) == ["hamlet", "phone", "phone_shared"]
    assert back == {
        "unit_id": None,
        "platform_name": "",
        "union_status": "unknown",
        "deceased": False,
    }
