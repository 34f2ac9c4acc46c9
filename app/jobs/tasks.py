"""The tasks that a job row may name: a function of the unit of work and the payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.jobs import media, pages, sending, survey_answers
from app.jobs.outside import Outside
from app.services import (
    applications,
    delivering,
    digests,
    import_runs,
    notice_wishes,
    page_following,
)
from app.services.contests import closing as papers
from app.services.contests import reminding
from app.services.flags import closing
from app.services.surveys import missing, mixing
from app.store.actors import Work

Task = Callable[[Work, dict[str, Any]], None]


def remind_of_question(work: Work, payload: dict[str, Any]) -> None:
    """Half way through the thirty days: a letter that the question still waits."""
    applications.remind(work, payload["item"], payload["round"])


def foresee_import(work: Work, payload: dict[str, Any]) -> None:
    """The next piece of a list's dry run."""
    import_runs.foresee(work, payload["list"], payload["after"])


def apply_import(work: Work, payload: dict[str, Any]) -> None:
    """The next piece of a list becomes files."""
    import_runs.apply(work, payload["list"], payload["after"])


def thank_reporters(work: Work, payload: dict[str, Any]) -> None:
    """Ten seconds after a decision on flags: each reporter once."""
    closing.thank(work, payload["item"])


def close_papers(work: Work, _payload: dict[str, Any]) -> None:
    """Papers whose time is up, a batch at a time."""
    papers.go_on(work)


def remind_of_paper(work: Work, payload: dict[str, Any]) -> None:
    """A paper was begun and not handed in, and there is time left."""
    reminding.remind(work, payload["attempt"], payload["person"])


def remind_of_survey(work: Work, payload: dict[str, Any]) -> None:
    """The next piece of those who have not answered."""
    missing.tell_some(work, payload["survey"], payload["after"])


def write_digests(work: Work, payload: dict[str, Any]) -> None:
    """The next piece of an hour's summaries."""
    digests.write_some(work, date.fromisoformat(payload["day"]), payload["hour"], payload["after"])


TASKS: Mapping[str, Task | Outside] = {
    digests.TASK: write_digests,
    delivering.TASK: Outside(sending.send_notice, sending.record_notice),
    notice_wishes.TASK: Outside(sending.ask_to_confirm),
    "remind_of_question": remind_of_question,
    "foresee_import": foresee_import,
    "apply_import": apply_import,
    "convert_picture": media.convert_picture,
    "drop_files": media.drop_files,
    "sweep_media": media.sweep_media,
    papers.TASK: close_papers,
    reminding.TASK: remind_of_paper,
    page_following.TASK: pages.send_posting,
    "thank_reporters": thank_reporters,
    missing.TASK: remind_of_survey,
    mixing.TASK: Outside(survey_answers.mix),
}
