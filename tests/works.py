"""Contests of works for the tests: rules, entrants and works put straight into the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.models.contests import Contest, ContestOffice, Entrant
from app.models.members import Member
from app.models.review import ReviewItem
from app.models.works import ContestWork, WorkRules, WorkVote
from app.services.deeds import fresh_id
from app.store.actors import Work
from tests import contests, factories
from tests.factories import HOME, Scene

CRITERIA = [
    {"key": "k1", "name": "Ý tưởng", "weight": 60},
    {"key": "k2", "name": "Hình ảnh", "weight": 40},
]


def contest(
    work: Work, scene: Scene, *, slug: str = HOME, kind: str = "photo", **rules: Any
) -> Contest:
    """Published; stories are taken in for an hour around now, votes with them."""
    row = contests.contest(work, scene, slug=slug, kind=kind, prediction=None, rank=["manual"])
    hour = timedelta(minutes=30)
    given: dict[str, Any] = {
        "needs": "story",
        "opens_at": work.now - hour,
        "closes_at": work.now + hour,
        "votes_from": work.now - hour,
        "votes_until": work.now + hour,
        "collective": True,
        "criteria": CRITERIA,
        "quorum": 2,
        "vote_weight": 20,
    }
    work.session.add(WorkRules(contest_id=row.id, **{**given, **rules}))
    work.session.flush()
    return row


def close(work: Work, of: Contest) -> None:
    """Intake and voting have ended a minute ago; no work was sent in through the service."""
    rules = work.session.get(WorkRules, of.id)
    assert rules is not None
    rules.opens_at = work.now - timedelta(hours=9)
    rules.closes_at = work.now - timedelta(minutes=1)
    if rules.votes_from is not None:
        rules.votes_from, rules.votes_until = rules.opens_at, rules.closes_at
    work.session.flush()


def office(work: Work, of: Contest, person_id: str, role: str = "juror") -> None:
    work.session.add(
        ContestOffice(contest_id=of.id, person_id=person_id, role=role, since=work.now)
    )
    work.session.flush()


def entrant(work: Work, scene: Scene, name: str, **values: Any) -> Member:
    """A member, approved, without an account."""
    member_id = scene.members.get(name) or factories.apply(work, scene, name)
    member = work.session.get(Member, member_id)
    assert member is not None
    member.state, member.joined_at = "approved", work.now - timedelta(days=99)
    for field, value in values.items():
        setattr(member, field, value)
    work.session.flush()
    return member


def piece(
    work: Work, of: Contest, member: Member, number: int, *, state: str = "accepted", **values: Any
) -> ContestWork:
    """A story that was sent in, and its author as she was then."""
    board = values.get("board", "individual")
    row = ContestWork(
        id=fresh_id(work),
        community_id=of.community_id,
        contest_id=of.id,
        number=number,
        person_id=member.person_id,
        member_id=member.id,
        **{
            "board": board,
            "unit_id": member.unit_id if board == "collective" else None,
            "title": f"Bài {number}",
            "story": "Chuyện của chị.",
            "story_html": "<p>Chuyện của chị.</p>",
            "shows": "nobody",
            "is_own": True,
            "state": state,
            "created_at": work.now,
            "sent_at": work.now,
            **values,
        },
    )
    work.session.add(row)
    rules = work.session.get(WorkRules, of.id)
    assert rules is not None
    counter = f"sent_{board}"
    setattr(rules, counter, max(number, getattr(rules, counter)))
    if work.session.get(Entrant, (of.id, member.person_id)) is None:
        work.session.add(
            Entrant(
                contest_id=of.id,
                person_id=member.person_id,
                member_id=member.id,
                full_name=member.full_name,
                unit_id=member.unit_id,
                frozen_at=work.now,
            )
        )
    work.session.flush()
    if state == "submitted":
        work.session.add(
            ReviewItem(
                id=fresh_id(work),
                community_id=of.community_id,
                kind="work",
                subject_type="work",
                subject_id=row.id,
                due_at=work.now + timedelta(hours=24),
                opened_at=work.now,
            )
        )
        work.session.flush()
    return row


def numbers(work: Work, of: Contest) -> list[int | None]:
    """Those that were given in this contest."""
    rows = select(col(ContestWork.number)).where(col(ContestWork.contest_id) == of.id)
    return list(work.session.execute(rows).scalars())


def vote(work: Work, of: ContestWork, member: Member, minutes: float = 0) -> None:
    """A vote so many minutes before now."""
    at = work.now - timedelta(minutes=minutes)
    work.session.add(
        WorkVote(work_id=of.id, person_id=member.person_id, member_id=member.id, voted_at=at)
    )
    work.session.flush()
