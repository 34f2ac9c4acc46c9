"""What the weekly sheet counts and finds: registries to which later nouns add their own.

`FIGURES`: key of content/weekly_sheet.toml → how many and where the list is. `MATTERS`: open
things, each with its due time. `CALENDAR`: what is planned in a stretch of days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from app import clock, content
from app.domain import letters
from app.domain.periods import Stretch
from app.domain.posts import KINDS
from app.models.communities import Community
from app.schemas.weekly_sheets import SheetContent, SheetDay, SheetFigure, SheetMatter
from app.services.needs import desk as needs
from app.store import (
    bulletins,
    duty,
    figures,
    members,
    questions,
    reviews,
    takedowns,
    weekly_sheets,
)
from app.store.actors import Work

MOST = 3
#: A letter has no due time of its own yet: it takes its place in the order after so long.
LETTERS_WAIT = timedelta(days=2)
#: (due, what it says, who has it in hand, where it is)
OpenItem = tuple[datetime, str, str | None, str]
Figure = Callable[[Work, Community, Stretch], tuple[int, str | None]]
Matters = Callable[[Work, Community], list[tuple[datetime, SheetMatter]]]
Calendar = Callable[[Work, Community, Stretch], list[SheetDay]]


def new_members(work: Work, community: Community, week: Stretch) -> tuple[int, str | None]:
    start, end = clock.day_start(week.first), clock.day_start(week.to)
    count = sum(figures.joined(work.session, community.id, start, end).values())
    list_of = f"/communities/{community.slug}/members"
    return count, f"{list_of}?joined_from={week.first}&joined_to={week.to}"


def new_posts(work: Work, community: Community, week: Stretch) -> tuple[int, str | None]:
    """Members' posts and bulletins that came out in the week."""
    days = clock.day_start(week.first), clock.day_start(week.to)
    count = bulletins.published(work.session, community.id, *days, KINDS)
    return count, f"/communities/{community.slug}/posts"


def overdue(work: Work, community: Community, _week: Stretch) -> tuple[int, str | None]:
    """As things stand now: what is late cannot be asked of the past."""
    late = int(reviews.waiting(work.session, community.id, work.now)["late"])
    _, late_takedowns, _ = takedowns.waiting(work.session, community.id, work.now)
    place = "review" if late else "takedowns"
    return late + late_takedowns, f"/communities/{community.slug}/{place}"


def waiting_files(work: Work, community: Community) -> list[tuple[datetime, SheetMatter]]:
    found = weekly_sheets.longest_waiting(work.session, community.id, MOST)
    open_items = [
        (due, _said("item", due, ma=file_no), who, f"/members/{member_id}")
        for member_id, file_no, due, who in found
    ]
    return _matters(work, community, open_items)


def waiting_texts(work: Work, community: Community) -> list[tuple[datetime, SheetMatter]]:
    """Posts and comments to be read, without a word of theirs and without who wrote them."""
    found = weekly_sheets.waiting_texts(work.session, community.id, MOST)
    open_items = [(due, _said(kind, due), who, f"/{kind}s/{id_}") for kind, id_, due, who in found]
    return _matters(work, community, open_items)


def waiting_letters(work: Work, community: Community) -> list[tuple[datetime, SheetMatter]]:
    """Letters to the board that nobody has answered; those of the closed circle never."""
    found = questions.longest_open(work.session, community.id, MOST)
    open_items = [
        (since + LETTERS_WAIT, _said("letter", since), owner, f"/questions/{thread}")
        for thread, since, owner in found
    ]
    return _matters(work, community, open_items)


def running_takedowns(work: Work, community: Community) -> list[tuple[datetime, SheetMatter]]:
    found = takedowns.most_urgent(work.session, community.id, MOST, None)
    open_items: list[OpenItem] = [
        (
            one.due_at,
            _said("takedown", one.due_at, ma=f"{one.number}/{one.year}"),
            one.owner_id,
            f"/takedowns/{one.id}",
        )
        for one in found
    ]
    return _matters(work, community, open_items)


def planned_of_needs(work: Work, community: Community) -> list[tuple[datetime, SheetMatter]]:
    """What the board set itself of what members hope for."""
    open_items: list[OpenItem] = [
        (due, _said("need_due", due, ten=title), owner, href)
        for due, title, owner, href in needs.open_items(work, community, MOST)
    ]
    return _matters(work, community, open_items)


def _said(key: str, moment: datetime, **more: str) -> str:
    return letters.fill(
        content.weekly_words()[key], han=f"{clock.in_vietnam(moment):%H:%M %d/%m/%Y}", **more
    )


def _matters(
    work: Work, community: Community, found: Sequence[OpenItem]
) -> list[tuple[datetime, SheetMatter]]:
    """With who has it in hand, else who is on duty today."""
    if not found:
        return []
    today = duty.on(work.session, community.id, work.today)
    holders = [who or (today.main_id if today else None) for _, _, who, _ in found]
    names = members.person_names(work.session, holders)
    return [
        (due, SheetMatter(text=text, owner=names.get(holder or "", ""), href=href))
        for (due, text, _, href), holder in zip(found, holders, strict=True)
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


def scheduled_bulletins(work: Work, community: Community, week: Stretch) -> list[SheetDay]:
    first, last = ((day, clock.day_start(day)) for day in (week.first, week.to))
    rows = bulletins.between(work.session, community.id, first, last)
    dated = [
        (row, clock.in_vietnam(row.due_at))
        for row in rows
        if row.state == "scheduled" and row.due_at is not None
    ]
    words = content.weekly_words()["bulletin"]
    return [
        SheetDay(
            day=due.date(),
            text=letters.fill(words, gio=f"{due:%H:%M}", ten=row.title),
            href=f"/posts/{row.id}",
        )
        for row, due in dated
    ]


def days_of_needs(work: Work, community: Community, week: Stretch) -> list[SheetDay]:
    """Trainings and tasks that came of what members hope for."""
    words = content.weekly_words()
    return [
        SheetDay(
            day=day, text=letters.fill(words[f"need_{one.kind}"], ten=one.title), href=one.href
        )
        for day, tasks in needs.calendar(work, community, week.first, week.to).items()
        for one in tasks
    ]


def memorial_days(_work: Work, community: Community, week: Stretch) -> list[SheetDay]:
    days = [week.first + timedelta(days=n) for n in range((week.to - week.first).days)]
    return [
        SheetDay(
            day=day,
            text=letters.fill(content.weekly_words()["memorial"], ten=one.name),
            href=f"/communities/{community.slug}/calendar?month={day:%Y-%m}",
        )
        for day in days
        for one in content.memorials()
        if one.falls_on(day)
    ]


FIGURES: dict[str, Figure] = {
    "new_members": new_members,
    "posts": new_posts,
    "overdue": overdue,
}
MATTERS: list[Matters] = [
    waiting_files,
    waiting_texts,
    waiting_letters,
    running_takedowns,
    planned_of_needs,
]
CALENDAR: list[Calendar] = [memorial_days, duty_days, scheduled_bulletins, days_of_needs]


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
