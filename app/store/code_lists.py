"""The lists of administrative codes as they were taken in, each row with its days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.code_lists import Place
from app.models.reorganisations import AdministrativeCode
from app.store.units import in_force

CHUNK = 500


def on(session: Session, scheme: str, day: date) -> dict[str, Place]:
    """The list in force on a day, by code."""
    rows = session.execute(
        select(AdministrativeCode).where(
            col(AdministrativeCode.scheme) == scheme, in_force(AdministrativeCode, day)
        )
    ).scalars()
    return {
        row.code: Place(row.code, row.name, row.kind, row.parent_code, row.source, row.licence)
        for row in rows
    }


def newest(session: Session, scheme: str) -> date | None:
    """The last day from which a row of a list is valid."""
    return session.execute(
        select(func.max(col(AdministrativeCode.valid_from))).where(
            col(AdministrativeCode.scheme) == scheme
        )
    ).scalar_one()


def end(session: Session, scheme: str, codes: Iterable[str], day: date) -> None:
    for chunk in _chunks(list(codes)):
        session.execute(
            update(AdministrativeCode)
            .where(
                col(AdministrativeCode.scheme) == scheme,
                col(AdministrativeCode.code).in_(chunk),
                col(AdministrativeCode.valid_to).is_(None),
            )
            .values(valid_to=day)
            .execution_options(synchronize_session=False)
        )


def begin(session: Session, rows: list[dict[str, Any]]) -> None:
    for chunk in _chunks(rows):
        session.execute(insert(AdministrativeCode), chunk)


def _chunks(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
