"""A survey with 500,000 responses to 20 questions: pages, exports with their memory, submissions.

`python -m benchmarks.surveys [--responses 500000] [--seconds 30] [--only sqlite|postgresql]`

- Each export runs in a process of its own, once over a twentieth of the responses and once over
  all: told is by how much its memory grew from the first row on. Twenty times the rows may need
  half as much memory again and what a page of them takes.
- The list of responses: its first page and one behind 100,000 take turns (promise 1.3). Results
  and the cross-table take turns too, cold and asked again, where their routes stand; `sen verify`
  counts everything anew.
- Forms are handed in over loopback to `sen serve`, each by a personal link of its own, sixteen at a
  time; on PostgreSQL with its promises on disk.

Ends with 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.db import Database
from benchmarks import survey_exports, survey_pages, survey_rates
from benchmarks.__main__ import fill, place
from benchmarks.survey_exports import Export
from benchmarks.survey_pages import Once, Turns
from benchmarks.survey_places import furnish, settings_of
from benchmarks.survey_rates import Rate
from tests.postgres import PostgresMissing

RESPONSES, SHARE, SECONDS = 500_000, 20, 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=RESPONSES)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of handing in")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args()
    faults: list[str] = []
    for name in [wanted.only] if wanted.only else ["sqlite", "postgresql"]:
        try:
            for found in measure(name, wanted.responses, wanted.seconds):
                print(f"{name:<10}  {found}", flush=True)
                faults += [f"{name}: {found.fault}"] if found.fault else []
        except PostgresMissing as missing:
            print(f"{name:<10}  not measured: {missing}")
    sys.exit("\n".join(faults) or None)


def measure(name: str, responses: int, seconds: float) -> Iterator[Export | Turns | Once | Rate]:
    """From an empty installation on; each finding as it comes."""
    with (
        tempfile.TemporaryDirectory(prefix="sen-surveys-") as folder,
        place(name, Path(folder), durable=True) as given,
    ):
        token = fill(given, 200, "chair")
        database = Database(settings_of(given))
        try:
            few = furnish(database, max(1, responses // SHARE))
            started = time.perf_counter()
            many = furnish(database, responses)
            yield Once("responses made", time.perf_counter() - started)
        finally:
            database.close()
        yield from survey_exports.measure(given, few, many, responses)
        yield from survey_pages.measure(settings_of(given), token, many, responses)
        yield survey_rates.measure(Path(folder), given, seconds)


if __name__ == "__main__":
    main()
