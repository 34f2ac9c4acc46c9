"""What the machinery knows of one route: its permission, its template, its form."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import Request

Handler = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the machinery knows of one route."""

    handler: Handler
    permission: str
    page: str | None
    writes: bool
    status: int = 200
    #: The GET handler whose page is shown again, filled, after 422 or 409.
    form: Handler | None = None
    #: Where a browser goes after a write, and `Location` on create.
    goes_to: Callable[[Any], str] | None = None
    #: Runs before any transaction, e.g. a password hash; its value reaches the handler.
    before: Callable[..., Coroutine[Any, Any, Any]] | None = None
    #: Touches the response last, e.g. sets the session cookie.
    after: Callable[..., None] | None = None
    #: A function of the session and the path's parameters where it depends on the thing.
    keeps_answers: bool | Callable[[Any, Any], bool] = True
    #: What is created may stand already: then `work.effects` says so, and the answer is 200.
    found: bool = False
    #: Tells whether this request's JSON is a hot read (design.md §9).
    hot: Callable[[Any], bool] | None = None
    #: The same for everyone: an ETag saves the bytes.
    etag: bool = False
    throttle: str | None = None
    #: Sets a cookie, so a foreign page must not send it even for a stranger.
    same_site: bool = False
    #: Honeypot and time trap judge form bodies (contract.md).
    trap: bool = False
    #: Takes files of at most so many bytes together; the body's limit grows by it, base64 included.
    upload: int = 0
    #: So many files at most.
    files: int = 1
    #: Takes back what `before` did where the handler's transaction did not keep it.
    undo: Callable[..., Coroutine[Any, Any, None]] | None = None
    #: Answers a file of this media type in every shape: its `name` and its `content` in bytes.
    file: str = ""
    #: That file is shown in its place and fetched again and again: an ETag saves the bytes.
    shown: bool = False
    #: The handler says where the bytes lie; they are fetched once its transaction has ended.
    stored: bool = False
    #: The handler says how that file is written; it is made once its transaction has ended.
    made: bool = False
    #: The handler says which stream it is and whose; this tells what is new in it.
    stream: Callable[..., Any] | None = None
    body_model: type[BaseModel] | None = None
    #: The parameter that takes the whole query string, and its model.
    query: tuple[str, type[BaseModel]] | None = None
    adapter: TypeAdapter[Any] | None = None


_DOORS: dict[Handler, Door] = {}


def remember(door: Door) -> None:
    _DOORS[door.handler] = door


def hot_parameters(door: Door, request: Request) -> dict[str, Any]:
    """A hot read's parameters without FastAPI's solver, which costs a third of such a request.

    Path parameters are strings; one model takes the query, with the same errors as elsewhere.
    """
    given: dict[str, Any] = dict(request.path_params)
    if door.query is not None:
        name, model = door.query
        try:
            given[name] = model.model_validate(dict(request.query_params))
        except ValidationError as error:
            raise RequestValidationError(
                [{**item, "loc": ("query", *item["loc"])} for item in error.errors()]
            ) from None
    return given


def door_of(handler: Handler) -> Door:
    """The door of a GET handler, so that its page can be shown again by another route."""
    return _DOORS[handler]
