"""An attacker on the small cells of surveys: `python -m checks.survey_cells [--surveys 50]`.

Reads the results, every cross-table and every filter of random surveys as an adviser does and
solves for what is hidden; each survey a second time with a limit of how many options are chosen.
Ends with 1 when a cell under `k` is recovered, or when the same attack on a build that
hides the small cells alone recovers none: then the attack proves nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from starlette.testclient import TestClient

from app.main import create_app
from app.migrations import migrate
from app.settings import Settings
from app.web import logs
from tests import factories, survey_cells, survey_random
from tests.factories import Scene
from tests.postgres import Cluster
from tests.survey_cells import Attack
from tests.survey_random import Choice

DATABASES = ("sqlite", "postgresql")
Run = Callable[[int, Choice], Attack]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=50)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--only", choices=DATABASES)
    wanted = parser.parse_args()
    logs.set_up("error")
    seeds = range(wanted.first, wanted.first + wanted.surveys)
    faults = False
    for name in [wanted.only] if wanted.only else DATABASES:
        with place(name) as run:
            faults |= bool(recovered(name, "as it is", run, seeds))
            with naive():
                faults |= not recovered(name, "small cells alone hidden", run, seeds)
    sys.exit(faults)


def recovered(database: str, build: str, run: Run, seeds: range) -> int:
    started, read, closed, found = time.monotonic(), 0, 0, 0
    rules = survey_random.CHOICES
    for seed, plain in product(seeds, (True, False)):
        choice = survey_random.PLAIN if plain else rules[seed % len(rules)]
        attack = run(seed, choice)
        small = attack.found()
        read, closed, found = read + attack.read, closed + attack.closed, found + len(small)
        if small and build == "as it is":
            sys.stdout.write(f"  survey {seed}, {choice}: {small[:5]}\n")
    sys.stdout.write(
        f"{database}, {build}: {2 * len(seeds)} surveys, {read:,} figures read, {closed:,} kept, "
        f"{found} small cells recovered in {time.monotonic() - started:.0f} s\n"
    )
    return found


@contextmanager
def naive() -> Iterator[None]:
    """A build that hides the cells under `k` and nothing else."""
    with ExitStack() as stack:
        survey_cells.naive(lambda *what: stack.enter_context(mock.patch.object(*what)))
        yield


@contextmanager
def place(name: str) -> Iterator[Run]:
    with tempfile.TemporaryDirectory() as folder:
        if name == "sqlite":
            yield from _served(Path(folder), "")
        else:
            cluster = Cluster.start()
            try:
                yield from _served(Path(folder), cluster.create_database("cells"))
            finally:
                cluster.stop()


def _served(folder: Path, url: str) -> Iterator[Run]:
    settings = Settings(data_dir=folder, database_url=url, embedded_worker=False, log_level="error")
    migrate(settings)
    app = create_app(settings)
    database = app.state.house.database
    scene: Scene = database.write_now(factories.people)
    client = TestClient(app, headers={"Authorization": f"Bearer {scene.tokens['adviser']}"})

    def run(seed: int, choice: Choice) -> Attack:
        def make(session: Any) -> Any:
            random = Random(seed)  # noqa: S311 - nothing secret
            return survey_random.put(session, scene, random, choice)

        data, survey = database.write_now(make)
        attack = Attack(data=data)
        attack.run(survey, lambda path: client.get(path).json())
        return attack

    yield run
    client.close()
    app.state.house.close()


if __name__ == "__main__":
    main()
