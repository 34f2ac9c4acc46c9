"""Lists that came in: the file's rows, what is near them, and how far a run has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.imports import ImportMapping, ImportRow, MemberImport
from app.store.changes import change, rows_of
from app.store.keyset import beyond
from app.store.records import upsert

READERS = ("chair", "vice_chair", "membership", "officer", "adviser")
INSERTED_AT_ONCE = 500


def get(session: Session, actor: Actor, import_id: str) -> MemberImport:
    communities = actor.communities_as(*READERS)
    found = None
    if is_id(import_id) and communities:
        found = session.execute(
            select(MemberImport).where(
                col(MemberImport.id) == import_id, col(MemberImport.community_id).in_(communities)
            )
        ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def held(session: Session, import_id: str) -> MemberImport | None:
    """Locked until the commit, so that a piece and a discard do not cross."""
    return session.get(MemberImport, import_id, with_for_update=True, populate_existing=True)


def files_of_same(session: Session, one: MemberImport, rows: Collection[int]) -> dict[int, str]:
    """Row → the file that the very same row of the very same file has had before."""
    found = session.execute(
        select(col(ImportRow.no), col(ImportRow.member_id))
        .join(MemberImport, col(MemberImport.id) == col(ImportRow.import_id))
        .where(
            col(MemberImport.community_id) == one.community_id,
            col(MemberImport.digest) == one.digest,
            col(MemberImport.id) != one.id,
            col(MemberImport.state) == "done",
            col(ImportRow.no).in_(set(rows)),
            col(ImportRow.outcome).in_(("created", "updated")),
        )
    )
    return {row[0]: row[1] for row in found if row[1]}


def gone_through(session: Session, import_id: str) -> int:
    """The last row that has an outcome; 0 before the first."""
    return int(
        session.execute(
            select(func.coalesce(func.max(col(ImportRow.no)), 0)).where(
                col(ImportRow.import_id) == import_id, col(ImportRow.outcome) != ""
            )
        ).scalar_one()
    )


def page(
    session: Session, community_id: str, most: int, after: tuple[Any, ...] | None
) -> list[MemberImport]:
    """The newest first."""
    return list(
        session.execute(
            select(MemberImport)
            .where(
                col(MemberImport.community_id) == community_id,
                beyond(after, col(MemberImport.id), down=True),
            )
            .order_by(col(MemberImport.id).desc())
            .limit(most)
        ).scalars()
    )


def of_same_file(session: Session, one: MemberImport, most: int = 5) -> list[MemberImport]:
    """Other imports of the very same bytes, the newest first."""
    return list(
        session.execute(
            select(MemberImport)
            .where(
                col(MemberImport.community_id) == one.community_id,
                col(MemberImport.digest) == one.digest,
                col(MemberImport.id) != one.id,
                col(MemberImport.state) != "discarded",
            )
            .order_by(col(MemberImport.id).desc())
            .limit(most)
        ).scalars()
    )


def move(session: Session, one: MemberImport, to: str, **values: Any) -> bool:
    """False when another was faster, or a list is being applied; then it is read anew."""
    try:
        with session.begin_nested():
            moved = change(session, one, state=to, **values)
    except IntegrityError:
        moved = False
    if not moved:
        session.refresh(one)
    return moved


# -- rows ----------------------------------------------------------------------------------


def replace_rows(session: Session, import_id: str, rows: Iterable[dict[str, Any]]) -> None:
    """The rows as they are read now, in place of those that were read before."""
    session.execute(delete(ImportRow).where(col(ImportRow.import_id) == import_id))
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == INSERTED_AT_ONCE:
            session.execute(insert(ImportRow), waiting)
            waiting = []
    if waiting:
        session.execute(insert(ImportRow), waiting)


def take_row(session: Session, row: ImportRow, outcome: str, **values: Any) -> bool:
    """From the outcome that was read, once."""
    result = session.execute(
        update(ImportRow)
        .where(
            col(ImportRow.import_id) == row.import_id,
            col(ImportRow.no) == row.no,
            col(ImportRow.outcome) == row.outcome,
        )
        .values(outcome=outcome, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(rows_of(result))


def row(session: Session, import_id: str, no: int) -> ImportRow:
    found = session.get(ImportRow, (import_id, no))
    if found is None:
        raise Hidden
    return found


def count_one_made(session: Session, import_id: str) -> None:
    """A row that was passed over has got a file after all."""
    session.execute(
        update(MemberImport)
        .where(col(MemberImport.id) == import_id)
        .values(
            created=col(MemberImport.created) + 1,
            skipped=col(MemberImport.skipped) - 1,
            version=col(MemberImport.version) + 1,
        )
        .execution_options(synchronize_session=False)
    )


def women(session: Session, import_id: str, after: int, most: int) -> list[ImportRow]:
    """The next rows that hold a woman, in the file's order."""
    return list(
        session.execute(
            select(ImportRow)
            .where(
                col(ImportRow.import_id) == import_id,
                col(ImportRow.kind) == "data",
                col(ImportRow.no) > after,
            )
            .order_by(col(ImportRow.no))
            .limit(most)
        ).scalars()
    )


def all_rows(session: Session, import_id: str) -> list[tuple[str, list[str]]]:
    """(sheet, cells) of every row in order: the file again."""
    rows = session.execute(
        select(col(ImportRow.sheet), col(ImportRow.raw))
        .where(col(ImportRow.import_id) == import_id)
        .order_by(col(ImportRow.no))
    )
    return [(name, raw) for name, raw in rows]


def rows_page(
    session: Session, import_id: str, outcomes: Collection[str], after: int, most: int | None
) -> list[ImportRow]:
    """Women by what became of them, or, before that, by what is foreseen."""
    said = func.coalesce(func.nullif(col(ImportRow.outcome), ""), col(ImportRow.foreseen))
    statement = (
        select(ImportRow)
        .where(
            col(ImportRow.import_id) == import_id,
            col(ImportRow.kind) == "data",
            col(ImportRow.no) > after,
        )
        .order_by(col(ImportRow.no))
        .limit(most)
    )
    if outcomes:
        statement = statement.where(said.in_(outcomes))
    return list(session.execute(statement).scalars())


def foreseen(session: Session, import_id: str) -> dict[str, int]:
    rows = session.execute(
        select(col(ImportRow.foreseen), func.count())
        .where(col(ImportRow.import_id) == import_id, col(ImportRow.kind) == "data")
        .group_by(col(ImportRow.foreseen))
    )
    return {row[0]: int(row[1]) for row in rows}


def forget_rows(session: Session, import_id: str) -> None:
    """What the rows say goes; that there were so many, and what became of them, stays."""
    session.execute(
        update(ImportRow)
        .where(col(ImportRow.import_id) == import_id)
        .values(raw=[], woman=None, fold="", phone="")
        .execution_options(synchronize_session=False)
    )


def to_forget(session: Session, before: datetime, most: int = 20) -> list[MemberImport]:
    """Lists that nobody works with any more, with rows that still say something."""
    ended = func.coalesce(col(MemberImport.finished_at), col(MemberImport.created_at))
    return list(
        session.execute(
            select(MemberImport)
            .where(
                col(MemberImport.emptied_at).is_(None),
                col(MemberImport.state).in_(("ready", "done", "discarded")),
                ended < before,
            )
            .limit(most)
        ).scalars()
    )


# -- mappings ----------------------------------------------------------------------------------


def mapping(
    session: Session, community_id: str, unit: str, signature: str
) -> dict[str, int] | None:
    return session.execute(
        select(col(ImportMapping.columns)).where(
            col(ImportMapping.community_id) == community_id,
            col(ImportMapping.unit) == unit,
            col(ImportMapping.signature) == signature,
        )
    ).scalar_one_or_none()


def keep_mapping(session: Session, kept: ImportMapping) -> None:
    """The newest word counts."""
    values = {name: getattr(kept, name) for name in ImportMapping.model_fields}
    statement = upsert(session)(ImportMapping).values(values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id", "unit", "signature"],
            set_={"columns": kept.columns, "set_by": kept.set_by, "set_at": kept.set_at},
        )
    )
