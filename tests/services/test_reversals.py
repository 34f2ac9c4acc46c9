"""Taking a decision back: ten seconds to undo, thirty days to reverse."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Invalid
from app.schemas.members import Decision, Leaving, ReasonedDecision, Suspension
from app.services import applications, decisions, inbox, lives, reversals
from app.store import members, notices
from app.store.actors import Work
from app.web.paging import encode
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk, because


def letters(desk: Desk, scene: Scene, name: str = "hoa") -> list[str]:
    """What she reads on her own page now."""
    return desk.run("stranger", applications.read, scene.codes[name]).notices


def test_an_approval_is_undone_within_ten_seconds_and_nobody_is_told(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa = scene.members["hoa"]
    before = desk.run("moderator", decisions.approve, hoa, Decision())
    watch.forward(seconds=9)
    desk.run("moderator", reversals.undo, hoa, "approved")
    member = desk.member("hoa")
    assert (member.state, member.joined_at) == ("submitted", None)
    watch.forward(minutes=1)
    assert letters(desk, scene) == []
    again = desk.run("moderator", decisions.approve, hoa, Decision())
    assert again.review is not None
    assert before.review is not None
    assert again.review.id != before.review.id
    assert again.review.due_at == before.review.due_at
    assert desk.faults() == []


def test_a_refusal_is_undone_too_and_its_words_go_with_it(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.refuse, hoa, because("Nhầm người"))
    desk.run("moderator", reversals.undo, hoa, "refused")
    watch.forward(minutes=1)
    page = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert (page.state, page.words, page.notices) == ("submitted", "", [])


def test_ten_seconds_later_it_is_too_late(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    watch.forward(seconds=10)
    with pytest.raises(Conflict) as late:
        desk.run("moderator", reversals.undo, hoa, "approved")
    assert late.value.code == "undo-too-late"
    assert desk.member("hoa").state == "approved"
    assert len(letters(desk, scene)) == 1


def test_another_board_member_does_not_undo(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    with pytest.raises(Conflict):
        desk.run("chair", reversals.undo, hoa, "approved")
    with pytest.raises(Conflict):
        desk.run("moderator", reversals.undo, hoa, "refused")
    assert desk.member("hoa").state == "approved"


def test_who_left_within_the_ten_seconds_is_not_brought_back(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa = scene.members["hoa"]
    desk.run("membership", decisions.approve, hoa, Decision())
    desk.run("membership", lives.leave, hoa, Leaving(reason="deceased"))
    with pytest.raises(Conflict):
        desk.run("membership", reversals.undo, hoa, "approved")
    assert desk.member("hoa").state == "left"


# -- reversal ----------------------------------------------------------------------------------


def test_a_refusal_reversed_lets_her_in_with_an_apology(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.refuse, hoa, because("Ngoài địa bàn"))
    watch.forward(days=29)
    card = desk.run("chair", reversals.reverse, hoa, ReasonedDecision(reason="reversal"))
    assert card.state == "approved"
    assert card.joined_at is not None
    assert card.review is not None
    assert [past.state for past in card.review.history] == ["reversed", "approved"]
    watch.forward(seconds=11)
    assert any("xin lỗi" in text for text in letters(desk, scene))
    assert desk.faults() == []


def test_an_approval_reversed_removes_her(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    watch.forward(days=1)
    card = desk.run("moderator", reversals.reverse, hoa, because("Hai phiếu của một người"))
    assert card.state == "removed"
    watch.forward(seconds=11)
    page = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert page.words == "Hai phiếu của một người"
    assert "Hai phiếu của một người" in page.notices[0]
    assert desk.faults() == []


def test_a_paused_member_is_removed_by_the_reversal_of_her_approval(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    until = (watch.moment.date()).replace(year=watch.moment.year + 1)
    desk.run("moderator", lives.suspend, hoa, Suspension(until=until, words="Nghỉ"))
    assert desk.run("chair", reversals.reverse, hoa, because("Nhầm")).state == "removed"
    assert desk.faults() == []


@pytest.mark.parametrize("first", ["approve", "refuse"])
def test_after_thirty_days_a_decision_stands(
    desk: Desk, scene: Scene, watch: Watch, first: str
) -> None:
    hoa = scene.members["hoa"]
    if first == "approve":
        desk.run("moderator", decisions.approve, hoa, Decision())
    else:
        desk.run("moderator", decisions.refuse, hoa, because("Ngoài địa bàn"))
    before = desk.member("hoa").state
    watch.forward(days=30)
    with pytest.raises(Conflict) as late:
        desk.run("moderator", reversals.reverse, hoa, because("Nhầm"))
    assert late.value.code == "reversal-too-late"
    assert desk.member("hoa").state == before


def test_a_reversal_needs_a_reason(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    with pytest.raises(Invalid):
        desk.run("moderator", reversals.reverse, hoa, ReasonedDecision())
    assert desk.member("hoa").state == "approved"


def test_an_application_that_waits_is_not_reversed(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Conflict):
        desk.run("moderator", reversals.reverse, scene.members["hoa"], because("Nhầm"))


def test_the_adviser_reads_the_reversal_and_changes_nothing(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    with pytest.raises(Forbidden):
        desk.run("adviser", reversals.reverse, hoa, because("Nhầm"))


def test_an_undone_application_is_back_in_the_inbox(desk: Desk, scene: Scene, watch: Watch) -> None:
    hoa = scene.members["hoa"]

    def waiting() -> set[str]:
        listed = desk.run("moderator", inbox.page, HOME, Page(100, None, encode), state="", kind="")
        return {line.subject_id for line in listed.items}

    desk.run("moderator", decisions.approve, hoa, Decision())
    assert hoa not in waiting()
    desk.run("moderator", reversals.undo, hoa, "approved")
    assert hoa in waiting()


def test_notices_of_an_undone_decision_are_withdrawn_not_deleted(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    desk.run("moderator", reversals.undo, hoa, "approved")
    watch.forward(minutes=1)
    home = scene.communities[HOME]

    def untold(work: Work) -> int:
        return notices.count_untold(work.session, home, work.now)

    assert desk.run("moderator", untold) == 0


def test_nobody_mends_a_decision_about_a_file_with_her_own_number(desk: Desk, scene: Scene) -> None:
    def hers(work: Work) -> None:
        members.again(work.session, scene.members["hoa"]).phone = scene.phones["moderator"]

    desk.run("stranger", hers)
    desk.run("chair", decisions.refuse, scene.members["hoa"], because("Nhầm"))
    with pytest.raises(Forbidden) as told:
        desk.run("moderator", reversals.reverse, scene.members["hoa"], because("Nhầm"))
    assert told.value.code == "own-case"
    assert desk.member("hoa").state == "refused"
    desk.run("chair", reversals.reverse, scene.members["hoa"], because("Nhầm"))
    until = Suspension(until=clock.today() + timedelta(days=3), words="Nghỉ")
    with pytest.raises(Forbidden):
        desk.run("moderator", lives.suspend, scene.members["hoa"], until)
