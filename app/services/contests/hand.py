"""A round's result in somebody's hand: its row is held, her right is asked, her deed is logged."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.models.contest_results import ContestResult
from app.models.contests import Contest, ContestRound
from app.services.contests import readiness
from app.services.deeds import permit, record
from app.store import contest_entries, contests
from app.store.actors import Work

READ, WRITE, PUBLISH = "result.read", "result.write", "result.publish"
KIND = "contest_result"
#: The action under which two people agree that a result is published.
AGREE = "publish"


def in_hand(work: Work, round_id: str, permission: str) -> tuple[Contest, ContestRound, str]:
    """A round that is over, its row held: decisions about its result come one after the other."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    held = permit(work, permission, Thing(contest.community_id))
    contest_entries.held(work.session, of.id)
    readiness.must_be_over(work, of)
    return contest, of, held


def log(
    work: Work, contest: Contest, result: ContestResult, action: str, held: str, **facts: Any
) -> None:
    """In the community's log, and nothing of it in the change feed before it is published."""
    record(
        work,
        action,
        (KIND, result.id),
        community_id=contest.community_id,
        held=held,
        outbox=action == "contest_result.publish",
        round=result.round_id,
        no=result.no,
        **facts,
    )
