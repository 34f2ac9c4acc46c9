"""What is decided about a round beside its papers: rulings, corrected keys, openings, naming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.contest_results import ContestRuling, KeyCorrection, SealedOpening, WinnerNaming
from app.models.contests import RoundQuestion
from app.store.records import upsert


def rulings(session: Session, round_id: str) -> list[ContestRuling]:
    """In their order."""
    return list(
        session.execute(
            select(ContestRuling)
            .where(col(ContestRuling.round_id) == round_id)
            .order_by(col(ContestRuling.no))
        ).scalars()
    )


def corrections(session: Session, round_id: str) -> list[KeyCorrection]:
    """In their order."""
    return list(
        session.execute(
            select(KeyCorrection)
            .where(col(KeyCorrection.round_id) == round_id)
            .order_by(col(KeyCorrection.no))
        ).scalars()
    )


def corrected(session: Session, round_id: str) -> dict[str, list[str]]:
    """Question → right options that are in force instead of the committed ones."""
    return {one.question: one.answer for one in corrections(session, round_id)}


def next_no(session: Session, model: type[ContestRuling | KeyCorrection], round_id: str) -> int:
    last = session.execute(
        select(func.max(col(model.no))).where(col(model.round_id) == round_id)
    ).scalar_one()
    return (last or 0) + 1


def committed(questions: Sequence[RoundQuestion]) -> dict[str, list[str]]:
    """Question → right options as they were sealed; an essay has none."""
    return {one.key: one.answer for one in questions if one.kind == "choice"}


def opening(session: Session, round_id: str) -> SealedOpening | None:
    return session.get(SealedOpening, round_id)


def naming(session: Session, round_id: str, persons: Sequence[str]) -> dict[str, str]:
    """Person → how she wishes to be named."""
    found = session.execute(
        select(col(WinnerNaming.person_id), col(WinnerNaming.choice)).where(
            col(WinnerNaming.round_id) == round_id, col(WinnerNaming.person_id).in_(persons)
        )
    )
    return {row[0]: row[1] for row in found}


def choose(session: Session, values: Mapping[str, Any]) -> None:
    """Her last word counts."""
    session.execute(
        upsert(session)(WinnerNaming)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["round_id", "person_id"],
            set_={"choice": values["choice"], "chosen_at": values["chosen_at"]},
        )
    )


def of_person(session: Session, person_id: str) -> tuple[list[ContestRuling], list[WinnerNaming]]:
    """What was decided about her, and what she chose."""
    ruled = session.execute(
        select(ContestRuling)
        .where(col(ContestRuling.person_id) == person_id)
        .order_by(col(ContestRuling.ruled_at))
    ).scalars()
    named = session.execute(
        select(WinnerNaming)
        .where(col(WinnerNaming.person_id) == person_id)
        .order_by(col(WinnerNaming.chosen_at))
    ).scalars()
    return list(ruled), list(named)
