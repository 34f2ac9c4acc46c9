"""Ways out, quiet hours, attempts, weeks: every row of the rules."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain import deliveries, letters, weeks
from app.domain.deliveries import Outcome
from app.domain.notices import CHANNELS, DAILY, PRIVATE, Reach, Wishes, not_before, topic, ways

ALL = frozenset(CHANNELS)
HER = Reach("hoa@thu.example", "0911000200", consented=True)


@pytest.mark.parametrize(
    ("kind", "urgency", "wishes", "reach", "usable", "found"),
    [
        ("apply.approved", "at_once", Wishes(), HER, ALL, ("email", "zalo", "sms")),
        ("apply.approved", "at_once", Wishes(), HER, {"sms"}, ("sms",)),
        ("apply.approved", "at_once", Wishes(), HER, set(), ()),
        ("apply.approved", "at_once", Wishes(by_email=False), HER, ALL, ("zalo", "sms")),
        ("apply.approved", "at_once", Wishes(muted=["membership"]), HER, ALL, ()),
        ("apply.approved", "at_once", Wishes(), Reach("a@b.vn", "0911000200"), ALL, ()),
        (
            "apply.approved",
            "at_once",
            Wishes(),
            Reach(phone="09", consented=True),
            ALL,
            CHANNELS[1:],
        ),
        ("post.published", "digest", Wishes(), HER, ALL, ()),
        (DAILY, "digest", Wishes(), HER, ALL, ("email",)),
        (DAILY, "digest", Wishes(daily_by_sms=True), HER, ALL, ("email", "sms")),
        (DAILY, "digest", Wishes(daily=False), HER, ALL, ()),
        ("takedown.clock", "board", Wishes(), HER, ALL, ("email", "zalo", "sms")),
    ],
)
def test_which_ways_lead_to_her(
    kind: str,
    urgency: str,
    wishes: Wishes,
    reach: Reach,
    usable: set[str],
    found: tuple[str, ...],
) -> None:
    assert ways(kind, urgency, wishes, reach, usable) == found


@pytest.mark.parametrize("kind", ["question.answered", "care.answered", "post.refused"])
def test_a_shared_phone_gets_nothing_private(kind: str) -> None:
    assert topic(kind) in PRIVATE
    shared = Reach("hoa@thu.example", "0911000200", shared=True, consented=True)
    assert ways(kind, "at_once", Wishes(), shared, ALL) == ("email",)
    assert ways("apply.approved", "at_once", Wishes(), shared, ALL) == CHANNELS


@pytest.mark.parametrize(
    ("hour", "minute", "quiet", "until"),
    [
        (21, 29, (1290, 390), None),
        (21, 30, (1290, 390), (28, 6, 30)),
        (23, 59, (1290, 390), (28, 6, 30)),
        (0, 0, (1290, 390), (27, 6, 30)),
        (6, 29, (1290, 390), (27, 6, 30)),
        (6, 30, (1290, 390), None),
        (12, 30, (720, 810), (27, 13, 30)),
        (13, 30, (720, 810), None),
        (3, 0, (0, 0), None),
    ],
)
def test_nobody_is_disturbed_in_quiet_hours(
    hour: int, minute: int, quiet: tuple[int, int], until: tuple[int, int, int] | None
) -> None:
    local = datetime(2026, 11, 27, hour, minute)  # noqa: DTZ001 - a moment of the Vietnamese day
    wishes = Wishes(quiet_from=quiet[0], quiet_to=quiet[1])
    found = not_before(local, "at_once", wishes)
    expected = (
        local if until is None else local.replace(day=until[0], hour=until[1], minute=until[2])
    )
    assert found == expected


def test_only_a_board_that_wants_it_is_woken() -> None:
    night = datetime(2026, 11, 27, 2)  # noqa: DTZ001
    willing = Wishes(urgent_at_night=True)
    assert not_before(night, "board", willing) == night
    assert not_before(night, "at_once", willing) > night
    assert not_before(night, "board", Wishes()) > night


def test_only_what_surely_was_not_sent_is_tried_again() -> None:
    states = {
        (what, tries): deliveries.after(Outcome(what), tries)[0]
        for what in ("sent", "refused", "uncertain", "away")
        for tries in (1, 4, 5)
    }
    assert {state for (what, _), state in states.items() if what == "sent"} == {"sent"}
    assert {state for (what, _), state in states.items() if what == "refused"} == {"failed"}
    assert {state for (what, _), state in states.items() if what == "uncertain"} == {"unknown"}
    assert [states["away", tries] for tries in (1, 4, 5)] == ["queued", "queued", "given_up"]
    waits = [deliveries.after(Outcome("away"), tries)[1] for tries in range(1, 5)]
    assert waits == sorted(waits, key=lambda wait: wait or timedelta.max)
    tried = {s for s in ("sent", "failed", "given_up", "unknown") if deliveries.tries_another(s)}
    assert tried == {"failed", "given_up"}


def test_a_text_message_fits_and_has_no_marks() -> None:
    link = "https://nhom.example.vn/applications/ABCD-EFGH-JKMN"
    long = "Phụ nữ Gia Lâm khỏe – đẹp mỗi ngày, cùng nhau học, cùng nhau vui, cùng nhau tiến bộ nhé"
    said = letters.short("Chi co thu moi trong nhom {nhom}: {lien_ket}", nhom=long, lien_ket=link)
    assert len(said) <= letters.SMS
    assert said.isascii()
    assert said.startswith("Chi co thu moi trong nhom Phu nu Gia Lam khoe - dep")
    assert said.endswith(link)
    assert letters.unmarked("ĐẶNG Thị “Ngọc” 🌸…") == 'DANG Thi "Ngoc"  ...'


@pytest.mark.parametrize(
    ("week", "first"),
    [("2026-W48", "2026-11-23"), ("2026-W53", "2026-12-28"), ("2025-W01", "2024-12-30")],
)
def test_a_week_has_its_days(week: str, first: str) -> None:
    days = weeks.stretch(week)
    assert days is not None
    assert days.first.isoformat() == first
    assert weeks.name(days.first) == week == weeks.name(days.to - timedelta(days=1))


@pytest.mark.parametrize(
    "week", ["2026-W54", "2025-W53", "2026-W00", "2026-48", "", "2026-W4", "٢٠٢٦-W48"]
)
def test_what_is_no_week_has_none(week: str) -> None:
    assert weeks.stretch(week) is None
