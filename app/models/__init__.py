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
    paper,
    people,
    platforms,
    posts,
    reorganisations,
    review,
    rules,
    sanctions,
    units,
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
    "paper",
    "people",
    "platforms",
    "posts",
    "reorganisations",
    "review",
    "rules",
    "sanctions",
    "units",
]
