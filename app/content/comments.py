"""Illustrative comments, reactions and flags of the demonstration community."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedComment:
    """One comment. `by`: key of a named member, of an official where `as_board`; `answers`: key of
    a comment of the same post; `hours_after` the post's publication."""

    key: str
    post: str
    by: str
    hours_after: float
    body: str
    as_board: bool = False
    answers: str = ""


@dataclass(frozen=True, slots=True)
class InventedFlag:
    """What one member told the board of a post."""

    post: str
    by: str
    reason: str
    hours_after: float
    words: str = ""


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
