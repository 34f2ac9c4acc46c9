"""The register of rights: who holds what, the warning under three holders of two levels."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.domain import platforms
from app.domain.paging import Page
from app.domain.platforms import Held, Watch
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.platforms import RightCreate, RightEnd, RightRead
from app.services import holding
from app.web.paging import encode
from tests.factories import HOME, Scene
from tests.services.desk import Desk

ALL = Page(100, None, encode)
DAY = date(2026, 11, 27)


def give(desk: Desk, account: str, who: str = "chair", **more: object) -> RightRead:
    values = {
        "platform": "facebook",
        "account_name": account,
        "holder_name": account,
        "level": "admin",
        "unit_level": "commune",
        "since": clock.today() - timedelta(days=30),
        **more,
    }
    return desk.run(who, holding.give, HOME, RightCreate.model_validate(values))


def held(n: int, level: str = "admin", unit_level: str = "commune", **more: date) -> Held:
    return Held("facebook", f"p{n}", level, unit_level, **{"since": date(2024, 5, 5), **more})


@pytest.mark.parametrize(
    ("rights", "holders", "unit_levels", "enough"),
    [
        ([], 0, 0, False),
        ([held(1), held(2), held(3)], 3, 1, False),
        ([held(1), held(2, unit_level="district")], 2, 2, False),
        ([held(1), held(2), held(3, unit_level="district")], 3, 2, True),
        ([held(1), held(2), held(3, "owner", "province")], 3, 2, True),
        ([held(1), held(2), held(3, "moderator", "province")], 2, 1, False),
        ([held(1), held(1, unit_level="province"), held(2)], 2, 2, False),
        ([held(1), held(2), held(3, unit_level="central", until=DAY)], 2, 1, False),
        ([held(1), held(2), held(3, unit_level="central", since=date(2027, 1, 1))], 2, 1, False),
    ],
)
def test_three_holders_of_two_levels_are_enough(
    rights: list[Held], holders: int, unit_levels: int, enough: bool
) -> None:
    (line,) = platforms.watch(["facebook"], rights, DAY)
    assert (line.holders, line.unit_levels, line.enough) == (holders, unit_levels, enough)


def test_every_platform_is_watched_that_anybody_names() -> None:
    lines = platforms.watch(["zalo"], [held(1)], DAY)
    assert lines == [Watch("facebook", 1, 1), Watch("zalo", 0, 0)]


def test_the_register_warns_until_it_is_enough_and_again_after_an_end(
    desk: Desk, scene: Scene
) -> None:
    give(desk, "Hoa Sen", unit_level="district")
    mine = give(desk, "Trưởng Ban", person=scene.persons["chair"], holder_name=None)
    assert (mine.holder_name, mine.known) == ("Nguyễn Thị chair", True)
    page = desk.run("adviser", holding.page, HOME, ALL)
    assert [(one.holders, one.unit_levels, one.enough) for one in page.watch] == [(2, 2, False)]
    third = give(desk, "Mẹ Bống", "officer")
    assert desk.run("chair", holding.page, HOME, ALL).watch[0].enough
    today = RightEnd(until=clock.today(), version=third.version)
    ended = desk.run("chair", holding.end, third.id, today)
    assert (ended.until, ended.can_end) == (clock.today(), False)
    assert not desk.run("chair", holding.page, HOME, ALL).watch[0].enough
    with pytest.raises(Conflict):
        desk.run("chair", holding.end, third.id, RightEnd(until=clock.today()))
    assert desk.faults() == []


def test_an_account_holds_one_right_of_a_platform_at_a_time(desk: Desk, scene: Scene) -> None:
    first = give(desk, "Hoa Sen")
    with pytest.raises(Conflict, match="right-held"):
        give(desk, "Hoa Sen", level="editor")
    give(desk, "Hoa Sen", platform="page", level="editor")
    with pytest.raises(Invalid):
        desk.run("chair", holding.end, first.id, RightEnd(until=first.since - timedelta(days=1)))
    desk.run("chair", holding.end, first.id, RightEnd(until=clock.today()))
    give(desk, "Hoa Sen", level="editor")


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"holder_name": None}, "/holder_name"),
        ({"holder_name": "  "}, "/holder_name"),
        ({"person": "nobody"}, "/person"),
        ({"since": date(2199, 1, 1)}, "/since"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    desk: Desk, scene: Scene, more: dict[str, Any], pointer: str
) -> None:
    if "person" in more:
        more = {"person": scene.persons["nobody"]}
    with pytest.raises(Invalid) as wrong:
        give(desk, "Hoa Sen", **more)
    assert wrong.value.errors[0].pointer == pointer


def test_who_may_keep_the_register(desk: Desk, scene: Scene) -> None:
    right = give(desk, "Hoa Sen", "vice_chair")
    for who in ("moderator", "membership", "adviser", "member"):
        with pytest.raises(Forbidden):
            give(desk, "Lan", who)
    assert not desk.run("moderator", holding.read, right.id).can_end
    with pytest.raises(Hidden):
        desk.run("other_chair", holding.read, right.id)
