"""The platforms on which a community lives, and the register of who holds rights on them.

Nobody's software enters a Facebook group (domain.md §5.3): people let people in, and tell Sen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Where members are let in one by one.
GROUPS = ("facebook", "zalo", "other")
#: Where there are figures and rights: a Page has followers and no members to let in.
PLATFORMS = ("facebook", "page", "zalo", "other")

LEVELS = ("owner", "admin", "moderator", "editor")
#: Rights with which a group can be lost or saved.
HIGHEST = frozenset({"owner", "admin"})
UNIT_LEVELS = ("central", "province", "district", "commune")

#: Board regulation, article 9.1: always three holders of the highest right, of two levels.
FEWEST_HOLDERS = 3
FEWEST_UNIT_LEVELS = 2


def groups_of(platforms: Iterable[str]) -> list[str]:
    """The groups of a community, by its links; a Facebook group where it has none."""
    found = [kind for kind in dict.fromkeys(platforms) if kind in GROUPS]
    return found or [GROUPS[0]]


@dataclass(frozen=True, slots=True)
class Held:
    """One line of the register. `holder` tells people apart: a person's id, or a name."""

    platform: str
    holder: str
    level: str
    unit_level: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Watch:
    """How safe one platform is: holders of the highest right today, and their Union levels."""

    platform: str
    holders: int
    unit_levels: int

    @property
    def enough(self) -> bool:
        return self.holders >= FEWEST_HOLDERS and self.unit_levels >= FEWEST_UNIT_LEVELS


def watch(platforms: Iterable[str], rights: Iterable[Held], day: date) -> list[Watch]:
    """One line for each platform that the community names or that anybody holds rights on."""
    held = [right for right in rights if right.holds_on(day)]
    known = {*platforms, *(right.platform for right in held)}
    lines = []
    for platform in PLATFORMS:
        if platform not in known:
            continue
        high = [r for r in held if r.platform == platform and r.level in HIGHEST]
        lines.append(
            Watch(platform, len({r.holder for r in high}), len({r.unit_level for r in high}))
        )
    return lines
