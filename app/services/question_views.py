"""Private questions as their readers see them: she, the desk, the adviser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain import questions
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.models.members import Member
from app.models.questions import Question, QuestionMessage
from app.schemas.base import form
from app.schemas.questions import (
    QuestionCreate,
    QuestionForm,
    QuestionLine,
    QuestionList,
    QuestionMessageRead,
    QuestionOwner,
    QuestionRead,
)
from app.services import care_circle, duty_hours, help_places
from app.services.deeds import may, permitted
from app.store import accounts, care, communities, members
from app.store import questions as store
from app.store.actors import Work

ANSWERERS = ("questions", "vice_chair", "chair")


def answerers(work: Work, community_id: str) -> list[str]:
    """Who may answer, the role before the chairs."""
    found = care.on_board(work.session, community_id, ANSWERERS, work.today)
    return list(dict.fromkeys(p for role in ANSWERERS for r, p in found if r == role))


def question_form(work: Work, slug: str) -> QuestionForm:
    community = permitted(work, slug, "question.ask")
    action = f"/communities/{slug}/questions"
    return QuestionForm(
        action=action,
        schema=form(action, QuestionCreate).schema_,
        community=slug,
        readers=care_circle.names(work, answerers(work, community.id)),
        circle=care_circle.names(work, care_circle.chain(work, community.id)),
        hours=duty_hours.of(work, community),
        help_places=help_places.urgent(work, community),
        asks_consent=True,
    )


def page(work: Work, slug: str, paging: Page, view: str, q: str) -> QuestionList:
    """The board's list for those who serve there, else her own threads."""
    community = communities.get(work.session, slug)
    desk = may(work, "question.read", Thing(community_id=community.id)) and view != "asked"
    after, most, who = _after(paging), paging.limit + 1, work.actor.person_id
    rows = (
        store.desk_page(work.session, community.id, view, who, q, most, after)
        if desk
        else store.own_page(work.session, who or "", community.id, most, after)
    )
    shown, following = paging.cut(rows, lambda row: (row[0].last_at.isoformat(), row[0].id))
    names = members.person_names(work.session, [row.owner_id for row, _ in shown])
    return QuestionList(
        items=[_line(work, question, member, names) for question, member in shown],
        next=following,
        community=slug,
        desk=desk,
        may_ask=may(work, "question.ask", Thing(community_id=community.id)),
        view=view,
        q=q,
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


def _line(work: Work, question: Question, member: Member, names: dict[str, str]) -> QuestionLine:
    own = member.person_id == work.actor.person_id
    return QuestionLine(
        id=question.id,
        title="" if question.private else question.title,
        state=question.state,
        private=question.private,
        anonymous=question.anonymous,
        asked_by=_asked_by(work, question, member),
        owner=None if own else _owner(question, names),
        unread=own and question.state == "answered" and question.last_at > question.seen_at,
        asked_at=question.asked_at,
        last_at=question.last_at,
    )


def _asked_by(work: Work, question: Question, member: Member) -> str | None:
    """Not said to the adviser where she asked not to be named."""
    thing = Thing(question.community_id)
    named = not question.anonymous or may(work, "question.answer", thing)
    return member.full_name if named or member.person_id == work.actor.person_id else None


def _owner(question: Question, names: dict[str, str]) -> QuestionOwner | None:
    if question.owner_id is None:
        return None
    return QuestionOwner(id=question.owner_id, name=names.get(question.owner_id, ""))


def read(work: Work, question_id: str) -> QuestionRead:
    """Reading her own is remembered, so that she sees what is new."""
    question, member = store.get(work.session, work.actor, question_id)
    if member.person_id == work.actor.person_id:
        store.seen(work.session, question, work.now)
    return as_read(work, question, member, words=True)


def as_read(work: Work, question: Question, member: Member, *, words: bool = False) -> QuestionRead:
    """`words`: also those of a private thread, which no kept answer may hold."""
    community = communities.by_id(work.session, question.community_id)
    own = member.person_id == work.actor.person_id
    asked_by = _asked_by(work, question, member)
    shown = words or not question.private
    said = store.messages(work.session, [question.id]) if shown else []
    writers = [] if own else [question.owner_id, *(one.written_by for one in said)]
    names = members.person_names(work.session, writers)
    return QuestionRead(
        id=question.id,
        community=community.slug,
        title=question.title if shown else "",
        state=question.state,
        private=question.private,
        anonymous=question.anonymous,
        own=own,
        asked_by=asked_by,
        member=member.id if asked_by else None,
        owner=None if own else _owner(question, names),
        messages=[_message(one, names) for one in said],
        asked_at=question.asked_at,
        last_at=question.last_at,
        withdrawn=question.withdrawn_at is not None,
        version=question.version,
        safe_contact=question.safe_contact,
        call_hours=question.call_hours if shown else "",
        asks_consent=question.consented_at is None,
        hours=duty_hours.of(work, community),
        help_places=help_places.urgent(work, community),
        colleagues=_colleagues(work, question, member),
        allowed_actions=_actions(work, question, own=own),
    )


def _message(one: QuestionMessage, names: dict[str, str]) -> QuestionMessageRead:
    return QuestionMessageRead(
        id=one.id,
        sender="board" if one.sender == "board" else "member",
        by=names.get(one.written_by or ""),
        text=one.text,
        written_at=one.written_at,
        erased=one.erased_at is not None,
    )


def _actions(work: Work, question: Question, *, own: bool) -> list[str]:
    withdrawn = question.withdrawn_at is not None
    if own:
        return questions.asker_actions(
            question.state, withdrawn=withdrawn, private=question.private
        )
    if not may(work, "question.answer", Thing(question.community_id)):
        return []
    return questions.board_actions(
        question.state, withdrawn=withdrawn, owned=question.owner_id is not None
    )


def _colleagues(work: Work, question: Question, member: Member) -> list[dict[str, Any]]:
    if not may(work, "question.answer", Thing(question.community_id, member.person_id)):
        return []
    able = set(answerers(work, question.community_id))
    return accounts.choices(
        work.session, sorted(able - {question.owner_id or "", member.person_id})
    )


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """For her own page of what is held. Of the closed circle: that there is a private thread."""
    mine = store.of_person(work.session, person_id)
    said: dict[str, list[dict[str, Any]]] = {row.id: [] for row in mine if not row.private}
    for one in store.messages(work.session, said):
        said[one.question_id].append(
            {"sender": one.sender, "text": one.text, "written_at": one.written_at}
        )
    return [
        {"private": True, "asked_at": row.asked_at}
        if row.private
        else {
            "private": False,
            "asked_at": row.asked_at,
            "title": row.title,
            "state": row.state,
            "anonymous": row.anonymous,
            "messages": said[row.id],
        }
        for row in mine
    ]
