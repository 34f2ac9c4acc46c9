"""A member's states: what a judgement does to her, and the life after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.domain import members, review
from app.domain.review import ItemFacts

pytestmark = pytest.mark.once

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CHAIR = frozenset({"chair"})
LIFE = {
    ("approved", "suspend"): "suspended",
    ("approved", "remove"): "removed",
    ("approved", "leave"): "left",
    ("suspended", "reinstate"): "approved",
    ("suspended", "remove"): "removed",
    ("suspended", "leave"): "left",
}


@pytest.mark.parametrize(
    ("state", "action"),
    list(product(members.STATES, ("suspend", "reinstate", "remove", "leave"))),
)
def test_a_pair_is_a_step_of_her_life_or_none(state: str, action: str) -> None:
    assert members.LIFE.get((state, action)) == LIFE.get((state, action))


def test_her_life_has_no_step_that_was_not_enumerated() -> None:
    assert set(members.LIFE) == set(LIFE)


def test_every_effect_is_a_state_of_the_contract() -> None:
    named = {*members.EFFECTS.values(), *members.REVERSED.values(), *members.LIFE.values()}
    assert named <= set(members.STATES)


@pytest.mark.parametrize(("before", "after"), [("approved", "removed"), ("refused", "approved")])
def test_a_reversal_has_the_inverse_effect(before: str, after: str) -> None:
    assert members.REVERSED[before] == after


def test_an_escalated_application_stays_submitted_to_her() -> None:
    assert members.EFFECTS["escalate"] == members.EFFECTS["hand_back"] == "submitted"


@pytest.mark.parametrize("action", sorted({a for _, a in review.MOVES} - {"reverse"}))
def test_every_move_of_the_review_says_what_becomes_of_her(action: str) -> None:
    assert action in members.EFFECTS


@pytest.mark.parametrize(
    ("state", "item", "nouns"),
    [
        (
            "submitted",
            "submitted",
            {"approval", "refusal", "information-request", "escalation", "claim"},
        ),
        ("needs_info", "needs_info", {"refusal", "claim"}),
        (
            "submitted",
            "escalated",
            {"approval", "refusal", "information-request", "hand-back", "claim"},
        ),
        ("approved", "approved", {"reversal", "suspension", "removal", "leaving"}),
        ("refused", "refused", {"reversal"}),
        ("withdrawn", "withdrawn", set()),
        ("expired", "expired", set()),
        ("suspended", "approved", {"reinstatement", "removal", "leaving"}),
        ("left", "approved", set()),
        ("removed", "approved", set()),
    ],
)
def test_the_board_is_offered_exactly_these_nouns(state: str, item: str, nouns: set[str]) -> None:
    facts = ItemFacts(item, decided_at=NOW, decided_by="p")
    offered = members.board_actions(state, facts, CHAIR, NOW)
    assert set(offered) == nouns
    assert len(offered) == len(nouns)


def test_a_member_without_a_judgement_can_still_be_paused() -> None:
    offered = members.board_actions("approved", None, CHAIR, NOW)
    assert set(offered) == {"suspension", "removal", "leaving"}


def test_after_thirty_days_a_refusal_stands() -> None:
    facts = ItemFacts("refused", decided_at=NOW - timedelta(days=30), decided_by="p")
    assert members.board_actions("refused", facts, CHAIR, NOW) == []


@pytest.mark.parametrize(
    ("state", "nouns"),
    [
        ("submitted", ["withdrawal"]),
        ("needs_info", ["withdrawal"]),
        ("approved", ["leaving"]),
        ("suspended", ["leaving"]),
        ("refused", []),
        ("withdrawn", []),
        ("expired", []),
        ("left", []),
        ("removed", []),
    ],
)
def test_she_herself_may_withdraw_or_leave(state: str, nouns: list[str]) -> None:
    assert members.own_actions(state) == nouns


@pytest.mark.parametrize(
    ("born", "too_young"),
    [(2026, True), (2011, True), (2010, False), (1979, False), (None, False)],
)
def test_under_sixteen_is_who_is_not_sixteen_even_at_the_end_of_the_year(
    born: int | None, too_young: bool
) -> None:
    assert members.is_too_young(born, 2026) is too_young


@pytest.mark.parametrize(("born", "flagged"), [(2010, True), (2009, True), (2007, False)])
def test_a_girl_under_eighteen_is_flagged(born: int, flagged: bool) -> None:
    assert members.is_minor(born, 2026) is flagged


def test_who_does_not_say_her_year_is_not_flagged() -> None:
    assert not members.is_minor(None, 2026)
