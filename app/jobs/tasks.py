"""The tasks that a job row may name: a function of the unit of work and the payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db import Database
from app.jobs import sending
from app.services import applications, delivering, digests, import_runs, notice_wishes
from app.store.actors import Work

Task = Callable[[Work, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Outside:
    """Work that must not run inside a transaction: a network call, a picture.

    `prepare` runs without one, beside the rounds of the worker, and may open short ones of its
    own; `apply` gets its result in the transaction that ends the job. A worker that dies between
    the two runs `prepare` again, so `prepare` knows by its own marks what it has done.
    """

    prepare: Callable[[Database, dict[str, Any]], Any]
    apply: Callable[[Work, dict[str, Any], Any], None]


def remind_of_question(work: Work, payload: dict[str, Any]) -> None:
    """Half way through the thirty days: a letter that the question still waits."""
    applications.remind(work, payload["item"], payload["round"])


def foresee_import(work: Work, payload: dict[str, Any]) -> None:
    """The next piece of a list's dry run."""
    import_runs.foresee(work, payload["list"], payload["after"])


def apply_import(work: Work, payload: dict[str, Any]) -> None:
    """The next piece of a list becomes files."""
    import_runs.apply(work, payload["list"], payload["after"])


def write_digests(work: Work, payload: dict[str, Any]) -> None:
    """The next piece of an hour's summaries."""
    digests.write_some(work, date.fromisoformat(payload["day"]), payload["hour"], payload["after"])


TASKS: Mapping[str, Task] = {
    digests.TASK: write_digests,
    "remind_of_question": remind_of_question,
    "foresee_import": foresee_import,
    "apply_import": apply_import,
}
OUTSIDE: Mapping[str, Outside] = {
    delivering.TASK: Outside(sending.send_notice, sending.record_notice),
    notice_wishes.TASK: Outside(sending.ask_to_confirm, sending.record_nothing),
}
