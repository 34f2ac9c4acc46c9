"""The tasks that a job row may name: a function of the unit of work and the payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.services import applications
from app.store.actors import Work

Task = Callable[[Work, dict[str, Any]], None]


def remind_of_question(work: Work, payload: dict[str, Any]) -> None:
    """Half way through the thirty days: a letter that the question still waits."""
    applications.remind(work, payload["item"], payload["round"])


TASKS: Mapping[str, Task] = {"remind_of_question": remind_of_question}
