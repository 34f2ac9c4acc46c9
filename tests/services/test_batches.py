"""Many at once: a preview without effect, one entry with children, the whole taken back once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid, Refusal
from app.models.members import Member
from app.models.notices import Notice
from app.models.review import ReviewBatch
from app.schemas.members import Decision
from app.schemas.reviews import Batch, BatchItem, BatchRead
from app.services import batches, claims, counting, decisions, log, reversals, taking_back
from app.store import records
from tests import factories
from tests.conftest import Watch
from tests.factories import HOME, Scene, work_of
from tests.services.desk import Desk, because

STALE = 3
MANY = 100


def _worded(refusal: Refusal) -> tuple[int, dict[str, Any]]:
    return 409, {"code": refusal.code}


def _explained(code: str) -> dict[str, Any]:
    return {"code": code}


def _batch(scene: Scene, *names: str, decision: Any = "approval", **more: Any) -> Batch:
    items = [BatchItem(id=scene.members[name], version=1) for name in names]
    return Batch(decision=decision, items=items, **more)


def _decide(desk: Desk, body: Batch, who: str = "moderator") -> BatchRead:
    return desk.run(who, batches.batch, HOME, body, _worded)


def _stand(desk: Desk, scene: Scene) -> tuple[dict[str, str], dict[str, int], dict[str, int]]:
    """States of all files of the community and both scopes of its counters, zeros apart."""
    home = scene.communities[HOME]

    def read(session: Session) -> tuple[dict[str, str], dict[str, int], dict[str, int]]:
        rows = session.execute(
            select(col(Member.id), col(Member.state)).where(col(Member.community_id) == home)
        )
        totals = records.totals(session, counting.scope(home))
        by_unit = records.totals(session, counting.unit_scope(home))
        return (
            {row[0]: row[1] for row in rows},
            {name: value for name, value in totals.items() if value},
            {name: value for name, value in by_unit.items() if value},
        )

    return desk.database.read_now(read)


def test_a_hundred_with_three_stale_and_all_undone_again(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    names = [f"many{one}{other}" for one in "abcdefghij" for other in "abcdefghij"]

    def apply_all(session: Session) -> None:
        for name in names:
            factories.apply(work_of(session), scene, name)

    desk.database.write_now(apply_all)
    items = [BatchItem(id=scene.members[name], version=1) for name in names]
    for item in items[:STALE]:
        item.version = 7
    before = _stand(desk, scene)
    done = _decide(desk, Batch(decision="approval", items=items))
    assert (done.total, done.done) == (MANY, MANY - STALE)
    assert [r.problem and r.problem["code"] for r in done.results[: STALE + 1]] == [
        "stale-version",
        "stale-version",
        "stale-version",
        None,
    ]
    assert _stand(desk, scene) != before
    desk.run("moderator", taking_back.undo, done.batch_id)
    assert _stand(desk, scene) == before
    after = desk.run("adviser", taking_back.read, done.batch_id, _explained)
    assert (after.restored, after.undo_until, after.may_reverse) == (MANY - STALE, None, False)
    told = desk.database.read_now(
        lambda session: session.execute(
            select(func.count()).where(
                col(Notice.kind) == "apply.approved", col(Notice.withdrawn_at).is_(None)
            )
        ).scalar_one()
    )
    assert told == 0
    assert desk.faults() == []


def test_a_preview_names_who_can_and_who_cannot_and_why(desk: Desk, scene: Scene) -> None:
    desk.run("chair", claims.claim, scene.members["mai"], take_over=False)
    desk.run("chair", decisions.approve, scene.members["lan"], Decision())
    before = _stand(desk, scene)
    names = ("hoa", "mai", "lan", "other_hoa", "hoa")
    body = _batch(scene, *names)
    body.items.append(BatchItem(id=scene.members["dong"], version=7))
    seen = desk.run("moderator", batches.preview, HOME, body, _worded)
    assert [(one.outcome, one.problem and one.problem["code"]) for one in seen.items] == [
        ("eligible", None),
        ("claimed", "claimed"),
        ("conflict", "already-decided"),
        ("no_right", "not-found"),
        ("conflict", "named-twice"),
        ("conflict", "stale-version"),
    ]
    assert seen.items[1].claimed_by == "Nguyễn Thị chair"
    assert (seen.items[3].title, seen.items[3].subject_id, seen.eligible) == ("", None, 1)
    assert _stand(desk, scene) == before


def test_nobody_previews_herself_as_eligible(desk: Desk, scene: Scene) -> None:
    def make_hers(session: Session) -> None:
        member = session.get(Member, scene.members["hoa"])
        assert member is not None
        member.person_id = scene.persons["moderator"]

    desk.database.write_now(make_hers)
    seen = desk.run("moderator", batches.preview, HOME, _batch(scene, "hoa"), _worded)
    assert [(one.outcome, one.problem["code"]) for one in seen.items if one.problem] == [
        ("no_right", "own-case")
    ]


@pytest.mark.parametrize("who", ["editor", "adviser", "officer", "member", "other_chair"])
def test_who_does_not_decide_previews_nothing(desk: Desk, scene: Scene, who: str) -> None:
    with pytest.raises(Forbidden):
        desk.run(who, batches.preview, HOME, _batch(scene, "hoa"), _worded)


def test_a_batch_is_one_entry_that_opens_into_its_children(desk: Desk, scene: Scene) -> None:
    done = _decide(desk, _batch(scene, "hoa", "lan"))
    page = Page(100, None, str)
    whole = desk.run("adviser", log.page, HOME, "", "", page)
    entries = [row for row in whole.items if row.batch_id == done.batch_id]
    assert [(row.action, row.facts["done"]) for row in entries] == [("review.batch", 2)]
    children = desk.run("adviser", log.page, HOME, "", "", page, done.batch_id)
    assert {(row.action, row.subject_id) for row in children.items} == {
        ("member.approve", scene.members["hoa"]),
        ("member.approve", scene.members["lan"]),
    }
    hers = desk.run("adviser", log.page, HOME, scene.members["hoa"], "", page)
    assert "member.approve" in {row.action for row in hers.items}


def test_what_moved_since_stays_and_is_told(desk: Desk, scene: Scene) -> None:
    done = _decide(desk, _batch(scene, "hoa", "lan", "mai"))
    desk.run("moderator", reversals.undo, scene.members["hoa"], "approved")
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    desk.run("moderator", reversals.undo, scene.members["lan"], "approved")
    desk.run("moderator", taking_back.undo, done.batch_id)
    after = desk.run("chair", taking_back.read, done.batch_id, _explained)
    assert [(r.restored, r.kept_because and r.kept_because["code"]) for r in after.results] == [
        (False, "already-decided"),
        (False, "wrong-state"),
        (True, None),
    ]
    assert [desk.member(name).state for name in ("hoa", "lan", "mai")] == [
        "approved",
        "submitted",
        "submitted",
    ]
    assert desk.faults() == []


def test_after_ten_seconds_or_by_another_there_is_no_undo(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    done = _decide(desk, _batch(scene, "hoa"))
    assert done.undo_until is not None
    with pytest.raises(Conflict, match="undo-too-late"):
        desk.run("chair", taking_back.undo, done.batch_id)
    watch.forward(seconds=10)
    with pytest.raises(Conflict, match="undo-too-late"):
        desk.run("moderator", taking_back.undo, done.batch_id)
    assert desk.member("hoa").state == "approved"


def test_later_a_refusal_of_many_is_mended_with_an_apology(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    done = _decide(desk, _batch(scene, "hoa", "lan", decision="refusal", words="Ngoài địa bàn"))
    watch.forward(seconds=3600)
    with pytest.raises(Invalid):
        desk.run("chair", taking_back.reverse, done.batch_id, because(""), _explained)
    back = desk.run("chair", taking_back.reverse, done.batch_id, because("Ban nhầm"), _explained)
    assert (back.restored, back.undone_by) == (2, "Nguyễn Thị chair")
    assert [desk.member(name).state for name in ("hoa", "lan")] == ["approved", "approved"]
    kinds = desk.database.read_now(
        lambda session: list(
            session.execute(
                select(col(Notice.kind)).where(col(Notice.kind) == "apply.reversed")
            ).scalars()
        )
    )
    assert len(kinds) == 2
    with pytest.raises(Conflict, match="already-taken-back"):
        desk.run("chair", taking_back.reverse, done.batch_id, because("Nữa"), _explained)
    assert desk.faults() == []


def test_an_approval_of_many_is_mended_and_a_question_is_not(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    done = _decide(desk, _batch(scene, "hoa"))
    asked = _decide(
        desk, _batch(scene, "lan", decision="information-request", words="Chị ở thôn nào?")
    )
    assert (asked.undo_until, asked.may_reverse) == (None, False)
    with pytest.raises(Conflict, match="question-asked"):
        desk.run("moderator", taking_back.undo, asked.batch_id)
    watch.forward(seconds=30 * 24 * 3600 - 1)
    desk.run("chair", taking_back.reverse, done.batch_id, because("Nhầm danh sách"), _explained)
    assert desk.member("hoa").state == "removed"


def test_after_thirty_days_nothing_is_mended(desk: Desk, scene: Scene, watch: Watch) -> None:
    done = _decide(desk, _batch(scene, "hoa"))
    watch.forward(seconds=30 * 24 * 3600)
    with pytest.raises(Conflict, match="reversal-too-late"):
        desk.run("chair", taking_back.reverse, done.batch_id, because("Nhầm"), _explained)


def test_a_batch_is_taken_back_once_however_many_ask(desk: Desk, scene: Scene) -> None:
    done = _decide(desk, _batch(scene, "hoa", "lan", "mai", "dong"))

    def ask(_number: int) -> str:
        try:
            desk.run("moderator", taking_back.undo, done.batch_id)
        except Conflict as refusal:
            return refusal.code
        return "undone"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(ask, range(16)))
    assert answers == ["already-taken-back"] * 15 + ["undone"]
    stored = desk.database.read_now(lambda session: session.get(ReviewBatch, done.batch_id))
    assert stored is not None
    assert stored.restored == 4
    assert desk.faults() == []


@pytest.mark.parametrize("who", ["stranger", "nobody", "member", "other_chair", "officer"])
def test_a_batch_of_another_house_is_not_there(desk: Desk, scene: Scene, who: str) -> None:
    done = _decide(desk, _batch(scene, "hoa"))
    with pytest.raises(Hidden):
        desk.run(who, taking_back.read, done.batch_id, _explained)
    with pytest.raises(Hidden):
        desk.run(who, taking_back.undo, done.batch_id)


@pytest.mark.parametrize("who", ["adviser", "editor"])
def test_who_reads_a_batch_does_not_take_it_back(desk: Desk, scene: Scene, who: str) -> None:
    done = _decide(desk, _batch(scene, "hoa"))
    assert desk.run(who, taking_back.read, done.batch_id, _explained).undo_until is None
    with pytest.raises(Forbidden):
        desk.run(who, taking_back.undo, done.batch_id)
