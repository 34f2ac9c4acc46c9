"""Pictures of what a page shows: read in a hop of its own, drawn where no transaction waits."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio.to_thread

if TYPE_CHECKING:
    from app.web.passage import Passage


def drawn_by(read: Callable[..., Any]) -> Callable[..., Coroutine[Any, Any, bytes]]:
    """A `before` for a picture's route: the thing as `read` gives it, as the house draws it."""

    async def before(passage: Passage, **given: Any) -> bytes:
        house = passage.house
        thing = await house.database.read(lambda session: read(passage.work(session), **given))
        return await anyio.to_thread.run_sync(
            partial(house.draw, thing), limiter=house.database.limiter
        )

    return before
