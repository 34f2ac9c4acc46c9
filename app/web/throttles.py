"""Throttles. They protect people, not the machine: a hall of women is one address (contract.md).

Memory of one process; a window moves. Failed passwords and codes have limits of their own.
"""

from __future__ import annotations

import math
from typing import Final

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app import clock
from app.domain.refusals import TooMany

RULES: Final[dict[str, str]] = {
    "writes-person": "600/minute",
    "writes-address": "1800/minute",
    "joins-address": "2000/hour",
    "password-account": "10/5 minutes",
    "password-address": "100/5 minutes",
    "visit-address": "300/hour",
    # Each may send a letter to somebody who never asked for one.
    "mail-address": "60/hour",
}


class Throttles:
    """`check` asks without counting, `count` counts one, `pass_or_refuse` does both."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rules: dict[str, RateLimitItem] = {name: parse(text) for name, text in RULES.items()}

    def check(self, rule: str, caller: str) -> None:
        if not self._limiter.test(self._rules[rule], rule, caller):
            raise self._refusal(rule, caller)

    def count(self, rule: str, caller: str) -> None:
        self._limiter.hit(self._rules[rule], rule, caller)

    def pass_or_refuse(self, rule: str, caller: str) -> None:
        if not self._limiter.hit(self._rules[rule], rule, caller):
            raise self._refusal(rule, caller)

    def forget(self, rule: str, caller: str) -> None:
        self._limiter.clear(self._rules[rule], rule, caller)

    def _refusal(self, rule: str, caller: str) -> TooMany:
        reset, _ = self._limiter.get_window_stats(self._rules[rule], rule, caller)
        wait = max(1, math.ceil(reset - clock.now().timestamp()))
        return TooMany("too-many", retry_after=wait)
