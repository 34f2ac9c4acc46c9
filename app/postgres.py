"""PostgreSQL as Sen needs it: an engine whose idle connections are known to live."""

from __future__ import annotations

import select
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

#: Unused for so many seconds, a connection may have been dropped on its way without a word.
DOUBTFUL = 30.0
LAST_USED = "last used"
#: Seconds that older transactions have to end before tables are rewritten without what they see.
SCRUB_WAITS = 10.0
OLDER = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND greatest(age(backend_xmin), age(backend_xid))"
    " > age(CAST(%s AS xid)) LIMIT 1"
)
FENCE = "SELECT pg_current_xact_id()::xid::text"


def postgres_engine(url: str, *, threads: int, lock_timeout_ms: int) -> Engine:
    """An engine that survives the server's restart without a question before every transaction.

    A connection that the server closed has something to be read; one that was idle for long may be
    dead without it. Only such a one is asked (`pool_pre_ping` asks each, at each checkout).
    """
    engine = create_engine(
        url,
        pool_size=threads,
        max_overflow=4,
        pool_timeout=5,
        hide_parameters=True,
        connect_args={
            "options": f"-c lock_timeout={lock_timeout_ms} -c timezone=UTC",
            "connect_timeout": 5,
        },
    )

    @event.listens_for(engine, "connect")
    @event.listens_for(engine, "checkin")
    def _used(_connection: Any, record: Any) -> None:
        record.info[LAST_USED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _taken(connection: Any, record: Any, _proxy: Any) -> None:
        idle = time.monotonic() - record.info[LAST_USED]
        if (idle > DOUBTFUL or _has_word(connection)) and not _lives(engine, connection):
            raise InvalidatePoolError

    return engine


def _has_word(connection: Any) -> bool:
    """Whether something waits to be read: from an idle server that is its farewell, or nearly."""
    if connection.closed:
        return True
    asked = select.poll()
    asked.register(connection.fileno(), select.POLLIN)
    return bool(asked.poll(0))


def _lives(engine: Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error:
        return False


def scrub_postgres(engine: Engine, tables: Sequence[str]) -> bool:
    """Rewrite tables without what was deleted from them; False while somebody reads what is older,
    for whom the server would write it into the new files too."""
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        fence = connection.exec_driver_sql(FENCE).scalar_one()
        until = time.monotonic() + SCRUB_WAITS
        while connection.exec_driver_sql(OLDER, (fence,)).first() is not None:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        for table in tables:
            connection.exec_driver_sql(f"VACUUM (FULL) {table}")
    return True
