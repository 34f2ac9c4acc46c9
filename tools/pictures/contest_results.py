"""Two rounds that are over: one published and computed anew, one waiting for a second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select
from sqlmodel import col

from app.domain.contests import moments, proofs, reading
from app.domain.ids import new_code, new_token
from app.domain.permissions import Actor, Post
from app.models.contests import Attempt, Contest, ContestRound, Entrant, RoundQuestion
from app.models.members import Member
from app.schemas.contest_results import PublicationCreate, ResultCreate
from app.schemas.contest_rulings import RulingCreate
from app.services.contests import computing, publishing, ruling
from app.services.deeds import fresh_id
from app.store import communities
from app.store.actors import Work

NONCE = "5e" * 32
RULES = {
    "attempts": {"max": 3, "counted": "most_correct_then_earliest"},
    "scoring": "exact_set",
    "eligible": "all_correct",
    "fallback": "highest_correct",
    "prediction": {"target": "persons_all_correct", "distance": "abs"},
    "rank": ["-correct", "prediction_distance", "submitted_at"],
    "time_precision": "ms",
    "final_tie": "server_seq",
    "prizes": [["Nhất", 1], ["Nhì", 2], ["Ba", 3]],
    "one_prize_per": "round",
    "exclude_roles": ["organiser", "secretary", "juror", "adviser", "bank_reader"],
    "n_counts": "after_disqualification",
}
PROMPTS = (
    "Hội Liên hiệp Phụ nữ Việt Nam được thành lập ngày nào?",
    "Người từ bao nhiêu tuổi trở lên được vay vốn qua tổ chức Hội?",
    "Số điện thoại tổng đài quốc gia bảo vệ trẻ em là số nào?",
    "Bình đẳng giới là gì?",
    "Khi nghi bị lừa qua mạng, việc nên làm trước tiên là gì?",
)


@dataclass(frozen=True, slots=True)
class Results:
    """`published`: version 2 stands beside the published one; `waits`: approved by one."""

    contest: str
    published: str
    waits: str


def furnish(desk: Work, slug: str, own: str, second: str) -> Results:
    """`desk`: the chair's work; `own`: a member's file that takes a prize; `second`: a person who
    completes what the chair began."""
    community = communities.get(desk.session, slug)
    contest = Contest(
        id=fresh_id(desk),
        community_id=community.id,
        kind="quiz",
        title="Tìm hiểu về Hội và quyền của phụ nữ",
        ruleset=RULES,
        ruleset_sha256=reading.read(RULES).sha256,
        code=new_code(),
        state="published",
        created_by=desk.actor.person_id or "",
        created_at=desk.now,
        published_by=desk.actor.person_id,
        published_at=desk.now,
    )
    desk.session.add(contest)
    desk.session.flush()
    people = _people(desk, community.id, own)
    published, waits = (_round(desk, contest, number, people) for number in (1, 2))
    other = replace(
        desk, actor=Actor(second, posts=(Post("vice_chair", frozenset({community.id})),))
    )
    for one in (published, waits):
        computing.compute(desk, one.id, ResultCreate())
    for who in (desk, other):
        publishing.publish(who, published.id, PublicationCreate())
    entry = desk.session.execute(
        select(col(Attempt.entry)).where(
            col(Attempt.round_id) == published.id, col(Attempt.seq) == 2
        )
    ).scalar_one()
    said = {"reason": "Nhờ người khác làm bài", "evidence": "Biên bản ngày 24/11, lưu tại Hội"}
    ruling.disqualify(desk, published.id, RulingCreate.model_validate({**said, "entry": entry}))
    computing.compute(desk, published.id, ResultCreate(reason="Một bài do người khác làm thay"))
    again = {"reason": "Chị ấy đã chứng minh tự làm bài", "evidence": "Đơn ngày 25/11, lưu tại Hội"}
    ruling.reinstate(desk, published.id, RulingCreate.model_validate({**again, "entry": entry}))
    publishing.publish(other, waits.id, PublicationCreate())
    return Results(contest.id, published.id, waits.id)


def _people(desk: Work, community_id: str, own: str) -> list[Member]:
    """She herself and twelve others."""
    found = desk.session.execute(
        select(Member)
        .where(
            col(Member.community_id) == community_id,
            col(Member.state) == "approved",
            col(Member.id) != own,
        )
        .order_by(col(Member.id))
        .limit(12)
    ).scalars()
    return [desk.session.get_one(Member, own), *found]


def _round(desk: Work, contest: Contest, number: int, people: Iterable[Member]) -> ContestRound:
    closes = desk.now - timedelta(days=3 - number)
    of = ContestRound(
        id=fresh_id(desk),
        contest_id=contest.id,
        number=number,
        title=f"Vòng tuần {number}",
        opens_at=closes - timedelta(days=7),
        closes_at=closes,
        blueprint=[],
        seed=new_token(),
        nonce=NONCE,
        commitment="0" * 64,
        created_by=contest.created_by,
        created_at=desk.now,
    )
    key = {f"q{n}": ["b"] for n in range(1, len(PROMPTS) + 1)}
    of.commitment = proofs.commit(of.id, key, NONCE)
    desk.session.add(of)
    desk.session.flush()
    desk.session.add_all(
        RoundQuestion(
            round_id=of.id,
            key=f"q{place}",
            place=place,
            prompt=prompt,
            prompt_html=f"<p>{prompt}</p>",
            options=[{"key": one, "text": f"Phương án {one.upper()}"} for one in "abcd"],
            answer=["b"],
            points=100,
        )
        for place, prompt in enumerate(PROMPTS, 1)
    )
    for n, member in enumerate(people):
        _paper(desk, of, member, n)
    desk.session.flush()
    return of


def _paper(desk: Work, of: ContestRound, member: Member, n: int) -> None:
    """The better half chose `c` in the first question, where the key says `b`."""
    session = desk.session
    if session.get(Entrant, (of.contest_id, member.person_id)) is None:
        session.add(
            Entrant(
                contest_id=of.contest_id,
                person_id=member.person_id,
                member_id=member.id,
                full_name=member.full_name,
                unit_id=member.unit_id,
                unit_name="Chi hội thôn Đông",
                phone_masked="09•• ••• 123",
                frozen_at=desk.now,
            )
        )
        session.flush()
    right = len(PROMPTS) - n // 3
    answers = {f"q{one}": ["b" if one <= right else "c"] for one in range(1, len(PROMPTS) + 1)}
    if 3 <= n < 7:
        answers["q1"], right = ["c"], right - 1
    at = of.closes_at - timedelta(hours=60 - n, milliseconds=317 * n)
    ms = moments.to_ms(at)
    entry = proofs.Entry(new_code(), 2 + n % 5, ms)
    of.entries += 1
    session.add(
        Attempt(
            id=fresh_id(desk),
            round_id=of.id,
            person_id=member.person_id,
            number=1,
            state="submitted",
            started_at=at - timedelta(minutes=4),
            deadline_at=of.closes_at,
            answers=answers,
            prediction=entry.prediction,
            submitted_at=moments.from_ms(ms),
            ended_by="entrant",
            seq=of.entries,
            entry=entry.number,
            leaf=entry.leaf.hex(),
            duration_ms=240_000,
            correct=right,
            points=right * 100,
        )
    )


def send_correction(page: Page) -> None:
    """The first question's key corrected, seen before it is decided."""
    page.locator("details.confirm > summary").first.click()
    form = page.locator("details.confirm form").first
    for box in form.locator('input[name="answer"]').all():
        box.set_checked(box.get_attribute("value") == "c")
    form.locator('input[name="reason"]').fill("Sách in lại đã sửa câu này")
    form.locator('button[type="submit"]').click()
