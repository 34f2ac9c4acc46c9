"""Of the matrix' place: a contest of works with a work, votes that were struck, likes that wait."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models.contests import Contest
from app.models.members import Member
from app.models.works import LikeSnapshot, VoteStrike
from app.services.deeds import fresh_id
from tests import works
from tests.factories import Scene, work_of


def furnish(session: Session, scene: Scene, slug: str, member_id: str, who: str) -> dict[str, str]:
    """`who` took a vote out and read the likes."""
    work = work_of(session)
    contest = works.contest(work, scene, slug=slug)
    piece = _piece(session, contest, member_id)
    strike = VoteStrike(
        id=fresh_id(work),
        contest_id=contest.id,
        work_id=piece,
        votes=1,
        reason="Hai máy",
        evidence="Cùng một người",
        decided_by=scene.persons[who],
        decided_at=work.now,
    )
    likes = LikeSnapshot(
        id=fresh_id(work),
        work_id=piece,
        counted_at=work.now,
        likes=3,
        entered_by=scene.persons[who],
        entered_at=work.now,
    )
    session.add_all((strike, likes))
    session.flush()
    return {
        "work-contests": contest.id,
        "works": piece,
        "vote-strikes": strike.id,
        "like-snapshots": likes.id,
    }


def own(session: Session, contest_id: str, member_id: str) -> dict[str, str]:
    """A work of hers in the contest of her community."""
    contest = session.get(Contest, contest_id)
    assert contest is not None
    return {"works": _piece(session, contest, member_id)}


def _piece(session: Session, contest: Contest, member_id: str) -> str:
    work, member = work_of(session), session.get(Member, member_id)
    assert member is not None
    number = 1 + len(works.numbers(work, contest))
    return works.piece(work, contest, member, number).id


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    rules = {
        "needs": "story",
        "opens_at": "2026-01-01T00:00",
        "closes_at": "2099-01-01T00:00",
        "individual": True,
        "criteria": [{"name": "Ý tưởng", "weight": 1}],
    }
    story = {"title": "Áo dài", "story": "Chuyện", "shows": "nobody", "is_own": True}
    strike = {"work": "0" * 26, "people": ["0" * 26], "reason": "Hai máy", "evidence": "Cùng máy"}
    words = {"words": "Không đúng chủ đề."}
    return {
        ("PUT", "/contests/{id}/work-rules"): rules,
        ("POST", "/contests/{id}/works"): story,
        ("POST", "/contests/{id}/vote-strikes"): strike,
        ("POST", "/vote-strikes/{id}/lifting"): {"reason": "Hai chị em"},
        ("POST", "/works/{id}/refusal"): words,
        ("POST", "/works/{id}/reversal"): words,
        ("POST", "/works/{id}/escalation"): {"to": "chair", "reason": "Nhờ chị xem"},
        ("PUT", "/works/{id}/naming"): {"choice": "name"},
        ("POST", "/works/{id}/likes"): {"likes": 3},
        ("POST", "/works/{id}/marks"): {"criterion": "k1", "points": 7},
        ("POST", "/works/{id}/conflict"): {"reason": "Chị gái tôi"},
    }
