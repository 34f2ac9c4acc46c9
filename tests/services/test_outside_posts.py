"""What stands on Facebook or Zalo: recorded, judged, done there by a hand, hidden from members."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.domain import pictures as picture_rules
from app.domain.paging import Page
from app.domain.pictures import Arrival, Arrived
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.audit import AuditRow
from app.models.care import CareCase
from app.models.machinery import OutboxRow
from app.models.members import Member
from app.models.notices import Notice
from app.models.outside_posts import OutsidePost
from app.models.pictures import Picture
from app.schemas.base import Versioned
from app.schemas.members import ClaimCreate, Decision, Escalation
from app.schemas.outside_posts import OutsidePostChange, OutsidePostCreate, OutsidePostRead
from app.schemas.reviews import Batch, BatchItem
from app.schemas.rules import ContentRuleCreate
from app.schemas.sanctions import SanctionCreate
from app.schemas.takedowns import TakedownCompletion, TakedownCreate
from app.services import (
    batches,
    care_views,
    content_rules,
    inbox,
    my_data,
    sanctions,
    takedown_subjects,
    takedowns,
    taking_down,
)
from app.services import today as board_today
from app.services.outside_posts import deciding, reading, recording, secluding
from app.store.actors import Work
from app.web.paging import decode, encode
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk, because

ALL = Page(100, None, encode)
ADDRESS = "https://www.facebook.com/groups/12/posts/34"
HARM = "Chồng em hay đánh em, em không biết làm sao."


def body(**more: Any) -> OutsidePostCreate:
    said = {"author_name": "Hoa Nguyễn", "body": "Chị em mình đi bộ nhé", "there": "waiting"}
    return OutsidePostCreate(**{**said, **more})


def record(desk: Desk, who: str = "editor", **more: Any) -> OutsidePostRead:
    return desk.run(who, recording.create, HOME, body(**more), Arrival((), 0))


def read(desk: Desk, post_id: str, who: str = "moderator") -> OutsidePostRead:
    return desk.run(who, reading.read, post_id)


def deeds(desk: Desk, post_id: str) -> list[str]:
    return desk.database.read_now(
        lambda session: list(
            session.execute(
                select(col(AuditRow.action))
                .where(col(AuditRow.subject_id) == post_id)
                .order_by(col(AuditRow.id))
            ).scalars()
        )
    )


def rows(desk: Desk, table: Any) -> list[Any]:
    return desk.database.read_now(lambda session: list(session.execute(select(table)).scalars()))


def waiting(desk: Desk, who: str = "moderator") -> list[str]:
    return [one.id for one in desk.run(who, reading.page, HOME, ALL, "hand", "").items]


# -- recording -------------------------------------------------------------------------------------


def test_it_waits_in_the_one_inbox_and_is_told_to_nobody(desk: Desk) -> None:
    made = record(desk, address=ADDRESS)
    assert (made.state, made.there, made.address, made.hand) == (
        "submitted",
        "waiting",
        ADDRESS,
        None,
    )
    found = desk.run("moderator", inbox.page, HOME, ALL, state="", kind="outside_post")
    line = next(one for one in found.items if one.subject_id == made.id)
    assert (line.kind, line.title, line.author) == ("outside_post", made.body, "Hoa Nguyễn")
    assert "approval" in line.allowed_actions
    assert "information-request" not in line.allowed_actions
    assert deeds(desk, made.id) == ["outside_post.record"]
    assert not [row for row in rows(desk, OutboxRow) if row.subject_id == made.id]
    assert not [row for row in rows(desk, Notice) if row.subject_id == made.id]
    assert desk.faults() == []


def test_the_second_is_led_to_the_first(desk: Desk) -> None:
    first = record(desk, address="facebook.com/groups/12/permalink/34/?ref=share")
    second = record(desk, "moderator", address=ADDRESS, body="Khác")
    assert (second.id, second.known, second.body) == (first.id, True, first.body)
    assert len(rows(desk, OutsidePost)) == 1


def test_a_slip_is_taken_back_and_its_address_is_free_again(desk: Desk) -> None:
    first = record(desk, address=ADDRESS)
    assert desk.run("editor", recording.withdraw, first.id, Decision()).state == "withdrawn"
    assert desk.run("moderator", inbox.page, HOME, ALL, state="", kind="outside_post").items == []
    second = record(desk, address=ADDRESS)
    assert (second.id == first.id, second.known) == (False, False)
    desk.run("moderator", deciding.approve, second.id, Decision())
    with pytest.raises(Conflict) as lost:
        desk.run("editor", recording.withdraw, second.id, Decision())
    assert lost.value.code == "already-decided"
    with pytest.raises(Conflict):
        desk.run("editor", recording.change, first.id, OutsidePostChange(there="gone"))
    assert desk.faults() == []


@pytest.mark.parametrize(
    ("more", "pointer", "code"),
    [
        ({"body": "  "}, "/body", "outside-nothing"),
        ({"seen_at": "2199-01-01T00:00"}, "/seen_at", "moment-in-future"),
        ({"member": "KHONGCO"}, "/member", "outside-member-unknown"),
        ({"platform": "zalo", "address": ADDRESS}, "/address", "outside-address-zalo"),
        ({"pictures": ["0" * 26]}, "/pictures", "picture-unusable"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_kept(
    desk: Desk, more: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(desk, **more)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [(pointer, code)]
    assert rows(desk, OutsidePost) == []


def test_a_file_of_another_community_is_nobodys_here(desk: Desk, scene: Scene) -> None:
    with pytest.raises(Invalid):
        record(desk, member=scene.members["other_hoa"])


@pytest.mark.parametrize("who", ["member", "adviser", "officer", "other_chair"])
def test_others_record_nothing(desk: Desk, who: str) -> None:
    with pytest.raises(Forbidden):
        record(desk, who)


def test_screenshots_are_the_boards_alone(desk: Desk) -> None:
    looks = picture_rules.Look("image/png", 3, 3)
    arrived = Arrival((Arrived("k" * 32, "0" * 64, 9, looks),), 10)
    made = desk.run("editor", recording.create, HOME, body(body=""), arrived)
    assert [one.state for one in made.pictures] == ["waiting"]
    (picture,) = rows(desk, Picture)
    assert (picture.subject_type, picture.audience, picture.draft) == (
        "outside_post",
        "owner",
        False,
    )


# -- judging, and the hand there -------------------------------------------------------------------


def test_an_approval_waits_for_the_hand_and_is_ticked_once(desk: Desk) -> None:
    made = record(desk, address=ADDRESS)
    assert waiting(desk) == []
    approved = desk.run("moderator", deciding.approve, made.id, Decision(version=1))
    assert (approved.state, approved.hand, approved.there) == ("approved", "approve", "waiting")
    assert waiting(desk) == [made.id]
    tiles = desk.run("editor", board_today.today, HOME).waiting
    assert [(one.kind, one.count) for one in tiles if one.kind == "hand"] == [("hand", 1)]
    done = desk.run("editor", deciding.tick, made.id, Versioned())
    assert (done.hand, done.there) == (None, "standing")
    assert [one.done_by for one in done.hands] == ["Nguyễn Thị editor"]
    with pytest.raises(Conflict) as late:
        desk.run("moderator", deciding.tick, made.id, Versioned())
    assert late.value.facts["decided_by"] == "Nguyễn Thị editor"
    assert waiting(desk) == []
    assert "hand" not in [one.kind for one in desk.run("editor", board_today.today, HOME).waiting]
    assert deeds(desk, made.id) == [
        "outside_post.record",
        "outside_post.approve",
        "outside_post.hand",
    ]


@pytest.mark.parametrize(("there", "hand"), [("waiting", "decline"), ("standing", "remove")])
def test_a_refusal_says_what_to_do_there_and_its_reason_is_for_copying(
    desk: Desk, scene: Scene, there: str, hand: str
) -> None:
    made = record(desk, there=there, member=scene.members["hoa"])
    refused = desk.run("moderator", deciding.refuse, made.id, because("Bài bán hàng."))
    assert (refused.state, refused.hand, refused.state_reason) == (
        "refused",
        hand,
        "Bài bán hàng.",
    )
    assert desk.run("moderator", deciding.tick, made.id, Versioned()).there == "gone"
    desk.work_off()
    assert not [row for row in rows(desk, Notice) if row.subject_id == made.id]


def test_what_stands_there_and_is_approved_asks_nothing(desk: Desk) -> None:
    made = record(desk, there="standing")
    approved = desk.run("moderator", deciding.approve, made.id, Decision())
    assert (approved.hand, approved.hands) == (None, [])
    removed = desk.run("chair", deciding.remove, made.id, because("Có người nhờ."))
    assert (removed.state, removed.hand) == ("removed", "remove")


def test_an_undone_decision_drops_what_it_asked_of_the_hand(desk: Desk, watch: Watch) -> None:
    made = record(desk)
    desk.run("moderator", deciding.approve, made.id, Decision())
    desk.run("moderator", deciding.undo, made.id, "approved")
    again = read(desk, made.id)
    assert (again.state, again.hand) == ("submitted", None)
    assert [one.dropped_at is not None for one in again.hands] == [True]
    desk.run("moderator", deciding.refuse, made.id, because("Không hợp."))
    watch.forward(seconds=11)
    with pytest.raises(Conflict):
        desk.run("moderator", deciding.undo, made.id, "refused")
    mended = desk.run("chair", deciding.reverse, made.id, because("Xem lại thì được."))
    assert (mended.state, mended.hand) == ("approved", "approve")
    assert desk.faults() == []


def test_a_refusal_mended_after_it_went_there_invites_her_to_post_again(desk: Desk) -> None:
    made = record(desk, there="standing")
    desk.run("moderator", deciding.refuse, made.id, because("Không hợp."))
    desk.run("moderator", deciding.tick, made.id, Versioned())
    mended = desk.run("chair", deciding.reverse, made.id, because("Xem lại thì được."))
    assert mended.hand == "invite"
    told = desk.run("moderator", deciding.tick, made.id, Versioned())
    assert (told.hand, told.there) == (None, "gone")


def test_what_changed_there_by_itself_is_put_right(desk: Desk) -> None:
    made = record(desk, there="standing")
    refused = desk.run("moderator", deciding.refuse, made.id, because("Không hợp."))
    gone = desk.run("editor", recording.change, made.id, OutsidePostChange(there="gone"))
    assert (refused.hand, gone.hand, gone.version) == ("remove", None, refused.version + 1)
    with pytest.raises(Conflict):
        desk.run("editor", recording.change, made.id, OutsidePostChange(there="gone", version=1))


def test_a_hard_one_goes_up_and_comes_back(desk: Desk) -> None:
    made = record(desk)
    desk.run("moderator", reading.claim, made.id, take_over=ClaimCreate().take_over)
    desk.run("moderator", deciding.escalate, made.id, Escalation(reason="Khó quá"))
    with pytest.raises(Forbidden):
        desk.run("moderator", deciding.approve, made.id, Decision())
    desk.run("chair", deciding.hand_back, made.id, Decision())
    desk.run("moderator", deciding.approve, made.id, Decision())


def test_many_at_once_with_a_result_each(desk: Desk) -> None:
    ids = [record(desk, body=f"Bài {n}").id for n in range(3)]
    found = desk.run("moderator", inbox.page, HOME, ALL, state="", kind="outside_post").items
    many = Batch(
        decision="refusal", items=[BatchItem(id=one.id) for one in found], words="Bán hàng."
    )
    done = desk.run("moderator", batches.batch, HOME, many, lambda r: (409, {"code": r.code}))
    assert [one.status for one in done.results] == [200, 200, 200]
    assert waiting(desk) == sorted(ids)
    ask = Batch(decision="information-request", items=many.items, words="Sao?")
    asked = desk.run("moderator", batches.batch, HOME, ask, lambda r: (409, {"code": r.code}))
    assert {one.status for one in asked.results} == {409}


def test_nobody_judges_or_ticks_her_own(desk: Desk, scene: Scene) -> None:
    def hers(work: Work) -> None:
        member = work.session.get(OutsidePost, made.id)
        assert member is not None
        file = desk.member("hoa")
        member.member_id = file.id
        work.session.flush()

    made = record(desk)
    desk.run("moderator", hers)

    def as_hoa(work: Work) -> None:
        file = work.session.get(Member, scene.members["hoa"])
        assert file is not None
        file.person_id = scene.persons["moderator"]
        work.session.flush()

    desk.run("moderator", as_hoa)
    with pytest.raises(Forbidden) as own:
        desk.run("moderator", deciding.approve, made.id, Decision())
    assert own.value.code == "own-case"
    with pytest.raises(Forbidden):
        desk.run("moderator", recording.change, made.id, OutsidePostChange(there="gone"))
    assert read(desk, made.id).allowed_actions == []


# -- rules, the closed circle ----------------------------------------------------------------------


def test_a_rule_refuses_by_itself_names_itself_and_can_be_mended(desk: Desk) -> None:
    rule = ContentRuleCreate(
        label="Không bán hàng",
        action="refuse",
        words=["kem trộn"],
        message="Nhóm không nhận bài bán hàng.",
    )
    desk.run("moderator", content_rules.create, HOME, rule)
    made = record(desk, body="K e m trộn giá rẻ", there="standing")
    assert (made.state, made.hand, made.state_reason) == ("refused", "remove", rule.message)
    assert made.review is not None
    assert [one.label for one in made.review.rules] == ["Không bán hàng"]
    assert deeds(desk, made.id) == [
        "outside_post.record",
        "rule.applied",
        "outside_post.refuse",
    ]
    mended = desk.run("chair", deciding.reverse, made.id, because("Không phải bán."))
    assert (mended.state, mended.hand) == ("approved", None)


def test_what_tells_of_harm_is_the_circles_alone(desk: Desk, scene: Scene) -> None:
    made = record(desk, body=HARM, address=ADDRESS, member=scene.members["hoa"])
    assert (made.state, made.body, made.author_name, made.address) == ("secluded", "", "", None)
    assert made.review is None
    for who in ("editor", "moderator", "chair", "adviser"):
        with pytest.raises(Hidden):
            read(desk, made.id, who)
        listed = desk.run(who, reading.page, HOME, ALL, "", "")
        assert listed.items == []
        found = desk.run(who, inbox.page, HOME, ALL, state="", kind="")
        assert made.id not in [one.subject_id for one in found.items]
    (case,) = rows(desk, CareCase)
    assert (case.source_type, case.source_id, case.question_id) == ("outside_post", made.id, None)
    assert HARM in case.text
    assert ADDRESS in case.text
    held = desk.run("questions", care_views.read, case.id)
    assert held.member == scene.members["hoa"]
    (kept,) = rows(desk, OutsidePost)
    assert (kept.body, kept.author_name, kept.fold) == ("", "", "")
    said = [str(row.facts) for row in rows(desk, AuditRow) if row.subject_id == made.id]
    assert HARM not in "".join(said)
    second = record(desk, "moderator", address=ADDRESS, body="Bài này cần xem")
    assert (second.state, second.body, second.known) == ("secluded", "", False)
    assert desk.faults() == []


def test_a_screenshot_that_tells_of_harm_is_led_to_the_circle(desk: Desk, scene: Scene) -> None:
    looks = picture_rules.Look("image/png", 3, 3)
    arrived = Arrival((Arrived("k" * 32, "0" * 64, 9, looks),), 10)
    made = desk.run("chair", recording.create, HOME, body(there="standing"), arrived)
    desk.run("moderator", deciding.refuse, made.id, because("Không hợp."))
    desk.run("moderator", secluding.lead, made.id, Decision())
    assert waiting(desk) == []
    with pytest.raises(Hidden):
        read(desk, made.id)
    (case,) = rows(desk, CareCase)
    (card,) = desk.run("questions", care_views.read, case.id).pictures
    assert card.small == f"/care-pictures/{card.id}/small"
    # Who recorded it is of the circle too, and sees it there; the rest of the board nowhere.
    for who in ("questions", "chair"):
        assert desk.run(who, secluding.stored, card.id, "small").public is False
    for who in ("moderator", "vice_chair", "adviser", "member"):
        with pytest.raises(Hidden):
            desk.run(who, secluding.stored, card.id, "small")
    assert desk.faults() == []


# -- the other registers ---------------------------------------------------------------------------


def test_a_completed_takedown_is_the_hand_that_did_it(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(takedown_subjects, "_LISTENERS", {})
    takedown_subjects.listen("outside_post", deciding.taken_down)
    made = record(desk, there="standing", platform="zalo")
    request = desk.run(
        "moderator",
        takedowns.receive,
        HOME,
        TakedownCreate(
            kind="authority",
            asked_by="Công an xã",
            received_at="2026-01-01T08:00",  # type: ignore[arg-type]
            subject_type="outside_post",
            subject_id=made.id,
            grounds="Tin sai",
        ),
    )
    assert request.removable is False
    assert [one.code for one in read(desk, made.id).takedowns] == [request.code]
    ended = TakedownCompletion(finding="founded", words="Đã gỡ trên Zalo, không chụp kịp")
    desk.run("moderator", taking_down.complete, request.id, ended)
    now = read(desk, made.id)
    assert (now.state, now.there, now.hand, now.state_reason) == (
        "removed",
        "gone",
        None,
        "Tin sai",
    )
    assert [(one.action, one.done_by) for one in now.hands] == [("remove", "Nguyễn Thị moderator")]
    assert desk.faults() == []


def test_a_restraint_names_it_and_she_reads_no_address_of_it(desk: Desk, scene: Scene) -> None:
    made = record(desk, member=scene.members["member"])
    other = record(desk)
    step = {"kind": "warning", "words": "Mong chị lưu ý."}
    with pytest.raises(Invalid):
        desk.run(
            "moderator",
            sanctions.impose,
            scene.members["member"],
            SanctionCreate(**step, evidence=other.id),  # type: ignore[arg-type]
        )
    given = desk.run(
        "moderator",
        sanctions.impose,
        scene.members["member"],
        SanctionCreate(**step, evidence=made.id),  # type: ignore[arg-type]
    )
    assert given.evidence is not None
    assert (given.evidence.kind, given.evidence.id) == ("outside_post", made.id)


def test_she_reads_in_her_data_what_is_recorded_about_her(desk: Desk, scene: Scene) -> None:
    made = record(desk, member=scene.members["member"], address=ADDRESS)
    record(desk, body=HARM, member=scene.members["member"])
    record(desk, body="Của người khác")
    desk.run("moderator", deciding.refuse, made.id, because("Bài bán hàng."))
    (membership,) = desk.run("member", my_data.data).memberships
    (held,) = membership["outside_posts"]
    assert (held["body"], held["address"], held["outside_state"], held["state_reason"]) == (
        made.body,
        ADDRESS,
        "refused",
        "Bài bán hàng.",
    )


def test_the_register_is_searched_without_marks_and_paged(desk: Desk) -> None:
    ids = [record(desk, body=f"Đi bộ hồ Gươm lần {n}").id for n in range(5)]
    record(desk, body="Nấu ăn")
    first = desk.run("adviser", reading.page, HOME, Page(2, None, encode), "", "di bo guom")
    assert [one.id for one in first.items] == ids[:2:-1]
    rest = desk.run(
        "adviser", reading.page, HOME, Page(9, decode(first.next or ""), encode), "", "di bo guom"
    )
    assert [one.id for one in rest.items] == ids[2::-1]
    assert desk.run("adviser", reading.page, HOME, ALL, "", "100%_").items == []
    with pytest.raises(Invalid):
        desk.run("adviser", reading.page, HOME, ALL, "khac", "")
