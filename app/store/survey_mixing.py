"""Anonymous responses on their way from `survey_pending` to `survey_response` (ADR 0031)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.survey_responses import (
    SurveyParticipation,
    SurveyPending,
    SurveyResponse,
    SurveySheet,
)
from app.models.surveys import Survey

#: Tables of which nothing may remain that was deleted.
SCRUBBED = ("survey_pending", "survey_participation", "survey_sheet", "survey_draft")


def waiting(session: Session, survey_id: str) -> int:
    return session.execute(
        select(func.count())
        .select_from(SurveyPending)
        .where(col(SurveyPending.survey_id) == survey_id)
    ).scalar_one()


def surveys_waiting(session: Session) -> list[tuple[Survey, int]]:
    """Each survey of which responses wait, and how many."""
    counts = (
        select(col(SurveyPending.survey_id), func.count().label("many"))
        .group_by(col(SurveyPending.survey_id))
        .subquery()
    )
    rows = session.execute(
        select(Survey, counts.c.many).join(counts, counts.c.survey_id == col(Survey.id))
    )
    return [(survey, many) for survey, many in rows]


def delivered_until(of: Survey) -> datetime | None:
    """Until then answers may come: queues of phones and piles of paper have their days after the
    closing."""
    return of.closes_at + timedelta(days=of.offline_days) if of.closes_at else None


def end_delivery(session: Session, of: Survey, now: datetime) -> None:
    """Once results go out nothing comes any more after the closing: who has read them would answer
    otherwise."""
    session.refresh(of, with_for_update=True)
    since = (now - of.closes_at).days if of.closes_at else 0
    of.offline_days = min(of.offline_days, max(0, since))


def over(of: Survey, now: datetime) -> bool:
    """Whether nothing can come any more."""
    until = delivered_until(of)
    return (
        of.state == "withdrawn"
        or (until is None and of.state == "closed")
        or (until is not None and now >= until)
    )


def take_waiting(session: Session, survey_id: str) -> list[dict[str, Any]]:
    """All that wait, deleted."""
    rows = session.execute(
        delete(SurveyPending)
        .where(col(SurveyPending.survey_id) == survey_id)
        .returning(
            col(SurveyPending.number),
            col(SurveyPending.channel_id),
            col(SurveyPending.way),
            col(SurveyPending.answers),
        )
        .execution_options(synchronize_session=False)
    )
    return [dict(row._mapping) for row in rows]


def keep(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    session.execute(insert(SurveyResponse), list(rows))


def rewrite(session: Session, survey_id: str) -> None:
    """Every participation and every sheet of the survey anew, in the order of its key: neither a
    transaction id, nor a place in the file, nor an order tells what came when."""
    for table, name in ((SurveyParticipation, "person_id"), (SurveySheet, "sheet")):
        keys = session.execute(
            delete(table)
            .where(col(table.survey_id) == survey_id)
            .returning(col(getattr(table, name)))
            .execution_options(synchronize_session=False)
        ).scalars()
        rows = [{"survey_id": survey_id, name: key} for key in sorted(keys)]
        if rows:
            session.execute(insert(table), rows)


def count_dropped(session: Session, survey_id: str, many: int) -> None:
    session.execute(
        update(Survey)
        .where(col(Survey.id) == survey_id)
        .values(dropped=col(Survey.dropped) + many)
        .execution_options(synchronize_session=False)
    )


def count_lost(session: Session) -> None:
    """After a restore: answers that waited when the backup was taken are not in it (`archive`).
    Who gave them has taken part; they count as dropped."""

    def of(table: Any, *where: Any) -> Any:
        mine = col(table.survey_id) == col(Survey.id)
        return select(func.count()).select_from(table).where(mine, *where).scalar_subquery()

    paper = col(SurveyResponse.way) == "paper"
    rows = session.execute(
        select(
            col(Survey.id),
            col(Survey.dropped),
            of(SurveyParticipation) - of(SurveyResponse, ~paper),
            of(SurveySheet) - of(SurveyResponse, paper),
        ).where(col(Survey.identity) == "anonymous")
    ).all()
    for survey_id, dropped, missing, sheets in rows:
        lost = max(0, missing) + max(0, sheets) - dropped
        if lost > 0:
            count_dropped(session, survey_id, lost)
