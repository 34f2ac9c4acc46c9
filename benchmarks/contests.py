"""Contests: the result of a large round, in processor time and memory.

`python -m benchmarks.contests [--people 110000] [--attempts 300000]`. Told are the result computed
from attempts in memory, the same from the file of `sen contest recompute` to its answer, and the
tree over all entries with a proof for each. Ends with 1 where the result took longer than 2 s.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.domain.contests import files, merkle, moments
from app.domain.contests.proofs import Entry
from app.domain.contests.results import Round, compute

PEOPLE, ATTEMPTS, ROUNDS, PROMISED = 110_000, 300_000, 3, 2.0
OPENS = moments.read("2025-04-14T00:00:00+07:00")
WEEK_MS = 7 * 24 * 3600 * 1000
RULESET = {
    "attempts": {"max": 4, "counted": "most_correct_then_earliest"},
    "scoring": "exact_set",
    "eligible": "all_correct",
    "fallback": "highest_correct",
    "prediction": {"target": "persons_all_correct", "distance": "abs"},
    "rank": ["-correct", "prediction_distance", "duration_ms", "submitted_at"],
    "time_precision": "ms",
    "final_tie": "draw",
    "prizes": [["Nhất", 1], ["Nhì", 3], ["Ba", 5]],
    "one_prize_per": "contest",
    "exclude_roles": ["organiser", "juror", "adviser"],
    "n_counts": "after_disqualification",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor seconds, the median of some rounds; `peak` in bytes of one round, input aside."""

    people: int
    attempts: int
    result: float
    peak: int
    file: float
    tree: float


def given(people: int, attempts: int) -> dict[str, Any]:
    """A round as its file holds it: everybody once, the rest by chance; some out, some winners."""
    chance = random.Random(1)
    owners = [*range(people), *(chance.randrange(people) for _ in range(attempts - people))]
    chance.shuffle(owners)
    times = sorted(chance.randrange(WEEK_MS) for _ in owners)
    return {
        "ruleset": RULESET,
        "question_count": 10,
        "draw_seed": "drawn-in-public",
        "attempts": [
            {
                "id": f"a{seq:07}",
                "person": f"p{owner:06}",
                "correct": chance.choices((10, 9, 8, 5), (4, 3, 2, 1))[0],
                "points": 0,
                "prediction": chance.randrange(people),
                "duration_ms": chance.randrange(60_000, 900_000),
                "submitted_at": moments.written(OPENS + at),
                "seq": seq,
            }
            for seq, (owner, at) in enumerate(zip(owners, times, strict=True), 1)
        ],
        "disqualified": [f"p{n:06}" for n in range(0, people, 1000)],
        "earlier_winners": [f"p{n:06}" for n in range(1, people, 1000)],
    }


def measure(people: int = PEOPLE, attempts: int = ATTEMPTS, rounds: int = ROUNDS) -> Measured:
    data = json.dumps(given(people, attempts)).encode()
    read = files.read(data)
    gc.collect()
    return Measured(
        people,
        attempts,
        _median(lambda: compute(read), rounds),
        _peak(lambda: compute(read)),
        _median(lambda: files.written(compute(files.read(data))), 1),
        _median(lambda: _proofs(read), 1),
    )


def _proofs(read: Round) -> int:
    entries = (Entry(str(one.seq), one.prediction, one.submitted_at) for one in read.attempts)
    tree = merkle.levels([entry.leaf for entry in entries])
    return sum(len(path) for path in _paths(tree))


def _paths(tree: list[list[bytes]]) -> Iterator[list[bytes]]:
    return (merkle.proof(tree, index) for index in range(len(tree[0])))


def _median(deed: Callable[[], object], rounds: int) -> float:
    return sorted(_timed(deed) for _ in range(rounds))[rounds // 2]


def _timed(deed: Callable[[], object]) -> float:
    started = time.process_time()
    deed()
    return time.process_time() - started


def _peak(deed: Callable[[], object]) -> int:
    tracemalloc.start()
    deed()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--attempts", type=int, default=ATTEMPTS)
    wanted = parser.parse_args()
    found = measure(wanted.people, wanted.attempts)
    print(f"{found.attempts} attempts by {found.people} people, processor time")
    print(f"result      {found.result:.2f} s, {found.peak / 1e6:.0f} MB beside the attempts")
    print(f"from a file {found.file:.2f} s, reading and writing included")
    print(f"proofs      {found.tree:.2f} s, the tree and a proof for every entry")
    if found.result > PROMISED:
        sys.exit(f"promised {PROMISED:.0f} s")


if __name__ == "__main__":
    main()
