"""Leases of ten minutes: shown to the others, taken over with an entry in the log."""

from __future__ import annotations

import pytest

from app.domain.refusals import Conflict
from app.schemas.members import Decision
from app.services import claims, decisions
from app.store import audit
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk


def take_overs(desk: Desk, scene: Scene) -> int:
    def counted(work: Work) -> int:
        rows = audit.page(
            work.session,
            work.actor,
            chain=scene.communities[HOME],
            subject_id="",
            action="review.take_over",
            most=10,
            after=None,
        )
        return len(rows)

    return desk.run("adviser", counted)


def test_a_claim_is_shown_to_the_others(desk: Desk, scene: Scene) -> None:
    card = desk.run("moderator", claims.claim, scene.members["hoa"], take_over=False)
    assert card.review is not None
    assert card.review.claim is not None
    assert (card.review.claim.by, card.review.claim.mine) == ("Nguyễn Thị moderator", True)


def test_who_comes_second_learns_who_was_first(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", claims.claim, hoa, take_over=False)
    with pytest.raises(Conflict) as claimed:
        desk.run("chair", claims.claim, hoa, take_over=False)
    assert claimed.value.code == "claimed"
    assert claimed.value.facts["claimed_by"] == "Nguyễn Thị moderator"


def test_a_claim_warns_and_never_blocks(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", claims.claim, hoa, take_over=False)
    card = desk.run("chair", decisions.approve, hoa, Decision())
    assert card.state == "approved"
    assert card.review is not None
    assert card.review.claim is None


def test_taking_over_is_logged_once_for_each(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", claims.claim, hoa, take_over=False)
    desk.run("moderator", claims.claim, hoa, take_over=True)
    assert take_overs(desk, scene) == 0
    card = desk.run("chair", claims.claim, hoa, take_over=True)
    assert card.review is not None
    assert card.review.claim is not None
    assert card.review.claim.by == "Nguyễn Thị chair"
    assert take_overs(desk, scene) == 1


def test_a_claim_ends_by_itself_after_ten_minutes(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", claims.claim, hoa, take_over=False)
    watch.forward(minutes=10)
    card = desk.run("chair", claims.claim, hoa, take_over=False)
    assert card.review is not None
    assert card.review.claim is not None
    assert card.review.claim.mine


def test_only_her_own_claim_is_let_go(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", claims.claim, hoa, take_over=False)
    desk.run("chair", claims.release, hoa)
    with pytest.raises(Conflict):
        desk.run("chair", claims.claim, hoa, take_over=False)
    desk.run("moderator", claims.release, hoa)
    assert desk.run("chair", claims.claim, hoa, take_over=False).review is not None


def test_what_is_decided_is_claimed_by_nobody(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    with pytest.raises(Conflict) as late:
        desk.run("chair", claims.claim, hoa, take_over=True)
    assert late.value.code == "already-decided"
