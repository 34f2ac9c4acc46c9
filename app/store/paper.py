"""Sign-up sheets: numbered by one UPDATE, each line entered once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.members import Member
from app.models.paper import PaperLine, PaperSeries, PaperSheet
from app.store.changes import rows_of
from app.store.keyset import beyond
from app.store.records import upsert

KEEPERS = ("chair", "vice_chair", "membership", "officer")


def get(session: Session, actor: Actor, sheet_id: str) -> PaperSheet:
    found = session.get(PaperSheet, sheet_id) if is_id(sheet_id) else None
    if found is None or found.community_id not in actor.communities_as(*KEEPERS):
        raise Hidden
    return found


def next_no(session: Session, community_id: str) -> int:
    """The next sheet's number; two that ask together get two numbers."""
    statement = upsert(session)(PaperSeries).values(community_id=community_id, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["community_id"], set_={"last": col(PaperSeries.last) + 1}
    ).returning(col(PaperSeries.last))
    return int(session.execute(statement).scalar_one())


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[PaperSheet]:
    """The newest first."""
    return list(
        session.execute(
            select(PaperSheet)
            .where(
                col(PaperSheet.community_id) == community_id,
                beyond(after, col(PaperSheet.id), down=True),
            )
            .order_by(col(PaperSheet.id).desc())
            .limit(most)
        ).scalars()
    )


def entered(session: Session, sheet_ids: Collection[str]) -> dict[str, int]:
    rows = session.execute(
        select(col(PaperLine.sheet_id), func.count())
        .where(col(PaperLine.sheet_id).in_(set(sheet_ids)))
        .group_by(col(PaperLine.sheet_id))
    )
    return {row[0]: int(row[1]) for row in rows}


def lines(session: Session, sheet_id: str) -> list[tuple[PaperLine, Member | None]]:
    rows = session.execute(
        select(PaperLine, Member)
        .outerjoin(Member, col(Member.id) == col(PaperLine.member_id))
        .where(col(PaperLine.sheet_id) == sheet_id)
        .order_by(col(PaperLine.no))
    )
    return [(row[0], row[1]) for row in rows]


def write(session: Session, line: PaperLine) -> bool:
    """Enter a line once; one that was only a question or blank may be entered again."""
    values = {name: getattr(line, name) for name in PaperLine.model_fields}
    statement = upsert(session)(PaperLine).values(values)
    statement = statement.on_conflict_do_update(
        index_elements=["sheet_id", "no"],
        set_={name: values[name] for name in values if name not in {"sheet_id", "no"}},
        where=col(PaperLine.member_id).is_(None),
    ).returning(col(PaperLine.no))
    return session.execute(statement).first() is not None


def file_away(session: Session, sheet: PaperSheet, place: str) -> bool:
    """Say where the signed sheet lies; closed sheets keep what they say."""
    result = session.execute(
        update(PaperSheet)
        .where(col(PaperSheet.id) == sheet.id, col(PaperSheet.closed_at).is_(None))
        .values(filed=place)
        .execution_options(synchronize_session=False)
    )
    session.refresh(sheet)
    return bool(rows_of(result))


def close(session: Session, sheet: PaperSheet, person_id: str, now: datetime) -> bool:
    result = session.execute(
        update(PaperSheet)
        .where(col(PaperSheet.id) == sheet.id, col(PaperSheet.closed_at).is_(None))
        .values(closed_at=now, closed_by=person_id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(sheet)
    return bool(rows_of(result))


def by_file_no(session: Session, community_id: str, file_no: str) -> Member | None:
    return session.execute(
        select(Member).where(
            col(Member.community_id) == community_id, col(Member.file_no) == file_no
        )
    ).scalar_one_or_none()
