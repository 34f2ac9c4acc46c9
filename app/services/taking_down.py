"""What the board does about a request: steps with proofs, hand-over, the three ways it ends."""

from __future__ import annotations

from typing import Any

from app.domain import takedowns as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.takedowns import TakedownRequest
from app.schemas.base import FileRead
from app.schemas.takedowns import (
    MAX_PROOF,
    TakedownClosing,
    TakedownCompletion,
    TakedownHandover,
    TakedownRead,
    TakedownStepCreate,
)
from app.services import takedown_subjects
from app.services.deeds import fresh_id, permit
from app.services.reviewing import BOARD
from app.services.takedowns import READ, WRITE, log, missing, note, read_of, receivers
from app.store import communities, members
from app.store import takedowns as store
from app.store.actors import Work

PROOFS = ("before", "after")
LACKING = {"before": "proof-before-missing", "after": "proof-after-missing"}


def step(work: Work, request_id: str, body: TakedownStepCreate, digest: str) -> TakedownRead:
    """A note, the other side's receipt, or a proof with its file."""
    request, held = _open(work, request_id, "steps", body.version)
    _must_hold(work, request, body)
    more: dict[str, Any] = {}
    if body.file is not None:
        more["proof_id"] = _keep(work, request, body, digest)
    if body.kind in PROOFS:
        more["seen_at"] = body.seen_at or work.now
    # The version goes up with every step, so that nobody closes what she has not seen.
    values = {"receipt": body.text[:200]} if body.kind == "receipt" else {}
    _move(work, request, "steps", **values)
    note(work, request, body.kind, body.text, **more)
    log(work, request, "takedown.step", held, step=body.kind, digest=digest)
    return read_of(work, request)


def _must_hold(work: Work, request: TakedownRequest, body: TakedownStepCreate) -> None:
    if body.kind in PROOFS:
        if body.file is None:
            raise Invalid.at("/file", "proof-missing")
        if body.seen_at is not None and body.seen_at > work.now:
            raise Invalid.at("/seen_at", "moment-in-future")
    elif not body.text.strip():
        raise Invalid.at("/text", "words-missing")
    if body.kind == "receipt" and request.state != "handed_over":
        raise Conflict("wrong-state", state=request.state, version=request.version)


def _keep(work: Work, request: TakedownRequest, body: TakedownStepCreate, digest: str) -> str:
    assert body.file is not None
    if not body.file.content:
        raise Invalid.at("/file", "proof-empty")
    if len(body.file.content) > MAX_PROOF:
        raise Invalid.at("/file", "proof-too-large")
    return store.keep(
        work.session,
        {
            "id": fresh_id(work),
            "request_id": request.id,
            "digest": digest,
            "name": body.file.name,
            "size": len(body.file.content),
            "content": body.file.content,
        },
    )


def proof(work: Work, request_id: str, proof_id: str) -> FileRead:
    """The file as it was given in, to be saved; each time is logged."""
    request = store.get(work.session, work.actor, request_id)
    held = permit(work, READ, Thing(community_id=request.community_id))
    found = store.proof(work.session, request.id, proof_id)
    log(work, request, "takedown.proof", held, digest=found.digest)
    return FileRead(name=found.name, content=bytes(found.content))


def hand_over(work: Work, request_id: str, body: TakedownHandover) -> TakedownRead:
    """To another of the board, who owns it from now on, or to the unit that is competent."""
    request, held = _open(work, request_id, "handover", body.version)
    if bool(body.person) == bool(body.unit.strip()):
        raise Invalid.at("/person", "takedown-handover-to-one")
    if body.handed_on is not None and body.handed_on > work.today:
        raise Invalid.at("/handed_on", "day-in-future")
    if body.person:
        return _to_person(work, request, body, held)
    unit = " ".join(body.unit.split())
    day = body.handed_on or work.today
    _move(
        work,
        request,
        "handover",
        state="handed_over",
        handed_to=unit,
        handed_on=day,
        receipt=body.receipt,
    )
    facts = {"to": unit, "on": day.isoformat(), "receipt": body.receipt}
    note(work, request, "handed_over", body.text, facts=facts)
    log(work, request, "takedown.hand_over", held)
    return read_of(work, request)


def _to_person(
    work: Work, request: TakedownRequest, body: TakedownHandover, held: str
) -> TakedownRead:
    community = communities.by_id(work.session, request.community_id)
    people = {one["id"]: one["name"] for one in receivers(work, community, request.owner_id)}
    if body.person not in people:
        raise Invalid.at("/person", "person-unknown")
    _move(
        work,
        request,
        "handover",
        state="received",
        owner_id=body.person,
        handed_to="",
        handed_on=None,
        receipt="",
    )
    note(work, request, "taken_over", body.text, facts={"to": people[body.person]})
    log(work, request, "takedown.take_over", held)
    return read_of(work, request)


# -- the ends ----------------------------------------------------------------------------------


def complete(work: Work, request_id: str, body: TakedownCompletion) -> TakedownRead:
    """It is gone. What is in Sen is taken down here, in this very transaction."""
    request, held = _open(work, request_id, "completion", body.version)
    lacking = missing(store.steps(work.session, request.id))
    if lacking and not body.words.strip():
        raise Invalid.at("/words", LACKING[lacking[0]])
    _close(work, request, "completion", body.words, finding=body.finding)
    facts: dict[str, Any] = {"finding": body.finding}
    if takedown_subjects.knows(request.subject_type):
        facts["removed_here"] = takedown_subjects.remove(
            work, request.subject_type or "", request.subject_id or "", request.grounds
        )
    takedown_subjects.tell(work, request.subject_type, request.subject_id, request.grounds)
    note(work, request, "completed", body.words, facts=facts)
    log(work, request, "takedown.complete", held, finding=body.finding)
    return read_of(work, request)


def reject(work: Work, request_id: str, body: TakedownClosing) -> TakedownRead:
    """A complaint without ground: why, in words."""
    return _end(work, request_id, "rejection", "takedown.reject", body)


def withdraw(work: Work, request_id: str, body: TakedownClosing) -> TakedownRead:
    """Who asked took it back."""
    return _end(work, request_id, "withdrawal", "takedown.withdraw", body)


def _end(
    work: Work, request_id: str, action: str, deed: str, body: TakedownClosing
) -> TakedownRead:
    request, held = _open(work, request_id, action, body.version)
    if not body.words.strip():
        raise Invalid.at("/words", "words-missing")
    _close(work, request, action, body.words)
    note(work, request, request.state, body.words)
    log(work, request, deed, held)
    return read_of(work, request)


def _close(work: Work, request: TakedownRequest, action: str, words: str, **values: Any) -> None:
    _move(
        work,
        request,
        action,
        state=rules.CLOSINGS[action][1],
        words=words,
        closed_at=work.now,
        closed_by=work.actor.person_id,
        **values,
    )


def _open(
    work: Work, request_id: str, action: str, version: int | None
) -> tuple[TakedownRequest, str]:
    """The request on which she may do this now, and the right by which she may."""
    request = store.get(work.session, work.actor, request_id)
    held = permit(work, WRITE, Thing(community_id=request.community_id))
    if action not in rules.actions(request.kind, request.state):
        raise _lost(work, request)
    if version is not None and version != request.version:
        raise Conflict("stale-version", version=request.version, state=request.state)
    return request, held


def _move(work: Work, request: TakedownRequest, action: str, **values: Any) -> None:
    """Whoever comes second is told who was faster."""
    if not store.move(work.session, request, **values):
        if action in rules.actions(request.kind, request.state):
            raise Conflict("stale-version", version=request.version, state=request.state)
        raise _lost(work, request)


def _lost(work: Work, request: TakedownRequest) -> Conflict:
    if request.closed_at is None:
        return Conflict("wrong-state", state=request.state, version=request.version)
    names = members.person_names(work.session, [request.closed_by])
    return Conflict(
        "already-decided",
        decided_by=names.get(request.closed_by or "", BOARD),
        decided_at=request.closed_at.isoformat().replace("+00:00", "Z"),
        state=request.state,
        version=request.version,
    )
