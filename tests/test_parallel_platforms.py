"""The bridge under load: one effect each, whoever comes at the same moment."""

from __future__ import annotations

from sqlmodel import col

from app.db import Database
from app.models.audit import AuditRow
from app.models.platforms import PlatformEntry
from tests.factories import Scene
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
