"""Figures of the groups outside, and how they stand beside the files, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.domain.platform_figures import HIGHEST, count
from app.schemas.base import Body, Day, FileWrite, FormRead, Line, Read
from app.schemas.platforms import AnyPlatform


def _as_typed(value: Any) -> Any:
    """1.514 as people write it; whatever is no count is told as any number is."""
    counted = count(value) if isinstance(value, str) else None
    return value if counted is None else counted


Count = Annotated[int, BeforeValidator(_as_typed), Field(ge=0, le=HIGHEST)]


class PlatformFigureCreate(Body):
    """As the group's own page shows it on that day. What nobody counted is left out."""

    platform: AnyPlatform = "facebook"
    as_of: Day
    members: Count
    posts: Count | None = None
    comments: Count | None = None
    interactions: Count | None = None
    note: Line | None = None


class PlatformFigureImport(Body):
    """Many days as a table: day, members, posts, comments, interactions. Copied (`text`), or the
    first sheet of a file (CSV, XLSX, XLS); `from_file`: the text is what a file was read as."""

    platform: AnyPlatform = "facebook"
    text: Annotated[str, Field(max_length=100_000)] = ""
    file: FileWrite | None = None
    from_file: bool = False


class PlatformFigureRead(Read):
    """One day's figures with their author; superseded once somebody corrected them."""

    id: str
    community: str
    platform: str
    as_of: date
    members: int
    posts: int | None
    comments: int | None
    interactions: int | None
    note: str
    source: str
    recorded_by: str
    recorded_at: datetime
    superseded_at: datetime | None


class PlatformFiguresImported(Read):
    community: str
    platform: str
    added: int
    corrected: int
    unchanged: int


class FigureDay(Read):
    """One day of a table, what would become of it, and what stands there now."""

    as_of: date
    members: int
    posts: int | None
    comments: int | None
    interactions: int | None
    outcome: Literal["added", "corrected", "unchanged"]
    members_before: int | None


class PlatformFiguresPreview(PlatformFiguresImported):
    """What would be written; nothing was. `text`: the same days, to be sent as they are."""

    text: str
    from_file: bool
    days: list[FigureDay]


class Standing(Read):
    """Two figures that are never mixed: people in the group outside, and people with a file here.

    `on_group`: by the figure or the whole list that is newest, of `on_group_as_of`. `recognised`
    of `listed` names of the pasted list belong to files; `entered` of `files` persons inside are
    ticked as being in the group.
    """

    platform: str
    on_group: int | None
    on_group_as_of: date | None
    source: str
    recognised: int | None
    listed: int | None
    listed_as_of: date | None
    entered: int
    files: int


class PlatformFigureList(Read):
    items: list[PlatformFigureRead]
    next: str | None = None
    community: str
    platform: str
    platforms: list[str]
    #: The days of the chart, in their order.
    series: list[PlatformFigureRead]
    standing: Standing
    may_write: bool


class PlatformFigureForm(FormRead):
    platforms: list[str]
    today: date
