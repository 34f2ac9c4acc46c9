"""The next version of a form: its draft, what it changes, out to those who answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.surveys import keys, length, reading, versions
from app.domain.surveys.form import ALIVE, LANGUAGES
from app.models.surveys import Survey, SurveyVersion
from app.schemas.base import form
from app.schemas.surveys import (
    DraftForm,
    MeaningChoice,
    VersionChange,
    VersionCreate,
    VersionRead,
)
from app.services.deeds import permit
from app.services.surveys import listing, picturing
from app.services.surveys.reading import WRITE, read_of, version_of
from app.services.surveys.writing import current, digest, kept, log, moved, read_form
from app.store import survey_writing as store
from app.store import surveys
from app.store.actors import Work


def draft_form(work: Work, survey_id: str) -> DraftForm:
    """What is written now, what it changes, and which meanings she is asked about."""
    row = kept(work, survey_id)
    draft = drafted(work, row)
    survey = read_of(work, row)
    action = f"/surveys/{row.id}/versions/{draft.number}"
    written = json.dumps(draft.form, ensure_ascii=False, indent=1)
    return DraftForm(
        action=action,
        method="PATCH",
        schema=form(action, VersionChange).schema_,
        community=survey.community,
        survey=survey,
        draft=_read(work, row, draft),
        written=written,
        meanings=_meanings(work, row, draft),
        languages=list(LANGUAGES),
        asked=listing.asked(draft.form),
        minutes=length.minutes(reading.formed(draft.form)),
    )


def drafted(work: Work, row: Survey) -> SurveyVersion:
    draft = store.draft(work.session, row.id)
    if draft is None:
        raise Conflict("no-draft-version")
    return draft


def _read(work: Work, row: Survey, draft: SurveyVersion) -> VersionRead:
    before = surveys.form(work.session, row.id, row.current) if row.current else None
    return version_of(draft, reading.formed(draft.form), before)


def _meanings(work: Work, row: Survey, draft: SurveyVersion) -> list[MeaningChoice]:
    if not row.current:
        return []
    before = surveys.form(work.session, row.id, row.current)
    marked, reworded = set(_marked(draft)), _reworded(draft)
    return [
        MeaningChoice(
            key=one.key,
            text=one.text["vi"],
            changed=one.key in marked,
            text_changed=one.key in reworded,
        )
        for one in reading.formed(draft.form).asked
        if one.key in before.by_key
    ]


def _marked(draft: SurveyVersion) -> list[str]:
    return [one["question"] for one in draft.changes if one["what"] == "meaning"]


def _reworded(draft: SurveyVersion) -> set[str]:
    other = ("text", "option-text", "option-picture")
    return {one["question"] for one in draft.changes if one["what"] in other}


def create(work: Work, survey_id: str, body: VersionCreate) -> VersionRead:
    """A draft of the next version; one at a time."""
    row = kept(work, survey_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    alive(row)
    current(row, body)
    if store.draft(work.session, row.id) is not None:
        raise Conflict("draft-version-exists")
    now_asked = surveys.version(work.session, row.id, row.current)
    schema = body.schema_ if body.schema_ is not None else now_asked.form
    changes = compared(work, row, schema, body.meaning)
    moved(work, row, store.move(work.session, row))
    draft = SurveyVersion(
        survey_id=row.id,
        number=row.current + 1,
        form=schema,
        sha256=_shown(schema, changes),
        changes=changes,
        note=body.note,
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    work.session.add(draft)
    work.session.flush()
    picturing.hold(work, row)
    log(work, row, "survey.draft_version", held, number=draft.number)
    return _read(work, row, draft)


def change(work: Work, survey_id: str, number: int, body: VersionChange) -> VersionRead:
    """Another form in the draft; what is published stays as it was."""
    row = kept(work, survey_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    alive(row)
    current(row, body)
    draft = store.draft(work.session, row.id)
    if draft is None or draft.number != number:
        surveys.version(work.session, row.id, number)
        raise Conflict("version-published")
    schema = body.schema_ if body.schema_ is not None else draft.form
    meaning = _marked(draft) if body.meaning is None else body.meaning
    write(work, row, draft, schema, meaning)
    if body.note is not None:
        draft.note = body.note
    work.session.flush()
    log(work, row, "survey.change_version", held, number=number)
    return _read(work, row, draft)


def write(
    work: Work,
    row: Survey,
    draft: SurveyVersion,
    schema: dict[str, Any],
    meaning: Sequence[str] | None = None,
) -> None:
    """The form of the draft and what it changes; the title of a survey that is not out yet."""
    marked = _marked(draft) if meaning is None else meaning
    changes = compared(work, row, schema, marked)
    title = {} if row.current else {"title": reading.formed(schema).title["vi"]}
    moved(work, row, store.move(work.session, row, **title))
    draft.form, draft.sha256, draft.changes = schema, _shown(schema, changes), changes
    work.session.flush()
    picturing.hold(work, row)


def _shown(schema: dict[str, Any], changes: list[dict[str, str]]) -> str:
    """The digest of a draft is of all that she is shown before she confirms it."""
    return digest({"form": schema, "changes": changes} if changes else schema)


def compared(
    work: Work, row: Survey, schema: dict[str, Any], meaning: Sequence[str]
) -> list[dict[str, str]]:
    """Raises Invalid where the form has a fault, or uses a published key for something else, or
    where a meaning is said of no question."""
    new = read_form(schema)
    if wrong := keys.faults(new, store.keys(work.session, row.id)):
        raise Invalid(*wrong)
    old = surveys.form(work.session, row.id, row.current) if row.current else new
    unknown = [
        FieldError(f"/meaning/{place}", "meaning-unknown", {"key": key[:80]})
        for place, key in enumerate(meaning)
        if key not in old.by_key and key not in new.by_key
    ]
    if unknown:
        raise Invalid(*unknown)
    if not row.current:
        return []
    return [one.as_json() for one in versions.compare(old, new, meaning)]


def drop(work: Work, survey_id: str, number: int) -> None:
    """The draft of a next version is thrown away; what is asked stays."""
    row = kept(work, survey_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    draft = store.draft(work.session, row.id)
    if draft is None or draft.number != number:
        surveys.version(work.session, row.id, number)
        raise Conflict("version-published")
    if not row.current:
        raise Conflict("first-version-stays")
    moved(work, row, store.move(work.session, row))
    store.drop(work.session, draft)
    picturing.hold(work, row)
    log(work, row, "survey.drop_version", held, number=number)


def alive(row: Survey) -> None:
    if row.state not in ALIVE:
        raise Conflict("survey-over")


def current_or_draft(work: Work, row: Survey) -> SurveyVersion:
    """What a preview shows: the draft, or what is asked where there is none."""
    draft = store.draft(work.session, row.id)
    return draft if draft is not None else surveys.version(work.session, row.id, row.current)
