"""A published contest with live rounds in every state, and reports of its fakes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from app.domain.contests import reading
from app.domain.ids import new_code, new_token
from app.models.contests import Contest, ContestRound
from app.models.fake_reports import FakeReport
from app.models.live_rounds import LiveAnswer, LivePlayer, LiveQuestion, LiveRound
from app.models.members import Member
from app.models.people import Person
from app.schemas.contest_checks import FakeReportCreate
from app.services.contest_checks import reporting
from app.services.deeds import fresh_id
from app.store import communities
from app.store.actors import Work

RULESET = {
    "attempts": {"max": 3, "counted": "most_correct_then_earliest"},
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
QUESTIONS = (
    (
        "Hội Liên hiệp Phụ nữ Việt Nam thành lập ngày nào?",
        ("20/10/1930", "8/3/1910", "2/9/1945", "30/4/1975"),
    ),
    (
        "Khi có người lạ gọi điện xin mã OTP, chị nên làm gì?",
        ("Không đưa, cúp máy rồi hỏi ngân hàng", "Đọc mã cho nhanh", "Gửi qua tin nhắn"),
    ),
    ("Một tuần nên đi bộ ít nhất bao nhiêu phút?", ("150 phút", "15 phút", "50 phút")),
)
HOURS = {"waiting": 0, "asking": 1, "closed": 2, "ended": 3}


@dataclass(frozen=True, slots=True)
class Hall:
    """`rounds`: a live round by state; `report`: one that waits."""

    contest: str
    code: str
    rounds: dict[str, str]
    report: str
    handled: str


def furnish(desk: Work, slug: str, own: Member) -> Hall:
    """`desk`: the chair's own work; `own`: the member who looks, and plays."""
    community = communities.get(desk.session, slug)
    contest = _contest(desk, community.id)
    others = desk.session.execute(
        select(Member, col(Person.full_name))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(
            col(Member.community_id) == community.id,
            col(Member.state) == "approved",
            col(Member.id) != own.id,
        )
        .order_by(col(Member.id))
        .limit(11)
    ).all()
    players = [(own, "Nguyễn Thị Hoa"), *((row[0], row[1]) for row in others)]
    rounds = {state: _round(desk, contest, state, players) for state in HOURS}
    reporting.send(
        desk,
        FakeReportCreate(
            contest=contest.code,
            place="https://facebook.com/hoi-thi-ao-dai-gia",
            what="Họ bảo nộp 200.000 đồng tiền hồ sơ rồi gửi mã OTP.",
            phone="0912345678",
        ),
    )
    handled = FakeReport(
        id=fresh_id(desk),
        community_id=community.id,
        place="Nhóm Zalo “Thi đẹp nhận quà”",
        state="handled",
        note="Đã báo công an xã, đã đăng tin nhắc chị em.",
        reported_at=desk.now - timedelta(days=3),
        handled_by=desk.actor.person_id,
        handled_at=desk.now - timedelta(days=2),
    )
    desk.session.add(handled)
    desk.session.flush()
    waits = desk.session.execute(
        select(col(FakeReport.id)).where(col(FakeReport.state) == "new")
    ).scalar_one()
    return Hall(contest.id, contest.code, rounds, waits, handled.id)


def _contest(desk: Work, community_id: str) -> Contest:
    rules = reading.read(RULESET)
    contest = Contest(
        id=fresh_id(desk),
        community_id=community_id,
        kind="quiz",
        title="Tìm hiểu 96 năm Hội Liên hiệp Phụ nữ Việt Nam",
        ruleset=rules.as_json(),
        ruleset_sha256=rules.sha256,
        code=new_code(),
        decision_number="15/QĐ-HPN (minh họa)",
        help_phone="024 3825 9999",
        state="published",
        created_by=desk.actor.person_id or "",
        created_at=desk.now,
        published_by=desk.actor.person_id,
        published_at=desk.now,
    )
    desk.session.add(contest)
    desk.session.flush()
    for number in (1, 2):
        opens = desk.now.replace(minute=0, second=0, microsecond=0) + timedelta(days=7 * number)
        desk.session.add(
            ContestRound(
                id=fresh_id(desk),
                contest_id=contest.id,
                number=number,
                title=f"Tuần {number}",
                opens_at=opens,
                closes_at=opens + timedelta(days=7),
                blueprint=[],
                seed=new_token(),
                nonce="0" * 64,
                commitment="0" * 64,
                created_by=contest.created_by,
                created_at=desk.now,
            )
        )
    desk.session.flush()
    return contest


def _round(desk: Work, contest: Contest, state: str, players: list[tuple[Member, str]]) -> str:
    place = {"waiting": 0, "asking": 2, "closed": 2, "ended": 3}[state]
    live = LiveRound(
        id=fresh_id(replace(desk, now=desk.now - timedelta(hours=HOURS[state]))),
        contest_id=contest.id,
        title=f"Rung chuông vàng, buổi {4 - HOURS[state]}",
        state=state,
        place=place,
        version=2 * place + 1,
        asked_at=desk.now if place else None,
        ended_at=desk.now if state == "ended" else None,
        created_by=contest.created_by,
        created_at=desk.now - timedelta(hours=HOURS[state]),
    )
    desk.session.add(live)
    desk.session.flush()
    for number, (prompt, options) in enumerate(QUESTIONS, 1):
        desk.session.add(
            LiveQuestion(
                live_round_id=live.id,
                key=f"q{number}",
                place=number,
                prompt=prompt,
                options=[{"key": str(n), "text": text} for n, text in enumerate(options)],
                answer="0",
                points=1000,
                seconds=300,
            )
        )
    if state != "waiting":
        _play(desk, live, players)
    desk.session.flush()
    return live.id


def _play(desk: Work, live: LiveRound, players: list[tuple[Member, str]]) -> None:
    for number, (member, name) in enumerate(players):
        earned = 1000 * live.place - 137 * number
        desk.session.add(
            LivePlayer(
                live_round_id=live.id,
                person_id=member.person_id,
                member_id=member.id,
                full_name=name,
                points=earned,
                joined_at=desk.now,
            )
        )
    desk.session.flush()
    if live.state != "asking":
        desk.session.add(
            LiveAnswer(
                live_round_id=live.id,
                question_key=f"q{live.place}",
                person_id=players[0][0].person_id,
                option="0",
                received_at=desk.now,
                milliseconds=8_300,
                points=986,
            )
        )
