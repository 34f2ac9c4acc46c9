"""The duplicate guard on the labelled pairs: `python -m checks.twins [--half held_out|tuning|all]`.

For each kind of "same" pairs recall, and precision against every false alarm of the half; for each
kind of "other" pairs how many raised no alarm. Ends with 1 below precision 0.95 or recall 0.9.
"""

from __future__ import annotations

import argparse
import sys

from tests.domain.twins import judging
from tests.domain.twins.pairs import HELD_OUT, TUNING


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=[HELD_OUT, TUNING, "all"], default=HELD_OUT)
    half = parser.parse_args().half
    rows = judging.judge(None if half == "all" else half)
    sys.stdout.write(judging.table(rows))
    sys.exit(any(not row.good for row in rows))


if __name__ == "__main__":
    main()
