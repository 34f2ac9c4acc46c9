"""One page of a list by keyset: where to go on, and how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.refusals import Invalid

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the last row's key of the page before; `encode` makes the next cursor."""

    limit: int
    after: tuple[Any, ...] | None
    encode: Callable[[tuple[Any, ...]], str]

    def key(self, *kinds: type) -> tuple[Any, ...] | None:
        """The key to go on after; a cursor of another list is refused."""
        if not well_shaped(self.after, *kinds):
            raise Invalid.at("/cursor", "bad-cursor")
        return self.after

    def cut(
        self, rows: Sequence[T], key: Callable[[T], tuple[Any, ...]]
    ) -> tuple[list[T], str | None]:
        """Rows were read with `limit + 1`; the one too many only says that there is more."""
        shown = list(rows[: self.limit])
        if len(rows) <= self.limit:
            return shown, None
        return shown, self.encode(key(shown[-1]))


def well_shaped(after: tuple[Any, ...] | None, *kinds: type) -> bool:
    """Whether a cursor belongs to the list that is asked for."""
    if after is None:
        return True
    return len(after) == len(kinds) and all(
        type(part) is kind and (not isinstance(part, int) or 0 <= part < 2**63)
        for part, kind in zip(after, kinds, strict=True)
    )
