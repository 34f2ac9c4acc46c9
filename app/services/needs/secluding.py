"""Words that tell of harm after all leave the board's list for the closed circle, for good."""

from __future__ import annotations

from dataclasses import replace

from app.domain.permissions import STRANGER, Thing
from app.domain.refusals import Conflict
from app.models.needs import Need
from app.schemas.needs import NeedGone, NeedLine
from app.services.care import receive
from app.services.deeds import permit, record
from app.services.needs import reading
from app.services.needs.gathering import ANSWER
from app.store import communities, members
from app.store import needs as store
from app.store.actors import Work


def asked(work: Work, need_id: str) -> NeedLine:
    """What would be handed over."""
    row, _held = _opened(work, need_id)
    slug = communities.by_id(work.session, row.community_id).slug
    (line,) = reading.lines(work, [row], slug)
    return line


def hand_over(work: Work, need_id: str) -> NeedGone:
    """In a private thread of hers, as if she had told the circle; no list keeps a word of it."""
    row, held = _opened(work, need_id)
    member = members.again(work.session, row.member_id)
    receive(work, row.community_id, member, "need", row.id, row.text)
    if not store.remove(work.session, row.id):
        raise Conflict("need-gathered")
    nameless = replace(work, actor=STRANGER, request_id="")
    record(
        nameless,
        "need.to_care",
        ("need", row.id),
        community_id=row.community_id,
        held=held,
        outbox=False,
    )
    return NeedGone(id=row.id, community=communities.by_id(work.session, row.community_id).slug)


def _opened(work: Work, need_id: str) -> tuple[Need, str]:
    row = store.need(work.session, work.actor, need_id)
    return row, permit(work, ANSWER, Thing(community_id=row.community_id))
