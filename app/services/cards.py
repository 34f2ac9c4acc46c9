"""The member's card: one reading of a member for whoever may see it, with the allowed actions."""

from __future__ import annotations

from typing import Any

from app.domain import letters, phones, review
from app.domain import members as rules
from app.domain.permissions import Thing
from app.models.communities import Community
from app.models.members import Member
from app.models.review import ReviewItem
from app.schemas.communities import ReasonRead
from app.schemas.members import (
    MemberRead,
    MessageRead,
    ReviewFacts,
    UnionVerificationRead,
)
from app.services import (
    chapter_inquiries,
    letting_in,
    mergers,
    next_item,
    passing_on,
    reviewing,
    telling,
    twins,
)
from app.services import residence as residences
from app.services.deeds import may, permit, record
from app.services.flags import mutes
from app.services.reviewing import BOARD, facts
from app.store import communities, invitations, members, reviews, shared_decisions, verifications
from app.store.actors import Work

KIND = "member"


def card(work: Work, member: Member) -> MemberRead:
    """The card as this reader may see it; a look at contacts is recorded for /me/data."""
    community = communities.by_id(work.session, member.community_id)
    thing = Thing(community.id, member.person_id)
    item = reviews.current(work.session, KIND, member.id)
    judges = may(work, "review.read", thing)
    contact = may(work, "member.contact", thing)
    own = work.actor.person_id == member.person_id
    if contact and not own and member.phone:
        record(
            work,
            "contact.look",
            ("member", member.id),
            community_id=community.id,
            held=permit(work, "member.contact", thing),
            outbox=False,
        )
    person = members.person(work.session, member.person_id)
    apart = twins.apart_from(work, member) if judges else []
    residence = residences.of(work, [member]).get(member.id)
    shared = shared_decisions.opened(work.session, "remove", member.id) if judges else None
    return MemberRead(
        id=member.id,
        community=community.slug,
        full_name=member.full_name,
        given_name=person.given_name,
        call_me=letters.address(person.call_me),
        file_no=member.file_no,
        phone=_phone(member, shown=contact),
        phone_shared=member.phone_shared,
        birth_year=person.birth_year,
        unit=residence.said if residence else None,
        unit_now=residence.now if residence else None,
        hamlet=member.hamlet,
        union_status=member.union_status,
        union_verification=_verified(work, member) if judges or own else None,
        platform_name=member.platform_name,
        reached_through=member.reached_through,
        platform_entries=letting_in.entries(work, member, community, names_shown=judges)
        if (judges or own) and member.joined_at
        else [],
        state=member.state,
        version=member.version,
        applied_at=member.applied_at,
        joined_at=member.joined_at,
        suspended_until=member.suspended_until,
        under_18=member.under_18,
        deceased=member.deceased,
        answers=member.answers,
        consents=[consent.purpose for consent in members.consents(work.session, member.id)],
        accepted_regulation=_accepted(work, member, community),
        inviter=invitations.inviter_of(work.session, member.invitation_id),
        allowed_actions=allowed(work, member, item, thing),
        undo_until=_undo_until(work, member, item),
        approvals=1 if shared else None,
        state_reason=member.state_reason if judges or own else "",
        status_url=telling.status_url(work, member) if contact and not own else None,
        review=review_facts(work, item, judges) if item is not None and judges else None,
        tell=passing_on.last(work, member, community),
        twins=twins.of_member(work, member, person, apart) if judges else [],
        apart=apart,
        merged=mergers.joined_to(work, member) if judges else [],
        merger=mergers.last(work, member, judges=judges, decides=may(work, "member.decide", thing)),
        chapter_inquiries=chapter_inquiries.of_member(work, member, person) if judges else [],
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision.startswith("member.")
        ]
        if judges
        else [],
        flag_mute=mutes.of_member(work, member) if judges else None,
        next_item=next_item.after(work, item) if judges and not own else None,
        own=own,
        decided_by=_decider(work, item, judges),
        decided_at=item.decided_at if item else None,
    )


def allowed(work: Work, member: Member, item: ReviewItem | None, thing: Thing) -> list[str]:
    """The nouns she may POST now; screens draw exactly these."""
    if work.actor.person_id == member.person_id:
        return rules.own_actions(member.state)
    if not may(work, "member.decide", thing):
        return []
    roles = work.actor.roles_in(member.community_id)
    actions = rules.board_actions(member.state, facts(item), roles, work.now)
    if may_undo(work, member, item):
        actions.insert(0, "undo")
    if member.state != "merged":
        actions += ["merger", "apart"]
    if member.state in rules.WAITING:
        actions.append("chapter-inquiry")
    if member.state in rules.OPEN and not members.consents_to(
        work.session, member.id, "management"
    ):
        actions.append("consents")
    return _inside(work, member, thing, actions) if member.state in rules.INSIDE else actions


def _inside(work: Work, member: Member, thing: Thing, actions: list[str]) -> list[str]:
    """What may be done with somebody who is in the community."""
    for noun, permission in (
        ("union-verification", "member.verify"),
        ("platform-entry", "platform.enter"),
        ("password-link", "password_link.create"),
        ("flag-mute", "flag.mute"),
    ):
        if may(work, permission, thing):
            actions.append(noun)
    if member.state != "approved" and "password-link" in actions:
        actions.remove("password-link")
    if not may(work, "member.leave", thing):
        actions.remove("leaving")
    return actions


def review_facts(work: Work, item: ReviewItem, judges: bool) -> ReviewFacts:
    past = reviewing.decided_before(work, item)
    thread = members.thread(work.session, item.subject_id)
    names = members.person_names(
        work.session,
        [item.claimed_by, *(row.decided_by for row in past), *(m.written_by for m in thread)],
    )
    return ReviewFacts(
        id=item.id,
        state=item.state,
        due_at=item.due_at,
        late=reviewing.is_late(work, item),
        rounds=item.rounds,
        claim=reviewing.claim_read(work, item, names),
        escalated_to=item.escalated_to,
        note=item.internal_note,
        thread=[
            MessageRead(
                sender=message.sender,
                text=message.text,
                round=message.round,
                written_at=message.written_at,
                written_by=names.get(message.written_by or "") if judges else None,
            )
            for message in thread
        ],
        history=[reviewing.decision_read(row, names) for row in past],
    )


def _verified(work: Work, member: Member) -> UnionVerificationRead | None:
    """The verification that holds, with who looked by name."""
    row = verifications.current(work.session, member.id)
    if row is None:
        return None
    names = members.person_names(work.session, [row.verified_by])
    return UnionVerificationRead(
        status=row.status,
        source=row.source,
        note=row.note,
        verified_by=names.get(row.verified_by, BOARD),
        verified_at=row.verified_at,
    )


def _phone(member: Member, *, shown: bool) -> str | None:
    if member.phone is None:
        return None
    return member.phone if shown else phones.mask(member.phone)


def _accepted(work: Work, member: Member, community: Community) -> int | None:
    accepted = {row.regulation_id for row in members.acceptances(work.session, member.id)}
    versions = [
        row.version
        for row in communities.regulations(work.session, community.id)
        if row.id in accepted and row.kind == "group"
    ]
    return max(versions, default=None)


def may_undo(work: Work, member: Member, item: ReviewItem | None) -> bool:
    """Her own decision of the last ten seconds, while the member is still where it put her."""
    in_time = review.may_undo(facts(item), work.actor.person_id, work.now)
    if not in_time or item is None or item.state != member.state:
        return False
    # A reversal is itself the mending of a decision: it is mended by another one, not undone.
    return not reviews.is_reversal(work.session, item)


def _undo_until(work: Work, member: Member, item: ReviewItem | None) -> Any:
    if item is None or not may_undo(work, member, item):
        return None
    return item.decided_at + review.UNDO_WINDOW if item.decided_at else None


def _decider(work: Work, item: ReviewItem | None, judges: bool) -> str | None:
    """Towards members every decision is signed "Ban Quản trị" (design.md §4)."""
    if item is None or item.decided_at is None:
        return None
    if not judges:
        return BOARD
    return members.person_names(work.session, [item.decided_by]).get(item.decided_by or "", BOARD)
