"""The duty roster around the day of loading, and yesterday's hand-over (seed §18)."""

from __future__ import annotations

from datetime import date, timedelta

from app import clock, content
from app.content import DutyDay as Pattern
from app.demo.stage import Deed, Stage, at
from app.models.duty import DutyDay
from app.schemas.house import HandOverCreate
from app.services import roster
from app.store.actors import Work

BEFORE, AFTER = timedelta(weeks=2), timedelta(weeks=8)
#: Ten minutes before the end of duty.
_HAND_OVER = timedelta(hours=21, minutes=20)
_HAND_OVER_TEXT = (
    "Hai phiếu đang chờ chị em trả lời: một phiếu chưa rõ thôn, một phiếu nhờ chi hội xác nhận. "
    "Còn một phiếu quá hạn từ tuần trước, nhờ ca sau xem và gọi giúp. "
    "Chưa nhắn được hai chị trong mục “Chưa báo”."
)


def fill(work: Work, stage: Stage) -> None:
    """The pattern of the week from two weeks before today to eight weeks after."""
    day = work.today - BEFORE
    while day < work.today + AFTER:
        pattern = _pattern(day)
        work.session.add(
            DutyDay(
                community_id=stage.community.id,
                day=day,
                main_id=stage.officials[pattern.main].person.id,
                substitute_id=stage.officials[pattern.substitute].person.id,
                fixed_work=pattern.fixed_work,
            )
        )
        day += timedelta(days=1)
    work.session.flush()


def hand_over(work: Work, stage: Stage) -> Deed:
    """What the one on duty yesterday wrote in the evening."""
    yesterday = work.today - timedelta(days=1)
    actor = stage.actor(_pattern(yesterday).main)
    moment = clock.day_start(yesterday) + _HAND_OVER

    def write(now: Work) -> None:
        body = HandOverCreate(text=_HAND_OVER_TEXT)
        roster.hand_over(at(now, moment, actor), stage.community.slug, body)

    return Deed(moment, write)


def _pattern(day: date) -> Pattern:
    return content.duty_week().days[day.weekday()]
