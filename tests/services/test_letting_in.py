"""Letting in: ticked once, taken back, listed until then."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.platforms import PlatformEntry
from app.schemas.members import Decision
from app.schemas.platforms import PlatformEntriesCreate
from app.services import cards, decisions, letting_in
from app.store import members
from app.store.actors import Work
from app.web.paging import encode
from tests.factories import HOME, Scene
from tests.services.desk import Desk

ALL = Page(100, None, encode)


def _card(work: Work, member_id: str) -> list[tuple[str, bool, str | None]]:
    card = cards.card(work, members.get(work.session, work.actor, member_id))
    return [
        (one.platform, one.entered_at is not None, one.entered_by) for one in card.platform_entries
    ]


def _waiting(desk: Desk, who: str = "moderator", platform: str | None = None) -> list[str]:
    return [one.id for one in desk.run(who, letting_in.waiting, HOME, ALL, platform).items]


def _deeds(desk: Desk, member_id: str) -> list[str]:
    return desk.database.read_now(
        lambda session: list(
            session.execute(
                select(col(AuditRow.action))
                .where(col(AuditRow.subject_id) == member_id)
                .where(col(AuditRow.action).like("platform.%"))
                .order_by(col(AuditRow.id))
            ).scalars()
        )
    )


def test_approved_waits_ticked_does_not_and_undo_brings_her_back(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    before = _waiting(desk)
    assert hoa not in before
    desk.run("moderator", decisions.approve, hoa, Decision())
    assert _waiting(desk) == sorted([*before, hoa])
    assert desk.run("moderator", _card, hoa) == [("facebook", False, None)]
    for _ in range(2):
        desk.run("membership", letting_in.enter, hoa, "facebook")
    assert _waiting(desk) == before
    assert hoa in _waiting(desk, platform="zalo")
    assert desk.run("adviser", _card, hoa) == [("facebook", True, "Nguyễn Thị membership")]
    desk.run("moderator", letting_in.take_back, hoa, "facebook")
    assert hoa in _waiting(desk)
    with pytest.raises(Conflict, match="not-entered"):
        desk.run("moderator", letting_in.take_back, hoa, "facebook")
    assert _deeds(desk, hoa) == ["platform.enter", "platform.unenter"]
    assert desk.faults() == []


def test_several_are_ticked_together_or_none(desk: Desk, scene: Scene) -> None:
    for name in ("hoa", "lan"):
        desk.run("moderator", decisions.approve, scene.members[name], Decision())
    both = [scene.members["hoa"], scene.members["lan"]]
    for stranger, refusal in (("other_hoa", Invalid), ("mai", Conflict)):
        body = PlatformEntriesCreate(members=[*both, scene.members[stranger]])
        with pytest.raises(refusal):
            desk.run("moderator", letting_in.enter_many, HOME, body)
    rows = select(col(PlatformEntry.member_id))
    assert desk.database.read_now(lambda s: list(s.execute(rows).scalars())) == []
    body = PlatformEntriesCreate(members=[*both, both[0]])
    assert desk.run("moderator", letting_in.enter_many, HOME, body).entered == 2
    assert desk.run("moderator", letting_in.enter_many, HOME, body).entered == 0
    assert desk.database.read_now(lambda s: sorted(s.execute(rows).scalars())) == sorted(both)


def test_who_is_not_approved_or_not_hers_is_not_let_in(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Conflict, match="wrong-state"):
        desk.run("moderator", letting_in.enter, scene.members["lan"], "facebook")
    with pytest.raises(Hidden):
        desk.run("moderator", letting_in.enter, scene.members["other_hoa"], "facebook")
    for who in ("adviser", "editor", "questions"):
        with pytest.raises(Forbidden):
            desk.run(who, letting_in.enter, scene.members["member"], "facebook")


def test_the_questions_carry_this_community_s_address(desk: Desk, scene: Scene) -> None:
    read = desk.run("adviser", letting_in.questions, HOME)
    assert len(read.questions) == 3
    assert f"/communities/{HOME}/members/new" in read.questions[0]
    assert "mã hồ sơ" in read.questions[0]
    assert not any("{" in text for text in read.questions)
