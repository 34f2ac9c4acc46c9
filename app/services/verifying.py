"""Verifying whether she is a Union member: who looked, when, by which source; correctable.

What she says of herself is never overwritten; the two figures stay apart.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.members import Member, UnionVerification
from app.schemas.members import MemberRead, UnionVerificationCreate
from app.services.cards import card
from app.services.deeds import fresh_id, permit, record
from app.store import members, verifications
from app.store.actors import Work


def verify(work: Work, member_id: str, body: UnionVerificationCreate) -> MemberRead:
    """A new verification; one that held until now is closed and stays in the record."""
    member, held = _to_verify(work, member_id)
    before = verifications.current(work.session, member.id)
    if before is not None and not verifications.end(
        work.session, before, work.actor.person_id, work.now
    ):
        raise Conflict("stale-version")
    row = UnionVerification(
        id=fresh_id(work),
        member_id=member.id,
        status=body.status,
        source=body.source,
        note=body.note or "",
        verified_by=work.actor.person_id or "",
        verified_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        raise Conflict("stale-version") from None
    _record(work, member, "member.verify_union", held, before, row)
    return card(work, member)


def withdraw(work: Work, member_id: str) -> None:
    """It was a mistake: nothing is verified, and the record says that it was."""
    member, held = _to_verify(work, member_id)
    before = verifications.current(work.session, member.id)
    if before is None or not verifications.end(
        work.session, before, work.actor.person_id, work.now
    ):
        raise Conflict("wrong-state", state=member.state, version=member.version)
    _record(work, member, "member.unverify_union", held, before, None)


def _to_verify(work: Work, member_id: str) -> tuple[Member, str]:
    member = members.get(work.session, work.actor, member_id)
    return member, permit(work, "member.verify", Thing(member.community_id, member.person_id))


def _record(
    work: Work,
    member: Member,
    action: str,
    held: str,
    before: UnionVerification | None,
    after: UnionVerification | None,
) -> None:
    record(
        work,
        action,
        ("member", member.id),
        community_id=member.community_id,
        held=held,
        before={"status": before.status, "source": before.source} if before else None,
        after={"status": after.status, "source": after.source} if after else None,
        person_id=member.person_id,
    )


def held(work: Work, member: Member) -> list[dict[str, Any]]:
    """All that was ever noted on her, for her own page of what is held."""
    return [
        row.model_dump(include={"status", "source", "note", "verified_at"})
        for row in verifications.of_member(work.session, member.id)
    ]
