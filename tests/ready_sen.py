"""`sen` with everything imported: each line asks for one command, run in a forked process.

Its imports take seconds of a processor, the command itself none. Started by `tests.server`. A
command is waited for, unless it `stays`: then its process id is told, and another line ends it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from typing import Any

from sqlalchemy.orm import configure_mappers

from app import cli

ENDS_WITHIN, STAYS_AT_MOST = 60, 600


def main() -> None:
    cli.command()
    configure_mappers()
    gc.collect()
    gc.freeze()  # a fork's collector leaves shared what was made before
    for line in sys.stdin:
        asked = json.loads(line)
        said = _ended(asked["end"]) if "end" in asked else _started(asked)
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()


def _started(asked: dict[str, Any]) -> int:
    """The exit code of a command, or the process of one that stays."""
    child = os.fork()
    if child == 0:
        signal.alarm(STAYS_AT_MOST if asked["stays"] else ENDS_WITHIN)
        _become(asked["words"], asked["env"], asked["files"])
        cli.main()
    return child if asked["stays"] else _exit_code(child)


def _ended(child: int) -> int:
    os.kill(child, signal.SIGTERM)
    return _exit_code(child)


def _exit_code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _become(words: list[str], env: dict[str, str], files: list[str]) -> None:
    """A process as the shell would have started it: its words, surroundings, input and outputs."""
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
