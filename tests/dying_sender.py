"""A worker whose leases are short, so that a second run need not be waited for."""

from __future__ import annotations

import threading
from datetime import timedelta

from app.db import Database
from app.jobs import worker
from app.settings import Settings


def main() -> None:
    vars(worker).update(LEASE=timedelta(seconds=2))
    worker.Worker(Database(Settings())).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
