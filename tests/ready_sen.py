"""`sen` with everything imported: each line asks for one command, run in a forked process.

Its imports take seconds of a processor, the command itself none. Started by `tests.server.sen`.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from sqlalchemy.orm import configure_mappers

from app import cli

ENDS_WITHIN = 60


def main() -> None:
    configure_mappers()
    for line in sys.stdin:
        if os.fork() == 0:
            _become(**json.loads(line))
            cli.main()
        _, status = os.wait()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(words: list[str], env: dict[str, str], files: list[str]) -> None:
    """A process as the shell would have started it: its words, surroundings, input and outputs."""
    signal.alarm(ENDS_WITHIN)
    sys.argv = ["sen", *words]
    os.environ.clear()
    os.environ.update(env)
    for number, file in enumerate(files):
        opened = os.open(file, os.O_RDONLY if number == 0 else os.O_WRONLY)
        os.dup2(opened, number)
        os.close(opened)
    # The old one may hold what the next command is asked.
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)


if __name__ == "__main__":
    main()
