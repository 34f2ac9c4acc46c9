"""What each person wishes of notices, and where she can be reached."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.notices import DAILY, Reach
from app.domain.permissions import BOARD_ROLES
from app.domain.phones import Phone
from app.models.members import Consent, Member
from app.models.notices import Notice, NoticePreference
from app.models.people import Account, Appointment, Login
from app.models.posts import Post
from app.store.changes import rows_of
from app.store.records import upsert

DEFAULT_HOUR = 18


def of(session: Session, person_id: str) -> NoticePreference | None:
    return session.get(NoticePreference, person_id)


def make(session: Session, person_id: str, now: datetime) -> NoticePreference:
    """Her row, with the defaults where she has none yet."""
    fresh = NoticePreference(person_id=person_id, changed_at=now)
    session.execute(
        upsert(session)(NoticePreference).values(**fresh.model_dump()).on_conflict_do_nothing()
    )
    return session.get_one(NoticePreference, person_id, populate_existing=True)


def reach(session: Session, notice: Notice) -> Reach:
    """About her file: its phone, with the consent to be contacted. Else the one she signs in by."""
    wishes = of(session, notice.person_id)
    email = wishes.email if wishes and wishes.email_confirmed_at else ""
    if notice.member_id is None:
        return Reach(email, _login_phone(session, notice.person_id), consented=True)
    member = session.get_one(Member, notice.member_id)
    agreed = session.execute(
        select(
            exists().where(
                col(Consent.member_id) == member.id,
                col(Consent.purpose) == "contact",
                col(Consent.withdrawn_at).is_(None),
            )
        )
    ).scalar_one()
    return Reach(
        email, _mobile(member.phone), member.phone_shared, bool(agreed) and not member.deceased
    )


def _login_phone(session: Session, person_id: str) -> str:
    found = session.execute(
        select(col(Login.value))
        .join(Account, col(Account.id) == col(Login.account_id))
        .where(col(Account.person_id) == person_id, col(Login.kind) == "phone")
        .limit(1)
    ).scalar()
    return _mobile(found)


def _mobile(number: str | None) -> str:
    """A landline takes no messages."""
    return number if number and Phone(number).is_mobile else ""


def consents(session: Session, person_id: str) -> bool:
    """Whether she agreed to be contacted in any community."""
    return bool(
        session.execute(
            select(
                exists().where(
                    col(Member.person_id) == person_id,
                    col(Consent.member_id) == col(Member.id),
                    col(Consent.purpose) == "contact",
                    col(Consent.withdrawn_at).is_(None),
                )
            )
        ).scalar_one()
    )


def confirm_email(session: Session, person_id: str, email: str, now: datetime) -> bool:
    """Once, while the address is still the one that was written to."""
    result = session.execute(
        update(NoticePreference)
        .where(
            col(NoticePreference.person_id) == person_id,
            col(NoticePreference.email) == email,
            col(NoticePreference.email_confirmed_at).is_(None),
        )
        .values(email_confirmed_at=now, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def begin_confirmation(session: Session, person_id: str, now: datetime) -> bool:
    """Marked before the letter is sent, so that a second try sends nothing."""
    result = session.execute(
        update(NoticePreference)
        .where(
            col(NoticePreference.person_id) == person_id,
            col(NoticePreference.email) != "",
            col(NoticePreference.email_confirmed_at).is_(None),
            col(NoticePreference.confirmation_sent_at).is_(None),
        )
        .values(confirmation_sent_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def stop_email(session: Session, person_id: str, now: datetime) -> bool:
    """Unsubscribe: no letter by e-mail from now on; True when it was on."""
    result = session.execute(
        update(NoticePreference)
        .where(col(NoticePreference.person_id) == person_id, col(NoticePreference.by_email))
        .values(by_email=False, version=col(NoticePreference.version) + 1, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def due_for_digest(
    session: Session, hour: int, since: datetime, day: date, most: int, after: str
) -> list[str]:
    """Persons of this hour to whom there may be something to tell, in the order of their ids.

    Who wrote nothing down has the default hour. A board's people are asked every day, members
    where a bulletin came out.
    """
    chosen = select(col(NoticePreference.person_id)).where(
        col(NoticePreference.daily), col(NoticePreference.daily_hour) == hour
    )
    others = select(col(NoticePreference.person_id))
    lettered = select(col(Notice.person_id)).where(
        col(Notice.created_at) > since,
        col(Notice.read_at).is_(None),
        col(Notice.withdrawn_at).is_(None),
        col(Notice.kind) != DAILY,
    )
    asked = lettered.union(_board(day), _readers(since)).subquery()
    person: Any = asked.c.person_id
    wants = person.in_(chosen)
    if hour == DEFAULT_HOUR:
        wants = or_(wants, person.not_in(others))
    return list(
        session.execute(
            select(person).where(person > after, wants).order_by(person).limit(most)
        ).scalars()
    )


def _board(day: date) -> Any:
    """Who serves on a board on a day."""
    return select(col(Appointment.person_id)).where(
        col(Appointment.role).in_((*BOARD_ROLES, "adviser")),
        col(Appointment.community_id).is_not(None),
        col(Appointment.valid_from) <= day,
        or_(col(Appointment.valid_to).is_(None), col(Appointment.valid_to) > day),
    )


def _readers(since: datetime) -> Any:
    """Who can sign in and is a member where a bulletin came out."""
    published = select(col(Post.community_id)).where(
        col(Post.kind) == "bulletin",
        col(Post.state) == "published",
        col(Post.published_at) > since,
    )
    return (
        select(col(Member.person_id))
        .join(Account, col(Account.person_id) == col(Member.person_id))
        .where(
            col(Member.state) == "approved",
            col(Member.deceased).is_(False),
            col(Member.community_id).in_(published),
        )
    )


def last_digest(session: Session, person_id: str) -> datetime | None:
    return session.execute(
        select(func.max(col(Notice.created_at))).where(
            col(Notice.person_id) == person_id, col(Notice.kind) == DAILY
        )
    ).scalar()


def phone_of(session: Session, person_id: str) -> tuple[str, bool]:
    """(the mobile number that her messages go to, whether others read it too)."""
    row = session.execute(
        select(col(Member.phone), col(Member.phone_shared))
        .where(col(Member.person_id) == person_id, col(Member.phone).is_not(None))
        .order_by(col(Member.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return _login_phone(session, person_id), False
    return _mobile(row[0]), bool(row[1])


def may_contact(session: Session, person_id: str, day: date) -> bool:
    """Whether she agreed to it as a member anywhere, or is of a board and chose for herself."""
    board = _board(day).where(col(Appointment.person_id) == person_id)
    return consents(session, person_id) or session.execute(board.limit(1)).first() is not None
