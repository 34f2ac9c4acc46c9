"""What she has answered so far, found again by her alone, on whichever phone (ADR 0031)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from app.domain.refusals import Conflict, Invalid
from app.domain.seals import Seals
from app.models.survey_responses import SurveyDraft
from app.schemas.survey_responses import DraftRead, DraftSave
from app.services.surveys import entering, reading_answers
from app.services.surveys.entering import Entry
from app.store import survey_responses, surveys
from app.store.actors import Work

DAYS = 30
PURPOSE = "survey-draft"


def read(work: Work, seals: Seals, survey_id: str, key: str, token: str) -> DraftRead:
    entry = entering.enter(work, survey_id, token or None)
    return of_entry(work, seals, entry, key)


def of_entry(work: Work, seals: Seals, entry: Entry, key: str) -> DraftRead:
    found = digest(work, seals, entry, key)
    row = found and survey_responses.draft(work.session, entry.survey.id, found, work.now)
    return _shown(row) if row else none(entry)


def refuse_older(seen: int | None, held: DraftRead) -> None:
    """`seen`: the draft from which her page was filled."""
    if seen is not None and seen < held.rev:
        raise Conflict("survey-draft-older", version=held.rev)


def save(work: Work, seals: Seals, survey_id: str, body: DraftSave) -> DraftRead:
    """Of two windows the one whose `rev` is older is told; the same once more is the same."""
    entry = entering.enter(work, survey_id, body.token)
    return keep(work, seals, entry, body.key or "", body.rev, body.answers)


def keep(
    work: Work, seals: Seals, entry: Entry, key: str, rev: int, answers: Mapping[str, Any]
) -> DraftRead:
    survey = entry.survey
    entering.must_take(work, survey, None, "web")
    found = digest(work, seals, entry, key)
    if not found:
        raise Invalid.at("/key", "missing")
    form = surveys.form(work.session, survey.id, survey.current)
    row = SurveyDraft(
        digest=found,
        survey_id=survey.id,
        answers=reading_answers.showable(form, answers),
        rev=rev,
        expires_at=_until(work),
    )
    if not survey_responses.save_draft(work.session, row):
        held = survey_responses.draft(work.session, survey.id, found, work.now)
        if held is None or (held.rev, held.answers) != (row.rev, row.answers):
            raise Conflict("survey-draft-older", version=held.rev if held else 0)
    _refuse_answered(work, entry)
    return _shown(row)


def _refuse_answered(work: Work, entry: Entry) -> None:
    """Asked once the draft's row is held: what was sent meanwhile is seen, and no draft comes back
    after it."""
    if entry.token is not None:
        token = survey_responses.token(work.session, entry.token.digest)
        entering.refuse_ended(token or entry.token, work.now)
    elif survey_responses.took_part(work.session, entry.survey.id, work.actor.person_id or ""):
        raise Conflict("survey-answered")


def digest(work: Work, seals: Seals, entry: Entry, key: str) -> str:
    """Under which her draft stands; empty for an anonymous one without her browser's code."""
    # Hers and her code's: a code that somebody else gave her finds him nothing.
    owner = entering.owner(work, entry) or (f"code\0{key}\0{work.actor.person_id}" if key else "")
    return seals.keyed(PURPOSE, f"{entry.survey.id}\0{owner}") if owner else ""


def digest_of_person(seals: Seals, survey_id: str, person_id: str) -> str:
    """Of a survey by name."""
    return seals.keyed(PURPOSE, f"{survey_id}\0person\0{person_id}")


def _until(work: Work) -> datetime:
    return datetime.combine(work.today + timedelta(days=DAYS + 1), time(), UTC)


def _shown(row: SurveyDraft) -> DraftRead:
    return DraftRead(
        survey=row.survey_id, rev=row.rev, answers=row.answers, kept_until=row.expires_at
    )


def none(entry: Entry) -> DraftRead:
    return DraftRead(survey=entry.survey.id, rev=0, answers={}, kept_until=None)
