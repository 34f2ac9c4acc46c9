"""Applicants in the inbox: what the board sees of each before it opens her file."""

from __future__ import annotations

from app.domain import members as rules
from app.domain.permissions import Thing
from app.models.members import Member
from app.models.review import ReviewItem
from app.schemas.reviews import ReviewLine
from app.services import residence, reviewing
from app.services.deeds import may
from app.services.residence import Residence
from app.store import members
from app.store.actors import Work


def lines(work: Work, items: list[ReviewItem], claimers: dict[str, str]) -> dict[str, ReviewLine]:
    """A line per item."""
    found = members.by_ids(work.session, [item.subject_id for item in items])
    residences = residence.of(work, list(found.values()))
    return {
        item.id: _line(work, item, found[item.subject_id], residences, claimers) for item in items
    }


def _line(
    work: Work,
    item: ReviewItem,
    member: Member,
    residences: dict[str, Residence],
    claimers: dict[str, str],
) -> ReviewLine:
    thing = Thing(member.community_id, member.person_id)
    actions = []
    if may(work, "member.decide", thing):
        roles = work.actor.roles_in(member.community_id)
        actions = rules.board_actions(member.state, reviewing.facts(item), roles, work.now)
    home = residences.get(member.id)
    return ReviewLine(
        **reviewing.line_facts(work, item, claimers),
        title=member.full_name,
        unit=home.said.name if home else None,
        unit_now=[unit.name for unit in ([home.now] if home.now else home.said.now)]
        if home
        else [],
        version=member.version,
        opened_at=member.applied_at,
        under_18=member.under_18,
        allowed_actions=actions,
    )


def names(work: Work, ids: list[str]) -> dict[str, str]:
    """Whom a batch was about, as far as the reader may see them."""
    return members.names_of(work.session, work.actor, ids)
