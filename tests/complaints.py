"""Papers that were handed in, an essay among the questions, and a complaint: for the tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.domain.contests import proofs
from app.domain.contests.moments import from_ms, to_ms
from app.models.complaints import ContestComplaint
from app.models.contests import (
    Attempt,
    Contest,
    ContestOffice,
    ContestRound,
    Entrant,
    RoundQuestion,
    RoundTurn,
)
from app.models.members import Member
from app.services.deeds import fresh_id
from app.store.actors import Work
from tests import contests
from tests.factories import HOME, Scene


def closed_round(
    work: Work, of: Contest, *, number: int = 1, hours: int = 1, essay: int = 0, **more: Any
) -> ContestRound:
    """A round that closed some hours ago; `essay`: what its last question gives, hundredths."""
    closes = work.now - timedelta(hours=hours)
    row = contests.round_of(
        work, of, number=number, opens_at=closes - timedelta(days=7), closes_at=closes, **more
    )
    if essay:
        work.session.add(
            RoundQuestion(
                round_id=row.id,
                key="essay",
                place=99,
                kind="essay",
                prompt="Kể một việc tốt.",
                prompt_html="<p>Kể một việc tốt.</p>",
                options=[],
                answer=[],
                points=essay,
            )
        )
        work.session.flush()
    return row


def person_of(work: Work, scene: Scene, name: str) -> str:
    """Of the scene's people, or of a member by name or id."""
    if name in scene.persons:
        return scene.persons[name]
    member = work.session.get(Member, scene.members.get(name, name))
    assert member is not None
    return member.person_id


def handed_in(
    work: Work,
    scene: Scene,
    of: ContestRound,
    name: str,
    *,
    correct: int = 10,
    prediction: int | None = 1,
    submitted_at: datetime | None = None,
    essay: str | None = None,
) -> Attempt:
    """Her paper, as the server would have received it; the second of a woman is her second."""
    person = person_of(work, scene, name)
    turn = work.session.get(RoundTurn, (of.id, person))
    if turn is None:
        turn = RoundTurn(round_id=of.id, person_id=person)
        work.session.add(turn)
    turn.taken += 1
    of.entries += 1
    member = work.session.get(Member, scene.members.get(name, name)) or _any_member(work, scene)
    if work.session.get(Entrant, (of.contest_id, person)) is None:
        work.session.add(
            Entrant(
                contest_id=of.contest_id,
                person_id=person,
                member_id=member.id,
                full_name=f"Nguyễn Thị {name.title()}",
                unit_name="Chi hội 1, xã Gia Lâm",
                phone_masked="0911 *** *01",
                frozen_at=work.now,
            )
        )
    at = from_ms(to_ms(submitted_at or of.closes_at - timedelta(hours=1)))
    entry = f"E{of.number}{of.entries:03d}"
    leaf = proofs.Entry(entry, prediction, to_ms(at)).leaf
    paper = Attempt(
        id=fresh_id(work),
        round_id=of.id,
        person_id=person,
        number=turn.taken,
        state="submitted",
        started_at=at - timedelta(minutes=5),
        deadline_at=of.closes_at,
        answers={"essay": [essay]} if essay is not None else {},
        prediction=prediction,
        submitted_at=at,
        ended_by="entrant",
        seq=of.entries,
        entry=entry,
        leaf=leaf.hex(),
        duration_ms=300_250,
        correct=correct,
        points=correct * 100,
    )
    work.session.add(paper)
    work.session.flush()
    return paper


def _any_member(work: Work, scene: Scene) -> Member:
    member = work.session.get(Member, scene.members["hoa"])
    assert member is not None
    return member


def serves(work: Work, scene: Scene, of: Contest, role: str, *names: str) -> None:
    """They serve the contest."""
    work.session.add_all(
        ContestOffice(
            contest_id=of.id, person_id=person_of(work, scene, name), role=role, since=work.now
        )
        for name in names
    )
    work.session.flush()


def complaint(work: Work, scene: Scene, of: ContestRound, name: str) -> ContestComplaint:
    contest = work.session.get(Contest, of.contest_id)
    assert contest is not None
    contest.complaints += 1
    row = ContestComplaint(
        id=fresh_id(work),
        contest_id=of.contest_id,
        round_id=of.id,
        person_id=person_of(work, scene, name),
        number=contest.complaints,
        text="Câu 3 có hai đáp án đúng.",
        opened_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def furnish(work: Work, scene: Scene, name: str, slug: str = HOME) -> dict[str, str]:
    """A contest with a closed round, her paper and her complaint."""
    of = contests.contest(work, scene, slug=slug)
    last = closed_round(work, of)
    handed_in(work, scene, last, name)
    made = complaint(work, scene, last, name)
    return {"contests": of.id, "rounds": last.id, "complaints": made.id}
