"""Starting and ending what is measured: one uvicorn process each, on a free loopback port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.request import urlopen

STARTS_WITHIN = 30.0


class Process(Protocol):
    """A server that runs: of `subprocess.Popen` what is asked here."""

    def poll(self) -> int | None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...

    def wait(self, timeout: float | None = None, /) -> int: ...


@contextmanager
def sen(home: Path, settings: Mapping[str, str]) -> Iterator[int]:
    """`sen serve` as an operator starts it, its log in a file; gives its port."""
    port, log = free_port(), home / "sen.log"
    with _running(start_sen({**settings, "SEN_PORT": str(port)}, log)) as process:
        wait_for(f"http://127.0.0.1:{port}/health", process, log)
        yield port


def start_sen(settings: Mapping[str, str], log: Path) -> Process:
    """The process of a `sen serve`, which may not answer yet."""
    return _started([sys.executable, "-m", "app.cli", "serve"], log, settings)


@contextmanager
def bare(home: Path, path: str, body: bytes) -> Iterator[int]:
    """The yardstick, under the same uvicorn, loop and parser."""
    port, kept = free_port(), home / "body.json"
    kept.write_bytes(body)
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", "benchmarks.bare:create_app"),
        *("--port", str(port), "--no-access-log", "--log-level", "warning"),
    ]
    surroundings = {"SEN_BARE_BODY": str(kept), "SEN_BARE_PATH": path}
    with _running(_started(command, home / "bare.log", surroundings)) as process:
        wait_for(f"http://127.0.0.1:{port}{path}", process, home / "bare.log")
        yield port


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _started(command: list[str], log: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(command, env={**os.environ, **settings}, stdout=out, stderr=out)


@contextmanager
def _running(process: Process) -> Iterator[Process]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wait_for(address: str, process: Process, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {address}:\n{log.read_text(errors='replace')}")
