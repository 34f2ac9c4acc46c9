"""The strictest action wins, all rules that matched are named, masks keep the rest of a text."""

from __future__ import annotations

import itertools

import pytest

from app.domain.rules.matching import RuleSet
from app.domain.rules.rule import ACTIONS, Rule
from app.domain.rules.verdicts import Verdict, of_meeting
from app.integrations import patterns


def judged(text: str, *rules: Rule) -> Verdict:
    return of_meeting(RuleSet(rules, patterns.compiled, {}).meet(text), text)


def rule(name: str, action: str, words: str, **more: object) -> Rule:
    return Rule(name, 1, name, action, words=(words,), **more)  # type: ignore[arg-type]


def test_nothing_is_met() -> None:
    assert judged("Chào chị em", rule("a", "refuse", "kem trộn")) == Verdict()


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(ACTIONS, 2)))
def test_the_stricter_wins(one: str, other: str) -> None:
    verdict = judged("kem trộn", rule("a", other, "kem"), rule("b", one, "trộn"))
    assert verdict.action == one
    assert [applied.id for applied in verdict.rules] == ["b", "a"]


def test_among_equals_the_priority_speaks() -> None:
    verdict = judged(
        "kem trộn",
        rule("a", "hold", "kem", message="A"),
        rule("b", "hold", "trộn", priority=5, message="B"),
    )
    assert verdict.message == "B"


def test_masks_cover_every_place_and_nothing_else() -> None:
    verdict = judged("Mua k.e.m trộn, KEM TRỘN, k e m t r o n rẻ.", rule("a", "mask", "kem trộn"))
    assert verdict.masked_text == "Mua •••, •••, ••• rẻ."
    assert verdict.action == "mask"


def test_a_held_text_is_masked_too_and_a_refused_one_is_not() -> None:
    mask = rule("a", "mask", "kem trộn")
    assert judged("kem trộn rẻ", mask, rule("b", "hold", "rẻ")).masked_text == "••• rẻ"
    assert judged("kem trộn rẻ", mask, rule("b", "refuse", "rẻ")).masked_text is None
