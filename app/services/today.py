"""“Hôm nay”: what waits, the oldest, who is on duty, and the community's figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.permissions import Thing
from app.models.communities import Community
from app.schemas.house import MoreRead, TodayRead, WaitingRead
from app.services import counting, duty_hours, metering, page_postings, roster, takedown_clock
from app.services.applications import usual_wait
from app.services.deeds import may, permit
from app.services.needs import desk as needs
from app.services.outside_posts import reading as outside_posts
from app.services.surveys import releasing
from app.store import (
    care,
    communities,
    duty,
    growth,
    members,
    notices,
    questions,
    records,
    reviews,
    units,
)
from app.store.actors import Work

WAITING = (
    ("submitted", "submitted"),
    ("escalated", "escalated"),
    ("needs_info", "needs_info"),
)
GROWTH_MONTHS = 36


def today(work: Work, slug: str) -> TodayRead:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "today.read", thing)
    totals = records.totals(work.session, counting.scope(community.id))
    row = duty.on(work.session, community.id, work.today)
    names = members.person_names(work.session, [row.main_id, row.substitute_id] if row else [])
    hours = duty_hours.of(work, community)
    return TodayRead(
        community=slug,
        community_name=community.name,
        day=work.today,
        on_duty=hours.on_duty,
        hours=hours,
        evening_text=duty_hours.evening_text(community),
        main=names.get(row.main_id) if row else None,
        substitute=names.get(row.substitute_id) if row else None,
        fixed_work=row.fixed_work if row else "",
        mine=row is not None and work.actor.person_id in {row.main_id, row.substitute_id},
        waiting=_waiting(work, community),
        untold=notices.count_untold(work.session, community.id, work.now),
        figures={
            "members": counting.members_inside(totals),
            "not_union": totals.get("not_union", 0),
            "suspended": totals.get("state:suspended", 0),
        },
        usual_wait=usual_wait(work, community.id),
        hand_overs=roster.hand_overs(work, community, work.today - timedelta(days=2)),
        by_unit=_by_unit(work, community),
        growth=growth.by_month(work.session, community.id, GROWTH_MONTHS),
        may_write=may(work, "duty.write", thing),
        visits=metering.alerts(work, community.id),
        quiet=bool(community.settings.get("quiet")),
        pages=page_postings.today(work, community),
        takedowns=takedown_clock.today(work, community),
        releases=releasing.today(work, community),
    )


def more(work: Work, slug: str) -> MoreRead:
    community = communities.get(work.session, slug)
    thing = Thing(community_id=community.id)
    permit(work, "today.read", thing)
    return MoreRead(
        community=slug,
        community_name=community.name,
        may_write=may(work, "duty.write", thing),
        may_record=may(work, "member.record", thing),
        may_export=may(work, "member.export", thing),
        reads_imports=may(work, "import.read", thing),
        reads_visits=may(work, "visit.read", thing),
        reads_questions=may(work, "question.read", thing),
        reads_care=may(work, "care.read", thing),
        reads_question_bank=may(work, "question_bank.read", thing),
    )


def _waiting(work: Work, community: Community) -> list[WaitingRead]:
    found = reviews.waiting(work.session, community.id, work.now)
    inbox = f"/communities/{community.slug}/review"
    applications = [
        WaitingRead(
            kind=kind,
            count=found["states"].get(state, (0, None))[0],
            late=found["late"] if kind == "submitted" else 0,
            oldest_due_at=found["states"].get(state, (0, None))[1],
            href=inbox if state == "submitted" else f"{inbox}?state={state}",
        )
        for kind, state in WAITING
    ]
    return [
        *applications,
        *outside_posts.today(work, community),
        *_letters(work, community),
        *needs.waiting(work, community),
    ]


def _letters(work: Work, community: Community) -> list[WaitingRead]:
    """Questions for those who read them; of the closed circle only its people learn anything."""
    thing, root = Thing(community_id=community.id), f"/communities/{community.slug}"
    found = []
    for kind, permission, count, place in (
        ("question", "question.read", questions.count_open, "questions"),
        ("care", "care.read", care.waiting, "care-cases"),
    ):
        if may(work, permission, thing):
            waiting, _oldest = count(work.session, community.id)
            href = f"{root}/{place}"
            found.append(
                WaitingRead(kind=kind, count=waiting, late=0, oldest_due_at=None, href=href)
            )
    return found


def _by_unit(work: Work, community: Community) -> list[dict[str, Any]]:
    counted = records.totals(work.session, counting.unit_scope(community.id))
    names = units.names(work.session, [unit for unit in counted if unit], work.today)
    order = {unit.id: unit.official_order for unit in units.tree(work.session, work.today)}
    rows = [
        {"unit": unit, "name": names.get(unit, ""), "count": count}
        for unit, count in counted.items()
        if unit and count
    ]
    return sorted(rows, key=lambda row: order.get(str(row["unit"]), 0))
