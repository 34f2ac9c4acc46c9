"""Figures against a recount; a verification beside what she says of herself."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.domain.members import INSIDE
from app.domain.refusals import Conflict, Forbidden, Invalid
from app.models.members import Member, UnionVerification
from app.schemas.figures import FiguresRead
from app.schemas.members import Decision, Leaving, UnionVerificationCreate
from app.services import decisions, figures, lives, verifying
from tests import factories
from tests.conftest import Watch
from tests.factories import HOME, OTHER, Scene, work_of
from tests.services.desk import Desk


def _figures(desk: Desk, who: str = "moderator", slug: str = HOME, **more: object) -> FiguresRead:
    values: dict[str, object] = {"first": None, "to": None, "by": "month", **more}
    return desk.run(who, figures.page, slug, values["first"], values["to"], values["by"])  # type: ignore[arg-type]


def _lives(desk: Desk, scene: Scene, watch: Watch) -> None:
    """Twenty-six women come and some go over four months."""
    names = [f"lan{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]

    def apply_all(session: Session) -> None:
        for name in names:
            factories.apply(work_of(session), scene, name)

    desk.database.write_now(apply_all)
    for number, name in enumerate(names):
        watch.forward(days=5)
        if number % 5 == 4:
            continue
        desk.run("moderator", decisions.approve, scene.members[name], Decision())
        if number % 3 == 1:
            reason = ("busy", "moved", "deceased")[number % 9 // 3]
            desk.run("chair", lives.leave, scene.members[name], Leaving(reason=reason))


@pytest.mark.parametrize("by", ["month", "quarter", "year", "whole"])
def test_the_figures_are_what_a_recount_says(
    desk: Desk, scene: Scene, watch: Watch, by: str
) -> None:
    first = clock.today()
    _lives(desk, scene, watch)
    to = clock.today() + timedelta(days=1)
    shown = _figures(desk, first=first, to=to, by=by)
    home = scene.communities[HOME]
    rows = desk.database.read_now(
        lambda session: list(
            session.execute(select(Member).where(col(Member.community_id) == home)).scalars()
        )
    )
    came = [clock.in_vietnam(row.joined_at).date() for row in rows if row.joined_at]
    went = [clock.in_vietnam(row.ended_at).date() for row in rows if row.ended_at]
    for period in shown.periods:
        assert period.joined == sum(period.first <= day < period.to for day in came)
        assert period.left == sum(period.first <= day < period.to for day in went)
        assert period.members == sum(day < period.to for day in came) - sum(
            day < period.to for day in went
        )
    assert shown.periods[0].first == first
    assert shown.periods[-1].to == to
    assert [one.to for one in shown.periods[:-1]] == [one.first for one in shown.periods[1:]]
    inside = [row for row in rows if row.state in INSIDE]
    assert shown.members == shown.closing == len(inside)
    assert shown.persons == len({row.person_id for row in inside})
    assert {one.key: one.count for one in shown.files if one.count} == Counter(
        row.state for row in rows
    )
    assert {one.key: one.count for one in shown.left_by_reason} == Counter(
        "deceased" if row.deceased else row.state_reason for row in rows if row.state == "left"
    )
    assert sum(one.count for one in shown.union.declared) == len(inside)
    assert sum(one.count for one in shown.union.verified) == len(inside)
    assert desk.faults() == []


def test_a_woman_in_two_communities_is_one_person_and_two_memberships(
    desk: Desk, scene: Scene
) -> None:
    def same_woman(session: Session) -> None:
        other = session.get(Member, scene.members["other_hoa"])
        hoa = session.get(Member, scene.members["hoa"])
        assert other is not None
        assert hoa is not None
        other.person_id = hoa.person_id

    desk.database.write_now(same_woman)
    before = _figures(desk, "officer").together
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    desk.run("other_moderator", decisions.approve, scene.members["other_hoa"], Decision())
    here = _figures(desk, "moderator").together
    assert (here.communities, here.persons, here.memberships) == (
        1,
        before.persons + 1,
        before.memberships + 1,
    )

    def give_both(session: Session) -> tuple[int, int]:
        from app.store import figures as store

        both = [scene.communities[HOME], scene.communities[OTHER]]
        return store.persons(session, both, INSIDE)

    persons, memberships = desk.database.read_now(give_both)
    assert memberships - persons == 1


def test_an_officer_reads_sums_and_no_way_to_a_list(desk: Desk, scene: Scene) -> None:
    seen = _figures(desk, "officer")
    assert seen.members_href is None
    assert {one.href for one in (*seen.files, *seen.union.declared)} == {None}
    assert {one.joined_href for one in seen.periods} == {None}
    assert _figures(desk, "adviser").members_href is not None


@pytest.mark.parametrize("who", ["stranger", "nobody", "member", "other_chair", "administrator"])
def test_who_has_no_post_here_reads_no_figures(desk: Desk, scene: Scene, who: str) -> None:
    with pytest.raises(Forbidden):
        _figures(desk, who)


def test_impossible_periods_are_told_at_their_field(desk: Desk, scene: Scene) -> None:
    day = date(2026, 1, 1)
    for more, pointer in (
        ({"first": day, "to": day}, "/to"),
        ({"by": "week"}, "/by"),
        ({"first": date(1950, 1, 1), "to": day}, "/from"),
    ):
        with pytest.raises(Invalid) as wrong:
            _figures(desk, **more)
        assert wrong.value.errors[0].pointer == pointer


# -- verified by somebody ----------------------------------------------------------------------


def test_a_verification_stands_beside_her_own_word_and_can_be_corrected(
    desk: Desk, scene: Scene
) -> None:
    member = scene.members["member"]
    said = desk.member("member").union_status
    seen = UnionVerificationCreate(status="member", source="card", note="Thẻ 0123")
    card = desk.run("membership", verifying.verify, member, seen)
    assert card.union_verification is not None
    assert card.union_verification.verified_by == "Nguyễn Thị membership"
    counted = {one.key: one.count for one in _figures(desk).union.verified}
    assert counted["member"] == 1
    other = UnionVerificationCreate(status="not_member", source="chapter_list")
    desk.run("chair", verifying.verify, member, other)
    assert {one.key: one.count for one in _figures(desk).union.verified}["not_member"] == 1
    desk.run("chair", verifying.withdraw, member)
    assert {one.key: one.count for one in _figures(desk).union.verified}["not_member"] == 0
    with pytest.raises(Conflict, match="wrong-state"):
        desk.run("chair", verifying.withdraw, member)
    rows = desk.database.read_now(
        lambda session: list(session.execute(select(UnionVerification)).scalars())
    )
    assert [(row.status, row.ended_at is not None) for row in rows] == [
        ("member", True),
        ("not_member", True),
    ]
    assert desk.member("member").union_status == said


@pytest.mark.parametrize("who", ["moderator", "editor", "adviser"])
def test_who_does_not_keep_the_roll_verifies_nobody(desk: Desk, scene: Scene, who: str) -> None:
    body = UnionVerificationCreate(status="member", source="card")
    with pytest.raises(Forbidden):
        desk.run(who, verifying.verify, scene.members["member"], body)
