"""A record as the review engine, the permissions and the reasons know it."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.domain import outside_posts as rules
from app.domain.outside_posts import KIND
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.members import Member
from app.models.outside_posts import OutsideHand, OutsidePost
from app.services import reviewing
from app.services.deeds import fresh_id, record
from app.services.posts.subjects import Author
from app.services.reviewing import Subject
from app.store import members
from app.store import outside_posts as store
from app.store.actors import Work

READ, RECORD, DECIDE = "outside_post.read", "outside_post.record", "post.decide"


class Case(NamedTuple):
    """A record and the file that it points to."""

    post: OutsidePost
    member: Member | None

    @property
    def thing(self) -> Thing:
        return Thing(self.post.community_id, self.member.person_id if self.member else None)

    @property
    def subject(self) -> Subject:
        post = self.post
        return Subject(
            KIND, post.id, post.community_id, self.thing.owner_id, post.state, post.version
        )

    @property
    def author(self) -> Author:
        """Whom a reason addresses: by name only where her file is known."""
        member = self.member
        if member is None:
            return Author(self.post.community_id, None)
        return Author(self.post.community_id, member.person_id, member.file_no)


def opened(work: Work, post_id: str, *, held: bool = False) -> Case:
    return case_of(work, store.get(work.session, work.actor, post_id, held=held))


def case_of(work: Work, post: OutsidePost) -> Case:
    member = members.again(work.session, post.member_id) if post.member_id else None
    return Case(post, member)


def lost(work: Work, case: Case) -> Conflict:
    """Somebody was faster: the record as it stands now says who."""
    return reviewing.lost(work, Case(store.again(work.session, case.post.id), case.member).subject)


def turn(work: Work, case: Case, **values: Any) -> None:
    """From the version that was read, and with it what a hand must do there; or who was faster."""
    if not store.move(work.session, case.post, **values):
        raise lost(work, case)
    ask_hand(work, case.post)


def ask_hand(work: Work, post: OutsidePost) -> None:
    """What the record's state asks of a hand now; what was asked before and not done is dropped."""
    wanted = rules.hand(post.state, post.there)
    waits = store.waiting_hands(work.session, [post.id]).get(post.id)
    if waits is not None and waits.action == wanted:
        return
    if waits is not None:
        store.end_hand(work.session, waits, dropped_at=work.now)
    if wanted is not None:
        add_hand(work, post, wanted)


def add_hand(work: Work, post: OutsidePost, action: str, **done: Any) -> None:
    work.session.add(
        OutsideHand(
            id=fresh_id(work),
            community_id=post.community_id,
            outside_post_id=post.id,
            action=action,
            wanted_at=work.now,
            **done,
        )
    )
    work.session.flush()


def note(work: Work, case: Case, action: str, held: str, **more: Any) -> None:
    """A row of the log; what stands outside enters no change feed, for members read that."""
    record(
        work,
        f"outside_post.{action}",
        (KIND, case.post.id),
        community_id=case.post.community_id,
        held=held,
        outbox=False,
        person_id=case.thing.owner_id,
        **{"state": case.post.state, **more},
    )
