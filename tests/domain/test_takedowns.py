"""The clock of a request to take content down, its states, its reminders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain import takedowns as rules

NOON = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


def after(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("kind", "urgent", "settled", "hours"),
    [
        ("authority", False, {}, 24),
        ("authority", True, {}, 6),
        ("complaint", False, {}, 48),
        ("complaint", True, {}, 48),
        ("authority", True, {"urgent": 3}, 3),
        ("authority", False, {"urgent": 3}, 24),
        ("complaint", True, {"complaint": 36, "urgent": 3}, 36),
    ],
)
def test_hours(kind: str, urgent: bool, settled: dict[str, int], hours: int) -> None:
    assert rules.hours_for(kind, urgent=urgent, settled=settled) == hours


@pytest.mark.parametrize(
    ("named", "due"), [(None, 24), (after(4), 4), (after(24), 24), (after(72), 24)]
)
def test_what_the_authority_names_counts_where_it_is_sooner(
    named: datetime | None, due: float
) -> None:
    assert rules.due(NOON, 24, named) == after(due)


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        (0, []),
        (11.99, []),
        (12, ["half"]),
        (21.99, ["half"]),
        (22, ["half", "last_call"]),
        (23.99, ["half", "last_call"]),
        (24, ["half", "last_call", "overdue"]),
        (500, ["half", "last_call", "overdue"]),
    ],
)
def test_reminders_of_a_day(hours: float, due: list[str]) -> None:
    assert rules.reminders_due(NOON, after(24), after(hours)) == due


def test_of_a_short_time_the_last_call_comes_before_the_half() -> None:
    assert rules.reminders_due(NOON, after(3), after(1.2)) == ["last_call"]


@pytest.mark.parametrize(
    ("closed", "now", "late"),
    [(None, 23, 0), (None, 24, 0), (None, 27.5, 3.5), (20, 99, 0), (25, 99, 1)],
)
def test_how_late(closed: float | None, now: float, late: float) -> None:
    closed_at = None if closed is None else after(closed)
    assert rules.late(after(24), closed_at, after(now)) == timedelta(hours=late)


def test_a_closed_one_allows_nothing_and_an_authority_is_not_judged() -> None:
    for kind in ("authority", "complaint"):
        assert all(rules.actions(kind, state) == [] for state in rules.CLOSED)
    both = ["steps", "handover", "completion"]
    for state in rules.OPEN:
        assert rules.actions("authority", state) == [*both, "withdrawal"]
        assert rules.actions("complaint", state) == [*both, "rejection", "withdrawal"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://nhom.vn/posts/a1", ("post", "a1")),
        ("https://nhom.vn/posts/a1/from/group", ("post", "a1")),
        ("https://nhom.vn/comments/b2", ("comment", "b2")),
        ("https://nhom.vn/posts/a1?cursor=x#c-b2", ("comment", "b2")),
        ("https://nhom.vn.example/posts/a1", None),
        ("https://facebook.com/posts/a1", None),
        ("https://nhom.vn/members/a1", None),
        ("https://nhom.vn", None),
    ],
)
def test_an_address_of_ours_says_what_it_leads_to(
    address: str, found: tuple[str, str] | None
) -> None:
    assert rules.own_subject(address, "https://nhom.vn") == found
