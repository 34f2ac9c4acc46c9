"""What a private thread is made of: words, the state they lead to, neutral notices."""

from __future__ import annotations

from typing import Any

from app.domain import questions
from app.domain.refusals import Conflict, Hidden, Refusal
from app.domain.text import fold
from app.models.machinery import OutboxRow
from app.models.members import Member
from app.models.questions import Question, QuestionMessage
from app.services import telling
from app.services.deeds import fresh_id
from app.services.telling import Event
from app.store import questions as store
from app.store.actors import Work


def begin(work: Work, member: Member, *, private: bool, words: str = "") -> Question:
    """A new thread of hers; `words` may wait where somebody else tells of her."""
    question = Question(
        id=fresh_id(work),
        community_id=member.community_id,
        member_id=member.id,
        private=private,
        asked_at=work.now,
        last_at=work.now,
        seen_at=work.now,
    )
    work.session.add(question)
    work.session.flush()
    if words:
        say(work, question, "member", words)
    return question


def say(work: Work, question: Question, sender: str, text: str) -> None:
    work.session.add(
        QuestionMessage(
            id=fresh_id(work),
            question_id=question.id,
            sender=sender,
            text=text,
            written_by=work.actor.person_id if sender == "board" else None,
            written_at=work.now,
        )
    )
    work.session.flush()


def words_to_search(member: Member, question: Question, text: str) -> str:
    """What the board's search reads: never the name of one who asked not to be named."""
    name = "" if question.anonymous else member.full_name
    return fold(f"{name} {question.title} {text}")


def move(
    work: Work,
    question: Question,
    deed: str,
    *,
    version: int | None = None,
    private: bool | None = None,
    **more: Any,
) -> None:
    """One conditional UPDATE to where the deed leads; 409 where it leads nowhere any more.

    `private`: on which side of the circle's door the one who acts stands.
    """
    sources = [state for state, done in questions.MOVES if done == deed]
    to = questions.after(question.state, deed)
    if to is None or not store.move(
        work.session, question, sources, version=version, private=private, state=to, **more
    ):
        raise lost(question, version=version, private=private)


def lost(question: Question, *, version: int | None = None, private: bool | None = None) -> Refusal:
    """Why a deed came too late: to whom it has become hidden, it is not there."""
    if private is False and question.private:
        return Hidden()
    stale = version is not None and version != question.version
    return Conflict(
        "stale-version" if stale else "thread-closed",
        state=question.state,
        version=question.version,
    )


def seclude(work: Work, question: Question) -> None:
    """Into the closed circle: nobody of the desk keeps it or finds it any more.

    The change feed says that it is gone, so that programs forget what they copied.
    """
    if question.private:
        return
    store.seclude(work.session, question)
    feed(work, "question.leave", question)


def feed(work: Work, kind: str, question: Question) -> None:
    """The change feed alone: a row of the log would name who wrote."""
    work.session.add(
        OutboxRow(
            community_id=question.community_id,
            kind=kind,
            subject_type="question",
            subject_id=question.id,
            at=work.now,
        )
    )


def tell(work: Work, question: Question, member: Member) -> None:
    """“Chị có thư mới trong nhóm”, and no more. Of the closed circle nothing is ever sent."""
    if not question.private:
        path = f"/questions/{question.id}"
        event = Event("question.answered", subject=("question", question.id), path=path)
        telling.tell(work, member, event, lien_ket=f"{work.address}{path}")
