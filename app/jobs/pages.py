"""A text on its way to the Facebook Page: asked for, carried, noted (docs/decisions/0016)."""

from __future__ import annotations

from typing import Any

from app.integrations.page_desk import PageDesk
from app.jobs.outside import Bench, Outside, by_the_clock
from app.services import page_sending
from app.store.actors import Work


def _carry(bench: Bench, payload: dict[str, Any]) -> tuple[Any, Any] | None:
    """The order is marked as under way in a transaction of its own; then the Page is asked."""
    order = bench.database.write_now(
        lambda session: page_sending.prepare(by_the_clock(session, bench.settings), payload)
    )
    return None if order is None else (order, PageDesk(bench.settings).deliver(order, bench.media))


def _note(work: Work, _payload: dict[str, Any], carried: tuple[Any, Any] | None) -> None:
    if carried is not None:
        page_sending.apply(work, *carried)


send_posting = Outside(_carry, _note)
