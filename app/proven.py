"""What was read, remembered while the database proves that nothing was committed since."""

from __future__ import annotations

from threading import Lock
from typing import Any

#: Answers, pages and actors that are remembered at most: some megabytes.
MOST = 256


class Proven:
    """One version of the database and what was read of it; several threads may keep and ask."""

    def __init__(self) -> None:
        self._found: dict[Any, Any] = {}
        self._version = -1
        self._lock = Lock()

    def now_at(self, version: int) -> None:
        """Another version than before makes everything remembered doubtful: it goes."""
        with self._lock:
            if version != self._version or len(self._found) >= MOST:
                self._found.clear()
                self._version = version

    def kept(self, key: Any) -> Any:
        """What is remembered under a key, or None; ask for the version first."""
        return self._found.get(key)

    def keep(self, key: Any, made: Any, version: int | None) -> None:
        """Remember what was read after `version` was asked for, unless a commit came between."""
        with self._lock:
            if version is not None and version == self._version:
                self._found[key] = made

    def forget(self) -> None:
        """Everything, so that the next reads are whole ones."""
        with self._lock:
            self._found.clear()
