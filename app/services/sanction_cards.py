"""Reading sanctions: one alone, the whole ladder of a member, and the form of the next step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain import letters
from app.domain import members as states
from app.domain import sanctions as rules
from app.domain.outside_posts import KIND as OUTSIDE
from app.domain.permissions import Thing
from app.models.audit import AuditRow
from app.models.members import Member
from app.models.sanctions import Appeal, Sanction
from app.schemas.applications import AppealLine
from app.schemas.communities import ReasonRead
from app.schemas.sanctions import (
    EvidenceRead,
    SanctionCreate,
    SanctionEntry,
    SanctionForm,
    SanctionHistory,
    SanctionRead,
)
from app.services.deeds import may, permit
from app.services.reviewing import BOARD
from app.store import appeals, audit, communities, members, sanctions
from app.store.actors import Work

#: Deeds of the log that are steps of the ladder.
LOGGED = {"member.suspend": "suspension", "member.remove": "removal"}


def read(work: Work, sanction_id: str) -> SanctionRead:
    return as_read(work, sanctions.get(work.session, work.actor, sanction_id))


def to_lift(work: Work, sanction_id: str) -> SanctionRead:
    sanction = sanctions.get(work.session, work.actor, sanction_id)
    permit(work, "sanction.write", Thing(sanction.community_id, sanction.person_id))
    return as_read(work, sanction)


def as_read(work: Work, sanction: Sanction) -> SanctionRead:
    member = members.again(work.session, sanction.member_id)
    thing = Thing(sanction.community_id, sanction.person_id)
    judges = may(work, "review.read", thing)
    own = work.actor.person_id == sanction.person_id
    names = members.person_names(work.session, [sanction.decided_by] if judges else [])
    appeal = next(iter(appeals.of_subjects(work.session, [sanction.id])), None)
    active = _active(work, sanction)
    actions = []
    if active and may(work, "sanction.write", thing):
        actions.append("lifting")
    if own and appeal is None and rules.may_appeal(sanction.decided_at, work.now):
        actions.append("appeals")
    return SanctionRead(
        **_entry(work, sanction, names).model_dump(exclude={"id"}),
        id=sanction.id,
        community=communities.by_id(work.session, sanction.community_id).slug,
        member=member.id,
        full_name=member.full_name,
        call_me=_call_me(work, member),
        version=sanction.version,
        note=sanction.note if judges else "",
        evidence=EvidenceRead(kind=sanction.evidence_type, id=sanction.evidence_id)
        if sanction.evidence_type
        and sanction.evidence_id
        # The register of what stands outside is the board's alone.
        and not (own and sanction.evidence_type == OUTSIDE)
        else None,
        end_words=sanction.end_words,
        own=own,
        appeal=line(appeal) if appeal else None,
        allowed_actions=actions,
    )


def line(appeal: Appeal) -> AppealLine:
    return AppealLine.model_validate(appeal)


def _active(work: Work, sanction: Sanction) -> bool:
    return sanction.ended_at is None and sanction.until > work.now


def _entry(work: Work, sanction: Sanction, names: dict[str, str]) -> SanctionEntry:
    return SanctionEntry(
        id=sanction.id,
        kind=sanction.kind,
        text=sanction.text,
        decided_at=sanction.decided_at,
        decided_by=names.get(sanction.decided_by, BOARD),
        until=sanction.until,
        active=_active(work, sanction),
        ended_at=sanction.ended_at,
        ended_how=sanction.ended_how,
    )


def history(work: Work, member_id: str) -> SanctionHistory:
    member = members.get(work.session, work.actor, member_id)
    thing = Thing(member.community_id, member.person_id)
    permit(work, "sanction.read", thing)
    judges = may(work, "review.read", thing)
    own = work.actor.person_id == member.person_id
    rows = sanctions.of_person(work.session, member.person_id, member.community_id)
    logged = audit.about(work.session, [member.id], tuple(LOGGED))
    names = members.person_names(
        work.session,
        [*(row.decided_by for row in rows), *(row.actor_id for row in logged)] if judges else [],
    )
    entries = [_entry(work, row, names) for row in rows]
    entries += [_step(member, row, names) for row in logged]
    entries.sort(key=lambda one: one.decided_at, reverse=True)
    mine = appeals.of_subjects(work.session, [member.id])
    actions = []
    if may(work, "sanction.write", thing) and member.state in states.INSIDE:
        actions.append("sanctions")
    if own and may_appeal_file(work, member):
        actions.append("appeals")
    return SanctionHistory(
        community=communities.by_id(work.session, member.community_id).slug,
        member=member.id,
        full_name=member.full_name,
        call_me=_call_me(work, member),
        own=own,
        entries=entries,
        suggested=suggested(work, entries) if judges and not own else None,
        appeals=[line(one) for one in mine],
        allowed_actions=actions,
    )


def may_appeal_file(work: Work, member: Member) -> bool:
    """Whether the pause or the end of her membership can still be looked at again."""
    if member.state not in {"suspended", "removed"}:
        return False
    last = next(iter(audit.about(work.session, [member.id], tuple(LOGGED))), None)
    if last is None:
        return False
    open_or_done = appeals.of_decision(work.session, rules.logged_decision(last.id))
    return open_or_done is None and rules.may_appeal(last.at, work.now)


def _step(member: Member, row: AuditRow, names: dict[str, str]) -> SanctionEntry:
    """A pause or an end of the membership, as the log knows it."""
    kind = LOGGED[row.action]
    holds = member.state == {"suspension": "suspended", "removal": "removed"}[kind]
    return SanctionEntry(
        id=None,
        kind=kind,
        text=member.state_reason if holds else "",
        decided_at=row.at,
        decided_by=names.get(row.actor_id or "", BOARD),
        until=member.suspended_until if holds else None,
        active=holds,
        ended_at=None,
        ended_how=None,
    )


def suggested(work: Work, entries: list[SanctionEntry]) -> str:
    """From the last ninety days; what was lifted or taken back after an appeal does not count."""
    since = work.now - rules.LOOKS_BACK
    return rules.next_step(
        [
            one.kind
            for one in entries
            if one.decided_at > since and one.ended_how not in {"lifted", "appeal"}
        ]
    )


def new_form(work: Work, member_id: str, kind: str) -> SanctionForm:
    member = members.get(work.session, work.actor, member_id)
    permit(work, "sanction.write", Thing(member.community_id, member.person_id))
    seen = history(work, member_id)
    step = seen.suggested or rules.LADDER[0]
    chosen = kind if kind in rules.KINDS else step if step in rules.KINDS else rules.KINDS[-1]
    days = rules.USUAL_DAYS[chosen]
    person = members.person(work.session, member.person_id)
    return SanctionForm(
        action=f"/members/{member.id}/sanctions",
        schema=SanctionCreate.model_json_schema(),
        community=seen.community,
        member=member.id,
        full_name=member.full_name,
        given_name=person.given_name,
        file_no=member.file_no,
        call_me=letters.address(person.call_me),
        kind=chosen,
        suggested=step,
        days=days,
        until=(work.today + timedelta(days=days)).isoformat(),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, member.community_id)
            if row.decision == f"member.{rules.REASONS[chosen]}"
        ],
    )


def _call_me(work: Work, member: Member) -> str:
    return letters.address(members.person(work.session, member.person_id).call_me)


#: What she sees of them among all that is held of her.
OF_SANCTIONS = {"kind", "text", "decided_at", "until", "ended_at", "ended_how", "end_words"}
OF_APPEALS = {"subject_type", "text", "created_at", "state", "answer", "answered_at"}


def held(work: Work, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """For herself: what was said to her, and what she asked to be looked at again."""
    return {
        "sanctions": [
            row.model_dump(include=OF_SANCTIONS)
            for row in sanctions.of_person(work.session, person_id)
        ],
        "appeals": [
            row.model_dump(include=OF_APPEALS) for row in appeals.of_person(work.session, person_id)
        ],
    }
