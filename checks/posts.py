"""Seven moderators and five authors on the same posts: `python -m checks.posts`.

20,000 random operations at once on each database; prints what was done and refused, and ends with
1 when a text was decided twice, shown without an approval, or a closed item came back.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.db import Database
from app.migrations import migrate
from app.settings import Settings
from app.web import logs
from tests import factories
from tests.postgres import Cluster
from tests.services import posts_at_once

DATABASES = ("sqlite", "postgresql")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=DATABASES)
    wanted = parser.parse_args()
    logs.set_up("error")
    faults = 0
    for name in [wanted.only] if wanted.only else DATABASES:
        with place(name) as settings:
            migrate(settings)
            database = Database(settings)
            scene = database.write_now(factories.people)
            started = time.monotonic()
            found = posts_at_once.run(database, scene, wanted.operations, wanted.seed)
            spent = time.monotonic() - started
            states = posts_at_once.states(database)
            database.close()
        done, refused = sum(found.done.values()), sum(found.refused.values())
        sys.stdout.write(
            f"{name}: {done:,} carried out, {refused:,} refused in {spent:.0f} s\n"
            f"  done: {dict(found.done.most_common())}\n"
            f"  refused: {dict(found.refused.most_common())}\n"
            f"  posts at the end: {dict(states.most_common())}\n"
        )
        for fault in found.faults[:20]:
            sys.stdout.write(f"  fault: {fault}\n")
        sys.stdout.write(f"  {len(found.faults)} faults\n")
        faults += len(found.faults)
    sys.exit(bool(faults))


@contextmanager
def place(name: str) -> Iterator[Settings]:
    """An empty installation on one of the databases."""
    with tempfile.TemporaryDirectory(prefix="sen-posts-") as folder:
        common: dict[str, Any] = {"data_dir": Path(folder), "embedded_worker": False, "threads": 16}
        if name == "sqlite":
            yield Settings(**common)
            return
        cluster = Cluster.start()
        try:
            yield Settings(**common, database_url=cluster.create_database("posts"))
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
