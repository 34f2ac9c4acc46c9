"""“Chị em nói - Hội trả lời”: one month of what was voiced and what was answered."""

from __future__ import annotations

from app import clock
from app.domain import needs as rules
from app.domain.paging import Page
from app.domain.refusals import Invalid
from app.schemas.needs import NeedMonth, UnitFigure
from app.services.deeds import permitted
from app.services.needs import reading
from app.store import need_voices, units
from app.store import needs as store
from app.store.actors import Work


def page(work: Work, slug: str, asked: str, paging: Page) -> NeedMonth:
    """The month that is asked for; its topics, the newest first."""
    community = permitted(work, slug, reading.READ)
    month = month_of(work, asked)
    first, after = (clock.day_start(day) for day in rules.days_of(month))
    topics, following = reading.topic_page(
        work, community, paging, month=month, days=(first, after)
    )
    desk = not work.actor.roles_in(community.id).isdisjoint(store.READERS)
    return NeedMonth(
        community=slug,
        community_name=community.name,
        month=month,
        before=rules.beside(month, -1),
        after=rules.beside(month, 1),
        theme=reading.theme(work, community, month),
        topics=topics,
        next=following,
        units=_units(work, community.id, month) if desk else [],
    )


def month_of(work: Work, asked: str) -> str:
    if not asked:
        return rules.month_of(work.today)
    if not rules.is_month(asked):
        raise Invalid.at("/month", "month-unknown")
    return asked


def _units(work: Work, community_id: str, month: str) -> list[UnitFigure]:
    counts = {
        unit or "": n for unit, n in need_voices.by_unit(work.session, community_id, month).items()
    }
    names = units.names(work.session, [unit for unit in counts if unit], work.today)
    figures = [
        UnitFigure(unit=names.get(unit, ""), people=people)
        for unit, people in rules.hidden(counts).items()
    ]
    return sorted(figures, key=lambda one: (one.unit == "", one.unit))
