"""The register of requests to take content down: receiving them and reading them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.domain import takedowns as rules
from app.domain.ids import is_id
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import FieldError, Invalid
from app.models.communities import Community
from app.models.takedowns import TakedownRequest, TakedownStep
from app.schemas.base import form
from app.schemas.takedowns import (
    ProofRead,
    TakedownCount,
    TakedownCreate,
    TakedownForm,
    TakedownLine,
    TakedownList,
    TakedownRead,
    TakedownStepRead,
)
from app.services import takedown_subjects
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.services.reviewing import BOARD
from app.services.takedown_hours import SETTLE, hours_of, settled
from app.store import accounts, appointments, communities, members
from app.store import takedowns as store
from app.store.actors import Work

READ, WRITE = "takedown.read", "takedown.write"
#: Filters of the register, and the states that each shows.
FILTERS = {"open": rules.OPEN, "all": rules.STATES, **{one: (one,) for one in rules.STATES}}
WRITERS = frozenset({"chair", "vice_chair", "moderator", "editor"})


def takedown_form(work: Work, slug: str, previous: str | None) -> TakedownForm:
    community = permitted(work, slug, WRITE)
    action = f"/communities/{slug}/takedowns"
    return TakedownForm(
        action=action,
        schema=form(action, TakedownCreate).schema_,
        community=slug,
        hours=hours_of(community),
        wall_clock=f"{clock.in_vietnam(work.now):%Y-%m-%dT%H:%M}",
        previous=_lines(work, [_earlier(work, community, previous)], slug)[0] if previous else None,
    )


def receive(work: Work, slug: str, body: TakedownCreate) -> TakedownRead:
    """A new entry with its number of the year; its clock runs from receipt, not from now."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    _must_make_sense(work, body)
    hours = rules.hours_for(body.kind, urgent=body.urgent, settled=settled(community))
    year = clock.in_vietnam(body.received_at).year
    if body.subject_type and body.subject_id:
        takedown_subjects.must_belong(work, community.id, body.subject_type, body.subject_id)
    if body.previous:
        _earlier(work, community, body.previous)
    values = body.model_dump(exclude={"deadline", "previous"})
    if body.subject_id is None:
        values |= takedown_subjects.at(work, community.id, body.address)
    request = TakedownRequest(
        **values,
        id=fresh_id(work),
        community_id=community.id,
        year=year,
        number=store.next_number(work.session, community.id, year),
        hours=hours,
        named_due_at=body.deadline,
        due_at=rules.due(body.received_at, hours, body.deadline),
        owner_id=work.actor.person_id or "",
        previous_id=body.previous,
        recorded_by=work.actor.person_id or "",
        recorded_at=work.now,
    )
    request.urgent = body.urgent and body.kind == "authority"
    work.session.add(request)
    work.session.flush()
    note(work, request, "received")
    log(work, request, "takedown.receive", held, hours=hours)
    return read_of(work, request)


def _must_make_sense(work: Work, body: TakedownCreate) -> None:
    wrong = []
    if body.received_at > work.now:
        wrong.append(FieldError("/received_at", "moment-in-future"))
    if not body.address and body.subject_id is None:
        wrong.append(FieldError("/address", "takedown-without-address"))
    if (body.subject_type is None) != (body.subject_id is None):
        wrong.append(FieldError("/subject_id", "takedown-subject-half"))
    if body.deadline is not None:
        if body.kind != "authority":
            wrong.append(FieldError("/deadline", "takedown-deadline-of-authority"))
        elif body.deadline <= body.received_at:
            wrong.append(FieldError("/deadline", "takedown-deadline-before"))
    if wrong:
        raise Invalid(*wrong)


def _earlier(work: Work, community: Community, request_id: str) -> TakedownRequest:
    """A closed entry of the same register, which a new one points back to."""
    found = store.in_register(work.session, community.id, request_id) if is_id(request_id) else None
    if found is None or found.state in rules.OPEN:
        raise Invalid.at("/previous", "takedown-previous")
    return found


def note(work: Work, request: TakedownRequest, kind: str, text: str = "", **more: Any) -> None:
    """One step; the database takes none of them back."""
    work.session.add(
        TakedownStep(
            id=fresh_id(work),
            request_id=request.id,
            no=request.version,
            kind=kind,
            text=text,
            done_by=work.actor.person_id or "",
            done_at=work.now,
            **more,
        )
    )
    work.session.flush()


def log(work: Work, request: TakedownRequest, action: str, held: str, **facts: Any) -> None:
    record(
        work,
        action,
        ("takedown_request", request.id),
        community_id=request.community_id,
        held=held,
        kind=request.kind,
        **facts,
    )


# -- reading -----------------------------------------------------------------------------------


def page(work: Work, slug: str, paging: Page, state: str) -> TakedownList:
    """What runs, the most urgent first; what is closed, the newest first."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, READ, thing)
    states = FILTERS.get(state)
    if states is None:
        raise Invalid.at("/state", "state-unknown")
    if state == "open":
        rows = store.most_urgent(work.session, community.id, paging.limit + 1, _after(paging))
        shown, following = paging.cut(rows, lambda row: (row.due_at.isoformat(), row.id))
    else:
        rows = store.newest(work.session, community.id, states, paging.limit + 1, paging.key(str))
        shown, following = paging.cut(rows, lambda row: (row.id,))
    return TakedownList(
        items=_lines(work, shown, slug),
        next=following,
        community=slug,
        state=state,
        counts=counts(work, community),
        hours=hours_of(community),
        may_write=may(work, WRITE, thing),
        may_settle=may(work, SETTLE, thing),
    )


def _after(paging: Page) -> tuple[datetime, str] | None:
    key = paging.key(str, str)
    if key is None:
        return None
    try:
        moment = datetime.fromisoformat(key[0])
    except ValueError:
        raise Invalid.at("/cursor", "bad-cursor") from None
    if moment.tzinfo is None:
        raise Invalid.at("/cursor", "bad-cursor")
    return moment, key[1]


def counts(work: Work, community: Community) -> list[TakedownCount]:
    found = []
    for limit in rules.LIMITS:
        since = work.now - timedelta(days=limit.days)
        number = store.founded_since(work.session, community.id, since)
        found.append(
            TakedownCount(
                days=limit.days, count=number, limit=limit.limit, warn=number >= limit.warn_from
            )
        )
    return found


def read(work: Work, request_id: str) -> TakedownRead:
    """One entry; a look at how to reach who complained is recorded."""
    request = store.get(work.session, work.actor, request_id)
    thing = Thing(community_id=request.community_id)
    permit(work, READ, thing)
    if request.kind == "complaint" and request.contact and may(work, WRITE, thing):
        log(work, request, "takedown.look", permit(work, WRITE, thing))
    return read_of(work, request)


def read_of(work: Work, request: TakedownRequest) -> TakedownRead:
    community = communities.by_id(work.session, request.community_id)
    writes = may(work, WRITE, Thing(community_id=community.id))
    steps = store.steps(work.session, request.id)
    proofs = store.proofs_of(work.session, request.id)
    names = members.person_names(
        work.session, [*(step.done_by for step in steps), request.recorded_by, request.closed_by]
    )
    previous = (
        store.in_register(work.session, community.id, request.previous_id)
        if request.previous_id
        else None
    )
    line = _lines(work, [request], community.slug)[0]
    kept = {
        name: getattr(request, name)
        for name in TakedownRead.model_fields
        if name in type(request).model_fields and name not in TakedownLine.model_fields
    }
    return TakedownRead(
        **line.model_dump(),
        **kept
        | {
            "contact": request.contact if writes else None,
            "closed_by": names.get(request.closed_by or ""),
            "recorded_by": names.get(request.recorded_by, BOARD),
        },
        removable=takedown_subjects.knows(request.subject_type),
        previous=previous.id if previous else None,
        previous_code=code_of(previous) if previous else None,
        steps=[_step(step, proofs, names) for step in steps],
        missing_proofs=missing(steps),
        people=receivers(work, community, request.owner_id) if writes else [],
        allowed_actions=rules.actions(request.kind, request.state) if writes else [],
    )


def missing(steps: Sequence[TakedownStep]) -> list[str]:
    there = {step.kind for step in steps if step.proof_id}
    return [kind for kind in ("before", "after") if kind not in there]


def receivers(work: Work, community: Community, but: str) -> list[dict[str, Any]]:
    """Those of the board who may keep the register, without the owner."""
    rows = appointments.of_community(work.session, community.id, work.today)
    ids = sorted({person.id for one, person in rows if one.role in WRITERS and person.id != but})
    return accounts.choices(work.session, ids)


def _step(
    step: TakedownStep, proofs: dict[str, dict[str, Any]], names: dict[str, str]
) -> TakedownStepRead:
    return TakedownStepRead(
        kind=step.kind,
        text=step.text,
        at=step.done_at,
        by=names.get(step.done_by, BOARD),
        seen_at=step.seen_at,
        proof=ProofRead(**proofs[step.proof_id]) if step.proof_id else None,
        facts=step.facts,
    )


def _lines(work: Work, rows: Sequence[TakedownRequest], slug: str) -> list[TakedownLine]:
    """Entries of one community."""
    if not rows:
        return []
    names = members.person_names(work.session, [row.owner_id for row in rows])
    writes = may(work, WRITE, Thing(community_id=rows[0].community_id))
    return [
        TakedownLine(
            **row.model_dump(include=set(TakedownLine.model_fields) - {"asked_by"}),
            community=slug,
            code=code_of(row),
            asked_by=row.asked_by if writes or row.kind == "authority" else None,
            owner=names.get(row.owner_id, BOARD),
            late_minutes=late_minutes(work, row),
        )
        for row in rows
    ]


def code_of(request: TakedownRequest) -> str:
    return f"{request.number}/{request.year}"


def late_minutes(work: Work, request: TakedownRequest) -> int:
    return int(rules.late(request.due_at, request.closed_at, work.now).total_seconds()) // 60
