"""Appeals: within thirty days, once, judged by somebody else, answered in words, with effect."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden
from app.schemas.members import Decision, Suspension
from app.schemas.posts import PostSubmission
from app.schemas.reviews import Batch, BatchItem
from app.schemas.sanctions import AppealAnswer, AppealCreate, AppealRead, ApplicationAppeal
from app.services import (
    appeal_cards,
    appeals,
    applications,
    batches,
    inbox,
    lives,
    log,
    sanction_cards,
)
from app.services.posts import cards, deciding, writing
from app.store import posts
from app.store.actors import Work
from tests.factories import HOME
from tests.services.desk import Desk, because
from tests.services.test_content_rules import SELLING, feed_texts, ruled, sent
from tests.services.test_sanctions import imposed, letters_of

PLEASE = AppealCreate(text="Em nghĩ bài của em không sai ạ")
YES, NO = AppealAnswer(words="Chị nói đúng"), AppealAnswer(words="Ban giữ quyết định, vì nguồn")


def refused(desk: Desk, who: str = "moderator", **more: Any) -> str:
    post = sent(desk, **more)
    desk.run(who, deciding.refuse, post.id, because("Cần nguồn"))
    return post.id


def asked_of_post(desk: Desk, post_id: str) -> AppealRead:
    return desk.run("member", appeals.of_post, post_id, PLEASE)


def test_a_sanction_is_lifted_when_she_was_right(desk: Desk) -> None:
    sanction = imposed(desk)
    appeal = desk.run("member", appeals.of_sanction, sanction.id, PLEASE)
    assert (appeal.state, appeal.decided_by, appeal.own) == ("submitted", "Ban Quản trị", True)
    answered = desk.run("chair", appeals.approve, appeal.id, YES)
    assert (answered.state, answered.answer) == ("approved", YES.words)
    read = desk.run("member", sanction_cards.read, sanction.id)
    assert (read.active, read.ended_how) == (False, "appeal")
    assert read.appeal is not None
    assert read.appeal.answer == YES.words
    assert sent(desk).state == "submitted"
    assert YES.words in letters_of(desk)[-1][1]
    assert desk.faults() == []


def test_a_refusal_leaves_it_and_says_so(desk: Desk) -> None:
    sanction = imposed(desk)
    appeal = desk.run("member", appeals.of_sanction, sanction.id, PLEASE)
    desk.run("membership", appeals.refuse, appeal.id, NO)
    assert desk.run("member", sanction_cards.read, sanction.id).active
    assert letters_of(desk)[-1][0] == "appeal.refused"
    with pytest.raises(Conflict) as raised:
        desk.run("chair", appeals.approve, appeal.id, YES)
    assert raised.value.code == "already-decided"


def test_never_by_the_one_who_decided(desk: Desk) -> None:
    sanction = imposed(desk, who="moderator")
    appeal = desk.run("member", appeals.of_sanction, sanction.id, PLEASE)
    with pytest.raises(Forbidden, match="own-decision"):
        desk.run("moderator", appeals.refuse, appeal.id, NO)
    assert desk.run("moderator", appeal_cards.read, appeal.id).allowed_actions == []
    assert desk.run("chair", appeal_cards.read, appeal.id).allowed_actions == [
        "approval",
        "refusal",
    ]

    def by_hand(session: Any) -> None:
        session.execute(
            text(
                "UPDATE appeal SET state='refused', answer='x', answered_at=created_at,"
                " answered_by=decided_by WHERE id=:id"
            ),
            {"id": appeal.id},
        )

    with pytest.raises(IntegrityError):
        desk.database.write_now(by_hand)


def test_a_refused_post_is_shown(desk: Desk) -> None:
    post_id = refused(desk)
    appeal = asked_of_post(desk, post_id)
    assert appeal.decision_words == "Cần nguồn"
    desk.run("chair", appeals.approve, appeal.id, YES)
    assert feed_texts(desk) == [SELLING]
    assert desk.faults() == []


def test_a_later_decision_is_not_taken_back_with_an_earlier_one(desk: Desk) -> None:
    post_id = refused(desk)
    appeal = asked_of_post(desk, post_id)
    desk.run("member", writing.submit, post_id, PostSubmission(body="Chữ khác hẳn, chưa ai duyệt"))
    desk.run("vice_chair", deciding.refuse, post_id, because("Vẫn cần nguồn"))
    desk.run("chair", appeals.approve, appeal.id, YES)
    assert feed_texts(desk) == []
    assert desk.faults() == []


def test_what_a_rule_refused_can_be_looked_at_by_anybody(desk: Desk) -> None:
    ruled(desk, "refuse", "kem trộn")
    post = sent(desk)
    assert "appeals" in post.allowed_actions
    appeal = asked_of_post(desk, post.id)
    desk.run("moderator", appeals.approve, appeal.id, YES)
    assert feed_texts(desk) == [SELLING]
    assert desk.faults() == []


def test_a_removed_post_comes_back_as_it_was(desk: Desk) -> None:
    post = sent(desk)
    desk.run("moderator", deciding.approve, post.id, Decision())
    desk.run("moderator", deciding.remove, post.id, because("Có người phản ánh"))
    assert feed_texts(desk) == []
    appeal = asked_of_post(desk, post.id)
    desk.run("chair", appeals.approve, appeal.id, YES)
    assert feed_texts(desk) == [SELLING]
    assert desk.faults() == []


def test_the_author_of_an_anonymous_post_is_named_to_nobody(desk: Desk) -> None:
    appeal = asked_of_post(desk, refused(desk, anonymous=True))
    assert desk.run("chair", appeal_cards.read, appeal.id).author is None
    page = Page(20, None, lambda key: "")
    listed = desk.run("chair", inbox.page, HOME, page, state="", kind="appeal")
    assert [(line.author, line.late) for line in listed.items] == [(None, False)]
    desk.run("chair", appeals.approve, appeal.id, YES)
    said = desk.run("adviser", log.page, HOME, "", "", Page(100, None, lambda key: "")).items
    assert "appeal.create" in [row.action for row in said]
    assert "Nguyễn Thị member" not in [row.by for row in said]


def test_one_appeal_for_a_decision_and_thirty_days(desk: Desk) -> None:
    post_id = refused(desk)
    asked_of_post(desk, post_id)
    with pytest.raises(Conflict, match="already-appealed"):
        asked_of_post(desk, post_id)
    sanction = imposed(desk)

    def long_ago(session: Any) -> None:
        at = (clock.now() - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        session.execute(text("UPDATE sanction SET decided_at=:at"), {"at": at})

    desk.database.write_now(long_ago)
    with pytest.raises(Conflict, match="appeal-too-late"):
        desk.run("member", appeals.of_sanction, sanction.id, PLEASE)


def test_there_must_be_something_to_look_at(desk: Desk) -> None:
    post = sent(desk)
    with pytest.raises(Conflict, match="nothing-to-appeal"):
        asked_of_post(desk, post.id)
    with pytest.raises(Conflict, match="nothing-to-appeal"):
        desk.run("member", appeals.of_member, desk.scene.members["member"], PLEASE)
    with pytest.raises(Forbidden):
        desk.run("chair", appeals.of_post, post.id, PLEASE)


def test_a_pause_is_taken_back(desk: Desk) -> None:
    member = desk.scene.members["member"]
    until = clock.today() + timedelta(days=9)
    desk.run("moderator", lives.suspend, member, Suspension(words="Nghỉ", until=until))
    appeal = desk.run("member", appeals.of_member, member, PLEASE)
    desk.run("chair", appeals.approve, appeal.id, YES)
    assert desk.member("member").state == "approved"
    assert desk.faults() == []


def test_a_removed_woman_asks_from_her_own_page(desk: Desk) -> None:
    """Two people asked her to leave: neither of them looks again."""
    member = desk.scene.members["member"]
    code = desk.member("member").code
    desk.run("moderator", lives.remove, member, because("Nhiều lần bán hàng"))
    desk.run("membership", lives.remove, member, because("Nhiều lần bán hàng"))
    page = desk.run("stranger", applications.read, code)
    assert page.can_appeal
    page = desk.run(
        "stranger", appeals.of_application, code, ApplicationAppeal(text="Em xin ở lại")
    )
    assert (page.can_appeal, [one.state for one in page.appeals]) == (False, ["submitted"])
    appeal_id = page.appeals[0].id
    for who in ("moderator", "membership"):
        with pytest.raises(Forbidden, match="own-decision"):
            desk.run(who, appeals.approve, appeal_id, YES)
    desk.run("vice_chair", appeals.approve, appeal_id, YES)
    assert desk.member("member").state == "approved"
    page = desk.run("stranger", applications.read, code)
    assert page.appeals[0].answer == YES.words
    assert desk.faults() == []


def test_appeals_are_answered_one_by_one(desk: Desk) -> None:
    appeal = asked_of_post(desk, refused(desk))
    batch = Batch(decision="approval", items=[BatchItem(id=appeal.id)], words="Được")
    result = desk.run("chair", batches.batch, HOME, batch, lambda r: (409, {"code": r.code}))
    assert result.results[0].problem == {"code": "one-by-one"}


def test_who_sees_an_appeal(desk: Desk) -> None:
    appeal = asked_of_post(desk, refused(desk))
    assert desk.run("adviser", appeal_cards.read, appeal.id).decided_by.endswith("moderator")
    with pytest.raises(Forbidden):
        desk.run("adviser", appeals.refuse, appeal.id, NO)
    for who in ("nobody", "other_chair", "officer"):
        with pytest.raises(Hidden):
            desk.run(who, appeal_cards.read, appeal.id)


def test_she_reads_the_answer_on_her_post(desk: Desk) -> None:
    post_id = refused(desk)
    appeal = asked_of_post(desk, post_id)
    desk.run("chair", appeals.refuse, appeal.id, NO)

    def seen(work: Work) -> Any:
        return cards.card(work, posts.get(work.session, work.actor, post_id))

    read = desk.run("member", seen)
    assert read.appeal.answer == NO.words
    assert "appeals" not in read.allowed_actions
