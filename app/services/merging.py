"""Joining two files of one woman, and taking it back (docs/decisions/0012).

Both rows are locked in the order of their ids before anything is looked at again, so that two
mergers in opposite directions, or one of each in a chain, have one effect.
"""

from __future__ import annotations

from typing import Any

from app.domain import mergers as rules
from app.domain import review
from app.domain.members import INSIDE
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.members import Member
from app.models.mergers import Merger
from app.models.review import ReviewItem
from app.schemas.members import MemberRead
from app.schemas.twins import MergerCreate
from app.services import counting, sharing
from app.services.cards import KIND, card
from app.services.decisions import must_not_be_herself
from app.services.deeds import fresh_id, may, permit, record
from app.services.mergers import facts, found, obstacle_between
from app.services.reviewing import BOARD
from app.store import members, mergers, reviews
from app.store.actors import Work


def merge(work: Work, member_id: str, body: MergerCreate) -> MemberRead:
    """The file goes into another one of its community; nothing that it holds is moved or lost."""
    member, held = _hers(work, member_id)
    kept = found(work, member, body.into)
    permit(work, "member.decide", Thing(kept.community_id, kept.person_id))
    must_not_be_herself(work, kept)
    _check(work, member, kept, body.version)
    _hold(work, member, kept)
    item, item_state = _close(work, member)
    before = member.state
    ended = {"ended_at": work.now} if before in INSIDE else {}
    if not members.move(work.session, member, rules.MERGED, work.now, **ended):
        raise _lost(work, member)
    taken = rules.fills(facts(kept), facts(member))
    merger = Merger(
        id=fresh_id(work),
        community_id=member.community_id,
        from_id=member.id,
        into_id=kept.id,
        from_state=before,
        item_id=item.id if item else None,
        item_state=item_state,
        filled={name: rules.EMPTY[name] for name in taken},
        reason=body.reason or "",
        merged_by=work.actor.person_id or "",
        merged_at=work.now,
    )
    work.session.add(merger)
    work.session.flush()
    _write(work, kept, taken)
    counting.moved(work.session, member, before, rules.MERGED)
    _record(
        work,
        ("member.merge", "member.merge_kept"),
        held,
        member,
        kept,
        was=before,
        filled=sorted(taken),
    )
    return card(work, member)


def undo(work: Work, member_id: str) -> None:
    """Back to where both files stood; what somebody has changed since stays and is told."""
    member, held = _hers(work, member_id)
    merger = mergers.standing(work.session, member.id)
    if merger is None or member.state != rules.MERGED:
        raise Conflict("wrong-state", state=member.state, version=member.version)
    kept = members.again(work.session, merger.into_id)
    permit(work, "member.decide", Thing(kept.community_id, kept.person_id))
    must_not_be_herself(work, kept)
    if kept.state == rules.MERGED:
        raise Conflict("merged-further", state=member.state, version=member.version)
    _hold(work, member, kept)
    back, left = rules.gives_back(facts(kept), facts(member), merger.filled)
    if not mergers.undo(work.session, merger, work.actor.person_id, work.now, left):
        raise _lost(work, member)
    before = merger.from_state
    ended = {"ended_at": None} if before in INSIDE else {}
    if not members.move(work.session, member, before, work.now, **ended):
        raise _lost(work, member)
    _write(work, kept, back)
    _open_again(work, merger)
    counting.moved(work.session, member, rules.MERGED, before)
    _record(
        work, ("member.unmerge", "member.unmerge_kept"), held, member, kept, was=before, left=left
    )


def _hers(work: Work, member_id: str) -> tuple[Member, str]:
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "member.decide", Thing(member.community_id, member.person_id))
    must_not_be_herself(work, member)
    return member, held


def _check(work: Work, member: Member, kept: Member, version: int | None) -> None:
    obstacle = obstacle_between(work, member, kept)
    if obstacle == "already-merged":
        raise _lost(work, member if member.state == rules.MERGED else kept)
    if obstacle:
        raise Conflict(obstacle, state=member.state, version=member.version)
    if version is not None and version != member.version:
        raise Conflict("stale-version", version=member.version, state=member.state)
    # A merger is no way around the second person of a removal that was begun.
    if sharing.opened(work, "remove", member.id) is not None:
        raise Conflict("removal-begun", state=member.state, version=member.version)


def _hold(work: Work, *files: Member) -> None:
    for file in sorted(files, key=lambda one: one.id):
        if not members.hold(work.session, file):
            raise _lost(work, file)


def _lost(work: Work, member: Member) -> Conflict:
    """Somebody was faster: who joined the file and when, where that is what happened."""
    member = members.again(work.session, member.id)
    merger = mergers.standing(work.session, member.id)
    if merger is None:
        return Conflict("stale-version", state=member.state, version=member.version)
    named = may(work, "review.read", Thing(member.community_id, member.person_id))
    names = members.person_names(work.session, [merger.merged_by]) if named else {}
    return Conflict(
        "already-merged",
        decided_by=names.get(merger.merged_by, BOARD),
        decided_at=merger.merged_at.isoformat().replace("+00:00", "Z"),
        state=member.state,
        version=member.version,
    )


def _close(work: Work, member: Member) -> tuple[ReviewItem | None, str | None]:
    """The open review of the file that goes, closed, and the state that it was in."""
    item = reviews.current(work.session, KIND, member.id)
    if item is None or item.state not in review.OPEN:
        return None, None
    before = item.state
    if not reviews.move(work.session, item, "withdrawn", claimed_by=None, claim_until=None):
        raise _lost(work, member)
    return item, before


def _open_again(work: Work, merger: Merger) -> None:
    """Closed items never re-open: a new one points back and stands where the closed one stood."""
    item = reviews.by_id(work.session, merger.item_id) if merger.item_id else None
    if item is None or merger.item_state is None:
        return
    work.session.add(
        ReviewItem(
            id=fresh_id(work),
            community_id=item.community_id,
            kind=item.kind,
            subject_type=item.subject_type,
            subject_id=item.subject_id,
            state=merger.item_state,
            due_at=item.due_at,
            evidence=item.evidence,
            rounds=item.rounds,
            asked_at=item.asked_at,
            escalated_to=item.escalated_to,
            internal_note=item.internal_note,
            previous_id=item.id,
            opened_at=work.now,
        )
    )
    work.session.flush()


def _write(work: Work, kept: Member, values: dict[str, Any]) -> None:
    """The kept file's fields and the counters that hang on them."""
    if not values:
        return
    unit, status = kept.unit_id, kept.union_status
    if not members.move(work.session, kept, kept.state, work.now, **values):
        raise _lost(work, kept)
    counting.refiled(work.session, kept, unit, status)


def _record(
    work: Work,
    deeds: tuple[str, str],
    held: str,
    member: Member,
    kept: Member,
    *,
    was: str,
    **more: Any,
) -> None:
    """A row in the log of either file; what was taken is named there, never told."""
    for deed, one, other in ((deeds[0], member, kept), (deeds[1], kept, member)):
        record(
            work,
            deed,
            ("member", one.id),
            community_id=one.community_id,
            held=held,
            person_id=one.person_id,
            other=other.id,
            was=was,
            state=one.state,
            **more,
        )
