"""Cross-tables of surveys, and their results filtered by one answer."""

from __future__ import annotations

from app.domain.media_types import CSV
from app.schemas.base import FileRead
from app.schemas.survey_crosstabs import CrosstabRead, FilteredRead
from app.services.surveys import crosstab_sheets, crosstabs
from app.services.surveys.crosstabs import RESULTS, Wanted
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.words import labels

router = Nouns()


@router.read("/surveys/{id}/crosstab", RESULTS, "surveys/crosstab.html")
def read_survey_crosstab(
    work: Work, id: str, rows: str = "", columns: str = "", unit_level: str = "", where: str = ""
) -> CrosstabRead:
    """Two questions against each other, or `columns=unit`; or of one question the answers of those
    alone who chose `where=KEY:OPTION`. Small cells are hidden."""
    wanted = Wanted(rows, columns, unit_level, where)
    return crosstabs.read(work, id, wanted, labels(work.lang))


@router.file("/surveys/{id}/crosstab.csv", RESULTS, CSV)
def export_survey_crosstab(
    work: Work, id: str, rows: str = "", columns: str = "", unit_level: str = "", where: str = ""
) -> FileRead:
    """The same table for Excel."""
    wanted = Wanted(rows, columns, unit_level, where)
    return crosstab_sheets.file(work, id, wanted, labels(work.lang))


@router.read("/surveys/{id}/filtered-results", RESULTS, "surveys/filtered.html")
def read_filtered_results(work: Work, id: str, where: str = "") -> FilteredRead:
    """Every question's results among those who chose `where=KEY:OPTION`: one filter at a time."""
    return crosstabs.filtered(work, id, where, labels(work.lang))
