"""What Sen can take down itself. Every noun that is shown to others registers its own way.

Content on Facebook or Zalo has none: the board takes it down there and says so in the register.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain import takedowns as rules
from app.domain.ids import is_id
from app.store import comments, posts
from app.store.actors import Work

#: Takes (work, id, reason); True when it was shown until now.
Remover = Callable[[Work, str, str], bool]
_REMOVERS: dict[str, Remover] = {}


def register(subject_type: str, remover: Remover) -> None:
    _REMOVERS[subject_type] = remover


def knows(subject_type: str | None) -> bool:
    return subject_type in _REMOVERS


def remove(work: Work, subject_type: str, subject_id: str, reason: str) -> bool:
    """Take it down in this transaction; False when it was not shown any more."""
    return _REMOVERS[subject_type](work, subject_id, reason)


def at(work: Work, community_id: str, address: str) -> dict[str, str]:
    """Type and id of what stands at an address of ours, if it is this community's."""
    kind, thing = rules.own_subject(address, work.address) or ("", "")
    if not is_id(thing):
        return {}
    found = (
        posts.by_ids(work.session, [thing]).get(thing)
        if kind == "post"
        else comments.by_ids(work.session, [thing]).get(thing)
    )
    if found is None or found.community_id != community_id:
        return {}
    return {"subject_type": kind, "subject_id": thing}
