"""The register as the circle reads it."""

from __future__ import annotations

from app.domain import care
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.models.care import CareCase
from app.models.members import Member
from app.models.questions import Question
from app.schemas.care import (
    CareLine,
    CareList,
    CareMessageRead,
    CareRead,
    CareStepRead,
    CareTurnRead,
)
from app.services import care as service
from app.services import help_places
from app.services.deeds import permit
from app.services.outside_posts import secluding
from app.store import care as store
from app.store import communities, members, questions
from app.store.actors import Work


def page(work: Work, slug: str, paging: Page, *, open_only: bool) -> CareList:
    """Numbers, names and moments; what was told stands at each case's own address."""
    community = communities.get(work.session, slug)
    permit(work, "care.read", Thing(community_id=community.id))
    rows = store.page(
        work.session,
        community.id,
        work.actor.person_id,
        open_only=open_only,
        most=paging.limit + 1,
        after=paging.key(str),
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    names = store.member_names(work.session, [row.member_id for row in shown])
    return CareList(
        items=[
            CareLine(
                id=row.id,
                no=row.no,
                year=row.year,
                source=row.source_type,
                member_name=names.get(row.member_id or ""),
                danger=row.danger,
                waits=row.looked_at is None and row.closed_at is None,
                received_at=row.received_at,
                closed_at=row.closed_at,
            )
            for row in shown
        ],
        next=following,
        community=slug,
        view="open" if open_only else "all",
        unchecked=sum(place.stale for place in help_places.urgent(work, community)),
    )


def read(work: Work, case_id: str) -> CareRead:
    case, member = service.look(work, case_id)
    question = questions.by_id(work.session, case.question_id) if case.question_id else None
    said = questions.messages(work.session, [question.id]) if question else []
    steps, turns = store.steps(work.session, case.id), store.turns(work.session, case)
    names = members.person_names(
        work.session,
        [
            case.closed_by,
            *(one.written_by for one in said),
            *(step.taken_by for step in steps),
            *(turn.person_id for turn in turns),
        ],
    )
    return CareRead(
        id=case.id,
        community=communities.by_id(work.session, case.community_id).slug,
        no=case.no,
        year=case.year,
        source=case.source_type,
        way=case.way,
        member_name=member.full_name if member else None,
        member=member.id if member else None,
        phone=_phone(question, member),
        safe_contact=question.safe_contact if question else "",
        call_hours=question.call_hours if question else "",
        consented=_consented(work, question, member),
        danger=case.danger,
        text=case.text,
        pictures=secluding.cards(work, case.source_id) if not case.erased_at else [],
        erased=case.erased_at is not None,
        messages=[
            CareMessageRead(
                sender="board" if one.sender == "board" else "member",
                by=names.get(one.written_by or ""),
                text=one.text,
                written_at=one.written_at,
                erased=one.erased_at is not None,
            )
            for one in said
        ],
        steps=[
            CareStepRead(
                kind=step.kind,
                note=step.note,
                by=names.get(step.taken_by or ""),
                taken_at=step.taken_at,
            )
            for step in steps
        ],
        turns=[
            CareTurnRead(
                round=turn.round,
                place=turn.place,
                name=names.get(turn.person_id, ""),
                since=turn.since,
            )
            for turn in turns
        ],
        received_at=case.received_at,
        due_at=case.due_at,
        looked_at=case.looked_at,
        outcome=case.outcome,
        closed_at=case.closed_at,
        closed_by=names.get(case.closed_by or ""),
        version=case.version,
        step_kinds=list(care.STEPS),
        allowed_actions=_actions(case, question),
    )


def _phone(question: Question | None, member: Member | None) -> str | None:
    """Only where she asked to be called: the safe way is hers to choose."""
    called = question is not None and question.safe_contact == "call"
    return member.phone if member and called else None


def _consented(work: Work, question: Question | None, member: Member | None) -> bool:
    if question is not None and question.consented_at is not None:
        return True
    return member is not None and any(
        row.purpose == "sensitive" and row.withdrawn_at is None
        for row in members.consents_of(work.session, [member.id])
    )


def _actions(case: CareCase, question: Question | None) -> list[str]:
    if case.closed_at is not None:
        return []
    writes = question is not None and question.withdrawn_at is None
    return [*(["answers"] if writes else []), "steps", "danger", "closing"]
