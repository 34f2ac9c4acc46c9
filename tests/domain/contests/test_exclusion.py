"""Who does not compete: by role, by decision, and who won before."""

from __future__ import annotations

import dataclasses

import pytest

from app.domain.contests import exclusion, prizes
from app.domain.contests.exclusion import Ruling
from app.domain.contests.prizes import Win
from app.domain.contests.results import Result, Round, compute
from app.domain.contests.ruleset import VALUES, Prize
from app.domain.refusals import Conflict, Invalid
from tests.domain.contests.samples import GOLDEN, golden, round_of, rules

pytestmark = pytest.mark.once


def example(name: str) -> Round:
    return round_of(golden(next(path for path in GOLDEN if path.stem == name))[0])


def won(result: Result) -> dict[str, str]:
    return {row.attempt.person: row.prize for row in result.rows if row.prize}


@pytest.mark.parametrize("role", VALUES["exclude_roles"])
def test_a_role_keeps_its_people_out_and_nobody_else(role: str) -> None:
    roles = {"E1": {role}, "E2": {"editor"}, "E3": set[str]()}
    assert exclusion.excluded(rules(exclude_roles=[role]), roles) == {"E1"}
    assert exclusion.excluded(rules(exclude_roles=[]), roles) == set()


@pytest.mark.parametrize("counts", VALUES["n_counts"])
def test_the_excluded_have_no_row_and_never_count(counts: str) -> None:
    given = dataclasses.replace(
        example("worked-example"), excluded=frozenset({"E1"}), ruleset=rules(n_counts=counts)
    )
    found = compute(given)
    assert found.n == 4
    assert [row.attempt.person for row in found.rows] == ["E3", "E2", "E6", "E5", "E4"]


def test_taken_out_and_put_back_the_result_is_what_it_was() -> None:
    given = example("worked-example")
    first = compute(given)
    out = exclusion.rule((), Ruling("E1", "disqualified", "Two accounts", "Entry 12"))
    without = compute(dataclasses.replace(given, disqualified=exclusion.disqualified(out)))
    assert without.n == 4
    assert won(without) == {"E3": "Nhất", "E2": "Nhì", "E6": "Nhì", "E5": "Nhì"}
    back = exclusion.rule(out, Ruling("E1", "reinstated", "Two sisters, one phone", "Her papers"))
    assert exclusion.disqualified(back) == frozenset()
    again = compute(dataclasses.replace(given, disqualified=exclusion.disqualified(back)))
    assert again == first


@pytest.mark.parametrize(
    ("reason", "evidence", "code"),
    [(" ", "x", "ruling-without-reason"), ("x", "", "ruling-without-evidence")],
)
def test_a_ruling_says_why_and_from_what(reason: str, evidence: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        exclusion.rule((), Ruling("E1", "disqualified", reason, evidence))
    assert caught.value.errors[0].code == code


@pytest.mark.parametrize("before", [(), (Ruling("E1", "disqualified", "x", "y"),)])
def test_a_ruling_is_not_made_twice(before: tuple[Ruling, ...]) -> None:
    kind = "disqualified" if before else "reinstated"
    with pytest.raises(Conflict) as caught:
        exclusion.rule(before, Ruling("E1", kind, "x", "y"))
    assert caught.value.code == "ruled-already"


def test_a_waived_prize_goes_down_the_ranks_and_the_rank_stays() -> None:
    given = example("worked-example")
    first = compute(given)
    assert first.runners_up == ()
    without = compute(dataclasses.replace(given, waived=frozenset({"E1"})))
    assert [row.rank for row in without.rows] == [row.rank for row in first.rows]
    assert won(without) == {"E3": "Nhất", "E2": "Nhì", "E5": "Nhì", "E6": "Nhì"}
    assert without.unawarded == (Prize("Ba", 5),)


def test_runners_up_are_named_in_their_order() -> None:
    given = example("one_prize_per-contest")
    few = dataclasses.replace(given, ruleset=rules(prizes=[["Nhất", 1]]))
    assert compute(few).runners_up == tuple("CDFGHIJ")


WINS = (Win("A", "r1", "t1"), Win("B", "r1", "t2"), Win("C", "r2", "t1"))


@pytest.mark.parametrize(
    ("scope", "told"), [("contest", {"B", "C"}), ("round", {"B"}), ("none", set())]
)
def test_who_won_before_depends_on_the_scope(scope: str, told: set[str]) -> None:
    ruleset = rules(one_prize_per=scope)
    assert prizes.earlier_winners(ruleset, WINS, Win("", "r1", "t1")) == told
