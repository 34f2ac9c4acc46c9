"""The ladder of restraints: one of each kind, with an end, with effects, and history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app import clock
from app.domain import sanctions as rules
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.schemas.members import Suspension
from app.schemas.posts import PostCreate
from app.schemas.sanctions import Lifting, SanctionCreate, SanctionRead
from app.services import lives, sanction_cards, sanctions
from app.services.posts import writing
from tests.factories import HOME
from tests.services.desk import Desk, because
from tests.services.test_content_rules import said, sent, trusting

WHY = "Bài chia sẻ lại tin chưa rõ nguồn"


def imposed(desk: Desk, kind: str = "mute", who: str = "moderator", **more: Any) -> SanctionRead:
    code = {"warning": "X-1", "pre_reading": "X-2", "mute": "X-3"}[kind]
    given: dict[str, Any] = {"kind": kind, "reason": code, "words": WHY, **more}
    return desk.run(who, sanctions.impose, desk.scene.members["member"], SanctionCreate(**given))


def run_out(desk: Desk, sanction_id: str) -> None:
    """Its day has come."""

    def late(session: Any) -> None:
        before = {"id": sanction_id, "a": None, "b": None}
        before["a"] = (clock.now() - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        before["b"] = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        session.execute(
            text("UPDATE sanction SET decided_at = :a, until = :b WHERE id = :id"), before
        )

    desk.database.write_now(late)


def letters_of(desk: Desk) -> list[tuple[str, str, bool]]:
    def read(session: Any) -> list[tuple[str, str, bool]]:
        rows = session.execute(
            text("SELECT kind, text, urgency FROM notice WHERE member_id = :m ORDER BY id"),
            {"m": desk.scene.members["member"]},
        )
        return [(row[0], row[1], row[2] == "digest") for row in rows]

    return desk.database.read_now(read)


def test_a_pause_in_writing_refuses_with_its_end_and_keeps_drafts(desk: Desk) -> None:
    last = clock.today() + timedelta(days=7)
    sanction = imposed(desk, until=last)
    day = f"{last.day}/{last.month}/{last.year}"
    assert sanction.text.startswith(f"Đến hết ngày {day}, chị tạm chưa đăng bài")
    assert sanction.until == clock.day_end(last)
    with pytest.raises(Conflict) as raised:
        sent(desk)
    assert (raised.value.code, raised.value.facts) == ("muted", {"until": day})
    draft = desk.run("member", writing.create, HOME, PostCreate(body="x", draft=True))
    assert draft.state == "draft"
    (letter,) = [one for one in letters_of(desk) if one[0] == "sanction.mute"]
    assert sanction.text in letter[1]
    assert letter[2], "nobody passes it on"


def test_comments_are_paused_too(desk: Desk) -> None:
    imposed(desk)

    with pytest.raises(Conflict, match="muted"):
        said(desk, "Hay quá ạ")


def test_reading_first_holds_even_where_trust_would_not(desk: Desk) -> None:
    trusting(desk, after_sanction=False)
    imposed(desk, "pre_reading")
    held = sent(desk, "Chào chị em")
    assert held.waiting is not None
    assert held.waiting.why == ["pre-reading"]
    assert held.waiting.facts["pre-reading"]["until"]


def test_comments_are_read_first_too(desk: Desk) -> None:
    imposed(desk, "pre_reading")
    held = said(desk, "Hay quá ạ")
    assert (held.state, held.why) == ("submitted", ["pre-reading"])


def test_after_a_reminder_a_post_is_read_first_where_the_rule_says_so(desk: Desk) -> None:
    trusting(desk)
    imposed(desk, "warning")
    held = sent(desk, "Chào chị em")
    assert held.waiting is not None
    assert held.waiting.why == ["after-sanction"]


def test_one_of_each_kind_holds_at_a_time(desk: Desk) -> None:
    imposed(desk)
    imposed(desk, "warning")
    with pytest.raises(Conflict, match="sanction-active"):
        imposed(desk, who="chair")


def test_it_ends_by_itself_once(desk: Desk) -> None:
    sanction = imposed(desk)
    run_out(desk, sanction.id)
    assert sent(desk).state == "submitted"
    desk.work_off()
    desk.work_off()
    ended = desk.run("moderator", sanction_cards.read, sanction.id)
    assert (ended.active, ended.ended_how) == (False, "expired")
    assert [kind for kind, _, _ in letters_of(desk)].count("sanction.ended") == 1
    with pytest.raises(Conflict, match="sanction-ended"):
        desk.run("chair", sanctions.lift, sanction.id, Lifting(words="Xong"))


def test_it_is_lifted_early_with_words(desk: Desk) -> None:
    sanction = imposed(desk)
    lifted = desk.run("chair", sanctions.lift, sanction.id, Lifting(words="Chị đã sửa bài"))
    assert (lifted.active, lifted.ended_how) == (False, "lifted")
    assert sent(desk).state == "submitted"
    imposed(desk)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"until": "2020-01-01"}, "until-in-past"),
    ({"until": "2190-01-01"}, "until-too-far"),
    ({"words": ""}, "reason-missing"),
    ({"reason": "X-9"}, "reason-unknown"),
    ({"evidence": "khong-co"}, "evidence-unknown"),
]


@pytest.mark.parametrize(("given", "code"), WRONG)
def test_what_cannot_be_is_said(desk: Desk, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as raised:
        imposed(desk, **given)
    assert [error.code for error in raised.value.errors] == [code]


def test_evidence_is_a_post_of_hers_and_no_anonymous_one(desk: Desk) -> None:
    post = sent(desk)
    sanction = imposed(desk, "warning", evidence=post.id)
    assert sanction.evidence is not None
    assert sanction.evidence.id == post.id
    hidden = sent(desk, anonymous=True)
    with pytest.raises(Invalid):
        imposed(desk, evidence=hidden.id)


def test_who_may(desk: Desk) -> None:
    member = desk.scene.members["member"]
    sanction = imposed(desk)
    for who in ("editor", "adviser"):
        with pytest.raises(Forbidden):
            imposed(desk, "warning", who)
    assert desk.run("adviser", sanction_cards.history, member).suggested == "suspension"
    own = desk.run("member", sanction_cards.history, member)
    assert own.entries[0].decided_by == "Ban Quản trị"
    assert own.suggested is None
    for who in ("nobody", "other_chair", "officer"):
        with pytest.raises(Hidden):
            desk.run(who, sanction_cards.read, sanction.id)


def test_pauses_and_ends_stand_in_the_same_history(desk: Desk) -> None:
    member = desk.scene.members["member"]
    imposed(desk, "warning")
    desk.run(
        "moderator",
        lives.suspend,
        member,
        Suspension(words="Nghỉ ít ngày", until=clock.today() + timedelta(days=3)),
    )
    history = desk.run("chair", sanction_cards.history, member)
    assert [one.kind for one in history.entries] == ["suspension", "warning"]
    assert history.suggested == "removal"
    desk.run("chair", lives.reinstate, member, because("Đã trao đổi"))
    assert desk.faults() == []


STEPS = [
    ([], "warning"),
    (["warning"], "pre_reading"),
    (["pre_reading", "warning"], "mute"),
    (["mute"], "suspension"),
    (["suspension", "warning"], "removal"),
    (["removal"], "removal"),
]


@pytest.mark.parametrize(("kinds", "step"), STEPS)
def test_the_next_step_is_proposed(kinds: list[str], step: str) -> None:
    assert rules.next_step(kinds) == step
