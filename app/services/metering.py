"""How near the site is to needing a licence (Decree 147/2024, domain.md §3.3)."""

from __future__ import annotations

from app.domain import visits as rules
from app.domain.permissions import Thing
from app.schemas.bulletins import MonthRead, VisitsRead
from app.services.deeds import may, permit
from app.store import communities, visits
from app.store.actors import Work


def read(work: Work, slug: str) -> VisitsRead:
    """The last seven months of this installation, whatever the community."""
    community = communities.get(work.session, slug)
    permit(work, "visit.read", Thing(community_id=community.id))
    months = _months(work)
    average = _average(months)
    return VisitsRead(
        community=slug,
        months=months,
        average=average,
        visits_line=rules.VISITS_A_MONTH,
        users_line=rules.REGULAR_USERS,
        alerts=_alerts(months),
    )


def alerts(work: Work, community_id: str) -> list[str]:
    """What the board's first page says, to those who may see the figures."""
    if not may(work, "visit.read", Thing(community_id=community_id)):
        return []
    return _alerts(_months(work))


def _months(work: Work) -> list[MonthRead]:
    """The current month last; months before the first figure are left out."""
    wanted = rules.last_months(work.today, rules.MONTHS + 1)
    found = visits.by_month(work.session, wanted)
    first = min(found, default=wanted[-1])
    rows = [(month, *found.get(month, (0, 0))) for month in wanted if month >= first]
    return [MonthRead(month=month, visits=came, users=users) for month, came, users in rows]


def _average(months: list[MonthRead]) -> float:
    """Over the whole months, and never less than the current one has already: better too early."""
    *whole, current = months
    return max(rules.average([month.visits for month in whole]), float(current.visits))


def _alerts(months: list[MonthRead]) -> list[str]:
    return rules.alerts(_average(months), max(month.users for month in months[-2:]))
