"""The closed circle at work: what comes in, who looks, what is done, who is asked next.

Other services hand over with `receive`. Nothing here writes a notice, a line of the change feed,
or a text into the log; what she does is logged without her name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from app import clock
from app.domain import care, duty
from app.domain.permissions import STRANGER, Thing
from app.domain.refusals import Conflict, Invalid
from app.models.care import CareCase, CareStep
from app.models.members import Member
from app.models.questions import Question
from app.schemas.care import CareAnswer, CareChange, CareClosing, CareDone, CareStepCreate
from app.services import care_circle, threads
from app.services.deeds import fresh_id, permit, record
from app.store import care as store
from app.store import changes, communities, members, questions
from app.store.actors import Work


def receive(  # noqa: PLR0913 - what is handed over has that many sides
    work: Work,
    community_id: str,
    member: Member | None,
    source_type: str,
    source_id: str,
    text: str,
    *,
    way: str = "officer",
    safe_contact: str = "",
    call_hours: str = "",
) -> CareCase:
    """Into the register: one case for one source, however many hand it over at once.

    `member`: whom the circle writes to, in a private thread of hers that opens with what she
    wrote; a flag's text is not hers and stays with the case. A question is its own thread. What
    she wrote on a platform begins none: nothing of it appears on her pages here.
    """
    known = store.of_source(work.session, source_type, source_id)
    if known is not None:
        _add(work, known, member, text)
        return known
    try:
        with work.session.begin_nested():
            case = _open(work, community_id, member, source_type, source_id, text, way)
    except IntegrityError:
        found = store.of_source(work.session, source_type, source_id)
        if found is None:
            raise
        return found
    _reach(work, case, safe_contact, call_hours)
    _watch(work, case, member)
    _record(work, "care.receive", case, "", member, source=source_type)
    return case


def _add(work: Work, case: CareCase, member: Member | None, text: str) -> None:
    """Other words of hers there follow in her thread, also in one that she took back."""
    if member is None or case.question_id is None or case.source_type in {"question", "flag"}:
        return
    question = questions.by_id(work.session, case.question_id)
    said = {one.text for one in questions.messages(work.session, [question.id])}
    if text not in said:
        question.withdrawn_at = None
        work.session.flush()
        threads.move(work, question, "message", closed_at=None, last_at=work.now)
        threads.say(work, question, "member", text)
        heard(work, question, member)


def _open(
    work: Work,
    community_id: str,
    member: Member | None,
    source_type: str,
    source_id: str,
    text: str,
    way: str,
) -> CareCase:
    year = work.today.year
    no = store.next_no(work.session, community_id, year)
    thread = _thread(work, member, source_type, source_id, text)
    case = CareCase(
        id=fresh_id(work),
        community_id=community_id,
        year=year,
        no=no,
        source_type=source_type,
        source_id=source_id,
        way=way,
        member_id=member.id if member else None,
        question_id=thread.id if thread else None,
        text="" if thread and source_type != "flag" else text,
        received_at=work.now,
    )
    work.session.add(case)
    work.session.flush()
    return case


def _thread(
    work: Work, member: Member | None, source_type: str, source_id: str, text: str
) -> Question | None:
    if source_type == "question":
        question = questions.by_id(work.session, source_id)
        threads.seclude(work, question)
        return question
    if member is None or source_type == "outside_post":
        return None
    return threads.begin(work, member, private=True, words="" if source_type == "flag" else text)


def _reach(work: Work, case: CareCase, safe_contact: str, call_hours: str) -> None:
    if case.question_id and safe_contact:
        question = questions.by_id(work.session, case.question_id)
        question.safe_contact = safe_contact
        question.call_hours = call_hours if safe_contact == "call" else ""
        work.session.flush()


# -- the thirty minutes and the chain ----------------------------------------------------------


def _watch(work: Work, case: CareCase, member: Member | None) -> None:
    """The first of the chain is asked, and the clock of duty begins."""
    first = next(iter(_chain(work, case, member)), None)
    case.due_at = _due(work, case) if first else None
    work.session.flush()
    if first:
        store.stand_with(work.session, case, first, work.now)


def _chain(work: Work, case: CareCase, member: Member | None) -> list[str]:
    return care_circle.chain(work, case.community_id, without=member.person_id if member else None)


def _due(work: Work, case: CareCase) -> Any:
    community = communities.by_id(work.session, case.community_id)
    return care.look_until(clock.in_vietnam(work.now), *duty.hours(community.settings))


def pass_on(work: Work, case: CareCase) -> bool:
    """Nobody looked in time: the next of the chain is asked. Each step once; the last keeps it."""
    persons = _chain(work, case, _member(work, case))
    following = case.place + 1
    if following > len(persons):
        return store.move_on(work.session, case, case.place, None)
    if not store.move_on(work.session, case, following, _due(work, case)):
        return False
    if store.stand_with(work.session, case, persons[following - 1], work.now):
        _record(work, "care.pass", case, "clock", None, place=following)
    return True


def heard(work: Work, question: Question, member: Member) -> None:
    """She wrote again: somebody shall look again, and a closed case is open."""
    case = store.of_question(work.session, question.id)
    if case is None:
        return
    was_closed = case.closed_at is not None
    if not store.wake(work.session, case, _due(work, case)):
        return
    if was_closed:
        _step(work, case, "reopened", "", None)
    _watch(work, case, member)
    _record(work, "care.wake", case, "", member)


def erased(work: Work, question: Question) -> None:
    """Her words are gone; the row of the register stays without them."""
    case = store.of_question(work.session, question.id)
    if case is not None:
        store.erase(work.session, case, work.now)
        _record(work, "care.erase", case, "", _member(work, case))


# -- those of the circle -----------------------------------------------------------------------


def opened(work: Work, case_id: str) -> tuple[CareCase, Member | None, str]:
    """A case and the right by which it is opened; nobody opens her own."""
    case = store.get(work.session, work.actor, case_id)
    member = _member(work, case)
    owner = member.person_id if member else None
    return case, member, permit(work, "care.read", Thing(case.community_id, owner))


def look(work: Work, case_id: str) -> tuple[CareCase, Member | None]:
    """Every opening is logged; the first of a round stops its clock."""
    case, member, held = opened(work, case_id)
    first = store.look(work.session, case, work.now)
    _record(work, "care.open", case, held, None, first=first)
    return case, member


def take_step(work: Work, case_id: str, body: CareStepCreate) -> CareDone:
    """What was done, for good: the database refuses to change it."""
    case, _member, held = opened(work, case_id)
    note = body.note or ""
    if body.kind in {"referred", "other"} and not note:
        raise Invalid.at("/note", "care-note-missing")
    _must_be_open(case)
    _step(work, case, body.kind, note, work.actor.person_id)
    _record(work, "care.step", case, held, None, kind=body.kind)
    return _done(work, case)


def change(work: Work, case_id: str, body: CareChange) -> CareDone:
    case, _member, held = opened(work, case_id)
    _must_be_open(case)
    if body.version not in {None, case.version} or not changes.change(
        work.session, case, danger=body.danger
    ):
        raise Conflict("stale-version", version=case.version)
    _record(work, "care.change", case, held, None, danger=body.danger)
    return _done(work, case)


def answer(work: Work, case_id: str, body: CareAnswer) -> CareDone:
    """In her thread, signed “Ban Quản trị”; she finds it when she opens it, and is sent nothing."""
    case, _member, held = opened(work, case_id)
    if case.question_id is None:
        raise Conflict("care-without-thread", version=case.version)
    _must_be_open(case)
    question = questions.by_id(work.session, case.question_id)
    threads.move(work, question, "answer", private=True, last_at=work.now)
    threads.say(work, question, "board", body.text)
    _step(work, case, "messaged", "", work.actor.person_id)
    _record(work, "care.answer", case, held, None)
    return _done(work, case)


def close(work: Work, case_id: str, body: CareClosing) -> CareDone:
    case, _member, held = opened(work, case_id)
    _must_be_open(case)
    ended = {"outcome": body.outcome, "closed_at": work.now, "due_at": None}
    if body.version not in {None, case.version} or not changes.change(
        work.session,
        case,
        closed_by=work.actor.person_id,
        looked_at=case.looked_at or work.now,
        **ended,
    ):
        raise Conflict("stale-version", version=case.version)
    _step(work, case, "closed", body.outcome, work.actor.person_id)
    _record(work, "care.close", case, held, None)
    return _done(work, case)


def _must_be_open(case: CareCase) -> None:
    if case.closed_at is not None:
        raise Conflict("care-closed", version=case.version)


def _done(work: Work, case: CareCase) -> CareDone:
    slug = communities.by_id(work.session, case.community_id).slug
    return CareDone(id=case.id, community=slug, version=case.version)


def _member(work: Work, case: CareCase) -> Member | None:
    return members.again(work.session, case.member_id) if case.member_id else None


def _step(work: Work, case: CareCase, kind: str, note: str, taken_by: str | None) -> None:
    work.session.add(
        CareStep(
            id=fresh_id(work),
            case_id=case.id,
            kind=kind,
            note=note,
            taken_by=taken_by,
            taken_at=work.now,
        )
    )
    work.session.flush()


def _record(
    work: Work, action: str, case: CareCase, held: str, member: Member | None, **facts: Any
) -> None:
    """Without a word of hers. `member`: whose deed it may be; then nobody is named."""
    if member is not None and member.person_id == work.actor.person_id:
        work, held = replace(work, actor=STRANGER, request_id=""), "clock"
    record(
        work,
        action,
        ("care_case", case.id),
        community_id=case.community_id,
        held=held,
        outbox=False,
        **facts,
    )
