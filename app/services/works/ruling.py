"""How a contest takes in, judges and ranks works: written before the first work is sent in."""

from __future__ import annotations

import re
from typing import Any

from app.domain.contests.windows import window
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.models.contests import Contest
from app.models.works import WorkRules
from app.schemas.base import form
from app.schemas.works import CriterionWrite, WorkRulesForm, WorkRulesRead, WorkRulesWrite
from app.services.deeds import may, permit
from app.services.works.subjects import RULE, contest_of, log, rules_of, wall
from app.store import communities, work_rules
from app.store.actors import Work

_LINE = re.compile(r"(.{1,200}?)\s*[:\-–]\s*(\d{1,3})\s*%?")
MOMENTS = ("opens_at", "closes_at", "votes_from", "votes_until")


def read(work: Work, contest_id: str) -> WorkRulesRead:
    contest = contest_of(work, contest_id)
    permit(work, "work.read", Thing(contest.community_id))
    return read_of(work, contest, rules_of(work, contest))


def read_of(work: Work, contest: Contest, row: WorkRules) -> WorkRulesRead:
    return WorkRulesRead(
        **row.model_dump(include=set(WorkRulesRead.model_fields)),
        contest=contest.id,
        contest_title=contest.title,
        community=communities.by_id(work.session, contest.community_id).slug,
        begun=row.begun_at is not None,
        may_write=row.begun_at is None and may(work, RULE, Thing(contest.community_id)),
    )


def edit_form(work: Work, contest_id: str) -> WorkRulesForm:
    contest = contest_of(work, contest_id)
    permit(work, RULE, Thing(contest.community_id))
    row = work_rules.get(work.session, contest.id)
    action = f"/contests/{contest.id}/work-rules"
    return WorkRulesForm(
        action=action,
        method="PUT",
        schema=form(action, WorkRulesWrite).schema_,
        community=communities.by_id(work.session, contest.community_id).slug,
        contest=contest.id,
        contest_title=contest.title,
        rules=read_of(work, contest, row) if row is not None else None,
        wall={name: wall(getattr(row, name)) if row is not None else "" for name in MOMENTS},
    )


def put(work: Work, contest_id: str, body: WorkRulesWrite) -> WorkRulesRead:
    """All of it at once. Raises Conflict (`work-rules-begun`) once a work was sent in."""
    contest = contest_of(work, contest_id)
    held = permit(work, RULE, Thing(contest.community_id))
    if contest.kind == "quiz":
        raise Conflict("work-quiz")
    values = _values(body)
    row = work_rules.get(work.session, contest.id)
    if row is None:
        row = WorkRules(contest_id=contest.id, **values)
        work.session.add(row)
        work.session.flush()
    elif row.begun_at is not None:
        raise Conflict("work-rules-begun")
    elif body.version not in {None, row.version} or not work_rules.change(
        work.session, row, **values
    ):
        raise Conflict("stale-version", version=row.version)
    log(work, contest, "work.rule", held, version=row.version)
    return read_of(work, contest, row)


def _values(body: WorkRulesWrite) -> dict[str, Any]:
    wrong = []
    if not body.individual and not body.collective:
        wrong.append(FieldError("/individual", "work-no-board"))
    if body.closes_at <= body.opens_at:
        wrong.append(FieldError("/closes_at", "closes-before-opening"))
    if (body.votes_from is None) != (body.votes_until is None):
        wrong.append(FieldError("/votes_until", "work-half-a-window"))
    elif body.votes_from is None and body.vote_weight:
        wrong.append(FieldError("/votes_from", "work-votes-without-window"))
    if body.votes_from and body.votes_until and body.votes_until <= body.votes_from:
        wrong.append(FieldError("/votes_until", "closes-before-opening"))
    if wrong:
        raise Invalid(*wrong)
    window(body.opens_at, body.closes_at)
    kept = body.model_dump(exclude={"criteria", "criteria_text", "version", "full_mark"})
    return {**kept, "criteria": _criteria(body), "full_mark": int(body.full_mark)}


def _criteria(body: WorkRulesWrite) -> list[dict[str, Any]]:
    """Each with a key of its own. A jury needs at least one."""
    given = body.criteria if body.criteria is not None else _lines(body.criteria_text or "")
    pointer = "/criteria" if body.criteria is not None else "/criteria_text"
    if not given and body.vote_weight < 100:
        raise Invalid.at(pointer, "work-no-criterion")
    if len({one.name for one in given}) < len(given):
        raise Invalid.at(pointer, "work-criterion-twice")
    return [
        {"key": f"k{number}", "name": one.name, "weight": one.weight}
        for number, one in enumerate(given, 1)
    ]


def _lines(text: str) -> list[CriterionWrite]:
    """`Ý tưởng: 40`, a line for each."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        parts = _LINE.fullmatch(line)
        if parts is None or not 1 <= int(parts[2]) <= 100:
            raise Invalid.at("/criteria_text", "work-criterion-unread", line=line)
        found.append(CriterionWrite(name=parts[1].strip(), weight=int(parts[2])))
    if len(found) > 10:
        raise Invalid.at("/criteria_text", "too_long", max_length=10)
    return found
