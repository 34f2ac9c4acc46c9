"""A worker with one more task, that dies in the middle: run by test_jobs in a process of its own.

`SEN_*` name the place, `SEN_TEST_MARK` a file. The task writes its effect, says so in the file and
sleeps inside its transaction until it is killed; where the file says that this happened already, it
goes through. The lease is short, so that the second run need not be waited for.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.db import Database
from app.jobs import tasks, worker
from app.settings import Settings
from app.store import records
from app.store.actors import Work

TASK = "stumble"
SCOPE = "stumbled"
SHORT = timedelta(seconds=1)


def stumble(work: Work, _payload: dict[str, Any]) -> None:
    """Count one, then fall asleep the first time."""
    records.add(work.session, SCOPE, "effects", 1)
    work.session.flush()
    mark = Path(os.environ["SEN_TEST_MARK"])
    if not mark.exists():
        mark.write_text("in the middle")
        time.sleep(60)


def main() -> None:
    known = {**tasks.TASKS, TASK: stumble}
    vars(worker).update(TASKS=known, LEASE=SHORT)
    worker.Worker(Database(Settings())).run()


if __name__ == "__main__":
    main()
