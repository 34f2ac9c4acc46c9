"""A form goes out, and the survey with it; a survey closes, or is taken back."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.surveys import keys, reading
from app.models.surveys import Survey, SurveyVersion
from app.schemas.surveys import SurveyClosing, SurveyPublication, SurveyRead, SurveyWithdrawal
from app.services.deeds import permit
from app.services.reviewing import BOARD
from app.services.surveys import picturing
from app.services.surveys.reading import PUBLISH, read_of, seen
from app.services.surveys.versioning import alive, compared
from app.services.surveys.writing import current, digest, log
from app.store import members, surveys
from app.store import survey_writing as store
from app.store.actors import Work


def publish(work: Work, survey_id: str, body: SurveyPublication) -> SurveyRead:
    """The first version opens the survey by its window. The effects of a later one are confirmed:
    `confirm` is the draft's `sha256`, over its form and what it changes."""
    row = seen(work, survey_id)
    held = permit(work, PUBLISH, Thing(community_id=row.community_id))
    alive(row)
    draft = store.draft(work.session, row.id)
    if draft is None:
        raise _decided(work, row)
    current(row, body)
    if row.closes_at is not None and row.closes_at <= work.now:
        raise Invalid.at("/closes_at", "closes-in-past")
    _refuse_files(row, draft)
    marked = [one["question"] for one in draft.changes if one["what"] == "meaning"]
    compared(work, row, draft.form, marked)
    if row.current and not draft.changes and _same(work, row, draft):
        raise Conflict("version-unchanged")
    if row.current and body.confirm != draft.sha256:
        raise Conflict("version-unconfirmed", sha256=draft.sha256, changes=draft.changes)
    first = row.current == 0
    by = work.actor.person_id or ""
    out = {"state": "published", "published_by": by, "published_at": work.now} if first else {}
    title = reading.formed(draft.form).title["vi"]
    if not store.move(work.session, row, current=draft.number, title=title, **out):
        if store.draft(work.session, row.id) is None:
            raise _decided(work, row)
        raise Conflict("stale-version", version=row.version)
    _keep(work, row, draft, marked)
    draft.sha256 = digest(draft.form)
    store.publish(work.session, draft, by, work.now)
    picturing.show(work, row, draft)
    action = "survey.publish" if first else "survey.publish_version"
    log(work, row, action, held, number=draft.number, sha256=draft.sha256)
    return read_of(work, row)


def _same(work: Work, row: Survey, draft: SurveyVersion) -> bool:
    return reading.formed(draft.form) == surveys.form(work.session, row.id, row.current)


def _refuse_files(row: Survey, draft: SurveyVersion) -> None:
    """A picture knows who sent it: it is asked for by name alone."""
    files = [
        FieldError(f"/schema/questions/{place}/type", "question-file-names")
        for place, one in enumerate(draft.form["questions"])
        if one["type"] == "file" and row.identity != "identified"
    ]
    if files:
        number = int(files[0].pointer.split("/")[3]) + 1
        raise Invalid(*files, code="survey-file-unnamed", number=number)


def _keep(work: Work, row: Survey, draft: SurveyVersion, marked: list[str]) -> None:
    """The keys of the form are its own from now on."""
    form, known = reading.formed(draft.form), store.keys(work.session, row.id)
    types = keys.places(form)
    store.introduce(work.session, row.id, draft.number, keys.new(form, known), types)
    store.retire(work.session, row.id, draft.number, keys.left_out(form, known))
    asked = [one for one in marked if one in form.by_key]
    store.mean_anew(work.session, row.id, draft.number, asked)


def _decided(work: Work, row: Survey) -> Conflict:
    """Somebody was faster: as it stands now, not as it was read."""
    work.session.refresh(row)
    latest = surveys.version(work.session, row.id, row.current)
    work.session.refresh(latest)
    names = members.person_names(work.session, [latest.published_by])
    assert latest.published_at is not None
    return Conflict(
        "already-decided",
        decided_by=names.get(latest.published_by or "", BOARD),
        decided_at=latest.published_at.isoformat().replace("+00:00", "Z"),
        state=row.state,
    )


def close(work: Work, survey_id: str, body: SurveyClosing) -> SurveyRead:
    """No more answers from now on."""
    row = seen(work, survey_id)
    held = permit(work, PUBLISH, Thing(community_id=row.community_id))
    if row.state == "draft":
        raise Conflict("survey-not-published")
    if row.state != "published":
        raise Conflict("survey-over")
    current(row, body)
    begun = row.opens_at is None or row.opens_at < work.now
    early = row.closes_at is None or row.closes_at > work.now
    window = {"closes_at": work.now} if begun and early else {}
    if not store.move(work.session, row, state="closed", **window):
        raise Conflict("survey-over") if row.state != "published" else _stale(row)
    log(work, row, "survey.close", held, reason=body.reason)
    return read_of(work, row)


def withdraw(work: Work, survey_id: str, body: SurveyWithdrawal) -> SurveyRead:
    """Taken back for good; what was answered stays where it is and is asked no more."""
    row = seen(work, survey_id)
    held = permit(work, PUBLISH, Thing(community_id=row.community_id))
    if row.state == "draft":
        raise Conflict("survey-not-published")
    if row.state == "withdrawn":
        raise Conflict("survey-over")
    current(row, body)
    if not store.move(work.session, row, state="withdrawn"):
        raise Conflict("survey-over") if row.state == "withdrawn" else _stale(row)
    log(work, row, "survey.withdraw", held, reason=body.reason)
    return read_of(work, row)


def _stale(row: Survey) -> Conflict:
    return Conflict("stale-version", version=row.version)
