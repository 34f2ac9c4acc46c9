"""Figures: files by state, members by Union status, who joined and who left by period.

What is counted: a member is inside while approved or paused. Joined: the membership began in the
period; left: it ended in it, by herself, by an invitation to leave, or by death. A woman in two
communities is one person and two memberships.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from app import clock
from app.domain import periods
from app.domain.members import INSIDE, STATES
from app.domain.permissions import Thing, allows
from app.domain.refusals import Invalid
from app.models.communities import Community
from app.schemas.figures import Counted, FiguresRead, PeriodFigures, Together, UnionFigures
from app.services import counting, measuring
from app.services.deeds import may, permit
from app.store import communities, records
from app.store import figures as store
from app.store.actors import Work

DECLARED = ("member", "not_member", "unknown")
VERIFIED = ("member", "not_member", "unverified")


def page(
    work: Work, slug: str, first: date | None, to: date | None, by: str = "month"
) -> FiguresRead:
    """The figures of [first, to), by default of the twelve months that end with this one."""
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "figure.read", thing)
    stretches = _stretches(work, first, to, by)
    whole = periods.Stretch(stretches[0].first, stretches[-1].to)
    links = _Links(slug, shown=may(work, "member.list", thing))
    totals = records.totals(work.session, counting.scope(community.id))
    inside = store.persons(work.session, [community.id], INSIDE)
    file_persons, _ = store.persons(work.session, [community.id])
    rows, reasons = _by_period(work, community, stretches, links)
    joined, left = sum(row.joined for row in rows), sum(row.left for row in rows)
    opening = store.inside_before(work.session, community.id, clock.day_start(whole.first))
    return FiguresRead(
        community=slug,
        community_name=community.name,
        first=whole.first,
        to=whole.to,
        by=by,
        counted_at=work.now,
        members=counting.members_inside(totals),
        persons=inside[0],
        members_href=links.to(inside="true"),
        files=[
            Counted(key=state, count=totals.get(f"state:{state}", 0), href=links.to(state=state))
            for state in STATES
        ],
        files_total=sum(totals.get(f"state:{state}", 0) for state in STATES),
        file_persons=file_persons,
        union=_union(work, community, links),
        opening=opening,
        joined=joined,
        left=left,
        net=joined - left,
        closing=opening + joined - left,
        left_by_reason=[
            Counted(
                key=reason,
                count=count,
                href=links.to(left_from=whole.first, left_to=whole.to, reason=reason),
            )
            for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
        ],
        periods=rows,
        together=_together(work, community, inside),
        groups=measuring.standings(work, community),
    )


class _Links:
    """Addresses of the lists behind the figures; none for who reads aggregates only."""

    def __init__(self, slug: str, *, shown: bool) -> None:
        self._base = f"/communities/{slug}/members"
        self._shown = shown

    def to(self, **query: Any) -> str | None:
        return f"{self._base}?{urlencode(query)}" if self._shown else None


def _stretches(work: Work, first: date | None, to: date | None, by: str) -> list[periods.Stretch]:
    if by not in periods.STEPS:
        raise Invalid.at("/by", "period-unknown")
    usual = periods.year_until(work.today)
    start, end = first or min(usual.first, to or usual.first), to or usual.to
    if first is None and to is not None:
        start = periods.year_until(to).first
    if start >= end:
        raise Invalid.at("/to", "period-backwards")
    if by != "whole" and (end - start).days / 30 / periods.STEPS[by] > periods.MOST + 1:
        raise Invalid.at("/from", "period-too-long")
    return periods.cut(start, end, by)


def _by_period(
    work: Work, community: Community, stretches: list[periods.Stretch], links: _Links
) -> tuple[list[PeriodFigures], Counter[str]]:
    start, end = clock.day_start(stretches[0].first), clock.day_start(stretches[-1].to)
    came = store.joined(work.session, community.id, start, end)
    went = store.ended(work.session, community.id, start, end)
    total = store.inside_before(work.session, community.id, start)
    rows, reasons = [], Counter[str]()
    for _, reason, count in went:
        reasons[reason] += count
    for stretch in stretches:
        joined = sum(count for day, count in came.items() if stretch.holds(day))
        left = sum(count for day, _, count in went if stretch.holds(day))
        total += joined - left
        rows.append(
            PeriodFigures(
                first=stretch.first,
                to=stretch.to,
                joined=joined,
                left=left,
                net=joined - left,
                members=total,
                joined_href=links.to(joined_from=stretch.first, joined_to=stretch.to),
                left_href=links.to(left_from=stretch.first, left_to=stretch.to),
            )
        )
    return rows, reasons


def _union(work: Work, community: Community, links: _Links) -> UnionFigures:
    counted = store.union(work.session, community.id, INSIDE)
    declared, verified = Counter[str](), Counter[str]()
    for (said, seen), count in counted.items():
        declared[said] += count
        verified[seen or "unverified"] += count
    return UnionFigures(
        declared=[
            Counted(key=key, count=declared[key], href=links.to(inside="true", union=key))
            for key in DECLARED
        ],
        verified=[
            Counted(key=key, count=verified[key], href=links.to(inside="true", verified=key))
            for key in VERIFIED
        ],
    )


def _together(work: Work, community: Community, inside: tuple[int, int]) -> Together:
    """`inside`: this community's own count, which need not be read twice."""
    read = {
        community_id
        for post in work.actor.posts
        for community_id in post.communities
        if allows(work.actor, "figure.read", Thing(community_id=community_id))
    }
    persons, memberships = (
        inside if read == {community.id} else store.persons(work.session, read, INSIDE)
    )
    return Together(communities=len(read), persons=persons, memberships=memberships)
