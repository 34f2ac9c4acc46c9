"""The fuzz of the suite for longer: `python -m checks.fuzz [--examples 100] [--seed 1]`.

Prints how often each status came and every fault; ends with 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from app.db import Database
from app.main import create_app
from app.migrations import migrate
from app.settings import Settings
from app.web import logs
from tests import factories
from tests.fuzzing import Fuzz


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100, help="requests an operation")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    logs.set_up("error")
    with tempfile.TemporaryDirectory(prefix="sen-fuzz-") as folder:
        settings = Settings(
            data_dir=Path(folder), embedded_worker=False, public_url="http://testserver"
        )
        migrate(settings)
        database = Database(settings)
        scene = database.write_now(factories.people)
        database.close()
        app = create_app(settings)
        fuzz = Fuzz(app, scene)
        fuzz.run(wanted.examples, wanted.seed)
        app.state.house.close()
    for status, times in sorted(fuzz.statuses.items()):
        sys.stdout.write(f"{status}: {times}\n")
    for fault in fuzz.faults.values():
        sys.stdout.write(fault + "\n")
    sys.exit(bool(fuzz.faults))


if __name__ == "__main__":
    main()
