"""The demonstration as a living community: rules, letters, the closed circle, looking again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.content.letters import invented_letters
from app.content.posts import invented_posts
from app.content.rules import invented_rules
from app.domain.care import is_about_harm
from app.domain.refusals import Forbidden, Hidden
from app.models.bulletins import Bulletin
from app.models.care import CareCase
from app.models.comments import Comment
from app.models.contests import Contest, ContestRound
from app.models.flags import Flag
from app.models.machinery import Job, OutboxRow
from app.models.notices import Delivery, Notice
from app.models.page_postings import PageConnection
from app.models.posts import Post, PostRevision
from app.models.review import ReviewItem, SharedDecision
from app.models.sanctions import Appeal, Sanction
from app.services import (
    appeals,
    care_views,
    content_rules,
    inbox,
    page_postings,
    question_views,
    takedowns,
    trust_rules,
)
from app.store import contests
from app.store.actors import Work
from tests.demo.loaded import NOW, PAGE, SLUG, Loaded


def every(loaded: Loaded, *wanted: Any) -> list[Any]:
    statement = select(wanted[0]).where(*wanted[1:]).order_by(col(wanted[0].id))
    return loaded.see(lambda s: list(s.execute(statement).scalars()))


def titled(loaded: Loaded, key: str) -> Post:
    title = next(one.title for one in invented_posts() if one.key == key)
    (post,) = every(loaded, Post, col(Post.title) == title)
    assert isinstance(post, Post)
    return post


def test_a_post_is_held_by_a_rule_that_has_a_name(loaded: Loaded) -> None:
    post = titled(loaded, "kem-tron")
    (item,) = every(loaded, ReviewItem, col(ReviewItem.subject_id) == post.id)
    assert (post.state, item.state) == ("submitted", "submitted")
    assert [(one["label"], one["action"]) for one in item.evidence["rules"]] == [
        ("Giới thiệu, bán hàng", "hold")
    ]
    assert "rule" in item.evidence["why"]


def test_each_action_of_a_rule_has_met_a_text(loaded: Loaded) -> None:
    listed = loaded.as_role("adviser", lambda w: content_rules.page(w, SLUG, PAGE, ended=False))
    assert [one.label for one in listed.items] == [one["label"] for one in invented_rules()]
    met = {
        one["action"]
        for item in every(loaded, ReviewItem)
        for one in item.evidence.get("rules", [])
    }
    assert met == {"hold", "refuse", "mask", "flag"}
    trust = loaded.as_role("adviser", lambda w: trust_rules.read(w, SLUG))
    assert (trust.review_mode, trust.first_posts, trust.newcomer_days) == ("all", 3, 14)


def test_an_edit_waits_beside_the_text_that_readers_see(loaded: Loaded) -> None:
    post = titled(loaded, "u-phan")
    texts = every(loaded, PostRevision, col(PostRevision.post_id) == post.id)
    assert post.state == "published"
    assert [text.state for text in texts] == ["approved", "submitted"]
    assert "vỏ trứng" not in post.body


def test_flags_wait_and_are_decided_either_way(loaded: Loaded) -> None:
    kinds = {
        (item.evidence["of"], item.state)
        for item in every(loaded, ReviewItem, col(ReviewItem.kind) == "flag")
    }
    assert kinds == {("post", "submitted"), ("post", "refused"), ("comment", "approved")}
    (gone,) = every(loaded, Comment, col(Comment.state) == "removed")
    told = every(loaded, Flag, col(Flag.subject_id) == gone.id)
    assert len({flag.case_id for flag in told}) == 1
    assert len(told) == 2
    assert gone.body.startswith("•••")


def test_one_bulletin_was_read_once_and_four_days_are_planned(loaded: Loaded) -> None:
    (opened,) = every(loaded, SharedDecision, col(SharedDecision.closed_at).is_(None))
    (post,) = every(loaded, Post, col(Post.id) == opened.subject_id)
    assert (post.kind, post.state) == ("bulletin", "submitted")
    wanted = select(col(Bulletin.planned_on)).where(col(Bulletin.planned_on).is_not(None))
    today = clock.in_vietnam(NOW).date()
    days = loaded.see(lambda s: list(s.execute(wanted).scalars()))
    assert [day is not None and day > today for day in days] == [True] * 4


def test_letters_are_answered_kept_closed_and_waiting(loaded: Loaded) -> None:
    listed = loaded.as_role("questions", lambda w: question_views.page(w, SLUG, PAGE, "all", ""))
    found = {one.title: (one.state, one.owner is not None) for one in listed.items}
    assert found == {
        "Vào nhóm có phải đóng tiền không?": ("closed", True),
        "Ảnh tôi ở hội thao": ("closed", True),
        "Ranh đất với nhà bên": ("answered", True),
        "Có người xưng là cán bộ Hội": ("answered", True),
        "Vay vốn mở quán nước": ("open", True),
        "Con gái thức khuya": ("open", False),
    }


@pytest.mark.parametrize("role", ["moderator", "editor", "adviser", "vice_chair"])
def test_the_closed_circle_alone_sees_its_cases(loaded: Loaded, role: str) -> None:
    def cases(now: Work) -> Any:
        return care_views.page(now, SLUG, PAGE, open_only=False)

    for inside in ("questions", "chair"):
        assert len(loaded.as_role(inside, cases).items) == 2
    with pytest.raises((Forbidden, Hidden)):
        loaded.as_role(role, cases)
    secret = {case.source_id for case in every(loaded, CareCase)}
    waiting = loaded.as_role(role, lambda w: inbox.page(w, SLUG, PAGE, state="", kind=""))
    assert secret.isdisjoint(item.subject_id for item in waiting.items)


def test_of_the_circle_nothing_leaves(loaded: Loaded) -> None:
    cases = every(loaded, CareCase)
    assert [(case.source_type, case.way) for case in cases] == [
        ("question", "herself"),
        ("post", "words"),
    ]
    assert all(case.looked_at for case in cases)
    assert [case.closed_at is None for case in cases] == [False, True]
    threads = {case.question_id for case in cases} | {case.source_id for case in cases}
    assert not threads & {notice.subject_id for notice in every(loaded, Notice)}
    fed = select(func.count()).where(col(OutboxRow.subject_id).in_({c.id for c in cases}))
    assert loaded.see(lambda s: s.execute(fed).scalar_one()) == 0


def test_only_what_shall_be_the_circles_is_about_harm() -> None:
    texts = {one.key: f"{one.title}\n{one.body}\n{one.edit}" for one in invented_posts()}
    texts |= {one.key: f"{one.title}\n{one.text}" for one in invented_letters()}
    assert {key for key, text in texts.items() if is_about_harm(text)} == {"em-met", "tien-luong"}


def test_one_is_reminded_and_somebody_else_looks_again(loaded: Loaded) -> None:
    (reminder,) = every(loaded, Sanction)
    waits, answered = sorted(every(loaded, Appeal), key=lambda one: one.state, reverse=True)
    assert (reminder.kind, waits.subject_id) == ("warning", reminder.id)
    assert (waits.state, answered.state) == ("submitted", "refused")
    assert answered.answer
    assert answered.answered_by not in {answered.decided_by, None}
    with pytest.raises(Forbidden, match="own-decision"):
        loaded.as_role("vice_chair", lambda w: appeals.judged(w, waits.id, "approve", None))
    loaded.as_role("moderator", lambda w: appeals.judged(w, waits.id, "approve", None))


def test_a_complaint_was_met_in_time_with_its_proof(loaded: Loaded) -> None:
    listed = loaded.as_role("adviser", lambda w: takedowns.page(w, SLUG, PAGE, "completed"))
    (line,) = listed.items
    shown = loaded.as_role("adviser", lambda w: takedowns.read(w, line.id))
    assert (shown.state, shown.late_minutes, shown.missing_proofs) == ("completed", 0, [])
    assert [step.proof is not None for step in shown.steps] == [False, True, False, True, False]
    (post,) = every(loaded, Post, col(Post.state) == "removed")
    assert shown.subject_id == post.id


def test_a_posting_for_the_page_is_planned_and_nothing_is_ever_sent(loaded: Loaded) -> None:
    """docs/decisions/0007."""
    listed = loaded.as_role("editor", lambda w: page_postings.page(w, SLUG, PAGE))
    states = {one.channel: (one.state, one.waits_for_second) for one in listed.items}
    assert states == {"page": ("waiting", True), "group": ("sent", False)}
    assert not listed.connection.connected

    def counts(session: Session) -> list[int]:
        tables = (Delivery, PageConnection)
        return [session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]

    assert loaded.see(counts) == [0, 0]
    tasks = {job.task for job in every(loaded, Job)}
    assert tasks == {"thank_reporters", "remind_of_question"}
    (due,) = [one.wanted_at for one in listed.items if one.channel == "page"]
    assert due > NOW + timedelta(hours=24)


def test_a_quiz_of_2024_and_a_round_that_is_open_today(loaded: Loaded) -> None:
    (contest,) = every(loaded, Contest)
    assert (contest.state, contest.begun_at) == ("published", None)
    rounds = sorted(every(loaded, ContestRound), key=lambda one: one.number)
    practice, first, today = rounds
    assert (practice.practice, first.practice, today.practice) == (True, False, False)
    assert first.closes_at < NOW
    assert today.opens_at <= NOW < today.closes_at
    asked = loaded.see(lambda s: contests.questions(s, first.id))
    assert [one.key for one in asked] == [f"q{number}" for number in range(1, 11)]
    assert asked[4].answer == ["1", "2", "3"]
    drawn = loaded.see(lambda s: contests.questions(s, today.id))
    assert len({one.bank_question_id for one in drawn}) == 10
