"""A real server beside the test: `sen serve` or `sen worker` in a process of its own."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from app.settings import Settings

STARTS_WITHIN = 30.0
ROOT = Path(__file__).parent.parent
_ONE = threading.Lock()


def surroundings(settings: Settings, **more: str) -> dict[str, str]:
    """The SEN_* variables that make a process see the same place as these settings."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("SEN_")},
        "SEN_DATA_DIR": str(settings.data_dir),
        "SEN_DATABASE_URL": settings.database_url,
        "SEN_SECRET_KEY": settings.secret_key,
        "SEN_EMBEDDED_WORKER": "false",
        **more,
    }


def sen(
    settings: Settings, *words: str, given: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """One `sen` command in a process of its own; output and log apart."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("given", "out", "log")]
        for file, text in zip(files, (given, "", ""), strict=True):
            file.write_text(text, encoding="utf-8")
        code = _ask(words, surroundings(settings, **more), files)
        _, out, log = (file.read_text(encoding="utf-8") for file in files)
        return subprocess.CompletedProcess(["sen", *words], code, out, log)


def stays(words: Sequence[str], env: Mapping[str, str], files: Sequence[Path]) -> int:
    """The process of a command that goes on; `ended` ends it."""
    return _ask(words, env, files, stays=True)


def ended(process: int) -> int:
    """The exit code of what is told to end, or has ended."""
    return _said({"end": process})


def _ask(
    words: Sequence[str], env: Mapping[str, str], files: Sequence[Path], *, stays: bool = False
) -> int:
    """The exit code of a command, or the process of one that stays."""
    given = [str(file) for file in files]
    return _said({"words": words, "env": env, "files": given, "stays": stays})


def _said(line: dict[str, Any]) -> int:
    with _ONE:
        ready = _ready()
        assert ready.stdin is not None
        assert ready.stdout is not None
        ready.stdin.write(json.dumps(line) + "\n")
        ready.stdin.flush()
        return int(ready.stdout.readline())


@cache
def _ready() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ready_sen"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)
    return process


@contextmanager
def served(settings: Settings, log: Path, **more: str) -> Iterator[str]:
    """The address of a running server; its log goes to the file."""
    port = free_port()
    env = surroundings(settings, SEN_PORT=str(port), SEN_PUBLIC_URL="", **more)
    log.touch()
    process = stays(["serve"], env, [Path(os.devnull), log, log])
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + "/health", log)
        yield address
    finally:
        ended(process)


def _wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"no answer from {address}:\n{log.read_text(errors='replace')}")


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
