"""Percentages, χ² and Cramér's V of a cross-table, where they give nothing hidden away."""

from __future__ import annotations

from app.domain.surveys import crosstabs, figures
from app.domain.surveys.form import MISSING
from app.schemas.survey_crosstabs import CrosstabRead
from app.services.surveys.crossed import Crossed


def percent(n: int | None, whole: int) -> float | None:
    return None if n is None or not whole else figures.percent(n, whole)


def say(made: CrosstabRead, found: Crossed) -> None:
    """χ² and Cramér's V of those who answered both: a number of hidden cells would tell of them."""
    table = _answered(found)
    if made.several:
        made.silence = "several"
    elif found.hides or found.joined:
        made.silence = "hidden"
    elif len(table) < 2 or len(table[0]) < 2:
        made.silence = "lines"
    elif (chi := crosstabs.chi_square(table)) is None:
        made.silence = "expected"
    else:
        strength = crosstabs.cramers_v(table)
        made.chi_square = round(chi, 3)
        made.cramers_v = None if strength is None else round(strength, 3)


def _answered(found: Crossed) -> list[list[int]]:
    """Without those who did not answer, and without lines of nobody."""
    rows = [place for place, line in enumerate(found.rows) if MISSING not in line]
    columns = [place for place, line in enumerate(found.columns) if MISSING not in line]
    table = [[found.counts[r][c] or 0 for c in columns] for r in rows]
    table = [row for row in table if any(row)]
    kept = [place for place in range(len(columns)) if any(row[place] for row in table)]
    return [[row[place] for place in kept] for row in table]
