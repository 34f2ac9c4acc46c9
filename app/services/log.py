"""The audit log as board and advisers read it."""

from __future__ import annotations

from app.domain.paging import Page, well_shaped
from app.domain.refusals import Forbidden, Invalid
from app.models.audit import AuditRow
from app.schemas.house import AuditList, AuditRead
from app.store import audit, communities, members
from app.store.actors import Work

#: The clock and the command line act without a person.
SYSTEM = ""


def page(
    work: Work, slug: str | None, subject: str, action: str, paging: Page, batch: str = ""
) -> AuditList:
    """The log of one community, or of all that she may read."""
    chain = None
    if slug:
        community = communities.get(work.session, slug)
        chain = community.id
        if chain not in audit.readable(work.actor):
            raise Forbidden
    if not well_shaped(paging.after, int):
        raise Invalid.at("/cursor", "bad-cursor")
    rows = audit.page(
        work.session,
        work.actor,
        chain=chain,
        subject_id=subject,
        action=action,
        batch=batch,
        most=paging.limit + 1,
        after=paging.after,
    )
    shown, following = paging.cut(rows, lambda row: (row[0].id or 0,))
    names = members.person_names(work.session, [row.actor_id for row, _ in shown])
    subjects = members.names_of(
        work.session, work.actor, [r.subject_id for r, _ in shown if r.subject_type == "member"]
    )
    return AuditList(
        items=[_read(row, names, subjects, sealed=sealed) for row, sealed in shown],
        next=following,
        community=slug,
    )


def _read(
    row: AuditRow, names: dict[str, str], subjects: dict[str, str], *, sealed: bool
) -> AuditRead:
    return AuditRead(
        id=row.id or 0,
        at=row.at,
        by=names.get(row.actor_id or "", SYSTEM),
        right=row.right,
        action=row.action,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        subject=subjects.get(row.subject_id, ""),
        reason_code=row.reason_code,
        batch_id=row.batch_id,
        request_id=row.request_id,
        facts=row.facts,
        sealed=sealed,
    )
