"""Paper sheets that were typed in: which, by whom, and put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.refusals import Hidden
from app.domain.text import fold
from app.models.members import Member
from app.models.people import Person
from app.models.survey_responses import SurveyResponse, SurveySheet
from app.models.surveys import SurveyQuota
from app.store import survey_tallies
from app.store.keyset import beyond

#: Members of one name that are looked at.
ALIKE = 20
_TYPIST = aliased(Person)
#: Numbers among themselves in their order.
_LENGTH = func.length(col(SurveySheet.sheet))


@dataclass(frozen=True, slots=True)
class Typed:
    """`response` and what follows are None where the survey is anonymous."""

    sheet: str
    response: str | None
    typed_by: str | None
    typed_by_name: str | None
    typed_at: datetime | None
    person_name: str | None


_TYPED = (
    select(
        col(SurveySheet.sheet),
        col(SurveySheet.response_id),
        col(SurveyResponse.typed_by),
        col(_TYPIST.full_name),
        col(SurveyResponse.submitted_at),
        col(Person.full_name),
    )
    .outerjoin(SurveyResponse, col(SurveyResponse.id) == col(SurveySheet.response_id))
    .outerjoin(_TYPIST, col(_TYPIST.id) == col(SurveyResponse.typed_by))
    .outerjoin(Person, col(Person.id) == col(SurveyResponse.person_id))
)


def page(session: Session, survey_id: str, most: int, after: tuple[Any, ...] | None) -> list[Typed]:
    """By their numbers, the highest first: when they were typed in is not always kept."""
    rows = session.execute(
        _TYPED.where(
            col(SurveySheet.survey_id) == survey_id,
            beyond(after, _LENGTH, col(SurveySheet.sheet), down=True),
        )
        .order_by(_LENGTH.desc(), col(SurveySheet.sheet).desc())
        .limit(most)
    )
    return [Typed(*row) for row in rows]


def one(session: Session, survey_id: str, sheet: str) -> Typed | None:
    row = session.execute(
        _TYPED.where(col(SurveySheet.survey_id) == survey_id, col(SurveySheet.sheet) == sheet)
    ).first()
    return Typed(*row) if row else None


def count(session: Session, survey_id: str) -> int:
    return session.execute(
        select(func.count()).select_from(SurveySheet).where(col(SurveySheet.survey_id) == survey_id)
    ).scalar_one()


def response(session: Session, response_id: str) -> SurveyResponse:
    """What was typed in from paper, held until the transaction ends. Raises Hidden."""
    if not is_id(response_id):
        raise Hidden
    found = session.execute(
        select(SurveyResponse)
        .where(col(SurveyResponse.id) == response_id, col(SurveyResponse.way) == "paper")
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise Hidden
    return found


def correct(session: Session, row: SurveyResponse, answers: Mapping[str, Any]) -> None:
    """`row` is held; what the counts held of it is taken back, and it is counted anew."""
    survey_tallies.take_back(session, row)
    row.answers, row.counted = dict(answers), False
    session.flush()


def drop(session: Session, survey_id: str, sheet: str) -> None:
    session.execute(
        delete(SurveySheet).where(
            col(SurveySheet.survey_id) == survey_id, col(SurveySheet.sheet) == sheet
        )
    )


def give_back(session: Session, survey_id: str, question: str, option: str) -> None:
    """A place of a quota that is free again."""
    session.execute(
        update(SurveyQuota)
        .where(
            col(SurveyQuota.survey_id) == survey_id,
            col(SurveyQuota.question) == question,
            col(SurveyQuota.option) == option,
            col(SurveyQuota.taken) > 0,
        )
        .values(taken=col(SurveyQuota.taken) - 1)
        .execution_options(synchronize_session=False)
    )


def called(session: Session, community_id: str, written: str) -> list[Member]:
    """The approved member of that id, or those of that name or one alike, a few at most."""
    return list(
        session.execute(
            select(Member)
            .where(
                col(Member.community_id) == community_id,
                or_(col(Member.id) == written, col(Member.fold) == fold(written)),
                col(Member.state) == "approved",
            )
            .order_by(col(Member.id))
            .limit(ALIKE)
        ).scalars()
    )
