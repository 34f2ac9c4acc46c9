"""The weekly sheet (giao ban): found by itself, completed by the board, frozen once settled."""

from __future__ import annotations

from typing import Any

from app import content
from app.domain import letters, weeks
from app.domain.paging import Page
from app.domain.periods import Stretch
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden
from app.models.communities import Community
from app.models.weekly_sheets import WeeklySheet
from app.schemas.weekly_sheets import (
    Settlement,
    SheetContent,
    SheetMatter,
    WeeklySheetChange,
    WeeklySheetLine,
    WeeklySheetList,
    WeeklySheetRead,
)
from app.services import weekly_content
from app.services.deeds import fresh_id, may, permit, record
from app.store import changes, communities, members
from app.store import weekly_sheets as store
from app.store.actors import Work


def page(work: Work, slug: str, paging: Page) -> WeeklySheetList:
    community = communities.get(work.session, slug)
    permit(work, "weekly_sheet.read", Thing(community_id=community.id))
    rows = store.page(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.week,))
    names = members.person_names(work.session, [row.settled_by for row in shown])
    return WeeklySheetList(
        items=[
            WeeklySheetLine(
                week=row.week,
                first=days.first,
                last=days.to - weeks.WEEK / 7,
                settled_at=row.settled_at,
                settled_by=names.get(row.settled_by or ""),
            )
            for row in shown
            if (days := weeks.stretch(row.week))
        ],
        next=following,
        community=slug,
        current=weeks.name(work.today - weeks.WEEK),
    )


def read(work: Work, slug: str, week: str) -> WeeklySheetRead:
    community, days = _found(work, slug, week)
    permit(work, "weekly_sheet.read", Thing(community_id=community.id))
    return _read(work, community, week, days, store.of(work.session, community.id, week))


def change(work: Work, slug: str, week: str, body: WeeklySheetChange) -> WeeklySheetRead:
    """Type into it, as long as it is not settled."""
    community, days, row, held = _open(work, slug, week, body.version)
    given = body.model_dump(exclude_unset=True, exclude={"version"})
    values: dict[str, Any] = {
        name: given[name] or "" for name in ("praise", "suggestion", "conclusion") if name in given
    }
    matters = [
        {"text": given.get(f"matter_{n}") or "", "owner": given.get(f"owner_{n}") or ""}
        for n in range(1, weekly_content.MOST + 1)
    ]
    if any(name.startswith(("matter_", "owner_")) for name in given):
        values["matters"] = [one for one in matters if one["text"]]
    _write(work, row, **values)
    _record(work, "weekly_sheet.change", community, row, held)
    return _read(work, community, week, days, row)


def settle(work: Work, slug: str, week: str, body: Settlement) -> WeeklySheetRead:
    """From now on it stays as it stands, whatever the figures do."""
    community, days, row, held = _open(work, slug, week, body.version)
    found = _with_own_matters(weekly_content.gather(work, community, days), row)
    _write(
        work,
        row,
        content=found.model_dump(mode="json"),
        settled_at=work.now,
        settled_by=work.actor.person_id,
    )
    _record(work, "weekly_sheet.settle", community, row, held)
    return _read(work, community, week, days, row)


def _found(work: Work, slug: str, week: str) -> tuple[Community, Stretch]:
    """No sheet of a week that has not begun."""
    community, days = communities.get(work.session, slug), weeks.stretch(week)
    if days is None or days.first > work.today:
        raise Hidden
    return community, days


def _open(
    work: Work, slug: str, week: str, version: int | None
) -> tuple[Community, Stretch, WeeklySheet, str]:
    community, days = _found(work, slug, week)
    held = permit(work, "weekly_sheet.write", Thing(community_id=community.id))
    row = store.make(
        work.session,
        WeeklySheet(
            id=fresh_id(work),
            community_id=community.id,
            week=week,
            changed_by=work.actor.person_id or "",
            changed_at=work.now,
        ),
    )
    if row.settled_at is not None:
        raise _settled(work, row)
    if version is not None and version != row.version:
        raise Conflict("stale-version", version=row.version)
    return community, days, row, held


def _write(work: Work, row: WeeklySheet, **values: Any) -> None:
    who = {"changed_by": work.actor.person_id, "changed_at": work.now}
    if not changes.change(work.session, row, **who, **values):
        raise _settled(work, row) if row.settled_at else Conflict("stale-version")


def _settled(work: Work, row: WeeklySheet) -> Conflict:
    names = members.person_names(work.session, [row.settled_by])
    return Conflict(
        "sheet-settled",
        decided_by=names.get(row.settled_by or "", ""),
        decided_at=row.settled_at.isoformat().replace("+00:00", "Z") if row.settled_at else "",
    )


def _with_own_matters(found: SheetContent, row: WeeklySheet | None) -> SheetContent:
    """What the board typed stands before what was found; a link stays where the words do."""
    if row is None or not row.matters:
        return found
    links = {matter.text: matter.href for matter in found.matters}
    own = [SheetMatter(**one, href=links.get(one["text"])) for one in row.matters]
    return found.model_copy(update={"matters": own})


def _read(
    work: Work, community: Community, week: str, days: Stretch, row: WeeklySheet | None
) -> WeeklySheetRead:
    settled = row is not None and row.settled_at is not None
    found = (
        SheetContent.model_validate(row.content)
        if settled and row
        else _with_own_matters(weekly_content.gather(work, community, days), row)
    )
    names = members.person_names(work.session, [row.settled_by if row else None])
    last = days.to - weeks.WEEK / 7
    words = dict(content.weekly_words())
    words["week"] = letters.fill(
        words["week"],
        so=week.rpartition("W")[2].lstrip("0"),
        ngay=f"{days.first:%d/%m/%Y}",
        han=f"{last:%d/%m/%Y}",
    )
    return WeeklySheetRead(
        community=community.slug,
        community_name=letters.bare(community.name),
        week=week,
        first=days.first,
        last=last,
        figures=found.figures,
        matters=found.matters,
        calendar=found.calendar,
        praise=row.praise if row else "",
        suggestion=row.suggestion if row else "",
        conclusion=row.conclusion if row else "",
        settled_at=row.settled_at if row else None,
        settled_by=names.get(row.settled_by or "") if row else None,
        version=row.version if row else 1,
        may_write=not settled and may(work, "weekly_sheet.write", Thing(community.id)),
        previous=weeks.name(days.first - weeks.WEEK),
        following=weeks.name(days.to) if days.to <= work.today else None,
        words=words,
        demo=community.demo,
    )


def _record(work: Work, action: str, community: Community, row: WeeklySheet, held: str) -> None:
    record(
        work, action, ("weekly_sheet", row.id), community_id=community.id, held=held, week=row.week
    )
