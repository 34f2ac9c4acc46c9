"""What Sen can take down itself. Every noun that is shown to others registers its own way.

Content on Facebook or Zalo has none: the board takes it down there and says so in the register,
and what is recorded of such content is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import takedowns as rules
from app.domain.ids import is_id
from app.domain.outside_posts import KIND as OUTSIDE
from app.domain.refusals import Invalid
from app.store import comments, outside_posts, posts
from app.store.actors import Work

#: Takes (work, id, reason); True when it was shown until now.
Remover = Callable[[Work, str, str], bool]
_REMOVERS: dict[str, Remover] = {}
#: Takes (work, id, reason) of what the board took down where no software can.
Listener = Callable[[Work, str, str], None]
_LISTENERS: dict[str, Listener] = {}


_FINDERS: dict[str, Callable[..., Mapping[str, Any]]] = {
    "post": posts.by_ids,
    "comment": comments.by_ids,
    OUTSIDE: outside_posts.by_ids,
}


def register(subject_type: str, remover: Remover) -> None:
    _REMOVERS[subject_type] = remover


def listen(subject_type: str, listener: Listener) -> None:
    _LISTENERS[subject_type] = listener


def knows(subject_type: str | None) -> bool:
    return subject_type in _REMOVERS


def remove(work: Work, subject_type: str, subject_id: str, reason: str) -> bool:
    """Take it down in this transaction; False when it was not shown any more."""
    return _REMOVERS[subject_type](work, subject_id, reason)


def at(work: Work, community_id: str, address: str) -> dict[str, str]:
    """Type and id of what stands at an address of ours, if it is this community's."""
    kind, thing = rules.own_subject(address, work.address) or ("", "")
    if not is_id(thing) or not _belongs(work, community_id, kind, thing):
        return {}
    return {"subject_type": kind, "subject_id": thing}


def must_belong(work: Work, community_id: str, kind: str, thing: str) -> None:
    if not _belongs(work, community_id, kind, thing):
        raise Invalid.at("/subject_id", "takedown-subject-unknown")


def _belongs(work: Work, community_id: str, kind: str, thing: str) -> bool:
    """Whether it is this community's; of a noun that is none of ours nothing is known."""
    if kind not in _FINDERS:
        return True
    found = _FINDERS[kind](work.session, [thing]).get(thing)
    return found is not None and found.community_id == community_id


def tell(work: Work, subject_type: str | None, subject_id: str | None, reason: str) -> None:
    """It was taken down by hand: its record says so from now on."""
    listener = _LISTENERS.get(subject_type or "")
    if listener is not None and subject_id:
        listener(work, subject_id, reason)
