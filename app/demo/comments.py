"""What members and the board have said under posts, and what readers told the board of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.content.comments import (
    InventedComment,
    InventedFlag,
    InventedReactions,
    invented_comments,
    invented_flags,
    invented_reactions,
)
from app.content.posts import invented_posts
from app.demo.posts import as_member
from app.demo.stage import Deed, Stage, at
from app.schemas.comments import CommentCreate
from app.schemas.flags import FlagCreate
from app.schemas.members import ReasonedDecision
from app.schemas.reactions import ReactionCreate
from app.services import reactions
from app.services.comments import writing
from app.services.flags import deciding, giving
from app.store import flags
from app.store.actors import Work


def deeds(work: Work, stage: Stage, posts: dict[str, str]) -> Iterator[Deed]:
    """`posts`: key of the content → id, filled while the posts are written."""
    shown = {
        post.key: work.now - timedelta(hours=post.hours_ago - post.after_hours)
        for post in invented_posts()
    }
    ids: dict[str, str] = {}
    for comment in invented_comments():
        said = work.now - timedelta(hours=comment.hours_ago)
        if comment.hours_after:
            said = _later(shown, comment)
        yield Deed(said, _say(stage, comment, posts, ids))
    for flag in invented_flags():
        yield Deed(_later(shown, flag), _tell(stage, flag, posts, ids))
        if flag.decision:
            judged = shown[flag.post] + timedelta(hours=flag.decided_hours_after)
            yield Deed(judged, _judge(stage, flag, posts, ids))
    for touch in invented_reactions():
        yield Deed(shown[touch.post] + timedelta(hours=1), _touch(stage, touch, posts))


def _later(shown: dict[str, datetime], what: InventedComment | InventedFlag) -> datetime:
    return shown[what.post] + timedelta(hours=what.hours_after)


def _say(
    stage: Stage, comment: InventedComment, posts: dict[str, str], ids: dict[str, str]
) -> Callable[[Work], None]:
    def say(now: Work) -> None:
        who = stage.actor(comment.by) if comment.as_board else as_member(now, stage, comment.by)
        body = CommentCreate(
            body=comment.body, as_board=comment.as_board, parent=ids.get(comment.answers)
        )
        ids[comment.key] = writing.create(at(now, now.now, who), posts[comment.post], body).id

    return say


def _of(flag: InventedFlag, posts: dict[str, str], ids: dict[str, str]) -> tuple[str, str]:
    """What a flag tells of: (kind, id)."""
    return ("comment", ids[flag.comment]) if flag.comment else ("post", posts[flag.post])


def _tell(
    stage: Stage, flag: InventedFlag, posts: dict[str, str], ids: dict[str, str]
) -> Callable[[Work], None]:
    def tell(now: Work) -> None:
        herself = at(now, now.now, as_member(now, stage, flag.by))
        body = FlagCreate(reason=flag.reason, words=flag.words)
        giving.give(herself, *_of(flag, posts, ids), body)

    return tell


def _judge(
    stage: Stage, flag: InventedFlag, posts: dict[str, str], ids: dict[str, str]
) -> Callable[[Work], None]:
    def judge(now: Work) -> None:
        case = flags.opened(now.session, *_of(flag, posts, ids))
        assert case is not None
        officer = at(now, now.now, stage.actor(flag.decided_by))
        decide = deciding.approved if flag.decision == "approval" else deciding.refused
        decide(officer, case.id, ReasonedDecision(reason=flag.decided_reason))

    return judge


def _touch(stage: Stage, touch: InventedReactions, posts: dict[str, str]) -> Callable[[Work], None]:
    def react(now: Work) -> None:
        body = ReactionCreate.model_validate({"kind": touch.kind})
        for key in touch.by:
            herself = at(now, now.now, as_member(now, stage, key))
            reactions.react(herself, posts[touch.post], body)

    return react
