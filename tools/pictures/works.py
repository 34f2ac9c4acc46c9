"""Two contests of stories: one that takes works and votes, one that has ended with its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.contests import reading
from app.domain.ids import new_code
from app.domain.permissions import Actor, Membership, Post
from app.domain.pictures import Arrival
from app.models.contests import Contest, ContestOffice
from app.models.members import Member
from app.schemas.base import Empty
from app.schemas.members import Decision
from app.schemas.work_judging import MarkWrite, ResultCompute, ResultPublish, StrikeCreate
from app.schemas.works import CriterionWrite, LikesWrite, WorkRulesWrite, WorkWrite
from app.services.deeds import fresh_id
from app.services.works import (
    deciding,
    liking,
    marking,
    results,
    ruling,
    striking,
    voting,
    writing,
)
from app.store import communities
from app.store.actors import Work

NONE = Arrival((), 0)
RULESET = {
    "attempts": {"max": None, "counted": "first"},
    "scoring": "points",
    "eligible": "all",
    "fallback": "no_award",
    "prediction": None,
    "rank": ["manual"],
    "time_precision": "ms",
    "final_tie": "server_seq",
    "prizes": [["Nhất", 1], ["Nhì", 1], ["Ba", 2]],
    "one_prize_per": "contest",
    "exclude_roles": ["organiser", "juror", "adviser"],
    "n_counts": "after_disqualification",
}
TITLES = (
    "Tà áo của mẹ ngày tôi lấy chồng",
    "Chiếc áo dài đi chợ",
    "Ba thế hệ một tấm lụa",
    "May áo cho con gái đầu lòng",
)
STORY = "Mẹ may tà áo ấy từ tấm lụa bà ngoại để lại.\n\nNgày tôi về nhà chồng, mẹ mặc lại áo cũ."


@dataclass(frozen=True, slots=True)
class Works:
    open: str
    closed: str
    draft: str
    submitted: str
    accepted: str
    #: Decided long ago: it may be mended.
    mended: str
    strike: str
    likes: str
    #: Hers, with a prize of a published result.
    awarded: str


def furnish(desk: Work, slug: str, juror: str, own: Member, others: Sequence[Member]) -> Works:
    """`desk`: the chair's own work; `juror`: who marks, and elsewhere agrees to what the chair
    begins; `own`: of the role `member`."""
    before = replace(desk, now=desk.now - timedelta(days=9))
    closed = _contest(before, slug, "Kể chuyện áo dài năm 2025", juror, days=5)
    told = [_sent(before, closed, one, title) for one, title in zip(others, TITLES, strict=False)]
    for one in told:
        deciding.approve(before, one, Decision())
    for points, one in zip((9, 8, 7, 9), told, strict=False):
        for criterion in ("k1", "k2"):
            body = MarkWrite(criterion=criterion, points=points)
            marking.mark(_as(before, juror), one, body)
    for at, voter in enumerate((own, *others)):
        later = replace(before, now=before.now + timedelta(hours=at, minutes=at))
        for one in told[: 2 + at % 2]:
            if told.index(one) != at - 1:
                voting.give(_as(later, voter.person_id, voter), one, Empty())
    shot = liking.enter(desk, told[0], LikesWrite(likes=214)).likes[0].id
    strike = StrikeCreate(
        work=told[1], people=[own.person_id], reason="Bình chọn nhầm", evidence="Chị ấy báo lại"
    )
    struck = striking.strike(desk, closed, strike).strikes[0].id
    results.compute(desk, closed, ResultCompute())
    running = _contest(desk, slug, "Kể chuyện áo dài năm 2026", juror, days=20)
    accepted = _sent(desk, running, others[0], TITLES[0])
    deciding.approve(desk, accepted, Decision())
    mended = _sent(desk, running, others[1], TITLES[1])
    deciding.approve(replace(desk, now=desk.now - timedelta(hours=1)), mended, Decision())
    hers = _as(desk, own.person_id, own)
    draft = writing.create(hers, running, WorkWrite(title="Áo cưới", draft=True), NONE).id
    return Works(
        running,
        closed,
        draft,
        _sent(desk, running, own, TITLES[2]),
        accepted,
        mended,
        struck,
        shot,
        _awarded(before, slug, others[0].person_id, own, juror),
    )


def _awarded(desk: Work, slug: str, juror: str, own: Member, second: str) -> str:
    """Her story of last year, first of its contest: one computed, another agreed."""
    contest = _contest(desk, slug, "Kể chuyện áo dài năm 2024", juror, days=5)
    story = _sent(desk, contest, own, TITLES[3])
    deciding.approve(desk, story, Decision())
    for criterion in ("k1", "k2"):
        marking.mark(_as(desk, juror), story, MarkWrite(criterion=criterion, points=9))
    later = replace(desk, now=desk.now + timedelta(days=6))
    results.compute(later, contest, ResultCompute())
    post = Post("vice_chair", next(iter(desk.actor.posts)).communities)
    for who in (later, replace(later, actor=Actor(second, posts=(post,)))):
        results.publish(who, contest, ResultPublish())
    return story


def _contest(desk: Work, slug: str, title: str, juror: str, *, days: int) -> str:
    """From a day before the desk's now on, for so many days."""
    community, keeper = communities.get(desk.session, slug), desk.actor.person_id or ""
    rules = reading.read(RULESET)
    row = Contest(
        id=fresh_id(desk),
        community_id=community.id,
        kind="story",
        title=title,
        ruleset=rules.as_json(),
        ruleset_sha256=rules.sha256,
        code=new_code(),
        state="published",
        created_by=keeper,
        created_at=desk.now,
        published_by=keeper,
        published_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    desk.session.add(
        ContestOffice(contest_id=row.id, person_id=juror, role="juror", since=desk.now)
    )
    opens, closes = desk.now - timedelta(days=1), desk.now + timedelta(days=days)
    ruling.put(
        desk,
        row.id,
        WorkRulesWrite(
            needs="story",
            opens_at=opens,
            closes_at=closes,
            votes_from=opens,
            votes_until=closes,
            individual=True,
            collective=True,
            most_of_person=3,
            most_individual=2,
            criteria=[
                CriterionWrite(name="Ý nghĩa câu chuyện", weight=60),
                CriterionWrite(name="Cách kể", weight=40),
            ],
            quorum=1,
            vote_weight=20,
            likes=True,
        ),
    )
    return row.id


def _sent(desk: Work, contest: str, author: Member, title: str) -> str:
    story = f"{title}.\n\n{STORY}"
    body = WorkWrite(title=title, story=story, shows="nobody", is_own=True)
    return writing.create(_as(desk, author.person_id, author), contest, body, NONE).id


def _as(desk: Work, person_id: str, file: Member | None = None) -> Work:
    """What she does herself; without a file of hers, as a member of the desk's community."""
    post = next(iter(desk.actor.posts))
    community = next(iter(post.communities))
    member = Membership(file.id if file else "", community, "approved")
    return replace(desk, actor=Actor(person_id, memberships=(member,)))
