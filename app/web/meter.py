"""Who came, as numbers: keyed hashes of a day or a month, kept in memory until they are written.

Nothing is written in a read's own transaction, and nothing that is written names anybody: the key
is the installation's secret together with the day, and the hashes of a day that is over are deleted
(`store/visits`). What is counted and why: Decree 147/2024, `domain/visits`.
"""

from __future__ import annotations

import hmac
import threading
from datetime import date

from app.domain.permissions import Actor
from app.domain.visits import Mark, month_of

#: A flood of addresses must not fill the memory; what comes beyond is not counted.
MOST = 50_000


class Meter:
    """Marks since the last writing, each once."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._marks: set[Mark] = set()
        self._lock = threading.Lock()

    def saw(self, actor: Actor, address: str, program: str, day: date) -> None:
        """A page was read: by a person who is signed in, or by a browser at an address."""
        who = actor.person_id or f"{address}\0{program}"
        marks = [self._mark("visit", day.isoformat(), who)]
        if actor.person_id:
            marks.append(self._mark("user", month_of(day), actor.person_id))
        with self._lock:
            if len(self._marks) < MOST:
                self._marks.update(marks)

    def _mark(self, kind: str, period: str, who: str) -> Mark:
        said = f"{kind}\0{period}\0{who}".encode()
        return Mark(kind, period, hmac.digest(self._secret, said, "sha256").hex()[:32])

    def take(self) -> list[Mark]:
        with self._lock:
            marks, self._marks = self._marks, set()
        return sorted(marks)

    def put_back(self, marks: list[Mark]) -> None:
        """The writing failed: they are written with the next ones."""
        with self._lock:
            self._marks.update(marks)
