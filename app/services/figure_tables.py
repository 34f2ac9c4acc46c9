"""Many days of a group's figures at once: a copied table or a file, looked at before it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from app.domain import platform_figures
from app.domain.permissions import Thing
from app.domain.platform_figures import Counted
from app.domain.refusals import FieldError, Invalid
from app.models.communities import Community
from app.models.platforms import PlatformFigure
from app.schemas.platform_figures import (
    FigureDay,
    PlatformFigureImport,
    PlatformFiguresImported,
    PlatformFiguresPreview,
)
from app.services.deeds import permit, permitted
from app.services.importing import Headed
from app.services.measuring import same, write
from app.store import communities
from app.store import platform_figures as store
from app.store.actors import Work


def preview(
    work: Work, slug: str, body: PlatformFigureImport, sheets: Sequence[Headed] = ()
) -> PlatformFiguresPreview:
    """What `take_in` would write, day by day; nothing is."""
    community = permitted(work, slug, "platform_figure.write")
    rows, from_file = _table(work, body, sheets)
    known = _known(work, community, body.platform, rows)
    days = [_foreseen(row, known.get(row.as_of)) for row in rows]
    counts = {
        name: sum(day.outcome == name for day in days)
        for name in ("added", "corrected", "unchanged")
    }
    return PlatformFiguresPreview(
        community=slug,
        platform=body.platform,
        **counts,
        text="\n".join(platform_figures.written(row) for row in rows),
        from_file=from_file,
        days=days,
    )


def _foreseen(row: Counted, before: PlatformFigure | None) -> FigureDay:
    said = asdict(row)
    if before is None:
        return FigureDay(**said, outcome="added", members_before=None)
    kept = "unchanged" if same(row, before) else "corrected"
    return FigureDay.model_validate(said | {"outcome": kept, "members_before": before.members})


def take_in(
    work: Work, slug: str, body: PlatformFigureImport, sheets: Sequence[Headed] = ()
) -> PlatformFiguresImported:
    """A copied table or a file, all of it or nothing."""
    community = communities.get(work.session, slug)
    held = permit(work, "platform_figure.write", Thing(community_id=community.id))
    rows, from_file = _table(work, body, sheets)
    known = _known(work, community, body.platform, rows)
    source = "file" if from_file else "pasted"
    done = {"added": 0, "corrected": 0, "unchanged": 0}
    for counted in rows:
        before = known.get(counted.as_of)
        row = write(work, community, body.platform, counted, before, held, source=source)
        done["added" if before is None else "unchanged" if row is before else "corrected"] += 1
    return PlatformFiguresImported(community=slug, platform=body.platform, **done)


def _known(
    work: Work, community: Community, platform: str, rows: Sequence[Counted]
) -> dict[date, PlatformFigure]:
    return store.of_days(work.session, community.id, platform, [row.as_of for row in rows])


def _table(
    work: Work, body: PlatformFigureImport, sheets: Sequence[Headed] = ()
) -> tuple[Sequence[Counted], bool]:
    """The days, and whether they came in a file; every line that is wrong is told beside it."""
    if sheets and body.text.strip():
        raise Invalid.at("/file", "figure-file-and-text")
    where = "/file" if sheets else "/text"
    if sheets:
        table = platform_figures.read_cells(sheets[0][0].rows)
    else:
        table = platform_figures.read(body.text)
    if len(table.rows) + len(table.wrong) > platform_figures.MOST_LINES:
        raise Invalid.at(where, "roster-too-long", most=platform_figures.MOST_LINES)
    wrong = [(one.line, one.code) for one in table.wrong]
    late = (row.as_of for row in table.rows if row.as_of > work.today)
    wrong += [(table.lines[one], "figure-day-in-future") for one in late]
    if wrong:
        # A form shows the last error of a field: the first line that is wrong.
        wrong.sort(reverse=True)
        raise Invalid(*(FieldError(where, code, {"line": line}) for line, code in wrong))
    if not table.rows:
        raise Invalid.at(where, "figure-none")
    return table.rows, bool(sheets) or body.from_file
