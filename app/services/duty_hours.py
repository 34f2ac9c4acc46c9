"""When somebody of the board answers: the community's duty hours, and what follows from them."""

from __future__ import annotations

from datetime import datetime

from app import clock, content
from app.domain import duty, letters
from app.models.communities import Community
from app.schemas.duty import DutyHours
from app.store import communities
from app.store.actors import Work


def of(work: Work, community: Community) -> DutyHours:
    starts, ends = duty.hours(community.settings)
    local = clock.in_vietnam(work.now)
    return DutyHours(
        starts=f"{starts.hour}:{starts.minute:02d}",
        ends=f"{ends.hour}:{ends.minute:02d}",
        on_duty=duty.on_duty(local, starts, ends),
        opens_today=local.time() < starts,
    )


def answer_by(work: Work, community_id: str, hours: int) -> datetime:
    """Until when what comes now is answered, so many hours of duty away."""
    settings = communities.by_id(work.session, community_id).settings
    return duty.add_duty_hours(clock.in_vietnam(work.now), hours, *duty.hours(settings))


def evening_text(community: Community) -> str:
    """What stands there while nobody answers."""
    starts, _ = duty.hours(community.settings)
    hour = f"{starts.hour} giờ" + (f" {starts.minute:02d}" if starts.minute else "")
    return letters.fill(content.notices()["night.auto"].text, gio=hour)
