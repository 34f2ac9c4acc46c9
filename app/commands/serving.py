"""Serving: the server, the worker, the OpenAPI document."""

from __future__ import annotations

import contextlib
import gc
import json
import signal
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import typer
import uvicorn

from app import migrations
from app.commands import demo as demonstration
from app.commands import desk, terminal
from app.jobs.worker import Worker
from app.main import create_app
from app.settings import Settings
from app.store import accounts


def up() -> None:
    """Migrations, demonstration data where there is none, and the server: what `make run` does."""
    made = desk.settings()
    migrations.migrate(made)
    if made.production:
        _refuse_the_demonstration(made)
    else:
        demonstration.load_if_empty(made)
        demonstration.say_sign_in(made)
    _serve(made)


def serve() -> None:
    """The server; migrations are `sen migrate`."""
    made = desk.settings()
    if made.production:
        _refuse_the_demonstration(made)
    _serve(made)


def _refuse_the_demonstration(made: Settings) -> None:
    """The four prepared people have passwords that were printed on a screen."""
    with desk.database(made) as opened:
        if opened.read_now(accounts.invented_with_password):
            terminal.fail(
                "the production profile takes no demonstration: start with an empty database"
            )


def _serve(made: Settings) -> None:
    terminal.say(f"Sen: {made.address}")
    app = create_app(made)
    # What stands now stays to the end: the collector of cycles need not look at it again, which
    # would hold one request in some thousands for a tenth of a second.
    gc.collect()
    gc.freeze()
    # Threads hand over ten times sooner than is usual: who holds a row's lock is not kept waiting
    # by those who wait for it (papers handed in a second: PostgreSQL 105 → 131, SQLite 184 → 231).
    sys.setswitchinterval(0.0005)
    config = uvicorn.Config(
        app,
        host=made.host,
        port=made.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(made.trusted_proxies),
        forwarded_allow_ips=made.trusted_proxies or None,
    )
    server = _Server(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(3)  # as uvicorn.run says that it could not start


class _Server(uvicorn.Server):
    """Waits for what it answers, and not for those who only listen."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.house.streams.end()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def worker() -> None:
    """The background worker beside several server processes (PostgreSQL)."""
    made = desk.settings()
    with desk.database(made) as opened:
        running = Worker(opened)
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        running.start()
        stopped.wait()
        running.stop()


def openapi() -> None:
    """The OpenAPI document."""
    typer.echo(json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True))


def document() -> dict[str, Any]:
    """As a development installation would serve it, without touching a database."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), database_url="", embedded_worker=False))
        try:
            return app.openapi()
        finally:
            app.state.house.close()
