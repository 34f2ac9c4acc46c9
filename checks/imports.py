"""200 lists of whatever cells: each woman has one outcome, as foreseen: `python -m checks.imports`.

The suite does the same with fewer.
"""

from __future__ import annotations

import os
import sys

import pytest


def main() -> None:
    os.environ["SEN_EXAMPLES"] = "200"
    sys.exit(pytest.main(["-q", "tests/services/test_imports.py", "-k", "whatever"]))


if __name__ == "__main__":
    main()
