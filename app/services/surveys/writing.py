"""Writing a survey: a draft with its form, its window, what of it may move once it is out."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlmodel import col

from app.content import surveys as content
from app.domain.ids import new_code
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.surveys import reading as forms
from app.domain.surveys.form import Form
from app.domain.text import nfc
from app.integrations import patterns
from app.models.communities import Community
from app.models.surveys import Survey, SurveyVersion
from app.schemas.base import Versioned, form
from app.schemas.surveys import SurveyChange, SurveyCreate, SurveyForm, SurveyRead
from app.services.applications import unit_choices
from app.services.deeds import fresh_id, permit, permitted, record
from app.services.surveys import picturing
from app.services.surveys.entering import OFFLINE_DAYS
from app.services.surveys.reading import WRITE, read_of, seen
from app.store import communities, survey_mixing
from app.store import survey_writing as store
from app.store.actors import Work


def new_form(work: Work, slug: str) -> SurveyForm:
    permitted(work, slug, WRITE)
    action = f"/communities/{slug}/surveys"
    return SurveyForm(action=action, schema=form(action, SurveyCreate).schema_, community=slug)


def edit_form(work: Work, survey_id: str) -> SurveyForm:
    survey = read_of(work, kept(work, survey_id))
    action = f"/surveys/{survey.id}"
    return SurveyForm(
        action=action,
        method="PATCH",
        schema=form(action, SurveyChange).schema_,
        community=survey.community,
        survey=survey,
    )


def kept(work: Work, survey_id: str) -> Survey:
    """A survey that she may change."""
    row = seen(work, survey_id)
    permit(work, WRITE, Thing(community_id=row.community_id))
    return row


def create(work: Work, slug: str, body: SurveyCreate) -> SurveyRead:
    """A draft, which its keepers alone see."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    _window(body.opens_at, body.closes_at)
    _not_over(work, body)
    schema = body.schema_ if body.schema_ is not None else _suggested(work, community, body)
    form_read = read_form(schema)
    row = Survey(
        id=fresh_id(work),
        community_id=community.id,
        title=form_read.title["vi"],
        code=new_code(),
        created_by=work.actor.person_id or "",
        created_at=work.now,
        offline_days=OFFLINE_DAYS,
        **body.model_dump(include={"identity", "opens_at", "closes_at", "k", "most"}),
    )
    work.session.add(row)
    work.session.flush()
    first = SurveyVersion(
        survey_id=row.id,
        number=1,
        form=schema,
        sha256=digest(schema),
        created_by=row.created_by,
        created_at=work.now,
    )
    work.session.add(first)
    work.session.flush()
    picturing.hold(work, row)
    log(work, row, "survey.create", held, identity=row.identity)
    return read_of(work, row)


def _suggested(work: Work, community: Community, body: SurveyCreate) -> dict[str, Any]:
    if body.template is None:
        raise Invalid.at("/schema", "missing")
    if body.template in ("needs", "means"):
        units = [(one.id, one.name) for one in unit_choices(work, community)]
        suggested = content.suggested(body.template, units, named=body.identity != "anonymous")
        return {**suggested, "title": body.title} if body.title.strip() else suggested
    if not body.title.strip():
        raise Invalid.at("/title", "missing")
    return {**content.blank(), "title": body.title}


def read_form(schema: Any) -> Form:
    """Raises Invalid with every fault."""
    return forms.read(schema, _fits)


def _fits(pattern: str) -> bool:
    try:
        patterns.compiled(pattern)
    except patterns.BadPattern:
        return False
    return True


def digest(schema: Any) -> str:
    written = json.dumps(schema, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _window(opens_at: datetime | None, closes_at: datetime | None) -> None:
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid.at("/closes_at", "closes-before-opening")


def _not_over(work: Work, body: SurveyCreate | SurveyChange) -> None:
    if body.closes_at is not None and body.closes_at <= work.now:
        raise Invalid.at("/closes_at", "closes-in-past")


def change(work: Work, survey_id: str, body: SurveyChange) -> SurveyRead:
    """A draft freely; of what is out the closing alone, the first or later than it was, and why."""
    row = kept(work, survey_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    current(row, body)
    if row.state == "draft":
        return _change_draft(work, row, body, held)
    if row.state != "published":
        raise Conflict("survey-over")
    return _put_off(work, row, body, held)


def _change_draft(work: Work, row: Survey, body: SurveyChange, held: str) -> SurveyRead:
    given = body.model_fields_set
    said: dict[str, Any] = {
        name: getattr(body, name)
        for name in ("opens_at", "closes_at", "k", "most")
        if name in given and (name != "k" or body.k is not None)
    }
    _not_over(work, body)
    _window(said.get("opens_at", row.opens_at), said.get("closes_at", row.closes_at))
    draft = store.draft(work.session, row.id)
    if body.title is not None and draft is not None and nfc(body.title) != row.title:
        schema = {**draft.form, "title": _retitled(draft.form["title"], body.title)}
        said["title"] = read_form(schema).title["vi"]
        draft.form, draft.sha256 = schema, digest(schema)
    moved(work, row, store.move(work.session, row, **said))
    log(work, row, "survey.change", held)
    return read_of(work, row)


def _retitled(old: Any, title: str) -> Any:
    return {**old, "vi": title} if isinstance(old, dict) else title


def _put_off(work: Work, row: Survey, body: SurveyChange, held: str) -> SurveyRead:
    """A closing that has passed too, as long as anything may come (ADR 0034)."""
    if survey_mixing.over(row, work.now):
        raise Conflict("survey-not-reopened")
    said = body.model_fields_set - {"version", "reason"}
    fixed = [
        FieldError(f"/{name}", "survey-fixed")
        for name in sorted(said - {"closes_at"})
        if getattr(body, name) != getattr(row, name)
    ]
    if fixed:
        raise Invalid(*fixed)
    _not_over(work, body)
    if body.closes_at is None:
        raise Invalid.at("/closes_at", "missing")
    if row.closes_at is not None and body.closes_at <= row.closes_at:
        raise Invalid.at("/closes_at", "closes-not-later")
    _window(row.opens_at, body.closes_at)
    if not body.reason.strip():
        raise Invalid.at("/reason", "missing")
    # Nothing was released meanwhile.
    unread = col(Survey.offline_days) == row.offline_days
    moved(work, row, store.move(work.session, row, unread, closes_at=body.closes_at))
    log(work, row, "survey.put_off", held, reason=body.reason)
    return read_of(work, row)


# -- for all that is written of surveys ---------------------------------------------------------


def current(row: Survey, body: Versioned) -> None:
    if body.version not in {None, row.version}:
        raise Conflict("stale-version", version=row.version)


def moved(work: Work, row: Survey, done: bool) -> None:
    if not done:
        raise Conflict("stale-version", version=row.version)


def log(work: Work, row: Survey, action: str, held: str, **facts: Any) -> None:
    """A draft is its keepers' alone: the feed tells nothing of it."""
    record(
        work,
        action,
        ("survey", row.id),
        community_id=row.community_id,
        held=held,
        outbox=row.state != "draft",
        **facts,
    )
