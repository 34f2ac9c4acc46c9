"""Surveys as files: single answers, the codebook, the form for other programs, the report."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query

from app.domain.media_types import CSV, JSON, SAV, XLSX
from app.schemas.base import FileMade, FileRead, FormRead
from app.schemas.imports import MAX_FILE
from app.schemas.survey_exports import Codebook, XlsformTaken, XlsformUpload
from app.services.surveys import codebooks, exporting, xlsforms
from app.services.surveys.codebooks import EXPORT
from app.services.surveys.exporting import Wishes
from app.services.surveys.reading import WRITE
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.words import fields, labels

router = Nouns()
Values = Annotated[Literal["keys", "labels"], Query()]


@router.made("/surveys/{id}/export.csv", EXPORT, CSV, statuses=(409,))
def export_survey_csv(
    work: Work, id: str, values: Values = "keys", names: bool = False, bom: bool = True
) -> FileMade:
    """Every response as a line, with a byte order mark for Excel unless `bom=false`."""
    wishes = Wishes(values == "labels", names, bom)
    return exporting.file(work, id, "csv", wishes, labels(work.lang))


@router.made("/surveys/{id}/export.xlsx", EXPORT, XLSX, statuses=(409,))
def export_survey_xlsx(
    work: Work, id: str, values: Values = "keys", names: bool = False
) -> FileMade:
    """Every response as a row, and the codebook on a second sheet."""
    wishes = Wishes(values == "labels", names)
    return exporting.file(work, id, "xlsx", wishes, labels(work.lang))


@router.made("/surveys/{id}/export.sav", EXPORT, SAV, statuses=(409,))
def export_survey_sav(work: Work, id: str, names: bool = False) -> FileMade:
    """Every response as a case for SPSS, with labels and missing values."""
    return exporting.file(work, id, "sav", Wishes(names=names), labels(work.lang))


@router.made("/surveys/{id}/export.json", EXPORT, JSON, statuses=(409,))
def export_survey_json(work: Work, id: str, names: bool = False) -> FileMade:
    """Every response with its answers as they were sent, and the codebook."""
    return exporting.file(work, id, "json", Wishes(names=names), labels(work.lang))


@router.read("/surveys/{id}/codebook.json", EXPORT)
def read_survey_codebook(work: Work, id: str) -> Codebook:
    """What the columns of the exports mean."""
    return codebooks.read(work, id, labels(work.lang))


@router.made("/surveys/{id}/codebook.xlsx", EXPORT, XLSX)
def export_survey_codebook(work: Work, id: str) -> FileMade:
    """The codebook as a table."""
    return codebooks.file(work, id, labels(work.lang))


@router.file("/surveys/{id}/form.xlsx", EXPORT, XLSX, writes=False)
def export_survey_form(work: Work, id: str) -> FileRead:
    """The newest form as an XLSForm, for KoboToolbox, ODK and for another survey here."""
    return xlsforms.file(work, id, labels(work.lang))


@router.read("/communities/{slug}/surveys/xlsform", WRITE, "surveys/xlsform.html")
def xlsform_form(work: Work, slug: str) -> FormRead:
    """The form for an XLSForm workbook."""
    return xlsforms.upload_form(work, slug)


@router.act(
    "/communities/{slug}/surveys/xlsform",
    WRITE,
    "surveys/xlsform_taken.html",
    form=xlsform_form,
    before=uploads.xlsform,
    upload=MAX_FILE,
    writes=False,
)
def read_xlsform(work: Work, slug: str, body: XlsformUpload, prepared: Any) -> XlsformTaken:
    """The workbook as a schema, and row by row what it says that a survey here cannot."""
    return xlsforms.take_in(work, slug, prepared, labels(work.lang), fields(work.lang))
