"""No set of rules makes a text stall, and phrases are found as a plain search finds them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rules.automaton import Automaton
from app.domain.rules.matching import RuleSet
from app.domain.rules.meeting import MOST_CHECKS
from app.domain.rules.rule import Rule
from app.domain.rules.verdicts import of_meeting
from app.integrations import patterns
from benchmarks import rules as benchmark

pytestmark = pytest.mark.once


def test_hostile_rules_do_not_stall() -> None:
    """No promise of speed here; ten times the promise is a fault."""
    found = list(benchmark.measure(rounds=2))
    assert len(found) == 9
    slow = {one.name: one.best for one in found if one.best > 0.5}
    assert not slow


@given(
    st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), min_size=1, max_size=12),
    st.lists(st.sampled_from("abc"), max_size=60),
)
def test_an_automaton_finds_what_a_plain_search_finds(
    phrases: list[list[str]], text: list[str]
) -> None:
    automaton = Automaton()
    for number, words in enumerate(phrases):
        automaton.add(words, number)
    automaton.close()
    found = {value for _, _, values in automaton.find(text) for value in values}
    joined = "".join(text)
    assert found == {n for n, words in enumerate(phrases) if "".join(words) in joined}
    every = sorted((e.place, e.length) for e in automaton.find_all(text, 10**6))
    plain = {
        (at + len(words) - 1, len(words))
        for words in phrases
        for at in range(len(text) - len(words) + 1)
        if text[at : at + len(words)] == words
    }
    assert every == sorted(plain)


def test_what_cannot_be_read_to_its_end_waits_for_a_human() -> None:
    rules = [
        Rule(str(n), 1, "", "tag", words=(" ".join("ab"[(n + k) % 2] for k in range(n + 4)),))
        for n in range(40)
    ]
    text = " ".join(random.Random(2).choice("ab") for _ in range(MOST_CHECKS))
    verdict = of_meeting(RuleSet(rules, patterns.compiled, {}).meet("a b " * 4000), text)
    assert (verdict.action, verdict.why) == ("hold", ("tangled",))
