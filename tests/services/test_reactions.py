"""One touch: counted once a person, whatever she touches."""

from __future__ import annotations

import pytest

from app.domain.refusals import Conflict, Forbidden, Hidden
from app.schemas.reactions import ReactionCreate, ReactionsRead
from app.services import reactions
from tests.services.desk import Desk
from tests.services.test_posts import published, seen, written


def touch(desk: Desk, post_id: str, kind: str = "thich", who: str = "member") -> ReactionsRead:
    body = ReactionCreate.model_validate({"kind": kind})
    return desk.run(who, reactions.react, post_id, body)


def test_a_touch_counts_once_and_another_takes_its_place(desk: Desk) -> None:
    post = published(desk)
    assert touch(desk, post.id).counts == {"thich": 1}
    assert touch(desk, post.id).total == 1
    changed = touch(desk, post.id, "thuong")
    assert (changed.counts, changed.total, changed.mine) == ({"thuong": 1}, 1, "thuong")
    assert touch(desk, post.id, "hay", "editor").total == 2
    assert seen(desk, post.id).reactions == 2
    assert desk.faults() == []


def test_it_is_taken_back_once(desk: Desk) -> None:
    post = published(desk)
    touch(desk, post.id)
    for _ in range(2):
        desk.run("member", reactions.take_back, post.id)
    read = desk.run("member", reactions.read, post.id)
    assert (read.total, read.mine) == (0, None)
    assert desk.faults() == []


def test_only_who_reads_a_shown_post_touches_it(desk: Desk) -> None:
    waits, post = written(desk), published(desk)
    with pytest.raises(Conflict):
        touch(desk, waits.id)
    with pytest.raises(Forbidden):
        touch(desk, post.id, who="adviser")
    for who in ("other_member", "nobody", "stranger"):
        with pytest.raises(Hidden):
            touch(desk, post.id, who=who)
