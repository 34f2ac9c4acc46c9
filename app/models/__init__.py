"""Every table, gathered so that one import knows the whole metadata."""

from app.models import (
    audit,
    chapter_inquiries,
    communities,
    duty,
    imports,
    machinery,
    members,
    mergers,
    notices,
    paper,
    people,
    platforms,
    reorganisations,
    review,
    units,
    weekly_sheets,
)
from app.models.base import SQLModel

__all__ = [
    "SQLModel",
    "audit",
    "chapter_inquiries",
    "communities",
    "duty",
    "imports",
    "machinery",
    "members",
    "mergers",
    "notices",
    "paper",
    "people",
    "platforms",
    "reorganisations",
    "review",
    "units",
    "weekly_sheets",
]
