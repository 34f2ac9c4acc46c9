"""`sen serve` for benchmarks under test: a fork of what is imported already, instead of a start."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests import server


@dataclass
class Forked:
    """As much of a process as those who start one ask it."""

    pid: int

    def poll(self) -> int | None:
        """Whoever waits for its first answer gives up by the clock."""
        return None

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self, _timeout: float | None = None) -> int:
        return server.ended(self.pid)


def start(env: Mapping[str, str], log: Path) -> Forked:
    log.touch()
    whole = {**os.environ, **env}
    return Forked(server.stays(["serve"], whole, [Path(os.devnull), log, log]))
