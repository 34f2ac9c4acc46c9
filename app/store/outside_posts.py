"""What is recorded of the groups outside: only what the actor may see is ever loaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden
from app.domain.text import search_terms
from app.models.members import Member
from app.models.outside_posts import OutsideHand, OutsidePost
from app.models.review import OPEN, ReviewItem
from app.store.changes import change, rows_of
from app.store.keyset import beyond

READERS = (*BOARD_ROLES, "adviser")
LISTED = col(OutsidePost.state) != "secluded"
WAITING = and_(col(OutsideHand.done_at).is_(None), col(OutsideHand.dropped_at).is_(None))
#: What a list keeps → states.
STATES = {
    "submitted": ("submitted",),
    "approved": ("approved",),
    "refused": ("refused", "removed"),
    "withdrawn": ("withdrawn",),
}
VIEWS = ("", "hand", *STATES)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Where she serves or watches; what the closed circle has is nobody's here."""
    return and_(col(OutsidePost.community_id).in_(actor.communities_as(*READERS)), LISTED)


def get(session: Session, actor: Actor, post_id: str, *, held: bool = False) -> OutsidePost:
    """`held`: whoever changes it keeps its row until she commits."""
    if not is_id(post_id):
        raise Hidden
    statement = select(OutsidePost).where(col(OutsidePost.id) == post_id, visible_to(actor))
    if held:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    post = session.execute(statement).scalar_one_or_none()
    if post is None:
        raise Hidden
    return post


def find(session: Session, post_id: str) -> OutsidePost | None:
    """Whoever asks: for a service that has asked for its own permission."""
    return session.get(OutsidePost, post_id) if is_id(post_id) else None


def again(session: Session, post_id: str) -> OutsidePost:
    """The row as it stands now, after a lost race."""
    return session.execute(
        select(OutsidePost)
        .where(col(OutsidePost.id) == post_id)
        .execution_options(populate_existing=True)
    ).scalar_one()


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, OutsidePost]:
    rows = session.execute(select(OutsidePost).where(col(OutsidePost.id).in_(set(ids)))).scalars()
    return {post.id: post for post in rows}


def of_address(session: Session, community_id: str, address: str | None) -> OutsidePost | None:
    if address is None:
        return None
    return session.execute(
        select(OutsidePost)
        .where(
            col(OutsidePost.community_id) == community_id,
            col(OutsidePost.address) == address,
            col(OutsidePost.state) != "withdrawn",
        )
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def add(session: Session, post: OutsidePost) -> bool:
    """False where its address stands here already, by the unique key."""
    try:
        with session.begin_nested():
            session.add(post)
            session.flush()
    except IntegrityError:
        return False
    return True


def move(session: Session, post: OutsidePost, **values: Any) -> bool:
    """One conditional UPDATE from the version that was read; False when somebody was faster."""
    return change(session, post, **values)


def page(
    session: Session,
    community_id: str,
    view: str,
    q: str,
    most: int,
    after: tuple[Any, ...] | None,
) -> list[OutsidePost]:
    """The register, the newest first; `hand`: what waits for a hand, the longest waiting first."""
    hand = view == "hand"
    wanted = [col(OutsidePost.community_id) == community_id, LISTED]
    if view in STATES:
        wanted.append(col(OutsidePost.state).in_(STATES[view]))
    wanted += [
        (literal(" ") + col(OutsidePost.fold)).contains(f" {term}", autoescape=True)
        for term in search_terms(q)
    ]
    statement = select(OutsidePost)
    if hand:
        waits = and_(col(OutsideHand.outside_post_id) == col(OutsidePost.id), WAITING)
        statement = statement.join(OutsideHand, waits)
    place = col(OutsidePost.id)
    return list(
        session.execute(
            statement.where(*wanted, beyond(after, place, down=not hand))
            .order_by(place if hand else place.desc())
            .limit(most)
        ).scalars()
    )


def of_person(session: Session, member_id: str, most: int) -> list[OutsidePost]:
    """What is recorded about a member, the newest first."""
    return list(
        session.execute(
            select(OutsidePost)
            .where(col(OutsidePost.member_id) == member_id, LISTED)
            .order_by(col(OutsidePost.id).desc())
            .limit(most)
        ).scalars()
    )


def linked(session: Session, member_ids: Iterable[str | None]) -> dict[str, Member]:
    """The files that some records point to."""
    wanted = {one for one in member_ids if one}
    rows = session.execute(select(Member).where(col(Member.id).in_(wanted))).scalars()
    return {member.id: member for member in rows}


# -- hands -------------------------------------------------------------------------------------


def hands(session: Session, post_id: str) -> list[OutsideHand]:
    """All that was ever asked of a hand, the first one first."""
    return list(
        session.execute(
            select(OutsideHand)
            .where(col(OutsideHand.outside_post_id) == post_id)
            .order_by(col(OutsideHand.id))
            .execution_options(populate_existing=True)
        ).scalars()
    )


def waiting_hands(session: Session, post_ids: Iterable[str]) -> dict[str, OutsideHand]:
    """Post → what waits for a hand there."""
    rows = session.execute(
        select(OutsideHand)
        .where(col(OutsideHand.outside_post_id).in_(set(post_ids)), WAITING)
        .execution_options(populate_existing=True)
    ).scalars()
    return {row.outside_post_id: row for row in rows}


def end_hand(session: Session, hand: OutsideHand, **values: Any) -> bool:
    """Done or dropped, once; False when somebody was faster."""
    result = session.execute(
        update(OutsideHand)
        .where(col(OutsideHand.id) == hand.id, WAITING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(hand)
    return bool(rows_of(result))


def count_hands(session: Session, community_id: str) -> int:
    return int(
        session.execute(
            select(func.count()).where(col(OutsideHand.community_id) == community_id, WAITING)
        ).scalar_one()
    )


# -- what `sen verify` asks ----------------------------------------------------------------------


def disagreements(session: Session, most: int = 1000) -> list[tuple[str, str, str]]:
    """(record, its state, its open item's state or "none") of all that wait or have an item."""
    item = and_(
        col(ReviewItem.subject_id) == col(OutsidePost.id),
        col(ReviewItem.kind) == "outside_post",
        col(ReviewItem.state).in_(OPEN),
    )
    rows = session.execute(
        select(
            col(OutsidePost.id),
            col(OutsidePost.state),
            func.coalesce(col(ReviewItem.state), "none"),
        )
        .outerjoin(ReviewItem, item)
        .where(or_(col(OutsidePost.state) == "submitted", col(ReviewItem.id).is_not(None)))
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in rows]
