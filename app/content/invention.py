"""What invented names are made of."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class NameCohort:
    """Middle and given names of women born in or after a year; repeats weigh more."""

    since: int
    middle: tuple[str, ...]
    given: tuple[str, ...]


@cache
def family_names() -> dict[str, int]:
    """Family name → weight. Callers read the mapping and never change it."""
    return dict(shelf.table("invented_names")["family"])


@cache
def name_cohorts() -> tuple[NameCohort, ...]:
    """Oldest first."""
    return shelf.rows(NameCohort, shelf.table("invented_names")["cohorts"])
