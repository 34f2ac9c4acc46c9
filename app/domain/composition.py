"""The composition of board and panel against Plan 55 II.2: 7 = 1 + 2 + 4, and 3. It only warns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

BOARD_SIZE = 7
PANEL_SIZE = 3
BOARD_BY_LEVEL = {"central": 1, "city": 2, "district": 4}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison; `label` is a code that the screen words."""

    label: str
    planned: int
    present: int

    @property
    def fits(self) -> bool:
        return self.planned == self.present


def compare(board_levels: Iterable[str | None], panel_count: int) -> list[Line]:
    """`board_levels`: the nominating level of each board member (grassroots count as district)."""
    levels = Counter(
        "district" if level in {"district", "grassroots"} else level for level in board_levels
    )
    lines = [Line("board", BOARD_SIZE, levels.total())]
    lines += [Line(level, planned, levels[level]) for level, planned in BOARD_BY_LEVEL.items()]
    return [*lines, Line("panel", PANEL_SIZE, panel_count)]
