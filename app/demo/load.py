"""Loading the demonstration: the community of Plan 55, ready for a week of the board's work.

The figures are the pilot's published ones: `size` members inside, of whom 170 in 1,514 are not
Union members. All people are invented and marked so; what happened "this week" is counted back
from the moment of loading, so that the demonstration never grows old.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from app.demo import (
    appointments,
    bulletins,
    comments,
    communities,
    contests,
    letters,
    needs,
    platforms,
    posts,
    question_bank,
    reform,
    replay,
    restraints,
    roll,
    roster,
    rules,
    surveys,
    takedowns,
    unit_tree,
)
from app.demo.accounts import PREPARED, Prepared, prepare_accounts
from app.demo.applications import InventedApplication, applications
from app.demo.people import PILOT_SIZE, InventedMember, members
from app.demo.stage import Stage, at
from app.domain.members import INSIDE
from app.store import communities as founded
from app.store.actors import Work

__all__ = ["PREPARED", "NotEmpty", "Prepared", "is_empty", "load", "prepare_accounts"]


class NotEmpty(RuntimeError):
    """The database has a community already; the demonstration is never mixed with another."""


def is_empty(session: Session) -> bool:
    """Whether the demonstration may be loaded: there is no community."""
    return not founded.every(session)


def load(work: Work, size: int = PILOT_SIZE, *, reformed: bool = False) -> None:
    """Fill an empty database, inside the caller's transaction.

    `work`: a stranger's unit of work at the moment of loading; `size`: members inside, from 200
    on; `reformed`: the tree goes on to today's four communes, recorded now, so that members and
    this week's applications still name the units of 2024. Raises `NotEmpty`.
    """
    if not is_empty(work.session):
        raise NotEmpty
    units = unit_tree.plant(work)
    community = communities.found(work, units)
    officials = appointments.appoint(work, community, units)
    stage = Stage(community, units, officials, invitations={})
    stage = replace(stage, invitations=communities.invite(work, stage))
    women = list(members(size))
    roll.enter(work, stage, women, _gone(women))
    roster.fill(work, stage)
    deeds = [*replay.deeds(work, stage), roster.hand_over(work, stage)]
    deeds += platforms.deeds(work, stage)
    written: dict[str, str] = {}
    deeds += posts.deeds(work, stage, written)
    deeds += bulletins.deeds(work, stage, written)
    deeds += comments.deeds(work, stage, written)
    deeds += letters.deeds(work, stage, written)
    deeds += restraints.deeds(work, stage, written)
    deeds += takedowns.deeds(work, stage, written)
    deeds += needs.deeds(work, stage)
    deeds += surveys.deeds(work, stage)
    deeds += [rules.deed(stage), question_bank.deed(stage), *contests.deeds(work, stage)]
    for deed in sorted(deeds, key=lambda deed: deed.at):
        deed.do(at(work, deed.at))
    if reformed:
        reform.carry_out(work, units)


def _gone(women: list[InventedMember]) -> list[InventedMember]:
    """Those of the pilot who have left since: as many as came in by this week's applications.

    So the published figures hold on their own days, and the sums are the same today.
    """
    return [
        _last_like(application, women)
        for application in applications()
        if application.state in INSIDE
    ]


def _last_like(application: InventedApplication, women: list[InventedMember]) -> InventedMember:
    """The last to join of the same unit and union status, so that no total changes."""
    return next(
        woman
        for woman in reversed(women)
        if woman.key is None
        and (woman.unit, woman.union_status) == (application.unit, application.union_status)
    )
