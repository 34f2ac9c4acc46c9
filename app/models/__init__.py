"""Every table, gathered so that one import knows the whole metadata."""

from app.models import (
    audit,
    bulletins,
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
    units,
)
from app.models.base import SQLModel

__all__ = [
    "SQLModel",
    "audit",
    "bulletins",
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
    "units",
]
