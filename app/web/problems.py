"""Refusals as RFC 9457 problems: kind → status, code → sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from app import i18n
from app.db import DatabaseAway
from app.domain.refusals import FieldError, Hidden, Invalid, Refusal
from app.web.bodies import UnknownMediaType

STATUS: Mapping[str, int] = {
    "not_signed_in": 401,
    "hidden": 404,
    "forbidden": 403,
    "conflict": 409,
    "gone": 410,
    "invalid": 422,
    "too_many": 429,
    "too_large": 413,
    "away": 503,
}
#: The status that a code usually comes with, for the page that explains it.
USUAL_STATUS: Mapping[str, int] = {
    "invalid": 422,
    "not-found": 404,
    "contest-unknown": 404,
    "not-signed-in": 401,
    "unknown-token": 401,
    "wrong-password": 401,
    "wrong-phone": 401,
    "phone-needed": 401,
    "forbidden": 403,
    "own-case": 403,
    "own-decision": 403,
    "cross-site": 403,
    "escalated-elsewhere": 403,
    "gone": 410,
    "invitation-ended": 410,
    "mail-link-ended": 410,
    "too-many": 429,
    "code-locked": 429,
    "body-too-large": 413,
    "unknown-media-type": 415,
    "wrong-method": 405,
    "broken-request": 400,
    "database-away": 503,
    "storage-away": 503,
    "internal": 500,
    "key-reused": 422,
    "under-16": 422,
    "too-fast": 422,
}
HTTP_CODES: Mapping[int, str] = {
    404: "not-found",
    405: "wrong-method",
    413: "body-too-large",
    400: "broken-request",
}


class ErrorRead(BaseModel):
    pointer: str
    code: str
    detail: str


class ProblemRead(BaseModel):
    """An error as programs read it; `type` is an address that explains it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ErrorRead] | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    state: str | None = None
    version: int | None = None
    sha256: str | None = None
    changes: list[dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure, before it is worded."""

    status: int
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    errors: Sequence[FieldError] = ()

    def worded(self, lang: str) -> ProblemRead:
        title, detail = i18n.problem(self.code, lang, self.facts)
        return ProblemRead(
            type=f"/problems/{self.code}",
            title=title,
            status=self.status,
            detail=detail,
            code=self.code,
            errors=[
                ErrorRead(
                    pointer=error.pointer,
                    code=error.code,
                    detail=i18n.field_error(error.code, lang, error.facts),
                )
                for error in self.errors
            ]
            or None,
            **{
                name: self.facts[name]
                for name in ("decided_by", "decided_at", "state", "version", "sha256", "changes")
                if name in self.facts
            },
        )

    @property
    def headers(self) -> dict[str, str]:
        if "retry_after" in self.facts:
            return {"Retry-After": str(self.facts["retry_after"])}
        if self.status == 401:
            return {"WWW-Authenticate": "Bearer"}
        return dict(self.facts.get("headers", {}))


def problem_of(error: Exception) -> Problem | None:
    """The problem behind an exception, or None for what nobody foresaw (a 500)."""
    if isinstance(error, Invalid):
        return Problem(422, error.code, error.facts, error.errors)
    if isinstance(error, Refusal):
        return Problem(STATUS[error.kind], error.code, error.facts)
    if isinstance(error, RequestValidationError):
        return Problem(422, "invalid", errors=[_field_error(item) for item in error.errors()])
    if isinstance(error, UnknownMediaType):
        return Problem(415, "unknown-media-type")
    if isinstance(error, DatabaseAway):
        return Problem(503, "database-away", {"retry_after": 10})
    if isinstance(error, HTTPException):
        code = HTTP_CODES.get(error.status_code, "broken-request")
        return Problem(error.status_code, code, {"headers": dict(error.headers or {})})
    return None


def worded_refusal(refusal: Refusal, lang: str) -> tuple[int, dict[str, Any]]:
    """Status and problem of one refusal inside a larger answer, e.g. of one item of a batch."""
    problem = problem_of(refusal)
    assert problem is not None
    return problem.status, problem.worded(lang).model_dump(exclude_none=True)


def explained(code: str, lang: str) -> ProblemRead:
    """The problem behind a `type`; an unknown code is hidden."""
    if not i18n.knows_problem(code):
        raise Hidden
    return Problem(USUAL_STATUS.get(code, 409), code).worded(lang)


def _field_error(item: Mapping[str, Any]) -> FieldError:
    where = [str(part) for part in item["loc"]]
    if where and where[0] in {"body", "query", "path", "header"}:
        where = where[1:]
    facts = {
        name: value
        for name, value in (item.get("ctx") or {}).items()
        if isinstance(value, str | int | float)
    }
    code = str(item["type"])
    if code in {"too_short", "too_long"} and facts.get("field_type") == "Value":
        # A text that is measured after it was composed: letters are missing, not entries.
        code = "string_" + code
    return FieldError("/" + "/".join(where) if where else "", code, facts)
