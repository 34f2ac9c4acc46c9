"""Writing a contest: a draft, its next version, out to the members, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.content import contests as content
from app.domain.contests import reading as rules
from app.domain.contests.ruleset import Ruleset
from app.domain.ids import new_code
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.contests import Contest
from app.schemas.base import Versioned, form
from app.schemas.contests import (
    ContestChange,
    ContestCreate,
    ContestDraft,
    ContestForm,
    ContestRead,
)
from app.services.contests import terms
from app.services.contests.reading import PUBLISH, WRITE, Statutes, read_of, seen, statute
from app.services.deeds import fresh_id, permit, permitted, record
from app.services.reviewing import BOARD
from app.store import communities, members
from app.store import contest_writing as store
from app.store.actors import Work

#: Place in the ruleset → (value, what the rules then say).
Choices = Mapping[str, list[tuple[str, str]]]
DRAWN = {
    *("kind", "title", "introduction", "decision_number", "help_phone", "complaint_days"),
}


def new_form(work: Work, slug: str, choices: Choices) -> ContestForm:
    permitted(work, slug, WRITE)
    blank = ContestDraft(
        kind="quiz",
        title="",
        introduction="",
        ruleset=content.ruleset(),
        decision_number="",
        help_phone="",
        complaint_days=3,
    )
    return _form(slug, None, blank, choices)


def edit_form(work: Work, contest_id: str, choices: Choices) -> ContestForm:
    row = kept(work, contest_id)
    return _form("", read_of(work, row), _draft(row, row.ruleset), choices, begun=_begun(row))


def _form(
    slug: str,
    contest: ContestRead | None,
    draft: ContestDraft,
    choices: Choices,
    **more: Any,
) -> ContestForm:
    action = f"/contests/{contest.id}" if contest else f"/communities/{slug}/contests"
    model = ContestChange if contest else ContestCreate
    return ContestForm(
        action=action,
        method="PATCH" if contest else "POST",
        schema=form(action, model).schema_,
        community=contest.community if contest else slug,
        contest=contest,
        draft=draft,
        choices=dict(choices),
        **more,
    )


def preview_new(
    work: Work, slug: str, body: ContestCreate, choices: Choices, statutes: Statutes
) -> ContestForm:
    """The form again with the rules as they would be printed; nothing is written."""
    permitted(work, slug, WRITE)
    ruleset = _ruled(body.ruleset)
    draft = ContestDraft(**body.model_dump(include=DRAWN), ruleset=ruleset.as_json())
    said = terms.said(work, body.kind, None, ruleset)
    return _form(slug, None, draft, choices, statute=statute(said, work.lang, statutes))


def preview_change(
    work: Work, contest_id: str, body: ContestChange, choices: Choices, statutes: Statutes
) -> ContestForm:
    row = kept(work, contest_id)
    ruleset = _ruled(body.ruleset or row.ruleset)
    draft = _draft(row, ruleset.as_json()).model_copy(update=_said(body))
    said = terms.said(work, row.kind, row.id, ruleset)
    shown = statute(said, work.lang, statutes)
    return _form("", read_of(work, row), draft, choices, statute=shown, begun=_begun(row))


def _draft(row: Contest, ruleset: dict[str, Any]) -> ContestDraft:
    return ContestDraft(**row.model_dump(include=DRAWN), ruleset=ruleset)


def _said(body: ContestChange) -> dict[str, Any]:
    return body.model_dump(include=DRAWN, exclude_none=True)


def _ruled(ruleset: dict[str, Any] | None) -> Ruleset:
    return rules.read(content.ruleset() if ruleset is None else ruleset)


def _begun(row: Contest) -> bool:
    return row.begun_at is not None


def kept(work: Work, contest_id: str) -> Contest:
    """A contest that she may change."""
    row = seen(work, contest_id)
    permit(work, WRITE, Thing(community_id=row.community_id))
    return row


def create(work: Work, slug: str, body: ContestCreate) -> ContestRead:
    """A draft, which its keepers alone see; whoever writes it is of its organisers."""
    community = communities.get(work.session, slug)
    held = permit(work, WRITE, Thing(community_id=community.id))
    ruleset = _ruled(body.ruleset)
    hosts = communities.hosts(work.session, community.id, work.today)
    person = work.actor.person_id or ""
    row = Contest(
        id=fresh_id(work),
        community_id=community.id,
        ruleset=ruleset.as_json(),
        ruleset_sha256=ruleset.sha256,
        code=new_code(),
        unit_id=hosts[0] if hosts else None,
        created_by=person,
        created_at=work.now,
        **body.model_dump(include=DRAWN),
    )
    work.session.add(row)
    work.session.flush()
    store.enlist(work.session, row.id, person, "organiser", work.now)
    log(work, row, "contest.create", held, ruleset=row.ruleset_sha256)
    return read_of(work, row)


def change(work: Work, contest_id: str, body: ContestChange) -> ContestRead:
    """Another ruleset, or fewer days for complaints, only until the first attempt: by state here,
    the ruleset by the database underneath too."""
    row = kept(work, contest_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    if row.state == "withdrawn":
        raise Conflict("contest-withdrawn")
    said = _said(body)
    ruled = None if body.ruleset is None else _ruled(body.ruleset)
    if ruled is not None and ruled.sha256 != row.ruleset_sha256:
        if _begun(row):
            raise Conflict("rules-begun")
        said |= {"ruleset": ruled.as_json(), "ruleset_sha256": ruled.sha256}
    shorter = said.get("complaint_days", row.complaint_days) < row.complaint_days
    if shorter and _begun(row):
        raise Conflict("complaint-days-begun")
    only = [store.unbegun()] if shorter or "ruleset" in said else []
    current(row.version, body)
    if not store.move(work.session, row, *only, **said):
        late = Conflict("rules-begun" if "ruleset" in said else "complaint-days-begun")
        raise late if only and _begun(row) else stale(row.version)
    facts = {"ruleset": ruled.sha256} if "ruleset" in said and ruled else {}
    log(work, row, "contest.change", held, version=row.version, **facts)
    return read_of(work, row)


def publish(work: Work, contest_id: str, body: Versioned) -> ContestRead:
    """From now on its members see it, and its rounds open and close by their windows alone."""
    row = kept(work, contest_id)
    held = permit(work, PUBLISH, Thing(community_id=row.community_id))
    if row.state == "withdrawn":
        raise Conflict("contest-withdrawn")
    _undecided(work, row)
    current(row.version, body)
    by = work.actor.person_id
    said = {"state": "published", "published_by": by, "published_at": work.now}
    if not store.move(work.session, row, **said):
        _undecided(work, row)
        raise stale(row.version)
    log(work, row, "contest.publish", held, ruleset=row.ruleset_sha256)
    return read_of(work, row)


def _undecided(work: Work, row: Contest) -> None:
    if row.state == "published" and row.published_at:
        names = members.person_names(work.session, [row.published_by])
        raise Conflict(
            "already-decided",
            decided_by=names.get(row.published_by or "", BOARD),
            decided_at=row.published_at.isoformat().replace("+00:00", "Z"),
            state=row.state,
        )


def withdraw(work: Work, contest_id: str, body: Versioned) -> ContestRead:
    """Taken back for good, while nobody has begun."""
    row = kept(work, contest_id)
    held = permit(work, PUBLISH, Thing(community_id=row.community_id))
    if row.state == "withdrawn":
        raise Conflict("contest-withdrawn")
    if _begun(row):
        raise Conflict("contest-begun")
    current(row.version, body)
    if not store.move(work.session, row, store.unbegun(), state="withdrawn"):
        raise Conflict("contest-begun") if _begun(row) else stale(row.version)
    log(work, row, "contest.withdraw", held)
    return read_of(work, row)


# -- for all that is written of contests -------------------------------------------------------


def current(version: int, body: Versioned) -> None:
    if body.version not in {None, version}:
        raise stale(version)


def stale(version: int) -> Conflict:
    return Conflict("stale-version", version=version)


def log(work: Work, row: Contest, action: str, held: str, **facts: Any) -> None:
    """A draft is its keepers' alone, as is who opened the questions: the feed tells of neither."""
    record(
        work,
        action,
        ("contest", row.id),
        community_id=row.community_id,
        held=held,
        outbox=row.state != "draft" and action != "contest.open_questions",
        **facts,
    )
