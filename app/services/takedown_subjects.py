"""What Sen can take down itself. Every noun that is shown to others registers its own way.

Content on Facebook or Zalo has none: the board takes it down there and says so in the register,
and what is recorded of such content is told.
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
#: Takes (work, id, reason) of what the board took down where no software can.
Listener = Callable[[Work, str, str], None]
_LISTENERS: dict[str, Listener] = {}


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


def tell(work: Work, subject_type: str | None, subject_id: str | None, reason: str) -> None:
    """It was taken down by hand: its record says so from now on."""
    listener = _LISTENERS.get(subject_type or "")
    if listener is not None and subject_id:
        listener(work, subject_id, reason)
