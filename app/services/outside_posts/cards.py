"""One reading of a record, with the actions that the reader may take now."""

from __future__ import annotations

from datetime import datetime

from app.domain import outside_posts as rules
from app.domain import review
from app.domain.outside_posts import KIND
from app.domain.permissions import Thing
from app.domain.refusals import Hidden
from app.domain.text import beginning
from app.models.members import Member
from app.models.outside_posts import OutsideHand, OutsidePost
from app.models.review import ReviewItem
from app.schemas.communities import ReasonRead
from app.schemas.outside_posts import (
    HandRead,
    LinkedMember,
    OutsidePostLine,
    OutsidePostRead,
    TakedownMark,
)
from app.services import next_item, pictures, reviewing
from app.services.deeds import may
from app.services.outside_posts.subjects import DECIDE, RECORD, Case
from app.services.reviewing import BOARD, facts
from app.services.takedowns import WRITE as TAKE_DOWN
from app.services.takedowns import code_of
from app.store import communities, members, reviews, takedowns
from app.store import outside_posts as store
from app.store.actors import Work


def card(work: Work, case: Case) -> OutsidePostRead:
    post = case.post
    if post.state == "secluded":
        raise Hidden
    item = reviews.current(work.session, KIND, post.id)
    hands = store.hands(work.session, post.id)
    waits = next((one for one in hands if one.done_at is None and one.dropped_at is None), None)
    names = members.person_names(
        work.session,
        [post.recorded_by, item.claimed_by if item else None, *(one.done_by for one in hands)],
    )
    judges = may(work, DECIDE, case.thing)
    return OutsidePostRead(
        **line(post, case.member, waits).model_dump(),
        community=communities.by_id(work.session, post.community_id).slug,
        version=post.version,
        address=post.address,
        body=post.body,
        pictures=pictures.of_subjects(work, KIND, [post.id]).get(post.id, []),
        recorded_by=names.get(post.recorded_by, BOARD),
        state_reason=post.state_reason,
        hands=[_hand(one, names) for one in hands],
        takedowns=[
            TakedownMark(id=row.id, code=code_of(row), state=row.state)
            for row in takedowns.about(work.session, post.community_id, KIND, post.id)
        ],
        review=reviewing.review_read(work, item, names) if item is not None else None,
        undo_until=undo_until(work, case, item),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, post.community_id)
            if row.decision.startswith(("post.", "comment."))
        ]
        if judges
        else [],
        allowed_actions=allowed(work, case, item, waits),
        may_take_down=may(work, TAKE_DOWN, Thing(post.community_id)),
        may_restrain=case.member is not None and may(work, "sanction.write", case.thing),
        next_item=next_item.after(work, item) if judges else None,
    )


def secluded_card(work: Work, post: OutsidePost) -> OutsidePostRead:
    """To who recorded it: that it was handed on, and not a word of it."""
    return OutsidePostRead(
        **line(post, None, None).model_dump(),
        community=communities.by_id(work.session, post.community_id).slug,
        version=post.version,
        address=None,
        body="",
        pictures=[],
        recorded_by=BOARD,
        state_reason="",
        hands=[],
        takedowns=[],
        review=None,
        undo_until=None,
        reasons=[],
        allowed_actions=[],
        may_take_down=False,
        may_restrain=False,
        next_item=None,
    )


def line(post: OutsidePost, member: Member | None, waits: OutsideHand | None) -> OutsidePostLine:
    return OutsidePostLine(
        **post.model_dump(include=set(OutsidePostLine.model_fields)),
        excerpt=beginning(post.body),
        hand=waits.action if waits else None,
        member=LinkedMember.model_validate(member) if member else None,
    )


def _hand(one: OutsideHand, names: dict[str, str]) -> HandRead:
    kept = one.model_dump(include={"action", "wanted_at", "done_at", "dropped_at"})
    return HandRead(**kept, done_by=names.get(one.done_by or ""))


def allowed(
    work: Work, case: Case, item: ReviewItem | None, waits: OutsideHand | None
) -> list[str]:
    """The nouns she may POST now, and `edit` for a PATCH; screens draw exactly these."""
    post = case.post
    found = []
    if may(work, DECIDE, case.thing):
        roles = work.actor.roles_in(post.community_id)
        found += ["undo"] if may_undo(work, case, item) else []
        found += rules.board_actions(post.state, facts(item), roles, work.now)
    if may(work, RECORD, case.thing):
        found += ["hand"] if waits is not None else []
        found += ["edit"] if post.state != "withdrawn" else []
        found += ["withdrawal"] if post.state == "submitted" else []
    return found


def may_undo(work: Work, case: Case, item: ReviewItem | None) -> bool:
    """Her own decision of the last ten seconds, while the record stands where it put it."""
    in_time = review.may_undo(facts(item), work.actor.person_id, work.now)
    if not in_time or item is None or reviews.is_reversal(work.session, item):
        return False
    return case.post.state == rules.REVERSED[item.state][0]


def undo_until(work: Work, case: Case, item: ReviewItem | None) -> datetime | None:
    if item is None or item.decided_at is None or not may_undo(work, case, item):
        return None
    return item.decided_at + review.UNDO_WINDOW
