"""Illustrative posts of the demonstration community."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedPost:
    """One member's post. `author`: key of a named member; `decision`: the noun of what the board
    did `after_hours` later, empty while it waits; `reason`: a code of the reasons; `edit`: another
    text, sent `edited_hours_ago`."""

    key: str
    author: str
    title: str
    topic: str
    hours_ago: float
    body: str
    anonymous: bool = False
    decision: str = ""
    by: str = ""
    after_hours: float = 0
    reason: str | None = None
    edit: str = ""
    edited_hours_ago: float = 0


@cache
def invented_posts() -> tuple[InventedPost, ...]:
    return shelf.rows(InventedPost, shelf.table("posts")["posts"])


@dataclass(frozen=True, slots=True)
class InventedBulletin:
    """One of the board's. `at`: when it was published, by Vietnam's clock; `hours_ago`: when it was
    sent, from the moment of loading; `hours_ahead`: when it is due; `ends`: where it stands;
    `archived_at`: as `at`; `planned_in_days`: for which day the calendar has it; `reason`: why it
    was returned; `page`: planned for the Facebook Page too; `in_group`: its address in the
    Facebook group."""

    key: str
    title: str
    topic: str
    source: str
    body: str
    at: str = ""
    hours_ago: float = 0
    hours_ahead: float = 0
    ends: str = "published"
    by: str = "anh"
    audience: str = "public"
    tags: tuple[str, ...] = ()
    pinned: bool = False
    announcement: bool = False
    for_plan: bool = False
    archived_at: str = ""
    planned_in_days: int = 0
    reason: str | None = None
    page: bool = False
    in_group: str = ""


@cache
def invented_bulletins() -> tuple[InventedBulletin, ...]:
    return shelf.rows(InventedBulletin, shelf.table("posts_bulletins")["bulletins"])
