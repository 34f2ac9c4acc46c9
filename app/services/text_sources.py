"""Where texts come from on which a rule is tried: one entry for each kind that members write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from app.store import rules
from app.store.actors import Work
from app.store.rules import Written

#: (work, community, since, id of the last one seen or "", most) → the newest first.
Source = Callable[[Work, str, datetime, str, int], list[Written]]
PIECE = 500


def _posts(
    work: Work, community_id: str, since: datetime, before_id: str, most: int
) -> list[Written]:
    return rules.posts_since(work.session, community_id, since, before_id, most)


def _comments(
    work: Work, community_id: str, since: datetime, before_id: str, most: int
) -> list[Written]:
    return rules.comments_since(work.session, community_id, since, before_id, most)


#: Scope of a rule → what it is tried on.
SOURCES: Mapping[str, Source] = {"posts": _posts, "comments": _comments}


def written(
    work: Work, source: Source, community_id: str, since: datetime, most: int
) -> Iterator[Written]:
    """The newest texts of one kind, read piece by piece."""
    return islice(_all(work, source, community_id, since), most)


def _all(work: Work, source: Source, community_id: str, since: datetime) -> Iterator[Written]:
    last = ""
    while piece := source(work, community_id, since, last, PIECE):
        yield from piece
        last = piece[-1].id
