"""Many phrases in one pass: the automaton of Aho and Corasick (1975) over any symbols.

The time grows with the text and with what is found first, never with how the phrases were chosen:
each phrase is told once, where it ends first, and of those that end at one place the longest one
that must be covered is known to its state.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple


class Ending(NamedTuple):
    """`state`: which phrase ends at `place`."""

    place: int
    length: int
    state: int


class Automaton:
    """`add` phrases with what they stand for, then `close`, then `find` in any number of texts."""

    def __init__(self) -> None:
        self._next: list[dict[Hashable, int]] = [{}]
        self._fail: list[int] = [0]
        #: State at which a phrase ends → what it stands for. Tuples of numbers: the collector of
        #: cycles forgets them, and a list per state cost it 30 ms a time.
        self._values: dict[int, tuple[int, ...]] = {}
        self._length: list[int] = [0]
        #: The nearest state on the way of failures at which a phrase ends, itself included.
        self._ends: list[int] = [0]
        #: The longest phrase ending here that is to be covered.
        self._cover: list[int] = [0]

    def __bool__(self) -> bool:
        return len(self._next) > 1

    def add(self, symbols: Sequence[Hashable], value: int, *, cover: bool = False) -> None:
        if not symbols:
            return
        state = 0
        for symbol in symbols:
            following = self._next[state].get(symbol)
            if following is None:
                following = len(self._next)
                self._next[state][symbol] = following
                self._next.append({})
                self._fail.append(0)
                self._length.append(self._length[state] + 1)
                self._ends.append(0)
                self._cover.append(0)
            state = following
        self._values[state] = (*self._values.get(state, ()), value)
        if cover:
            self._cover[state] = self._length[state]

    def close(self) -> None:
        waiting = deque(self._next[0].values())
        while waiting:
            state = waiting.popleft()
            fail = self._fail[state]
            self._ends[state] = state if state in self._values else self._ends[fail]
            self._cover[state] = self._cover[state] or self._cover[fail]
            for symbol, following in self._next[state].items():
                back = fail
                while back and symbol not in self._next[back]:
                    back = self._fail[back]
                other = self._next[back].get(symbol, 0)
                self._fail[following] = other if other != following else 0
                waiting.append(following)

    def find(self, symbols: Iterable[Hashable | None]) -> Iterator[tuple[int, int, Sequence[int]]]:
        """(end, length, values) of each phrase where it ends first, and with no values of the
        longest phrase to cover at every place. None among the symbols belongs to no phrase."""
        following, fails, ends = self._next, self._fail, self._ends
        told: set[int] = set()
        state = 0
        for place, symbol in enumerate(symbols):
            while state and symbol not in following[state]:
                state = fails[state]
            state = following[state].get(symbol, 0)
            if not state:
                continue
            end = ends[state]
            while end and end not in told:
                told.add(end)
                yield place, self._length[end], self._values[end]
                end = ends[fails[end]]
            if self._cover[state]:
                yield place, self._cover[state], ()

    def find_all(self, symbols: Iterable[Hashable], most: int) -> Iterator[Ending]:
        """Every phrase at every place, at most so many times."""
        following, fails, ends = self._next, self._fail, self._ends
        state = 0
        for place, symbol in enumerate(symbols):
            while state and symbol not in following[state]:
                state = fails[state]
            state = following[state].get(symbol, 0)
            end = ends[state]
            while end:
                if not most:
                    return
                most -= 1
                yield Ending(place, self._length[end], end)
                end = ends[fails[end]]

    def values(self, state: int) -> Sequence[int]:
        return self._values[state]
