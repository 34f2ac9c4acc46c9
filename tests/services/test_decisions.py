"""Judging an application: approve, refuse, ask, escalate; many at once."""

from __future__ import annotations

import pytest

from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid, Refusal
from app.schemas.applications import AnswerCreate
from app.schemas.members import Decision, Escalation, InformationRequest, ReasonedDecision
from app.schemas.reviews import Batch, BatchItem
from app.services import applications, batches, decisions
from app.store import notices
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk, because, question


def test_an_approved_woman_is_in_at_once(desk: Desk, scene: Scene) -> None:
    card = desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    assert (card.state, card.version) == ("approved", 2)
    assert card.joined_at is not None
    assert card.review is not None
    assert [(past.state, past.decided_by) for past in card.review.history] == [
        ("approved", "Nguyễn Thị moderator")
    ]
    assert desk.faults() == []


@pytest.mark.parametrize("who", ["chair", "vice_chair", "moderator", "membership"])
def test_each_deciding_role_approves(desk: Desk, scene: Scene, who: str) -> None:
    assert desk.run(who, decisions.approve, scene.members["hoa"], Decision()).state == "approved"


@pytest.mark.parametrize("who", ["editor", "contests", "questions", "adviser"])
def test_who_sees_her_and_does_not_decide_is_refused(desk: Desk, scene: Scene, who: str) -> None:
    with pytest.raises(Forbidden):
        desk.run(who, decisions.approve, scene.members["hoa"], Decision())
    assert desk.member("hoa").state == "submitted"


@pytest.mark.parametrize(
    "who", ["stranger", "nobody", "member", "other_chair", "officer", "administrator"]
)
def test_who_may_not_see_her_finds_nobody(desk: Desk, scene: Scene, who: str) -> None:
    with pytest.raises(Hidden):
        desk.run(who, decisions.approve, scene.members["hoa"], Decision())


def test_the_second_learns_who_decided_and_when(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.approve, hoa, Decision())
    with pytest.raises(Conflict) as lost:
        desk.run("chair", decisions.refuse, hoa, because("Nhầm"))
    assert lost.value.code == "already-decided"
    assert lost.value.facts["decided_by"] == "Nguyễn Thị moderator"
    assert lost.value.facts["decided_at"].endswith("Z")
    assert desk.member("hoa").state == "approved"


def test_an_old_version_decides_nothing(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.ask, hoa, question("Chị ở thôn nào?"))
    with pytest.raises(Conflict) as stale:
        desk.run("moderator", decisions.refuse, hoa, because("Không rõ", version=1))
    assert (stale.value.code, stale.value.facts["version"]) == ("stale-version", 2)
    assert desk.member("hoa").state == "needs_info"


# -- reasons -----------------------------------------------------------------------------------


def test_a_refusal_in_own_words_reaches_her_page(desk: Desk, scene: Scene) -> None:
    desk.run("moderator", decisions.refuse, scene.members["hoa"], because("Nhóm dành cho Gia Lâm"))
    page = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert (page.state, page.words) == ("refused", "Nhóm dành cho Gia Lâm")


def test_a_templates_sentence_is_filled_for_her(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    card = desk.run("moderator", decisions.refuse, hoa, ReasonedDecision(reason="M-R1"))
    assert "chị Hoa" in card.state_reason
    assert "{" not in card.state_reason
    assert card.review is not None
    assert card.review.history[-1].reason_code == "M-R1"


def test_own_words_stand_in_the_templates_stead_and_its_code_is_kept(
    desk: Desk, scene: Scene
) -> None:
    body = ReasonedDecision(reason="M-R1", words="Chị ơi, nhóm ở Gia Lâm")
    card = desk.run("moderator", decisions.refuse, scene.members["hoa"], body)
    assert card.state_reason == "Chị ơi, nhóm ở Gia Lâm"
    assert card.review is not None
    assert card.review.history[-1].reason_code == "M-R1"


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_refusal_without_reason_is_none(desk: Desk, scene: Scene, reason: str | None) -> None:
    with pytest.raises(Invalid) as missing:
        desk.run(
            "moderator", decisions.refuse, scene.members["hoa"], ReasonedDecision(reason=reason)
        )
    assert [(e.pointer, e.code) for e in missing.value.errors] == [("/reason", "reason-missing")]
    assert desk.member("hoa").state == "submitted"


def test_an_escalation_needs_a_reason_too(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Invalid):
        desk.run("moderator", decisions.escalate, scene.members["hoa"], Escalation())


# -- asking ------------------------------------------------------------------------------------


def test_she_is_asked_three_times_and_not_a_fourth(desk: Desk, scene: Scene) -> None:
    hoa, code = scene.members["hoa"], scene.codes["hoa"]
    for number in (1, 2, 3):
        card = desk.run("moderator", decisions.ask, hoa, question(f"Câu {number}?"))
        assert card.state == "needs_info"
        page = desk.run("stranger", applications.answer, code, AnswerCreate(text=f"Đáp {number}"))
        assert page.state == "submitted"
    with pytest.raises(Conflict) as enough:
        desk.run("moderator", decisions.ask, hoa, question("Câu 4?"))
    assert enough.value.code == "too-many-rounds"
    page = desk.run("stranger", applications.read, code)
    assert [(said.sender, said.text) for said in page.thread] == [
        (sender, f"{word} {number}{mark}")
        for number in (1, 2, 3)
        for sender, word, mark in (("board", "Câu", "?"), ("applicant", "Đáp", ""))
    ]
    assert desk.run("moderator", decisions.approve, hoa, Decision()).state == "approved"


def test_a_question_is_asked_from_a_template(desk: Desk, scene: Scene) -> None:
    body = InformationRequest(question="M-N1")
    desk.run("moderator", decisions.ask, scene.members["hoa"], body)
    page = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert "chị Hoa" in page.thread[0].text
    assert page.can_answer


def test_she_never_learns_who_asked(desk: Desk, scene: Scene) -> None:
    desk.run("moderator", decisions.ask, scene.members["hoa"], question("Chị ở đâu?"))
    page = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert page.thread[0].written_by is None
    assert "moderator" not in page.model_dump_json()


def test_nobody_answers_a_question_that_was_not_asked(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Conflict):
        desk.run("stranger", applications.answer, scene.codes["hoa"], AnswerCreate(text="Dạ"))


# -- handing up --------------------------------------------------------------------------------


def test_an_escalated_application_waits_for_the_chair(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    card = desk.run("moderator", decisions.escalate, hoa, Escalation(reason="Khó"))
    assert card.state == "submitted"
    assert card.review is not None
    assert (card.review.state, card.review.escalated_to) == ("escalated", "chair")
    with pytest.raises(Forbidden) as elsewhere:
        desk.run("moderator", decisions.approve, hoa, Decision())
    assert elsewhere.value.code == "escalated-elsewhere"
    assert desk.run("chair", decisions.approve, hoa, Decision()).state == "approved"


def test_the_role_that_it_was_sent_to_hands_it_back(desk: Desk, scene: Scene) -> None:
    hoa = scene.members["hoa"]
    desk.run("moderator", decisions.escalate, hoa, Escalation(to="membership", reason="Xem giúp"))
    card = desk.run("membership", decisions.hand_back, hoa, Decision())
    assert card.review is not None
    assert (card.review.state, card.review.escalated_to) == ("submitted", None)
    assert desk.run("moderator", decisions.approve, hoa, Decision()).state == "approved"


def test_she_takes_an_escalated_application_back(desk: Desk, scene: Scene) -> None:
    desk.run("moderator", decisions.escalate, scene.members["hoa"], Escalation(reason="Khó"))
    try:
        page = desk.run("stranger", applications.withdraw, scene.codes["hoa"])
    except Refusal as refusal:
        pytest.fail(f"refused: {refusal.code}")
    assert page.state == "withdrawn"
    assert desk.faults() == []


def test_after_a_withdrawal_there_is_nothing_to_approve(desk: Desk, scene: Scene) -> None:
    desk.run("stranger", applications.withdraw, scene.codes["hoa"])
    with pytest.raises(Conflict) as late:
        desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    assert (late.value.code, late.value.facts["state"]) == ("wrong-state", "withdrawn")


# -- many at once ------------------------------------------------------------------------------


def _worded(refusal: Refusal) -> tuple[int, dict[str, object]]:
    return 400, {"code": refusal.code}


def test_each_item_of_a_batch_has_its_own_result(desk: Desk, scene: Scene, watch: Watch) -> None:
    desk.run("moderator", decisions.refuse, scene.members["lan"], because("Ngoài địa bàn"))
    names = ("hoa", "lan", "other_hoa", "mai")
    items = [BatchItem(id=scene.members[name]) for name in names]
    items += [BatchItem(id="no-such-id"), BatchItem(id=scene.members["dong"], version=7)]
    done = desk.run(
        "moderator", batches.batch, HOME, Batch(decision="approval", items=items), _worded
    )
    assert [result.id for result in done.results] == [item.id for item in items]
    assert [result.problem and result.problem["code"] for result in done.results] == [
        None,
        "already-decided",
        "not-found",
        None,
        "not-found",
        "stale-version",
    ]
    states = {name: desk.member(name).state for name in ("hoa", "lan", "mai", "dong", "other_hoa")}
    assert states == {
        "hoa": "approved",
        "lan": "refused",
        "mai": "approved",
        "dong": "submitted",
        "other_hoa": "submitted",
    }
    assert desk.faults() == []


def test_a_batch_that_names_one_woman_twice_decides_once(desk: Desk, scene: Scene) -> None:
    items = [BatchItem(id=scene.members["hoa"])] * 2
    done = desk.run(
        "moderator", batches.batch, HOME, Batch(decision="approval", items=items), _worded
    )
    assert [result.status for result in done.results] == [200, 400]


def test_a_refusal_of_many_needs_a_reason_before_any_is_touched(desk: Desk, scene: Scene) -> None:
    body = Batch(decision="refusal", items=[BatchItem(id=scene.members["hoa"])])
    with pytest.raises(Invalid):
        desk.run("moderator", batches.batch, HOME, body, _worded)
    assert desk.member("hoa").state == "submitted"


def test_a_batch_tells_each_woman(desk: Desk, scene: Scene, watch: Watch) -> None:
    items = [BatchItem(id=scene.members[name]) for name in ("hoa", "lan")]
    body = Batch(decision="refusal", items=items, reason="M-R1")
    desk.run("moderator", batches.batch, HOME, body, _worded)
    watch.forward(seconds=11)
    home = scene.communities[HOME]
    untold = desk.run("moderator", lambda work: notices.count_untold(work.session, home, work.now))
    assert untold == 2
