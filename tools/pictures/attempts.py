"""A contest as one of its entrants sees it: rounds to begin, papers in every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from app.domain.contests import proofs, reading
from app.domain.ids import new_code, new_token
from app.domain.permissions import Actor, Membership
from app.models.contests import Contest, ContestRound, RoundQuestion
from app.models.members import Member
from app.schemas.attempts import AnswersSave, AttemptSubmission
from app.services.contests import answering, closing, entering
from app.services.deeds import fresh_id
from app.store import communities
from app.store.actors import Work

#: Seconds for a paper of `timed`: long enough to answer, short enough to wait for.
TIMED = 30
RULESET: dict[str, Any] = {
    "attempts": {"max": 10, "counted": "most_correct_then_earliest"},
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
#: (question, options, keys of the right ones)
QUESTIONS = (
    (
        "Hội Liên hiệp Phụ nữ Việt Nam thành lập ngày nào?",
        ("20/10/1930", "8/3/1930", "20/10/1946"),
        "a",
    ),
    ("Những việc nào giúp phòng đột quỵ?", ("Đo huyết áp đều", "Bỏ thuốc lá", "Ăn mặn hơn"), "ab"),
    ("Số điện thoại của Ngôi nhà Bình yên là số nào?", ("111", "1900 969 680", "115"), "b"),
    ("Trẻ nên được bú mẹ hoàn toàn trong bao lâu?", ("2 tháng", "4 tháng", "6 tháng"), "c"),
)


@dataclass(frozen=True, slots=True)
class Papers:
    """Rounds by what they are for; attempts of the prepared member by their state."""

    open: str
    practice: str
    timed: tuple[str, str]
    going: str
    handed_in: str
    closed: str
    practised: str


def furnish(desk: Work, slug: str, member: Member) -> Papers:
    """`desk`: the chair's own work; `member`: whose the papers are."""
    community = communities.get(desk.session, slug).id
    contest = _contest(desk, community)
    herself = replace(
        desk,
        actor=Actor(
            member.person_id, memberships=(Membership(member.id, community, member.state),)
        ),
    )
    rounds = [_round(desk, contest, number, "Vòng thi tuần") for number in (1, 2)]
    practice = _round(desk, contest, 3, "Làm thử", practice=True)
    timed = [_round(desk, contest, n, "Vòng tính giờ", time_limit_s=TIMED) for n in (4, 5, 6)]
    handed_in = entering.start(herself, rounds[1])
    answers = {f"q{n}": list(right) for n, (_, _, right) in enumerate(QUESTIONS, 1)}
    answering.submit(herself, handed_in.id, AttemptSubmission(answers=answers, prediction=250))
    before = replace(herself, now=desk.now - timedelta(minutes=5))
    closed = entering.start(before, timed[2])
    answering.save(before, closed.id, AnswersSave(rev=1, answers={"q1": ["a"]}))
    closing.close_due(herself, timed[2])
    practised = entering.start(herself, practice)
    answering.submit(
        herself, practised.id, AttemptSubmission(answers={**answers, "q3": ["a"]}, prediction=1)
    )
    going = entering.start(herself, rounds[0])
    answering.save(herself, going.id, AnswersSave(rev=1, answers={"q1": ["a"]}))
    return Papers(
        open=rounds[1],
        practice=practice,
        timed=(timed[0], timed[1]),
        going=going.id,
        handed_in=handed_in.id,
        closed=closed.id,
        practised=practised.id,
    )


def _contest(work: Work, community: str) -> Contest:
    rules = reading.read(RULESET)
    keeper = work.actor.person_id or ""
    row = Contest(
        id=fresh_id(work),
        community_id=community,
        kind="quiz",
        title="Phụ nữ Gia Lâm tìm hiểu về Hội",
        ruleset=rules.as_json(),
        ruleset_sha256=rules.sha256,
        code=new_code(),
        help_phone="0900 000 009",
        state="published",
        created_by=keeper,
        created_at=work.now,
        published_by=keeper,
        published_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _round(work: Work, contest: Contest, number: int, title: str, **more: Any) -> str:
    """Open for a day; a practice round asks other words, so that it gives nothing away."""
    row = ContestRound(
        id=fresh_id(work),
        contest_id=contest.id,
        number=number,
        title=title,
        opens_at=work.now - timedelta(hours=2),
        closes_at=work.now + timedelta(days=1),
        blueprint=[],
        seed=new_token(),
        nonce="5e" * 32,
        commitment="0" * 64,
        created_by=contest.created_by,
        created_at=work.now,
        **more,
    )
    key = {f"q{n}": list(right) for n, (_, _, right) in enumerate(QUESTIONS, 1)}
    row.commitment = proofs.commit(row.id, key, row.nonce)
    work.session.add(row)
    work.session.flush()
    words = "Làm thử: " if row.practice else ""
    work.session.add_all(
        _question(row.id, f"q{n}", n, words + prompt, options, right)
        for n, (prompt, options, right) in enumerate(QUESTIONS, 1)
    )
    work.session.flush()
    return row.id


def _question(
    round_id: str, key: str, place: int, prompt: str, options: Sequence[str], right: str
) -> RoundQuestion:
    return RoundQuestion(
        round_id=round_id,
        key=key,
        place=place,
        prompt=prompt,
        prompt_html=f"<p>{prompt}</p>",
        options=[{"key": k, "text": text} for k, text in zip("abc", options, strict=True)],
        answer=list(right),
        points=100,
    )
