"""What needs ask of the board: on its own page, on “Hôm nay”, in the calendar and the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app import clock
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.models.communities import Community
from app.models.needs import NeedAction
from app.schemas.bulletins import CalendarTask
from app.schemas.house import WaitingRead
from app.schemas.needs import NeedActionRead, NeedDesk
from app.services.deeds import may, permitted
from app.services.needs import reading
from app.services.needs.gathering import ANSWER
from app.store import need_answers
from app.store import needs as store
from app.store.actors import Work


def page(work: Work, slug: str, paging: Page) -> NeedDesk:
    """Topics without an answer, those that wait longest first, and what is being done."""
    community = permitted(work, slug, ANSWER)
    ungathered, _open, _late = need_answers.waiting(work.session, community.id, work.today)
    rows = need_answers.of_community(work.session, community.id, reading.MOST)
    topics, following = reading.topic_page(work, community, paging, unanswered=True)
    return NeedDesk(
        community=slug,
        today=work.today,
        ungathered=ungathered,
        topics=topics,
        next=following,
        actions=_named(work, rows),
    )


def _named(work: Work, rows: Sequence[NeedAction]) -> list[NeedActionRead]:
    titles = store.titles(work.session, [row.topic_id for row in rows])
    return [
        one.model_copy(update={"topic_title": titles.get(one.topic, "")})
        for one in reading.actions(work, rows, desk=True)
    ]


def waiting(work: Work, community: Community) -> list[WaitingRead]:
    """For those who answer: nothing where nothing waits."""
    if not may(work, ANSWER, Thing(community_id=community.id)):
        return []
    ungathered, unanswered, late = need_answers.waiting(work.session, community.id, work.today)
    root = f"/communities/{community.slug}"
    found = (
        ("need", ungathered, 0, f"{root}/need-list"),
        ("need_topic", unanswered, 0, f"{root}/need-desk"),
        ("need_action", late, late, f"{root}/need-desk"),
    )
    return [
        WaitingRead(kind=kind, count=count, late=is_late, oldest_due_at=None, href=href)
        for kind, count, is_late, href in found
        if count
    ]


def calendar(
    work: Work, community: Community, first: date, after: date
) -> dict[date, list[CalendarTask]]:
    """Trainings and tasks on their days."""
    found: dict[date, list[CalendarTask]] = {}
    for row in need_answers.between(work.session, community.id, first, after):
        task = CalendarTask(
            kind=row.kind, title=row.title, state=row.state, href=f"/need-topics/{row.topic_id}"
        )
        found.setdefault(row.due_on, []).append(task)
    return found


def open_items(work: Work, community: Community, most: int) -> list[tuple[datetime, str, str, str]]:
    """For the weekly sheet: due at the end of its day, what, who, where."""
    return [
        (
            clock.day_start(row.due_on + timedelta(days=1)) - timedelta(minutes=1),
            row.title,
            row.owner_id,
            f"/need-topics/{row.topic_id}",
        )
        for row in need_answers.planned(work.session, community.id, most)
    ]
