"""Rules over texts: kept in versions, tried before, applied by the clock, undone by the board."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.domain.rules.verdicts import Verdict
from app.schemas.base import Versioned
from app.schemas.comments import CommentChange, CommentCreate, CommentRead
from app.schemas.members import Decision
from app.schemas.posts import PostChange, PostCreate, PostRead
from app.schemas.rules import (
    ContentRuleChange,
    ContentRuleCreate,
    ContentRuleRead,
    ContentRuleTrial,
    TrustRulesChange,
)
from app.services import content_rules, rule_trials, screening, trust_rules
from app.services.comments import automatic as comment_automatic
from app.services.comments import deciding as comment_deciding
from app.services.comments import writing as comment_writing
from app.services.posts import automatic, deciding, feed, returning, writing
from tests.factories import HOME, OTHER
from tests.services.desk import Desk, because
from tests.services.test_posts import seen

SELLING = "Chị em mua kem trộn nhé"
WORDS = "Nhóm hẹn nhau không bán hàng; chị bỏ phần bán rồi gửi lại nhé."


def ruled(desk: Desk, action: str, *words: str, **more: Any) -> ContentRuleRead:
    given: dict[str, Any] = {"label": f"Quy tắc {action}", "action": action, "message": WORDS}
    body = ContentRuleCreate(**given, words=list(words), **more)
    return desk.run("chair", content_rules.create, HOME, body)


def sent(desk: Desk, body: str = SELLING, who: str = "member", **more: Any) -> PostRead:
    return desk.run(who, writing.create, HOME, PostCreate(body=body, **more))


def trusting(desk: Desk, **more: Any) -> None:
    body = TrustRulesChange(
        **{"review_mode": "graduated", "first_posts": 0, "newcomer_days": 0, **more}
    )
    desk.run("chair", trust_rules.change, HOME, body)


def feed_texts(desk: Desk) -> list[str]:
    page = Page(20, None, lambda key: "")
    return [line.body for line in desk.run("member", feed.page, HOME, page).items]


def log(desk: Desk, action: str) -> list[dict[str, Any]]:
    def read(session: Any) -> list[dict[str, Any]]:
        rows = session.execute(
            text("SELECT actor_id, facts FROM audit_row WHERE action = :a"), {"a": action}
        )
        return [dict(row._mapping) for row in rows]

    return desk.database.read_now(read)


# -- keeping ---------------------------------------------------------------------------------------


def test_a_change_is_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    rule = ruled(desk, "hold", "kem trộn")
    changed = desk.run(
        "moderator",
        content_rules.change,
        rule.id,
        ContentRuleChange(words=["kem trộn", "cho vay"], version=1),
    )
    assert (changed.version, changed.words) == (2, ["kem trộn", "cho vay"])
    assert [(v.version, v.words) for v in changed.history] == [
        (2, ["kem trộn", "cho vay"]),
        (1, ["kem trộn"]),
    ]
    with pytest.raises(Conflict, match="stale-version"):
        desk.run("chair", content_rules.change, rule.id, ContentRuleChange(version=1))
    ended = desk.run("chair", content_rules.end, rule.id, Versioned(version=2))
    assert ended.ended_at is not None
    assert ended.allowed_actions == []
    with pytest.raises(Conflict, match="rule-ended"):
        desk.run("chair", content_rules.change, rule.id, ContentRuleChange())
    assert sent(desk).waiting is not None


def test_who_reads_and_who_writes(desk: Desk) -> None:
    rule = ruled(desk, "hold", "kem trộn")
    assert desk.run("adviser", content_rules.read, rule.id).label == rule.label
    with pytest.raises(Forbidden):
        desk.run("editor", content_rules.end, rule.id, Versioned())
    for who in ("member", "other_chair", "officer"):
        with pytest.raises(Hidden):
            desk.run(who, content_rules.read, rule.id)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "rule-looks-for-nothing"),
    ({"words": ["!!!"]}, "phrase-without-letters"),
    ({"links": "domains"}, "domains-missing"),
    ({"links": "domains", "domains": ["khong phai"]}, "domain-wrong"),
    ({"words": ["a"], "message": ""}, "message-missing"),
    ({"pattern": "("}, "pattern-wrong"),
    ({"pattern": "([a-z]{30}){20}"}, "pattern-too-large"),
    ({"pattern": "x*"}, "pattern-empty"),
    ({"words": ["a"], "valid_to": "2020-01-01"}, "ends-before-it-begins"),
]


@pytest.mark.parametrize(("given", "code"), WRONG)
def test_what_cannot_be_kept_is_said(desk: Desk, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as raised:
        desk.run(
            "chair",
            content_rules.create,
            HOME,
            ContentRuleCreate(**{"label": "x", "action": "hold", "message": "m", **given}),
        )
    assert code in [error.code for error in raised.value.errors]


# -- applying --------------------------------------------------------------------------------------


def test_a_held_post_says_why_in_her_words(desk: Desk) -> None:
    rule = ruled(desk, "hold", "kem trộn")
    post = sent(desk, "k e m  t r o n đây")
    assert post.waiting is not None
    assert post.waiting.why == ["every-post", "rule"]
    assert post.waiting.facts["rule"] == {"words": WORDS}
    board = seen(desk, post.id, "moderator")
    assert board.review is not None
    assert [(one.id, one.version) for one in board.review.rules] == [(rule.id, 1)]
    (row,) = log(desk, "rule.applied")
    assert row["actor_id"] is None


def test_a_refused_post_can_be_shown_after_all(desk: Desk) -> None:
    ruled(desk, "refuse", "kem trộn")
    post = sent(desk)
    assert (post.state, post.state_reason) == ("refused", WORDS)
    assert feed_texts(desk) == []
    shown = desk.run("moderator", returning.reverse, post.id, because("Bài này được"))
    assert shown.state == "published"
    assert feed_texts(desk) == [SELLING]
    assert desk.faults() == []


def test_an_edit_that_is_refused_leaves_what_readers_see(desk: Desk) -> None:
    post = sent(desk, "Chào chị em")
    desk.run("moderator", deciding.approve, post.id, Decision())
    ruled(desk, "refuse", "kem trộn")
    after = desk.run("member", writing.change, post.id, PostChange(body=SELLING))
    assert (after.state, after.pending) == ("published", None)
    assert feed_texts(desk) == ["Chào chị em"]
    assert desk.faults() == []


def test_a_masked_text_keeps_the_original_and_is_given_back(desk: Desk) -> None:
    ruled(desk, "mask", "kem trộn")
    post = sent(desk, title="KEM TRỘN đây")
    assert post.pending is not None
    assert (post.pending.body, post.pending.title) == ("Chị em mua ••• nhé", "••• đây")
    assert [(t.body, t.minor_of) for t in post.revisions] == [
        (SELLING, None),
        ("Chị em mua ••• nhé", 1),
    ]
    desk.run("moderator", deciding.approve, post.id, Decision())
    assert feed_texts(desk) == ["Chị em mua ••• nhé"]
    assert "unmasking" in seen(desk, post.id, "moderator").allowed_actions
    whole = desk.run("moderator", automatic.unmask, post.id, Decision())
    assert feed_texts(desk) == [SELLING]
    assert "unmasking" not in whole.allowed_actions
    assert desk.faults() == []
    with pytest.raises(Conflict):
        desk.run("moderator", automatic.unmask, post.id, Decision())


def test_a_masked_text_that_waits_is_given_back_and_then_judged(desk: Desk) -> None:
    ruled(desk, "mask", "kem trộn")
    post = sent(desk)
    waits = desk.run("moderator", automatic.unmask, post.id, Decision())
    assert waits.pending is not None
    assert (waits.pending.body, waits.body) == (SELLING, SELLING)
    desk.run("moderator", deciding.approve, post.id, Decision())
    assert feed_texts(desk) == [SELLING]
    assert desk.faults() == []


def test_she_writes_on_from_her_own_text(desk: Desk) -> None:
    ruled(desk, "mask", "kem trộn")
    post = sent(desk)
    again = desk.run("member", writing.change, post.id, PostChange(title="Mới"))
    assert again.revisions[-2].body == SELLING


def test_flag_and_tag_are_seen_by_the_board_alone(desk: Desk) -> None:
    ruled(desk, "flag", "kem trộn")
    ruled(desk, "tag", "chị em")
    post = sent(desk)
    assert post.waiting is not None
    assert post.waiting.why == ["every-post"]
    board = seen(desk, post.id, "moderator")
    assert board.review is not None
    assert [one.action for one in board.review.rules] == ["flag", "tag"]


def test_validity_scope_and_switch(desk: Desk) -> None:
    day = clock.today()
    ruled(desk, "refuse", "một", valid_from=day + timedelta(days=1))
    ruled(desk, "refuse", "hai", valid_from=day - timedelta(days=9), valid_to=day)
    ruled(desk, "refuse", "ba", enabled=False)
    ruled(desk, "refuse", "bốn", scope="comments")
    assert sent(desk, "một hai ba bốn").state == "submitted"


def test_comments_are_screened_by_the_same_rules(desk: Desk) -> None:
    ruled(desk, "mask", "kem trộn", scope="comments")

    def screened(work: Any, words: str) -> Verdict:
        return screening.screen(
            work, desk.scene.communities[HOME], work.actor.person_id, "comment", words
        )

    assert desk.run("member", screened, SELLING).masked_text == "Chị em mua ••• nhé"
    assert desk.run("member", screened, "Chào chị") == Verdict()


def said(desk: Desk, body: str = SELLING, who: str = "member") -> CommentRead:
    post = sent(desk, "Chào chị em", who="chair")
    desk.run("moderator", deciding.approve, post.id, Decision())
    return desk.run(who, comment_writing.create, post.id, CommentCreate(body=body))


def test_a_masked_comment_appears_names_its_rule_and_is_given_back(desk: Desk) -> None:
    rule = ruled(desk, "mask", "kem trộn")
    comment = said(desk)
    assert (comment.state, comment.body) == ("published", "Chị em mua ••• nhé")
    assert [(one.body, one.made_by_rule) for one in comment.texts] == [
        (SELLING, ""),
        ("Chị em mua ••• nhé", "Quy tắc mask"),
    ]
    whole = desk.run("moderator", comment_automatic.unmask, comment.id, Decision())
    assert whole.body == SELLING
    assert whole.review is not None
    assert [one.id for one in whole.review.rules] == [rule.id]
    assert desk.faults() == []
    with pytest.raises(Conflict):
        desk.run("moderator", comment_automatic.unmask, comment.id, Decision())


def test_a_refused_comment_can_be_shown_after_all(desk: Desk) -> None:
    ruled(desk, "refuse", "kem trộn")
    comment = said(desk)
    assert (comment.state, comment.state_reason) == ("refused", WORDS)
    shown = desk.run("moderator", comment_deciding.reverse, comment.id, because("Được ạ"))
    assert shown.state == "published"
    assert desk.faults() == []


def test_a_held_comment_says_why_and_an_edit_is_read_by_the_rules_too(desk: Desk) -> None:
    ruled(desk, "hold", "kem trộn")
    comment = said(desk)
    assert (comment.state, comment.why) == ("submitted", ["rule"])
    assert comment.facts["rule"] == {"words": WORDS}
    plain = said(desk, "Hay quá ạ")
    changed = desk.run("member", comment_writing.change, plain.id, CommentChange(body=SELLING))
    assert (changed.state, changed.why) == ("submitted", ["rule"])
    assert desk.faults() == []


# -- graduated trust -------------------------------------------------------------------------------


def test_every_post_is_read_first_unless_the_community_chose_otherwise(desk: Desk) -> None:
    trusting(desk)
    post = sent(desk, "Chào chị em")
    assert post.state == "published"
    assert feed_texts(desk) == ["Chào chị em"]
    (row,) = log(desk, "post.approve")
    assert row["actor_id"] is None
    gone = desk.run("moderator", returning.reverse, post.id, because("Nhầm"))
    assert gone.state == "removed"
    assert desk.faults() == []


WAITS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"first_posts": 1}, {}, "first-posts"),
    ({"newcomer_days": 7}, {}, "newcomer"),
    ({}, {"body": "xem https://vidu.vn"}, "links"),
    ({}, {"anonymous": True}, "anonymous"),
]


@pytest.mark.parametrize(("rules", "post", "code"), WAITS)
def test_who_waits_is_told_why(
    desk: Desk, rules: dict[str, Any], post: dict[str, Any], code: str
) -> None:
    trusting(desk, **rules)
    waits = sent(desk, **{"body": "Chào chị em", **post})
    assert waits.waiting is not None
    assert waits.waiting.why == [code]


def test_a_word_rule_holds_and_a_mask_lets_through(desk: Desk) -> None:
    trusting(desk)
    ruled(desk, "mask", "kem trộn")
    assert sent(desk).state == "published"
    assert feed_texts(desk) == ["Chị em mua ••• nhé"]
    ruled(desk, "hold", "cho vay")
    held = sent(desk, "cho vay không")
    assert held.waiting is not None
    assert held.waiting.why == ["rule"]
    assert desk.faults() == []


def test_members_read_the_trust_rules_and_the_chair_changes_them(desk: Desk) -> None:
    assert desk.run("member", trust_rules.read, HOME).review_mode == "all"
    with pytest.raises(Forbidden):
        desk.run("moderator", trust_rules.change, HOME, TrustRulesChange(links=False))
    with pytest.raises(Forbidden):
        desk.run("member", trust_rules.read, OTHER)
    with pytest.raises(Conflict):
        desk.run("chair", trust_rules.change, HOME, TrustRulesChange(version=99))


# -- trying ----------------------------------------------------------------------------------------


def tried(desk: Desk, *words: str) -> Any:
    body = ContentRuleTrial(label="thử", action="mask", words=list(words))
    return desk.run("moderator", rule_trials.run, HOME, body)


def test_a_trial_counts_by_decision_and_shows_examples(desk: Desk) -> None:
    first = sent(desk, title="Bán kem")
    desk.run("moderator", deciding.refuse, first.id, because("Không bán"))
    for number in range(4):
        sent(desk, f"Chào chị em {number}")
    found = tried(desk, "kem trộn")
    assert (found.tried, found.met, found.warnings) == (5, 1, [])
    source = found.sources[0]
    assert {(c.state, c.tried, c.met) for c in source.counts} == {
        ("refused", 1, 1),
        ("submitted", 4, 0),
    }
    (example,) = found.examples
    assert (example.matched, example.after) == ("kem trộn", "Bán kem\n\nChị em mua ••• nhé")
    assert log(desk, "content_rule.create") == []


@pytest.mark.parametrize(
    ("words", "warning"),
    [("chị em", "matches-everything"), ("kem trộn", "matches-many"), ("xyz", "matches-nothing")],
)
def test_a_trial_warns(desk: Desk, words: str, warning: str) -> None:
    sent(desk)
    sent(desk, "Chào chị em")
    assert tried(desk, words).warnings == [warning]
