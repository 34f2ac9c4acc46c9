"""Patterns that officers write, on RE2: no backtracking, bounded in size and memory."""

from __future__ import annotations

from functools import lru_cache

import re2

LONGEST = 200
#: What RE2 may use for one pattern; a counted repetition that unfolds to more is refused.
MEMORY = 1 << 20
#: Instructions of the compiled program: the time of a search grows with them.
LARGEST_PROGRAM = 400


class BadPattern(ValueError):
    """A pattern that cannot be used. `code`: wrong, too-large or matches-nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Compiled:
    """One pattern, in capital and small letters alike."""

    def __init__(self, pattern: str) -> None:
        options = re2.Options()
        options.max_mem = MEMORY
        options.case_sensitive = False
        options.log_errors = False
        if len(pattern) > LONGEST:
            raise BadPattern("pattern-too-large")
        try:
            self._compiled = re2.compile(pattern, options=options)
        except re2.error as error:
            large = b"too large" in error.args[0] if error.args else False
            raise BadPattern("pattern-too-large" if large else "pattern-wrong") from None
        if self._compiled.programsize > LARGEST_PROGRAM:
            raise BadPattern("pattern-too-large")
        if self._compiled.search("") is not None:
            raise BadPattern("pattern-empty")

    def spans(self, text: str, most: int) -> list[tuple[int, int]]:
        """Where it matches, the first `most` times; an empty match is none."""
        found: list[tuple[int, int]] = []
        for match in self._compiled.finditer(text):
            if match.end() > match.start():
                found.append(match.span())
            if len(found) >= most:
                break
        return found


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Compiled:
    return Compiled(pattern)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is as the pattern says; capital and small letters differ."""
    return _whole(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _whole(pattern: str) -> re2._Regexp:
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    return re2.compile(pattern, options=options)
