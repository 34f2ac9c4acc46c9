"""Votes, marks, likes and results of works, each as issue 5 says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app import clock
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.contests import Contest
from app.models.members import Consent
from app.models.notices import Notice
from app.models.works import ContestWork, LikeSnapshot, VoteStrike, WorkFlag, WorkMark, WorkVote
from app.schemas.base import Empty
from app.schemas.contest_results import NamingChange
from app.schemas.members import Decision
from app.schemas.work_judging import (
    ConflictDeclare,
    MarkWrite,
    ResultCompute,
    ResultPublish,
    StrikeCreate,
    StrikeLift,
    VotesRead,
    WorkResultRead,
)
from app.schemas.works import LikesWrite, WorkRead
from app.services import my_data
from app.services.works import (
    deciding,
    liking,
    marking,
    naming,
    reading,
    results,
    striking,
    voting,
    writing,
)
from tests import works as place
from tests.factories import Scene, work_of
from tests.services.desk import Desk, because

Setting = Callable[..., "Contested"]


class Contested:
    """A contest with accepted stories of members without accounts."""

    def __init__(self, desk: Desk, scene: Scene, **rules: Any) -> None:
        self.desk, self.scene = desk, scene
        self.works: dict[str, int] = {}
        self.id = desk.database.write_now(
            lambda s: place.contest(work_of(s), scene, kind="story", **rules).id
        )

    def alter(self, fn: Callable[[Any, Contest], Any]) -> Any:
        def inside(session: Any) -> Any:
            contest = session.get_one(Contest, self.id)
            return fn(work_of(session), contest)

        return self.desk.database.write_now(inside)

    def piece(self, name: str, number: int, **values: Any) -> str:
        """A work of that author."""
        made = self.alter(
            lambda work, of: (
                place.piece(work, of, place.entrant(work, self.scene, name), number, **values).id
            )
        )
        self.works[made] = number
        return str(made)

    def voters(self, piece: str, count: int, *, every: float = 3, **values: Any) -> None:
        """So many votes before now, one every so many minutes."""

        def cast(work: Any, _of: Contest) -> None:
            row = work.session.get(ContestWork, piece)
            for n in range(count):
                member = place.entrant(work, self.scene, f"v{self.works[piece]}-{n}", **values)
                place.vote(work, row, member, minutes=5 + n * every)

        self.alter(cast)

    def juror(self, *names: str) -> None:
        def appoint(work: Any, of: Contest) -> None:
            for name in names:
                place.office(work, of, self.scene.persons[name])

        self.alter(appoint)

    def close(self) -> None:
        self.alter(place.close)

    def mark(self, who: str, piece: str, *points: int) -> None:
        for criterion, given in zip(("k1", "k2"), points, strict=False):
            body = MarkWrite(criterion=criterion, points=given)
            self.desk.run(who, marking.mark, piece, body)

    def compute(self, who: str = "contests", **body: Any) -> WorkResultRead:
        return self.desk.run(who, results.compute, self.id, ResultCompute(**body))

    def votes(self, who: str = "contests") -> VotesRead:
        return self.desk.run(who, voting.read, self.id)


@pytest.fixture
def setting(desk: Desk, scene: Scene) -> Setting:
    return lambda **rules: Contested(desk, scene, **rules)


def refused(code: str, kind: Any = Conflict) -> Any:
    return pytest.raises(kind, match=f"^{code}$")


def rows(desk: Desk, table: Any) -> list[Any]:
    return desk.database.read_now(lambda s: list(s.execute(select(table)).scalars()))


def give(desk: Desk, piece: str, who: str = "member") -> WorkRead:
    return desk.run(who, voting.give, piece, Empty())


# -- votes -------------------------------------------------------------------------------------


def test_one_vote_a_member_and_work_and_its_count_is_nobodys_yet(
    desk: Desk, setting: Setting
) -> None:
    here = setting()
    one = here.piece("hoa", 1)
    told = give(desk, one)
    assert (told.voted, told.votes, told.may_vote) == (True, None, True)
    assert give(desk, one).voted
    assert len(rows(desk, WorkVote)) == 1
    for who in ("chair", "contests", "adviser"):
        seen = here.votes(who)
        assert (seen.total, seen.hours, seen.works, seen.flags) == (0, [], [], [])
        assert desk.run(who, reading.read, one).votes is None
    desk.run("member", voting.take_back, one)
    assert rows(desk, WorkVote) == []
    give(desk, one)
    here.close()
    assert here.votes("adviser").total == 1
    assert desk.run("member", reading.read, one).votes == 1
    assert [vote["work"] for vote in desk.run("member", my_data.data).work_votes] == [one]


def test_no_vote_for_her_own_none_outside_the_window_none_by_others(
    desk: Desk, setting: Setting
) -> None:
    here = setting()
    own, other = here.piece("member", 1), here.piece("hoa", 2)
    waiting = here.piece("lan", 3, state="submitted")
    with refused("own-case", Forbidden):
        give(desk, own)
    for who in ("chair", "adviser"):
        with pytest.raises(Forbidden):
            give(desk, other, who)
    with pytest.raises(Exception, match="not-found"):
        give(desk, waiting)
    here.close()
    with refused("votes-closed"):
        give(desk, other)
    with refused("votes-closed"):
        desk.run("member", voting.take_back, other)
    silent = setting(votes_from=None, votes_until=None, vote_weight=0)
    with refused("votes-none"):
        give(desk, silent.piece("hoa", 1))


def test_what_is_unusual_is_told_with_evidence_and_only_a_decision_takes_it_out(
    desk: Desk, setting: Setting
) -> None:
    here = setting()
    calm, busy = here.piece("hoa", 1), here.piece("lan", 2)
    here.voters(calm, 3, every=60)
    here.voters(busy, 12, every=0.5, unit_id=here.scene.units["commune"])
    give(desk, busy)
    with refused("votes-running"):
        desk.run("contests", voting.check, here.id, Empty())
    here.close()
    seen = desk.run("contests", voting.check, here.id, Empty())
    again = desk.run("contests", voting.check, here.id, Empty())
    assert {one.id for one in again.flags} == {one.id for one in seen.flags}
    kinds = {one.kind for one in seen.flags}
    assert kinds <= {"spike", "cluster"}
    assert "cluster" in kinds
    cluster = next(one for one in seen.flags if one.kind == "cluster")
    assert (cluster.work, len(cluster.voters)) == (busy, 12)
    assert set(cluster.marks) == {"joined", "unit"}
    assert cluster.voters[0].unit == "Đơn vị commune"
    assert seen.total == 16
    body = StrikeCreate(work=busy, flag=cluster.id, reason="Nhiều tài khoản mới, cùng lúc.")
    struck = desk.run("contests", striking.strike, here.id, body)
    assert struck.total == 4
    assert {one.entry: (one.votes, one.struck) for one in struck.works} == {
        "C1": (3, 0),
        "C2": (1, 12),
    }
    with refused("votes-struck-already"):
        desk.run("chair", striking.strike, here.id, body)
    (row,) = rows(desk, VoteStrike)
    assert row.evidence == f"cluster:{cluster.id}"
    lifted = desk.run("chair", striking.lift, row.id, StrikeLift(reason="Chi hội họp, cùng bấm."))
    assert lifted.total == 16
    with refused("votes-lifted"):
        desk.run("contests", striking.lift, row.id, StrikeLift(reason="Lần nữa."))


def test_votes_go_out_only_with_reason_evidence_and_not_by_who_has_a_stake(
    desk: Desk, scene: Scene, setting: Setting
) -> None:
    here = setting()
    one = here.piece("hoa", 1)
    here.voters(one, 2)
    here.close()
    person = rows(desk, WorkVote)[0].person_id
    with pytest.raises(ValidationError):
        StrikeCreate(work=one, people=[person], reason="")
    with pytest.raises(Invalid) as caught:
        desk.run(
            "contests",
            striking.strike,
            here.id,
            StrikeCreate(work=one, people=[person], reason="x"),
        )
    assert caught.value.errors[0].code == "ruling-without-evidence"
    whole = StrikeCreate(work=one, people=[person], reason="x", evidence="Hai máy, một người")
    for who in ("moderator", "member", "adviser"):
        with pytest.raises(Forbidden):
            desk.run(who, striking.strike, here.id, whole)
    elsewhere = whole.model_copy(update={"work": setting().piece("lan", 1)})
    with pytest.raises(Invalid):
        desk.run("contests", striking.strike, here.id, elsewhere)
    here.juror("contests")
    with refused("work-juror-blind"):
        desk.run("contests", striking.strike, here.id, whole)
    with refused("work-juror-blind"):
        here.votes()
    assert desk.run("chair", striking.strike, here.id, whole).total == 1


# -- the jury ----------------------------------------------------------------------------------


def test_a_juror_marks_blind_one_mark_at_a_time(desk: Desk, setting: Setting) -> None:
    here = setting(full_mark=100)
    first, second = here.piece("hoa", 1), here.piece("lan", 2)
    give(desk, first)
    here.juror("moderator", "member")
    table = desk.run("moderator", marking.jury, here.id)
    assert [(one.entry, one.marked) for one in table.works] == [("C1", 0), ("C2", 0)]
    told = desk.run("moderator", marking.mark, first, MarkWrite(criterion="k1", points=80))
    assert (told.points, told.after) == ({"k1": 80}, second)
    told = desk.run("moderator", marking.mark, first, MarkWrite(criterion="k1", points=70))
    assert (told.points, len(rows(desk, WorkMark))) == ({"k1": 70}, 1)
    seen = f"{table.model_dump()}{told.model_dump()}{desk.run('moderator', reading.read, first)}"
    assert "Lê Thị Hoa" not in seen
    assert "votes=None" in seen
    assert desk.run("member", marking.read, first).points == {}
    assert desk.run("moderator", my_data.data).work_marks[0]["points"] == 70


def test_who_may_not_mark_and_what_is_no_mark(desk: Desk, setting: Setting) -> None:
    here = setting()
    one, hers = here.piece("hoa", 1), here.piece("member", 2)
    waiting = here.piece("lan", 3, state="submitted")
    mark = MarkWrite(criterion="k1", points=7)
    with refused("jurors-only"):
        desk.run("chair", marking.mark, one, mark)
    with pytest.raises(Forbidden):
        desk.run("adviser", marking.mark, one, mark)
    here.juror("member", "editor", "questions")
    for piece in (one, hers):
        with refused("juror-is-entrant"):
            desk.run("member", marking.mark, piece, mark)
    with refused("juror-is-entrant"):
        desk.run("member", marking.jury, here.id)
    with refused("wrong-state"):
        desk.run("editor", marking.mark, waiting, mark)
    for wrong in (MarkWrite(criterion="k9", points=7), MarkWrite(criterion="k1", points=11)):
        with pytest.raises(Invalid):
            desk.run("editor", marking.mark, one, wrong)
    assert rows(desk, WorkMark) == []


def test_who_is_too_near_marks_no_more(desk: Desk, setting: Setting) -> None:
    here = setting()
    one = here.piece("hoa", 1)
    here.juror("editor")
    here.mark("editor", one, 9, 9)
    told = desk.run("editor", marking.declare, one, ConflictDeclare(reason="Em gái tôi"))
    assert (told.conflict, told.points, rows(desk, WorkMark)) == ("Em gái tôi", {}, [])
    with refused("work-conflict-declared"):
        here.mark("editor", one, 9)
    assert desk.run("editor", marking.jury, here.id).done == 1


# -- likes -------------------------------------------------------------------------------------


def test_likes_take_two_people(desk: Desk, setting: Setting) -> None:
    here = setting()
    one = here.piece("hoa", 1)
    entered = desk.run("editor", liking.enter, one, LikesWrite(likes=120))
    (shot,) = entered.likes
    assert (shot.confirmed, shot.mine) == (False, True)
    assert desk.run("member", reading.read, one).likes == []
    with refused("already-approved-by-you"):
        desk.run("editor", liking.confirm, shot.id, Empty())
    assert desk.run("contests", liking.confirm, shot.id, Empty()).likes[0].confirmed
    with refused("likes-confirmed"):
        desk.run("chair", liking.confirm, shot.id, Empty())
    (told,) = desk.run("member", reading.read, one).likes
    assert (told.likes, told.entered_by) == (120, "Ban Quản trị")
    with refused("likes-known"):
        body = LikesWrite(likes=1, counted_at=rows(desk, LikeSnapshot)[0].counted_at)
        desk.run("chair", liking.enter, one, body)
    later = clock.now() + timedelta(hours=1)
    with pytest.raises(Invalid):
        desk.run("chair", liking.enter, one, LikesWrite(likes=1, counted_at=later))
    with pytest.raises(Forbidden):
        desk.run("member", liking.enter, one, LikesWrite(likes=1))


# -- results -----------------------------------------------------------------------------------


def test_the_issues_formula_through_the_service(desk: Desk, setting: Setting) -> None:
    """80 % jury of 90, 80, 70; counts 10, 20, 60: the cap is twice the median, 40."""
    here = setting(full_mark=100, quorum=2)
    works = [here.piece(name, n) for n, name in enumerate(("hoa", "lan", "mai"), 1)]
    here.juror("editor", "questions")
    for piece, mark, votes in zip(works, (90, 80, 70), (10, 20, 60), strict=True):
        here.mark("editor", piece, mark, mark)
        here.mark("questions", piece, mark, mark)
        here.voters(piece, votes, every=0.01)
    with refused("work-intake-open"):
        here.compute()
    here.close()
    told = here.compute()
    assert [(r.entry, r.rank, r.jury, r.votes, r.capped, r.final, r.prize) for r in told.rows] == [
        ("C1", 1, Decimal("90.00"), 10, Decimal("10.00"), Decimal("77.00"), "Nhất"),
        ("C3", 2, Decimal("70.00"), 60, Decimal("40.00"), Decimal("76.00"), "Nhì"),
        ("C2", 3, Decimal("80.00"), 20, Decimal("20.00"), Decimal("74.00"), "Nhì"),
    ]
    assert told.caps == {"individual": Decimal("40.00")}
    assert [(left.prize, left.count) for left in told.unawarded] == [("Nhì", 1), ("Ba", 5)]
    assert [row.author for row in told.rows] == ["Lê Thị Hoa", "Phạm Thị mai", "Vũ Thị Lan"]


def ready(desk: Desk, setting: Setting, *authors: str) -> tuple[Contested, list[str]]:
    """Two works, marked by a quorum, everything closed."""
    here = setting()
    works = [here.piece(who, n) for n, who in enumerate(authors or ("hoa", "lan"), 1)]
    here.juror("editor", "questions")
    for piece, points in zip(works, (9, 7), strict=True):
        here.mark("editor", piece, points, points)
        here.mark("questions", piece, points, points)
    here.close()
    return here, works


def publish(desk: Desk, here: Contested, who: str, **body: Any) -> WorkResultRead:
    return desk.run(who, results.publish, here.id, ResultPublish(**body))


def agree(here: Contested, member_id: str) -> None:
    """To be named in public."""
    here.alter(
        lambda work, _: work.session.add(
            Consent(
                id="c" * 26,
                member_id=member_id,
                purpose="publication",
                notice_version=1,
                given_at=work.now,
                way="page",
            )
        )
    )


def test_two_people_publish_and_members_read_who_agreed_to_be_named(
    desk: Desk, scene: Scene, setting: Setting
) -> None:
    here, works = ready(desk, setting)
    here.compute()
    hidden = desk.run("member", results.read, here.id)
    assert (hidden.no, hidden.rows, hidden.allowed_actions) == (0, [], [])
    assert desk.run("adviser", results.read, here.id).no == 0
    first = publish(desk, here, "contests")
    assert (first.published_at, first.approvals) == (None, 1)
    with refused("already-approved-by-you"):
        publish(desk, here, "contests")
    assert publish(desk, here, "chair", no=1).published_at is not None
    with refused("work-results-out"):
        publish(desk, here, "vice_chair")
    agree(here, scene.members["hoa"])
    told = desk.run("member", results.read, here.id)
    assert [(row.entry, row.author) for row in told.rows] == [("C1", "Lê Thị Hoa"), ("C2", None)]
    assert desk.run("member", reading.read, works[0]).author == "Lê Thị Hoa"
    for deed in (
        lambda: here.mark("editor", works[0], 1),
        lambda: desk.run("chair", deciding.reverse, works[0], because("Vì.")),
    ):
        with refused("work-results-out"):
            deed()
    with pytest.raises(DBAPIError):
        here.alter(lambda work, _: work.session.execute(text("UPDATE work_result SET no = 2")))


def test_a_winner_is_told_and_says_how_she_is_named(
    desk: Desk, scene: Scene, setting: Setting
) -> None:
    here, works = ready(desk, setting, "member", "lan")
    with refused("no-prize"):
        desk.run("member", naming.read, works[0])
    here.compute()
    publish(desk, here, "contests")
    publish(desk, here, "chair")
    letters = desk.database.read_now(lambda s: list(s.execute(select(Notice)).scalars()))
    assert {(one.kind, one.path) for one in letters} == {
        ("contest.work_prize", f"/works/{piece}/naming") for piece in works
    }
    asked = desk.run("member", naming.read, works[0])
    assert (asked.prize, asked.choice, asked.consented) == ("Nhất", None, False)
    with refused("naming-needs-consent"):
        desk.run("member", naming.choose, works[0], NamingChange(choice="name"))
    agree(here, scene.members["member"])
    assert desk.run("moderator", results.read, here.id).rows[0].author
    chosen = desk.run("member", naming.choose, works[0], NamingChange(choice="nothing"))
    assert chosen.choice == "nothing"
    assert desk.run("moderator", results.read, here.id).rows[0].author is None
    with refused("not-found", Hidden):
        desk.run("stranger", naming.read, works[1])


def test_what_changed_since_must_be_computed_again_as_another_version(
    desk: Desk, setting: Setting
) -> None:
    here, works = ready(desk, setting)
    here.compute()
    here.mark("editor", works[1], 10, 10)
    here.mark("questions", works[1], 10, 10)
    assert desk.run("chair", results.read, here.id).stands_in_the_way == ["work-result-old"]
    with refused("work-result-old"):
        publish(desk, here, "chair")
    with pytest.raises(Invalid):
        here.compute()
    told = here.compute(reason="Hai giám khảo chấm lại bài C2.")
    assert (told.no, told.rows[0].entry) == (2, "C2")
    assert desk.run("contests", results.read, here.id, 1).rows[0].entry == "C1"
    assert [(one.no, one.published) for one in told.versions] == [(2, False), (1, False)]
    with refused("stale-version"):
        publish(desk, here, "chair", no=1)


def test_below_the_quorum_nothing_goes_out_and_conflicts_count_for_nobody(
    desk: Desk, setting: Setting
) -> None:
    here, works = ready(desk, setting)
    here.alter(
        lambda work, _: work.session.execute(
            text(
                "INSERT INTO juror_conflict (work_id, juror_id, reason, declared_at)"
                " SELECT work_id, juror_id, 'gần', marked_at FROM work_mark"
                " WHERE work_id = :w AND criterion = 'k1' AND juror_id = :j"
            ),
            {"w": works[1], "j": here.scene.persons["editor"]},
        )
    )
    told = here.compute()
    assert [(row.entry, row.rank, row.jurors) for row in told.rows] == [
        ("C1", 1, 2),
        ("C2", None, 1),
    ]
    with refused("works-below-quorum"):
        publish(desk, here, "chair")


def test_who_serves_the_contest_has_no_place_and_what_waits_must_be_judged_first(
    desk: Desk, scene: Scene, setting: Setting
) -> None:
    here, works = ready(desk, setting)
    waiting = here.piece("mai", 3, state="submitted")
    with refused("works-waiting"):
        here.compute()
    desk.run("contests", deciding.refuse, waiting, because("Vì."))
    person = desk.member("hoa").person_id
    here.alter(lambda work, of: place.office(work, of, person, "organiser"))
    assert [row.entry for row in here.compute().rows] == ["C2"]
    assert works
    here.juror("contests")
    with refused("work-juror-blind"):
        here.compute(reason="Lại.")


def test_the_most_liked_is_told_with_its_date_where_the_rules_say_so(
    desk: Desk, setting: Setting
) -> None:
    here = setting(likes=True, vote_weight=0, quorum=1)
    works = [here.piece("hoa", 1), here.piece("lan", 2)]
    here.juror("questions")
    for piece, likes in zip(works, (5, 900), strict=True):
        here.mark("questions", piece, 8, 8)
        shot = desk.run("editor", liking.enter, piece, LikesWrite(likes=likes)).likes[0]
        desk.run("chair", liking.confirm, shot.id, Empty())
    here.close()
    told = here.compute()
    assert told.most_liked is not None
    assert (told.most_liked.entry, told.most_liked.likes and told.most_liked.likes.likes) == (
        "C2",
        900,
    )
    assert told.rows[0].entry == "C1"


def test_a_withdrawn_work_leaves_the_gallery_the_marks_and_the_results(
    desk: Desk, scene: Scene, setting: Setting
) -> None:
    here = setting(quorum=1)
    hers, other = here.piece("member", 1), here.piece("hoa", 2)
    here.juror("editor")
    here.mark("editor", hers, 9, 9)
    here.mark("editor", other, 5, 5)
    desk.run("member", writing.withdraw, hers, Decision())
    assert [one.entry for one in desk.run("editor", marking.jury, here.id).works] == ["C2"]
    here.close()
    assert [row.entry for row in here.compute().rows] == ["C2"]
    assert rows(desk, WorkFlag) == []
