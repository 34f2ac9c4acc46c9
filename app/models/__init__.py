"""Every table, gathered so that one import knows the whole metadata."""

from app.models import (
    audit,
    communities,
    duty,
    machinery,
    members,
    people,
    reorganisations,
    review,
    units,
)
from app.models.base import SQLModel

__all__ = [
    "SQLModel",
    "audit",
    "communities",
    "duty",
    "machinery",
    "members",
    "people",
    "reorganisations",
    "review",
    "units",
]
