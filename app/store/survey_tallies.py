"""The counts of a survey: tallies, and the responses that no fold has counted yet (ADR 0031).

Both are read in one statement, hence in one picture of the database: a fold in between is either
wholly seen or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    and_,
    cast,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.surveys import tallies
from app.domain.surveys.form import Form
from app.domain.surveys.tallies import Key
from app.models.base import Json
from app.models.survey_responses import SurveyResponse, SurveyTally
from app.models.surveys import Survey
from app.store import surveys
from app.store.records import upsert

#: Responses that one fold counts at most.
AT_MOST = 500
#: Rows that the database hands over at a time.
PAGE = 2000


def counts(session: Session, survey_id: str, until: str | None = None) -> Mapping[Key, int]:
    """All that was answered until now; with `until`, an id, without what came after that one."""
    found = Counter[Key]()
    for told, real in _read(session, survey_id, counted=False, until=until):
        found.update(told)
        found.update(real)
    return +found  # what came later alone does not even stand there as 0


def _read(
    session: Session, survey_id: str, *, counted: bool, until: str | None = None
) -> Iterator[tuple[dict[Key, int], Counter[Key]]]:
    """Each tally as it stands, and what each response adds, or takes away."""
    forms = _Forms(session)
    both = _both(survey_id, counted=counted, until=until)
    for number, question, row, value, n, channel, answers, sign in session.execute(
        both.execution_options(yield_per=PAGE)
    ):
        if n is not None:
            yield {(number, question, row, value): int(n)}, Counter()
        else:
            keys = Counter(forms.keys(survey_id, number, answers, channel))
            yield {}, keys if sign > 0 else Counter({key: -many for key, many in keys.items()})


def _both(survey_id: str, *, counted: bool, until: str | None) -> CompoundSelect[Any]:
    """Tallies and the responses that they hold or do not; the later ones that they hold taken
    away."""
    is_counted, at = col(SurveyResponse.counted), col(SurveyResponse.id)
    held = _responses(survey_id, is_counted if counted else ~is_counted, 1)
    if until is None:
        return union_all(held, _tallies(survey_id))
    later = _responses(survey_id, and_(is_counted, at > until), -1)
    return union_all(held.where(at <= until), later, _tallies(survey_id))


def _responses(survey_id: str, which: Any, sign: int) -> Any:
    return select(
        col(SurveyResponse.number),
        literal("").label("question"),
        literal("").label("row"),
        literal("").label("value"),
        cast(null(), Integer).label("n"),
        col(SurveyResponse.channel_id),
        col(SurveyResponse.answers),
        literal(sign).label("sign"),
    ).where(col(SurveyResponse.survey_id) == survey_id, which)


def _tallies(survey_id: str) -> Any:
    return select(
        col(SurveyTally.number),
        col(SurveyTally.question),
        col(SurveyTally.row),
        col(SurveyTally.value),
        col(SurveyTally.n),
        null(),
        cast(null(), Json),
        literal(1),
    ).where(col(SurveyTally.survey_id) == survey_id)


def fold(session: Session, most: int = AT_MOST) -> int:
    """Count the next responses, each exactly once; how many. Of two processes each has its own."""
    taken = (
        select(col(SurveyResponse.id))
        .where(~col(SurveyResponse.counted))
        .order_by(col(SurveyResponse.survey_id), col(SurveyResponse.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.execute(taken).scalars())
    if not ids:
        return 0
    rows = session.execute(
        update(SurveyResponse)
        .where(col(SurveyResponse.id).in_(ids), ~col(SurveyResponse.counted))
        .values(counted=True)
        .returning(
            col(SurveyResponse.survey_id),
            col(SurveyResponse.number),
            col(SurveyResponse.channel_id),
            col(SurveyResponse.answers),
        )
        .execution_options(synchronize_session=False)
    ).all()
    sums, forms = Counter[tuple[str, Key]](), _Forms(session)
    for survey_id, number, channel, answers in rows:
        sums.update((survey_id, key) for key in forms.keys(survey_id, number, answers, channel))
    _add(session, sums)
    return len(rows)


def take_back(session: Session, row: SurveyResponse) -> None:
    """A response that will be put right is counted anew; `row` is held by the transaction. In one
    order, as folds go."""
    if not row.counted:
        return
    for number, question, part, value in sorted(
        _Forms(session).keys(row.survey_id, row.number, row.answers, row.channel_id)
    ):
        session.execute(
            update(SurveyTally)
            .where(
                col(SurveyTally.survey_id) == row.survey_id,
                col(SurveyTally.number) == number,
                col(SurveyTally.question) == question,
                col(SurveyTally.row) == part,
                col(SurveyTally.value) == value,
            )
            .values(n=col(SurveyTally.n) - 1)
            .execution_options(synchronize_session=False)
        )


def _add(session: Session, sums: Mapping[tuple[str, Key], int]) -> None:
    """In one order always, so that no two folds wait for each other."""
    if not sums:
        return
    written = upsert(session)(SurveyTally)
    session.execute(
        written.on_conflict_do_update(
            index_elements=["survey_id", "number", "question", "row", "value"],
            set_={"n": col(SurveyTally.n) + written.excluded.n},
        ),
        [
            dict(zip(("survey_id", "number", "question", "row", "value", "n"), row, strict=True))
            for row in sorted((survey_id, *key, n) for (survey_id, key), n in sums.items())
        ],
    )


def differences(session: Session, survey_id: str) -> list[tuple[Key, int, int]]:
    """Where the tallies say something else than a recount of the responses that they hold."""
    told, real = Counter[Key](), Counter[Key]()
    for tally, response in _read(session, survey_id, counted=True):
        told.update(tally)
        real.update(response)
    return [
        (key, told[key], real[key])
        for key in sorted(told.keys() | real.keys())
        if told[key] != real[key]
    ]


def published(session: Session) -> list[str]:
    """The surveys that anybody may have answered."""
    return list(
        session.execute(
            select(col(Survey.id)).where(col(Survey.current) > 0).order_by(col(Survey.id))
        ).scalars()
    )


class _Forms:
    """Each version's form, looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[tuple[str, int], Form] = {}

    def keys(
        self, survey_id: str, number: int, answers: Mapping[str, Any], channel: str | None
    ) -> Iterator[Key]:
        form = self._held.get((survey_id, number))
        if form is None:
            form = self._held[survey_id, number] = surveys.form(self._session, survey_id, number)
        return tallies.of_response(number, form, answers, channel)
