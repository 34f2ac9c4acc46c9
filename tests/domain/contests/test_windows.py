"""Windows and deadlines to the millisecond, whatever the host's own zone is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contests import moments, windows
from app.domain.contests.windows import Window, window
from app.domain.refusals import Invalid

pytestmark = pytest.mark.once


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def _host_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("_host_zone")
def test_a_window_is_vietnams_and_ends_before_its_end() -> None:
    made = window(datetime(2025, 4, 14, 0, 0), datetime(2025, 4, 21, 0, 0))  # noqa: DTZ001
    assert made.opens == moments.read("2025-04-13T17:00:00Z")
    for text, state in (
        ("2025-04-13T16:59:59.999Z", "before"),
        ("2025-04-13T17:00:00.000Z", "open"),
        ("2025-04-20T23:59:59.999+07:00", "open"),
        ("2025-04-20T23:59:59.9999+07:00", "open"),
        ("2025-04-21T00:00:00.000+07:00", "closed"),
    ):
        assert made.state(moments.read(text)) == state


@pytest.mark.usefixtures("_host_zone")
def test_across_a_shift_of_the_hosts_clock_nothing_shifts() -> None:
    """New York leaves summer time on 2/11/2025; a week in Vietnam has 168 hours."""
    first = window(datetime(2025, 10, 27, 8, 0), datetime(2025, 10, 27, 9, 0))  # noqa: DTZ001
    weeks = windows.weekly(first, 3)
    assert [moments.written(one.opens) for one in weeks] == [
        "2025-10-27T01:00:00.000Z",
        "2025-11-03T01:00:00.000Z",
        "2025-11-10T01:00:00.000Z",
    ]
    assert all(one.closes - one.opens == 3_600_000 for one in weeks)


def test_a_moment_with_a_zone_is_taken_as_it_is() -> None:
    zone = timezone(timedelta(hours=-5))
    made = window(datetime(2025, 4, 14, tzinfo=UTC), datetime(2025, 4, 13, 20, tzinfo=zone))
    assert made.closes - made.opens == 3_600_000


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=-1), timedelta(microseconds=999)])
def test_a_window_that_holds_no_millisecond_is_refused(later: timedelta) -> None:
    opens = datetime(2025, 4, 14, tzinfo=UTC)
    with pytest.raises(Invalid) as caught:
        window(opens, opens + later)
    assert caught.value.errors[0].code == "closes-before-opening"


def test_a_paper_ends_when_its_time_is_up_or_the_round_closes() -> None:
    made = Window(0, 100_000)
    assert made.deadline(10_000, 60) == 70_000
    assert made.deadline(90_000, 60) == 100_000
    assert made.deadline(90_000, None) == 100_000


def test_one_millisecond_decides_and_the_deadline_is_the_time_of_what_was_saved() -> None:
    assert windows.in_time(69_999, 70_000)
    assert not windows.in_time(70_000, 70_000)
    assert windows.submitted_at(69_999, 70_000) == 69_999
    assert windows.submitted_at(70_001, 70_000) == 70_000


@given(st.integers(-(10**13), 10**14))
def test_a_moment_is_written_and_read_again(ms: int) -> None:
    assert moments.read(moments.written(ms)) == ms
    assert moments.to_ms(moments.from_ms(ms)) == ms


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2025-04-14T10:00:05.250+07:00", "2025-04-14T03:00:05.250Z"),
        ("2025-04-14t03:00:05z", "2025-04-14T03:00:05.000Z"),
        ("2025-04-14 03:00:05.2509999999Z", "2025-04-14T03:00:05.250Z"),
        ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
    ],
)
def test_finer_than_a_millisecond_is_cut(text: str, told: str) -> None:
    assert moments.written(moments.read(text)) == told


@pytest.mark.parametrize(
    "text", ["", "2025-04-14", "20250414T030005Z", "2025-04-14T03:00Z", "2025-W16-1T00:00:00Z",
             "2025-04-14T03:00:60Z", "2025-04-14T24:00:00Z", "٢٠٢٥-04-14T03:00:05Z"]
)  # fmt: skip
def test_what_is_no_rfc_3339_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moments.read(text)


def test_a_moment_without_a_zone_is_nobodys() -> None:
    with pytest.raises(ValueError, match="zone"):
        moments.to_ms(datetime(2025, 4, 14))  # noqa: DTZ001
