"""The takedown register: from receipt to paper, and nothing in it can be taken back."""

from __future__ import annotations

import base64
import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from docx import Document
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app import clock, i18n
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.takedowns import (
    TakedownClosing,
    TakedownCompletion,
    TakedownCreate,
    TakedownHandover,
    TakedownHours,
    TakedownRead,
    TakedownStepCreate,
)
from app.services import (
    takedown_clock,
    takedown_hours,
    takedown_papers,
    takedown_subjects,
    takedowns,
    taking_down,
)
from app.store import communities
from app.store.actors import Work
from app.web.paging import decode, encode
from tests.conftest import Watch
from tests.factories import HOME, OTHER, Scene
from tests.services.desk import Desk

ALL = Page(100, None, encode)
DONE = TakedownCompletion(finding="founded", words="Không kịp chụp.")
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def receive(desk: Desk, who: str = "moderator", slug: str = HOME, **more: Any) -> TakedownRead:
    values = {
        "kind": "authority",
        "asked_by": "Công an xã",
        "received_at": clock.now() - timedelta(hours=1),
        "address": "https://facebook.com/groups/1/posts/2",
        **more,
    }
    return desk.run(who, takedowns.receive, slug, TakedownCreate.model_validate(values))


def complaint(desk: Desk, **more: Any) -> TakedownRead:
    return receive(
        desk, **{"kind": "complaint", "asked_by": "Lê Thị Kín", "contact": "0900000000", **more}
    )


def prove(desk: Desk, request: TakedownRead, kind: str, content: bytes = PICTURE) -> TakedownRead:
    file = {"name": "ảnh.png", "content": content}
    body = TakedownStepCreate.model_validate({"kind": kind, "file": file})
    digest = hashlib.sha256(content).hexdigest()
    return desk.run("moderator", taking_down.step, request.id, body, digest)


def listed(desk: Desk, state: str = "open", who: str = "adviser") -> list[str]:
    return [one.code for one in desk.run(who, takedowns.page, HOME, ALL, state).items]


# -- receipt -----------------------------------------------------------------------------------


def test_the_clock_runs_from_receipt_and_numbers_run_by_year(desk: Desk) -> None:
    received = clock.now() - timedelta(hours=5)
    one = receive(desk, received_at=received, urgent=True)
    assert (one.hours, one.due_at, one.state) == (6, received + timedelta(hours=6), "received")
    two = complaint(desk, received_at=received)
    assert (two.hours, two.due_at) == (48, received + timedelta(hours=48))
    year = clock.in_vietnam(received).year
    assert [one.code, two.code] == [f"1/{year}", f"2/{year}"]
    assert receive(desk, "other_chair", OTHER).code == f"1/{year}"
    assert one.owner == "Nguyễn Thị moderator"
    last_year = receive(desk, received_at=received - timedelta(days=366))
    assert last_year.code == f"1/{year - 1}"


@pytest.mark.parametrize(
    ("pointer", "code", "more"),
    [
        ("/received_at", "moment-in-future", {"received_at": timedelta(minutes=5)}),
        ("/address", "takedown-without-address", {"address": ""}),
        ("/subject_id", "takedown-subject-half", {"subject_type": "post"}),
        (
            "/deadline",
            "takedown-deadline-of-authority",
            {"kind": "complaint", "deadline": timedelta(hours=3)},
        ),
        ("/deadline", "takedown-deadline-before", {"deadline": timedelta(hours=-2)}),
        ("/previous", "takedown-previous", {"previous": "khongco"}),
    ],
)
def test_what_cannot_be(desk: Desk, pointer: str, code: str, more: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        name: clock.now() + value if isinstance(value, timedelta) else value
        for name, value in more.items()
    }
    with pytest.raises(Invalid) as refused:
        receive(desk, **values)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]


def test_a_wall_clock_is_vietnams(desk: Desk) -> None:
    one = receive(desk, received_at="2026-01-02T08:30")
    assert one.received_at.isoformat() == "2026-01-02T01:30:00+00:00"


def test_the_most_urgent_is_listed_first(desk: Desk) -> None:
    calm, urgent = complaint(desk), receive(desk, urgent=True)
    ends = receive(desk, deadline=clock.now() + timedelta(hours=1))
    assert listed(desk) == [ends.code, urgent.code, calm.code]
    desk.run("moderator", taking_down.complete, urgent.id, DONE)
    assert listed(desk) == [ends.code, calm.code]
    assert listed(desk, "completed") == [urgent.code]
    assert listed(desk, "all") == [ends.code, urgent.code, calm.code]


def test_pages_of_the_open_ones_hold_each_once(desk: Desk) -> None:
    made = [receive(desk, received_at=clock.now() - timedelta(hours=n)) for n in range(5)]
    seen, cursor = [], None
    while True:
        page = Page(2, decode(cursor) if cursor else None, encode)
        found = desk.run("chair", takedowns.page, HOME, page, "open")
        seen += [one.id for one in found.items]
        if found.next is None:
            break
        cursor = found.next
    assert seen == [one.id for one in reversed(made)]


# -- who sees what -----------------------------------------------------------------------------


def test_only_those_who_act_on_it_know_who_complained(desk: Desk) -> None:
    one = complaint(desk)
    for who in ("moderator", "editor", "chair", "vice_chair"):
        seen = desk.run(who, takedowns.read, one.id)
        assert (seen.asked_by, seen.contact) == ("Lê Thị Kín", "0900000000")
    for who in ("adviser", "membership", "questions"):
        seen = desk.run(who, takedowns.read, one.id)
        assert (seen.asked_by, seen.contact, seen.allowed_actions) == (None, None, [])
        with pytest.raises(Forbidden):
            desk.run(who, taking_down.complete, one.id, DONE)
    for who in ("member", "officer", "other_chair"):
        with pytest.raises(Hidden):
            desk.run(who, takedowns.read, one.id)
    assert receive(desk).asked_by == "Công an xã"
    page = desk.run("adviser", takedowns.page, HOME, ALL, "all")
    assert {one.asked_by for one in page.items} == {None, "Công an xã"}


# -- steps -------------------------------------------------------------------------------------


def test_proofs_are_kept_with_their_digest_and_given_back_whole(desk: Desk) -> None:
    one = prove(desk, receive(desk), "before")
    assert one.missing_proofs == ["after"]
    proof = one.steps[-1].proof
    assert proof is not None
    assert proof.digest == hashlib.sha256(PICTURE).hexdigest()
    assert proof.size == len(PICTURE)
    file = desk.run("adviser", taking_down.proof, one.id, proof.id)
    assert (file.name, file.content) == ("ảnh.png", PICTURE)
    again = prove(desk, one, "after")
    assert again.steps[-1].proof == proof
    assert again.missing_proofs == []
    other = receive(desk)
    with pytest.raises(Hidden):
        desk.run("chair", taking_down.proof, other.id, proof.id)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "before"}, "proof-missing"),
        ({"kind": "note"}, "words-missing"),
        ({"kind": "after", "file": {"name": "a", "content": b""}}, "proof-empty"),
        (
            {"kind": "after", "file": {"name": "a", "content": base64.b64encode(b"0" * 5242881)}},
            "proof-too-large",
        ),
        (
            {
                "kind": "after",
                "seen_at": "2200-01-01T00:00",
                "file": {"name": "a", "content": base64.b64encode(b"0")},
            },
            "moment-in-future",
        ),
    ],
)
def test_a_step_that_says_nothing(desk: Desk, body: dict[str, Any], code: str) -> None:
    one = receive(desk)
    with pytest.raises(Invalid) as refused:
        desk.run(
            "moderator",
            taking_down.step,
            one.id,
            TakedownStepCreate.model_validate(body),
            "0" * 64,
        )
    assert refused.value.errors[0].code == code


@pytest.mark.parametrize("table", ["takedown_step", "takedown_proof"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = 'x'", "DELETE FROM {}"])
def test_no_statement_changes_a_step_or_a_proof(desk: Desk, table: str, verb: str) -> None:
    prove(desk, receive(desk), "before")

    def run(session: Session) -> None:
        session.execute(text(verb.format(table)))

    with pytest.raises(DatabaseError, match="append-only"):
        desk.database.write_now(run)


def test_a_hand_over_moves_the_owner_or_names_the_unit(desk: Desk, scene: Scene) -> None:
    one = receive(desk)
    assert {person["name"] for person in one.people} == {
        f"Nguyễn Thị {who}" for who in ("chair", "vice chair", "editor")
    }
    body = TakedownHandover(person=scene.persons["editor"])
    given = desk.run("moderator", taking_down.hand_over, one.id, body)
    assert (given.state, given.owner) == ("received", "Nguyễn Thị editor")
    for wrong in (scene.persons["adviser"], scene.persons["editor"], "khongco"):
        body = TakedownHandover(person=wrong)
        with pytest.raises(Invalid):
            desk.run("moderator", taking_down.hand_over, one.id, body)
    away = desk.run(
        "editor",
        taking_down.hand_over,
        one.id,
        TakedownHandover(unit=" Công an  phường ", receipt="12/PB"),
    )
    assert (away.state, away.handed_to, away.receipt) == ("handed_over", "Công an phường", "12/PB")
    assert away.due_at == one.due_at
    receipt = TakedownStepCreate(kind="receipt", text="Ông An nhận")
    noted = desk.run("editor", taking_down.step, one.id, receipt, "")
    assert noted.receipt == "Ông An nhận"
    back = TakedownHandover(person=scene.persons["chair"])
    assert desk.run("editor", taking_down.hand_over, one.id, back).state == "received"
    for both in (TakedownHandover(), TakedownHandover(person="x", unit="y")):
        with pytest.raises(Invalid):
            desk.run("chair", taking_down.hand_over, one.id, both)


# -- ends --------------------------------------------------------------------------------------


def test_completion_asks_for_both_proofs_or_a_word(desk: Desk) -> None:
    one = receive(desk)
    bare = TakedownCompletion(finding="founded")
    for kind, code in (("before", "proof-before-missing"), ("after", "proof-after-missing")):
        with pytest.raises(Invalid) as refused:
            desk.run("moderator", taking_down.complete, one.id, bare)
        assert refused.value.errors[0].code == code
        prove(desk, one, kind)
    done = desk.run("chair", taking_down.complete, one.id, bare)
    assert (done.state, done.finding, done.closed_by) == (
        "completed",
        "founded",
        "Nguyễn Thị chair",
    )
    assert done.allowed_actions == []


def test_a_closed_one_never_opens_and_a_new_one_points_back(desk: Desk) -> None:
    one = complaint(desk)
    words = TakedownClosing(words="Bài nói đúng sự thật.")
    rejected = desk.run("moderator", taking_down.reject, one.id, words)
    assert (rejected.state, rejected.words) == ("rejected", words.words)
    for fn, body in (
        (taking_down.complete, DONE),
        (taking_down.reject, words),
        (taking_down.withdraw, words),
        (taking_down.hand_over, TakedownHandover(unit="Xã")),
    ):
        with pytest.raises(Conflict) as lost:
            desk.run("chair", fn, one.id, body)  # type: ignore[arg-type]
        assert lost.value.code == "already-decided"
        assert lost.value.facts["decided_by"] == "Nguyễn Thị moderator"
    again = complaint(desk, previous=one.id)
    assert (again.previous, again.previous_code) == (one.id, one.code)
    with pytest.raises(Invalid):  # the new one is open
        complaint(desk, previous=again.id)


def test_words_are_needed_and_an_authority_is_not_rejected(desk: Desk) -> None:
    one = complaint(desk)
    for fn in (taking_down.reject, taking_down.withdraw):
        with pytest.raises(Invalid):
            desk.run("moderator", fn, one.id, TakedownClosing(words="  "))
    asked, words = receive(desk), TakedownClosing(words="Không đúng.")
    with pytest.raises(Conflict):
        desk.run("moderator", taking_down.reject, asked.id, words)


def test_who_saw_an_older_version_decides_nothing(desk: Desk) -> None:
    one = receive(desk)
    desk.run("editor", taking_down.step, one.id, TakedownStepCreate(kind="note", text="Gọi"), "")
    body = TakedownCompletion(finding="founded", words="Gấp", version=one.version)
    with pytest.raises(Conflict) as stale:
        desk.run("moderator", taking_down.complete, one.id, body)
    assert stale.value.code == "stale-version"


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A noun that Sen shows itself."""
    taken: list[tuple[str, str]] = []

    def remover(_work: Work, subject_id: str, reason: str) -> bool:
        taken.append((subject_id, reason))
        return True

    monkeypatch.setattr(takedown_subjects, "_REMOVERS", {})
    takedown_subjects.register("leaf", remover)
    return taken


def test_what_sen_shows_is_taken_down_with_the_completion(
    desk: Desk, registered: list[tuple[str, str]]
) -> None:
    here = {"address": "", "subject_id": "p1", "grounds": "Ảnh trẻ em"}
    one = receive(desk, subject_type="leaf", **here)
    assert one.removable
    assert not receive(desk, subject_type="stone", **here).removable
    done = desk.run("moderator", taking_down.complete, one.id, DONE)
    assert registered == [("p1", "Ảnh trẻ em")]
    assert done.steps[-1].facts == {"finding": "founded", "removed_here": True}


# -- counters ----------------------------------------------------------------------------------


def test_founded_ones_count_within_their_days_and_warn_before_the_limit(
    desk: Desk, watch: Watch
) -> None:
    def finish(finding: str = "founded") -> list[tuple[int, bool]]:
        body = TakedownCompletion.model_validate({"finding": finding, "words": "Gấp"})
        desk.run("moderator", taking_down.complete, receive(desk).id, body)
        found = desk.run("adviser", takedowns.page, HOME, ALL, "open").counts
        return [(one.count, one.warn) for one in found]

    for number in range(1, 4):
        assert finish() == [(number, False), (number, False)]
    assert finish("unfounded") == [(3, False), (3, False)]
    assert finish() == [(4, True), (4, False)]
    watch.forward(days=29, hours=23)
    assert finish() == [(5, True), (5, False)]
    watch.forward(days=1)
    assert finish() == [(2, False), (6, False)]
    for _ in range(2):
        finish()
    assert [one.warn for one in desk.run("chair", takedowns.page, HOME, ALL, "all").counts] == [
        True,
        True,
    ]


# -- hours -------------------------------------------------------------------------------------


def test_a_board_may_only_be_quicker_and_what_runs_keeps_its_due_time(desk: Desk) -> None:
    one = receive(desk)
    body = TakedownHours(authority=12, urgent=3, complaint=24)
    for who in ("moderator", "adviser"):
        with pytest.raises(Forbidden):
            desk.run(who, takedown_hours.settle_hours, HOME, body)
    slow = TakedownHours(authority=25, urgent=3, complaint=49)
    with pytest.raises(Invalid) as refused:
        desk.run("chair", takedown_hours.settle_hours, HOME, slow)
    assert [error.pointer for error in refused.value.errors] == ["/authority", "/complaint"]
    desk.run("chair", takedown_hours.settle_hours, HOME, body)
    assert receive(desk).hours == 12
    assert desk.run("chair", takedowns.read, one.id).due_at == one.due_at

    def two_person(session: Session) -> Any:
        return communities.get(session, HOME).settings["two_person"]

    assert desk.database.read_now(two_person)


# -- reminders ---------------------------------------------------------------------------------


def test_each_reminder_comes_once_to_owner_and_chair(desk: Desk, watch: Watch) -> None:
    one = receive(desk, "editor", received_at=clock.now())

    def given() -> int:
        return desk.run("stranger", takedown_clock.remind)

    def lines(who: str) -> list[str]:
        def read(work: Work) -> list[str]:
            found = takedown_clock.today(work, communities.get(work.session, HOME))
            return [line.kind for line in found.reminders]

        return desk.run(who, read)

    assert given() == 0
    watch.forward(hours=12, minutes=1)
    assert (given(), given()) == (2, 0)
    assert {who: lines(who) for who in ("editor", "chair", "moderator")} == {
        "editor": ["half"],
        "chair": ["half"],
        "moderator": [],
    }
    watch.forward(hours=10)
    assert (given(), lines("chair")) == (2, ["last_call"])
    watch.forward(hours=3)
    desk.work_off()
    assert (given(), lines("chair")) == (0, ["overdue"])
    assert desk.run("chair", takedowns.read, one.id).late_minutes == 61
    desk.run("chair", taking_down.complete, one.id, DONE)
    assert lines("chair") == []


# -- paper -------------------------------------------------------------------------------------


def paper(desk: Desk, one: TakedownRead) -> str:
    file = desk.run("moderator", takedown_papers.minutes, one.id)
    assert file.name.startswith("bien-ban-go-noi-dung-")
    document = Document(io.BytesIO(file.content))
    body = document.element.body
    return "\n".join(
        "".join(node.text or "" for node in p.iter() if node.tag.endswith("}t"))
        for p in body.iter()
        if p.tag.endswith("}p")
    )


def test_the_minutes_tell_all_but_who_complained(desk: Desk) -> None:
    one = complaint(desk, text_found="Nguyên văn bài", grounds="Xúc phạm")
    prove(desk, one, "before")
    running = paper(desk, one)
    for words in ("BIÊN BẢN", "Gỡ nội dung theo yêu cầu", one.code, one.address, "Nguyên văn bài"):
        assert words in running
    assert "việc chưa kết thúc" in running
    assert hashlib.sha256(PICTURE).hexdigest() in running
    assert "Lê Thị Kín" not in running
    assert "0900000000" not in running
    desk.run("moderator", taking_down.complete, one.id, DONE)
    closed = paper(desk, one)
    assert "xác định yêu cầu có căn cứ" in closed
    assert "Việc kết thúc trong hạn." in closed
    assert "Công an xã" in paper(desk, receive(desk, document="15/CAX", document_on="2026-11-20"))


def test_the_register_goes_out_without_those_who_complained(desk: Desk) -> None:
    one, two = complaint(desk), receive(desk, asked_by="=1+1", address="@cmd")

    def label(code: str) -> str:
        return i18n.label(code, "vi")

    file = desk.run("adviser", takedown_papers.export, HOME, "csv", label)
    written = file.content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in written.splitlines()] == ["Số", one.code, two.code]
    assert "Kín" not in written
    assert "'=1+1" in written
    assert "'@cmd" in written
    assert "takedown." not in written
    assert desk.run("chair", takedown_papers.export, HOME, "xlsx", label).content[:2] == b"PK"
