"""Private questions to the board: asking, answering, who keeps a thread, closing, taking back."""

from __future__ import annotations

from app.domain.care import is_about_harm
from app.domain.permissions import Thing
from app.domain.questions import STATES
from app.domain.refusals import Conflict, Forbidden, Invalid
from app.models.members import Member
from app.models.questions import Question
from app.schemas.questions import (
    QuestionAnswer,
    QuestionAssignment,
    QuestionCreate,
    QuestionGone,
    QuestionMessageCreate,
    QuestionRead,
    SafeContactWrite,
)
from app.services import care, question_views, threads
from app.services.deeds import permit, record
from app.services.reviewing import BOARD
from app.store import communities, members
from app.store import questions as store
from app.store.actors import Work


def ask(work: Work, slug: str, body: QuestionCreate) -> QuestionRead:
    """Her thread. What tells of harm goes to the closed circle at once, marked or not."""
    community = communities.get(work.session, slug)
    permit(work, "question.ask", Thing(community_id=community.id))
    member = members.open_of_person(work.session, work.actor.person_id or "", community.id)
    if member is None or member.state != "approved":
        raise Forbidden
    if body.about_harm:
        _check_hours(body.safe_contact, body.call_hours)
    harm = body.about_harm or is_about_harm(f"{body.title or ''}\n{body.text}")
    question = threads.begin(work, member, private=harm, words=body.text)
    question.title, question.anonymous = body.title or "", body.anonymous
    if harm:
        care.receive(
            work,
            community.id,
            member,
            "question",
            question.id,
            "",
            way="herself" if body.about_harm else "words",
            safe_contact=body.safe_contact or "",
            call_hours=body.call_hours or "",
        )
        _consent(work, question, given=body.sensitive)
    else:
        question.fold = threads.words_to_search(member, question, body.text)
        threads.feed(work, "question.ask", question)
    work.session.flush()
    return question_views.as_read(work, question, member)


def _check_hours(contact: str | None, call_hours: str | None) -> None:
    if contact == "call" and not call_hours:
        raise Invalid.at("/call_hours", "call-hours-missing")


def _consent(work: Work, question: Question, *, given: bool) -> None:
    if given and question.consented_at is None:
        question.consented_at = work.now
        work.session.flush()


# -- she ---------------------------------------------------------------------------------------


def _hers(work: Work, question_id: str, permission: str) -> tuple[Question, Member]:
    question, member = store.get(work.session, work.actor, question_id)
    permit(work, permission, Thing(question.community_id, member.person_id))
    return question, member


def follow(work: Work, question_id: str, body: QuestionMessageCreate) -> QuestionRead:
    """Her next words open the thread again, and may lead it into the closed circle."""
    question, member = _hers(work, question_id, "question.follow")
    threads.move(work, question, "message", closed_at=None, last_at=work.now)
    threads.say(work, question, "member", body.text)
    if question.private:
        care.heard(work, question, member)
    elif body.about_harm or is_about_harm(body.text):
        _lead_away(work, question, member, "herself" if body.about_harm else "words")
    else:
        found = threads.words_to_search(member, question, body.text)
        store.add_words(work.session, question, f"{question.fold} {found}")
        threads.feed(work, "question.follow", question)
    return question_views.as_read(work, question, member)


def _lead_away(work: Work, question: Question, member: Member, way: str) -> None:
    care.receive(work, question.community_id, member, "question", question.id, "", way=way)


def write_safe_contact(work: Work, question_id: str, body: SafeContactWrite) -> QuestionRead:
    question, member = _hers(work, question_id, "question.follow")
    if not question.private or question.withdrawn_at is not None:
        raise Conflict("thread-closed", state=question.state, version=question.version)
    _check_hours(body.safe_contact, body.call_hours)
    question.safe_contact = body.safe_contact
    question.call_hours = (body.call_hours or "") if body.safe_contact == "call" else ""
    _consent(work, question, given=body.sensitive)
    work.session.flush()
    return question_views.as_read(work, question, member)


def withdraw(work: Work, question_id: str) -> QuestionRead:
    """Her words are gone for good; what the board answered, and a row of the register, stay."""
    question, member = _hers(work, question_id, "question.follow")
    if not store.move(
        work.session,
        question,
        STATES,
        state="closed",
        closed_at=work.now,
        withdrawn_at=work.now,
        title="",
        fold="",
        safe_contact="",
        call_hours="",
    ):
        raise threads.lost(question)
    store.erase(work.session, question, work.now)
    if question.private:
        care.erased(work, question)
    else:
        threads.feed(work, "question.withdraw", question)
    return question_views.as_read(work, question, member)


# -- the board ---------------------------------------------------------------------------------


def answer(work: Work, question_id: str, body: QuestionAnswer) -> QuestionRead:
    """Signed “Ban Quản trị”. Who answers a thread that nobody keeps, keeps it."""
    question, member, held = _theirs(work, question_id)
    first = question.answered_at or work.now
    threads.move(
        work,
        question,
        "answer",
        version=body.version,
        private=False,
        last_at=work.now,
        answered_at=first,
    )
    store.take(work.session, question, work.actor.person_id or "", work.now)
    threads.say(work, question, "board", body.text)
    _record(work, "question.answer", question, held)
    threads.tell(work, question, member)
    return question_views.as_read(work, question, member)


def _theirs(work: Work, question_id: str) -> tuple[Question, Member, str]:
    question, member = store.get(work.session, work.actor, question_id)
    thing = Thing(question.community_id, member.person_id)
    return question, member, permit(work, "question.answer", thing)


def claim(work: Work, question_id: str) -> QuestionRead:
    """By one conditional UPDATE: whoever comes second learns who was faster."""
    question, member, held = _theirs(work, question_id)
    if not store.take(work.session, question, work.actor.person_id or "", work.now):
        if question.owner_id is None:
            raise threads.lost(question, private=False)
        names = members.person_names(work.session, [question.owner_id])
        raise Conflict(
            "question-owned",
            decided_by=names.get(question.owner_id, BOARD),
            decided_at=question.owned_at.isoformat() if question.owned_at else None,
        )
    _record(work, "question.claim", question, held)
    return question_views.as_read(work, question, member)


def assign(work: Work, question_id: str, body: QuestionAssignment) -> QuestionRead:
    """To another of those who answer."""
    question, member, held = _theirs(work, question_id)
    able = question_views.answerers(work, question.community_id)
    if body.person not in able or body.person == member.person_id:
        raise Invalid.at("/person", "person-unknown")
    if not store.move(
        work.session,
        question,
        ("open", "answered"),
        version=body.version,
        private=False,
        owner_id=body.person,
        owned_at=work.now,
    ):
        raise threads.lost(question, version=body.version, private=False)
    _record(work, "question.assign", question, held)
    return question_views.as_read(work, question, member)


def close(work: Work, question_id: str) -> QuestionRead:
    """By her or by the board; her next words open it again."""
    question, member = store.get(work.session, work.actor, question_id)
    held = permit(work, "question.close", Thing(question.community_id, member.person_id))
    threads.move(work, question, "close", closed_at=work.now)
    if held == "own":
        if not question.private:
            threads.feed(work, "question.close", question)
    else:
        _record(work, "question.close", question, held)
    return question_views.as_read(work, question, member)


def lead_to_circle(work: Work, question_id: str) -> QuestionGone:
    """An ordinary question that tells of harm after all; many who see it at once make one case."""
    question, member, _held = _theirs(work, question_id)
    _lead_away(work, question, member, "officer")
    community = communities.by_id(work.session, question.community_id)
    return QuestionGone(id=question.id, community=community.slug)


def _record(work: Work, action: str, question: Question, held: str) -> None:
    record(
        work,
        action,
        ("question", question.id),
        community_id=question.community_id,
        held=held,
    )
