"""The codebook of a question: codes made, renamed, retired, and how many texts have each."""

from __future__ import annotations

from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.surveys import coding
from app.domain.surveys.cells import hidden_of_list
from app.domain.text import fold
from app.models.survey_codes import SurveyCode
from app.schemas.survey_codes import (
    SurveyCodeChange,
    SurveyCodeCreate,
    SurveyCodeForm,
    SurveyCodeList,
    SurveyCodeRead,
)
from app.services.deeds import fresh_id, permit, record
from app.services.surveys.coding_desk import PERMISSION, Desk, code_read, head, log, opened
from app.store import communities, survey_coded
from app.store import survey_codes as store
from app.store.actors import Work
from app.store.changes import change as changed

LONGEST_KEY = 40
#: Codes of one question: a codebook that nobody can oversee helps nobody.
MOST = 50


def read(work: Work, survey_id: str, question: str = "") -> SurveyCodeList:
    """The codes with their counts, small ones hidden; before comparison a coder's own alone."""
    desk = opened(work, survey_id, question)
    rows = store.codes(work.session, desk.survey.id, desk.key)
    texts, undecided = _counted(work, desk)
    counts = coding.counts([one.key for one in rows], texts)
    k = desk.survey.k
    hidden = hidden_of_list(counts, k) if len(texts) >= k else None
    base = None if (hidden is None and texts) or not desk.enough else len(texts)
    return SurveyCodeList(
        **head(work, desk),
        codes=[_counts(one, counts[one.key], hidden, shown=base is not None) for one in rows],
        base=base,
        own=not desk.sees_all and desk.place is not None,
        undecided=undecided,
    )


def _counts(
    row: SurveyCode, n: int, hidden: frozenset[str] | None, *, shown: bool
) -> SurveyCodeRead:
    if not shown:
        return code_read(row, suppressed=True)
    closed = hidden is not None and row.key in hidden
    return code_read(row, count=None if closed else n, suppressed=closed)


def _counted(work: Work, desk: Desk) -> tuple[list[coding.Codes], int]:
    """The codes of each text that is counted; and how many are not, for two differ."""
    if desk.of is None or not desk.enough:
        return [], 0
    given = [one.given for one in survey_coded.given(work.session, desk.of).values()]
    if not desk.sees_all and desk.place is not None:
        return [one[desk.place] for one in given if desk.place in one], 0
    held = [coding.holding(one) for one in given]
    return [one for one in held if one is not None], sum(one is None for one in held)


def create(work: Work, survey_id: str, body: SurveyCodeCreate) -> SurveyCodeRead:
    """One more code, by a key that this question has not used."""
    desk = opened(work, survey_id, body.question)
    if len(store.codes(work.session, desk.survey.id, desk.key)) >= MOST:
        raise Conflict("survey-codes-many", most=MOST)
    key = body.key or fold(body.label).replace(" ", "-")[:LONGEST_KEY].strip("-")
    row = SurveyCode(
        id=fresh_id(work),
        survey_id=desk.survey.id,
        question=desk.key,
        key=key if key.isascii() and key else "ma",
        label=body.label,
        label_en=body.label_en,
        description=body.description,
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    if not store.add_code(work.session, row):
        raise Invalid.at("/key" if body.key else "/label", "survey-code-taken")
    log(work, desk, "survey.add_code", code=row.key)
    return code_read(row)


def form(work: Work, code_id: str) -> SurveyCodeForm:
    row, survey = store.code(work.session, work.actor, code_id)
    permit(work, PERMISSION, Thing(survey.community_id))
    slug = communities.by_id(work.session, survey.community_id).slug
    return SurveyCodeForm(**code_read(row).model_dump(), title=survey.title, community=slug)


def change(work: Work, code_id: str, body: SurveyCodeChange) -> SurveyCodeRead:
    """Renamed, or retired and taken back; its key and what it was given to stay."""
    row, survey = store.code(work.session, work.actor, code_id)
    held = permit(work, PERMISSION, Thing(survey.community_id))
    said = _said(work, row, body)
    if body.version not in {None, row.version} or not changed(work.session, row, **said):
        raise Conflict("stale-version", version=row.version)
    record(
        *(work, "survey.change_code", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        outbox=False,
        question=row.question,
        code=row.key,
        retired=row.retired_at is not None,
    )
    return code_read(row)


def _said(work: Work, row: SurveyCode, body: SurveyCodeChange) -> dict[str, Any]:
    said = {
        name: getattr(body, name)
        for name in ("label", "label_en", "description")
        if getattr(body, name) is not None
    }
    if body.retired is not None:
        said["retired_at"] = (row.retired_at or work.now) if body.retired else None
    return said
