"""The bridge under load: one effect each, whoever comes at the same moment."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from app.db import Database
from app.models.audit import AuditRow
from app.models.platforms import (
    PlatformAccount,
    PlatformEntry,
    PlatformFigure,
    PlatformRight,
    PlatformRoster,
)
from tests.factories import HOME, Scene
from tests.test_parallel import MANY, address, at_once, count, posting, statuses

__all__ = ["address"]
TICKERS = ("moderator", "chair", "vice_chair", "membership")


def test_fifty_ticks_of_one_woman_are_one_row_and_one_deed(
    address: str, scene: Scene, database: Database
) -> None:
    member = scene.members["member"]
    answers = at_once(
        address,
        [
            posting(f"/members/{member}/platform-entry", scene.tokens[TICKERS[n % 4]])
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {200: MANY}
    assert count(database, col(PlatformEntry.member_id) == member) == 1
    deeds = (col(AuditRow.action) == "platform.enter", col(AuditRow.subject_id) == member)
    assert count(database, *deeds) == 1


def test_two_lists_at_one_moment_have_their_effect_once_each(
    address: str, scene: Scene, database: Database
) -> None:
    """Of names that both lists hold there is one row each; whoever came second compared last."""
    path = f"/communities/{HOME}/rosters"
    common = [f"Hoa Sen {n} Lan" for n in range(200)]
    lists = [[*common, "Chỉ Một"], [*common, "Mẹ Bống", "Mẹ Bống"]]
    answers = at_once(
        address,
        [posting(path, scene.tokens[TICKERS[n]], text="\n".join(lists[n])) for n in range(2)],
    )
    assert statuses(answers) == {201: 2}
    assert sorted(answer.json()["number"] for answer in answers) == [1, 2]
    last = max((answer.json() for answer in answers), key=lambda saved: saved["number"])
    first = min((answer.json() for answer in answers), key=lambda saved: saved["number"])
    assert (first["left"], last["left"]) == (0, 1 if first["names"] == 201 else 2)
    assert count(database, col(PlatformAccount.id).is_not(None)) == 203
    assert count(database, col(PlatformAccount.left_roster_id).is_not(None)) == last["left"]
    assert count(database, col(AuditRow.action) == "roster.paste") == 2


def test_one_list_from_ten_hands_is_saved_once(
    address: str, scene: Scene, database: Database
) -> None:
    path = f"/communities/{HOME}/rosters"
    text = "\n".join(["Nguyễn Thị member", *(f"Hoa Sen {n} Lan" for n in range(50))])
    answers = at_once(
        address, [posting(path, scene.tokens[TICKERS[n % 4]], text=text) for n in range(10)]
    )
    assert statuses(answers) == {201: 1, 409: 9}
    lost = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert lost == {"roster-saved"}
    assert count(database, col(PlatformRoster.id).is_not(None)) == 1
    assert count(database, col(PlatformAccount.id).is_not(None)) == 51
    assert count(database, col(PlatformEntry.member_id) == scene.members["member"]) == 1


def test_a_name_joined_by_many_at_once_is_joined_once(
    address: str, scene: Scene, database: Database
) -> None:
    path = f"/communities/{HOME}/rosters"
    (saved,) = at_once(address, [posting(path, scene.tokens["chair"], text="Hoa Sen")])
    assert saved.status_code == 201
    account = database.read_now(lambda s: s.execute(_ACCOUNT).scalar_one())
    both = (scene.members["member"], scene.members["hoa"])
    answers = at_once(
        address,
        [
            posting(
                f"/platform-accounts/{account}/link",
                scene.tokens[TICKERS[n % 4]],
                member=both[n % 2],
            )
            for n in range(20)
        ],
    )
    assert statuses(answers) == {200: 1, 409: 19}
    assert count(database, col(AuditRow.action) == "account.match") == 1


def test_many_who_enter_one_day_leave_one_figure_that_holds(
    address: str, scene: Scene, database: Database
) -> None:
    path = f"/communities/{HOME}/platform-figures"
    answers = at_once(
        address,
        [
            posting(path, scene.tokens[TICKERS[n % 4]], as_of="2024-05-14", members=1000 + n)
            for n in range(20)
        ],
    )
    assert set(statuses(answers)) <= {201, 409}
    written = statuses(answers)[201]
    assert written >= 1
    assert count(database, col(PlatformFigure.id).is_not(None)) == written
    assert count(database, col(PlatformFigure.superseded_at).is_(None)) == 1
    assert count(database, col(PlatformFigure.previous_id).is_(None)) == 1


def test_one_account_is_written_into_the_register_once(
    address: str, scene: Scene, database: Database
) -> None:
    line = {
        "platform": "facebook",
        "account_name": "Hoa Sen",
        "holder_name": "Hoa",
        "level": "admin",
        "unit_level": "commune",
        "since": "2024-05-08",
    }
    path = f"/communities/{HOME}/platform-rights"
    answers = at_once(
        address,
        [posting(path, scene.tokens[("chair", "vice_chair")[n % 2]], **line) for n in range(20)],
    )
    assert statuses(answers) == {201: 1, 409: 19}
    assert count(database, col(PlatformRight.id).is_not(None)) == 1


_ACCOUNT = select(col(PlatformAccount.id))
