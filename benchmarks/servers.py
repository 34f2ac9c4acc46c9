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
from urllib.request import urlopen

STARTS_WITHIN = 30.0


@contextmanager
def sen(home: Path, settings: Mapping[str, str]) -> Iterator[int]:
    """`sen serve` as an operator starts it, its log in a file; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "serve"]
    with _running(command, home / "sen.log", {**settings, "SEN_PORT": str(port)}) as process:
        wait_for(f"http://127.0.0.1:{port}/health", process, home / "sen.log")
        yield port


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
    with _running(command, home / "bare.log", surroundings) as process:
        wait_for(f"http://127.0.0.1:{port}{path}", process, home / "bare.log")
        yield port


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(
    command: list[str], log: Path, settings: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {address}:\n{log.read_text(errors='replace')}")
