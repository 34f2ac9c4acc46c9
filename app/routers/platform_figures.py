"""Figures of the groups outside: typed in, pasted, shown with their chart."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from app.schemas.imports import MAX_FILE
from app.schemas.platform_figures import (
    PlatformFigureCreate,
    PlatformFigureForm,
    PlatformFigureImport,
    PlatformFigureList,
    PlatformFigureRead,
    PlatformFiguresImported,
    PlatformFiguresPreview,
)
from app.services import figure_tables, measuring
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()
FILE: dict[str, Any] = {"before": uploads.sheets, "upload": MAX_FILE}


@router.read("/communities/{slug}/platform-figures", "figure.read", "platforms/figures.html")
def list_platform_figures(
    work: Work,
    slug: str,
    paging: Paging,
    platform: Annotated[str | None, Query(max_length=20)] = None,
) -> PlatformFigureList:
    """A group's own figures by day, corrected ones too, beside the files here."""
    return measuring.page(work, slug, paging, platform)


@router.read(
    "/communities/{slug}/platform-figures/new",
    "platform_figure.write",
    "platforms/figure_new.html",
)
def platform_figure_form(work: Work, slug: str) -> PlatformFigureForm:
    """The form for one day."""
    return measuring.figure_form(work, slug, many=False)


@router.create(
    "/communities/{slug}/platform-figures",
    "platform_figure.write",
    form=platform_figure_form,
    goes_to=lambda f: (
        f"/communities/{f.community}/platform-figures?done=saved&platform={f.platform}"
    ),
)
def note_platform_figure(work: Work, slug: str, body: PlatformFigureCreate) -> PlatformFigureRead:
    """Figures of one day; again for the same day to correct them."""
    return measuring.note(work, slug, body)


@router.read(
    "/communities/{slug}/platform-figures/import",
    "platform_figure.write",
    "platforms/figure_import.html",
)
def platform_import_form(work: Work, slug: str) -> PlatformFigureForm:
    """The form for a copied table."""
    return measuring.figure_form(work, slug, many=True)


@router.act(
    "/communities/{slug}/platform-figures/import/preview",
    "platform_figure.write",
    "platforms/figure_preview.html",
    form=platform_import_form,
    **FILE,
)
def preview_platform_figures(
    work: Work, slug: str, body: PlatformFigureImport, prepared: Any
) -> PlatformFiguresPreview:
    """What a table or a file would write, day by day; nothing is written."""
    return figure_tables.preview(work, slug, body, prepared)


@router.act(
    "/communities/{slug}/platform-figures/import",
    "platform_figure.write",
    form=platform_import_form,
    goes_to=lambda f: (
        f"/communities/{f.community}/platform-figures?done=saved&platform={f.platform}"
    ),
    **FILE,
)
def import_platform_figures(
    work: Work, slug: str, body: PlatformFigureImport, prepared: Any
) -> PlatformFiguresImported:
    """Many days from a copied table or a file (CSV, XLSX, XLS), all or none."""
    return figure_tables.take_in(work, slug, body, prepared)
