"""Questions of several options: what the limits of the form tell of the lines that are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, combinations_with_replacement, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.surveys import choosing, grids
from app.domain.surveys.choosing import Rule
from app.domain.surveys.form import MISSING
from app.domain.surveys.grids import Column, Known
from tests.domain.test_survey_summaries import Groups, form_of, lines, told
from tests.surveys import OPTIONS, question

EXACTLY_TWO, AT_MOST_TWO = {"min_choices": 2, "max_choices": 2}, {"max_choices": 2}
ALONE = [*OPTIONS[:3], {**OPTIONS[3], "exclusive": True}]


def chosen(**counts: int) -> list[tuple[int, dict[str, Any]]]:
    """So many each of a set of options; `none` did not answer."""
    return [(n, {} if keys == "none" else {"q1": list(keys)}) for keys, n in counts.items()]


@pytest.mark.parametrize(
    ("limits", "options", "groups", "shown"),
    [
        # 100 choices of 50 people, 43 + 33 + 21 are shown: 3 would be left for c.
        (EXACTLY_TWO, OPTIONS, chosen(ab=26, ad=15, bd=6, ac=2, bc=1), {"a": 43, "b": 33}),
        # 98 choices of two at most: 49 have answered at least, one did not.
        (AT_MOST_TWO, OPTIONS, chosen(ab=20, ad=17, bd=12, none=1), {"a": 37, "b": 32, "c": 0}),
        # 46 have answered at most: 4 did not, and they were hidden for being under 5.
        (None, OPTIONS, chosen(a=26, b=20, none=4), {"a": 26, "c": 0, "d": 0}),
        # 80 chose a, 39 d alone: 119 of 120 have answered.
        (None, ALONE, chosen(a=30, ab=50, d=39, none=1), {"a": 80, "b": 50, "c": 0}),
        # Two of the 80 who did not choose d alone did not choose a.
        (None, ALONE, chosen(a=48, ab=30, b=2, d=20), {"b": 32, "c": 0}),
    ],
)
def test_what_the_limits_would_tell(
    limits: Mapping[str, int] | None, options: Any, groups: Groups, shown: Mapping[str, int]
) -> None:
    more = {"validate": limits} if limits else {}
    one = told(question("q1", "multiple", options=options, **more), groups=groups)["q1"]
    assert {key: n for key, n in lines(one).items() if n is not None} == shown


def test_of_several_versions_the_widest_rule_holds() -> None:
    one = form_of(question("q1", "multiple", validate={"max_choices": 1})).by_key["q1"]
    many = form_of(question("q1", "multiple", validate={"min_choices": 2})).by_key["q1"]
    assert [choosing.several([(1, each)]) for each in (one, many)] == [False, True]
    assert choosing.several([(1, many), (2, one)])
    assert Rule.of([(1, many), (2, one)]) == Rule(frozenset(), 1, 4)
    alone = form_of(question("q1", "multiple", options=ALONE, validate={"min_choices": 2})).by_key[
        "q1"
    ]
    assert Rule.of([(1, alone)]) == Rule(frozenset("d"), 2, 3)
    assert Rule.of([(1, alone), (2, many)]) == Rule(frozenset(), 1, 4)


RULES = st.builds(
    lambda alone, least, more: Rule(frozenset("d"[:alone]), least, least + more),
    st.integers(0, 1),
    st.integers(1, 2),
    st.integers(0, 2),
)


@settings(deadline=None, max_examples=30)
@given(RULES, st.integers(1, 4))
def test_counts_are_possible_where_people_can_choose_so(rule: Rule, people: int) -> None:
    others = sorted(set("abcd") - rule.alone)
    answers: list[tuple[str, ...]] = [(), *((key,) for key in rule.alone)]
    answers += [one for n in range(rule.least, rule.most + 1) for one in combinations(others, n)]
    there = {
        (*(sum(key in one for one in each) for key in "abcd"), sum(not one for one in each))
        for each in combinations_with_replacement(answers, people)
    }
    said = {
        counts
        for counts in product(range(people + 1), repeat=5)
        if rule.possible(people, dict(zip(("a", "b", "c", "d", MISSING), counts, strict=True)))
    }
    assert said == there


@settings(deadline=None, max_examples=150)
@given(RULES, st.lists(st.integers(0, 14), min_size=16, max_size=16))
def test_no_number_under_k_follows_from_a_list(rule: Rule, many: list[int]) -> None:
    """An attacker who tries every list of counts that shows the same figures."""
    people, counts = answered(rule, many)
    hidden = choosing.hidden_of_list(rule, counts, people, 5)
    if hidden is None:
        return
    assert {key for key, n in counts.items() if 0 < n < 5} <= hidden
    small = rule.small(people, counts, 5)
    seen: dict[choosing.Figure, set[int]] = {figure: set() for figure in small}
    for other in fillings(rule, people, counts, sorted(hidden)):
        there = dict(rule.figures(people, other))
        for figure, values in seen.items():
            values.add(there[figure])
        if all(len(values) > 1 for values in seen.values()):
            return
    assert not small


def answered(rule: Rule, many: list[int]) -> tuple[int, dict[str, int]]:
    """How many people chose each set of options that may be chosen; the first chose nothing."""
    others, people = sorted(set("abcd") - rule.alone), 0
    counts = dict.fromkeys(("a", "b", "c", "d", MISSING), 0)
    sets: list[tuple[str, ...]] = [(MISSING,), *((key,) for key in rule.alone)]
    sets += [one for n in range(rule.least, rule.most + 1) for one in combinations(others, n)]
    for keys, n in zip(sets, many, strict=False):
        people += n
        for key in keys:
            counts[key] += n
    return people, counts


def fillings(
    rule: Rule, people: int, counts: Mapping[str, int], hidden: list[str]
) -> Iterator[dict[str, int]]:
    near = [range(max(1, counts[key] - 6), min(people, counts[key] + 6) + 1) for key in hidden]
    for values in product(*near):
        other = {**counts, **dict(zip(hidden, values, strict=True))}
        if rule.possible(people, other):
            yield other


def test_exactly_two_hide_two_in_each_column() -> None:
    """41 people, 82 choices: 32 + 29 + 18 would leave 3."""
    columns = [
        column(ab=20, bd=9, ad=9, ac=3),
        column(ab=15, cd=20, bd=9),
    ]
    found = grids.hidden_of_several(columns, (), 5, Known(), Rule(frozenset(), 2, 2), few=False)
    assert found is not None
    for place in range(2):
        assert len({row for row, at in found.hidden if at == place} | found.closed) != 1


def column(**sets: int) -> Column:
    counts = {key: sum(n for keys, n in sets.items() if key in keys) for key in "abcd"}
    return Column({**counts, MISSING: 0}, people=sum(sets.values()))
