"""Contests as they are read: the list with the rounds that are open, one contest, its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.contests import moments, windows
from app.domain.contests import reading as rules
from app.domain.contests.statute import Said
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.integrations import markdown
from app.models.communities import Community
from app.models.contests import Contest, ContestRound
from app.schemas.contest_rounds import RoundLine
from app.schemas.contests import (
    ContestLine,
    ContestList,
    ContestRead,
    ContestRules,
    OpenRound,
    StatuteRead,
)
from app.services.contests import terms
from app.services.deeds import may, permit
from app.services.surveys import opening
from app.store import communities, units
from app.store import contests as store
from app.store.actors import Work

READ, WRITE, PUBLISH = "contest.read", "contest.write", "contest.publish"
MOST_OPEN = 20
#: Language → the printed rules in it: services have no words of their own.
Statutes = Mapping[str, Callable[[Said], Any]]


def page(work: Work, slug: str, paging: Page) -> ContestList:
    """The newest first; above them the rounds that are open."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, READ, thing)
    rows = store.page(work.session, work.actor, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    rounds = store.rounds_of(work.session, [row.id for row in shown])
    return ContestList(
        items=[_line(row, rounds.get(row.id, [])) for row in shown],
        next=following,
        community=slug,
        open=open_rounds(work, community),
        surveys=opening.beside(work, community),
        may_write=may(work, WRITE, thing),
    )


def open_rounds(work: Work, community: Community) -> list[OpenRound]:
    """Those that take papers now; for the page of the group too."""
    return [
        OpenRound(
            id=one.id,
            contest=contest.id,
            contest_title=contest.title,
            title=one.title,
            closes_at=one.closes_at,
            practice=one.practice,
            may_start=takes_part(work, community.id),
        )
        for contest, one in store.open_rounds(work.session, community.id, work.now, MOST_OPEN)
    ]


def takes_part(work: Work, community_id: str) -> bool:
    """Whether she is a member: who serves on the board or panel alone has no paper."""
    return any(
        one.community_id == community_id and one.state == "approved"
        for one in work.actor.memberships
    )


def _line(row: Contest, rounds: Sequence[ContestRound]) -> ContestLine:
    return ContestLine.model_validate(
        {
            **row.model_dump(include={"id", "kind", "title", "state"}),
            "rounds": len(rounds),
            "begins_at": min((one.opens_at for one in rounds), default=None),
            "ends_at": max((one.closes_at for one in rounds), default=None),
        }
    )


def read(work: Work, contest_id: str) -> ContestRead:
    return read_of(work, seen(work, contest_id))


def seen(work: Work, contest_id: str) -> Contest:
    """What she may not see is not there; what she sees and may not read is refused."""
    row = store.get(work.session, work.actor, contest_id)
    permit(work, READ, Thing(community_id=row.community_id))
    return row


def read_of(work: Work, row: Contest) -> ContestRead:
    rounds = store.rounds(work.session, row.id)
    counts = store.question_counts(work.session, [one.id for one in rounds])
    unit = units.names(work.session, [row.unit_id], work.today) if row.unit_id else {}
    kept = {"id", "kind", "title", "introduction", "state", "version", "ruleset", "ruleset_sha256"}
    return ContestRead.model_validate(
        {
            **row.model_dump(include=kept),
            **row.model_dump(include={"code", "decision_number", "help_phone", "published_at"}),
            "complaint_days": row.complaint_days,
            "introduction_html": markdown.html(row.introduction),
            "community": communities.by_id(work.session, row.community_id).slug,
            "unit": unit.get(row.unit_id or "", ""),
            "rounds": [round_line(work, row, one, counts.get(one.id, 0)) for one in rounds],
            "allowed_actions": _actions(work, row),
        }
    )


def _actions(work: Work, row: Contest) -> list[str]:
    """What a keeper may do next; whoever reads is told of nothing that has begun."""
    thing, actions = Thing(community_id=row.community_id), []
    if may(work, WRITE, thing) and row.state != "withdrawn":
        actions += ["edit", *(["rounds"] if row.kind == "quiz" else []), "offices", "papers"]
    if may(work, PUBLISH, thing):
        if row.state == "draft":
            actions.append("publication")
        if row.state != "withdrawn" and row.begun_at is None:
            actions.append("withdrawal")
    return actions


def round_line(work: Work, row: Contest, one: ContestRound, questions: int) -> RoundLine:
    kept = {"id", "number", "title", "opens_at", "closes_at", "time_limit_s", "practice", "version"}
    return RoundLine.model_validate(
        {
            **one.model_dump(include=kept),
            "state": state_of(work, row, one),
            "questions": questions,
        }
    )


def state_of(work: Work, row: Contest, one: ContestRound) -> str:
    """`before`, `open` or `closed`: a draft opens nothing, what was withdrawn stays closed."""
    if row.state != "published":
        return "before" if row.state == "draft" else "closed"
    return windows.window(one.opens_at, one.closes_at).state(moments.to_ms(work.now))


def printed(work: Work, contest_id: str, statutes: Statutes) -> ContestRules:
    """The rules as they are printed, in both languages, the reader's first."""
    row = seen(work, contest_id)
    said = terms.said(work, row.kind, row.id, rules.read(row.ruleset))
    languages = sorted(statutes, key=lambda lang: lang != work.lang)
    return ContestRules(
        contest=read_of(work, row),
        sha256=row.ruleset_sha256,
        statutes=[statute(said, lang, statutes) for lang in languages],
    )


def statute(said: Said, lang: str, statutes: Statutes) -> StatuteRead:
    printed = statutes[lang](said)
    return StatuteRead.model_validate(
        {
            "lang": lang,
            "articles": [
                {"heading": one.heading, "lines": list(one.lines)} for one in printed.articles
            ],
        }
    )
