"""A contest whose round has closed: an essay to mark, a complaint that waits, one answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.domain.contests import moments, proofs, reading
from app.domain.ids import new_code, new_token
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
from app.store import communities
from app.store.actors import Work

RULES = {
    "attempts": {"max": 3, "counted": "most_correct_then_earliest"},
    "scoring": "exact_set",
    "eligible": "all",
    "fallback": "highest_correct",
    "prediction": {"target": "participants", "distance": "abs"},
    "rank": ["-correct", "prediction_distance", "submitted_at"],
    "time_precision": "ms",
    "final_tie": "server_seq",
    "prizes": [["Nhất", 1], ["Nhì", 3], ["Ba", 5]],
    "one_prize_per": "contest",
    "exclude_roles": ["organiser", "juror", "adviser"],
    "n_counts": "after_disqualification",
}
ESSAY = "Nhà bà Tư cạnh tôi ở một mình.\nMỗi sáng tôi sang đo huyết áp, nhắc bà uống thuốc."


@dataclass(frozen=True, slots=True)
class Papers:
    contest: str
    round: str
    waiting: str
    answered: str


def furnish(desk: Work, slug: str, own: Member, other: Member) -> Papers:
    """`desk`: the chair's own work; `own` complains and waits, `other` has her answer."""
    session, chair = desk.session, desk.actor.person_id or ""
    rules = reading.read(RULES)
    contest = Contest(
        id=fresh_id(desk),
        community_id=communities.get(session, slug).id,
        kind="quiz",
        title="Tìm hiểu truyền thống Hội Liên hiệp Phụ nữ Việt Nam",
        ruleset=rules.as_json(),
        ruleset_sha256=rules.sha256,
        code=new_code(),
        state="published",
        complaints=2,
        help_phone="0911000199",
        created_by=chair,
        created_at=desk.now,
        published_by=chair,
        published_at=desk.now,
    )
    session.add(contest)
    session.flush()
    closes = desk.now - timedelta(hours=3)
    of = ContestRound(
        id=fresh_id(desk),
        contest_id=contest.id,
        number=1,
        title="Vòng 1",
        opens_at=closes - timedelta(days=7),
        closes_at=closes,
        blueprint=[],
        seed=new_token(),
        nonce="5e" * 32,
        commitment="0" * 64,
        entries=2,
        created_by=chair,
        created_at=desk.now,
    )
    session.add(of)
    session.flush()
    prompt = "Kể một việc tốt chị đã làm cho hàng xóm."
    session.add(
        RoundQuestion(
            round_id=of.id,
            key="essay",
            place=1,
            kind="essay",
            prompt=prompt,
            prompt_html=f"<p>{prompt}</p>",
            options=[],
            answer=[],
            points=1000,
        )
    )
    session.add(ContestOffice(contest_id=contest.id, person_id=chair, role="juror", since=desk.now))
    for seq, member in enumerate((own, other), 1):
        _paper(desk, of, member, seq)
    waiting = _complaint(desk, of, own, 2)
    answered = _complaint(desk, of, other, 1)
    answered.state, answered.outcome, answered.answered_by = "answered", "kept", chair
    answered.closed_at, answered.version = desk.now, 2
    answered.answer = "Câu 3 chỉ có ý b đúng, theo Luật số 13/2022/QH15, Điều 3."
    session.flush()
    return Papers(contest.id, of.id, waiting.id, answered.id)


def _paper(desk: Work, of: ContestRound, member: Member, seq: int) -> None:
    at = moments.from_ms(moments.to_ms(of.closes_at - timedelta(hours=seq)))
    entry = f"7K{seq}Q"
    desk.session.add_all(
        (
            RoundTurn(round_id=of.id, person_id=member.person_id, taken=1),
            Entrant(
                contest_id=of.contest_id,
                person_id=member.person_id,
                member_id=member.id,
                full_name=member.full_name,
                frozen_at=at,
            ),
            Attempt(
                id=fresh_id(desk),
                round_id=of.id,
                person_id=member.person_id,
                number=1,
                state="submitted",
                started_at=at - timedelta(minutes=9),
                deadline_at=of.closes_at,
                answers={"essay": [ESSAY]},
                prediction=120,
                submitted_at=at,
                ended_by="entrant",
                seq=seq,
                entry=entry,
                leaf=proofs.Entry(entry, 120, moments.to_ms(at)).leaf.hex(),
                duration_ms=540_000,
                correct=0,
                points=0,
            ),
        )
    )
    desk.session.flush()


def _complaint(desk: Work, of: ContestRound, member: Member, number: int) -> ContestComplaint:
    row = ContestComplaint(
        id=fresh_id(desk),
        contest_id=of.contest_id,
        round_id=of.id,
        person_id=member.person_id,
        number=number,
        text="Câu 3 theo em có hai ý đúng, là ý b và ý c. Mong Ban Tổ chức xem lại giúp em.",
        opened_at=desk.now - timedelta(hours=2),
    )
    desk.session.add(row)
    return row
