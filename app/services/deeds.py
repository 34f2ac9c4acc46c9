"""Asking for the right, and recording the deed beside the change (design.md §5, §8)."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from app.domain.ids import new_id
from app.domain.permissions import PERMISSIONS, Thing, right
from app.domain.refusals import Forbidden
from app.models.audit import AuditRow
from app.models.communities import Community
from app.models.machinery import OutboxRow
from app.store import communities, records
from app.store.actors import Work
from app.store.audit import INSTALLATION


def permit(work: Work, permission: str, thing: Thing) -> str:
    """The right by which the actor may, for the log. What she sees and may not is 403."""
    held = right(work.actor, permission, thing)
    if held is not None:
        return held
    if _only_because_it_is_herself(work, permission, thing):
        raise Forbidden("own-case")
    raise Forbidden


def permitted(work: Work, slug: str, permission: str) -> Community:
    """The community whose form this is, for those who may send the form too."""
    community = communities.get(work.session, slug)
    permit(work, permission, Thing(community_id=community.id))
    return community


def may(work: Work, permission: str, thing: Thing) -> bool:
    return right(work.actor, permission, thing) is not None


def _only_because_it_is_herself(work: Work, permission: str, thing: Thing) -> bool:
    if work.actor.person_id is None or work.actor.person_id != thing.owner_id:
        return False
    somebody_else = Thing(thing.community_id, None, thing.unit_id)
    return any(
        clause.not_self and clause.holds(work.actor, somebody_else)
        for clause in PERMISSIONS[permission].clauses
    )


def fresh_id(work: Work) -> str:
    return new_id(records.milliseconds(work.now))


def record(  # noqa: PLR0913 - a row of the log has that many columns
    work: Work,
    action: str,
    subject: tuple[str, str],
    *,
    community_id: str | None = None,
    held: str = "",
    before: Any = None,
    after: Any = None,
    person_id: str | None = None,
    reason_code: str = "",
    outbox: bool = True,
    **facts: Any,
) -> None:
    """One audit row, unlinked, and one row of the change feed.

    `before` and `after` enter as commitments only; with `person_id` salted by that person's salt,
    so that erasing the salt erases what they meant.
    """
    salt = records.salt_of(work.session, person_id) if person_id else ""
    subject_type, subject_id = subject
    work.session.add(
        AuditRow(
            chain=community_id or INSTALLATION,
            community_id=community_id,
            at=work.now,
            actor_id=work.actor.person_id,
            right=held,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            before=commitment(before, salt),
            after=commitment(after, salt),
            reason_code=reason_code,
            batch_id=work.batch_id,
            request_id=work.request_id,
            facts=facts,
        )
    )
    if outbox:
        work.session.add(
            OutboxRow(
                community_id=community_id,
                kind=action,
                subject_type=subject_type,
                subject_id=subject_id,
                at=work.now,
                facts=facts,
            )
        )


def commitment(value: Any, salt: str) -> str:
    """SHA-256 over the salt and the canonical JSON of a value; empty for no value."""
    if value is None:
        return ""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
