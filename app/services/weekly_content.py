"""What the weekly sheet counts and finds: registries to which later nouns add their own.

`FIGURES`: key of content/weekly_sheet.toml → how many and where the list is. `MATTERS`: open
things, each with its due time. `CALENDAR`: what is planned in a stretch of days.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app import clock, content
from app.domain import letters
from app.domain.periods import Stretch
from app.models.communities import Community
from app.schemas.weekly_sheets import SheetContent, SheetDay, SheetFigure, SheetMatter
from app.store import duty, figures, members, reviews, weekly_sheets
from app.store.actors import Work

MOST = 3
Figure = Callable[[Work, Community, Stretch], tuple[int, str | None]]
Matters = Callable[[Work, Community], list[tuple[datetime, SheetMatter]]]
Calendar = Callable[[Work, Community, Stretch], list[SheetDay]]


def new_members(work: Work, community: Community, week: Stretch) -> tuple[int, str | None]:
    start, end = clock.day_start(week.first), clock.day_start(week.to)
    count = sum(figures.joined(work.session, community.id, start, end).values())
    list_of = f"/communities/{community.slug}/members"
    return count, f"{list_of}?joined_from={week.first}&joined_to={week.to}"


def overdue(work: Work, community: Community, _week: Stretch) -> tuple[int, str | None]:
    """As things stand now: what is late cannot be asked of the past."""
    late = reviews.waiting(work.session, community.id, work.now)["late"]
    return int(late), f"/communities/{community.slug}/review"


def waiting_files(work: Work, community: Community) -> list[tuple[datetime, SheetMatter]]:
    found = weekly_sheets.longest_waiting(work.session, community.id, MOST)
    today = duty.on(work.session, community.id, work.today)
    holders = [who or (today.main_id if today else None) for *_, who in found]
    names = members.person_names(work.session, holders)
    return [
        (
            due,
            SheetMatter(
                text=letters.fill(
                    content.weekly_words()["item"],
                    ma=file_no,
                    han=f"{clock.in_vietnam(due):%H:%M %d/%m/%Y}",
                ),
                owner=names.get(holder or "", ""),
                href=f"/members/{member_id}",
            ),
        )
        for (member_id, file_no, due, _), holder in zip(found, holders, strict=True)
    ]


def duty_days(work: Work, community: Community, week: Stretch) -> list[SheetDay]:
    rows = duty.between(work.session, community.id, week.first, week.to)
    names = members.person_names(
        work.session, [person for row in rows for person in (row.main_id, row.substitute_id)]
    )
    return [
        SheetDay(
            day=row.day,
            text="; ".join(
                filter(
                    None,
                    (
                        letters.fill(
                            content.weekly_words()["duty"],
                            ten=names.get(row.main_id, ""),
                            nguoi_thay=names.get(row.substitute_id, ""),
                        ),
                        row.fixed_work,
                    ),
                )
            ),
            href=f"/communities/{community.slug}/duty?first={week.first}",
        )
        for row in rows
    ]


FIGURES: dict[str, Figure] = {"new_members": new_members, "overdue": overdue}
MATTERS: list[Matters] = [waiting_files]
CALENDAR: list[Calendar] = [duty_days]


def gather(work: Work, community: Community, week: Stretch) -> SheetContent:
    found = [one for matters in MATTERS for one in matters(work, community)]
    ahead = Stretch(week.to, week.to + timedelta(days=7))
    days = [day for calendar in CALENDAR for day in calendar(work, community, ahead)]
    return SheetContent(
        figures=[
            _figure(work, community, week, key, label)
            for key, label in content.weekly_figures().items()
        ],
        matters=[matter for _, matter in sorted(found, key=lambda one: one[0])[:MOST]],
        calendar=sorted(days, key=lambda one: one.day),
    )


def _figure(work: Work, community: Community, week: Stretch, key: str, label: str) -> SheetFigure:
    counted = FIGURES.get(key)
    count, href = counted(work, community, week) if counted else (None, None)
    return SheetFigure(key=key, label=label, count=count, href=href)
