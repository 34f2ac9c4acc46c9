"""Pictures: only what the asker may see; attaching, showing and taking back by one UPDATE each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import BOARD_ROLES, Actor
from app.domain.refusals import Hidden, NotSignedIn
from app.models.pictures import Picture, PictureDay
from app.store.changes import rows_of
from app.store.records import upsert

READERS = (*BOARD_ROLES, "adviser")
DAYS_KEPT = timedelta(days=7)
KEYS = (col(Picture.original_key), col(Picture.small_key), col(Picture.large_key))
#: Rows change by UPDATE alone: what the session remembers of one may be old.
FRESH = {"populate_existing": True}
LOOSE: dict[str, Any] = {
    "subject_type": None,
    "subject_id": None,
    "position": None,
    "audience": "owner",
    "draft": True,
}


def get(session: Session, actor: Actor, picture_id: str) -> Picture:
    """What a stranger may not see is told as everything closed is: sign in first."""
    found = None
    if is_id(picture_id):
        found = session.execute(
            select(Picture).where(col(Picture.id) == picture_id, visible_to(actor)),
            execution_options=FRESH,
        ).scalar_one_or_none()
    if found is None:
        raise Hidden if actor.signed_in else NotSignedIn
    return found


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Her own; the public ones; as a member those for members; on the board all. A circle's are the
    circle's alone, whoever brought them."""
    inside = {m.community_id for m in actor.memberships if m.state == "approved"}
    return or_(
        col(Picture.audience) == "public",
        and_(col(Picture.owner_id) == actor.person_id, col(Picture.audience) != "circle"),
        and_(col(Picture.audience) == "members", col(Picture.community_id).in_(inside)),
        and_(
            col(Picture.audience) != "circle",
            col(Picture.community_id).in_(actor.communities_as(*READERS)),
        ),
    )


def find(session: Session, picture_id: str) -> Picture | None:
    """Whoever asks: for a service that has asked for its own permission."""
    if not is_id(picture_id):
        return None
    return session.get(Picture, picture_id, populate_existing=True)


def page(
    session: Session, owner_id: str, community_id: str, most: int, after: str | None
) -> list[Picture]:
    """Her own of one community, the newest first."""
    statement = select(Picture).where(
        col(Picture.owner_id) == owner_id,
        col(Picture.community_id) == community_id,
        col(Picture.audience) != "circle",
    )
    if after is not None:
        statement = statement.where(col(Picture.id) < after)
    return list(session.execute(statement.order_by(col(Picture.id).desc()).limit(most)).scalars())


def of_owner(session: Session, owner_id: str) -> list[Picture]:
    return list(
        session.execute(
            select(Picture).where(col(Picture.owner_id) == owner_id).order_by(col(Picture.id))
        ).scalars()
    )


def of_subjects(session: Session, subject_type: str, ids: Iterable[str]) -> list[Picture]:
    """Those of many subjects, each subject's in order."""
    return list(
        session.execute(
            select(Picture)
            .where(col(Picture.subject_type) == subject_type, col(Picture.subject_id).in_(set(ids)))
            .order_by(col(Picture.subject_id), col(Picture.position)),
            execution_options=FRESH,
        ).scalars()
    )


def count_day(session: Session, person_id: str, day: date, more: int, most: int) -> bool:
    """Count `more` pictures of a person's day; False when they would be more than `most`."""
    if more > most:
        return False
    statement = upsert(session)(PictureDay).values(person_id=person_id, day=day, sent=more)
    counted = session.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id", "day"],
            set_={"sent": col(PictureDay.sent) + more},
            where=col(PictureDay.sent) + more <= most,
        ).returning(col(PictureDay.sent))
    ).scalar_one_or_none()
    return counted is not None


# -- subjects ----------------------------------------------------------------------------------


def _of(subject: tuple[str, str]) -> ColumnElement[bool]:
    return and_(col(Picture.subject_type) == subject[0], col(Picture.subject_id) == subject[1])


def attach(
    session: Session,
    ids: Sequence[str],
    subject: tuple[str, str],
    *,
    owner_id: str,
    community_id: str,
    draft: bool,
    now: datetime,
) -> int:
    """The subject's pictures are these, in this order; how many of them could be attached.

    What it had moves below zero first and becomes loose last: of two at once, either the later
    sees all that the earlier one did, or they meet in one place and the unique key stops one.
    """
    _update(session, _of(subject), position=-1 - col(Picture.position))
    places = {one: at for at, one in enumerate(ids)}
    attached = 0
    if places:
        attached = _update(
            session,
            and_(
                col(Picture.id).in_(ids),
                col(Picture.community_id) == community_id,
                or_(
                    and_(col(Picture.subject_id).is_(None), col(Picture.owner_id) == owner_id),
                    _of(subject),
                ),
            ),
            subject_type=subject[0],
            subject_id=subject[1],
            position=case(places, value=col(Picture.id)),
            loose_since=None,
            draft=draft,
        )
    left = and_(_of(subject), col(Picture.position) < 0)
    _update(session, left, **LOOSE, loose_since=now)
    return attached


def show(
    session: Session, subject: tuple[str, str], audience: str, only: Sequence[str] | None = None
) -> None:
    """Who sees a subject's pictures, or `only` some of them."""
    named = _of(subject) if only is None else and_(_of(subject), col(Picture.id).in_(only))
    _update(session, named, audience=audience, draft=False)


def drop(session: Session, picture: Picture) -> bool:
    """Only while it is a draft still."""
    result = session.execute(
        delete(Picture)
        .where(col(Picture.id) == picture.id, col(Picture.draft))
        .execution_options(synchronize_session=False)
    )
    session.expunge(picture)
    return bool(rows_of(result))


def settle(session: Session, picture_id: str, **values: Any) -> bool:
    """What became of a waiting one, once."""
    waiting = and_(col(Picture.id) == picture_id, col(Picture.state) == "waiting")
    return bool(_update(session, waiting, **values))


def _update(session: Session, which: ColumnElement[bool], **values: Any) -> int:
    result = session.execute(
        update(Picture).where(which).values(**values).execution_options(synchronize_session=False)
    )
    return rows_of(result)


# -- files -------------------------------------------------------------------------------------


def drop_loose(session: Session, before: datetime, most: int) -> list[str]:
    """Drop what is attached to nothing since then; the names of its files."""
    loose = (
        select(col(Picture.id))
        .where(col(Picture.loose_since) < before)
        .order_by(col(Picture.loose_since))
        .limit(most)
    )
    rows = session.execute(
        delete(Picture)
        .where(col(Picture.id).in_(loose), col(Picture.loose_since) < before)
        .returning(*KEYS)
        .execution_options(synchronize_session=False)
    ).all()
    return [key for row in rows for key in row if key]


def forget_days(session: Session, today: date) -> None:
    session.execute(delete(PictureDay).where(col(PictureDay.day) < today - DAYS_KEPT))


def known_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Which of these files a picture points to."""
    return {
        key
        for column in KEYS
        for key in session.execute(select(column).where(column.in_(keys))).scalars()
        if key
    }


def every_key(connection: Session | Connection) -> list[str]:
    """Every file that a picture points to: of a ready one its sizes, of a waiting one what came."""
    return [key for row in connection.execute(select(*KEYS)) for key in row if key]
