"""Random trees of units against a plain replay: `python -m checks.units [--trees 500]`.

Prints how many decisions of each kind were carried out and every tree or count that differs; ends
with 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from sqlalchemy.orm import Session

from app.db import Database
from app.migrations import migrate
from app.settings import Settings
from app.web import logs
from tests import factories
from tests.services import unit_trees


class Enough(Exception):
    """Rolls a trial back."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trees", type=int, default=500)
    parser.add_argument("--decisions", type=int, default=50, help="tried on each tree")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    logs.set_up("error")
    faults: list[str] = []
    done = Counter[str]()
    with tempfile.TemporaryDirectory(prefix="sen-units-") as folder:
        settings = Settings(data_dir=Path(folder), embedded_worker=False)
        migrate(settings)
        database = Database(settings)
        scene = database.write_now(factories.people)

        def trial(session: Session, seed: int) -> None:
            found = unit_trees.run(session, scene, seed, wanted.decisions)
            faults.extend(found.faults)
            done.update(found.done)
            raise Enough

        for seed in range(wanted.seed, wanted.seed + wanted.trees):
            with suppress(Enough):
                database.write_now(lambda session, seed=seed: trial(session, seed))  # type: ignore[misc]
        database.close()
    for kind, times in sorted(done.items()):
        sys.stdout.write(f"{kind}: {times}\n")
    for fault in faults:
        sys.stdout.write(fault + "\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
