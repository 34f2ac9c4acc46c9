"""Contests of the tests, put straight into the database: published, with a round that is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.domain.contests import proofs, reading
from app.domain.ids import new_code, new_token
from app.domain.permissions import Actor, Membership
from app.models.contests import Attempt, Contest, ContestRound, RoundQuestion, RoundTurn
from app.models.people import Account, Token
from app.services import commanding
from app.services.deeds import fresh_id
from app.store import members
from app.store.actors import Work, digest
from tests.factories import HOME, Scene

#: contract.md, "The contest ruleset".
RULESET: dict[str, Any] = {
    "attempts": {"max": None, "counted": "most_correct_then_earliest"},
    "scoring": "exact_set",
    "eligible": "all_correct",
    "fallback": "highest_correct",
    "prediction": {"target": "persons_all_correct", "distance": "abs"},
    "rank": ["-correct", "prediction_distance", "submitted_at"],
    "time_precision": "ms",
    "final_tie": "server_seq",
    "prizes": [["Nhất", 1], ["Nhì", 3], ["Ba", 5]],
    "one_prize_per": "contest",
    "exclude_roles": ["organiser", "juror", "adviser"],
    "n_counts": "after_disqualification",
}
SECOND = timedelta(seconds=1)
NONCE = "5e" * 32


def contest(
    work: Work, scene: Scene, *, slug: str = HOME, kind: str = "quiz", **ruleset: Any
) -> Contest:
    """A published contest; `ruleset` changes what contract.md shows."""
    rules = reading.read({**RULESET, **ruleset})
    keeper = scene.persons["contests" if slug == HOME else "other_contests"]
    row = Contest(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        kind=kind,
        title="Tìm hiểu về Hội",
        ruleset=rules.as_json(),
        ruleset_sha256=rules.sha256,
        code=new_code(),
        state="published",
        created_by=keeper,
        created_at=work.now,
        published_by=keeper,
        published_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def round_of(
    work: Work,
    of: Contest,
    *,
    number: int = 1,
    questions: int = 10,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    **more: Any,
) -> ContestRound:
    """A round of choices `a` to `d` whose right answer is `b`: open for an hour around now."""
    row = ContestRound(
        id=fresh_id(work),
        contest_id=of.id,
        number=number,
        title=f"Vòng {number}",
        opens_at=opens_at or work.now - timedelta(minutes=30),
        closes_at=closes_at or work.now + timedelta(minutes=30),
        blueprint=[],
        seed=new_token(),
        nonce=NONCE,
        commitment="0" * 64,
        created_by=of.created_by,
        created_at=work.now,
        **more,
    )
    key = {f"q{n}": ["b"] for n in range(1, questions + 1)}
    row.commitment = proofs.commit(row.id, key, NONCE)
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        RoundQuestion(
            round_id=row.id,
            key=name,
            place=place,
            prompt=f"Câu {place}?",
            prompt_html=f"<p>Câu {place}?</p>",
            options=[{"key": option, "text": f"Ý {option}"} for option in "abcd"],
            answer=answer,
            points=100,
        )
        for place, (name, answer) in enumerate(key.items(), 1)
    )
    work.session.flush()
    return row


def actor(work: Work, scene: Scene, name: str = "member") -> Actor:
    """A member as the services see her."""
    person = scene.persons[name]
    mine = [one for one in members.of_person(work.session, person) if one.state == "approved"]
    return Actor(
        person_id=person,
        memberships=tuple(Membership(one.id, one.community_id, one.state) for one in mine),
    )


def woman(work: Work, number: int, slug: str = HOME) -> tuple[str, str]:
    """One more member: (person, token)."""
    account_id = commanding.create_account(
        work,
        phone=f"0922{number:06d}",
        name=f"Vũ Thị {number}",
        role="member",
        community=slug,
        unit=None,
        hashed=None,
    )
    token = new_token()
    work.session.add(
        Token(
            id=fresh_id(work),
            digest=digest(token),
            account_id=account_id,
            label="test",
            created_at=work.now,
        )
    )
    return work.session.get_one(Account, account_id).person_id, token


def paper(work: Work, of: ContestRound, person_id: str, **more: Any) -> Attempt:
    """A first paper in progress, until the round closes."""
    row = Attempt(
        id=fresh_id(work),
        round_id=of.id,
        person_id=person_id,
        number=1,
        started_at=work.now,
        **{"deadline_at": of.closes_at, **more},
    )
    work.session.add(row)
    work.session.add(RoundTurn(round_id=of.id, person_id=person_id, taken=1, attempt_id=row.id))
    work.session.flush()
    return row
