"""What Sen says no with: a stable code and facts, without prose and without an HTTP status.

`web/problems` maps the kind to a status and `i18n/problems` maps the code to a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar


class Refusal(Exception):
    """The common ancestor. `code` is stable: programs may rely on it."""

    kind: ClassVar[str] = "refused"

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotSignedIn(Refusal):
    kind = "not_signed_in"

    def __init__(self, code: str = "not-signed-in", **facts: Any) -> None:
        super().__init__(code, **facts)


class Hidden(Refusal):
    """It is not there, or she may not know that it is: the same words for both."""

    kind = "hidden"

    def __init__(self, code: str = "not-found", **facts: Any) -> None:
        super().__init__(code, **facts)


class Forbidden(Refusal):
    kind = "forbidden"

    def __init__(self, code: str = "forbidden", **facts: Any) -> None:
        super().__init__(code, **facts)


class Conflict(Refusal):
    """Somebody was faster, or the thing is no longer in a state that allows this."""

    kind = "conflict"


class Gone(Refusal):
    kind = "gone"


class TooMany(Refusal):
    """`retry_after` in seconds stands among the facts."""

    kind = "too_many"


class TooLarge(Refusal):
    kind = "too_large"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that cannot stay as it is. `pointer` is a JSON pointer into the body."""

    pointer: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


class Invalid(Refusal):
    """The body is well formed, and says something that cannot be."""

    kind = "invalid"

    def __init__(self, *errors: FieldError, code: str = "invalid", **facts: Any) -> None:
        super().__init__(code, **facts)
        self.errors = errors

    @classmethod
    def at(cls, pointer: str, code: str, **facts: Any) -> Invalid:
        return cls(FieldError(pointer, code, facts))
