"""Joining two files: nothing is lost, everything comes back, everyone is counted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.members import Consent, Member, Message
from app.models.mergers import Merger
from app.models.notices import Notice
from app.models.review import OPEN, ReviewItem
from app.schemas.applications import AnswerCreate, MemberCreate
from app.schemas.members import (
    Decision,
    Escalation,
    Leaving,
    MemberRead,
    Suspension,
)
from app.schemas.twins import ApartCreate, MergerCreate, MergerPage
from app.services import (
    applications,
    applying,
    cards,
    decisions,
    figures,
    lives,
    me,
    mergers,
    merging,
    my_data,
    parting,
    reversals,
)
from app.store import members
from tests.conftest import Watch
from tests.factories import HOME, OTHER, Scene
from tests.services.desk import Desk, because, question

EVERYTHING: tuple[tuple[Any, Any], ...] = (
    (Consent, col(Consent.member_id)),
    (Message, col(Message.member_id)),
    (Notice, col(Notice.member_id)),
    (ReviewItem, col(ReviewItem.subject_id)),
)


def merge(desk: Desk, one: str, other: str, who: str = "moderator", **more: Any) -> MemberRead:
    files = desk.scene.members
    body = MergerCreate(into=files.get(other, other), **more)
    return desk.run(who, merging.merge, files.get(one, one), body)


def undo(desk: Desk, one: str, who: str = "chair") -> None:
    desk.run(who, merging.undo, desk.scene.members.get(one, one))


def card(desk: Desk, name: str, who: str = "moderator") -> MemberRead:
    member_id = desk.scene.members.get(name, name)
    return desk.run(
        who, lambda work: cards.card(work, members.get(work.session, work.actor, member_id))
    )


def held(desk: Desk, name: str) -> dict[str, list[dict[str, Any]]]:
    """Every row that stands under one file."""

    member_id = desk.scene.members[name]

    def read(session: Session) -> dict[str, list[dict[str, Any]]]:
        return {
            str(table.__tablename__): [
                row.model_dump()
                for row in session.execute(
                    select(table).where(column == member_id).order_by(col(table.id))
                ).scalars()
            ]
            for table, column in EVERYTHING
        }

    return desk.database.read_now(read)


def facts(desk: Desk, name: str) -> dict[str, Any]:
    return desk.member(name).model_dump(exclude={"version"})


def empty(desk: Desk, name: str, **values: Any) -> None:
    """A file as an officer writes it from paper: without what nobody knows."""

    def write(session: Session) -> None:
        member = session.get(Member, desk.scene.members[name])
        assert member is not None
        blank = {"phone": None, "unit_id": None, "hamlet": "", "union_status": "unknown"}
        for field, value in {**blank, **values}.items():
            setattr(member, field, value)

    desk.database.write_now(write)


# -- states ------------------------------------------------------------------------------------


def _waiting(desk: Desk) -> None:
    pass


def _asked(desk: Desk) -> None:
    desk.run("moderator", decisions.ask, desk.scene.members["hoa"], question("Chị ở thôn nào?"))


def _escalated(desk: Desk) -> None:
    desk.run(
        "moderator",
        decisions.escalate,
        desk.scene.members["hoa"],
        Escalation(to="chair", reason="Xin ý kiến."),
    )


def _approved(desk: Desk) -> None:
    desk.run("moderator", decisions.approve, desk.scene.members["hoa"], Decision())


def _refused(desk: Desk) -> None:
    desk.run("moderator", decisions.refuse, desk.scene.members["hoa"], because("Chưa đủ."))


def _withdrawn(desk: Desk) -> None:
    desk.run("stranger", applications.withdraw, desk.scene.codes["hoa"])


def _suspended(desk: Desk) -> None:
    _approved(desk)
    until = clock.today() + timedelta(days=9)
    desk.run(
        "moderator",
        lives.suspend,
        desk.scene.members["hoa"],
        Suspension(until=until, words="Tạm nghỉ."),
    )


def _left(desk: Desk) -> None:
    _approved(desk)
    desk.run("chair", lives.leave, desk.scene.members["hoa"], Leaving(reason="moved"))


def _paused(desk: Desk) -> None:
    until = clock.today() + timedelta(days=9)
    member = desk.scene.members["member"]
    desk.run("chair", lives.suspend, member, Suspension(until=until, words="Tạm nghỉ."))


WAYS: dict[str, Callable[[Desk], None]] = {
    "submitted": _waiting,
    "needs_info": _asked,
    "escalated": _escalated,
    "approved": _approved,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "suspended": _suspended,
    "left": _left,
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_lost_and_everything_comes_back(desk: Desk, way: str) -> None:
    WAYS[way](desk)
    if way == "suspended":
        _paused(desk)
    before, kept_before, rows = facts(desk, "hoa"), facts(desk, "member"), held(desk, "hoa")
    kept_rows = held(desk, "member")
    read = merge(desk, "hoa", "member", reason="Chị ấy tự nói.")
    assert read.state == "merged"
    after = facts(desk, "hoa")
    assert {name for name in after if after[name] != before[name]} <= {"state", "ended_at"}
    for table, standing in held(desk, "hoa").items():
        for was, now in zip(rows[table], standing, strict=True):
            changed = {name for name in was if was[name] != now[name]}
            assert not changed or table == "review_item"
            assert changed <= {"state", "version", "claimed_by", "claim_until"}
    assert held(desk, "member") == kept_rows
    assert not [row for row in held(desk, "hoa")["review_item"] if row["state"] in OPEN]
    assert desk.faults() == []
    undo(desk, "hoa")
    assert facts(desk, "hoa") == before
    assert facts(desk, "member") == kept_before
    assert held(desk, "member") == kept_rows
    items = held(desk, "hoa")["review_item"]
    again = [row for row in items if row["state"] in OPEN]
    was_open = [row for row in rows["review_item"] if row["state"] in OPEN]
    same = ("state", "due_at", "rounds", "asked_at", "escalated_to", "internal_note", "evidence")
    assert [{name: row[name] for name in same} for row in again] == [
        {name: row[name] for name in same} for row in was_open
    ]
    assert all(row["previous_id"] for row in again)
    assert desk.faults() == []


def test_after_undoing_she_answers_and_is_approved_as_if_nothing_had_been(
    desk: Desk, scene: Scene
) -> None:
    _asked(desk)
    merge(desk, "hoa", "member")
    with pytest.raises(Conflict):
        desk.run("stranger", applications.answer, scene.codes["hoa"], AnswerCreate(text="Đông."))
    undo(desk, "hoa")
    desk.run("stranger", applications.answer, scene.codes["hoa"], AnswerCreate(text="Đông."))
    _approved(desk)
    assert desk.member("hoa").state == "approved"
    assert desk.faults() == []


@pytest.mark.parametrize("who", ["moderator", "membership", "chair"])
def test_the_kept_card_shows_what_went_into_it(desk: Desk, scene: Scene, who: str) -> None:
    _asked(desk)
    read = merge(desk, "hoa", "member", who, reason="Chị ấy tự nói.")
    assert read.merger is not None
    assert read.merger.into == scene.members["member"]
    assert read.merger.merged_by == f"Nguyễn Thị {who}"
    assert read.allowed_actions == []
    shown = card(desk, "member", "adviser").merged
    assert [
        (one.id, one.state_before, one.consents, one.messages, one.reason) for one in shown
    ] == [(scene.members["hoa"], "needs_info", ["contact", "management"], 1, "Chị ấy tự nói.")]
    assert "•" in (shown[0].phone or "")
    assert card(desk, "hoa", "adviser").merger.may_undo is False  # type: ignore[union-attr]
    assert card(desk, "member", "member").merged == []


# -- what the kept file takes ------------------------------------------------------------------


def test_empty_fields_are_filled_and_emptied_again(desk: Desk, scene: Scene) -> None:
    empty(desk, "hoa")
    empty(desk, "lan", phone="0987654321", unit_id=scene.units["commune"], hamlet="Thôn Đông")
    _approved(desk)
    empty(desk, "hoa")
    before = facts(desk, "hoa")
    read = merge(desk, "lan", "hoa")
    assert read.merger is not None
    assert read.merger.filled == ["hamlet", "phone", "unit_id"]
    kept = desk.member("hoa")
    assert (kept.phone, kept.unit_id, kept.hamlet) == (
        "0987654321",
        scene.units["commune"],
        "Thôn Đông",
    )
    assert desk.member("lan").phone == "0987654321"
    assert desk.faults() == []
    undo(desk, "lan")
    assert facts(desk, "hoa") == before
    assert desk.faults() == []


def test_what_was_changed_since_is_left_and_told(desk: Desk, scene: Scene) -> None:
    empty(desk, "hoa")
    merge(desk, "lan", "hoa")

    def change(session: Session) -> None:
        kept = session.get(Member, scene.members["hoa"])
        assert kept is not None
        kept.phone = "0912000111"

    desk.database.write_now(change)
    undo(desk, "lan")
    assert desk.member("hoa").phone == "0912000111"
    merger = card(desk, "lan").merger
    assert merger is not None
    assert merger.left == ["phone"]
    assert (merger.undone_by, merger.may_undo) == ("Nguyễn Thị chair", False)


def test_the_union_status_that_is_taken_is_counted(desk: Desk) -> None:
    _approved(desk)
    empty(desk, "hoa")
    empty(desk, "lan", union_status="member")
    # The counters were written before the rows were emptied by hand.
    before = desk.faults()
    merge(desk, "lan", "hoa")
    assert desk.member("hoa").union_status == "member"
    assert desk.faults() == before
    undo(desk, "lan")
    assert desk.faults() == before


# -- chains, cycles, refusals ------------------------------------------------------------------


def test_a_chain_is_undone_from_its_end(desk: Desk, scene: Scene) -> None:
    merge(desk, "hoa", "lan")
    merge(desk, "lan", "mai")
    assert {one.id for one in card(desk, "mai").merged} == {
        scene.members["hoa"],
        scene.members["lan"],
    }
    with pytest.raises(Conflict, match="merged-further"):
        undo(desk, "hoa")
    undo(desk, "lan")
    undo(desk, "hoa")
    assert {desk.member(name).state for name in ("hoa", "lan", "mai")} == {"submitted"}
    assert desk.faults() == []


def test_there_is_no_circle(desk: Desk) -> None:
    merge(desk, "hoa", "lan")
    for one, other in (("lan", "hoa"), ("hoa", "lan"), ("hoa", "mai"), ("mai", "hoa")):
        with pytest.raises(Conflict, match="already-merged") as refused:
            merge(desk, one, other)
        assert refused.value.facts["decided_by"] == "Nguyễn Thị moderator"
    with pytest.raises(Invalid):
        merge(desk, "lan", "lan")


def test_the_other_file_may_be_named_by_its_number_and_must_be_of_the_community(
    desk: Desk, scene: Scene
) -> None:
    merge(desk, "hoa", desk.member("lan").file_no.lower())
    assert card(desk, "lan").merged
    for other in (scene.members["other_hoa"], desk.member("other_hoa").file_no, "KHÔNG"):
        with pytest.raises(Invalid):
            merge(desk, "mai", other)
    with pytest.raises(Hidden):
        merge(desk, "other_hoa", "hoa")


@pytest.mark.parametrize(("way", "kept"), [("approved", "lan"), ("suspended", "member")])
def test_nobody_loses_her_place_or_sheds_a_pause(desk: Desk, way: str, kept: str) -> None:
    WAYS[way](desk)
    with pytest.raises(Conflict, match="merge-the-other-way"):
        merge(desk, "hoa", kept)


def test_two_women_are_joined_only_after_the_word_is_taken_back(desk: Desk, scene: Scene) -> None:
    hoa, lan = scene.members["hoa"], scene.members["lan"]
    desk.run("chair", parting.part, hoa, ApartCreate(other=lan))
    assert page(desk, "moderator", "lan", hoa).obstacle == "held-apart"
    with pytest.raises(Conflict, match="held-apart"):
        merge(desk, "hoa", "lan")
    desk.run("chair", parting.unpart, hoa, lan)
    merge(desk, "hoa", "lan")
    with pytest.raises(Conflict, match="wrong-state"):
        desk.run("chair", parting.part, lan, ApartCreate(other=hoa))


def test_a_death_recorded_in_one_file_stops_the_messages_of_the_other(
    desk: Desk, scene: Scene
) -> None:
    _approved(desk)
    desk.run("chair", lives.leave, scene.members["hoa"], Leaving(reason="deceased"))
    merge(desk, "hoa", "member")
    assert desk.member("member").deceased
    undo(desk, "hoa")
    assert not desk.member("member").deceased


def test_a_removal_that_was_begun_is_finished_first(desk: Desk, scene: Scene) -> None:
    _approved(desk)
    desk.run("moderator", lives.remove, scene.members["hoa"], because("Vi phạm quy chế."))
    with pytest.raises(Conflict, match="removal-begun"):
        merge(desk, "hoa", "member")


@pytest.mark.parametrize("who", ["adviser", "editor", "contests", "questions"])
def test_whoever_only_looks_joins_nothing(desk: Desk, who: str) -> None:
    with pytest.raises(Forbidden):
        merge(desk, "hoa", "lan", who)
    merge(desk, "hoa", "lan")
    with pytest.raises(Forbidden):
        undo(desk, "hoa", who)


@pytest.mark.parametrize("side", ["from", "into"])
def test_nobody_joins_her_own_file(desk: Desk, scene: Scene, side: str) -> None:
    def hers(session: Session) -> None:
        member = session.get(Member, scene.members["lan"])
        assert member is not None
        member.person_id = scene.persons["moderator"]

    desk.database.write_now(hers)
    pair = ("lan", "hoa") if side == "from" else ("hoa", "lan")
    with pytest.raises(Forbidden, match="own-case"):
        merge(desk, *pair)
    merge(desk, *pair, who="chair")
    with pytest.raises(Forbidden, match="own-case"):
        undo(desk, pair[0], "moderator")


def test_a_stale_version_and_a_second_undoing_are_conflicts(desk: Desk) -> None:
    with pytest.raises(Conflict, match="stale-version"):
        merge(desk, "hoa", "lan", version=9)
    merge(desk, "hoa", "lan", version=1)
    undo(desk, "hoa")
    with pytest.raises(Conflict, match="wrong-state"):
        undo(desk, "hoa")
    merge(desk, "hoa", "lan")
    assert desk.member("hoa").state == "merged"


def test_a_merged_file_is_judged_no_more(desk: Desk, scene: Scene) -> None:
    _approved(desk)
    merge(desk, "hoa", "member")
    hoa = scene.members["hoa"]
    for deed in (
        lambda: desk.run("chair", decisions.approve, hoa, Decision()),
        lambda: desk.run("chair", reversals.reverse, hoa, because("Nhầm.")),
        lambda: desk.run("moderator", reversals.undo, hoa, "approved"),
        lambda: desk.run("chair", lives.leave, hoa, Leaving()),
        lambda: desk.run("stranger", applications.reopen, scene.codes["hoa"]),
    ):
        with pytest.raises(Conflict):
            deed()
    assert desk.faults() == []


# -- figures -----------------------------------------------------------------------------------


def test_the_figures_add_up_with_a_merger_between(desk: Desk, scene: Scene, watch: Watch) -> None:
    first = clock.today()
    _approved(desk)
    desk.run("moderator", decisions.approve, scene.members["lan"], Decision())
    desk.run("chair", lives.leave, scene.members["lan"], Leaving(reason="busy"))
    watch.forward(days=1)
    merge(desk, "hoa", "member")
    merge(desk, "lan", "member")
    to = clock.today() + timedelta(days=1)
    shown = desk.run("moderator", figures.page, HOME, first, to, "whole")
    assert {row.key: row.count for row in shown.left_by_reason} == {"busy": 1, "merged": 1}
    assert shown.closing == shown.members == 1
    assert shown.persons == 1
    assert {row.key: row.count for row in shown.files if row.count}["merged"] == 2
    undo(desk, "lan")
    undo(desk, "hoa")
    again = desk.run("moderator", figures.page, HOME, first, to, "whole")
    assert {row.key: row.count for row in again.left_by_reason} == {"busy": 1}
    assert again.closing == again.members == 2
    assert again.persons == 2


def test_sen_verify_sees_a_state_without_a_merger(desk: Desk, scene: Scene) -> None:
    merge(desk, "hoa", "lan")

    def break_it(session: Session) -> None:
        row = session.execute(select(Merger).where(col(Merger.undone_at).is_(None))).scalar_one()
        row.undone_at, row.undone_by = row.merged_at, row.merged_by

    desk.database.write_now(break_it)
    assert desk.faults() == [
        f"merger: member {scene.members['hoa']} is merged, her merger says otherwise"
    ]


# -- she herself -------------------------------------------------------------------------------


def test_both_logins_stay_and_she_reads_where_her_file_went(desk: Desk, scene: Scene) -> None:
    body = MemberCreate(
        full_name="Nguyễn Thị Nobody",
        phone="0987000111",
        accepted_regulation=1,
        consents=["management"],
    )
    scene.members["hers"] = desk.run("nobody", applying.apply, HOME, body).id
    merge(desk, "hers", "member", reason="Một người hai máy.")
    kept = desk.member("member").file_no
    mine = desk.run("nobody", me.me)
    assert [(one.state, one.merged_into) for one in mine.memberships] == [("merged", kept)]
    assert desk.run("member", me.me).memberships[0].merged_into is None
    data = desk.run("nobody", my_data.data).memberships[0]
    assert [(row["other_file"], row["note"]) for row in data["mergers"]] == [
        (kept, "Một người hai máy.")
    ]
    assert "twin_key" not in data
    own = card(desk, "hers", "nobody").merger
    assert own is not None
    assert (own.into, own.full_name, own.file_no, own.reason) == (None, "", kept, "")
    # The way stays open: a file that was joined by mistake keeps nobody from applying.
    again = desk.run("nobody", applying.apply, HOME, body)
    assert again.state == "submitted"
    with pytest.raises(Conflict):
        undo(desk, "hers")


def test_her_page_says_kindly_where_her_file_went(desk: Desk, scene: Scene) -> None:
    merge(desk, "hoa", "lan")
    read = desk.run("stranger", applications.read, scene.codes["hoa"])
    assert (read.state, read.merged_into) == ("merged", desk.member("lan").file_no)
    assert scene.codes["lan"] not in read.model_dump_json()
    doors = (read.can_answer, read.can_withdraw, read.can_reopen, read.can_set_password)
    assert doors == (False, False, False, False)


# -- side by side ------------------------------------------------------------------------------


def page(desk: Desk, who: str, one: str, reference: str) -> MergerPage:
    return desk.run(who, mergers.page, desk.scene.members[one], reference)


def test_two_files_stand_side_by_side_with_masked_phones(desk: Desk, scene: Scene) -> None:
    empty(desk, "lan", platform_name="")
    shown = page(desk, "moderator", "hoa", desk.member("lan").file_no)
    assert shown.into is not None
    assert (shown.file.id, shown.into.id) == (scene.members["hoa"], scene.members["lan"])
    assert "phone" in shown.fills
    assert scene.phones["hoa"] not in shown.model_dump_json()
    assert (shown.obstacle, shown.may_merge) == ("", True)
    assert page(desk, "adviser", "hoa", scene.members["lan"]).may_merge is False


@pytest.mark.parametrize(
    ("reference", "obstacle"), [("", ""), ("KHÔNG", "file-unknown"), ("hoa", "same-file")]
)
def test_a_page_without_a_second_file_says_what_is_missing(
    desk: Desk, scene: Scene, reference: str, obstacle: str
) -> None:
    shown = page(desk, "moderator", "hoa", scene.members.get(reference, reference))
    assert (shown.into, shown.obstacle) == (None, obstacle)


def test_a_file_of_another_community_is_unknown(desk: Desk, scene: Scene) -> None:
    assert page(desk, "moderator", "hoa", scene.members["other_hoa"]).obstacle == "file-unknown"
    assert OTHER != HOME
