"""Papers are drawn and shuffled by a seed alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contests.papers import Banked, Slot, draw, shuffled
from app.domain.refusals import Invalid

pytestmark = pytest.mark.once

BANK = [
    Banked(f"q{n}", "luat" if n % 2 else "suc-khoe", "de" if n < 20 else "kho") for n in range(40)
]
BLUEPRINT = [Slot("luat", "de", 5), Slot("suc-khoe", "kho", 4), Slot("luat", "de", 3)]

#: Drawn once; a change here would change papers that were handed in.
DRAWN = ("q19", "q1", "q13")
SHUFFLED = ("d", "c", "b", "a")


@given(st.text(min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_a_seed_draws_what_the_blueprint_says_whatever_the_banks_order(
    seed: str, chance: random.Random
) -> None:
    bank = list(BANK)
    chance.shuffle(bank)
    drawn = draw(BLUEPRINT, bank, seed)
    assert drawn == draw(BLUEPRINT, BANK, seed)
    assert len(set(drawn)) == 12
    by_key = {one.key: one for one in BANK}
    slots = [slot for slot in BLUEPRINT for _ in range(slot.count)]
    assert [(by_key[k].topic, by_key[k].difficulty) for k in drawn] == [
        (slot.topic, slot.difficulty) for slot in slots
    ]


def test_another_seed_is_another_paper_and_the_same_seed_the_same_for_ever() -> None:
    assert len({draw(BLUEPRINT, BANK, str(seed)) for seed in range(100)}) > 90
    assert draw([Slot("luat", "de", 3)], BANK, "sen") == DRAWN
    assert shuffled("abcd", "sen", "q1") == SHUFFLED


def test_every_slot_that_asks_too_much_is_told() -> None:
    with pytest.raises(Invalid) as caught:
        draw([Slot("luat", "de", 8), Slot("luat", "de", 3), Slot("x", "de", 1)], BANK, "s")
    assert [(one.pointer, one.code, one.facts) for one in caught.value.errors] == [
        ("/blueprint/1/count", "bank-too-small", {"most": 2}),
        ("/blueprint/2/count", "bank-too-small", {"most": 0}),
    ]


@given(st.sets(st.text(max_size=3)), st.text(max_size=5))
def test_shuffling_loses_nothing(keys: set[str], seed: str) -> None:
    assert sorted(shuffled(keys, seed)) == sorted(keys)


def test_every_place_is_as_likely() -> None:
    firsts = [shuffled("abcd", str(seed), "q1")[0] for seed in range(4000)]
    assert all(900 < firsts.count(option) < 1100 for option in "abcd")
