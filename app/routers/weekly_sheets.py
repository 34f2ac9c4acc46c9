"""The weekly sheet (giao ban): page, A4, picture."""

from __future__ import annotations

from app.schemas.base import FileRead
from app.schemas.weekly_sheets import (
    Settlement,
    WeeklySheetChange,
    WeeklySheetList,
    WeeklySheetRead,
)
from app.services import weekly_sheets
from app.store.actors import Work
from app.web.drawing import drawn_by
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/communities/{slug}/weekly-sheets", "weekly_sheet.read", "weekly_sheets/list.html")
def list_weekly_sheets(work: Work, slug: str, paging: Paging) -> WeeklySheetList:
    """Sheets of earlier weeks, and the week that the next meeting looks back on."""
    return weekly_sheets.page(work, slug, paging)


@router.read(
    "/communities/{slug}/weekly-sheets/{week}", "weekly_sheet.read", "weekly_sheets/page.html"
)
def read_weekly_sheet(work: Work, slug: str, week: str) -> WeeklySheetRead:
    """One week on one page."""
    return weekly_sheets.read(work, slug, week)


@router.change(
    "/communities/{slug}/weekly-sheets/{week}",
    "weekly_sheet.write",
    form=read_weekly_sheet,
    goes_to=lambda sheet: f"/communities/{sheet.community}/weekly-sheets/{sheet.week}?done=saved",
)
def change_weekly_sheet(
    work: Work, slug: str, week: str, body: WeeklySheetChange
) -> WeeklySheetRead:
    """What members praised and suggested, the open things, the conclusion."""
    return weekly_sheets.change(work, slug, week, body)


@router.act(
    "/communities/{slug}/weekly-sheets/{week}/settlement",
    "weekly_sheet.write",
    form=read_weekly_sheet,
    goes_to=lambda sheet: f"/communities/{sheet.community}/weekly-sheets/{sheet.week}?done=saved",
)
def settle_weekly_sheet(work: Work, slug: str, week: str, body: Settlement) -> WeeklySheetRead:
    """Freeze it as it stands."""
    return weekly_sheets.settle(work, slug, week, body)


@router.file(
    "/communities/{slug}/weekly-sheets/{week}/picture.png",
    "weekly_sheet.read",
    "image/png",
    before=drawn_by(read_weekly_sheet),
)
def picture_of_weekly_sheet(work: Work, slug: str, week: str, prepared: bytes) -> FileRead:
    """The sheet as one picture, to pass on."""
    return FileRead(name=f"giao-ban-{week}.png", content=prepared)
