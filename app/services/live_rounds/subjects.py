"""A live round as permissions and the log know it."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.models.contests import Contest
from app.models.live_rounds import LiveRound
from app.services.deeds import may, permit, record
from app.store import communities, live_rounds
from app.store.actors import Work

READ, PLAY, HOST = "live.read", "live.play", "live.write"


def opened(
    work: Work, live_id: str, permission: str = READ, *, held: bool = False
) -> tuple[Contest, LiveRound, str]:
    """Contest and live round that she may see, and the right by which she does this to it."""
    contest, live = live_rounds.get(work.session, work.actor, live_id, held=held)
    return contest, live, permit(work, permission, thing_of(contest))


def thing_of(contest: Contest) -> Thing:
    return Thing(community_id=contest.community_id)


def hosts(work: Work, contest: Contest) -> bool:
    return may(work, HOST, thing_of(contest))


def slug_of(work: Work, contest: Contest) -> str:
    return communities.by_id(work.session, contest.community_id).slug


def log(
    work: Work, contest: Contest, live: LiveRound, action: str, right: str, **facts: Any
) -> None:
    record(
        work,
        action,
        ("live_round", live.id),
        community_id=contest.community_id,
        held=right,
        outbox=False,
        **facts,
    )
