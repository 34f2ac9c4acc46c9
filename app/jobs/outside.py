"""Tasks that leave the house: prepared in one transaction, done in none, noted in another.

`prepare` says what to do, or None for nothing; `act` sees neither session nor row; `apply` stands
in the transaction that ends the job, while the lease is still held. A worker that dies on the way
leaves a job that is prepared anew: `prepare` must know the traces of an errand that began.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.integrations.page_desk import PageDesk
from app.services import page_postings, page_sending
from app.settings import Settings
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Outside:
    prepare: Callable[[Work, dict[str, Any]], Any]
    act: Callable[[Settings, Any], Any]
    apply: Callable[[Work, Any, Any], None]


OUTSIDE: Mapping[str, Outside] = {
    page_postings.TASK: Outside(
        page_sending.prepare,
        lambda settings, order: PageDesk(settings).deliver(order),
        page_sending.apply,
    ),
}
