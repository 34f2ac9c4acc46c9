"""The groups' own figures, typed or pasted with their author, and how they stand beside files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain import platforms
from app.domain.members import INSIDE
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.platform_figures import Counted
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community
from app.models.platforms import PlatformFigure
from app.schemas.base import form
from app.schemas.platform_figures import (
    PlatformFigureCreate,
    PlatformFigureForm,
    PlatformFigureImport,
    PlatformFigureList,
    PlatformFigureRead,
    Standing,
)
from app.services import letting_in
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.store import communities, members, rosters
from app.store import figures as roll
from app.store import platform_figures as store
from app.store.actors import Work

#: Days of the chart.
MOST_POINTS = 24
COUNTS = ("members", "posts", "comments", "interactions")


def figure_form(work: Work, slug: str, *, many: bool) -> PlatformFigureForm:
    community = permitted(work, slug, "platform_figure.write")
    action = f"/communities/{slug}/platform-figures" + ("/import" if many else "")
    return PlatformFigureForm(
        action=action,
        schema=form(action, PlatformFigureImport if many else PlatformFigureCreate).schema_,
        community=slug,
        platforms=letting_in.groups(community),
        today=work.today,
    )


def note(work: Work, slug: str, body: PlatformFigureCreate) -> PlatformFigureRead:
    """One day. Said before, it is corrected by a new row; the same again changes nothing."""
    community = communities.get(work.session, slug)
    held = permit(work, "platform_figure.write", Thing(community_id=community.id))
    if body.as_of > work.today:
        raise Invalid.at("/as_of", "day-in-future")
    counted = Counted(body.as_of, body.members, body.posts, body.comments, body.interactions)
    known = store.of_days(work.session, community.id, body.platform, [body.as_of])
    before = known.get(body.as_of)
    row = write(work, community, body.platform, counted, before, held, note=body.note or "")
    return _read(work, [row], slug)[0]


def write(
    work: Work,
    community: Community,
    platform: str,
    counted: Counted,
    before: PlatformFigure | None,
    held: str,
    *,
    note: str = "",
    source: str = "typed",
) -> PlatformFigure:
    said = {name: getattr(counted, name) for name in COUNTS}
    if before is not None and same(counted, before) and note in {"", before.note}:
        return before
    if before is not None and not store.supersede(work.session, before, work.now):
        raise Conflict("stale-version")
    row = PlatformFigure(
        id=fresh_id(work),
        community_id=community.id,
        platform=platform,
        as_of=counted.as_of,
        note=note,
        source=source,
        recorded_by=work.actor.person_id or "",
        recorded_at=work.now,
        previous_id=before.id if before else None,
        **said,
    )
    if not store.add(work.session, row):
        raise Conflict("stale-version")
    record(
        work,
        "platform.figure" if before is None else "platform.correct_figure",
        ("platform_figure", row.id),
        community_id=community.id,
        held=held,
        before=_said(before) if before else None,
        after=said,
        platform=platform,
        as_of=counted.as_of.isoformat(),
        members=counted.members,
    )
    return row


def same(counted: Counted, row: PlatformFigure) -> bool:
    return all(getattr(counted, name) == getattr(row, name) for name in COUNTS)


def _said(row: PlatformFigure) -> dict[str, int | str | None]:
    return {name: getattr(row, name) for name in (*COUNTS, "note")}


# -- reading -----------------------------------------------------------------------------------


def page(work: Work, slug: str, paging: Page, platform: str | None) -> PlatformFigureList:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "figure.read", thing)
    known = _platforms(work, community)
    chosen = platform or known[0]
    if chosen not in platforms.PLATFORMS:
        raise Invalid.at("/platform", "platform-unknown")
    rows = store.page(work.session, community.id, chosen, paging.limit + 1, _after(paging))
    shown, following = paging.cut(rows, lambda row: (row.as_of.isoformat(), row.id))
    series = store.series(work.session, community.id, chosen, MOST_POINTS)
    return PlatformFigureList(
        items=_read(work, shown, slug),
        next=following,
        community=slug,
        platform=chosen,
        platforms=list(dict.fromkeys([*known, chosen])),
        series=_read(work, series, slug),
        standing=_standing(work, community, [chosen])[0],
        may_write=may(work, "platform_figure.write", thing),
    )


def _platforms(work: Work, community: Community) -> list[str]:
    """Those of the community's links, and those that anybody ever counted."""
    counted = store.platforms_with_figures(work.session, community.id)
    wanted = {*letting_in.groups(community), *counted}
    return [platform for platform in platforms.PLATFORMS if platform in wanted]


def _after(paging: Page) -> tuple[date, str] | None:
    key = paging.key(str, str)
    if key is None:
        return None
    try:
        return date.fromisoformat(key[0]), key[1]
    except ValueError:
        raise Invalid.at("/cursor", "bad-cursor") from None


def standings(work: Work, community: Community) -> list[Standing]:
    """How each group stands beside the files; what nobody counted shows as not counted."""
    return _standing(work, community, _platforms(work, community))


def _standing(work: Work, community: Community, wanted: list[str]) -> list[Standing]:
    files, _ = roll.persons(work.session, [community.id], INSIDE)
    entered = store.entered(work.session, community.id, INSIDE)
    found = []
    for platform in wanted:
        figure = next(iter(store.series(work.session, community.id, platform, 1)), None)
        listed = _listed(work, community, platform)
        by_list = listed is not None and (figure is None or figure.as_of < listed.as_of)
        newest = listed if by_list else figure
        found.append(
            Standing(
                platform=platform,
                on_group=newest.members if newest else None,
                on_group_as_of=newest.as_of if newest else None,
                source="roster" if by_list else "figure" if figure else "",
                recognised=listed.recognised if listed else None,
                listed=listed.members if listed else None,
                listed_as_of=listed.as_of if listed else None,
                entered=entered.get(platform, 0),
                files=files,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Listed:
    """The names of a group as they stand now, after every join by hand."""

    as_of: date
    members: int
    recognised: int


def _listed(work: Work, community: Community, platform: str) -> _Listed | None:
    """A group counts by its list once one was pasted whole."""
    if rosters.latest_whole(work.session, community.id, platform) is None:
        return None
    latest = rosters.latest(work.session, community.id, platform)
    counts = rosters.counted(work.session, community.id, platform)
    as_of = latest.as_of if latest else work.today
    return _Listed(as_of, counts["matched"] + counts["unmatched"], counts["matched"])


def _read(work: Work, rows: list[PlatformFigure], slug: str) -> list[PlatformFigureRead]:
    names = members.person_names(work.session, [row.recorded_by for row in rows])
    return [
        PlatformFigureRead(
            **row.model_dump(exclude={"community_id", "recorded_by", "previous_id"}),
            community=slug,
            recorded_by=names.get(row.recorded_by, ""),
        )
        for row in rows
    ]
