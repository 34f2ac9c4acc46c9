"""Addresses of posts outside, and what a hand must do there."""

from __future__ import annotations

import pytest
from sqlalchemy import CheckConstraint

from app.domain import outside_posts as rules
from app.domain.outside_addresses import canonical
from app.domain.refusals import Invalid
from app.models import SQLModel

ONE = "https://www.facebook.com/groups/12/posts/34"


@pytest.mark.parametrize(
    "typed",
    [
        ONE,
        "facebook.com/groups/12/posts/34/",
        "  http://m.facebook.com/groups/12/permalink/34/?mibextid=oFDknk&ref=share ",
        "https://FACEBOOK.com//groups/12/posts/34?__cft__[0]=AZ&comment_id=9#x",
        "https://web.facebook.com/groups/12/?multi_permalinks=34&hoisted_section_header_type=x",
        "https://www.facebook.com:443/groups/12/posts/34",
    ],
)
def test_one_post_has_one_address_however_it_was_copied(typed: str) -> None:
    assert canonical("facebook", "post", typed) == ONE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("fb.watch/abc/", "https://fb.watch/abc"),
        ("https://www.facebook.com/share/p/1B/?rdid=2", "https://www.facebook.com/share/p/1B"),
        (
            "https://m.facebook.com/story.php?id=5&story_fbid=pfbid0&eav=x",
            "https://www.facebook.com/story.php?story_fbid=pfbid0&id=5",
        ),
        ("fb.com/hoisenxanh/posts/pfbid0", "https://www.facebook.com/hoisenxanh/posts/pfbid0"),
    ],
)
def test_other_ways_of_naming_a_post_are_kept(typed: str, kept: str) -> None:
    assert canonical("page", "post", typed) == kept


def test_a_comment_is_named_by_its_own_number() -> None:
    typed = f"{ONE}?comment_id=7&reply_comment_id=8&ref=x"
    assert canonical("facebook", "comment", typed) == f"{ONE}?comment_id=7&reply_comment_id=8"


@pytest.mark.parametrize(
    ("platform", "kind", "typed", "code"),
    [
        ("zalo", "post", "https://zalo.me/g/abc", "outside-address-zalo"),
        ("facebook", "post", "https://facebook.com.evil.vn/groups/1/posts/2", "foreign"),
        ("facebook", "post", "https://evil.vn/?facebook.com/groups/1/posts/2", "foreign"),
        ("facebook", "post", "https://facebook.com@evil.vn/groups/1/posts/2", "foreign"),
        ("facebook", "post", "javascript://facebook.com/%0aalert(1)/x", "foreign"),
        ("facebook", "post", "https://facebook.com:8080/groups/1/posts/2", "foreign"),
        ("facebook", "post", "https://[facebook.com/groups/1/posts/2", "foreign"),
        ("facebook", "post", "https://www.facebook.com:x/groups/1/posts/2", "foreign"),
        ("facebook", "post", "https://www.facebook.com/", "of-nothing"),
        ("facebook", "post", "https://www.facebook.com/groups/12", "of-nothing"),
        ("facebook", "post", "https://www.facebook.com/groups/12/members", "of-nothing"),
        ("page", "post", "https://www.facebook.com/hoisenxanh", "of-nothing"),
        ("page", "post", "https://www.facebook.com/profile.php?id=1", "of-nothing"),
        ("facebook", "post", "https://fb.watch/", "of-nothing"),
        ("facebook", "comment", ONE, "of-post"),
    ],
)
def test_no_address_of_another_place_or_of_nothing(
    platform: str, kind: str, typed: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        canonical(platform, kind, typed)
    assert refused.value.errors[0].pointer == "/address"
    assert refused.value.errors[0].code.endswith(code)


@pytest.mark.parametrize("platform", rules.PLATFORMS)
def test_no_address_is_none(platform: str) -> None:
    assert canonical(platform, "post", "  ") is None


def test_the_hand_follows_from_the_state_here_and_there() -> None:
    table = {
        (state, there): rules.hand(state, there) for state in rules.STATES for there in rules.THERE
    }
    assert {key: hand for key, hand in table.items() if hand} == {
        ("approved", "waiting"): "approve",
        ("approved", "gone"): "invite",
        ("refused", "waiting"): "decline",
        ("refused", "standing"): "remove",
        ("removed", "waiting"): "decline",
        ("removed", "standing"): "remove",
    }


def test_what_a_hand_has_done_leaves_nothing_to_do_but_to_wait_for_her() -> None:
    for (state, _there), hand in rules.HANDS.items():
        assert rules.hand(state, rules.DONE[hand]) == ("invite" if hand == "invite" else None)


def test_the_database_knows_the_same_words() -> None:
    checks = {
        str(one.name).rpartition("_")[2]: str(one.sqltext)
        for name in ("outside_post", "outside_hand")
        for one in SQLModel.metadata.tables[name].constraints
        if isinstance(one, CheckConstraint)
    }
    for name, words in (
        ("platform", rules.PLATFORMS),
        ("there", rules.THERE),
        ("kind", rules.KINDS),
        ("state", rules.STATES),
        ("action", rules.DONE),
    ):
        assert checks[name] == f"{name} IN ({','.join(repr(word) for word in words)})"
