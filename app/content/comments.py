"""Illustrative comments, reactions and flags of the demonstration community."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedComment:
    """One comment. `by`: key of a named member, of an official where `as_board`; `answers`: key of
    a comment of the same post; `hours_after` the post's publication, or `hours_ago` from now."""

    key: str
    post: str
    by: str
    body: str
    hours_after: float = 0
    hours_ago: float = 0
    as_board: bool = False
    answers: str = ""


@dataclass(frozen=True, slots=True)
class InventedFlag:
    """What one member told the board of a post, or of the `comment` under it. `decision`: the noun
    of what the board did with the matter, by whom, with which reason; on one flag of a matter."""

    post: str
    by: str
    reason: str
    hours_after: float
    words: str = ""
    comment: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_hours_after: float = 0
    decided_reason: str = ""


@dataclass(frozen=True, slots=True)
class InventedReactions:
    """The same touch of several members on a post."""

    post: str
    kind: str
    by: tuple[str, ...]


@cache
def invented_comments() -> tuple[InventedComment, ...]:
    return shelf.rows(InventedComment, shelf.table("comments")["comments"])


@cache
def invented_flags() -> tuple[InventedFlag, ...]:
    return shelf.rows(InventedFlag, shelf.table("comments")["flags"])


@cache
def invented_reactions() -> tuple[InventedReactions, ...]:
    return shelf.rows(InventedReactions, shelf.table("comments")["reactions"])
