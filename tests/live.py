"""Live rounds of the tests, put straight into the database: who plays, what is asked."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models.live_rounds import LiveQuestion, LiveRound
from app.services.deeds import fresh_id
from tests import contests, factories
from tests.factories import HOME, Scene, work_of


def players(session: Session, scene: Scene, number: int) -> list[str]:
    """So many members with their tokens: `player0`, `player1` …"""
    names = [f"player{n}" for n in range(number)]
    for n, name in enumerate(names):
        phone = f"091107{n:04d}"
        factories._account(work_of(session), scene, name, phone, "member", community=HOME)
    return names


def waiting(session: Session, scene: Scene, questions: int = 3) -> str:
    """A live round of a published contest; `b` is right, a question has a minute."""
    work = work_of(session)
    contest = contests.contest(work, scene)
    live = LiveRound(
        id=fresh_id(work),
        contest_id=contest.id,
        title="Rung chuông vàng",
        created_by=contest.created_by,
        created_at=work.now,
    )
    session.add(live)
    session.flush()
    session.add_all(
        LiveQuestion(
            live_round_id=live.id,
            key=f"q{n}",
            place=n,
            prompt=f"Câu số {n}?",
            options=[{"key": key, "text": f"Ý {key}"} for key in "abcd"],
            answer="b",
            points=1000,
            seconds=60,
        )
        for n in range(1, questions + 1)
    )
    session.flush()
    return live.id
