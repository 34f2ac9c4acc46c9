"""Results of surveys: as they may be shown, as tables, as the report's annex; what is let out."""

from __future__ import annotations

from app.domain.media_types import CSV, DOCX, XLSX
from app.schemas.base import FileRead
from app.schemas.survey_results import ReleaseCreate, ReleaseList, ReleaseRead, ResultsRead
from app.services.surveys import annexing, releasing, reporting, result_tables, results
from app.services.surveys.codebooks import EXPORT
from app.services.surveys.results import RELEASE, RELEASED, RESULTS
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.words import labels

router = Nouns()


@router.read(
    *("/surveys/{id}/results", RELEASED, "surveys/results.html"), writes=True, statuses=(409,)
)
def read_survey_results(work: Work, id: str, exact: bool = False) -> ResultsRead:
    """The figures of each question, small cells hidden; to members and everybody what was let out.

    `exact=true` hides nothing, for those who may read single answers; each look is recorded.
    """
    return results.read(work, id, exact=exact)


@router.file("/surveys/{id}/results.csv", RELEASED, CSV, statuses=(409,))
def export_survey_results_csv(work: Work, id: str) -> FileRead:
    """The same figures as a table for Excel."""
    return result_tables.file(work, id, "csv", labels(work.lang))


@router.file("/surveys/{id}/results.xlsx", RELEASED, XLSX, statuses=(409,))
def export_survey_results_xlsx(work: Work, id: str) -> FileRead:
    """The same figures as a workbook."""
    return result_tables.file(work, id, "xlsx", labels(work.lang))


@router.file("/surveys/{id}/report.docx", EXPORT, DOCX, statuses=(409,))
def export_survey_report(work: Work, id: str) -> FileRead:
    """The results as the annex of the report to the Party committee."""
    return reporting.file(work, id, annexing.for_report(work, id))


@router.read("/surveys/{id}/releases", RESULTS)
def list_survey_releases(work: Work, id: str) -> ReleaseList:
    """Which questions were let out to whom, and which wait for a second person."""
    return releasing.page(work, id)


@router.act(
    "/surveys/{id}/releases",
    RELEASE,
    form=read_survey_results,
    goes_to=lambda made: f"/surveys/{made.survey}/results?done=survey-release#q-{made.question}",
)
def release_survey_result(work: Work, id: str, body: ReleaseCreate) -> ReleaseRead:
    """Let one question's results out to members or to everybody; a second person completes it."""
    return releasing.release(work, id, body)


@router.remove(
    "/surveys/{id}/releases/{question}",
    RELEASE,
    form=read_survey_results,
    goes_to=lambda _: "/surveys/{id}/results?done=survey-withdrawn#q-{question}",
)
def withdraw_survey_result(work: Work, id: str, question: str) -> None:
    """Take one question's results back from everybody."""
    releasing.withdraw(work, id, question)
