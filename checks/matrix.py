"""Every cell of the matrix of rights, in every shape: `python -m checks.matrix`.

On the database that SEN_TEST_DATABASE names. The suite knocks in a third of them.
"""

from __future__ import annotations

import os
import sys

import pytest


def main() -> None:
    os.environ["SEN_MATRIX"] = "whole"
    sys.exit(pytest.main(["-q", "-s", "tests/http/test_matrix.py"]))


if __name__ == "__main__":
    main()
