"""Surveys as they are read: the list, one survey, its versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.surveys import length, reading
from app.domain.surveys.form import ALIVE, Form
from app.models.surveys import Survey, SurveyVersion
from app.schemas.surveys import (
    SurveyChangeRead,
    SurveyDoor,
    SurveyLine,
    SurveyList,
    SurveyRead,
    VersionList,
    VersionRead,
)
from app.services.deeds import may, permit
from app.services.surveys import entering, ways
from app.store import communities, survey_mixing, survey_releases, survey_writing
from app.store import surveys as store
from app.store.actors import Work

RESULTS = "survey.results"
READ, WRITE, PUBLISH, OPEN = "survey.read", "survey.write", "survey.publish", "survey.open"
CODE = "survey.code"


def page(work: Work, slug: str, paging: Page) -> SurveyList:
    """The newest first."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, READ, thing)
    rows = store.page(work.session, work.actor, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return SurveyList(
        items=[_line(work, row) for row in shown],
        next=following,
        community=slug,
        may_write=may(work, WRITE, thing),
    )


def _line(work: Work, row: Survey) -> SurveyLine:
    kept = {"id", "title", "identity", "state", "opens_at", "closes_at"}
    return SurveyLine.model_validate({**row.model_dump(include=kept), "open": is_open(work, row)})


def is_open(work: Work, row: Survey) -> bool:
    """From its opening, or from publication, until before its closing."""
    return entering.window(row, work.now) == "open"


def seen(work: Work, survey_id: str) -> Survey:
    """What she may not see is not there; what she sees and may not read is refused."""
    row = store.get(work.session, work.actor, survey_id)
    permit(work, READ, Thing(community_id=row.community_id))
    return row


def read(work: Work, survey_id: str) -> SurveyRead:
    return read_of(work, seen(work, survey_id))


def read_of(work: Work, row: Survey) -> SurveyRead:
    thing = Thing(community_id=row.community_id)
    versions = store.versions(work.session, row.id)
    shown = next(one for one in versions if one.number == max(row.current, 1))
    form = reading.formed(shown.form)
    draft = next((one.number for one in versions if one.published_at is None), None)
    kept = {"id", "identity", "title", "state", "opens_at", "closes_at", "k", "most", "version"}
    return SurveyRead.model_validate(
        {
            **row.model_dump(include={*kept, "current", "code", "published_at", "offline_days"}),
            "community": communities.by_id(work.session, row.community_id).slug,
            "open": is_open(work, row),
            "minutes": length.minutes(form),
            "questions": len(form.asked),
            "schema": shown.form,
            "versions": [one.number for one in versions if one.published_at is not None],
            "draft": draft if may(work, WRITE, thing) else None,
            "address": address(work, row.code),
            "allowed_actions": _actions(work, row, draft),
        }
    )


def address(work: Work, code: str) -> str:
    return f"{work.address}/s/{code}"


def _actions(work: Work, row: Survey, draft: int | None) -> list[str]:
    thing, actions = Thing(community_id=row.community_id), []
    if row.state != "draft" and _has_results(work, row, thing):
        actions.append("results")
    if may(work, CODE, thing) and row.current:
        actions.append("texts")
    if may(work, WRITE, thing) and row.state in ALIVE:
        if row.state == "draft" or not survey_mixing.over(row, work.now):
            actions.append("edit")
        actions += ["form" if draft else "versions", "channels", "quotas"]
    if may(work, PUBLISH, thing):
        if draft and row.state in ALIVE:
            actions.append("publication")
        if row.state == "published":
            actions.append("closing")
        if row.state in ("published", "closed"):
            actions.append("withdrawal")
    if row.state in ("published", "closed") and may(work, "survey.results", thing):
        actions.append("crosstab")
    return actions + ways.actions(work, row) + ways.files(work, row)


def _has_results(work: Work, row: Survey, thing: Thing) -> bool:
    """For the board always; for members once something was let out."""
    return may(work, RESULTS, thing) or survey_releases.any_of(work.session, row.id)


def versions(work: Work, survey_id: str) -> VersionList:
    """What was published; the draft for its keepers alone."""
    row = seen(work, survey_id)
    keeps = may(work, WRITE, Thing(community_id=row.community_id))
    found = store.versions(work.session, row.id)
    texts = [reading.formed(one.form) for one in found]
    return VersionList(
        survey=read_of(work, row),
        versions=[
            version_of(one, *texts[place : place + 2])
            for place, one in enumerate(found)
            if keeps or one.published_at is not None
        ],
    )


def version_of(row: SurveyVersion, form: Form, before: Form | None = None) -> VersionRead:
    """`before`: where the text of a question that was left out stands."""
    kept = {"number", "sha256", "note", "published_at"}
    return VersionRead.model_validate(
        {
            **row.model_dump(include=kept),
            "survey": row.survey_id,
            "schema": row.form,
            "changes": [_change(one, form, before) for one in row.changes],
        }
    )


def _change(one: Mapping[str, Any], form: Form, before: Form | None) -> SurveyChangeRead:
    """The texts of now; of what was left out those of before."""
    forms = [form, before] if before is not None else [form]
    asked = [found for each in forms if (found := each.by_key.get(one["question"])) is not None]
    parts = [part for each in asked for part in (*each.options, *each.rows)]
    text = next((each.text["vi"] for each in asked), "")
    part = next((each.text.get("vi", "") for each in parts if each.key == one["key"]), "")
    return SurveyChangeRead.model_validate({**one, "text": text, "part_text": part})


def door(work: Work, code: str) -> SurveyDoor:
    """Where a printed code leads, whoever comes with it: who may answer is asked there."""
    row, channel = survey_writing.behind(work.session, code)
    permit(work, OPEN, Thing(community_id=row.community_id))
    target = f"/surveys/{row.id}/responses/new"
    return SurveyDoor(
        survey=row.id,
        channel=channel.code if channel else None,
        address=f"{target}?channel={channel.code}" if channel else target,
    )
