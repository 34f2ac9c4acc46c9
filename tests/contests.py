"""Contests of the tests, put straight into the database: published, with a round that is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain import twins
from app.domain.contests import moments, proofs, reading, scoring
from app.domain.ids import new_code, new_token
from app.domain.permissions import Actor, Membership
from app.domain.text import fold
from app.models.contests import Attempt, Contest, ContestRound, Entrant, RoundQuestion, RoundTurn
from app.models.members import Consent, Member
from app.models.people import Account, Person, Token
from app.services import commanding, counting
from app.services.contests import computing, gathering, publishing
from app.services.deeds import fresh_id
from app.store import contest_results, members
from app.store import contests as store
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


# -- entrants and papers handed in, straight into the tables -----------------------------------


def people(work: Work, scene: Scene, number: int, *, slug: str = HOME) -> list[Member]:
    """So many approved members without an account; they agree to be published."""
    persons = [
        Person(
            id=fresh_id(work),
            full_name=f"Đỗ Thị Số {n}",
            given_name="Số",
            family_middle="Đỗ Thị",
            fold=fold(f"Đỗ Thị Số {n}"),
            sort_key=f"so {n}",
            created_at=work.now,
        )
        for n in range(number)
    ]
    made = [
        Member(
            id=fresh_id(work),
            community_id=scene.communities[slug],
            person_id=person.id,
            code=new_code(),
            file_no=new_code()[:8],
            state="approved",
            unit_id=scene.units["commune" if slug == HOME else "other_commune"],
            full_name=person.full_name,
            fold=person.fold,
            sort_key=person.sort_key,
            twin_key=twins.key(person.fold, None),
            applied_at=work.now,
            joined_at=work.now,
        )
        for person in persons
    ]
    for rows in (persons, made):
        work.session.add_all(rows)
        work.session.flush()
    for one in made:
        counting.moved(work.session, one, None, "approved")
        agree(work, one.id)
    return made


def agree(work: Work, member_id: str) -> None:
    """To be published."""
    work.session.add(
        Consent(
            id=fresh_id(work),
            member_id=member_id,
            purpose="publication",
            notice_version=1,
            way="online",
            given_at=work.now,
        )
    )
    work.session.flush()


def enter(work: Work, of: Contest, person_id: str, name: str = "", member_id: str = "") -> None:
    """She takes part, if she does not yet."""
    if work.session.get(Entrant, (of.id, person_id)) is not None:
        return
    mine = members.of_person(work.session, person_id)
    member = next(one for one in mine if one.community_id == of.community_id)
    work.session.add(
        Entrant(
            contest_id=of.id,
            person_id=person_id,
            member_id=member_id or member.id,
            full_name=name or members.person_names(work.session, [person_id])[person_id],
            unit_id=member.unit_id,
            unit_name="Đơn vị",
            phone_masked="09•• ••• 123",
            frozen_at=work.now,
        )
    )
    work.session.flush()


def handed_in(
    work: Work,
    of: ContestRound,
    person_id: str,
    answers: dict[str, list[str]],
    prediction: int | None,
    submitted_at: datetime,
    seq: int | None = None,
    *,
    key: str = "",
    duration_ms: int = 60_000,
    **score: int,
) -> Attempt:
    """A paper as it stands once it was handed in, marked by the round's key; `score`: `correct`
    and `points` as they are given instead."""
    contest_of = work.session.get_one(Contest, of.contest_id)
    enter(work, contest_of, person_id)
    of.entries += 1
    number = work.session.execute(
        select(func.count()).where(
            col(Attempt.round_id) == of.id, col(Attempt.person_id) == person_id
        )
    ).scalar_one()
    asked = store.questions(work.session, of.id)
    marked = scoring.score(
        contest_of.ruleset["scoring"],
        {
            one.key: scoring.Question(frozenset("abcd"), frozenset(one.answer), one.points)
            for one in asked
        },
        answers,
    )
    entry = proofs.Entry(new_code(), prediction, moments.to_ms(submitted_at))
    row = Attempt(
        id=key or fresh_id(work),
        round_id=of.id,
        person_id=person_id,
        number=number + 1,
        state="submitted",
        started_at=submitted_at - timedelta(milliseconds=duration_ms),
        deadline_at=of.closes_at,
        answers=answers,
        prediction=prediction,
        submitted_at=submitted_at,
        ended_by="entrant",
        seq=seq or of.entries,
        entry=entry.number,
        leaf=entry.leaf.hex(),
        duration_ms=duration_ms,
        correct=score.get("correct", marked.correct),
        points=score.get("points", marked.points),
    )
    work.session.add(row)
    work.session.flush()
    return row


def right(number: int, of: int = 10) -> dict[str, list[str]]:
    """Answers to questions `q1` …: so many right, the others wrong."""
    return {f"q{n}": ["b" if n <= number else "c"] for n in range(1, of + 1)}


def over(work: Work, of: Contest, *, number: int = 1, **more: Any) -> ContestRound:
    """A round of a week that closed an hour ago."""
    closed = work.now - timedelta(hours=1)
    return round_of(
        work, of, number=number, opens_at=closed - timedelta(days=7), closes_at=closed, **more
    )


def decided(work: Work, scene: Scene, *, slug: str = HOME) -> ContestRound:
    """A round of three whose result is published."""
    of_contest = contest(work, scene, slug=slug)
    of = over(work, of_contest)
    for n, one in enumerate(people(work, scene, 3, slug=slug)):
        at = of.closes_at - timedelta(hours=n + 1)
        handed_in(work, of, one.person_id, right(10 - n // 2), 2 + n, at)
    store.begin(work.session, of.contest_id, of.id, of.opens_at)
    publish(work, of)
    return of


def publish(work: Work, of: ContestRound) -> None:
    """The round's result by everything that stands, as its keeper computes and publishes it."""
    contest_of = work.session.get_one(Contest, of.contest_id)
    keeper = replace(work, actor=Actor(person_id=contest_of.created_by))
    given = gathering.gather(keeper, contest_of, of)
    result = computing.keep(keeper, contest_of, of, given, "", "post:contests")
    contest_results.publish(work.session, result, None, contest_of.created_by, work.now)
    publishing.add_up(keeper, contest_of)
    work.session.flush()


def entry_of(session: Session, round_id: str, seq: int) -> str:
    """The entry number of the paper that came as this one."""
    return (
        session.execute(
            select(col(Attempt.entry)).where(
                col(Attempt.round_id) == round_id, col(Attempt.seq) == seq
            )
        ).scalar_one()
        or ""
    )
