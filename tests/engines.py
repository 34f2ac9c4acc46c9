"""One memory of compiled statements for all engines of a test process.

Every test opens a database of its own, and an engine that begins with nothing compiles each
statement anew: two fifths of the time of a test that writes. What is compiled depends on the
dialect alone, so the engines of one kind share it, and what was compiled for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.util import LRUCache

import app.db

#: More than all tests have together; an engine of the product remembers 500.
STATEMENTS = 20_000
Make = Callable[..., Engine]


def share_compiled() -> None:
    """From now on, for every `Database` of this process."""
    for name in ("sqlite_engine", "postgres_engine"):
        setattr(app.db, name, _sharing(getattr(app.db, name)))


def _sharing(make: Make) -> Make:
    first: list[Engine] = []

    def made(*given: Any, **named: Any) -> Engine:
        engine = make(*given, **named)
        if first:
            # No way of SQLAlchemy's own: its cache is one engine's, its keys name the dialect.
            engine.dialect = first[0].dialect
            engine._compiled_cache = first[0]._compiled_cache
        else:
            # A dialect knows its server only once a connection was made.
            event.listen(engine, "first_connect", lambda *_: first.append(engine))
            engine._compiled_cache = LRUCache(STATEMENTS)
        return engine

    return made
